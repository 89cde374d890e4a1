"""What was left over becomes an order of its own, so that it is not lost with the one that is done."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from wom_tui.commands.order import CreateOrder, OrderCommand, create_order
from wom_tui.domain.follow_up import CHANNEL, left_over, remainder_violations, same_follow_up
from wom_tui.domain.policy import Role
from wom_tui.domain.texts import titled
from wom_tui.domain.visit import Visit
from wom_tui.domain.work_order import Priority, Relation, WorkOrder
from wom_tui.store.unit import Unit


@dataclass(frozen=True, kw_only=True)
class FollowUpOrder(OrderCommand):
    """Open a follow-up order for what was left over; said again for the same, it changes nothing.

    Without words it takes what is known to be left: the points of the checklist that failed, else why the last visit
    did not finish.
    """

    needs: ClassVar[Role] = Role.TECHNICIAN

    title: str = ""
    priority: Priority | None = None  # None = the work type's: what made the order urgent is done

    def check(self) -> None:
        super().check()
        if self.title:
            titled(self.title)

    @property
    def summary(self) -> str:
        return f"followup {self.order}"


def follow_up_order(command: FollowUpOrder, unit: Unit) -> None:
    order = command.target(unit)
    title = command.title.strip() or left_over(order, unit.select(Visit, order_id=order.id))
    if not title:
        unit.heed(remainder_violations(order))
    unit.result["number"] = follow_up(order, title, unit, priority=command.priority)


def follow_up(order: WorkOrder, what: str, unit: Unit, *, priority: Priority | None = None) -> int:
    """The number of the order that does what was left over: one that is there already, or a new one."""
    title = titled(what)
    known = same_follow_up(order, title, unit.select(WorkOrder, parent_id=order.id))
    if known is not None:
        return known.id
    said = CreateOrder(
        title=title,
        description=f"{what}\nLeft over from order {order.id}: {order.title}",
        work_type=order.work_type_id,
        priority=priority,
        site=order.site_id,
        customer=order.customer_id,
        contact=order.contact_id,
        asset=order.asset_id,
        requester=order.requester,
        channel=CHANNEL,
        parent=order.id,
        relation=Relation.FOLLOW_UP,
    )
    create_order(said, unit)
    return int(unit.result["number"])
