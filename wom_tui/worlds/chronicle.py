"""What was known at a moment of a file that was written long after it?

An export tells of every order how it ended. Whoever looked at the city on that morning knew the orders that
had been opened, and of those that were still open nothing else.
"""

from __future__ import annotations

import csv
import gzip
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TextIO

from wom_tui.domain.intake.cell import BadCell, moment_reader
from wom_tui.domain.intake.preset import Preset
from wom_tui.domain.work_calendar import zone_of
from wom_tui.errors import GatewayError

Cells = Mapping[str, str]


@dataclass(frozen=True)
class Told:
    """One row of the file. `line` is its line there; the head is line 1."""

    line: int
    opened_at: datetime
    ended_at: datetime | None
    cells: Cells


class Chronicle:
    """The rows of one file, by the time at which their orders were opened."""

    def __init__(self, rows: Sequence[Cells], preset: Preset) -> None:
        self.preset = preset
        self._told = sorted(self._dated(rows), key=lambda told: (told.opened_at, told.line))
        self._opened = [told.opened_at for told in self._told]

    def known_at(self, at: datetime) -> list[Told]:
        """The orders opened up to that moment, as the file would have told them then."""
        known = self._told[: bisect_right(self._opened, at)]
        return [
            told if told.ended_at is not None and told.ended_at <= at else self._open(told) for told in known
        ]

    def opened_between(self, since: datetime, until: datetime) -> list[Told]:
        """The orders opened from `since` to `until`, both included, as they were told when they came in."""
        come = self._told[bisect_left(self._opened, since) : bisect_right(self._opened, until)]
        return [self._open(told) for told in come]

    def _open(self, told: Told) -> Told:
        """The row without anything about its end."""
        columns, statuses = self.preset.columns, self.preset.values_of("status")
        is_open = next(theirs for theirs, ours in statuses.items() if ours == "open")
        blank = {columns[name]: "" for name in ("ended_at", "outcome") if name in columns}
        return Told(told.line, told.opened_at, None, {**told.cells, **blank, columns["status"]: is_open})

    def _dated(self, rows: Sequence[Cells]) -> Iterator[Told]:
        opened, ended = self.preset.columns["opened_at"], self.preset.columns.get("ended_at", "")
        read = moment_reader(self.preset.time_format, zone_of(self.preset.zone))
        for line, cells in enumerate(rows, start=2):
            try:
                opened_at = read(opened, cells.get(opened, ""))
                ended_at = read(ended, cells[ended]) if cells.get(ended) else None
            except BadCell:
                continue  # nobody can say when that was known
            yield Told(line, opened_at, ended_at, cells)


def read_rows(path: Path) -> list[Cells]:
    """The rows of a world's file: CSV, UTF-8, with a head, gzipped or not.

    Raises:
        GatewayError: it cannot be read.
    """
    try:
        with _opened(path) as file:
            return list(csv.DictReader(file, restval=""))
    except (OSError, EOFError, UnicodeDecodeError, csv.Error) as error:
        raise GatewayError(f"{path.name} cannot be read: {error}") from error


def _opened(path: Path) -> TextIO:
    if path.suffix == ".gz":
        return gzip.open(path, "rt", encoding="utf-8", newline="")
    return path.open(encoding="utf-8", newline="")
