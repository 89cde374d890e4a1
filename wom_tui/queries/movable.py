"""Which booked visits of a day may a plan move? Those that nobody has begun, pinned, or will begin soon."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta

from wom_tui.domain.feasibility import Job, Stop, TechnicianDay
from wom_tui.domain.plan import TOLD, was_of
from wom_tui.domain.visit import Visit, VisitStatus
from wom_tui.domain.work_order import WorkOrder
from wom_tui.planning import explain
from wom_tui.planning.insertion import is_of_day
from wom_tui.planning.snapshot import Ready, Snapshot
from wom_tui.queries.snapshot import jobs_of
from wom_tui.store.reader import Reader

_NOT_BEGUN = TOLD | {VisitStatus.PLANNED}


def with_movable(
    reader: Reader, seen: Snapshot, frozen_until: datetime, *, lost: frozenset[int] = frozenset()
) -> Snapshot:
    """The same day, with the visits that may be moved as jobs instead of stops.

    Args:
        frozen_until: aware UTC; what begins before it stays.
        lost: technicians who cannot work any more: all that they have not begun has to go to others.
    """
    found = {
        visit.id: visit
        for day in seen.days.values()
        for visit in _candidates(day, seen.now, frozen_until, is_lost=day.technician.id in lost)
    }
    orders = reader.many(WorkOrder, {visit.order_id for visit in found.values()})
    jobs = {job.order.id: job for job in jobs_of(reader, orders.values())}
    tied = {other.id for job in jobs.values() for other in job.open_predecessors}
    freed = [
        _ready(jobs[visit.order_id], visit, seen)
        for visit in found.values()
        if visit.order_id in jobs.keys() - tied and _may_move(jobs[visit.order_id], visit, seen, lost)
    ]
    ids = {ready.visit for ready in freed}
    days = {
        id: replace(day, stops=tuple(stop for stop in day.stops if stop.visit.id not in ids))
        for id, day in seen.days.items()
    }
    return replace(seen, jobs=(*seen.jobs, *freed), days=days)


def _candidates(
    day: TechnicianDay, now: datetime, frozen_until: datetime, *, is_lost: bool
) -> Iterator[Visit]:
    for stop in day.stops:
        visit = stop.visit
        is_ahead = visit.status in _NOT_BEGUN and visit.is_booked and is_of_day(stop, day)
        may_wait = stop.start_at >= frozen_until and not visit.is_pinned
        if is_ahead and (is_lost or may_wait or _is_away(stop, day) or _is_due(visit, now)):
            yield visit


def _is_due(visit: Visit, now: datetime) -> bool:
    """It should have begun. What was never sent, and is past, may have been done and not told."""
    assert visit.start_at is not None and visit.end_at is not None
    return visit.start_at < now and (visit.status in TOLD or now < visit.end_at)


def _is_away(stop: Stop, day: TechnicianDay) -> bool:
    """Its technician will not be there: then it does not help that it begins soon."""
    return any(a.start_at < stop.end_at and a.end_at > stop.start_at for a in day.absences)


def _may_move(job: Job, visit: Visit, seen: Snapshot, lost: frozenset[int]) -> bool:
    """A crew goes together, as does what follows on another order; who was chosen by hand against the rules stays."""
    if job.requirement.crew_size > 1 or job.open_predecessors:
        return False
    day = seen.days[visit.technician_id or 0]
    return day.technician.id in lost or explain.eligibility(job, day) is None


def _ready(job: Job, visit: Visit, seen: Snapshot) -> Ready:
    was = was_of(visit)
    booked = timedelta(minutes=-(-(was.end_at - was.start_at) // timedelta(minutes=1)))
    usual = seen.days[was.technician].technician.usual(booked)
    need = replace(
        job.requirement, duration_min=int(usual / timedelta(minutes=1))
    )  # as long as it is booked for
    return Ready(job=replace(job, requirement=need), visit=visit.id, was=was)
