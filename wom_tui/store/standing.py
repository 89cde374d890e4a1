"""Which visits does a technician's roster not bear? Asked when the roster changes, and by whoever looks at it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from wom_tui.domain import feasibility
from wom_tui.domain.site import Site
from wom_tui.domain.technician import Technician
from wom_tui.domain.technician_day import Job, TechnicianDay
from wom_tui.domain.violation import Violation
from wom_tui.domain.visit import LIVE, Visit, VisitStatus
from wom_tui.domain.work_order import Requirement, WorkOrder
from wom_tui.store.days import local_day, roster_days
from wom_tui.store.reader import Range, Reader

_TO_COME = LIVE - {VisitStatus.ON_SITE}  # whoever is there already is not in the way of anything
# What depends on the technician's own records and on nothing else.
_RULES: tuple[Callable[[Visit, Job, TechnicianDay], Iterator[Violation]], ...] = (
    *(feasibility.active, feasibility.present, feasibility.shift),
    *(feasibility.skills, feasibility.territory),
)


@dataclass(frozen=True)
class Stranded:
    """A visit to come, its order, and why the technician cannot make it."""

    visit: Visit
    order: WorkOrder
    reasons: tuple[Violation, ...]


def stranded_visits(reader: Reader, technician: Technician, now: datetime) -> list[Stranded]:
    """The technician's visits to come that the roster does not bear, the first of them first."""
    visits = sorted(
        (visit for visit in _to_come(reader, technician, now) if visit.start_at is not None),
        key=lambda visit: (visit.start_at, visit.id),
    )
    jobs = _jobs(reader, visits)
    days = {visit.id: local_day(visit.start_at or now, technician.zone) for visit in visits}
    roster = roster_days(reader, technician, set(days.values()))
    found = []
    for visit in visits:
        if job := jobs.get(visit.order_id):
            said = (v for rule in _RULES for v in rule(visit, job, roster[days[visit.id]]) if v.hard)
            if reasons := tuple(said):
                found.append(Stranded(visit, job.order, reasons))
    return found


def _to_come(reader: Reader, technician: Technician, now: datetime) -> Sequence[Visit]:
    return reader.select(Visit, technician_id=technician.id, status=_TO_COME, end_at=Range(now, None))


def _jobs(reader: Reader, visits: Sequence[Visit]) -> dict[int, Job]:
    """What the visits are for, as far as these rules ask."""
    orders = reader.many(WorkOrder, {visit.order_id for visit in visits})
    needs = {one.order_id: one for one in reader.select(Requirement, order_id=frozenset(orders))}
    sites = reader.many(Site, {order.site_id for order in orders.values()})
    return {
        order.id: Job(order=order, requirement=needs[order.id], site=sites.get(order.site_id or 0))
        for order in orders.values()
    }
