"""In which line does an order stand? Sorted groups with heads between them, found and moved in O(log n).

Lines count from 0. A line holds a head, an order, or nothing (the space before a group on a high screen). Where the
groups begin is measured once after any number of changes, when somebody asks for a line.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right, insort
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from heapq import merge
from itertools import islice

from wom_tui.present.board import Key, Stand
from wom_tui.present.grouping import Part

Entry = tuple[Key, int]  # sort key, number
_PIECE = 2_000  # entries: about a millisecond


@dataclass(frozen=True)
class Head:
    """The line above a group."""

    part: Part
    count: int


def _sorted(entries: list[Entry], breathe: Callable[[], None]) -> list[Entry]:
    """In pieces, for whoever waits for this thread to pause: one sort of very many does not until it is done."""
    if len(entries) <= _PIECE:
        return sorted(entries)
    pieces: list[list[Entry]] = []
    for at in range(0, len(entries), _PIECE):
        breathe()
        pieces.append(sorted(entries[at : at + _PIECE]))
    merged, found = merge(*pieces), list[Entry]()
    while piece := list(islice(merged, _PIECE)):
        breathe()
        found += piece
    return found


@dataclass
class _Measured:
    """Where groups begin: those that have orders, the first line of each, the line of its first order."""

    parts: list[Part]
    starts: list[int]
    firsts: dict[Part, int]
    line_count: int


class Arrangement:
    """Numbers in groups, each sorted by its key, or the other way round.

    Attributes:
        is_reversed: groups stay where they are, the orders in them are read from the end.
    """

    def __init__(
        self,
        placed: Iterable[tuple[int, Part, Key]] = (),
        *,
        is_spaced: bool = False,
        is_reversed: bool = False,
        breathe: Callable[[], None] = lambda: None,
    ) -> None:
        """Sort what is placed; `breathe` is called now and then where that is very many."""
        self.is_reversed = is_reversed
        entries: dict[Part, list[Entry]] = defaultdict(list)
        self._places: dict[int, tuple[Part, Key]] = {}
        for number, part, key in placed:
            entries[part].append((key, number))
            self._places[number] = (part, key)
        self._parts = sorted(entries)  # all there ever were; whoever has no orders has no lines
        self._entries = {part: _sorted(entries[part], breathe) for part in self._parts}
        self._is_spaced = is_spaced
        self._seen: _Measured | None = None

    @property
    def _measured(self) -> _Measured:
        if self._seen is None:
            self._seen = self._measure()
        return self._seen

    def _measure(self) -> _Measured:
        """Groups without orders have no head, and one without a name neither."""
        seen = _Measured([], [], {}, 0)
        line = 0
        for part in self._parts:
            if entries := self._entries[part]:
                line += 1 if self._is_spaced and seen.parts else 0
                seen.parts.append(part)
                seen.starts.append(line)
                line += 1 if part.name else 0
                seen.firsts[part] = line
                line += len(entries)
        seen.line_count = line
        return seen

    @property
    def line_count(self) -> int:
        return self._measured.line_count

    @property
    def is_spaced(self) -> bool:
        """An empty line stands before every group but the first."""
        return self._is_spaced

    @is_spaced.setter
    def is_spaced(self, wanted: bool) -> None:
        if wanted != self._is_spaced:
            self._is_spaced, self._seen = wanted, None

    def __len__(self) -> int:
        return len(self._places)

    def __contains__(self, number: int) -> bool:
        return number in self._places

    def __iter__(self) -> Iterator[int]:
        for part in self._parts:
            entries = self._entries[part]
            for _, number in reversed(entries) if self.is_reversed else entries:
                yield number

    def at(self, line: int) -> Head | int | None:
        """What stands in a line: a head, an order's number, or nothing."""
        seen = self._measured
        place = bisect_right(seen.starts, line) - 1
        if place < 0:
            return None
        part = seen.parts[place]
        entries, index = self._entries[part], line - seen.firsts[part]
        if index < 0:
            return Head(part, len(entries))
        return self._entry(entries, index)[1] if index < len(entries) else None

    def _entry(self, entries: list[Entry], index: int) -> Entry:
        return entries[-1 - index] if self.is_reversed else entries[index]

    def line_of(self, number: int) -> int:
        """The line of an order that is there."""
        part, key = self._places[number]
        entries = self._entries[part]
        index = bisect_left(entries, (key, number))
        return self._measured.firsts[part] + (len(entries) - 1 - index if self.is_reversed else index)

    def part_of(self, number: int) -> Part:
        """The group in which an order stands: where it was put, not where it now belongs."""
        return self._places[number][0]

    def stands_at(self, number: int, stand: Stand) -> bool:
        """The order stands where it belongs."""
        return self._places.get(number) == (stand.part, stand.key)

    def place(self, number: int, part: Part, key: Key) -> None:
        """Put an order where it belongs, wherever it was before."""
        self._take(number)
        if part not in self._entries:
            self._entries[part] = []
            insort(self._parts, part)
        insort(self._entries[part], (key, number))
        self._places[number] = (part, key)
        self._seen = None

    def remove(self, number: int) -> None:
        """Take an order out, if it is there."""
        self._take(number)

    def _take(self, number: int) -> None:
        place = self._places.pop(number, None)
        if place is not None:
            part, key = place
            entries = self._entries[part]
            del entries[bisect_left(entries, (key, number))]
            self._seen = None

    def only(self, keep: Callable[[int], bool]) -> Arrangement:
        """The same order, with only some of the numbers."""
        some = Arrangement(is_spaced=self._is_spaced, is_reversed=self.is_reversed)
        some._parts = self._parts[:]
        for part in some._parts:
            # A copy: this may run on a worker while somebody else's change is put in its place.
            some._entries[part] = kept = [entry for entry in self._entries[part][:] if keep(entry[1])]
            some._places.update((number, (part, key)) for key, number in kept)
        return some

    def empty(self, breathe: Callable[[], None]) -> None:
        """Take everything out, for whoever has put another one in its place; `breathe` is called now and then."""
        while self._places:
            breathe()
            for _ in range(min(_PIECE, len(self._places))):
                self._places.popitem()
        for entries in self._entries.values():
            while entries:
                breathe()
                del entries[-_PIECE:]

    def near(self, line: int, step: int) -> int | None:
        """The first order from a line on, downwards or upwards."""
        while 0 <= line < self.line_count:
            found = self.at(line)
            if isinstance(found, int):
                return found
            line += step
        return None
