"""What an order waits for: put on hold for a reason, and let go again."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime

from wom_tui.commands.clocks import rules_of, with_clocks
from wom_tui.commands.command import aware
from wom_tui.commands.order import OrderCommand
from wom_tui.commands.parts_standing import with_parts
from wom_tui.commands.steps import follow_visits, release_visits
from wom_tui.domain import work_order
from wom_tui.domain.site import Site
from wom_tui.domain.violation import Violation
from wom_tui.domain.work_order import (
    Hold,
    HoldReason,
    OrderStatus,
    PartsState,
    WorkOrder,
)
from wom_tui.domain.work_type import (
    WorkType,
    missing_fields,
)
from wom_tui.errors import InvalidInput
from wom_tui.store.days import requirement_of
from wom_tui.store.unit import Unit


@dataclass(frozen=True, kw_only=True)
class HoldOrder(OrderCommand):
    """Stop an order for a reason, with a date to look at it again.

    On an order that is on hold already it replaces reason and date, and says so (`order.replaced`); the same again
    changes nothing.
    """

    reason: HoldReason
    until_at: datetime

    def check(self) -> None:
        super().check()
        aware("until_at", self.until_at)

    @property
    def summary(self) -> str:
        return f"hold {self.order} {self.reason.value}"


def hold_order(command: HoldOrder, unit: Unit) -> None:
    order = command.target(unit)
    unit.heed(work_order.transition_violations(order, OrderStatus.ON_HOLD))
    if order.hold is not None and (order.hold.reason, order.hold.until_at) == (
        command.reason,
        command.until_at,
    ):
        return  # it is so already
    if command.until_at <= unit.at:
        raise InvalidInput("until_at", command.until_at, "a time to come: when somebody looks at it again")
    policy_id = order.policies[-1].policy_id if order.policies else None
    stops = rules_of(unit).stops_clock(policy_id, command.reason)
    hold = Hold(from_at=unit.at, reason=command.reason, until_at=command.until_at, stops_clock=stops)
    if order.hold is not None:
        unit.heed(work_order.replaced_hold(order, order.hold, hold))
        unit.save(with_clocks(_held_anew(order, order.hold, hold), unit), "order.held")
        return
    release_visits(order.id, unit, f"on hold: {command.reason.value}")
    held = replace(order, status=OrderStatus.ON_HOLD, holds=(*order.holds, hold))
    unit.save(with_clocks(held, unit), "order.held")


def _held_anew(order: WorkOrder, standing: Hold, hold: Hold) -> WorkOrder:
    """Waiting for something else now is a new interval: the ledger names each reason."""
    if hold.reason is not standing.reason and hold.from_at > standing.from_at:
        return replace(order, holds=(*order.holds[:-1], replace(standing, to_at=hold.from_at), hold))
    return replace(order, holds=(*order.holds[:-1], replace(hold, from_at=standing.from_at)))


@dataclass(frozen=True, kw_only=True)
class ReleaseOrder(OrderCommand):
    """Let an order on hold go on."""


def release_order(command: ReleaseOrder, unit: Unit) -> None:
    order = command.target(unit)
    if order.hold is None:
        unit.heed(
            [
                Violation(
                    code="order.transition",
                    message=f"order {order.id} is not on hold",
                    facts={"number": order.id, "from": order.status.value},
                )
            ]
        )
        return
    unit.save(with_clocks(released(order, unit), unit), "order.released")
    follow_visits(order.id, unit)


def released(order: WorkOrder, unit: Unit) -> WorkOrder:
    """The order with its hold ended, ready again, or a draft where something is missing."""
    assert order.hold is not None
    holds = (*order.holds[:-1], replace(order.hold, to_at=max(unit.at, order.hold.from_at)))
    site, kind = unit.find(Site, order.site_id), unit.find(WorkType, order.work_type_id)
    missing = missing_fields(order, requirement_of(unit, order.id), site, kind, OrderStatus.READY)
    return replace(order, holds=holds, status=OrderStatus.DRAFT if missing else OrderStatus.READY)


def off_hold(order: WorkOrder, at: datetime) -> WorkOrder:
    """The order without the hold that it may be on, which ends then."""
    if order.hold is None:
        return order
    return replace(order, holds=(*order.holds[:-1], replace(order.hold, to_at=max(at, order.hold.from_at))))


def follow_parts(order_ids: Iterable[int], unit: Unit) -> None:
    """Note with the orders how their parts stand; one that was on hold for parts goes on when the last one is there."""
    for id in sorted(set(order_ids)):
        order = unit.get(WorkOrder, id)
        order = unit.save(with_parts(order, unit, requirement_of(unit, id).parts), "order.parts_counted")
        hold = order.hold
        if hold is not None and hold.reason is HoldReason.PARTS and order.parts_state is PartsState.READY:
            unit.save(with_clocks(released(order, unit), unit), "order.released")
            follow_visits(id, unit)
