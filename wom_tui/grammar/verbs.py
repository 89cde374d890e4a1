"""Which verbs are there? One row each: parser, completion, `wom do` and the reference read this table."""

from __future__ import annotations

from dataclasses import replace

from wom_tui.commands import (
    ending,
    feedback,
    hold,
    merge,
    order,
    promise,
    request,
    site,
    snooze,
    visit,
)
from wom_tui.domain.visit import VisitStatus
from wom_tui.domain.work_order import HoldReason
from wom_tui.grammar import order_verbs, request_verbs, site_verbs, visit_verbs
from wom_tui.grammar.alert_verbs import ALERT_VERBS
from wom_tui.grammar.attached_verbs import ATTACHED_VERBS
from wom_tui.grammar.close_verb import CLOSE
from wom_tui.grammar.inbound_verbs import INBOUND_VERB
from wom_tui.grammar.intent import Argument, Option, Takes, Verb
from wom_tui.grammar.kinds import Kind, Reading
from wom_tui.grammar.message_verbs import MESSAGE_VERBS
from wom_tui.grammar.office_verbs import OFFICE_VERBS
from wom_tui.grammar.outbox_verb import OUTBOX
from wom_tui.grammar.part_verbs import PART_VERBS
from wom_tui.grammar.roster_verbs import ROSTER_VERBS
from wom_tui.grammar.rule_verb import RULE
from wom_tui.grammar.swap_verb import SWAP

_TECHNICIAN = Argument("technician", Kind.TECHNICIAN, after=("to", "with"))
_TIME_OR_NOT = Argument("time", Kind.TIME, is_required=False, is_rest=True)
_OTHER_TIME = Argument("time", Kind.TIME, is_rest=True, after=("to",), reading=Reading.FROM_PLAN)
_REASON = Argument("reason", Kind.TEXT, is_rest=True)
_DROP = Argument("drop", Kind.ORDER, is_required=False, after=("and", "with"))
_FOR = Option("for", Kind.DURATION, "how long; else as long as the order takes, or as the visit was")

