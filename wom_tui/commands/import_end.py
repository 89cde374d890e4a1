"""How an order ends that has ended in its own system: with the words and the time of that system."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

from wom_tui.commands.clocks import with_clocks
from wom_tui.commands.reservation import without_rest
from wom_tui.domain.intake.merge import ENDING, ended_status
from wom_tui.domain.work_order import OrderStatus, WorkOrder
from wom_tui.store.codec import codec_of
from wom_tui.store.unit import Unit

_ORDERS = codec_of(WorkOrder)


def save_end(order: WorkOrder, said: Mapping[str, Any], unit: Unit) -> WorkOrder:
    """The end as it was told, at its own time; what was closed was completed first.

    What is still reserved for it is free again: the source does not tell of our parts.
    """
    at = said["completed_at"] or said["cancelled_at"]
    told = _ended(order, said)
    freed = without_rest(told, unit, is_said=told.status is not OrderStatus.CANCELLED)
    ended = with_clocks(freed, unit)
    if ended.status is OrderStatus.CLOSED and order.status is not OrderStatus.COMPLETED:
        completed = replace(ended, status=OrderStatus.COMPLETED, closed_at=None)
        version = unit.save(completed, "order.completed", at=at).version
        ended = replace(ended, version=version)
    return unit.save(ended, f"order.{ended.status.value}", at=at)


def ending_of(said: Mapping[str, Any]) -> dict[str, Any]:
    """What of it tells of the end."""
    return {name: value for name, value in said.items() if name in ENDING or name == "duplicate_of_id"}


def _ended(order: WorkOrder, said: Mapping[str, Any]) -> WorkOrder:
    """The order at its end; a hold ends with it."""
    at: datetime = said["completed_at"] or said["cancelled_at"]
    status = ended_status(said)
    assert status is not None
    changes = ending_of(said) | {"status": status}
    if order.hold is not None:
        changes["holds"] = (*order.holds[:-1], replace(order.hold, to_at=max(at, order.hold.from_at)))
    if status is not OrderStatus.CANCELLED:
        changes["first_completed_at"] = order.first_completed_at or at
        changes["responded_at"] = order.responded_at or at
    return _ORDERS.copy(order, **changes)
