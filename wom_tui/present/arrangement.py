"""In which line does an order stand? Sorted groups with heads between them, found and moved in O(log n).

Lines count from 0. A line holds a head, an order, or nothing (the space before a group on a high screen).
"""

from __future__ import annotations

from bisect import bisect_left, insort
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from heapq import merge
from itertools import islice

from wom_tui.present.board import Group, Key, Stand

Entry = tuple[Key, int]  # sort key, number
_PIECE = 2_000  # entries: about a millisecond


@dataclass(frozen=True)
class Head:
    """The line above a group."""

    group: Group
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


class Arrangement:
    """Numbers in groups, each sorted by its key, or the other way round.

    Attributes:
        is_reversed: groups stay where they are, the orders in them are read from the end.
    """

    def __init__(
        self,
        placed: Iterable[tuple[int, Group, Key]] = (),
        *,
        is_spaced: bool = False,
        is_reversed: bool = False,
        breathe: Callable[[], None] = lambda: None,
    ) -> None:
        """Sort what is placed; `breathe` is called now and then where that is very many."""
        self.is_reversed = is_reversed
        self._groups: list[list[Entry]] = [[] for _ in Group]
        self._places: dict[int, tuple[Group, Key]] = {}
        for number, group, key in placed:
            self._groups[group].append((key, number))
            self._places[number] = (group, key)
        self._groups = [_sorted(entries, breathe) for entries in self._groups]
        self._is_spaced = is_spaced
        self._measure()

    def _measure(self) -> None:
        """First line of each group's head; groups without orders have none."""
        self._starts: list[tuple[int, Group]] = []
        line = 0
        for group in Group:
            if self._groups[group]:
                line += 1 if self._is_spaced and self._starts else 0
                self._starts.append((line, group))
                line += 1 + len(self._groups[group])
        self.line_count = line

    @property
    def is_spaced(self) -> bool:
        """An empty line stands before every group but the first."""
        return self._is_spaced

    @is_spaced.setter
    def is_spaced(self, wanted: bool) -> None:
        if wanted != self._is_spaced:
            self._is_spaced = wanted
            self._measure()

    def __len__(self) -> int:
        return len(self._places)

    def __contains__(self, number: int) -> bool:
        return number in self._places

    def __iter__(self) -> Iterator[int]:
        for entries in self._groups:
            for _, number in reversed(entries) if self.is_reversed else entries:
                yield number

    def at(self, line: int) -> Head | int | None:
        """What stands in a line: a head, an order's number, or nothing."""
        for start, group in reversed(self._starts):
            if line >= start:
                entries = self._groups[group]
                if line == start:
                    return Head(group, len(entries))
                index = line - start - 1
                return self._entry(entries, index)[1] if index < len(entries) else None
        return None

    def _entry(self, entries: list[Entry], index: int) -> Entry:
        return entries[-1 - index] if self.is_reversed else entries[index]

    def line_of(self, number: int) -> int:
        """The line of an order that is there."""
        group, key = self._places[number]
        start = next(start for start, each in self._starts if each is group)
        entries = self._groups[group]
        index = bisect_left(entries, (key, number))
        return start + 1 + (len(entries) - 1 - index if self.is_reversed else index)

    def group_of(self, number: int) -> Group:
        """The group in which an order stands: where it was put, not where it now belongs."""
        return self._places[number][0]

    def stands_at(self, number: int, stand: Stand) -> bool:
        """The order stands where it belongs."""
        return self._places.get(number) == (stand.group, stand.key)

    def place(self, number: int, group: Group, key: Key) -> None:
        """Put an order where it belongs, wherever it was before."""
        self._take(number)
        insort(self._groups[group], (key, number))
        self._places[number] = (group, key)
        self._measure()

    def remove(self, number: int) -> None:
        """Take an order out, if it is there."""
        if self._take(number):
            self._measure()

    def _take(self, number: int) -> bool:
        place = self._places.pop(number, None)
        if place is None:
            return False
        group, key = place
        del self._groups[group][bisect_left(self._groups[group], (key, number))]
        return True

    def only(self, keep: Callable[[int], bool]) -> Arrangement:
        """The same order, with only some of the numbers."""
        part = Arrangement(is_spaced=self._is_spaced, is_reversed=self.is_reversed)
        for group in Group:
            # A copy: this may run on a worker while somebody else's change is put in its place.
            part._groups[group] = kept = [entry for entry in self._groups[group][:] if keep(entry[1])]
            part._places.update((number, (group, key)) for key, number in kept)
        part._measure()
        return part

    def near(self, line: int, step: int) -> int | None:
        """The first order from a line on, downwards or upwards."""
        while 0 <= line < self.line_count:
            found = self.at(line)
            if isinstance(found, int):
                return found
            line += step
        return None
