"""What differs between two moments, order by order: what came, what ended, what moved, what else changed?"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from operator import attrgetter

from wom_tui.domain.event import ids_in
from wom_tui.domain.visit import Visit
from wom_tui.domain.work_order import OrderStatus, WorkOrder
from wom_tui.queries.names import read_names
from wom_tui.queries.orders import OrderRow, order_rows
from wom_tui.store import journal
from wom_tui.store.past import reader_as_of
from wom_tui.store.reader import EITHER, Reader

# What is compared, in the order in which it is told.
FIELDS = ("technician_name", "planned_start_at", "state", "priority", "due_at")
_values = attrgetter(*FIELDS)
_MANY = 5_000  # orders; beyond, all are read at once


class Group(StrEnum):
    """What became of an order, the first that is true; in the order in which it is shown."""

    NEW = "new"
    REOPENED = "opened again"
    UNASSIGNED = "without technician now"
    ASSIGNED = "given to somebody"
    MOVED = "moved"
    CHANGED = "changed"
    DONE = "done"
    CANCELLED = "cancelled"
    GONE = "taken back"  # it was there, and its making was undone


@dataclass(frozen=True)
class Difference:
    """One order that is another than it was; None = it was not there, is not there."""

    number: int
    before: OrderRow | None
    after: OrderRow | None

    @property
    def row(self) -> OrderRow:
        """How it is called."""
        row = self.after or self.before
        assert row is not None
        return row

    @property
    def fields(self) -> tuple[str, ...]:
        """Those that differ; of an order that came or went away, none."""
        if self.before is None or self.after is None:
            return ()
        both = zip(FIELDS, _values(self.before), _values(self.after), strict=True)
        return tuple(name for name, was, is_ in both if was != is_)

    @property
    def group(self) -> Group:
        """What became of it."""
        before, after = self.before, self.after
        if after is None:
            return Group.GONE
        if not after.is_open and (before is None or before.is_open):
            return Group.CANCELLED if after.status == OrderStatus.CANCELLED.value else Group.DONE
        if before is None:
            return Group.NEW
        if after.is_open and not before.is_open:
            return Group.REOPENED
        return _booked(before, after)


def _booked(before: OrderRow, after: OrderRow) -> Group:
    if before.technician_name == after.technician_name:
        has_moved = after.technician_name and before.planned_start_at != after.planned_start_at
        return Group.MOVED if has_moved else Group.CHANGED
    if before.technician_name is None:
        return Group.ASSIGNED
    return Group.MOVED if after.technician_name else Group.UNASSIGNED


@dataclass(frozen=True)
class Differences:
    """All orders that differ, by group and number; `until` None = as things stand."""

    since: datetime
    until: datetime | None
    found: tuple[Difference, ...]

    def counts(self) -> dict[Group, int]:
        """How many of each kind there are, without those of which there are none."""
        counted = dict.fromkeys(Group, 0)
        for one in self.found:
            counted[one.group] += 1
        return {group: count for group, count in counted.items() if count}


def differences(reader: Reader, since: datetime, until: datetime | None, now: datetime) -> Differences:
    """What differs between two moments of business time; only what the journal tells of between them is read.

    Args:
        until: None = as the reader answers.
        now: as far as the journal is read then.
    """
    live = reader.stored
    numbers = _touched(live, since, until or now)
    names = read_names(live)
    wanted = numbers if len(numbers) <= _MANY else None

    def rows(at: Reader) -> dict[int, OrderRow]:
        found = order_rows(at, names, ids=wanted) if numbers else []
        return {row.number: row for row in found if row.number in numbers}

    before = rows(reader_as_of(live.connection, since))
    after = rows(reader if until is None else reader_as_of(live.connection, until))
    both = (Difference(number, before.get(number), after.get(number)) for number in numbers)
    places = {group: place for place, group in enumerate(Group)}
    found = [
        one for one in both if (one.before or one.after) and (not (one.before and one.after) or one.fields)
    ]
    return Differences(since, until, tuple(sorted(found, key=lambda one: (places[one.group], one.number))))


def _touched(reader: Reader, since: datetime, until: datetime) -> frozenset[int]:
    """The orders that something happened to, or to their visits."""
    subjects = {act.subject for act in journal.acts(reader.connection, since, until)}
    numbers = set(ids_in(subjects, WorkOrder.noun))
    visits = reader.among(Visit, "id", ids_in(subjects, Visit.noun), is_withdrawn=EITHER)
    return frozenset(numbers | {visit.order_id for visit in visits})
