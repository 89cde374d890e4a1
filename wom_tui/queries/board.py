"""Which orders does a board show first, and which have to be read again after somebody's act?"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from wom_tui.domain.attachment import Attachment
from wom_tui.domain.event import Event
from wom_tui.domain.feedback import Feedback
from wom_tui.domain.merge import original_of
from wom_tui.domain.message import Message
from wom_tui.domain.note import Note
from wom_tui.domain.part import Reservation
from wom_tui.domain.visit import Visit
from wom_tui.domain.work_order import Requirement, WorkOrder
from wom_tui.queries.names import NAMED
from wom_tui.queries.orders import OPEN
from wom_tui.store import journal
from wom_tui.store.attached import ATTACHED
from wom_tui.store.reader import EITHER, Reader

MANY_EVENTS = 2_000  # after more than this, reading everything again is cheaper
_DUE = ("respond_due_at", "resolve_due_at", "responded_at", "priority")


def urgent_numbers(reader: Reader, limit: int) -> list[int]:
    """Numbers of the open orders that are due first: a first screen, without reading the rest whole."""
    to_respond = reader.lowest(WorkOrder, "respond_due_at", limit, status=OPEN, responded_at=None)
    to_resolve = reader.lowest(WorkOrder, "resolve_due_at", limit, status=OPEN)
    rows = reader.rows(WorkOrder, _DUE, id=frozenset({*to_respond, *to_resolve}))
    return [number for *_, number in sorted(_urgency(*row) for row in rows)[:limit]]


def _urgency(
    number: int, respond: datetime | None, resolve: datetime | None, responded: datetime | None, priority: int
) -> tuple[float, int, int]:
    due = respond if respond and not responded else resolve
    return due.timestamp() if due else float("inf"), priority, number


@dataclass(frozen=True)
class Dirty:
    """What has to be read again.

    Attributes:
        seq: the last event that was seen.
        orders: numbers of the orders that changed, or whose visit, requirement, reservation, feedback, file or
            note did.
        subjects: all that changed, as `noun:id`.
        is_all: so much changed, or such names, that everything has to be read again.
        events: what happened; nothing where it is too much to look at one by one.
    """

    seq: int
    orders: frozenset[int]
    subjects: frozenset[str]
    is_all: bool = False
    events: tuple[Event, ...] = ()


def dirty_since(reader: Reader, seq: int, orders_of_visits: dict[int, int]) -> Dirty:
    """What changed after an event.

    Args:
        orders_of_visits: visit id → order, as far as the caller knows; new ones are added to it.
    """
    events = list(journal.events(reader.connection, since=seq, limit=MANY_EVENTS + 1))
    if not events:
        return Dirty(seq, frozenset(), frozenset())
    if len(events) > MANY_EVENTS:
        return Dirty(journal.count(reader.connection), frozenset(), frozenset(), is_all=True)
    subjects = frozenset(event.subject for event in events)
    if any(event.noun in NAMED and not event.is_creation for event in events):
        return Dirty(events[-1].seq, frozenset(), subjects, is_all=True, events=tuple(events))
    orders = {event.subject_id for event in events if event.noun == WorkOrder.noun}
    orders |= _orders_of(reader, Visit, events, orders_of_visits)
    for part in (Requirement, Reservation, Feedback):
        orders |= _orders_of(reader, part, events, {})
    for cls in (*ATTACHED, Message):
        orders |= _on_pages(reader, _orders_of(reader, cls, events, {}))
    return Dirty(events[-1].seq, frozenset(orders), subjects, events=tuple(events))


def _on_pages(reader: Reader, numbers: set[int]) -> set[int]:
    """The orders, and those that go on in their place, whose pages show the same files and notes."""
    found = reader.many(WorkOrder, numbers).values()
    return numbers | {original_of(order, lambda id: reader.find(WorkOrder, id)).id for order in found}


def _orders_of(
    reader: Reader,
    cls: type[Visit | Requirement | Reservation | Feedback | Attachment | Note | Message],
    events: list[Event],
    known: dict[int, int],
) -> set[int]:
    """The orders behind visits and all else of an order: from the event, from memory, else from the table."""
    ids = {event.subject_id for event in events if event.noun == cls.noun}
    for event in events:
        if event.noun == cls.noun and "order_id" in event.after:
            known[event.subject_id] = int(event.after["order_id"])
    if missing := ids - known.keys():
        where = {"id": frozenset(missing), "is_withdrawn": EITHER}
        rows = reader.rows(cls, ("order_id",), **where)
        known.update({id: number for id, number in rows if number is not None})
    return {known[id] for id in ids if id in known}
