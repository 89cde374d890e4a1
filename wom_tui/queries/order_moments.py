"""What does a clock of an order show that a timer goes by? One moment, or none."""

from __future__ import annotations

from datetime import datetime
from typing import assert_never

from wom_tui.domain.order_clock import SlaRules, resolve_course, respond_course
from wom_tui.domain.rule import OrderClock
from wom_tui.domain.sla.clock import share_reached_at
from wom_tui.domain.states import COMING, VisitStatus
from wom_tui.queries.orders import OrderRow

_COMING = frozenset(status.value for status in COMING)


def moment_of(
    row: OrderRow, clock: OrderClock, share: float, rules: SlaRules, now: datetime
) -> datetime | None:
    """The moment that a timer counts from; with a clock of an SLA the one at which so much of its time is used.

    Args:
        now: what has stopped an SLA's clock is known up to here.
    """
    match clock:
        case OrderClock.OPENED:
            return row.opened_at
        case OrderClock.RESPOND_DUE:
            return row.respond_due_at
        case OrderClock.RESOLVE_DUE:
            return row.resolve_due_at
        case OrderClock.PLANNED_START:
            return row.planned_start_at if row.visit and row.visit.status in _COMING else None
        case OrderClock.PLANNED_END:
            return row.planned_end_at
        case OrderClock.DISPATCHED:
            is_told = row.visit is not None and row.visit.status == VisitStatus.DISPATCHED.value
            return row.state_since_at if is_told else None
        case OrderClock.HOLD_UNTIL:
            return row.held_until_at
        case OrderClock.COMPLETED:
            return row.completed_at
        case OrderClock.RESPOND_SLA | OrderClock.RESOLVE_SLA:
            return _used_at(row, clock, share, rules, now)
        case _ as never:
            assert_never(never)


def _used_at(
    row: OrderRow, clock: OrderClock, share: float, rules: SlaRules, now: datetime
) -> datetime | None:
    """By counted minutes; a due that came in from elsewhere has no clock, there it is the share of all time."""
    responds = clock is OrderClock.RESPOND_SLA
    due_at, stopped_at = (
        (row.respond_due_at, row.responded_at) if responds else (row.resolve_due_at, row.ended_at)
    )
    if due_at is None or stopped_at is not None:
        return None
    course = (respond_course if responds else resolve_course)(row.life, rules)
    if course is not None and course.meant_at(course.until(now))[0] is not None:
        return share_reached_at(course, share, now=now)
    return row.opened_at + (due_at - row.opened_at) * share if due_at > row.opened_at else None
