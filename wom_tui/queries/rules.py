"""Which rules are there, what has come due, and for which orders?"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from functools import cached_property
from typing import Any

from wom_tui.domain.alert import Alert
from wom_tui.domain.event import Event
from wom_tui.domain.event_kinds import kinds_of
from wom_tui.domain.filter import Filter, parse_filter
from wom_tui.domain.order_clock import SlaRules
from wom_tui.domain.rule import ACTOR, DOOR, Daily, Definition, Every, Mark, OrderClock, Outcome, Rule, Timer
from wom_tui.domain.rule_times import last_moment
from wom_tui.domain.states import COMING
from wom_tui.domain.visit import LIVE, Visit, VisitStatus
from wom_tui.domain.work_order import OrderStatus, WorkOrder
from wom_tui.queries.names import Names, read_names
from wom_tui.queries.narrowing import numbers_that_may
from wom_tui.queries.order_moments import moment_of
from wom_tui.queries.orders import OPEN, PLACES, OrderRow, order_rows
from wom_tui.queries.repair_answers import answers_to
from wom_tui.store import journal, office, receipts, rule_state
from wom_tui.store.codec import codec_of
from wom_tui.store.portions import portions
from wom_tui.store.reader import EITHER, Condition, Range, Reader
from wom_tui.store.rule_state import WAITS_AGAIN, Action
from wom_tui.store.rules import read_rules
from wom_tui.store.tables import FACTS

__all__ = ["WAITS_AGAIN", "Action"]  # a row of what rules did

MOST_EVENTS = 2_000  # looked at in one go; the others follow
MOST_NARROWED = 4  # conditions in one go for which the orders that may meet them are found first
DEEPEST = 20  # causes behind one another; further back nobody looks
_INSTANT = timedelta(microseconds=1)
_COLUMN = {
    OrderClock.OPENED: "opened_at",
    OrderClock.RESPOND_DUE: "respond_due_at",
    OrderClock.RESOLVE_DUE: "resolve_due_at",
    OrderClock.COMPLETED: "completed_at",
}
_OF_STATUS = {
    OrderClock.COMPLETED: frozenset({OrderStatus.COMPLETED}),
    OrderClock.HOLD_UNTIL: frozenset({OrderStatus.ON_HOLD}),
}
# Of which visits, and by which column: those that nobody has set out for, that are not over, that wait for an answer.
_OF_VISITS = {
    OrderClock.PLANNED_START: ("start_at", frozenset(s.value for s in COMING)),
    OrderClock.PLANNED_END: ("end_at", frozenset(s.value for s in LIVE)),
    OrderClock.DISPATCHED: ("dispatched_at", frozenset({VisitStatus.DISPATCHED.value})),
}

# The moments of these are found by an index; those of other clocks only by going through every open order.
FOUND_AT_ONCE = _COLUMN.keys() | _OF_VISITS.keys()


def all_rules(reader: Reader) -> list[Rule]:
    """The rules that the office has switched on at some time, by name."""
    return sorted(reader.select(Rule), key=lambda rule: rule.name)


class RulesKept:
    """The rules that are on, read again when one was changed: there may be thousands, and a look each second."""

    def __init__(self) -> None:
        self._rules: list[Rule] = []
        self._changes = 0  # every change of a rule counts its version up

    def on(self, view: View) -> list[Rule]:
        """Those that are on, by name."""
        versions = view.reader.rows(Rule, ("version",), is_withdrawn=EITHER)
        changes = sum(version for _, version in versions)
        if changes != self._changes:
            self._rules = [rule for rule in all_rules(view.reader) if rule.is_on]
            self._changes = changes
        return self._rules


def rules_on(reader: Reader) -> int:
    """How many rules there are to be run."""
    return reader.count(Rule, is_on=True)


def marks(reader: Reader) -> dict[int, Mark]:
    """How far the runner has come, by rule."""
    return rule_state.marks(reader)


def acted_since(reader: Reader, at: datetime) -> int:
    """How many firings had their turn since a moment of real time."""
    return rule_state.acted_since(reader, at)


def actions(reader: Reader, rule: str | None, limit: int, until: datetime | None = None) -> list[Action]:
    """What rules have done, or one of them, the last first.

    With what of it was taken back, what changed nothing, and what was said to what was proposed.

    Args:
        until: what had come due, and was taken back, by a moment of business time.
    """
    found = rule_state.actions(reader, rule, limit, until)
    done = [one.command_id for one in found if one.outcome is Outcome.DONE]
    proposed = [one.command_id for one in found if one.outcome is Outcome.PROPOSED]
    undone = receipts.taken_back(reader.connection, [*done, *proposed], until)
    empty = receipts.without_events(reader.connection, done)
    told = answers_to(reader, proposed, until)
    return [
        one
        if one.outcome not in (Outcome.DONE, Outcome.PROPOSED)
        else replace(
            one,
            undone=undone.get(one.command_id),
            is_empty=one.command_id in empty,
            answer=told.get(one.command_id) if one.outcome is Outcome.PROPOSED else None,
        )
        for one in found
    ]


@dataclass(frozen=True, kw_only=True)
class RuleRow:
    """A rule, and what came of it.

    Attributes:
        done: how often it changed something; `last_at` when the last time was.
        held: orders that wait, because so much was done in this minute already.
        failures: attempts in a row that raised.
    """

    rule: Rule
    done: int = 0
    last_at: datetime | None = None
    held: int = 0
    failures: int = 0


def rule_rows(reader: Reader) -> list[RuleRow]:
    """The rules that the office has switched on at some time, by name."""
    done, known = rule_state.done_counts(reader), rule_state.marks(reader)
    found = []
    for rule in all_rules(reader):
        count, last_at = done.get(rule.name, (0, None))
        mark = known.get(rule.id)
        waits = (mark.held, mark.failures) if mark is not None and rule.is_on else (0, 0)
        found.append(RuleRow(rule=rule, done=count, last_at=last_at, held=waits[0], failures=waits[1]))
    return found


@dataclass(frozen=True)
class Happened:
    """Events after a number, and the orders behind them.

    Attributes:
        until: the last number that was looked at.
    """

    events: Sequence[Event]
    until: int
    _reader: Reader = field(repr=False, compare=False)
    _of_kinds: dict[frozenset[str], list[tuple[int, Event]]] = field(
        default_factory=dict, repr=False, compare=False
    )

    @cached_property
    def orders(self) -> dict[str, int]:
        """The order behind each subject. Read when they are asked for: repairs and plans only want the events."""
        return orders_behind(self._reader, self.events)

    @cached_property
    def _by_kind(self) -> dict[str, list[tuple[int, Event]]]:
        found: dict[str, list[tuple[int, Event]]] = {}
        for event in self.events:
            if event.subject in self.orders:
                for kind in kinds_of(event):
                    found.setdefault(kind, []).append((self.orders[event.subject], event))
        return found

    def of_kinds(self, kinds: frozenset[str]) -> list[tuple[int, Event]]:
        """The events of these kinds that are about an order, with its number: there may be thousands of rules."""
        if kinds not in self._of_kinds:
            # An event may be of two kinds, and counts once.
            mine = {pair[1].seq: pair for kind in kinds for pair in self._by_kind.get(kind, ())}
            self._of_kinds[kinds] = [mine[seq] for seq in sorted(mine)]
        return self._of_kinds[kinds]


class View:
    """What is there at one moment, for all rules of a tick: what one has read the next need not read again."""

    def __init__(self, reader: Reader) -> None:
        self.reader = reader
        self._happened: dict[int, Happened] = {}
        # With whether they tell where the orders are.
        self._open: dict[frozenset[OrderStatus], tuple[bool, list[OrderRow]]] = {}
        self._narrowed: Counter[frozenset[OrderStatus]] = Counter()
        self._timed: dict[tuple[Any, ...], dict[int, datetime]] = {}
        self._of: dict[frozenset[int], list[OrderRow]] = {}
        self._last: dict[tuple[Every | Daily, datetime], datetime | None] = {}

    @cached_property
    def zone(self) -> str:
        """The office's."""
        return office.read(self.reader.connection).zone

    @cached_property
    def _names(self) -> Names:
        return read_names(self.reader)

    def last_moment(self, trigger: Every | Daily, now: datetime) -> datetime | None:
        """The last one of a trigger up to now."""
        if (trigger, now) not in self._last:
            self._last[trigger, now] = last_moment(trigger, now, self.zone)
        return self._last[trigger, now]

    def seq_before(self, at: datetime) -> int:
        """The last event before a moment of business time."""
        return journal.seq_before(self.reader.connection, at, is_business=True)

    @cached_property
    def last_seq(self) -> int:
        """The last event there is."""
        return journal.count(self.reader.connection)

    def standing_alerts(self, numbers: Collection[int] | None = None) -> tuple[Alert, ...]:
        """Alerts whose condition has not ended, also such as were taken back; of these, or all."""
        where: dict[str, Condition] = {"ended_at": None, "is_withdrawn": EITHER}
        if numbers is None:
            return self.reader.select(Alert, **where)
        return tuple(self.reader.among(Alert, "id", numbers, **where))

    def pending(self) -> dict[tuple[int, str], datetime]:
        """Since when conditions have held that have to hold longer: by rule and subject."""
        return rule_state.pending(self.reader)

    def happened(self, since: int) -> Happened:
        """What happened after an event."""
        if since not in self._happened:
            events = list(journal.events(self.reader.connection, since=since, limit=MOST_EVENTS))
            until = events[-1].seq if events else since
            self._happened[since] = Happened(events, until, self.reader)
        return self._happened[since]

    def meeting(self, condition: Filter, numbers: Iterable[int] | None = None) -> list[int]:
        """The orders that meet a condition, sorted; of these, or of all that are open or in the states it names."""
        if numbers is not None:
            rows = self._all_of(frozenset(numbers))
        else:
            named = condition.only("status")
            status = OPEN if named is None else frozenset(map(OrderStatus, named))
            rows = self._all_that_may(condition, status)
        return sorted(row.number for row in condition.apply(rows))

    def timed(
        self, trigger: Timer, after: datetime, until: datetime, among: frozenset[int] | None = None
    ) -> dict[int, datetime]:
        """Orders whose clock shows a moment after one and up to another; of some of them only, if wanted.

        Of open orders; with the clock of their completion, of those that are completed and not closed.
        """
        key = trigger.clock, trigger.share, after, until, among
        if key not in self._timed:
            self._timed[key] = dict(
                self._ask_timed(trigger, Range(after + _INSTANT, until + _INSTANT), among)
            )
        return self._timed[key]

    def _ask_timed(
        self, trigger: Timer, inside: Range, among: frozenset[int] | None
    ) -> Iterator[tuple[int, datetime]]:
        clock, status = trigger.clock, _OF_STATUS.get(trigger.clock, OPEN)
        if column := _COLUMN.get(clock):
            for where in _among("id", among):
                yield from self.reader.rows(WorkOrder, (column,), status=status, **{column: inside}, **where)
        elif clock in _OF_VISITS:
            yield from self._of_visits(clock, inside, among).items()
        else:
            for row in self._rows_for(status, among):
                at = moment_of(row, clock, trigger.share, self._sla_rules, inside.high)
                if at is not None and inside.holds(at):
                    yield row.number, at

    @cached_property
    def _sla_rules(self) -> SlaRules:
        return read_rules(self.reader)

    def _rows_for(self, status: frozenset[OrderStatus], among: frozenset[int] | None) -> Iterable[OrderRow]:
        if among is None:
            return self._all_in(status)
        return [row for row in self._all_of(among) if OrderStatus(row.status) in status]

    def _all_that_may(self, condition: Filter, status: frozenset[OrderStatus]) -> list[OrderRow]:
        """Those that are left by what a few columns say; where many rules ask, all, for they are read but once."""
        with_places = not PLACES.isdisjoint(condition.fields)
        if not self._has_read(status, with_places=with_places) and self._narrowed[status] < MOST_NARROWED:
            self._narrowed[status] += 1
            numbers = numbers_that_may(self.reader, condition, status)
            if numbers is not None:
                return self._all_of(numbers)
        return self._all_in(status, with_places=with_places)

    def _all_of(self, numbers: frozenset[int]) -> list[OrderRow]:
        if numbers not in self._of:
            parts = portions(sorted(numbers))
            self._of[numbers] = [
                row for part in parts for row in order_rows(self.reader, self._names, ids=part)
            ]
        return self._of[numbers]

    def _all_in(self, status: frozenset[OrderStatus], *, with_places: bool = False) -> list[OrderRow]:
        if not self._has_read(status, with_places=with_places):
            rows = order_rows(
                self.reader, self._names, status=status, is_passing=True, with_places=with_places
            )
            self._open[status] = with_places, rows
        return self._open[status][1]

    def _has_read(self, status: frozenset[OrderStatus], *, with_places: bool) -> bool:
        return status in self._open and self._open[status][0] >= with_places

    def _of_visits(
        self, clock: OrderClock, inside: Range, among: frozenset[int] | None
    ) -> dict[int, datetime]:
        """By the first visit of an order whose moment is inside, and that is still in the state that counts."""
        column, states = _OF_VISITS[clock]
        found: dict[int, datetime] = {}
        for where in _among("order_id", among):
            asked = self.reader.rows(Visit, ("order_id", column), status=states, **{column: inside}, **where)
            for _, number, at in asked:
                found[number] = min(at, found.get(number, at))
        return found

    def seen_to(self, keys: Iterable[str]) -> frozenset[str]:
        """Those of the firings' keys that have had their act."""
        return rule_state.seen_to(self.reader, keys)


