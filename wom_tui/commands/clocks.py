"""Keeping an order's due times right: whenever an act may have moved them, they are computed anew."""

from __future__ import annotations

from datetime import datetime

from wom_tui.domain.maintenance import SOURCE
from wom_tui.domain.order_clock import SlaRules, with_dues, with_policy
from wom_tui.domain.site import Customer, Site
from wom_tui.domain.work_order import OrderStatus, WorkOrder
from wom_tui.store.reader import Condition, Reader
from wom_tui.store.rules import read_rules
from wom_tui.store.unit import Unit


def with_clocks(order: WorkOrder, unit: Unit) -> WorkOrder:
    """The order under the policy that holds for it now, with its due and warning times."""
    return clocked(order, unit, rules_of(unit), unit.at)


def clocked(order: WorkOrder, reader: Reader, rules: SlaRules, at: datetime) -> WorkOrder:
    """The same, where nothing is written: by these rules, at that moment."""
    if not rules.policies or order.source == SOURCE:  # what a plan has made is due by the plan
        return with_dues(order, rules, at)
    site = reader.find(Site, order.site_id)
    customer = reader.find(Customer, order.customer_id)
    policy = rules.policy_for(
        order, customer.customer_class if customer else None, site.zone if site else "UTC"
    )
    return with_dues(with_policy(order, policy, at), rules, at)


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
