"""What a planner gets to see: the orders to plan and the days they could go into, at one moment."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from wom_tui.domain.feasibility import Job, TechnicianDay
from wom_tui.domain.plan import PlannedVisit, Was
from wom_tui.domain.violation import Violation


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
