"""Does something else have to be done first, and is it done, or at least over by then?"""

from __future__ import annotations

from collections.abc import Iterator

from wom_tui.domain.habits import day_and_clock
from wom_tui.domain.technician_day import Job, TechnicianDay
from wom_tui.domain.violation import Violation
from wom_tui.domain.visit import Visit


def predecessors(visit: Visit, job: Job, day: TechnicianDay) -> Iterator[Violation]:
    """What must be done first is done, or is booked."""
    for other in job.open_predecessors:
        if other.id not in job.first_ends:
            yield Violation(
                code="order.predecessor",
                message=f"order {other.id} must be done before {job.order.id}; it is {other.status.words}",
                can_override=True,
                facts={"number": job.order.id, "first": other.id},
            )


def after_predecessors(visit: Visit, job: Job, day: TechnicianDay) -> Iterator[Violation]:
    """What must be done first and is booked is over when this begins."""
    start_at = visit.start_at
    for other in job.open_predecessors:
        ends_at = job.first_ends.get(other.id)
        if start_at is not None and ends_at is not None and ends_at > start_at:
            yield Violation(
                code="order.before_first",
                message=f"order {other.id} must be done before {job.order.id}; it is planned until "
                f"{day_and_clock(ends_at, day.technician.zone)}",
                can_override=True,
                facts={"number": job.order.id, "first": other.id, "ends_at": ends_at.isoformat()},
            )
