"""What a technician's day holds, and what a visit is for: the facts that the rules of feasibility ask about."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import TypeVar
from zoneinfo import ZoneInfo

from wom_tui.domain.merge import original_of
from wom_tui.domain.place import Place, TravelTime
from wom_tui.domain.route import leg_of
from wom_tui.domain.site import Customer, Site
from wom_tui.domain.technician import (
    Absence,
    Shift,
    SkillGrant,
    Technician,
    WorkSpan,
    local_instant,
    spans_on,
)
from wom_tui.domain.technician_day import Decline, Job, Stop, TechnicianDay
from wom_tui.domain.travel_hours import hours_of
from wom_tui.domain.visit import ENDED_THERE, LIVE, Visit, VisitStatus
from wom_tui.domain.work_order import Requirement, WorkOrder
from wom_tui.store import journal
from wom_tui.store.lying import lying_for
from wom_tui.store.portions import portions
from wom_tui.store.reader import Condition, Question, Range, Reader

_ON_ROUTE = LIVE | ENDED_THERE
R = TypeVar("R", SkillGrant, Shift, Absence, Visit)

Where = dict[str, Condition]

# A shift may end on the next day, and a visit of the evening before may reach into this one.
_MARGIN = timedelta(hours=14)


def local_day(at: datetime, zone: str) -> date:
    """The day that it is there."""
    return at.astimezone(ZoneInfo(zone)).date()


def technician_day(
    reader: Reader, technician: Technician, on: date, travel: TravelTime, *, without: int | None = None
) -> TechnicianDay:
    """The day of one technician, without the visit in question."""
    return technician_days(reader, [technician], on, travel, without=without)[technician.id]


def technician_days(
    reader: Reader,
    technicians: Sequence[Technician],
    on: date,
    travel: TravelTime,
    *,
    without: int | None = None,
) -> dict[int, TechnicianDay]:
    """The same day of several technicians, by id, in seven reads."""
    if not technicians:
        return {}
    ids = frozenset(t.id for t in technicians)
    zone = technicians[0].zone
    mine, away, booked = _wanted(ids, zone, on, on)
    reader.ahead(*day_questions(ids, zone, on))
    grants = _by_technician(reader.select(SkillGrant, **mine))
    shifts = _by_technician(reader.select(Shift, **mine))
    absences = _by_technician(reader.select(Absence, **away))
    visits = [v for v in reader.select(Visit, **booked) if v.id != without and leg_of(v) is not None]
    orders = reader.many(WorkOrder, {visit.order_id for visit in visits})
    places, lying = _places(reader, orders), lying_for(reader, orders.values())
    hours = hours_of(travel)
    spans = {tech.id: _spans_of(shifts[tech.id], on, tech.zone) for tech in technicians}
    stops = _by_technician(visits)
    return {
        tech.id: TechnicianDay(
            technician=tech,
            on=on,
            grants=tuple(grants[tech.id]),
            spans=spans[tech.id],
            absences=tuple(absences[tech.id]),
            stops=tuple(
                sorted(
                    (
                        Stop(visit=v, place=places.get(v.order_id), pick_ups=lying.gone_by(v))
                        for v in stops[tech.id]
                    ),
                    key=lambda s: s.start_at,
                )
            ),
            travel=travel,
            slowness=hours.of((span.window for span in spans[tech.id]), tech.zone),
        )
        for tech in technicians
    }


def day_questions(ids: frozenset[int], zone: str, on: date) -> tuple[Question, ...]:
    """What `technician_days` asks of the database for technicians of that zone; the places come after that."""
    mine, away, booked = _wanted(ids, zone, on, on)
    return (SkillGrant, mine), (Shift, mine), (Absence, away), (Visit, booked)


def _wanted(ids: frozenset[int], zone: str, first: date, last: date) -> tuple[Where, Where, Where]:
    """Conditions: what is theirs, their absences around these days, their visits around them."""
    start_at, end_at = local_instant(first, 0, zone) - _MARGIN, local_instant(last, 1440, zone) + _MARGIN
    mine: Where = {"technician_id": ids}
    away = mine | {"start_at": Range(None, end_at), "end_at": Range(start_at, None)}
    return mine, away, mine | {"start_at": Range(start_at, end_at), "status": _ON_ROUTE}


def _by_technician(records: Iterable[R]) -> dict[int | None, list[R]]:
    grouped: dict[int | None, list[R]] = defaultdict(list)
    for record in records:
        grouped[record.technician_id].append(record)
    return grouped


def _spans_of(shifts: Iterable[Shift], on: date, zone: str) -> tuple[WorkSpan, ...]:
    """The shifts of a day, and the night shift of the day before where it reaches into this one."""
    mine = list(shifts)
    midnight = local_instant(on, 0, zone)
    night = (s for s in spans_on(mine, on - timedelta(days=1), zone) if s.window.end_at > midnight)
    return (*night, *spans_on(mine, on, zone))


def roster_days(reader: Reader, technician: Technician, days: Iterable[date]) -> dict[date, TechnicianDay]:
    """Days of one technician as the roster has them, without any visits: in three reads, however many days."""
    return rosters(reader, [technician], tuple(days))[technician.id]


def rosters(
    reader: Reader, technicians: Sequence[Technician], days: Sequence[date]
) -> dict[int, dict[date, TechnicianDay]]:
    """The same of several technicians, by id: in three reads as well."""
    if not technicians or not days:
        return {tech.id: {} for tech in technicians}
    ids, zone = frozenset(t.id for t in technicians), technicians[0].zone
    mine, away, _ = _wanted(ids, zone, min(days), max(days))
    grants = _by_technician(reader.select(SkillGrant, **mine))
    shifts = _by_technician(reader.select(Shift, **mine))
    absences = _by_technician(reader.select(Absence, **away))
    return {
        tech.id: {
            on: TechnicianDay(
                technician=tech,
                on=on,
                grants=tuple(grants[tech.id]),
                spans=_spans_of(shifts[tech.id], on, tech.zone),
                absences=tuple(absences[tech.id]),
            )
            for on in days
        }
        for tech in technicians
    }


def places_of(reader: Reader, order_ids: set[int]) -> dict[int, Place | None]:
    """Where each of these orders is; None for those that can be done from anywhere or are nowhere yet."""
    return _places(reader, reader.many(WorkOrder, order_ids))


def _places(reader: Reader, orders: Mapping[int, WorkOrder]) -> dict[int, Place | None]:
    sites = reader.many(Site, {order.site_id for order in orders.values()})
    return {id: place_of(sites.get(order.site_id or 0)) for id, order in orders.items()}


def place_of(site: Site | None) -> Place | None:
    """The position of a site that can be planned with."""
    if site is None or site.is_remote or site.lat is None or site.lon is None or not site.has_position:
        return None
    return Place(site.lat, site.lon)


def requirement_of(reader: Reader, order_id: int) -> Requirement:
    """What the order asks for. Every order has one from its creation."""
    (requirement,) = reader.select(Requirement, order_id=order_id)
    return requirement


def declines_question(*order_ids: int) -> Where:
    """What `declines_of` asks of the visits of these orders."""
    return {"order_id": frozenset(order_ids), "status": VisitStatus.DECLINED}


def declines_of(reader: Reader, order_ids: Iterable[int]) -> dict[int, tuple[Decline, ...]]:
    """Who has said no to these orders, by order. When they did is in the journal."""
    found: dict[int, list[Decline]] = defaultdict(list)
    for portion in portions(sorted(order_ids)):
        for visit in reader.select(Visit, **declines_question(*portion)):
            said = [
                event.at
                for event in journal.events(reader.connection, subject=f"{Visit.noun}:{visit.id}")
                if event.kind == "visit.declined"
            ]
            if said and visit.technician_id is not None:
                found[visit.order_id].append(
                    Decline(
                        technician_id=visit.technician_id,
                        at=said[-1],
                        start_at=visit.start_at,
                        reason=visit.decline_reason or "",
                    )
                )
    return {number: tuple(declines) for number, declines in found.items()}


def predecessors_of(reader: Reader, ids: Iterable[int]) -> dict[int, WorkOrder]:
    """What has to be done first, by the number that was said; of a merged order the one that goes on."""
    found = reader.many(WorkOrder, ids)
    return {
        id: original_of(order, lambda number: reader.find(WorkOrder, number)) for id, order in found.items()
    }


def first_ends_of(reader: Reader, predecessors: Iterable[WorkOrder]) -> dict[int, datetime]:
    """When the visits of these orders are over, where all that there are have their time, and one does."""
    visits: dict[int, list[Visit]] = defaultdict(list)
    numbers = (order.id for order in predecessors if order.completed_at is None)
    for visit in reader.among(Visit, "order_id", numbers, status=LIVE):
        visits[visit.order_id].append(visit)
    return {
        number: max(visit.end_at for visit in live if visit.end_at is not None)
        for number, live in visits.items()
        if all(visit.is_booked and visit.end_at is not None for visit in live)
    }


def job_of(reader: Reader, order: WorkOrder, *, but: int | None = None) -> Job:
    """The order as the rules see it.

    Args:
        but: a visit that is not counted among the crew: the one in question.
    """
    requirement = requirement_of(reader, order.id)
    crew = reader.select(Visit, order_id=order.id, status=LIVE) if requirement.crew_size > 1 else ()
    first = predecessors_of(reader, requirement.after_order_ids).values()
    lying = lying_for(reader, [order])
    return Job(
        order=order,
        requirement=requirement,
        site=reader.find(Site, order.site_id),
        customer=reader.find(Customer, order.customer_id),
        predecessors=tuple(first),
        crew=tuple(v for v in crew if v.id != but),
        declines=declines_of(reader, [order.id]).get(order.id, ()),
        vans=lying.vans.get(order.id, ()),
        pick_ups=lying.to_fetch.get(order.id, ()),
        first_ends=first_ends_of(reader, first),
    )
