"""The plan of a day as it stands, and what it takes to have another one."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from wom_tui.domain.place import TravelTime
from wom_tui.domain.plan import Plan, PlannedVisit, Unplanned, was_of
from wom_tui.domain.plan_text import Entry, PlanText
from wom_tui.domain.technician import Technician, local_instant
from wom_tui.domain.violation import Violation
from wom_tui.domain.visit import LIVE, STARTED, Visit
from wom_tui.domain.work_order import WorkOrder
from wom_tui.errors import InvalidInput
from wom_tui.planning.snapshot import Ready, Snapshot
from wom_tui.planning.verify import checked
from wom_tui.queries.snapshot import jobs_of
from wom_tui.store import journal, office
from wom_tui.store.days import technician_days
from wom_tui.store.reader import Range, Reader

_MINUTE = timedelta(minutes=1)


def plan_of_day(reader: Reader, on: date) -> PlanText:
    """The booked visits that begin on that day, in the office's zone."""
    zone = office.read(reader.connection).zone
    codes = {one.id: one.code for one in reader.select(Technician)}
    entries = (_entry(visit, codes) for visit in _booked(reader, on, zone).values())
    return PlanText(on=on, zone=zone, entries=tuple(sorted(entries)))


def with_proposed(reader: Reader, now: PlanText, plan: Plan) -> PlanText:
    """The same with the lines of a proposal."""
    codes = {one.id: one.code for one in reader.select(Technician)}
    ordinals = {
        v.id: v.ordinal for v in reader.many(Visit, {v.visit for v in plan.visits if v.visit}).values()
    }
    come = tuple(
        Entry(
            technician=codes[line.technician],
            start_at=line.start_at,
            minutes=-(-(line.end_at - line.start_at) // _MINUTE),
            order=line.order,
            ordinal=ordinals[line.visit] if line.visit else None,
        )
        for line in plan.visits
    )
    moved = {entry.label for entry in come}
    return replace(now, entries=tuple(sorted([*(e for e in now.entries if e.label not in moved), *come])))


@dataclass(frozen=True, kw_only=True)
class Change:
    """What it takes.

    Attributes:
        plan: accepted, the day is as the text says.
        violations: of each entry of the text that breaks or bends a rule, all of them.
    """

    plan: Plan
    violations: tuple[tuple[Entry, tuple[Violation, ...]], ...]


def change_to(reader: Reader, wanted: PlanText, now: datetime, travel: TravelTime) -> Change:
    """How does the day become this plan, and does that keep the rules?

    Args:
        now: aware UTC.

    Raises:
        InvalidInput: a technician, an order or a visit is not there, or is no more to be planned.
    """
    zone = office.read(reader.connection).zone
    booked = _booked(reader, wanted.on, zone)
    people = {one.code: one for one in reader.select(Technician)}
    lines = list(_lines(reader, wanted.entries, people))
    named = {line.visit for line in lines}
    lost = tuple(
        Unplanned(order=v.order_id, visit=v.id, was=was_of(v), reason="it is not in the plan")
        for v in booked.values()
        if v.id not in named and v.status not in STARTED
    )
    changed = tuple(line for line in lines if not _is_so(line))
    found = checked(lines, _snapshot(reader, wanted.on, now, lines, travel, people.values()))
    return Change(
        plan=Plan(
            on=wanted.on, basis=journal.count(reader.connection), visits=changed, unplanned=lost, travel_s=0
        ),
        violations=tuple(
            (entry, broken) for entry, broken in zip(wanted.entries, found, strict=True) if broken
        ),
    )


def _booked(reader: Reader, on: date, zone: str) -> dict[int, Visit]:
    day = Range(local_instant(on, 0, zone), local_instant(on, 1440, zone))
    return {v.id: v for v in reader.select(Visit, start_at=day, status=LIVE) if v.is_booked}


def _entry(visit: Visit, codes: Mapping[int, str]) -> Entry:
    was = was_of(visit)
    return Entry(
        technician=codes[was.technician],
        start_at=was.start_at,
        minutes=-(-(was.end_at - was.start_at) // _MINUTE),
        order=visit.order_id,
        ordinal=visit.ordinal,
    )


def _lines(
    reader: Reader, entries: Iterable[Entry], people: Mapping[str, Technician]
) -> Iterator[PlannedVisit]:
    for entry in entries:
        if entry.technician not in people:
            raise InvalidInput(entry.label, entry.technician, "a technician's code")
        visit = _visit(reader, entry)
        yield PlannedVisit(
            order=entry.order,
            visit=visit.id if visit else None,
            technician=people[entry.technician].id,
            start_at=entry.start_at,
            end_at=entry.start_at + entry.minutes * _MINUTE,
            travel_s=0,
            was=was_of(visit) if visit and visit.is_booked else None,
        )


def _visit(reader: Reader, entry: Entry) -> Visit | None:
    if reader.find(WorkOrder, entry.order) is None:
        raise InvalidInput("order", entry.order, "an order's number")
    if entry.ordinal is None:
        return None
    found = reader.select(Visit, order_id=entry.order, ordinal=entry.ordinal)
    if not found or not found[0].is_live:
        raise InvalidInput("visit", entry.label, "a visit that is still to be done")
    return found[0]


def _is_so(line: PlannedVisit) -> bool:
    was = line.was
    return was is not None and (was.technician, was.start_at, was.end_at) == (
        line.technician,
        line.start_at,
        line.end_at,
    )


def _snapshot(
    reader: Reader,
    on: date,
    now: datetime,
    lines: Iterable[PlannedVisit],
    travel: TravelTime,
    people: Iterable[Technician],
) -> Snapshot:
    """The days without what the lines speak of, for the lines to be looked at in them."""
    orders = reader.many(WorkOrder, {line.order for line in lines})
    jobs = {job.order.id: job for job in jobs_of(reader, orders.values())}
    days = technician_days(reader, list(people), on, travel)
    taken = {line.visit for line in lines}
    return Snapshot(
        on=on,
        now=now,
        basis=0,
        jobs=tuple(Ready(job=jobs[line.order], visit=line.visit, was=line.was) for line in lines),
        days={
            id: replace(day, stops=tuple(s for s in day.stops if s.visit.id not in taken))
            for id, day in days.items()
        },
    )