def condition_of(definition: Definition, view: View, now: datetime) -> Filter:
    """The rule's condition as it means it now."""
    return parse_filter(definition.condition, now=now, zone=view.zone)


def _among(field: str, numbers: frozenset[int] | None) -> Iterator[dict[str, Condition]]:
    """Conditions for these numbers, however many they are; where all are meant, one that leaves nothing out."""
    if numbers is None:
        yield {}
        return
    for portion in portions(sorted(numbers)):
        yield {field: frozenset(portion)}


def causes_of(reader: Reader, seq: int | None) -> list[str]:
    """The rules that have led to an event, the last first, as far back as rules have caused one another."""
    found: list[str] = []
    while seq is not None and len(found) < DEEPEST:
        event = next(journal.events(reader.connection, since=seq - 1, limit=1), None)
        if event is None or event.door != DOOR:
            break
        found.append(event.actor.removeprefix(ACTOR))
        seq = event.cause
    return found


def orders_behind(reader: Reader, events: Iterable[Event]) -> dict[str, int]:
    """The order that each subject of some events is about; subjects of none are left out."""
    found: dict[str, int] = {}
    unknown: dict[str, set[int]] = {}
    for event in events:
        if event.noun == WorkOrder.noun:
            found[event.subject] = event.subject_id
        elif isinstance(number := event.after.get("order_id"), int):
            found[event.subject] = number
        elif event.noun in FACTS and "order_id" in codec_of(FACTS[event.noun]).by_name:
            unknown.setdefault(event.noun, set()).add(event.subject_id)
    for noun, ids in unknown.items():
        rows = reader.rows_among(FACTS[noun], ("order_id",), "id", ids, is_withdrawn=EITHER)
        found |= {f"{noun}:{id}": number for id, number in rows if number is not None}
    return found


def still_meets(reader: Reader, definition: Definition, number: int, now: datetime) -> bool:
    """An order meets the rule's condition as things stand now."""
    return bool(condition_of(definition, View(reader), now).apply(order_rows(reader, ids=[number])))
