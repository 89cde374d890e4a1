"""Which orders only wait for a fact, and go on once it is there?"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace

from wom_tui.domain.site import Site
from wom_tui.domain.work_order import OrderStatus, WorkOrder
from wom_tui.domain.work_type import WorkType, missing_fields
from wom_tui.store.days import requirement_of
from wom_tui.store.unit import Unit

_WAITING = frozenset({OrderStatus.DRAFT, OrderStatus.READY})


def rechecked(order: WorkOrder, unit: Unit) -> WorkOrder:
    """Ready or a draft, as its facts are now; other states are not touched."""
    if order.status not in _WAITING:
        return order
    site, kind = unit.find(Site, order.site_id), unit.find(WorkType, order.work_type_id)
    missing = missing_fields(order, requirement_of(unit, order.id), site, kind, OrderStatus.READY)
    return replace(order, status=OrderStatus.DRAFT if missing else OrderStatus.READY)


def wake_drafts(sites: Collection[int], unit: Unit) -> None:
    """Drafts that only waited for the position of a site, which it has now."""
    if not sites:
        return
    for order in unit.select(WorkOrder, site_id=frozenset(sites), status=OrderStatus.DRAFT):
        unit.save(rechecked(order, unit), "order.located")
