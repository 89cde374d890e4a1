"""What would come of dropping a visit there? The act itself is tried, without being done."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from wom_tui.errors import Conflict, Rejected, WomError
from wom_tui.present.moving import Verdict, brief
from wom_tui.present.refusals import refusal_words, violation_words
from wom_tui.present.safe_text import safe

if TYPE_CHECKING:
    from wom_tui.domain.violation import Violation
    from wom_tui.queries.attempt import Attempt
    from wom_tui.tui.app import WomApp
    from wom_tui.tui.move_model import MoveModel


class MoveTrial:
    """One place, as it was when the question was asked; whoever moves on meanwhile asks anew."""

    def __init__(self, app: WomApp, move: MoveModel) -> None:
        self.app = app
        self.command = move.command()
        self.asks_for_length = move.asks_for_length

    def run(self, came: Callable[[Verdict], None]) -> None:
        """Ask, on a worker; `came` is told on the screen's thread."""
        self.app.call_from_thread(came, self._verdict())

    def _verdict(self) -> Verdict:
        figures: Attempt | None = None
        try:
            figures = self._figures()
            command = replace(self.command, end_at=figures.end_at)
            dry = self.app.seat.desk.run_all([command], dry_run=True)
        except WomError as error:
            return Verdict(figures=figures, no=self._reasons(error), brief=_brief_of(error))
        # That it would be late is told by the figures, as for candidates.
        words = tuple(self._words(v) for v in dry.violations if v.code != "sla.late")
        return Verdict(figures=figures, careful=words, brief=brief(dry.violations))

    def _reasons(self, error: WomError) -> tuple[str, ...]:
        """Each rule that says no; of any other error what it says."""
        if isinstance(error, Rejected) and error.violations:
            return tuple(self._words(v) for v in error.violations)
        return (refusal_words(error, *self._clock),)

    def _words(self, violation: Violation) -> str:
        return safe(violation_words(violation, *self._clock))

    @property
    def _clock(self) -> tuple[datetime, ZoneInfo]:
        return self.app.now(), self.app.seat.zone

    def _figures(self) -> Attempt:
        from wom_tui.queries.attempt import attempt

        command, desk = self.command, self.app.seat.desk
        return desk.ask(
            attempt,
            command.order,
            command.visit,
            command.technician,
            command.start_at,
            None if self.asks_for_length else command.end_at,
            desk.travel,
        )


def _brief_of(error: WomError) -> str:
    match error:
        case Conflict():
            return "changed meanwhile"
        case Rejected():
            return brief(error.violations)
        case _:
            return "not possible"
