"""What would make it possible? Each way to find room for an order, with one fact changed, and proved by placing it.

A relaxation that is said has been placed: a slot was found under the changed fact, and no hard rule refuses it there.
Nothing is written; what has to be agreed with a customer or a technician stays to be agreed.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from wom_tui.domain.feasibility import Job, Stop, TechnicianDay
from wom_tui.domain.states import COMING
from wom_tui.domain.violation import hard
from wom_tui.domain.visit import Visit, VisitStatus
from wom_tui.domain.work_order import Priority, SkillNeed, WorkOrder
from wom_tui.domain.worktime import Window
from wom_tui.planning import explain
from wom_tui.planning.insertion import as_booked, slot_violations, slots
from wom_tui.planning.openings import Opening, Openings, opening
from wom_tui.planning.policy import BALANCED
from wom_tui.planning.sentence import Sentence
from wom_tui.planning.why import slot_facts, when, without_breaks

STEP_MIN, MOST_MIN = 15, 240  # a window is asked to be wider by so much
MOST_OVERTIME_MIN = 120
_TRIED = 5  # visits, or groups of them, that are tried to be moved
_MOST_MOVED = 3  # together
# What a relaxation is worth in seconds of driving, beside what the slot costs.
ASK_CUSTOMER_S = 60  # for each minute that somebody comes outside of the window
OVERTIME_S = 90  # for each minute
BREAK_S = 3600
SKILL_S = 3600  # for a level that is missing
TERRITORY_S = 1800
PARTS_S = 900  # and 1 for each 10 seconds that they have to be there earlier
# For a visit that is left without a slot; of P1 none is dropped.
DROP_S = {Priority.P2: 28_800, Priority.P3: 14_400, Priority.P4: 7200}


@dataclass(frozen=True, kw_only=True)
class Relaxation:
    """One way, and the proof.

    Attributes:
        job, one: the order under the changed fact, and its slot: the day in it is the changed one.
        cost: of the slot and of the change, in seconds of driving.
    """

    code: str
    text: str
    job: Job
    one: Opening
    price: int
    facts: Mapping[str, Any]

    @property
    def cost(self) -> int:
        return self.one.cost + self.price

    @property
    def sentence(self) -> Sentence:
        facts = {**slot_facts(self.one), **self.facts, "price_s": self.price}
        return Sentence(code=self.code, text=self.text, facts=facts)

    @property
    def is_proved(self) -> bool:
        """The slot is one under the changed fact, and no hard rule refuses it."""
        return not hard(slot_violations(self.job, self.one.slot, self.one.day))


@dataclass(frozen=True, kw_only=True)
class Question:
    """What is looked at.

    Attributes:
        days: everybody's day, without the visit that is to be placed.
        orders: the orders of the visits in them, by number.
        job_of: reads one of those as the rules see it; None where it cannot be moved.
        keep_promised: a visit whose time the customer was told stays where it is.
    """

    job: Job
    days: Sequence[TechnicianDay]
    now: datetime
    zone: str
    orders: Mapping[int, WorkOrder]
    job_of: Callable[[int], Job]
    keep_promised: bool = True


def relaxations(asked: Question) -> list[Relaxation]:
    """The ways on that day, the cheapest first; one of each kind."""
    room = Openings(asked.days)
    ways: tuple[Callable[[Question, Openings], Iterator[Relaxation]], ...] = (
        _wider_window,
        _earlier_start,
        _overtime,
        _no_break,
        _lower_skill,
        _other_territory,
        _earlier_parts,
        _make_room,
    )
    found = [one for way in ways for one in way(asked, room) if one.is_proved]
    return sorted(found, key=lambda one: (one.cost, one.code))


def _wider_window(asked: Question, room: Openings) -> Iterator[Relaxation]:
    """The customer is asked whether somebody may come a little outside of the window."""
    windows = asked.job.requirement.windows
    for wider_min in range(STEP_MIN, MOST_MIN + 1, STEP_MIN) if windows else ():
        by = timedelta(minutes=wider_min)
        wider = tuple(Window(w.start_at - by, w.end_at + by) for w in windows)
        job = _asking(asked.job, windows=wider)
        for one in room.ranked(job, asked.now, limit=1):
            outside = min(_outside(one.slot.start_at, window) for window in windows)
            minutes = -(-int(outside.total_seconds()) // 60)
            yield Relaxation(
                code="relax.window",
                text=f"with a window {minutes} min wider: {_who_when(one, asked)}",
                job=job,
                one=one,
                price=minutes * ASK_CUSTOMER_S,
                facts={"minutes": minutes},
            )
            return


def _outside(at: datetime, window: Window) -> timedelta:
    return max(window.start_at - at, at - window.end_at, timedelta(0))


def _earlier_start(asked: Question, room: Openings) -> Iterator[Relaxation]:
    earliest_at = asked.job.requirement.earliest_start_at
    if earliest_at is None:
        return
    job = _asking(asked.job, earliest_start_at=None)
    for one in room.ranked(job, asked.now, limit=1):
        minutes = int((earliest_at - one.slot.start_at).total_seconds() // 60)
        yield Relaxation(
            code="relax.earliest",
            text=f"if it may begin {minutes} min earlier than it should: {_who_when(one, asked)}",
            job=job,
            one=one,
            price=minutes * ASK_CUSTOMER_S,
            facts={"minutes": minutes},
        )


def _overtime(asked: Question, room: Openings) -> Iterator[Relaxation]:
    """Somebody stays longer than the record allows."""
    best: Relaxation | None = None
    for day in asked.days:
        if explain.eligibility(asked.job, day) is not None:
            continue
        longer = _with_overtime(day, MOST_OVERTIME_MIN)
        for slot in slots(asked.job, longer, asked.now, with_overtime=True):
            minutes = _past_shift_min(slot.start_at, slot.end_at, day)
            if minutes <= day.technician.max_overtime_min:
                continue
            one = opening(asked.job, slot, _with_overtime(day, minutes), asked.now)
            way = Relaxation(
                code="relax.overtime",
                text=f"with {minutes} min overtime: {_who_when(one, asked)}",
                job=asked.job,
                one=one,
                price=minutes * OVERTIME_S,
                facts={"minutes": minutes},
            )
            best = way if best is None or way.cost < best.cost else best
    if best is not None:
        yield best


def _with_overtime(day: TechnicianDay, minutes: int) -> TechnicianDay:
    return replace(day, technician=replace(day.technician, max_overtime_min=minutes))


def _past_shift_min(start_at: datetime, end_at: datetime, day: TechnicianDay) -> int:
    shift = next(span.window for span in day.spans if start_at in span.window)
    return max(0, -(-int((end_at - shift.end_at).total_seconds()) // 60))


def _no_break(asked: Question, room: Openings) -> Iterator[Relaxation]:
    """Somebody takes no break that day."""
    found = [
        opening(asked.job, slot, free, asked.now)
        for day in asked.days
        if explain.eligibility(asked.job, day) is None
        for free in (without_breaks(day),)
        for slot in slots(asked.job, free, asked.now)
    ]
    if found:
        one = min(found, key=lambda other: other.rank)
        yield Relaxation(
            code="relax.break",
            text=f"without the break of {one.day.technician.name}: {when(one.slot, asked.zone)}",
            job=asked.job,
            one=one,
            price=BREAK_S,
            facts={},
        )


def _lower_skill(asked: Question, room: Openings) -> Iterator[Relaxation]:
    needs = asked.job.requirement.skills or ()
    for n, need in enumerate(needs):
        if need.level <= 1:
            continue
        lower = SkillNeed(name=need.name, level=need.level - 1)
        job = _asking(asked.job, skills=(*needs[:n], lower, *needs[n + 1 :]))
        for one in room.ranked(job, asked.now, limit=1):
            yield Relaxation(
                code="relax.skill",
                text=f"if {need.name} {lower.level} is enough: {_who_when(one, asked)}",
                job=job,
                one=one,
                price=SKILL_S,
                facts={"skill": need.name, "level": lower.level},
            )


def _other_territory(asked: Question, room: Openings) -> Iterator[Relaxation]:
    job, site = asked.job, asked.job.site
    if job.order.territory_id is None and (site is None or site.territory_id is None):
        return
    free = replace(
        job,
        order=replace(job.order, territory_id=None),
        site=replace(site, territory_id=None) if site else None,
    )
    for one in room.ranked(free, asked.now, limit=1):
        yield Relaxation(
            code="relax.territory",
            text=f"from another territory: {_who_when(one, asked)}",
            job=free,
            one=one,
            price=TERRITORY_S,
            facts={},
        )


def _earlier_parts(asked: Question, room: Openings) -> Iterator[Relaxation]:
    parts_at = asked.job.order.parts_ready_at
    if parts_at is None:
        return
    job = replace(asked.job, order=replace(asked.job.order, parts_ready_at=asked.now))
    for one in room.ranked(job, asked.now, limit=1):
        if one.slot.start_at >= parts_at:
            return
        there = replace(asked.job, order=replace(asked.job.order, parts_ready_at=one.slot.start_at))
        yield Relaxation(
            code="relax.parts",
            text=f"if the parts are there by then: {_who_when(one, asked)}",
            job=there,
            one=one,
            price=PARTS_S + int((parts_at - one.slot.start_at).total_seconds()) // 10,
            facts={"parts_at": one.slot.start_at.isoformat()},
        )


def on_another_day(job: Job, one: Opening, zone: str, *, drops_window: bool) -> Relaxation:
    """The same order on a later day.

    Args:
        drops_window: the customer's window is over by then, so another has to be agreed.
    """
    who = f"{one.day.technician.name} {when(one.slot, zone)}"
    return Relaxation(
        code="relax.day",
        text=f"on another day, if the customer agrees to another time: {who}"
        if drops_window
        else f"on another day: {who}",
        job=job,
        one=one,
        price=ASK_CUSTOMER_S * 60 if drops_window else 0,
        facts={"drops_window": drops_window},
    )


# -- others' visits make room ------------------------------------------------------------------------------

Group = tuple[Stop, ...]


def _make_room(asked: Question, room: Openings) -> Iterator[Relaxation]:
    """Visits of less urgent orders go elsewhere that day, or, where there is nowhere, are dropped."""
    freed = [
        (opening(asked.job, slot, without, asked.now), day, group)
        for day in asked.days
        if explain.eligibility(asked.job, day) is None
        for group in _groups(day, asked)
        for without in (_without(day, group),)
        for slot in slots(asked.job, without, asked.now)
    ]
    freed.sort(key=lambda item: (item[0].cost + sum(_drop_s(s, asked) for s in item[2]), item[0].rank))
    ways: dict[tuple[int, ...], Relaxation] = {}
    for one, day, group in freed:
        ids = tuple(stop.visit.id for stop in group)
        if ids not in ways:
            ways[ids] = _moving(asked, one, day, group, room)
        if len(ways) == _TRIED:
            break
    yield from sorted(ways.values(), key=lambda way: way.cost)[:2]


def _groups(day: TechnicianDay, asked: Question) -> Iterator[Group]:
    """One visit that may move, or several in a row."""
    for first in range(len(day.stops)):
        for end in range(first + 1, min(first + _MOST_MOVED, len(day.stops)) + 1):
            if not _may_move(day.stops[end - 1].visit, asked):
                break
            yield day.stops[first:end]


def _drop_s(stop: Stop, asked: Question) -> int:
    return DROP_S[asked.orders[stop.visit.order_id].priority]


def _may_move(visit: Visit, asked: Question) -> bool:
    other = asked.orders.get(visit.order_id)
    return (
        visit.is_booked
        and visit.status in COMING
        and not (visit.is_pinned or visit.crew is not None)
        and visit.start_at is not None
        and visit.start_at > asked.now
        and not (asked.keep_promised and visit.promised is not None)
        and other is not None
        and other.priority > asked.job.order.priority
    )


def _moving(asked: Question, one: Opening, day: TechnicianDay, group: Group, room: Openings) -> Relaxation:
    """The best that can be done with those visits, one after the other, when the order takes their place."""
    days = _with_day(asked.days, _taking(asked.job, one))
    said: list[str] = []
    facts: list[dict[str, Any]] = []
    price = 0
    for stop in group:
        visit, job = stop.visit, asked.job_of(stop.visit.order_id)
        label = f"{visit.label} (P{job.order.priority:d})"
        price += 0 if visit.status is VisitStatus.PLANNED else BALANCED.moved_told - BALANCED.moved
        to = next(iter(Openings(days, room).ranked(job, asked.now, limit=1)), None)
        if to is None or hard(slot_violations(job, to.slot, to.day)):
            to = None
            price += _drop_s(stop, asked)
            said.append(f"{label} is dropped")
        else:
            before = opening(job, as_booked(visit, job, _without(day, (stop,))), day, asked.now)
            price += BALANCED.moved + max(0, to.cost - before.cost)
            days = _with_day(days, _taking(job, to))
            said.append(f"{label} moves to {_who_when(to, asked)}")
        facts.append(
            {
                "visit": visit.label,
                "priority": int(job.order.priority),
                "to": slot_facts(to) if to is not None else None,
            }
        )
    return Relaxation(
        code="relax.move" if all(fact["to"] for fact in facts) else "relax.drop",
        text=f"if {' and '.join(said)}: {_who_when(one, asked)}",
        job=asked.job,
        one=one,
        price=price,
        facts={"visits": facts},
    )


def _without(day: TechnicianDay, group: Group) -> TechnicianDay:
    return replace(day, stops=tuple(stop for stop in day.stops if stop not in group))


def _with_day(days: Sequence[TechnicianDay], changed: TechnicianDay) -> list[TechnicianDay]:
    return [changed if day.technician.id == changed.technician.id else day for day in days]


def _taking(job: Job, one: Opening) -> TechnicianDay:
    """The day with the order in its slot."""
    placed = Visit(
        id=0,
        order_id=job.order.id,
        ordinal=1,
        technician_id=one.day.technician.id,
        start_at=one.slot.start_at,
        end_at=one.slot.end_at,
    )
    stops = (*one.day.stops, Stop(visit=placed, place=job.place, pick_ups=job.pick_ups))
    return replace(one.day, stops=tuple(sorted(stops, key=lambda stop: stop.start_at)))


def _asking(job: Job, **changes: Any) -> Job:
    return replace(job, requirement=replace(job.requirement, **changes))


def _who_when(one: Opening, asked: Question) -> str:
    return f"{one.day.technician.name} {when(one.slot, asked.zone)}"
