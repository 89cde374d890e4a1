"""How do verbs about visits become commands?"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta
from functools import partial
from typing import Any

from wom_tui.commands.command import Command
from wom_tui.commands.promise import PromiseWindow
from wom_tui.commands.visit import (
    AddVisit,
    AdvanceVisit,
    AssignVisit,
    CancelVisit,
    DispatchVisit,
    FailVisit,
    PinVisit,
    UnassignVisit,
)
from wom_tui.domain.habits import day_text
from wom_tui.domain.moments import Moment, duration_min
from wom_tui.domain.states import COMING
from wom_tui.domain.technician import Technician
from wom_tui.domain.violation import Violation
from wom_tui.domain.visit import VISIT_TRANSITIONS, Visit, VisitStatus
from wom_tui.domain.work_order import WorkOrder
from wom_tui.domain.worktime import Window
from wom_tui.errors import InvalidInput, NotFound, Rejected
from wom_tui.grammar import values
from wom_tui.grammar.common_words import common, seen
from wom_tui.grammar.ends import ends_of, has_two
from wom_tui.grammar.intent import Intent
from wom_tui.grammar.resolver import DAYS_AHEAD, Resolver
from wom_tui.grammar.told_times import time_or_step
from wom_tui.grammar.which_visit import listed_visits, named_visit, no_visit, the_visit, which_of
from wom_tui.grammar.who_and_when import who_and_when


def assign(intent: Intent, look: Resolver) -> Command:
    """`assign 4417 kim [14:30]`, `assign 4417 anyone`: the one visit without a time, or a new one; never of several."""
    order = look.order(intent.number)
    if _is_anyone(intent, look):
        return _assign_anyone(intent, look, order)
    technician, when = _whom(intent, look)
    said, length = _when(intent, look, when) if when else (None, _length(intent))
    start_at = said.start_at if said and not said.is_day else None
    visit = _so_already(intent, look, technician, start_at) or _to_plan(intent, look)
    on = look.day(said) if said and said.is_day else None
    if start_at is None:
        start_at = look.earliest_start(order, visit, technician, on)
    if start_at is None:
        raise InvalidInput(
            "time",
            "",
            f"a time of day, as in: {intent.verb.example}",
            why=f"no time of day was said, and {technician.code} has no free slot for order {order.id} {_days(on)}",
        )
    return AssignVisit(
        order=order.id,
        visit=visit.id if visit else None,
        technician=technician.id,
        start_at=start_at,
        end_at=start_at + length if length else None,
        expect=look.here.visits.get(visit.id) if visit else None,
        expect_order=seen(intent, look.here.orders.get(order.id)),
        **common(intent, look),
    )


_ANYONE = frozenset({"anyone", "anybody"})


def _is_anyone(intent: Intent, look: Resolver) -> bool:
    """No one is named: whoever can. Somebody who is called so goes before."""
    said = intent.arguments["technician"]
    if said.casefold() not in _ANYONE:
        return False
    try:
        look.technician(said)
    except NotFound:
        return True
    return False


def _assign_anyone(intent: Intent, look: Resolver, order: WorkOrder) -> Command:
    """`assign 4417 anyone [fri]`: to whom it fits best on the first day on which it fits at all."""
    when = intent.arguments.get("time")
    on = None
    if when:
        said = look.time(when)
        if not said.is_day:
            raise InvalidInput("time", when, "a day, or none: who is not named has no time of day")
        on = look.day(said)
    if "for" in intent.options:
        raise InvalidInput(
            "for", intent.options["for"], "nothing beside anyone: the gap is looked for by what it takes"
        )
    visit = _to_plan(intent, look)
    found = look.anyone(order, visit, on)
    if found is None:
        said_no = f"nobody has room for order {order.id} {_days(on)}"
        raise Rejected([Violation(code="slot.none", message=said_no, facts={"number": order.id})])
    technician, start_at = found
    return AssignVisit(
        order=order.id,
        visit=visit.id if visit else None,
        technician=technician.id,
        start_at=start_at,
        expect=look.here.visits.get(visit.id) if visit else None,
        expect_order=seen(intent, look.here.orders.get(order.id)),
        **common(intent, look),
    )


def _days(on: date | None) -> str:
    """The days that were looked at."""
    return f"on {on:%a} {day_text(on)}" if on else f"in the next {DAYS_AHEAD} days"


_NOBODY = frozenset({"nobody", "noone", "no-one", "none", "-"})


def _whom(intent: Intent, look: Resolver) -> tuple[Technician, str | None]:
    """Who is to have the order, and when; a word for nobody asks for another verb."""
    said = intent.arguments["technician"]
    try:
        return who_and_when(intent, look, lambda text: ends_of(text, look.time))
    except NotFound:
        if said.casefold() not in _NOBODY:
            raise
    raise InvalidInput("technician", said, f"somebody; unassign {intent.target} takes it off a day")


def _length(intent: Intent) -> timedelta:
    return (
        timedelta(minutes=duration_min(intent.options["for"], field="for"))
        if "for" in intent.options
        else timedelta()
    )


def _when(
    intent: Intent, look: Resolver, when: str, planned_at: datetime | None = None
) -> tuple[Moment, timedelta]:
    """The time that was said, and how long from then: `14:30`, `14:30-16:00`, `14:30` and for=90m; 0 = not said.

    Args:
        planned_at: when it is planned already; `+30m` is so much later.
    """
    begun, ended = ends_of(when, partial(time_or_step, planned_at=planned_at or look.now, look=look))
    if ended is None:
        return begun, _length(intent)
    if "for" in intent.options or begun.is_day or ended.is_day or ended.start_at <= begun.start_at:
        raise InvalidInput("time", when, "one time, or the two that it is between: 14:30, 14:30-16:00")
    return begun, ended.start_at - begun.start_at


def _so_already(
    intent: Intent, look: Resolver, technician: Technician, start_at: datetime | None
) -> Visit | None:
    """The visit that the same line, said before, has planned."""
    if start_at is None or (intent.target and intent.target.ordinal is not None):
        return None
    mine = (v for v in look.visits(intent.number) if v.is_booked and v.technician_id == technician.id)
    return next((v for v in mine if v.start_at == start_at), None)


def _to_plan(intent: Intent, look: Resolver) -> Visit | None:
    """The visit that an assignment fills; None = a new one."""
    there = look.visits(intent.number)
    if intent.target and intent.target.ordinal is not None:
        return named_visit(intent, there)
    live = [visit for visit in there if visit.is_live]
    waiting = [visit for visit in live if not visit.is_booked]
    if len(waiting) == 1:
        return waiting[0]
    if waiting:
        raise which_of(intent, waiting, look)
    if len(live) < look.crew_size(intent.number):
        return None
    # Planned already: another visit beside it, or this one to somebody else? Only the dispatcher knows.
    listed = listed_visits(live, look)
    expected = f"a visit: {listed} to give it anew, or first `visit {intent.number}` for one more"
    raise InvalidInput(intent.verb.name, str(intent.target), expected)


def reassign(intent: Intent, look: Resolver) -> Command:
    """`reassign 4417 ali [15:00]`: the planned visit to somebody else, at its time unless another is said."""
    visit = the_visit(intent, look, lambda v: v.is_booked and v.status in COMING)
    technician, when = _whom(intent, look)
    return _moved(intent, look, visit, technician, when)


def move(intent: Intent, look: Resolver) -> Command:
    """`move 4417 14:30`: the planned visit to another time; on another day at its time of day; `+30m` later."""
    when = intent.arguments["time"]
    _refuse_order(when, look)
    _when(intent, look, when)  # a mistyped number is in its words: `move 44l9 15:00`
    visit = the_visit(intent, look, lambda v: v.is_booked and v.status in COMING)
    return _moved(intent, look, visit, None, when)


def _refuse_order(said: str, look: Resolver) -> None:
    """`move 1429 1430`: to half past two, or two orders to a time that was not said?"""
    if not said.isdecimal():
        return
    try:
        number = look.order(int(said)).id
    except NotFound:
        return
    clock = f"{said[:-2]}:{said[-2:]}"
    raise InvalidInput("time", said, f"{clock} for the time, for {number} is an order as well")


def _moved(
    intent: Intent, look: Resolver, visit: Visit, technician: Technician | None, when: str | None
) -> Command:
    who = technician.id if technician else visit.technician_id
    if visit.start_at is None or visit.end_at is None or who is None:
        raise no_visit(intent, "to move; assign it first")
    start_at, length = visit.start_at, _length(intent)
    if when:
        said, length = _when(intent, look, when, visit.start_at)
        start_at = look.same_time(visit.start_at, said) if said.is_day else said.start_at
    return AssignVisit(
        order=visit.order_id,
        visit=visit.id,
        technician=who,
        start_at=start_at,
        end_at=start_at + (length or _takes(visit.end_at - visit.start_at, visit, technician, look)),
        expect=seen(intent, look.here.visits.get(visit.id)),
        **common(intent, look),
    )


def _takes(took: timedelta, visit: Visit, technician: Technician | None, look: Resolver) -> timedelta:
    """How long another technician takes for what is booked for so long; of the same one just that."""
    before = look.person(visit.technician_id)
    if technician is None or before is None or technician.id == before.id:
        return took
    return technician.lasts(before.usual(took))


def add(intent: Intent, look: Resolver) -> Command:
    """`visit 4417`: one more visit, without a time yet."""
    return AddVisit(order=look.order(intent.number).id, **common(intent, look))


def unassign(intent: Intent, look: Resolver) -> Command:
    """`unassign 4417`: off the technician's day."""
    return UnassignVisit(**_about(intent, look, lambda v: v.is_booked and v.status in COMING))


