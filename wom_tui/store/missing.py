"""What do orders lack before they can go? Of many at once: a list of drafts says it of each."""

from __future__ import annotations

from collections.abc import Collection

from wom_tui.domain.site import Site
from wom_tui.domain.work_order import OrderStatus, Requirement, WorkOrder
from wom_tui.domain.work_type import WorkType, missing_fields
from wom_tui.store.reader import Reader


def missing_before_ready(reader: Reader, numbers: Collection[int]) -> dict[int, tuple[str, ...]]:
    """The names of the fields that keep orders drafts, by order; () where none does."""
    if not numbers:
        return {}
    orders = reader.many(WorkOrder, numbers)
    needs = {need.order_id: need for need in reader.among(Requirement, "order_id", orders)}
    kinds = reader.many(WorkType, (order.work_type_id for order in orders.values()))
    sites = reader.many(Site, (order.site_id for order in orders.values()))
    return {
        number: missing_fields(
            order,
            needs.get(number),
            sites.get(order.site_id or 0),
            kinds.get(order.work_type_id or 0),
            OrderStatus.READY,
        )
        for number, order in orders.items()
    }
