"""Does the technician take another visit that day? A contractor may have said how many are enough."""

from __future__ import annotations

from collections.abc import Iterator

from wom_tui.domain.technician_day import Job, TechnicianDay
from wom_tui.domain.violation import Violation
from wom_tui.domain.visit import Visit


def room_for_one(visit: Visit, job: Job, day: TechnicianDay) -> Iterator[Violation]:
    """Who takes so many visits a day has not got them all."""
    tech, most = day.technician, day.technician.max_visits
    if most is not None and visit.start_at is not None and day.is_full(visit.start_at):
        yield Violation(
            code="technician.full",
            message=f"{tech.name} takes no more than {most} visits a day",
            can_override=True,
            facts={"technician": tech.code, "most": most},
        )
