"""Which of the watched orders meet one term, and which one condition? A term is asked once for all that have it.

Ten thousand rules share a few hundred terms. The answer to each is kept as a set of places (`domain/bitset`), and a
condition is the meeting of its terms' sets.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from wom_tui.domain.bitset import bits_at, bits_of, places_in
from wom_tui.domain.filter import parse_filter
from wom_tui.domain.order_clock import SlaRules
from wom_tui.domain.rule import Timer
from wom_tui.queries.order_moments import moment_of
from wom_tui.queries.orders import OPEN, OrderRow

Rows = Sequence[OrderRow | None]
Test = Callable[[OrderRow], bool]
_OPEN = frozenset(status.value for status in OPEN)


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

    def ask_all(self, rows: Rows, now: datetime, zone: str) -> None:
        """Ask every order, as of a minute."""
        self.minute, self.error, self.bits = now, None, 0
        try:
            if self.text:
                meant = parse_filter(self.text, now=now, zone=zone)
                self.is_timed, self._test = meant.is_timed, meant.matches
            self.bits = bits_of(rows, self._test)
        except Exception as error:  # noqa: BLE001  a term's bug is told to its rules, and stops no other
            self.error = error
        self.seen = len(rows)

    def ask_new(self, rows: Rows) -> None:
        """Ask those that have come since, as of the same minute as the others."""
        if self.error is None:
            self.bits |= bits_of(rows[self.seen :], self._test) << self.seen
        self.seen = len(rows)


@dataclass(eq=False)
class Gate:
    """A timer: the orders whose clock has come so far. A moment is found once for each place, where anybody asks."""

    timer: Timer
    rules: SlaRules
    moments: dict[int, datetime | None] = field(default_factory=dict)

    def come(self, bits: int, rows: Rows, now: datetime) -> int:
        """Those of the places whose moment has come."""
        until = now - self.timer.offset
        come = []
        for place in places_in(bits):
            if place not in self.moments:
                self.moments[place] = self._moment(rows[place], now)
            at = self.moments[place]
            if at is not None and at <= until:
                come.append(place)
        return bits_at(come)

    def _moment(self, row: OrderRow | None, now: datetime) -> datetime | None:
        timer = self.timer
        return None if row is None else moment_of(row, timer.clock, timer.share, self.rules, now)


@dataclass(frozen=True)
class Change:
    """What has become of a condition: places that meet it now, and places that do not any more.

    Attributes:
        is_anew: all that was known before is void; `joined` is everything that meets it.
    """

    joined: tuple[int, ...]
    left: tuple[int, ...]
    is_anew: bool = False


@dataclass(eq=False)
class Condition:
    """What a rule asks of an order: every term, and that its timer has come so far."""

    terms: tuple[Term, ...]
    gate: Gate | None = None
    bits: int = 0
    is_new: bool = True
    _gated: tuple[datetime | None, int, int] = (
        None,
        0,
        0,
    )  # as of when, what was asked of the gate, what had come

    @property
    def error(self) -> Exception | None:
        """Why it cannot be asked."""
        return next((term.error for term in self.terms if term.error is not None), None)

    def look(self, alive: int, rows: Rows, now: datetime) -> Change | None:
        """What has become of it since the last look; None where nothing has."""
        bits = alive
        for term in self.terms:
            bits &= term.bits
        if self.gate is not None and bits:
            bits = self._narrowed(self.gate, bits, rows, now)
        was_new, self.is_new = self.is_new, False
        if was_new:
            self.bits = bits
            return Change(tuple(places_in(bits)), (), is_anew=True)
        if bits == self.bits:
            return None
        other, self.bits = bits ^ self.bits, bits
        return Change(tuple(places_in(other & bits)), tuple(places_in(other & ~bits)))

    def _narrowed(self, gate: Gate, bits: int, rows: Rows, now: datetime) -> int:
        """Those that the timer lets through; in the same minute only what is new is asked."""
        at, asked, come = self._gated
        come = (
            (come & bits) | gate.come(bits & ~asked, rows, now) if at == now else gate.come(bits, rows, now)
        )
        self._gated = now, bits, come
        return come
