"""What do the watched orders have in one column? Read once for all the terms that ask for it."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import islice
from operator import attrgetter, itemgetter
from typing import Any

from wom_tui.domain.bitset import bits_alike, bits_at, bits_of
from wom_tui.domain.filter_times import Between
from wom_tui.queries.orders import OrderRow

Rows = Sequence[OrderRow | None]
Test = Callable[[OrderRow], bool]
_GONE = object()  # instead of a value: nobody is in that place
_STEP = 1_000  # moments: a set of all before them is kept
_AT = itemgetter(0)
_INSTANT = timedelta(microseconds=1)


@dataclass(eq=False)
class Moments:
    """A moment of each place that has one, in the order of time.

    Attributes:
        seen: so many places have been read.
    """

    seen: int = 0
    _sorted: list[tuple[datetime, int]] = field(default_factory=list)
    _sets: list[int] = field(default_factory=list)  # of the first so many, step by step

    def read(self, places: int, found: Iterable[tuple[datetime, int]]) -> None:
        """Take in those of the places that have come since, up to so many."""
        self.seen = places
        if new := sorted(found):
            first = bisect_left(self._sorted, new[0])
            del self._sets[first // _STEP + 1 :]
            self._sorted = sorted([*self._sorted, *new])

    def between(self, after: datetime, until: datetime) -> Iterator[int]:
        """The places whose moment came after one time and up to another."""
        first = bisect_right(self._sorted, after, key=_AT)
        for at, place in islice(self._sorted, first, None):
            if at > until:
                break
            yield place

    def by(self, until: datetime) -> int:
        """The places whose moment has come by then, as a set: put together from sets that all who ask share."""
        count = bisect_right(self._sorted, until, key=_AT)
        return self._first(count)

    def inside(self, wanted: Between) -> int:
        """The places whose moment lies from one time on and before another."""
        high = self._first(len(self._sorted)) if wanted.high is None else self.by(wanted.high - _INSTANT)
        return high if wanted.low is None else high & ~self.by(wanted.low - _INSTANT)

    def _first(self, count: int) -> int:
        whole = count // _STEP
        while len(self._sets) <= whole:
            end = len(self._sets) * _STEP
            last = self._sorted[max(0, end - _STEP) : end]
            self._sets.append((self._sets[-1] if self._sets else 0) | bits_at(place for _, place in last))
        return self._sets[whole] | bits_at(place for _, place in self._sorted[whole * _STEP : count])


@dataclass(frozen=True)
class Columns:
    """The watched orders, column by column."""

    _times: dict[str, Moments] = field(default_factory=dict)
    _known: dict[tuple[str, int], list[Any]] = field(default_factory=dict)

    def bits(self, rows: Rows, test: Test, name: str | None, first: int = 0) -> int:
        """The places, counted from one on, of the orders that meet a test.

        Args:
            name: the column by which it goes, where that is one: of all that are alike there, one is asked.
        """
        if name is None:
            return bits_of(rows[first:], test)
        if (name, first) not in self._known:
            read = attrgetter(name)
            self._known[name, first] = [_GONE if row is None else read(row) for row in rows[first:]]
        return bits_alike(rows[first:], self._known[name, first], test)

    def inside(self, rows: Rows, wanted: Between) -> int:
        """The places of the orders that have a time there, and inside."""
        moments, read = self._times.setdefault(wanted.column, Moments()), attrgetter(wanted.column)
        if moments.seen < len(rows):
            new = enumerate(rows[moments.seen :], start=moments.seen)
            at = ((read(row), place) for place, row in new if row is not None)
            moments.read(len(rows), [(moment, place) for moment, place in at if moment is not None])
        return moments.inside(wanted)

    def forget(self) -> None:
        """Let go of what only one look can use; the order of time is kept up."""
        self._known.clear()
