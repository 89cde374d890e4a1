"""How do the parts of an order stand after what was just done? Kept with the order, as its dues are."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from wom_tui.domain.part import Part, PurchaseEta, Reservation
from wom_tui.domain.readiness import PartLine, part_lines, standing
from wom_tui.domain.work_order import PartNeed, WorkOrder
from wom_tui.store.unit import Unit


def lines_of(order_id: int, needs: Sequence[PartNeed] | None, unit: Unit) -> tuple[PartLine, ...]:
    """The parts of an order as they stand in this unit."""
    kept = unit.select(Reservation, order_id=order_id)
    purchases = unit.many(PurchaseEta, {one.purchase_eta_id for one in kept})
    return part_lines(needs or (), kept, purchases)


def with_parts(order: WorkOrder, unit: Unit, needs: Sequence[PartNeed] | None) -> WorkOrder:
    """The order with how its parts stand now.

    Args:
        needs: what its requirement states, as it is or is about to be.
    """
    lines = lines_of(order.id, needs, unit)
    codes = {id: part.code for id, part in unit.many(Part, {line.part_id for line in lines}).items()}
    found = standing(lines, codes, order.status)
    return replace(
        order,
        parts_state=found.state,
        parts_ready_at=found.ready_at,
        parts_awaited=found.awaited or None,
    )
