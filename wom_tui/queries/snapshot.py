"""What can be planned on a day: orders that wait for a technician, and the days of who could take them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from heapq import nsmallest

from wom_tui.domain.feasibility import Job, TechnicianDay
from wom_tui.domain.habits import day_and_clock
from wom_tui.domain.place import Place, TravelTime
from wom_tui.domain.plannable import unplannable
from wom_tui.domain.readiness import late_violations
from wom_tui.domain.site import Customer, Site, Territory
from wom_tui.domain.states import UNDER_WAY
from wom_tui.domain.technician import Technician, local_instant
from wom_tui.domain.violation import hard
from wom_tui.domain.visit import LIVE, Visit
from wom_tui.domain.work_order import OrderStatus, Requirement, WorkOrder
from wom_tui.domain.work_type import WorkType
from wom_tui.errors import NotFound
from wom_tui.planning.snapshot import Ready, Snapshot, as_it_runs
from wom_tui.planning.travel_rows import by_rows
from wom_tui.store import journal
from wom_tui.store.days import (
    declines_of,
    first_ends_of,
    predecessors_of,
    technician_days,
)
from wom_tui.store.lying import lying_for
from wom_tui.store.reader import Reader

_GOES_BY = ("priority", "respond_due_at", "resolve_due_at", "responded_at")
_NEVER = datetime.max.replace(tzinfo=UTC)


def snapshot(
    reader: Reader,
    on: date,
    now: datetime,
    travel: TravelTime,
    travel_source: str,
    *,
    territory: str | None = None,
    only: frozenset[int] | None = None,
) -> Snapshot:
    """The orders that wait and the technicians' days: see `snapshots`."""
    return snapshots(reader, on, 1, now, travel, travel_source, territory=territory, only=only)[0]


def snapshots(
    reader: Reader,
    on: date,
    days: int,
    now: datetime,
    travel: TravelTime,
    travel_source: str,
    *,
    territory: str | None = None,
    only: frozenset[int] | None = None,
) -> list[Snapshot]:
    """So many days from one on, each with all orders that could be done on it.

    Args:
        now: aware UTC; the planner sends nobody out before it.
        territory: only its orders; any technician who may work there can take them.
        only: of the orders that wait these alone.

    Raises:
        NotFound: there is no territory of that name.
    """
    where = None if territory is None else _territory_id(reader, territory)
    technicians = reader.select(Technician, is_active=True)
    zone = technicians[0].zone if technicians else "UTC"
    last_at = local_instant(on + timedelta(days=days - 1), 1440, zone)
    orders = [
        ready
        for ready in waiting(reader, now, only)
        if _is_for(ready.job, last_at) and (where is None or territory_of(ready.job) == where)
    ]
    there = {
        day: technician_days(reader, technicians, day, travel)
        for day in (on + timedelta(days=ahead) for ahead in range(days))
    }
    rows = by_rows(travel, _places(orders, there.values()))
    basis = journal.count(reader.connection)
    return [
        Snapshot(
            on=day,
            now=now,
            basis=basis,
            jobs=tuple(_for_day(orders, local_instant(day, 1440, zone), zone)),
            days={id: _running(replace(own, travel=rows), now) for id, own in people.items()},
            travel_source=travel_source,
            zone=zone,
        )
        for day, people in there.items()
    ]


def _places(orders: Sequence[Ready], there: Iterable[Mapping[int, TechnicianDay]]) -> set[Place]:
    """Wherever somebody might have to go."""
    places = {ready.job.place for ready in orders}
    for people in there:
        places |= {day.home for day in people.values()}
        places |= {stop.place for day in people.values() for stop in day.stops}
        places |= {one.place for day in people.values() for stop in day.stops for one in stop.pick_ups}
    places |= {one.place for ready in orders for one in ready.job.pick_ups}
    return {place for place in places if place is not None}


def _for_day(orders: Iterable[Ready], day_end_at: datetime, zone: str) -> Iterator[Ready]:
    return (_late(ready, day_end_at, zone) for ready in orders if _is_for(ready.job, day_end_at))


def _running(day: TechnicianDay, now: datetime) -> TechnicianDay:
    """The day as it really goes by then."""
    stops = sorted((as_it_runs(stop, now) for stop in day.stops), key=lambda stop: stop.start_at)
    return replace(day, stops=tuple(stops))


def _late(ready: Ready, day_end_at: datetime, zone: str) -> Ready:
    """The order, with the reason where its parts come only after that day: it is left out and listed so."""
    ready_at = ready.job.order.parts_ready_at
    if ready_at is None:
        return ready
    found = late_violations(ready.job.order, day_end_at, day_and_clock(ready_at, zone))
    return replace(ready, violations=(*ready.violations, *found))


def waiting(reader: Reader, now: datetime, only: frozenset[int] | None = None) -> list[Ready]:
    """Every order, or visit of one, that has no technician yet, by number.

    Args:
        now: aware UTC; parts that should have come by then are overdue.
        only: of these orders, however many others wait.
    """
    loose = {id: own for id, own in _loose(reader).items() if only is None or id in only}
    orders = {order.id: order for order in _ready(reader, only)}
    others = reader.many(WorkOrder, loose.keys() - orders.keys())
    orders |= {id: order for id, order in others.items() if order.status in UNDER_WAY}
    return _as_ready(reader, orders.values(), loose, now)


