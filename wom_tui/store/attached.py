"""Which files belong to an order, those of the orders in whose place it goes on among them?"""

from __future__ import annotations

from wom_tui.domain.attachment import Attachment
from wom_tui.domain.states import OrderStatus
from wom_tui.domain.work_order import WorkOrder
from wom_tui.store.reader import Reader


def files_of(reader: Reader, number: int) -> tuple[Attachment, ...]:
    """Its own first, each order's as they came."""
    own = {file.id: file for file in reader.select(Attachment, order_id=frozenset(_numbers(reader, number)))}
    return tuple(sorted(own.values(), key=lambda file: (file.order_id != number, file.order_id, file.id)))


def _numbers(reader: Reader, number: int) -> set[int]:
    """The order, and those that were merged into it, however often."""
    found: set[int] = set()
    waiting = {number}
    while waiting:
        found |= waiting
        merged = {
            order.id
            for original in waiting
            for order in reader.select(WorkOrder, duplicate_of_id=original, status=OrderStatus.CANCELLED)
        }
        waiting = merged - found
    return found
