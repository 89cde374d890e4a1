"""Which booked visits of a day may a plan move? Those that nobody has begun, pinned, or will begin soon."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta

from wom_tui.domain.feasibility import Job, Stop, TechnicianDay
from wom_tui.domain.plan import was_of
from wom_tui.domain.states import COMING, TOLD
from wom_tui.domain.visit import Visit
from wom_tui.domain.work_order import WorkOrder
from wom_tui.planning import explain
from wom_tui.planning.insertion import is_of_day
from wom_tui.planning.snapshot import Ready, Snapshot
from wom_tui.queries.snapshot import jobs_of
from wom_tui.store.reader import Reader


def with_movable(
    reader: Reader,
    seen: Snapshot,
    frozen_until: datetime,
    *,
    lost: frozenset[int] = frozenset(),
    free: frozenset[int] = frozenset(),
) -> Snapshot:
    """The same day, with the visits that may be moved as jobs instead of stops.

    Args:
        frozen_until: aware UTC; what begins before it stays.
        lost: technicians who cannot work any more: all that they have not begun has to go to others.
        free: visits that may be moved whatever holds others of their kind: what they come after, or a choice by hand.
    """
    pushed = frozenset(id for day in seen.days.values() for id in _pushed(day, seen.now))
    found = {
        visit.id: visit
        for day in seen.days.values()
        for visit in _candidates(day, seen.now, frozen_until, pushed, is_lost=day.technician.id in lost)
    }
    orders = reader.many(WorkOrder, {visit.order_id for visit in found.values()})
    jobs = {job.order.id: job for job in jobs_of(reader, orders.values())}
    # What follows on another order stays, as does that one.
    tied = {other.id for job in jobs.values() for other in job.open_predecessors}
    held = {id for id in pushed & found.keys() if _begins_soon(found[id], frozen_until)}
    held -= {visit.id for visit in found.values() if visit.technician_id in lost}
    freed = [
        as_job(jobs[visit.order_id], visit, seen, is_held=visit.id in held)
        for visit in found.values()
        if visit.order_id in jobs.keys() - tied
        and _may_move(
            jobs[visit.order_id], visit, seen, is_free=visit.id in free or visit.technician_id in lost
        )
        and (visit.id in free or not jobs[visit.order_id].open_predecessors)
    ]
    ids = {ready.visit for ready in freed}
    days = {
        id: replace(day, stops=tuple(stop for stop in day.stops if stop.visit.id not in ids))
        for id, day in seen.days.items()
    }
    return replace(seen, jobs=(*seen.jobs, *freed), days=days)


def _candidates(
    day: TechnicianDay, now: datetime, frozen_until: datetime, pushed: frozenset[int], *, is_lost: bool
) -> Iterator[Visit]:
    for stop in day.stops:
        visit = stop.visit
        is_ahead = visit.status in COMING and visit.is_booked and is_of_day(stop, day)
        is_soon = _begins_soon(visit, frozen_until) and visit.id not in pushed
        may_wait = not is_soon and not visit.is_pinned
        if is_ahead and (is_lost or may_wait or _is_away(stop, day) or _is_due(visit, now)):
            yield visit


def _begins_soon(visit: Visit, frozen_until: datetime) -> bool:
    return visit.start_at is not None and visit.start_at < frozen_until


def _pushed(day: TechnicianDay, now: datetime) -> Iterator[int]:
    """The visits that cannot begin in time where what should have begun by now begins now: one pushes the next."""
    free_at, place, is_late = now, day.home, False
    for stop in day.stops:
        if not is_of_day(stop, day):
            continue
        there_at = max(stop.start_at, free_at + timedelta(seconds=day.leg_s(place, stop)))
        is_ahead = stop.visit.status in COMING and stop.visit.is_booked
        if not is_ahead:
            free_at, place = max(free_at, stop.end_at), stop.place
        elif _is_due(stop.visit, now) or (stop.start_at >= now and is_late and there_at > stop.start_at):
            if stop.start_at >= now:
                yield stop.visit.id
            free_at, place, is_late = there_at + (stop.end_at - stop.start_at), stop.place, True
        elif stop.start_at >= now:
            return  # from here on the day is as it was


def _is_due(visit: Visit, now: datetime) -> bool:
    """It should have begun. What was never sent, and is past, may have been done and not told."""
    assert visit.start_at is not None and visit.end_at is not None
    return visit.start_at < now and (visit.status in TOLD or now < visit.end_at)


def _is_away(stop: Stop, day: TechnicianDay) -> bool:
    """Its technician will not be there: then it does not help that it begins soon."""
    return any(a.start_at < stop.end_at and a.end_at > stop.start_at for a in day.absences)


def _may_move(job: Job, visit: Visit, seen: Snapshot, *, is_free: bool) -> bool:
    """A crew goes together; who was chosen by hand against the rules stays, as long as they can."""
    if job.requirement.crew_size > 1:
        return False
    return is_free or explain.eligibility(job, seen.days[visit.technician_id or 0]) is None


def as_job(job: Job, visit: Visit, seen: Snapshot, *, is_held: bool = False) -> Ready:
    """The visit as a job.

    Args:
        is_held: it begins so soon that nobody else gets it; it may only begin later.
    """
    was = was_of(visit)
    booked = timedelta(minutes=-(-(was.end_at - was.start_at) // timedelta(minutes=1)))
    usual = seen.days[was.technician].technician.usual(booked)
    # As long as it is booked for.
    need = replace(job.requirement, duration_min=int(usual / timedelta(minutes=1)))
    if is_held:
        others = tuple(sorted(seen.days.keys() - {was.technician}))
        need = replace(need, excluded_technician_ids=(*need.excluded_technician_ids, *others))
    return Ready(job=replace(job, requirement=need), visit=visit.id, was=was)
