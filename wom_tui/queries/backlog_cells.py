"""Which orders are behind each count of the backlog: the most pressing few, and what all of them wait for?

They are found in the same reading as the counts, so that a cell always shows as many as it says, and there is nothing
to wait for when the cursor comes to it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, tzinfo
from heapq import nsmallest
from itertools import chain
from operator import attrgetter

from wom_tui.domain.aging import BUCKETS
from wom_tui.queries.backlog import Aging, Backlog, By, agings_of, all_spans, backlog_of, grouped
from wom_tui.queries.orders import OPEN, OrderRow, order_rows
from wom_tui.store.garbage import no_collection
from wom_tui.store.reader import Reader

FIRST = 16  # orders that are kept of a cell: as many as any page has room for
ALL_OPEN, PAST_DUE = len(BUCKETS), len(BUCKETS) + 1  # the columns after those of the ages
_FEW = 1_000
_PRESSING, _WAITS = attrgetter("pressing"), attrgetter("waits")


@dataclass(frozen=True, slots=True)
class Cell:
    """The orders of one cell.

    Attributes:
        first: the most pressing ones.
        waits: what for → how many of all.
    """

    count: int
    first: tuple[Aging, ...]
    waits: Mapping[str, int]


@dataclass(frozen=True)
class Page:
    """The backlog with its cells: by what, group (empty = all together) and column → its orders."""

    backlog: Backlog
    cells: Mapping[tuple[By, str, int], Cell]


def backlog_page(reader: Reader, now: datetime, zone: tzinfo, rows: Sequence[OrderRow] | None = None) -> Page:
    """The backlog of all orders, with the orders of its cells.

    Args:
        rows: all open orders, and perhaps some that have ended, where somebody has them at hand.
    """
    with no_collection():
        found = order_rows(reader, status=OPEN) if rows is None else rows
        agings = agings_of(reader, [row for row in found if row.is_open], now)
        groups = grouped(reader, agings)
        seen = backlog_of(agings, groups, all_spans(reader), now, zone)
        page = Page(seen, cells_of(groups))
        del groups
        while agings:  # to let go of a hundred thousand at once takes a while, and others wait for it
            del agings[-_FEW:]
    return page


def cells_of(
    groups: Mapping[By, Mapping[tuple[str, str], Sequence[Aging]]],
) -> Mapping[tuple[By, str, int], Cell]:
    """The cells of all groups that have an order."""
    found: dict[tuple[By, str, int], Cell] = {}
    for by, kinds in groups.items():
        rows = {name: _row(own) for (name, _), own in kinds.items()}
        for column in range(PAST_DUE + 1):
            for name, cells in rows.items():
                found[by, name, column] = cells[column]
            found[by, "", column] = _together([cells[column] for cells in rows.values()])
    return found


def _row(agings: Sequence[Aging]) -> list[Cell]:
    """The cells of a group, column by column."""
    buckets: list[list[Aging]] = [[] for _ in BUCKETS]
    for one in agings:
        buckets[one.bucket].append(one)
    ages = [_cell(own) for own in buckets]
    return [*ages, _together(ages), _cell([one for one in agings if one.is_late])]


def _cell(agings: Sequence[Aging]) -> Cell:
    return Cell(len(agings), _most_pressing(agings), _words(agings))


def _words(agings: Sequence[Aging]) -> Mapping[str, int]:
    return {word: number for (word, _), number in Counter(map(_WAITS, agings)).items()}


def _together(cells: Sequence[Cell]) -> Cell:
    waits: Counter[str] = Counter()
    for cell in cells:
        waits.update(cell.waits)
    first = _most_pressing(chain.from_iterable(cell.first for cell in cells))
    return Cell(sum(cell.count for cell in cells), first, waits)


def _most_pressing(agings: Iterable[Aging]) -> tuple[Aging, ...]:
    return tuple(nsmallest(FIRST, agings, key=_PRESSING))
