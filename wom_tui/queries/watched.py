"""Which orders do alerts watch, and which of them meet what? Read once, and kept up with what happens.

Every order has a place. When it changes it gets a new one, and the old one is dead: what was known of a place holds as
long as the place does, and a count over places only has to look at those that came and went.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import datetime

from wom_tui.domain.alert_rule import By
from wom_tui.domain.bitset import bits_at
from wom_tui.domain.filter import Filter, filter_as_said
from wom_tui.domain.minutes import minute_of
from wom_tui.domain.order_clock import SlaRules
from wom_tui.domain.rule import OrderClock, Timer
from wom_tui.domain.work_order import OrderStatus, Requirement, WorkOrder
from wom_tui.queries.names import Names, read_names
from wom_tui.queries.orders import OPEN, OrderRow, order_rows
from wom_tui.queries.watched_columns import Columns
from wom_tui.queries.watched_tally import Segments, Tally
from wom_tui.queries.watched_terms import Change, Condition, Face, Gate, Term
from wom_tui.store import office
from wom_tui.store.portions import portions
from wom_tui.store.reader import Reader
from wom_tui.store.rules import read_rules

MOST_ASKED = 500_000  # orders times terms that speak of times, asked anew in one look; the others follow
USUAL_MIN = 60  # of work, where an order does not say


@dataclass
class Pool:
    """The orders that may be alerted of, in their places."""

    zone: str
    rules: SlaRules
    names: Names
    statuses: frozenset[OrderStatus]
    with_more: bool
    rows: list[OrderRow | None] = field(default_factory=list)
    minutes: list[int] = field(default_factory=list)  # of work
    customers: list[int | None] = field(default_factory=list)
    place_of: dict[int, int] = field(default_factory=dict)
    alive: int = 0
    _terms: dict[str, Term] = field(default_factory=dict)
    _conditions: dict[tuple[tuple[str, ...], Timer | None], Condition] = field(default_factory=dict)
    _gates: dict[Timer, Gate] = field(default_factory=dict)
    _faces: dict[tuple[OrderClock, float], Face] = field(default_factory=dict)
    _segments: dict[By, Segments] = field(default_factory=dict)
    _tallies: dict[tuple[Condition, By | None, bool], Tally] = field(default_factory=dict)
    _columns: Columns = field(default_factory=Columns)
    _dead: list[int] = field(default_factory=list)
    _has_gone: bool = False

    @staticmethod
    def read(reader: Reader, *, with_completed: bool, with_more: bool) -> Pool:
        """All of them, as they are now.

        Args:
            with_completed: those that are completed and not closed, too.
            with_more: how long each takes, and whose it is, as well.
        """
        pool = Pool.empty(reader, with_completed=with_completed, with_more=with_more)
        pool.take(reader, order_rows(reader, pool.names, status=pool.statuses))
        return pool

    @staticmethod
    def empty(reader: Reader, *, with_completed: bool, with_more: bool) -> Pool:
        """None of them yet: `numbers` says which to read, `update` reads them."""
        statuses = OPEN | {OrderStatus.COMPLETED} if with_completed else OPEN
        zone = office.read(reader.connection).zone
        return Pool(zone, read_rules(reader), read_names(reader), statuses, with_more)

    def numbers(self, reader: Reader) -> list[int]:
        """The orders that there are to be read."""
        return [number for (number,) in reader.rows(WorkOrder, (), status=self.statuses)]

    def condition(self, *filters: str, timer: Timer | None = None) -> Condition:
        """The condition that all these filters make; the same one for everybody who asks for the same."""
        parsed = [filter_as_said(text) for text in filters]
        texts = tuple(sorted({text for one in parsed for text in _texts(one, timer)}))
        key = texts, timer
        if key not in self._conditions:
            terms = tuple(self._terms.setdefault(text, Term(text)) for text in texts)
            self._conditions[key] = Condition(terms, self._gate(timer) if timer else None)
        return self._conditions[key]

    def tally(self, condition: Condition, by: By | None, *, has_minutes: bool = False) -> Tally:
        """How many orders meet a condition, by segment; the same one for everybody who asks for the same."""
        key = condition, by, has_minutes
        if key not in self._tallies:
            segments = self._segments.setdefault(by, Segments(by)) if by is not None else None
            self._tallies[key] = Tally(condition, segments, self.minutes if has_minutes else None)
        return self._tallies[key]

    def _gate(self, timer: Timer) -> Gate:
        """One for each timer, and one face for all that go by the same clock."""
        if timer not in self._gates:
            key = timer.clock, timer.share
            face = self._faces.setdefault(key, Face(timer.clock, timer.share, self.rules))
            self._gates[timer] = Gate(timer, face)
        return self._gates[timer]

    def update(self, reader: Reader, numbers: Iterable[int]) -> None:
        """Read orders again that have changed."""
        wanted = sorted(set(numbers))
        old = [self.place_of.pop(number) for number in wanted if number in self.place_of]
        self.alive &= ~bits_at(old)
        self._dead += old
        self._has_gone |= bool(old)
        for portion in portions(wanted):
            rows = order_rows(reader, self.names, ids=portion)
            self.take(reader, [row for row in rows if OrderStatus(row.status) in self.statuses])

    def take(self, reader: Reader, rows: list[OrderRow]) -> None:
        """Give these a place each."""
        minutes, customers = _more(reader, rows) if self.with_more else ({}, {})
        first = len(self.rows)
        for place, row in enumerate(rows, start=first):
            self.place_of[row.number] = place
            self.minutes.append(_work_min(row, minutes))
            self.customers.append(customers.get(row.number))
        self.rows += rows
        self.alive |= ((1 << len(rows)) - 1) << first

    def look(self, now: datetime) -> dict[Condition, Change]:
        """What has become of every condition since the last look; what speaks of times is asked once a minute."""
        minute = minute_of(now)
        has_changed = self._ask(minute)
        found: dict[Condition, Change] = {}
        gone, places = bits_at(self._dead), len(self.rows)
        for condition in self._conditions.values():
            if has_changed or condition.is_new:
                change = condition.look(self.alive, gone, places)
                if change is not None:
                    found[condition] = change
        for segments in self._segments.values():
            segments.read(self.rows, self.customers)
        for tally in self._tallies.values():
            tally.look(found)
        return found

    def _ask(self, minute: datetime) -> bool:
        """Ask what has to be asked; answers whether anything was, or orders have gone."""
        late: list[Term] = []
        has_changed, self._has_gone = self._has_gone, False
        for gate in self._gates.values():
            has_changed |= gate.open(self.rows, minute)
        for term in self._terms.values():
            if term.minute is None:
                term.ask_all(self.rows, self._columns, minute, self.zone)
            elif term.is_timed and term.minute != minute:
                late.append(term)
            if term.seen < len(self.rows):
                has_changed = True
                term.ask_new(self.rows, self._columns)
        late.sort(key=lambda term: abs(minute - (term.minute or minute)), reverse=True)
        for term in late[: max(1, MOST_ASKED // max(1, len(self.rows)))]:
            has_changed = True
            term.ask_all(self.rows, self._columns, minute, self.zone)
        self._columns.forget()
        return has_changed

    def read_names(self, reader: Reader) -> None:
        """Something is called as nothing was before."""
        self.names = replace(read_names(reader), sites=self.names.sites)

    def bury(self) -> None:
        """Let go of the orders in dead places, once everybody has seen that they are gone."""
        for place in self._dead:
            self.rows[place] = None
        self._dead.clear()

    @property
    def is_worn(self) -> bool:
        """So many places are dead that all should be read anew."""
        return len(self.rows) > 2 * len(self.place_of) + 1_000

    def row(self, place: int) -> OrderRow:
        """The order in a place that has not been buried."""
        row = self.rows[place]
        assert row is not None
        return row


def _texts(condition: Filter, timer: Timer | None) -> Iterator[str]:
    """Its terms, each as it is written; the empty one stands for "open", where no states are named."""
    yield from (condition.text[term.start : term.end] for term in condition.terms)
    if condition.only("status") is None and (timer is None or timer.clock is not OrderClock.COMPLETED):
        yield ""


def needs_completed(condition: str, timer: Timer | None) -> bool:
    """It may be about orders that are completed and not closed."""
    named = filter_as_said(condition).only("status") or frozenset()
    return OrderStatus.COMPLETED.value in named or (timer is not None and timer.clock is OrderClock.COMPLETED)


def _more(reader: Reader, rows: list[OrderRow]) -> tuple[dict[int, int], dict[int, int | None]]:
    """What rows do not tell: how long the work is to take, and whose order it is."""
    numbers = [row.number for row in rows]
    lengths = reader.rows_among(Requirement, ("order_id", "duration_min"), "order_id", numbers)
    minutes = {number: length for _, number, length in lengths if length}
    return minutes, dict(reader.rows_among(WorkOrder, ("customer_id",), "id", numbers))


def _work_min(row: OrderRow, minutes: dict[int, int]) -> int:
    """As long as its visit is planned; else as long as it takes."""
    if row.planned_start_at is not None and row.planned_end_at is not None:
        return round((row.planned_end_at - row.planned_start_at).total_seconds() / 60)
    return minutes.get(row.number, USUAL_MIN)
