"""Which files and notes belong to an order, those of the orders in whose place it goes on among them?"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TypeVar

from wom_tui.domain.attachment import Attachment
from wom_tui.domain.note import Note
from wom_tui.domain.states import OrderStatus
from wom_tui.domain.work_order import WorkOrder
from wom_tui.store.reader import Reader

# They stand on the page of the order that goes on, and are erased with the customer of theirs.
ATTACHED: tuple[type[Attachment | Note], ...] = (Attachment, Note)

A = TypeVar("A", Attachment, Note)


def attached_to(reader: Reader, cls: type[A], number: int) -> tuple[A, ...]:
    """Its own first, each order's as they came."""
    own = attached(reader, cls, [number])[number]
    return tuple(sorted(own, key=lambda one: (one.order_id != number, one.order_id, one.id)))


def attached(reader: Reader, cls: type[A], numbers: Iterable[int]) -> dict[int, list[A]]:
    """The same for each of these orders, as they came."""
    goes_on = numbers_behind(reader, numbers)
    found: dict[int, list[A]] = {number: [] for number in goes_on.values()}
    for one in sorted(reader.among(cls, "order_id", goes_on), key=lambda one: one.id):
        found[goes_on[one.order_id]].append(one)
    return found


def numbers_behind(reader: Reader, numbers: Iterable[int]) -> dict[int, int]:
    """These orders and those that were merged into them, however often: which of these goes on in its place."""
    found = {number: number for number in numbers}
    waiting = frozenset(found)
    while waiting:
        merged = tuple(reader.among(WorkOrder, "duplicate_of_id", waiting, status=OrderStatus.CANCELLED))
        waiting = frozenset(order.id for order in merged).difference(found)
        found |= {
            order.id: found[order.duplicate_of_id]
            for order in merged
            if order.id in waiting and order.duplicate_of_id is not None
        }
    return found
