"""What has happened, as acts: taken over together with the plan that mends it."""

from __future__ import annotations

from collections.abc import Iterator

from wom_tui.commands.command import Command
from wom_tui.commands.roster import AddAbsence
from wom_tui.commands.visit import FailVisit
from wom_tui.domain.visit import VisitStatus
from wom_tui.planning.repair import Repair, Trouble


def commands_of(trouble: Trouble, found: Repair) -> Iterator[Command]:
    """The absences, and the visits that did not take place. What takes longer is told by whoever is there."""
    for away in found.absences:
        yield AddAbsence(
            technician=away.technician_id, start_at=away.start_at, end_at=away.end_at, reason=away.reason
        )
    for visit in sorted(trouble.no_show):
        yield FailVisit(visit=visit, to=VisitStatus.MISSED, reason="nobody was there")
