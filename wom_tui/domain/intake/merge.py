"""What of a foreign system's new word enters an order that people here have worked on since?

Three-way: what the source said last, what it says now, what stands here. A field moves only where the source
moved and nobody here did. All that tells of the end of an order moves together, or not at all.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from wom_tui.domain.work_order import TRANSITIONS, OrderStatus, WorkOrder

# What an import says of an order while it is open, and of its end.
FACTS = (
    *("title", "description", "work_type_id", "channel", "requester", "territory_id", "site_id"),
    *("opened_at", "imported_due_at", "tags"),
)
# Only where the preset has a column for it: the order's field → any of the preset's.
DETAILS = {
    "priority": ("priority",),
    "customer_id": ("customer",),
    "contact_id": ("contact", "phone", "email"),
    "asset_id": ("asset",),
    "estimate_cents": ("cost",),
}
ENDING = ("completed_at", "closed_at", "cancelled_at", "cancel_reason", "resolution_code", "resolution_text")
SAID = (*FACTS, *DETAILS, *ENDING)

_OVER = frozenset({OrderStatus.CLOSED, OrderStatus.CANCELLED})


@dataclass(frozen=True)
class Merged:
    """What changes, and which fields stay as people here have set them."""

    changes: Mapping[str, Any]
    kept: tuple[str, ...] = ()


def differs(order: WorkOrder, said: Mapping[str, Any]) -> bool:
    """Whether the source says anything else than what stands here."""
    return any(getattr(order, name) != value for name, value in said.items())


def merged(order: WorkOrder, last: Mapping[str, Any], said: Mapping[str, Any]) -> Merged:
    """Decide field by field.

    Args:
        last: field → what the source said when it was heard last; all of SAID.
        said: field → what it says now; all of SAID, but for details of which it never says anything.
    """
    changes: dict[str, Any] = {}
    kept: list[str] = []
    for name in _moved([name for name in said if name not in ENDING], last, said):
        if getattr(order, name) == said[name]:
            continue
        if getattr(order, name) == last[name] and order.status not in _OVER:
            changes[name] = said[name]
        else:
            kept.append(name)
    ending = [name for name in _moved(ENDING, last, said) if getattr(order, name) != said[name]]
    if ending and _may_end(order, last, said):
        changes |= {name: said[name] for name in ending}
    else:
        kept += ending
    return Merged(changes, tuple(kept))


def ended_status(said: Mapping[str, Any]) -> OrderStatus | None:
    """The state that the source's word about the end means; None while it is open there."""
    if said["closed_at"] is not None:
        return OrderStatus.CLOSED
    if said["completed_at"] is not None:
        return OrderStatus.COMPLETED
    return OrderStatus.CANCELLED if said["cancelled_at"] is not None else None


def _moved(names: Iterable[str], last: Mapping[str, Any], said: Mapping[str, Any]) -> list[str]:
    return [name for name in names if last[name] != said[name]]


def _may_end(order: WorkOrder, last: Mapping[str, Any], said: Mapping[str, Any]) -> bool:
    """Nobody here has touched the end, and the order can go where the source says that it is."""
    if any(getattr(order, name) != last[name] for name in ENDING):
        return False
    to = ended_status(said) or OrderStatus.READY
    if order.is_open:
        return ended_status(said) is not None or last["resolution_text"] != said["resolution_text"]
    return order.status is to or to in TRANSITIONS[order.status]