def dispatch(intent: Intent, look: Resolver) -> Command:
    """`dispatch 4417`: the one visit that is planned."""
    return DispatchVisit(**_about(intent, look, lambda v: v.is_booked and v.status is VisitStatus.PLANNED))


def strike(intent: Intent, look: Resolver) -> Command:
    """`strike 4417/2`: the visit, not the order."""
    return CancelVisit(**_about(intent, look, lambda v: VisitStatus.CANCELLED in VISIT_TRANSITIONS[v.status]))


def pin(intent: Intent, look: Resolver) -> Command:
    """`pin 4417`: to its technician and time."""
    return PinVisit(**_about(intent, look, lambda v: v.is_booked and not v.is_pinned))


def unpin(intent: Intent, look: Resolver) -> Command:
    """`unpin 4417`: it may be moved again."""
    return PinVisit(is_pinned=False, **_about(intent, look, lambda v: v.is_pinned))


def promise(intent: Intent, look: Resolver) -> Command:
    """`promise 4417 13:00-15:00`, `promise 4417 none`: for the one visit that is not begun, or a new one."""
    said = intent.arguments["window"]
    visit = _to_promise(intent, look)
    return PromiseWindow(
        order=look.order(intent.number).id,
        visit=visit.id if visit else None,
        window=None if values.is_nothing(said) else window_of(said, look, "window"),
        expect=seen(intent, look.here.visits.get(visit.id) if visit else None),
        **common(intent, look),
    )


