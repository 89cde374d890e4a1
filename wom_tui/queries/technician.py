"""Who is a technician: when do they work, what can they do, what is in their van, which visits stand in the way?"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from wom_tui.domain.part import Part, Stock
from wom_tui.domain.site import Territory
from wom_tui.domain.technician import Absence, Shift, SkillGrant, Technician, local_instant
from wom_tui.domain.visit import LIVE, Visit, VisitStatus
from wom_tui.domain.work_order import WorkOrder
from wom_tui.errors import NotFound
from wom_tui.queries.lane import LOST, Lane, lane_of
from wom_tui.store.days import local_day, roster_days
from wom_tui.store.reader import Range, Reader
from wom_tui.store.standing import Stranded, stranded_visits

DAYS_SHOWN = 7
_PAST = timedelta(days=14)  # an absence that is over for longer is told by the journal only
_SHOWN = LIVE | LOST | {VisitStatus.DONE, VisitStatus.INCOMPLETE}


@dataclass(frozen=True, kw_only=True)
class VanPart:
    """A part in the technician's van."""

    code: str
    name: str
    stock: Stock


@dataclass(frozen=True, kw_only=True)
class TechnicianDetail:
    """One technician.

    Attributes:
        territories: the home territory first.
        days: from a day on, each as the lanes draw it.
        absences: those to come, and those that are over since a short while.
        stranded: visits to come that the roster does not bear.
    """

    technician: Technician
    territories: tuple[str, ...]
    days: tuple[tuple[date, Lane], ...]
    shifts: tuple[Shift, ...]
    absences: tuple[Absence, ...]
    grants: tuple[SkillGrant, ...]
    van: tuple[VanPart, ...]
    stranded: tuple[Stranded, ...]


def technician_detail(
    reader: Reader, id: int, now: datetime, on: date | None = None
) -> TechnicianDetail | None:
    """All of one technician; None where there is no such one any more.

    Args:
        on: the first of the days; None = today, as it is for the technician.
    """
    try:
        technician = reader.get(Technician, id)
    except NotFound:
        return None
    mine = {"technician_id": id}
    absences = (a for a in reader.select(Absence, **mine) if a.end_at > now - _PAST)
    return TechnicianDetail(
        technician=technician,
        territories=_territories(reader, technician),
        days=_days(reader, technician, now, on or local_day(now, technician.zone)),
        shifts=tuple(sorted(reader.select(Shift, **mine), key=_shift_order)),
        absences=tuple(sorted(absences, key=lambda absence: (absence.start_at, absence.id))),
        grants=tuple(sorted(reader.select(SkillGrant, **mine), key=_grant_order)),
        van=_van(reader, id),
        stranded=tuple(stranded_visits(reader, technician, now)),
    )


def _shift_order(shift: Shift) -> tuple[date, tuple[int, ...], int]:
    return shift.valid_from_on or date.min, shift.weekdays, shift.start_min


def _grant_order(grant: SkillGrant) -> tuple[str, date]:
    return grant.skill.casefold(), grant.valid_from_on or date.min


def _territories(reader: Reader, technician: Technician) -> tuple[str, ...]:
    wanted = [id for id in (technician.territory_id, *technician.territory_ids) if id is not None]
    names = reader.many(Territory, wanted)
    return tuple(names[id].name for id in dict.fromkeys(wanted) if id in names)


def _days(reader: Reader, technician: Technician, now: datetime, on: date) -> tuple[tuple[date, Lane], ...]:
    days = [on + timedelta(days=ahead) for ahead in range(DAYS_SHOWN)]
    begun_at, ended_at = (
        local_instant(day, 0, technician.zone) for day in (on, on + timedelta(days=DAYS_SHOWN))
    )
    visits = [
        visit
        for visit in reader.select(
            Visit, technician_id=technician.id, status=_SHOWN, start_at=Range(begun_at, ended_at)
        )
        if visit.end_at is not None
    ]
    orders = reader.many(WorkOrder, {visit.order_id for visit in visits})
    roster = roster_days(reader, technician, days)
    there: dict[date, list[Visit]] = {day: [] for day in days}
    for visit in sorted(
        visits, key=lambda visit: (visit.start_at or datetime.min.replace(tzinfo=UTC), visit.id)
    ):
        there[local_day(visit.start_at or now, technician.zone)].append(visit)
    return tuple((day, lane_of(roster[day], there[day], orders, now)) for day in days)


def _van(reader: Reader, technician: int) -> tuple[VanPart, ...]:
    lying = [one for one in reader.select(Stock, technician_id=technician) if one.quantity or one.minimum]
    parts = reader.many(Part, {stock.part_id for stock in lying})
    found = (
        VanPart(code=parts[s.part_id].code, name=parts[s.part_id].name, stock=s)
        for s in lying
        if s.part_id in parts
    )
    return tuple(sorted(found, key=lambda one: one.code.casefold()))
