"""What does an order belong to: the one that it follows, those that follow it, the plan that made it?"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from wom_tui.domain.maintenance import SOURCE, MaintenanceDue, MaintenancePlan
from wom_tui.domain.work_order import Relation, WorkOrder
from wom_tui.store.reader import Reader


@dataclass(frozen=True, kw_only=True)
class Child:
    """An order that follows or repeats another."""

    number: int
    relation: Relation | None
    status: str
    title: str


@dataclass(frozen=True, kw_only=True)
class Kin:
    """What an order belongs to.

    Attributes:
        plan: the maintenance plan that made it, and `due_on` the day for which; None for most.
    """

    parent: int | None = None
    relation: Relation | None = None
    children: tuple[Child, ...] = ()
    plan: str | None = None
    due_on: date | None = None


def kin_of(reader: Reader, order: WorkOrder) -> Kin:
    """What the order belongs to."""
    children = tuple(
        Child(number=one.id, relation=one.relation, status=one.status.value, title=one.title)
        for one in reader.select(WorkOrder, parent_id=order.id)
    )
    due = _due(reader, order)
    plan = reader.find(MaintenancePlan, due.plan_id) if due else None
    return Kin(
        parent=order.parent_id,
        relation=order.relation,
        children=children,
        plan=plan.name if plan else None,
        due_on=due.due_on if due else None,
    )


def _due(reader: Reader, order: WorkOrder) -> MaintenanceDue | None:
    if order.source != SOURCE:
        return None
    return next(iter(reader.select(MaintenanceDue, order_id=order.id)), None)
