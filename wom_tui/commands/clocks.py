"""Keeping an order's due times right: whenever an act may have moved them, they are computed anew."""

from __future__ import annotations

from wom_tui.domain.order_clock import SlaRules, with_dues, with_policy
from wom_tui.domain.site import Customer, Site
from wom_tui.domain.work_order import OrderStatus, WorkOrder
from wom_tui.store.reader import Condition
from wom_tui.store.rules import read_rules
from wom_tui.store.unit import Unit


def with_clocks(order: WorkOrder, unit: Unit) -> WorkOrder:
    """The order under the policy that holds for it now, with its due and warning times."""
    rules = rules_of(unit)
    if not rules.policies:
        return with_dues(order, rules, unit.at)
    site = unit.find(Site, order.site_id)
    customer = unit.find(Customer, order.customer_id)
    policy = rules.policy_for(
        order, customer.customer_class if customer else None, site.zone if site else "UTC"
    )
    return with_dues(with_policy(order, policy, unit.at), rules, unit.at)


def rules_of(unit: Unit) -> SlaRules:
    """The office's policies and calendars, read once in a unit."""
    if unit.rules is None:
        unit.rules = read_rules(unit)
    return unit.rules


_OPEN = frozenset(OrderStatus) - {OrderStatus.COMPLETED, OrderStatus.CLOSED, OrderStatus.CANCELLED}


def reclock(unit: Unit, **where: Condition) -> int:
    """Give open orders their dues anew, because what was agreed has changed; answers how many moved. History stays."""
    unit.rules = None  # what was read of them before is out of date
    moved = 0
    for order in unit.select(WorkOrder, status=_OPEN, **where):
        clocked = with_clocks(order, unit)
        if clocked != order:
            unit.save(clocked, "order.clocked")
            moved += 1
    return moved
