"""Which events can a rule wait for? Those that are about an order, by kind; what each means.

The kinds are those that the commands write (a house test holds this list to them). Events about anything else make no
rule come due, so that a rule which waits for one could never do anything: it is refused, with the nearest that can be.
A notification hears of anything else as well.
"""

from __future__ import annotations

from collections.abc import Mapping
from difflib import get_close_matches
from types import MappingProxyType

from wom_tui.domain.event import Event
from wom_tui.domain.states import OrderStatus, PartsState, VisitStatus

# Nouns whose events are about an order: its own, and what belongs to it.
NOUNS = (
    "order",
    "visit",
    "requirement",
    "reservation",
    "note",
    "file",
    "snooze",
    "feedback",
    "request",
    "alert",
    "message",
    "inbound",
)
_ORDERS = {
    "order.created": "it was taken in",
    "order.imported": "it came in from a file",
    "order.edited": "what is known of it was changed",
    "order.prioritised": "it got another priority",
    "order.retagged": "a file gave it other tags",
    "order.clocked": "its dues were worked out again",
    "order.responded": "somebody has responded",
    "order.held": "it was put on hold",
    "order.released": "it goes on after a hold",
    "order.parts_counted": "its parts stand otherwise than before",
    "order.approval_given": "it was approved",
    "order.approval_refused": "its approval was refused",
    "order.located": "its site has a position now",
    "order.reopened": "it was completed, and was opened again",
    **{
        f"order.{status.value}": f"it became {status.words}"
        for status in OrderStatus
        if status.value != "on_hold"
    },
}
EVERY = "*"  # instead of a word: all of a noun
# No event has this kind; several are of it, whatever they are called: `is_plannable_since`.
PLANNABLE = "order.plannable"
_DERIVED = {
    PLANNABLE: "it became ready to be planned: taken in, filled in, off hold, reopened; or its parts came, it was "
    "approved, it is of another work type. Not: its visit was taken back",
}
_VISITS = {
    "visit.added": "a visit more was asked for",
    "visit.assigned": "it was put on somebody's day, or moved",
    "visit.moved": "a file gave it another time",
    "visit.unassigned": "it was taken off somebody's day",
    "visit.rerouted": "the drive before it is another",
    "visit.promised": "the customer was told when somebody comes",
    "visit.unpromised": "what the customer was told does not hold any more",
    "visit.pinned": "it is not to be moved",
    "visit.unpinned": "it may be moved again",
    "visit.corrected": "what was reported of it was put right",
    "visit.arrived": "the technician is on site",
    **{
        f"visit.{status.value}": f"it became {status.words}"
        for status in VisitStatus
        if status is not VisitStatus.ON_SITE
    },
}
_OTHERS = {
    "requirement.created": "what it takes was said",
    "requirement.edited": "what it takes was changed",
    "requirement.imported": "a file says what it takes",
    "reservation.made": "parts are kept for it",
    "reservation.delivered": "parts that it waited for have come",
    "reservation.used": "parts were used",
    "reservation.returned": "parts were not used after all",
    "reservation.ended": "parts are kept for it no more",
    "note.added": "something was noted",
    "file.attached": "a document or picture was attached",
    "file.changed": "what is known of a document was changed",
    "file.detached": "a document was taken away",
    "snooze.set": "it was put away until a time",
    "snooze.ended": "it was taken up again",
    "feedback.received": "the customer has said what it was like",
    "feedback.corrected": "what the customer has said was put right",
    "maintenance.opened": "a maintenance plan has made it",
    "request.converted": "a request became an order",
    "message.sent": "office or field wrote something in its thread",
    "message.acknowledged": "somebody has said that they have read a message",
    "message.withdrawn": "a message was taken back",
    "inbound.received": "a report came in that waits for a person",
    "inbound.accepted": "a report that waited was taken over",
    "inbound.dropped": "a report that waited was not taken over",
    "alert.raised": "an alert about it was raised",
    "alert.cleared": "an alert about it was cleared",
    "alert.ended": "what an alert told has ended",
    "alert.acknowledged": "somebody has acknowledged an alert",
    "alert.snoozed": "an alert was put away until a time",
    "alert.woken": "an alert that was put away is back",
    "alert.assigned": "somebody was given an alert",
    "alert.escalated": "an alert went further up",
}
_TAKEN_BACK = {
    f"{noun}.{done}": said
    for noun in NOUNS
    for done, said in (
        ("undone", "an act was taken back"),
        ("redone", "an act that was taken back was done again"),
    )
}
KINDS: Mapping[str, str] = MappingProxyType(_ORDERS | _DERIVED | _VISITS | _OTHERS | _TAKEN_BACK)
# What notifications hear of besides: events about anything else. A record of any noun may be made, changed, taken away.
OTHER_NOUNS = (
    *("absence", "asset", "branch", "calendar", "canned_text", "contact", "customer", "holiday"),
    *("maintenance", "maintenance_plan", "meter", "meter_reading", "part", "preference", "purchase"),
    *("purchase_eta", "reach", "repair", "review", "rule", "shift", "site", "skill_grant", "sla_policy"),
    *("stock", "subscription", "technician", "territory", "user", "warehouse", "work_type"),
)
_OF_RECORDS = ("created", "added", "changed", "undone", "redone")
_OF_ALL = ("loaded", "removed", "erased")  # by their facts' own nouns
_OF_ITS_OWN = {  # what else is done, by noun
    "branch": ("dropped", "merged"),
    "maintenance": ("ended", "lapsed", "limited", "paused", "resumed"),
    "meter": ("read",),
    "preference": ("set",),
    "purchase": ("arrived", "called_off", "eta_changed", "freed", "ordered", "reserved"),
    "reach": ("set",),
    "repair": ("overtaken",),
    "request": ("declined", "received"),
    "review": ("prepared",),
    "rule": ("disabled", "enabled"),
    "site": ("located",),
    "sla_policy": ("accepted", "ended"),
    "stock": (
        "counted",
        "freed",
        "minimum_set",
        "moved_in",
        "moved_out",
        "received",
        "reserved",
        "returned",
        "used",
    ),
    "subscription": ("disabled", "enabled"),
}
OF_NO_ORDER = frozenset(
    {
        *(f"{noun}.{done}" for noun in OTHER_NOUNS for done in (*_OF_RECORDS, *_OF_ALL)),
        *(f"{noun}.{done}" for noun in (*NOUNS, "work_order", "attachment") for done in _OF_ALL),
        *(f"{noun}.{done}" for noun, deeds in _OF_ITS_OWN.items() for done in deeds),
    }
)
_PLANNED = frozenset({OrderStatus.SCHEDULED, OrderStatus.DISPATCHED, OrderStatus.IN_PROGRESS})


