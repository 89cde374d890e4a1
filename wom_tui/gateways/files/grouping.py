"""Which rows belong together, where one thing has many of them? Given group by group, however long the file is.

Where the rows of a thing stand one after another they are taken as they come. Where they are strewn about, they are
sorted outside of the memory first; either way only one group is held at a time.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing

from wom_tui.gateways.files.sheet import Line

MOST_ROWS = 5_000  # of one group: more is no history of anything that a person can read
_AT_ONCE = 1_000  # rows on their way to the sorter

KeyOf = Callable[[Line], str | None]


def grouped(lines: Iterable[Line], key_of: KeyOf, *, are_together: bool) -> Iterator[list[Line]]:
    """The lines group by group, in the order in which the groups begin.

    Args:
        key_of: what the lines of a group share; a line for which it is None is a group of its own.
        are_together: the lines of each group stand one after another.
    """
    return _adjacent((line, key_of(line)) for line in lines) if are_together else _sorted(lines, key_of)


def _adjacent(keyed: Iterable[tuple[Line, str | None]]) -> Iterator[list[Line]]:
    """Rows that stand one after another. Of a group that is too long each row past that is one of its own."""
    group: list[Line] = []
    current: str | None = None
    for line, key in keyed:
        if group and key is not None and key == current:
            group.append(line)
            if len(group) > MOST_ROWS:
                yield [_too_many(one) for one in group]
                group = []
            continue
        if not group and key is not None and key == current:
            yield [_too_many(line)]
            continue
        if group:
            yield group
        group, current = [line], key
    if group:
        yield group


def _too_many(line: Line) -> Line:
    return Line(
        line.number, line.cells, f"belongs to an order of more than {MOST_ROWS:,} rows, which is no history"
    )


def _sorted(lines: Iterable[Line], key_of: KeyOf) -> Iterator[list[Line]]:
    """Sorted by SQLite, in a file of its own that goes when it is closed."""
    with closing(sqlite3.connect("")) as base:
        base.execute(
            "CREATE TABLE line (n INTEGER PRIMARY KEY, k TEXT, at INTEGER, cells TEXT, problem TEXT)"
        )
        base.executemany("INSERT INTO line (k, at, cells, problem) VALUES (?, ?, ?, ?)", _rows(lines, key_of))
        found = base.execute(
            "SELECT line.at, line.cells, line.problem, line.k FROM line JOIN"
            " (SELECT min(n) AS first, k FROM line GROUP BY coalesce(k, 'line ' || n)) AS groups"
            " ON line.k = groups.k OR line.n = groups.first ORDER BY groups.first, line.n"
        )
        yield from _adjacent((Line(at, json.loads(cells), problem), key) for at, cells, problem, key in found)


def _rows(lines: Iterable[Line], key_of: KeyOf) -> Iterator[tuple[str | None, int, str, str]]:
    for line in lines:
        yield key_of(line), line.number, json.dumps(line.cells), line.problem
