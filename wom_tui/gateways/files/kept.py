"""The rows of a workbook once more, without taking it apart again.

An import reads its file twice, and a workbook takes fifty times as long to read as a text. So the rows of the last one
that was read to its end are kept, in a file of SQLite's own that has no name and goes with the process.
"""

from __future__ import annotations

import itertools
import json
import sqlite3
from collections.abc import Iterator

from wom_tui.gateways.files.sheet import Line, Sheet

_AT_ONCE = 1_000  # rows on their way to the file or from it
_last: dict[Sheet, sqlite3.Connection] = {}  # of one sheet at most


def read_once(sheet: Sheet, lines: Iterator[Line]) -> Iterator[Line]:
    """The lines of a sheet: as they were read before, where this very content has been, else as they come."""
    kept = _last.get(sheet)
    return _told(kept) if kept else _keeping(sheet, lines)


def _told(kept: sqlite3.Connection) -> Iterator[Line]:
    found = kept.execute("SELECT number, cells, problem FROM line ORDER BY n")
    while rows := found.fetchmany(_AT_ONCE):
        for number, cells, problem in rows:
            yield Line(number, json.loads(cells), problem)


def _keeping(sheet: Sheet, lines: Iterator[Line]) -> Iterator[Line]:
    empty = sqlite3.connect("", check_same_thread=False)
    empty.execute("CREATE TABLE line (n INTEGER PRIMARY KEY, number INTEGER, cells TEXT, problem TEXT)")
    file: sqlite3.Connection | None = empty
    while batch := list(itertools.islice(lines, _AT_ONCE)):
        yield from batch
        file = _written(file, batch)
    if file is not None:
        _last.clear()
        _last[sheet] = file


def _written(file: sqlite3.Connection | None, batch: list[Line]) -> sqlite3.Connection | None:
    """The file with these lines; None where there is no room for it: it only saves time."""
    if file is None:
        return None
    rows = [(line.number, json.dumps(line.cells), line.problem) for line in batch]
    try:
        file.executemany("INSERT INTO line (number, cells, problem) VALUES (?, ?, ?)", rows)
    except sqlite3.Error:
        return None
    return file
