"""How many watched orders are there in each segment, and how much work is that? Counted once for all rules that ask.

Anew, as many as a condition has are counted by meeting its set of places with that of each segment; from then on only
those are looked at that came and went.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from operator import attrgetter
from typing import Any, assert_never

from wom_tui.domain.alert import OFFICE
from wom_tui.domain.alert_rule import By
from wom_tui.domain.bitset import bits_at, places_in
from wom_tui.queries.orders import OrderRow
from wom_tui.queries.watched_terms import Change, Condition

FEW = 64  # segments at most that have a set of places each: 12 kB at 100,000 orders
_NOBODY = "none"  # as a filter says it


@dataclass(eq=False)
class Segments:
    """The segment that the order in each place counts for, by one way to divide them.

    Attributes:
        subjects: by place: `territory:West`; of dead places what they were.
        sets: the places of each, as long as there are few.
    """

    by: By
    subjects: list[str] = field(default_factory=list)
    sets: dict[str, int] | None = field(default_factory=dict)

    def read(self, rows: Sequence[OrderRow | None], customers: Sequence[int | None]) -> None:
        """Read those that have come since."""
        first = len(self.subjects)
        if first == len(rows):
            return
        new = rows[first:]
        read = _reader(self.by)
        of = customers[first:] if read is None else [None if row is None else read(row) for row in new]
        said = {one: f"{self.by.value}:{one or _NOBODY}" for one in set(of)}
        self.subjects += [said[one] for one in of]
        if self.sets is not None:
            self.sets = self._with_new(self.sets, first)

    def _with_new(self, sets: dict[str, int], first: int) -> dict[str, int] | None:
        places: dict[str, list[int]] = {}
        for place, subject in enumerate(self.subjects[first:], start=first):
            places.setdefault(subject, []).append(place)
        if len(sets.keys() | places.keys()) > FEW:
            return None
        return sets | {subject: sets.get(subject, 0) | bits_at(found) for subject, found in places.items()}

    def counts(self, bits: int) -> dict[str, int]:
        """How many of these places are in each; segments with none are left out."""
        if not bits:
            return {}
        if self.sets is None:
            return Counter(map(self.subjects.__getitem__, places_in(bits)))
        met = ((subject, (bits & places).bit_count()) for subject, places in self.sets.items())
        return {subject: count for subject, count in met if count}


def _reader(by: By) -> Callable[[OrderRow], Any] | None:
    """What tells a row's segment; None where rows do not tell it."""
    match by:
        case By.TERRITORY:
            return attrgetter("territory")
        case By.TYPE:
            return attrgetter("work_type")
        case By.PRIORITY:
            return attrgetter("priority")
        case By.TECHNICIAN:
            return attrgetter("technician")
        case By.CUSTOMER:
            return None
        case _ as never:
            assert_never(never)


@dataclass(eq=False)
class Tally:
    """Orders that meet a condition, and minutes of work, by subject.

    Attributes:
        segments: None where nothing divides them: all count for the office.
        length: of the work in each place, where that is wanted.
        touched: the subjects whose figures may be others since the look before.
    """

    condition: Condition
    segments: Segments | None
    length: Sequence[int] | None
    orders: dict[str, int] = field(default_factory=dict)
    minutes: dict[str, int] = field(default_factory=dict)
    touched: set[str] = field(default_factory=set)

    def look(self, changes: Mapping[Condition, Change]) -> None:
        """Count what came and went."""
        change = changes.get(self.condition)
        if change is None:
            self.touched = set()
        elif change.is_anew:
            before = self.orders.keys()
            self._count(self.condition.bits)
            self.touched = before | self.orders.keys()
        else:
            self.touched = self._add(change.joined, 1) | self._add(change.left, -1)

    def _count(self, bits: int) -> None:
        if self.segments is not None:
            self.orders = self.segments.counts(bits)
        else:
            self.orders = {OFFICE: bits.bit_count()} if bits else {}
        self.minutes.clear()
        for place in places_in(bits) if self.length is not None else ():
            self._work(place, 1)

    def _add(self, places: Iterable[int], sign: int) -> set[str]:
        touched = set()
        for place in places:
            subject = self._subject(place)
            touched.add(subject)
            self.orders[subject] = self.orders.get(subject, 0) + sign
            self._work(place, sign)
        return touched

    def _work(self, place: int, sign: int) -> None:
        if self.length is not None:
            subject = self._subject(place)
            self.minutes[subject] = self.minutes.get(subject, 0) + sign * self.length[place]

    def _subject(self, place: int) -> str:
        return OFFICE if self.segments is None else self.segments.subjects[place]
