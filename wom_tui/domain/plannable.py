"""May an order be planned at all, whoever does it and whenever? Asked by commands, candidates and the planner alike."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from wom_tui.domain import work_order
from wom_tui.domain.readiness import undated_violations
from wom_tui.domain.site import Site, position_violations
from wom_tui.domain.violation import Violation
from wom_tui.domain.work_order import OrderStatus, Requirement, WorkOrder
from wom_tui.domain.work_type import WorkType, approval_violations, completeness_violations


def unplannable(
    order: WorkOrder, requirement: Requirement | None, site: Site | None, kind: WorkType | None, now: datetime
) -> Iterator[Violation]:
    """What stands in the way: it is not open, or held, not complete enough, not approved, nowhere, or without parts."""
    yield from held(order)
    yield from work_order.transition_violations(order, OrderStatus.SCHEDULED)
    yield from position_violations(site, order.id)
    missing = completeness_violations(order, requirement, site, kind, OrderStatus.SCHEDULED)
    yield from (v for v in missing if v.facts["field"] != "site_id")  # said already, in better words
    yield from approval_violations(order, kind)
    yield from undated_violations(order, now)


def held(order: WorkOrder) -> Iterator[Violation]:
    """A hold ends by being released, not by giving the order to somebody."""
    if order.hold is not None:
        yield Violation(
            code="order.transition",
            message=f"order {order.id} is on hold for {order.hold.reason.value}; release it first",
            facts={"number": order.id, "from": order.status.value, "reason": order.hold.reason.value},
        )
