"""What is worked out about many rows before the board shows them: where each stands, and what is counted?"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from heapq import heappush
from typing import TYPE_CHECKING

from wom_tui.present.arrangement import Arrangement
from wom_tui.present.board import Day, Key, Stand, next_moment, stand_of
from wom_tui.present.grouping import By, Part

if TYPE_CHECKING:
    from wom_tui.queries.orders import OrderRow

_HANDFUL = 250  # rows: about two milliseconds
_PIECE = 2_000  # things: under a millisecond
_BY = By()
Matches = Callable[["OrderRow"], bool]


@dataclass
class Prepared:
    """Rows with their stands and their order, made on a worker where there are many."""

    rows: dict[int, OrderRow]
    stands: dict[int, Stand]
    arrangement: Arrangement
    counts: Counter[str]
    moments: list[tuple[datetime, int]]
    matches: Matches | None = None
    shown: Arrangement | None = None  # those that match

    def match(self, matches: Matches) -> None:
        """Find out which rows are shown; among many on a worker."""
        self.matches, self.shown = matches, those_that_match(self.arrangement, self.rows, matches)


def let_go(old: Prepared, breathe: Callable[[], None]) -> None:
    """Give very many things back bit by bit: all at once, nobody comes to their turn for a tenth of a second."""
    while old.stands:
        breathe()
        for _ in range(min(_PIECE, len(old.stands))):
            old.stands.popitem()
    for all_of_them in filter(None, (old.arrangement, old.shown)):
        all_of_them.empty(breathe)


def prepared(
    rows: Iterable[OrderRow],
    day: Day,
    by: By = _BY,
    breathe: Callable[[], None] = lambda: None,
    matches: Matches | None = None,
) -> Prepared:
    """Work out where every row stands. Takes about 8 µs a row.

    Args:
        matches: which of them will be shown; None = all.
        breathe: called every few hundred rows, that others may come to their turn.
    """
    ends_at, stands, by_number = day.ends_at, {}, {}
    # Few rows differ in what they are counted as, so these are counted together and taken apart at the end.
    alike: Counter[tuple[str, ...]] = Counter()
    moments: list[tuple[datetime, int]] = []
    for place, row in enumerate(rows):
        if not place % _HANDFUL:
            breathe()
        by_number[row.number] = row
        stand = stands[row.number] = stand_of(row, day, ends_at, by)
        alike[stand.notices] += 1
        moment = next_moment(row, day.now)
        if moment is not None:
            heappush(moments, (moment, row.number))  # one by one: nobody waits for a heap of all of them
    counts: Counter[str] = Counter()
    for notices, count in alike.items():
        counts.update(dict.fromkeys(notices, count))
    arrangement = Arrangement(_placed(stands, breathe), breathe=breathe)
    made = Prepared(by_number, stands, arrangement, counts, moments)
    if matches is not None:
        made.match(matches)
    return made


def _placed(stands: dict[int, Stand], breathe: Callable[[], None]) -> Iterator[tuple[int, Part, Key]]:
    for place, (number, stand) in enumerate(stands.items()):
        if not place % _HANDFUL:
            breathe()
        yield number, stand.part, stand.key


def those_that_match(all_of_them: Arrangement, rows: dict[int, OrderRow], matches: Matches) -> Arrangement:
    """The rows that match, in their order."""

    def keep(number: int) -> bool:
        row = rows.get(number)
        return row is not None and matches(row)

    return all_of_them.only(keep)


def told_apart(
    rows: Iterable[OrderRow], was: Matches, now: Matches, breathe: Callable[[], None] = lambda: None
) -> list[int]:
    """The rows of which one says otherwise than the other."""
    found = []
    for place, row in enumerate(rows):
        if not place % _HANDFUL:
            breathe()
        if was(row) != now(row):
            found.append(row.number)
    return found
