"""The rows of a workbook once more, without taking it apart again.

An import reads its file twice, and a workbook takes fifty times as long to read as a text. So the rows of the last one
that was read to its end are kept, in a file of SQLite's own that has no name and goes with the process.
"""

from __future__ import annotations

import itertools
import json
import sqlite3
import weakref
from collections.abc import Iterator

from wom_tui.gateways.files.sheet import Line, Sheet

_AT_ONCE = 1_000  # rows on their way to the file or from it


class _Kept:
    """A file of rows, closed when nobody holds it any more: somebody may read it while another takes its place."""

    def __init__(self) -> None:
        self.base = sqlite3.connect("", check_same_thread=False)
        weakref.finalize(self, self.base.close)
        self.base.execute(
            "CREATE TABLE line (n INTEGER PRIMARY KEY, number INTEGER, cells TEXT, problem TEXT)"
        )

    def lines(self) -> Iterator[Line]:
        """The rows, in their order."""
        found = self.base.execute("SELECT number, cells, problem FROM line ORDER BY n")
        while rows := found.fetchmany(_AT_ONCE):
            for number, cells, problem in rows:
                yield Line(number, json.loads(cells), problem)

    def add(self, batch: list[Line]) -> bool:
        """Write these rows behind the others; False where there is no room for them."""
        rows = [(line.number, json.dumps(line.cells), line.problem) for line in batch]
        try:
            self.base.executemany("INSERT INTO line (number, cells, problem) VALUES (?, ?, ?)", rows)
        except sqlite3.Error:
            return False
        return True


_last: dict[Sheet, _Kept] = {}  # of one sheet at most


def read_once(sheet: Sheet, lines: Iterator[Line]) -> Iterator[Line]:
    """The lines of a sheet: as they were read before, where this very content has been, else as they come."""
    kept = _last.get(sheet)
    return kept.lines() if kept else _keeping(sheet, lines)


def _keeping(sheet: Sheet, lines: Iterator[Line]) -> Iterator[Line]:
    kept: _Kept | None = _Kept()
    while batch := list(itertools.islice(lines, _AT_ONCE)):
        yield from batch
        if kept is not None and not kept.add(batch):
            kept = None  # it only saves time
    if kept is not None:
        _last.clear()
        _last[sheet] = kept