VERBS: tuple[Verb, ...] = (
    Verb(
        name="assign",
        takes=Takes.VISITS,
        arguments=(_TECHNICIAN, _TIME_OR_NOT),
        options=(_FOR,),
        build=visit_verbs.assign,
        commands=(visit.AssignVisit,),
        example="assign 4417 kim 14:30",
        said="Put a visit on a day, at that time or as early as it fits; `anyone`: whom it fits best.",
    ),
    Verb(
        name="reassign",
        takes=Takes.VISITS,
        arguments=(_TECHNICIAN, replace(_OTHER_TIME, is_required=False, after=())),
        options=(_FOR,),
        build=visit_verbs.reassign,
        commands=(visit.AssignVisit,),
        example="reassign 4417 ali",
        said="Give a planned visit to another technician, at its time or at another.",
    ),
    Verb(
        name="move",
        aliases=("reschedule",),
        takes=Takes.VISITS,
        arguments=(_OTHER_TIME,),
        options=(_FOR,),
        build=visit_verbs.move,
        commands=(visit.AssignVisit,),
        example="move 4417 15:00",
        said="Move a planned visit to another time, or by `+30m`; its technician stays.",
    ),
    SWAP,
    Verb(
        name="unassign",
        takes=Takes.VISITS,
        build=visit_verbs.unassign,
        commands=(visit.UnassignVisit,),
        example="unassign 4417",
    ),
    Verb(
        name="visit",
        takes=Takes.ORDERS,
        build=visit_verbs.add,
        commands=(visit.AddVisit,),
        example="visit 4417",
    ),
    Verb(
        name="dispatch",
        takes=Takes.VISITS,
        build=visit_verbs.dispatch,
        commands=(visit.DispatchVisit,),
        example="dispatch 4417 4418 4420-4425",
    ),
    Verb(
        name="accept",
        takes=Takes.VISITS,
        build=visit_verbs.advance(VisitStatus.ACCEPTED),
        commands=(visit.AdvanceVisit,),
        example="accept 4417",
        said="Report that the technician takes the visit.",
    ),
    Verb(
        name="travel",
        takes=Takes.VISITS,
        build=visit_verbs.advance(VisitStatus.TRAVELLING),
        commands=(visit.AdvanceVisit,),
        example="travel 4417",
        said="Report that the technician is on the way.",
    ),
    Verb(
        name="arrive",
        takes=Takes.VISITS,
        build=visit_verbs.advance(VisitStatus.ON_SITE),
        commands=(visit.AdvanceVisit,),
        example="arrive 4417 at=14:05",
        said="Report that the technician is on site.",
    ),
    Verb(
        name="done",
        takes=Takes.VISITS,
        build=visit_verbs.advance(VisitStatus.DONE),
        commands=(visit.AdvanceVisit,),
        example="done 4417",
        said="Report that the visit is over and did what it should.",
    ),
    Verb(
        name="decline",
        takes=Takes.VISITS,
        arguments=(_REASON,),
        build=visit_verbs.fail(VisitStatus.DECLINED),
        commands=(visit.FailVisit,),
        example="decline 4417 no ladder on the van",
        said="Say that the technician will not come, with the reason.",
    ),
    Verb(
        name="miss",
        takes=Takes.VISITS,
        arguments=(_REASON,),
        build=visit_verbs.fail(VisitStatus.MISSED),
        commands=(visit.FailVisit,),
        example="miss 4417 nobody went",
        said="Say that a visit did not take place, with the reason.",
    ),
    Verb(
        name="fail",
        aliases=("incomplete",),
        takes=Takes.VISITS,
        arguments=(_REASON,),
        build=visit_verbs.fail(VisitStatus.INCOMPLETE),
        commands=(visit.FailVisit,),
        example="fail 4417 gate locked",
        said="Say that a visit ended without the work being done, with the reason.",
    ),
    Verb(
        name="strike",
        takes=Takes.VISITS,
        build=visit_verbs.strike,
        commands=(visit.CancelVisit,),
        example="strike 4417/2",
    ),
    Verb(
        name="pin",
        takes=Takes.VISITS,
        build=visit_verbs.pin,
        commands=(visit.PinVisit,),
        example="pin 4417",
        said="Pin a visit to its technician and time.",
    ),
    Verb(
        name="unpin",
        takes=Takes.VISITS,
        build=visit_verbs.unpin,
        commands=(visit.PinVisit,),
        example="unpin 4417",
        said="Let a pinned visit be moved again.",
    ),
    Verb(
        name="promise",
        takes=Takes.VISITS,
        arguments=(Argument("window", Kind.WINDOW, is_rest=True),),
        build=visit_verbs.promise,
        commands=(promise.PromiseWindow,),
        example="promise 4417 fri 13:00-15:00",
    ),
    Verb(
        name="hold",
        takes=Takes.ORDERS,
        arguments=(
            Argument("reason", Kind.HOLD_REASON, choices=tuple(HoldReason), after=("for",)),
            Argument(
                "until",
                Kind.TIME,
                is_required=False,
                is_rest=True,
                after=("until", "till", "til"),
                reading=Reading.OPENING,
            ),
        ),
        build=order_verbs.hold,
        commands=(hold.HoldOrder,),
        example="hold 4417 parts until fri 9:00",
        said="Stop an order for a reason; somebody looks at it again at that time, or a day from now.",
    ),
    Verb(
        name="release",
        aliases=("unhold", "resume"),
        takes=Takes.ORDERS,
        build=order_verbs.release,
        commands=(hold.ReleaseOrder,),
        example="release 4417",
    ),
    Verb(
        name="cancel",
        takes=Takes.ORDERS,
        arguments=(Argument("reason", Kind.CANCEL_REASON, is_required=False, is_rest=True),),
        options=(Option("duplicate", Kind.ORDER, "the order that it repeats"),),
        build=order_verbs.cancel,
        commands=(ending.CancelOrder,),
        example="cancel 4417 customer called off",
    ),
    Verb(
        name="merge",
        takes=Takes.NOTHING,
        arguments=(Argument("keep", Kind.ORDER), _DROP),
        build=order_verbs.merge,
        commands=(merge.MergeOrder,),
        example="merge 4417 4418",
        said="Keep the first of two orders about the same thing; the number of the second leads to it.",
    ),
    Verb(
        name="complete",
        takes=Takes.ORDERS,
        arguments=(
            Argument("code", Kind.RESOLUTION_CODE, is_required=False),
            Argument("text", Kind.TEXT, is_required=False, is_rest=True),
        ),
        options=(
            Option("code", Kind.RESOLUTION_CODE, "how it ended, where the first word does not say it"),
            Option("labour", Kind.DURATION, "time booked"),
            Option("attended", Kind.TEXT, "when somebody was there, where nobody reported: 9:00-10:00"),
            Option("parts", Kind.LIST, "what was used: PUMP-3, BELT*2; or reserved: all that was"),
            Option("from", Kind.STOCK_PLACE, "where they were taken from, if not from the van"),
            Option("rest", Kind.TEXT, "what was left to do: becomes a follow-up order"),
            Option("pri", Kind.PRIORITY, "of that follow-up order, where not the usual one of its work type"),
        ),
        build=order_verbs.complete,
        commands=(ending.CompleteOrder,),
        example="complete 4417 fixed valve replaced labour=1h30",
    ),
    Verb(
        name="reopen",
        takes=Takes.ORDERS,
        arguments=(_REASON,),
        options=(Option("parts", Kind.TEXT, "kept: what was used stays used"),),
        build=order_verbs.reopen,
        commands=(ending.ReopenOrder,),
        example="reopen 4417 still leaking",
    ),
    Verb(
        name="approve",
        takes=Takes.ORDERS,
        build=order_verbs.approve,
        commands=(order.ApproveOrder,),
        example="approve 4417",
        said="Give the approval that an order waits for.",
    ),
    Verb(
        name="refuse",
        takes=Takes.ORDERS,
        build=order_verbs.refuse,
        commands=(order.ApproveOrder,),
        example="refuse 4417",
        said="Refuse the approval that an order waits for.",
    ),
    CLOSE,
    Verb(
        name="feedback",
        takes=Takes.ORDERS,
        arguments=(
            Argument("score", Kind.COUNT),
            Argument("text", Kind.TEXT, is_required=False, is_rest=True),
        ),
        options=(
            Option("channel", Kind.TEXT, "how it came in: phone, mail …"),
            Option("received", Kind.TIME, "when it was said, if not now"),
        ),
        build=order_verbs.feedback,
        commands=(feedback.RecordFeedback,),
        example='feedback 4417 5 "quick"',
        said="Note what a customer says of an order that was completed: 1 (bad) to 5 (good), and words.",
    ),
    Verb(
        name="snooze",
        takes=Takes.ORDERS,
        arguments=(Argument("words", Kind.TEXT, is_required=False, is_rest=True),),
        options=(
            Option("until", Kind.TIME, "when it is to be back in the queue"),
            Option("reason", Kind.TEXT, "why nobody has to look at it before that"),
        ),
        build=order_verbs.snooze,
        commands=(snooze.SnoozeOrder,),
        example="snooze 4417 until=14:00 reason=they call back",
    ),
    Verb(
        name="wake",
        takes=Takes.ORDERS,
        build=order_verbs.wake,
        commands=(snooze.WakeOrder,),
        example="wake 4417",
    ),
    *ATTACHED_VERBS,
    *MESSAGE_VERBS,
    INBOUND_VERB,
    *PART_VERBS,
    Verb(
        name="priority",
        takes=Takes.ORDERS,
        arguments=(Argument("priority", Kind.PRIORITY, after=("to",)),),
        build=order_verbs.prioritise,
        commands=(order.SetPriority,),
        example="priority 4417 1",
    ),
    Verb(
        name="edit",
        takes=Takes.ORDERS,
        options=order_verbs.EDITS,
        build=order_verbs.edit,
        commands=(order.EditOrder,),
        example='edit 4417 title="Leak in cellar" duration=90m',
    ),
    Verb(
        name="locate",
        takes=Takes.ORDERS,
        arguments=(Argument("position", Kind.POSITION, is_rest=True),),
        build=site_verbs.locate,
        commands=(site.LocateSite,),
        example="locate 4417 42.35 -71.06",
        said="Say where an order's site is: degrees, or like #12, another site that lies there.",
    ),
    Verb(
        name="answer",
        takes=Takes.ORDERS,
        arguments=(Argument("point", Kind.COUNT), Argument("answer", Kind.TEXT, is_rest=True)),
        build=order_verbs.answer,
        commands=(order.EditOrder,),
        example="answer 4417 2 yes",
        said="Answer a point of the checklist, by its number.",
    ),
    Verb(
        name="new",
        takes=Takes.NOTHING,
        arguments=(Argument("title", Kind.TEXT, is_rest=True),),
        options=order_verbs.NEW,
        build=order_verbs.new,
        commands=(order.CreateOrder,),
        example='new "Leak in basement" type=plumbing site="12 Main St" pri=2',
    ),
    Verb(
        name="request",
        takes=Takes.NOTHING,
        arguments=(Argument("act", Kind.REQUEST_ACT), Argument("rest", Kind.REQUEST, is_rest=True)),
        options=request_verbs.OPTIONS,
        build=request_verbs.request,
        commands=(request.ReceiveRequest, request.ConvertRequest, request.DeclineRequest),
        example='request add "no heat in room 12" by="K. Byrne" phone=5550100',
        said="What is no order yet: `add` what was said; `convert` or `decline` one by its number.",
    ),
    RULE,
    *ALERT_VERBS,
    OUTBOX,
    *OFFICE_VERBS,
    *ROSTER_VERBS,
)
