"""Which of the watched orders meet one term, and which one condition? A term is asked once for all that have it.

Ten thousand rules share a few hundred terms. The answer to each is kept as a set of places (`domain/bitset`), and a
condition is the meeting of its terms' sets.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import cached_property
from itertools import islice
from operator import attrgetter, itemgetter
from typing import Any

from wom_tui.domain.bitset import bits_alike, bits_at, bits_of, places_in
from wom_tui.domain.filter import parse_filter
from wom_tui.domain.order_clock import SlaRules
from wom_tui.domain.rule import OrderClock, Timer
from wom_tui.queries.order_moments import moment_of
from wom_tui.queries.orders import OPEN, OrderRow

Rows = Sequence[OrderRow | None]
Test = Callable[[OrderRow], bool]
_OPEN = frozenset(status.value for status in OPEN)


@dataclass(frozen=True)
class Columns:
    """The orders of one look, field by field: what one term has read the next need not read again."""

    rows: Rows
    _known: dict[tuple[str, int], list[Any]] = field(default_factory=dict)

    def bits(self, test: Test, name: str | None, first: int = 0) -> int:
        """The places, counted from one on, of the orders that meet a test.

        Args:
            name: the field by which it goes, where that is one: of all that are alike there, one is asked.
        """
        rows = self.rows[first:] if first else self.rows
        if name is None:
            return bits_of(rows, test)
        if (name, first) not in self._known:
            read = attrgetter(name)
            self._known[name, first] = [_GONE if row is None else read(row) for row in rows]
        return bits_alike(rows, self._known[name, first], test)


_GONE = object()  # instead of a value: nobody is in that place


@dataclass(eq=False)
class Term:
    """One term of a filter, and the places of the orders that meet it.

    Attributes:
        is_timed: it may mean other orders as time goes by.
        minute: as of which it was asked; `seen` so many places have been.
        error: why it cannot be asked: the matter of the rules that have it.
    """

    text: str
    is_timed: bool = False
    minute: datetime | None = None
    seen: int = 0
    bits: int = 0
    error: Exception | None = None
    _test: Test = field(default=lambda row: row.status in _OPEN)
    _field: str | None = "status"

    def ask_all(self, columns: Columns, now: datetime, zone: str) -> None:
        """Ask every order, as of a minute."""
        self.minute, self.error, self.bits = now, None, 0
        try:
            if self.text:
                meant = parse_filter(self.text, now=now, zone=zone)
                self.is_timed, self._test, self._field = meant.is_timed, meant.matches, meant.field
            self.bits = columns.bits(self._test, self._field)
        except Exception as error:  # noqa: BLE001  a term's bug is told to its rules, and stops no other
            self.error = error
        self.seen = len(columns.rows)

    def ask_new(self, columns: Columns) -> None:
        """Ask those that have come since, as of the same minute as the others."""
        if self.error is None:
            self.bits |= columns.bits(self._test, self._field, self.seen) << self.seen
        self.seen = len(columns.rows)


@dataclass(eq=False)
class Face:
    """One clock of every order, for all timers that go by it.

    Attributes:
        moments: by place; `sorted` the same in the order of time.
        seen: so many places have been read.
    """

    clock: OrderClock
    share: float
    rules: SlaRules
    moments: dict[int, datetime] = field(default_factory=dict)
    sorted: list[tuple[datetime, int]] = field(default_factory=list)
    seen: int = 0
    _come: list[int] = field(default_factory=list)  # all that have a moment, in the order of their places
    _until: list[int] = field(default_factory=list)  # sets of the first so many of `sorted`, step by step

    def read(self, rows: Rows, now: datetime) -> None:
        """Read the clocks of the orders that have come since."""
        found = []
        for place in range(self.seen, len(rows)):
            row = rows[place]
            at = moment_of(row, self.clock, self.share, self.rules, now) if row is not None else None
            if at is not None:
                found.append((at, place))
        self.moments |= {place: at for at, place in found}
        self._come += [place for _, place in found]
        if found:
            self.sorted = sorted([*self.sorted, *found])
            self._until.clear()
        self.seen = len(rows)

    def between(self, after: datetime, until: datetime) -> Iterator[int]:
        """The places whose moment came after one time and up to another."""
        first = bisect_right(self.sorted, after, key=_AT)
        for at, place in islice(self.sorted, first, None):
            if at > until:
                break
            yield place

    def come_since(self, place: int) -> Sequence[int]:
        """Those from a place on that have a moment."""
        return self._come[bisect_left(self._come, place) :]

    def by(self, until: datetime) -> int:
        """The places whose moment has come by then: put together from what all timers share."""
        count = bisect_right(self.sorted, until, key=_AT)
        whole = count // _STEP
        while len(self._until) <= whole:
            done = len(self._until) * _STEP
            last = self.sorted[max(0, done - _STEP) : done]
            self._until.append((self._until[-1] if self._until else 0) | bits_at(place for _, place in last))
        return self._until[whole] | bits_at(place for _, place in self.sorted[whole * _STEP : count])


_STEP = 1_000  # moments: a set of all before them is kept
_AT = itemgetter(0)
_EVER = datetime.min.replace(tzinfo=UTC)


@dataclass(eq=False)
class Gate:
    """A timer: the places of the orders whose clock has come so far."""

    timer: Timer
    face: Face
    bits: int = 0
    until: datetime = _EVER
    seen: int = 0

    def open(self, rows: Rows, now: datetime) -> bool:
        """Let through what has come by now; answers whether that is anything else than before."""
        if self.face.seen < len(rows):
            self.face.read(rows, now)
        before, until = self.bits, now - self.timer.offset
        if until < self.until or self.until == _EVER:  # the clock was set back, or nobody has looked
            self.bits = self.face.by(until)
        else:
            moments = self.face.moments
            come = list(self.face.between(self.until, until)) if until > self.until else []
            come += [place for place in self.face.come_since(self.seen) if moments[place] <= until]
            if come:
                self.bits |= bits_at(come)
        self.until, self.seen = until, len(rows)
        return self.bits != before


@dataclass(frozen=True)
class Change:
    """What has become of a condition: places that meet it now, and places that do not any more.

    Attributes:
        joined_bits, left_bits: as sets; who only counts them need not know each.
        is_anew: all that was known before is void; what has joined is everything that meets it.
    """

    joined_bits: int
    left_bits: int
    is_anew: bool = False

    @cached_property
    def joined(self) -> tuple[int, ...]:
        """The places that meet it now."""
        return tuple(places_in(self.joined_bits))

    @cached_property
    def left(self) -> tuple[int, ...]:
        """The places that do not any more."""
        return tuple(places_in(self.left_bits))


@dataclass(eq=False)
class Condition:
    """What a rule asks of an order: every term, and that its timer has come so far."""

    terms: tuple[Term, ...]
    gate: Gate | None = None
    bits: int = 0
    is_new: bool = True

    @property
    def error(self) -> Exception | None:
        """Why it cannot be asked."""
        return next((term.error for term in self.terms if term.error is not None), None)

    def look(self, alive: int) -> Change | None:
        """What has become of it since the last look; None where nothing has."""
        bits = alive
        for term in self.terms:
            bits &= term.bits
        if self.gate is not None:
            bits &= self.gate.bits
        was_new, self.is_new = self.is_new, False
        if was_new:
            self.bits = bits
            return Change(bits, 0, is_anew=True)
        if bits == self.bits:
            return None
        other, self.bits = bits ^ self.bits, bits
        return Change(other & bits, other & ~bits)
