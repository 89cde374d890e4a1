"""What do the rows of an event log say of one order: how does it stand, and how did it come there?

Pure. The last row is how the order stands; the rows before it are its history. Of these only what a preset names as
an event counts: its state, its priority, and some of its tags.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from wom_tui.domain.intake.cell import BadCell, number_of
from wom_tui.domain.intake.draft import OrderDraft, Step
from wom_tui.domain.intake.faults import Faults
from wom_tui.domain.intake.moments import moments_reader
from wom_tui.domain.intake.recipe import SINCE
from wom_tui.domain.intake.row import Intake, Row
from wom_tui.domain.intake.states import is_open
from wom_tui.domain.work_calendar import zone_of


@dataclass(frozen=True)
class LoggedRow:
    """One row of an order, with the line that it stands in."""

    row: Row
    line: int


class BadLine(Exception):
    """A row of an order's history that cannot be used, so that none of its rows is."""

    def __init__(self, line: int, cells: Sequence[BadCell]) -> None:
        self.line, self.cells = line, cells
        super().__init__(f"line {line}: {'; '.join(map(str, cells))}")


class EventLog:
    """Reads the rows of one order after another."""

    def __init__(self, intake: Intake) -> None:
        fold = intake.preset.fold
        assert fold is not None
        self._intake, self._fold = intake, fold
        self._moment = moments_reader(intake.preset.moment_forms, zone_of(intake.zone))

    def draft(self, rows: Sequence[LoggedRow]) -> OrderDraft:
        """The order as its last row has it, with the steps that led there.

        Raises:
            BadLine: one of the rows cannot be used.
        """
        placed = sorted(((self._place(one), one) for one in rows), key=lambda entry: entry[0])
        steps = [self._step(one, at) for (_, at), one in placed]
        last = placed[-1][1]
        began = self._intake.preset.cell(placed[_began(steps)][1].row, self._fold.at)
        row = {**last.row, SINCE: began}
        try:
            draft = self._intake.draft(row, last.line)
        except BadCell as bad:
            raise BadLine(last.line, self._intake.faults(row, bad)) from None
        return draft._replace(line=max(one.line for one in rows), history=_distinct(steps))

    def _place(self, one: LoggedRow) -> tuple[float, datetime]:
        """Where the row stands among those of its order, and when it was written."""
        fold = self._fold
        try:
            told = self._intake.preset.cell(one.row, fold.sort) if fold.sort else ""
            number = number_of(fold.sort, "" if told in self._intake.preset.empty else told)
            return number or 0.0, self._moment(fold.at, self._intake.preset.cell(one.row, fold.at))
        except BadCell as bad:
            raise BadLine(one.line, (bad,)) from None

    def _step(self, one: LoggedRow, at: datetime) -> Step:
        intake, events = self._intake, self._fold.events
        row = intake.preset.with_made(one.row)
        try:
            return Step(
                at=at,
                state=intake.state(row),
                priority=intake.priority(row) if "priority" in events else None,
                tags=intake.tags(row, events),
            )
        except BadCell as bad:
            found = Faults(bad)
            found.of(intake.priority, row)
            raise BadLine(one.line, found.all) from None


def _began(steps: Sequence[Step]) -> int:
    """The row with which the state began in which the order is: where it ended, or was opened for good."""
    stands_open, at = is_open(steps[-1].state), len(steps) - 1
    while at and is_open(steps[at - 1].state) == stands_open:
        at -= 1
    return at


def _distinct(steps: Sequence[Step]) -> tuple[Step, ...]:
    """The steps at which anything changed; the first one always."""
    return tuple(
        step for i, step in enumerate(steps) if i == 0 or replace(step, at=steps[i - 1].at) != steps[i - 1]
    )