def _ready(reader: Reader, only: frozenset[int] | None) -> Iterable[WorkOrder]:
    if only is None:
        return reader.select(WorkOrder, status=OrderStatus.READY)
    return reader.among(WorkOrder, "id", only, status=OrderStatus.READY)


def first_waiting(reader: Reader, now: datetime, most: int) -> tuple[list[Ready], int]:
    """Those of `waiting` whose orders go first, and how many orders wait beyond them: to be looked at, not planned."""
    loose = _loose(reader)
    rows = [
        *reader.rows(WorkOrder, _GOES_BY, status=OrderStatus.READY),
        *reader.rows(WorkOrder, _GOES_BY, status=UNDER_WAY, id=frozenset(loose)),
    ]
    first = nsmallest(most, map(_goes_by, rows))
    orders = reader.many(WorkOrder, [number for *_, number in first])
    return _as_ready(reader, orders.values(), loose, now), len(rows) - len(first)


def _goes_by(
    row: tuple[int, int, datetime | None, datetime | None, datetime | None],
) -> tuple[int, datetime, int]:
    """As `urgency`: priority, due, number."""
    number, priority, respond_at, resolve_at, responded_at = row
    due_at = respond_at if respond_at and not responded_at else resolve_at
    return priority, due_at or _NEVER, number


def _loose(reader: Reader) -> dict[int, list[Visit]]:
    """Visits that nobody has, by order."""
    loose: dict[int, list[Visit]] = defaultdict(list)
    for visit in reader.select(Visit, technician_id=None, status=LIVE):
        loose[visit.order_id].append(visit)
    return loose


def _as_ready(
    reader: Reader, orders: Iterable[WorkOrder], loose: Mapping[int, Sequence[Visit]], now: datetime
) -> list[Ready]:
    kinds = {kind.id: kind for kind in reader.select(WorkType)}
    return [
        Ready(
            job=job,
            visit=visit.id if visit else None,
            violations=hard(
                unplannable(job.order, job.requirement, job.site, kinds.get(job.order.work_type_id or 0), now)
            ),
        )
        for job in jobs_of(reader, orders)
        for visit in _wanted(job, loose.get(job.order.id, ()))
    ]


def _wanted(job: Job, loose: Sequence[Visit]) -> Sequence[Visit | None]:
    """The visits that somebody is needed for: those that are there, and a new one where that is not enough."""
    booked = sum(visit.is_booked for visit in job.crew)
    is_short = not loose or booked + len(loose) < job.requirement.crew_size
    return [*loose, None] if is_short else loose


def jobs_of(reader: Reader, orders: Iterable[WorkOrder]) -> list[Job]:
    """The orders as the rules see them, by number, in a handful of reads."""
    known = {order.id: order for order in orders}
    needs = {need.order_id: need for need in reader.among(Requirement, "order_id", known)}
    sites = reader.many(Site, {order.site_id for order in known.values()})
    customers = reader.many(Customer, {order.customer_id for order in known.values()})
    first = predecessors_of(reader, {id for need in needs.values() for id in need.after_order_ids})
    ends = first_ends_of(reader, first.values())
    in_crews = [id for id, need in needs.items() if need.crew_size > 1]
    declines, lying = declines_of(reader, known), lying_for(reader, known.values())
    crews: dict[int, list[Visit]] = defaultdict(list)
    for visit in reader.among(Visit, "order_id", in_crews):
        if visit.is_live:
            crews[visit.order_id].append(visit)
    return [
        Job(
            order=known[id],
            requirement=needs[id],
            site=sites.get(known[id].site_id or 0),
            customer=customers.get(known[id].customer_id or 0),
            predecessors=tuple(first[other] for other in needs[id].after_order_ids if other in first),
            crew=tuple(crews[id]),
            declines=declines.get(id, ()),
            vans=lying.vans.get(id, ()),
            pick_ups=lying.to_fetch.get(id, ()),
            first_ends={
                first[other].id: ends[first[other].id]
                for other in needs[id].after_order_ids
                if other in first and first[other].id in ends
            },
        )
        for id in sorted(known)
        if id in needs
    ]


def territory_of(job: Job) -> int | None:
    """Where the order is: its own territory, else its site's."""
    return job.order.territory_id or (job.site.territory_id if job.site else None)


def _is_for(job: Job, day_end_at: datetime) -> bool:
    """The order may begin before the day is over: what is promised for later is not this day's business."""
    need = job.requirement
    begins = [need.earliest_start_at] if need.earliest_start_at else []
    begins += [min(w.start_at for w in need.windows)] if need.windows else []
    return all(at < day_end_at for at in begins)


def _territory_id(reader: Reader, name: str) -> int:
    known: dict[str, int] = {row[1]: row[0] for row in reader.rows(Territory, ("name",))}
    for other, id in known.items():
        if other.casefold() == name.casefold():
            return id
    raise NotFound("territory", name, sorted(known)[:3])
