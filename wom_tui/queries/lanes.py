"""What does everybody do that day, and what has nobody yet? One lane per technician, and a tray."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from types import MappingProxyType

from wom_tui.domain.feasibility import TechnicianDay
from wom_tui.domain.site import Territory
from wom_tui.domain.technician import Technician, local_instant
from wom_tui.domain.visit import LIVE, Visit, VisitStatus
from wom_tui.domain.work_order import WorkOrder
from wom_tui.domain.worktime import Window
from wom_tui.planning import objective
from wom_tui.planning.snapshot import Ready
from wom_tui.planning.solve import urgency
from wom_tui.queries.lane import LOST, Lane, lane_of
from wom_tui.queries.snapshot import first_waiting
from wom_tui.store.days import rosters
from wom_tui.store.reader import Range, Reader

NOTHING_KNOWN: Mapping[int, Lane] = MappingProxyType({})
TrayKey = tuple[int, int | None]  # order and visit
MOST_IN_TRAY = 500  # orders; nobody looks through more, and whole ones take their time
_SINCE = timedelta(hours=36)  # somebody who began earlier is not on site any more; nobody has said so
_SHOWN = LIVE | {VisitStatus.DONE, VisitStatus.INCOMPLETE, VisitStatus.DECLINED, VisitStatus.MISSED}


@dataclass(frozen=True, slots=True, kw_only=True)
class TrayRow:
    """An order, or a visit of it, that nobody has yet."""

    order: int
    order_version: int
    visit: int | None
    title: str
    priority: int
    duration_min: int
    skills: str
    due_at: datetime | None
    windows: tuple[Window, ...]
    is_plannable: bool

    @property
    def key(self) -> TrayKey:
        """By what it is known, whatever else becomes of it."""
        return self.order, self.visit


@dataclass(frozen=True, kw_only=True)
class LanesDay:
    """A day, or some in a row: all lanes, worst trouble first, and what nobody has, most urgent first."""

    on: date
    zone: str
    lanes: tuple[Lane, ...]
    tray: tuple[TrayRow, ...]
    days: int = 1
    beyond: int = 0  # orders that nobody has either, less urgent than those of the tray

    @property
    def load_percent(self) -> int | None:
        """The mean load of those who work."""
        loads = [lane.load_percent for lane in self.lanes if lane.load_percent is not None]
        return round(sum(loads) / len(loads)) if loads else None


def lanes(
    reader: Reader,
    on: date,
    now: datetime,
    *,
    only: frozenset[int] | None = None,
    days: int = 1,
    known: Mapping[int, Lane] = NOTHING_KNOWN,
) -> LanesDay:
    """The day as it stands.

    Args:
        now: aware UTC; what runs now is expected to run at least until then.
        only: these technicians; a changed lane is read again with this. None = all who are active.
        days: so many days from then on, all on one lane.
        known: lanes that are just so already are left out.
    """
    technicians = _technicians(reader, only)
    zone = technicians[0].zone if technicians else "UTC"
    roster = rosters(reader, technicians, [on + timedelta(days=ahead) for ahead in range(days)])
    whole = {id: _in_a_row(tuple(of.values())) for id, of in roster.items()}
    stays = _stays(reader, whole, on, on + timedelta(days=days), zone, now)
    orders = reader.many(WorkOrder, {visit.order_id for visits in stays.values() for visit in visits})
    names = {territory.id: territory.name for territory in reader.select(Territory)}
    made = [
        replace(
            lane_of(day, stays.get(id, ()), orders, now),
            territory=names.get(day.technician.territory_id or 0, ""),
        )
        for id, day in whole.items()
    ]
    waiting, beyond = tray(reader, now)
    return LanesDay(
        on=on,
        zone=zone,
        lanes=tuple(sorted((m for m in made if known.get(m.technician) != m), key=lambda lane: lane.rank)),
        tray=waiting,
        days=days,
        beyond=beyond,
    )


def _in_a_row(days: Sequence[TechnicianDay]) -> TechnicianDay:
    """Some days as one; a night's shift stands in two of them, and counts once."""
    if len(days) == 1:
        return days[0]
    spans = {span.window: span for day in days for span in day.spans}
    return replace(days[0], spans=tuple(sorted(spans.values(), key=lambda span: span.window.start_at)))


def tray(reader: Reader, now: datetime) -> tuple[tuple[TrayRow, ...], int]:
    """What nobody has yet: most urgent first, and last what cannot be planned at all; how many orders are left out."""
    found, beyond = first_waiting(reader, now, MOST_IN_TRAY)
    rows = sorted(found, key=lambda ready: (bool(ready.violations), urgency(ready)))
    return tuple(map(_tray_row, rows)), beyond


def changed_lanes(
    reader: Reader,
    on: date,
    now: datetime,
    technicians: frozenset[int],
    visits: frozenset[int],
    *,
    days: int = 1,
) -> LanesDay:
    """The lanes of these technicians and of whoever has these visits now, and the tray."""
    found = reader.many(Visit, visits).values()
    taken = frozenset(v.technician_id for v in found if v.technician_id is not None)
    return lanes(reader, on, now, only=technicians | taken, days=days)


def _technicians(reader: Reader, only: frozenset[int] | None) -> tuple[Technician, ...]:
    if only is None:
        return reader.select(Technician, is_active=True)
    return tuple(t for t in reader.many(Technician, only).values() if t.is_active)


def _stays(
    reader: Reader, days: Mapping[int, TechnicianDay], on: date, until: date, zone: str, now: datetime
) -> dict[int, list[Visit]]:
    """The visits from one day to another, by technician, sorted; refused ones only while nobody else has the order.

    Somebody who was on site at midnight is so on the next day as well, whatever the shift.
    """
    if not days:
        return {}
    begin_at, end_at = local_instant(on, 0, zone), local_instant(until, 0, zone)
    margin, ids = timedelta(hours=14), frozenset(days)
    found = reader.select(
        Visit,
        technician_id=ids,
        start_at=Range(begin_at - margin, end_at + margin),
        status=_SHOWN,
    )
    if begin_at <= now < end_at:
        earlier = Range(begin_at - _SINCE, begin_at - margin)
        found += reader.select(Visit, technician_id=ids, start_at=earlier, status=VisitStatus.ON_SITE)
    lost = frozenset(v.order_id for v in found if v.status in LOST)
    retaken = {v.order_id for v in reader.select(Visit, order_id=lost, status=LIVE)} if lost else set()
    by_technician: dict[int, list[Visit]] = defaultdict(list)
    for visit in found:
        assert visit.technician_id is not None and visit.start_at is not None
        spans = [span.window for span in days[visit.technician_id].spans]
        is_then = begin_at <= visit.start_at < end_at or any(visit.start_at in window for window in spans)
        is_then = is_then or (visit.status is VisitStatus.ON_SITE and begin_at <= now < end_at)
        if is_then and not (visit.status in LOST and visit.order_id in retaken):
            by_technician[visit.technician_id].append(visit)
    for visits in by_technician.values():
        visits.sort(key=lambda v: (v.start_at, v.id))
    return by_technician


def _tray_row(ready: Ready) -> TrayRow:
    order, need = ready.job.order, ready.job.requirement
    return TrayRow(
        order=order.id,
        order_version=order.version,
        visit=ready.visit,
        title=order.title,
        priority=int(order.priority),
        duration_min=int(ready.job.duration.total_seconds() // 60),
        skills=", ".join(f"{s.name} {s.level}" if s.level > 1 else s.name for s in need.skills or ()),
        due_at=objective.due_at(order),
        windows=need.windows,
        is_plannable=not ready.violations,
    )