def kinds_of(event: Event) -> tuple[str, ...]:
    """All kinds by which a rule may wait for an event."""
    return (event.kind, PLANNABLE) if is_plannable_since(event) else (event.kind,)


def is_plannable_since(event: Event) -> bool:
    """An order can be planned since then, as far as it is ready, and could not before.

    What went back to ready because its visit was taken off somebody's day is none of these: whoever did that has
    something else in mind, and a rule that put it back would fight with them.
    """
    if event.noun != "work_order":
        return False
    if event.after.get("status") == OrderStatus.READY:
        return event.before.get("status") not in _PLANNED
    return (
        event.kind == "order.approval_given"
        or (event.kind == "order.edited" and "work_type_id" in event.after)
        or (event.kind == "order.parts_counted" and event.after.get("parts_state") == PartsState.READY)
    )


_ANY = "the kind of an event about an order, as `wom log` shows it: visit.declined"
_SURE = 0.85  # how like another a kind must be to be taken for it, where even its noun is another


def expected_instead(kind: str) -> str:
    """What might have been meant by a kind that there is not; the nearest first."""
    noun, _, word = kind.rpartition(".")
    same = [known for known in KINDS if known.partition(".")[2] == word]
    if noun in ("", "work_order") and same:
        return " or ".join(same[:3])
    if near := get_close_matches(kind, KINDS, n=3, cutoff=0.7 if noun in NOUNS else _SURE):
        return " or ".join(near)
    mine = [known for known in KINDS if known.startswith(f"{noun}.") and known not in _TAKEN_BACK]
    return f"one of {', '.join(mine)}" if mine else _ANY


def is_heard(kind: str) -> bool:
    """There are events of it that a notification can tell of; `visit.*` = every one of that noun."""
    noun, _, word = kind.partition(".")
    if word == EVERY:
        return noun in NOUNS or noun in OTHER_NOUNS
    return (kind in KINDS and kind not in _DERIVED) or kind in OF_NO_ORDER


def expected_to_hear(kind: str) -> str:
    """What might have been meant by a kind of which nothing can be heard; the nearest first."""
    noun, _, word = kind.partition(".")
    if word == EVERY:
        nouns = (*NOUNS, *OTHER_NOUNS)
        return " or ".join(f"{near}.{EVERY}" for near in get_close_matches(noun, nouns, cutoff=0.65) or NOUNS)
    if kind in _DERIVED:
        return "a kind that is written: order.created, order.released, order.reopened"
    if noun not in NOUNS and (near := get_close_matches(kind, OF_NO_ORDER | KINDS.keys(), cutoff=0.7)):
        return " or ".join(near)
    return expected_instead(kind)
