"""Which of the watched orders meet one term, and which one condition? A term is asked once for all that have it.

Ten thousand rules share a few hundred terms. The answer to each is kept as a set of places (`domain/bitset`), and a
condition is the meeting of its terms' sets.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import cached_property

from wom_tui.domain.bitset import bits_at, places_in
from wom_tui.domain.filter import parse_filter
from wom_tui.domain.order_clock import SlaRules
from wom_tui.domain.rule import OrderClock, Timer
from wom_tui.queries.order_moments import moment_of
from wom_tui.queries.orders import OPEN
from wom_tui.queries.watched_columns import Columns, Moments, Rows, Test

_OPEN = frozenset(status.value for status in OPEN)


@dataclass(eq=False)
class Term:
    """One term of a filter, and the places of the orders that meet it.

    Attributes:
        is_timed: it may mean other orders as time goes by.
        minute: as of which it was asked; `seen` so many places have been.
        turns: so many times all places have been asked anew.
        error: why it cannot be asked: the matter of the rules that have it.
    """

    text: str
    is_timed: bool = False
    minute: datetime | None = None
    seen: int = 0
    turns: int = 0
    bits: int = 0
    error: Exception | None = None
    _test: Test = field(default=lambda row: row.status in _OPEN)
    _column: str | None = "status"

    def ask_all(self, rows: Rows, columns: Columns, now: datetime, zone: str) -> None:
        """Ask every order, as of a minute."""
        self.minute, self.error, self.bits = now, None, 0
        self.turns += 1
        try:
            meant = parse_filter(self.text, now=now, zone=zone) if self.text else None
            if meant is not None:
                self.is_timed, self._test, self._column = meant.is_timed, meant.matches, meant.column
            if meant is not None and meant.between is not None:
                self.bits = columns.inside(rows, meant.between)
            else:
                self.bits = columns.bits(rows, self._test, self._column)
        except Exception as error:  # noqa: BLE001  a term's bug is told to its rules, and stops no other
            self.error = error
        self.seen = len(rows)

    def ask_new(self, rows: Rows, columns: Columns) -> None:
        """Ask those that have come since, as of the same minute as the others."""
        if self.error is None:
            self.bits |= columns.bits(rows, self._test, self._column, self.seen) << self.seen
        self.seen = len(rows)


@dataclass(eq=False)
class Face:
    """One clock of every order, for all timers that go by it.

    Attributes:
        at: by place, in the order of places; `moments` the same in the order of time.
    """

    clock: OrderClock
    share: float
    rules: SlaRules
    at: dict[int, datetime] = field(default_factory=dict)
    moments: Moments = field(default_factory=Moments)
    _come: list[int] = field(default_factory=list)  # the keys of `at`

    def read(self, rows: Rows, now: datetime) -> None:
        """Read the clocks of the orders that have come since."""
        found = []
        for place in range(self.moments.seen, len(rows)):
            row = rows[place]
            at = moment_of(row, self.clock, self.share, self.rules, now) if row is not None else None
            if at is not None:
                found.append((at, place))
        self.at |= {place: at for at, place in found}
        self._come += [place for _, place in found]
        self.moments.read(len(rows), found)

    def come_since(self, place: int) -> Sequence[int]:
        """Those from a place on that have a moment."""
        return self._come[bisect_left(self._come, place) :]


_EVER = datetime.min.replace(tzinfo=UTC)


@dataclass(eq=False)
class Gate:
    """A timer: the places of the orders whose clock has come so far.

    Attributes:
        turns: so many times its moment has moved on.
    """

    timer: Timer
    face: Face
    bits: int = 0
    until: datetime = _EVER
    seen: int = 0
    turns: int = 0

    def open(self, rows: Rows, now: datetime) -> bool:
        """Let through what has come by now; answers whether that is anything else than before."""
        if self.face.moments.seen < len(rows):
            self.face.read(rows, now)
        before, until = self.bits, now - self.timer.offset
        self.turns += until != self.until
        if until < self.until or self.until == _EVER:  # the clock was set back, or nobody has looked
            self.bits = self.face.moments.by(until)
        else:
            come = list(self.face.moments.between(self.until, until)) if until > self.until else []
            come += [place for place in self.face.come_since(self.seen) if self.face.at[place] <= until]
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
    _seen: int = 0  # so many places, as of so many turns of what it is made of
    _turns: int = 0

    @property
    def error(self) -> Exception | None:
        """Why it cannot be asked."""
        return next((term.error for term in self.terms if term.error is not None), None)

    def look(self, alive: int, gone: int, places: int) -> Change | None:
        """What has become of it since the last look; None where nothing has.

        Args:
            alive: the places where an order is, of so many; `gone` those where none is since the last look.
        """
        parts: tuple[Term | Gate, ...] = self.terms if self.gate is None else (*self.terms, self.gate)
        turns = sum(part.turns for part in parts)
        is_anew, first = self.is_new or turns != self._turns, self._seen
        self._seen, self._turns = places, turns
        return self._ask_all(parts, alive) if is_anew else self._ask_new(parts, alive, gone, first)

    def _ask_all(self, parts: tuple[Term | Gate, ...], alive: int) -> Change | None:
        bits = alive
        for part in parts:
            bits &= part.bits
        was_new, self.is_new = self.is_new, False
        if was_new:
            self.bits = bits
            return Change(bits, 0, is_anew=True)
        if bits == self.bits:
            return None
        other, self.bits = bits ^ self.bits, bits
        return Change(other & bits, other & ~bits)

    def _ask_new(self, parts: tuple[Term | Gate, ...], alive: int, gone: int, first: int) -> Change | None:
        """Orders have come, or gone: what is known of all others holds, and there may be a hundred thousand."""
        come, left = alive >> first, self.bits & gone
        for part in parts:
            come &= part.bits >> first
        if not (come or left):
            return None
        joined = come << first
        self.bits ^= left | joined
        return Change(joined, left)