def _to_promise(intent: Intent, look: Resolver) -> Visit | None:
    there = look.visits(intent.number)
    if intent.target and intent.target.ordinal is not None:
        return named_visit(intent, there)
    live = [v for v in there if v.status in COMING] or [v for v in there if v.is_live]
    if len(live) > 1:
        raise which_of(intent, live, look)
    return live[0] if live else None


def window_of(said: str, look: Resolver, name: str) -> Window:
    """`9:00-12:00`, `fri 9:00-12:00`."""
    begun, ended = ends_of(said, lambda text: look.time(text, name)) if has_two(said) else (None, None)
    if begun is None or ended is None:
        raise InvalidInput(name, said, "two times, such as 9:00-12:00 or fri 9:00-12:00")
    if ended.start_at <= begun.start_at:
        raise InvalidInput(name, said, "a window that ends after its beginning")
    return Window(begun.start_at, ended.start_at)


def advance(to: VisitStatus) -> Callable[[Intent, Resolver], Command]:
    """`accept`, `travel`, `arrive`, `done`: how far the one visit is that can be reported so."""

    def build(intent: Intent, look: Resolver) -> Command:
        return AdvanceVisit(to=to, **_about(intent, look, lambda v: to in VISIT_TRANSITIONS[v.status]))

    return build


def fail(to: VisitStatus) -> Callable[[Intent, Resolver], Command]:
    """`decline`, `miss`, `fail`: with the reason."""

    def build(intent: Intent, look: Resolver) -> Command:
        about = _about(intent, look, lambda v: to in VISIT_TRANSITIONS[v.status])
        return FailVisit(to=to, reason=intent.arguments["reason"], **about)

    return build


def _about(intent: Intent, look: Resolver, fits: Callable[[Visit], bool]) -> dict[str, Any]:
    visit = the_visit(intent, look, fits)
    expect = seen(intent, look.here.visits.get(visit.id))
    return {"visit": visit.id, "expect": expect, **common(intent, look)}
