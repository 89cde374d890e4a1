"""What a planner gets to see: the orders to plan and the days they could go into, at one moment."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import cached_property

from wom_tui.domain.feasibility import Job, Stop, TechnicianDay
from wom_tui.domain.plan import Key, PlannedVisit, Was
from wom_tui.domain.violation import Violation
from wom_tui.domain.visit import VisitStatus, expected


@dataclass(frozen=True, kw_only=True)
class Ready:
    """An order, or a visit of it, that has no technician and no time yet, or may get others.

    Attributes:
        visit: the visit that is there already; None = a new one.
        was: where it is booked; it may be moved at a price.
        is_loose: it has no place, or cannot keep the one that it has.
        violations: why the order may not be planned at all (incomplete, not approved); mostly empty.
    """

    job: Job
    visit: int | None = None
    was: Was | None = None
    is_loose: bool = True
    violations: tuple[Violation, ...] = ()

    @property
    def key(self) -> Key:
        return self.job.order.id, self.visit


@dataclass(frozen=True, kw_only=True)
class Snapshot:
    """The facts of one day, read in one transaction.

    Attributes:
        on: the day to plan.
        now: aware UTC; nobody sets out before it.
        basis: the last event that is in it.
        days: technician's id → that day, with what is booked already. They carry the travel times.
        zone: in which clock times are told.
    """

    on: date
    now: datetime
    basis: int
    jobs: tuple[Ready, ...]
    days: Mapping[int, TechnicianDay]
    travel_source: str = ""
    zone: str = "UTC"

    @cached_property
    def by_key(self) -> Mapping[Key, Ready]:
        """The orders by what lines call them."""
        return {ready.key: ready for ready in self.jobs}


def as_booked(ready: Ready) -> PlannedVisit:
    """A visit that may be moved, where it is."""
    was = ready.was
    assert was is not None
    return PlannedVisit(
        order=ready.job.order.id,
        visit=ready.visit,
        technician=was.technician,
        start_at=was.start_at,
        end_at=was.end_at,
        travel_s=0,
        was=was,
    )


def as_it_runs(stop: Stop, now: datetime) -> Stop:
    """Who is there stays as long as it takes from when it began, and not less than is booked; who is on the way to it
    does nothing before it, and comes now where that is late."""
    visit = stop.visit
    if visit.status not in (VisitStatus.ON_SITE, VisitStatus.TRAVELLING):
        return stop
    start_at, end_at = expected(visit, now)
    if visit.status is VisitStatus.TRAVELLING:
        start_at, end_at = min(start_at, now), max(end_at, now + (end_at - start_at))
    booked_until = visit.end_at or end_at
    return replace(stop, visit=replace(visit, start_at=start_at, end_at=max(end_at, booked_until)))
