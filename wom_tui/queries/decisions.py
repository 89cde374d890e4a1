"""Which orders wait for somebody to decide, and why? One reason for each order: its worst.

Most of what is open takes care of itself; these are the ones that a person coming on shift has to know of.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from enum import StrEnum
from typing import NamedTuple

from wom_tui.domain.states import COMING, FAILED, Sla
from wom_tui.domain.visit import Visit
from wom_tui.domain.worktime import Window
from wom_tui.queries.orders import OrderRow

_GRACE = timedelta(minutes=10)  # so late nobody asks yet
_SOON = timedelta(hours=4)


class Reason(StrEnum):
    """Why somebody has to decide, the most pressing first."""

    PROMISE_BROKEN = "promise_broken"  # the window is over, and nobody has come
    PROMISE_OPEN = "promise_open"  # it begins soon, and nobody has it, or it would not be kept
    NOT_UNDER_WAY = "not_under_way"  # the visit was to have begun
    GIVEN_BACK = "given_back"  # declined, missed, not finished; nobody has it now
    PAST_DUE = "past_due"  # and nobody has it
    HOLD_OVER = "hold_over"  # was to be looked at by now
    APPROVAL = "approval"
    DUE_SOON = "due_soon"  # and nobody has it
    HOLD_ENDLESS = "hold_endless"  # nobody has said until when


RANK = {reason: rank for rank, reason in enumerate(Reason)}


class Decision(NamedTuple):
    """An order that waits for somebody. `at` is the moment that the reason is about, `until_at` the end of a window."""

    row: OrderRow
    reason: Reason
    at: datetime | None = None
    until_at: datetime | None = None


def decision_for(
    row: OrderRow, visits: Sequence[Visit], *, now: datetime, needs_approval: bool
) -> Decision | None:
    """The worst that somebody has to decide about an order; None for most.

    Args:
        visits: the live visits of the order.
    """
    found = list(_reasons(row, visits, now, needs_approval))
    return min(found, key=lambda decision: RANK[decision.reason]) if found else None


def _reasons(
    row: OrderRow, visits: Sequence[Visit], now: datetime, needs_approval: bool
) -> Iterator[Decision]:
    for visit in visits:
        yield from _of_visit(row, visit, now)
    if row.hold_reason is not None:
        if row.held_until_at is None:
            yield Decision(row, Reason.HOLD_ENDLESS)
        elif row.held_until_at <= now:
            yield Decision(row, Reason.HOLD_OVER, row.held_until_at)
    if needs_approval:
        yield Decision(row, Reason.APPROVAL)
    if any(visit.is_booked for visit in visits) or row.hold_reason is not None:
        return
    if row.state in FAILED:
        yield Decision(row, Reason.GIVEN_BACK)
    sla = row.sla(now)
    if sla is Sla.BREACHED:
        yield Decision(row, Reason.PAST_DUE, row.due_at)
    elif sla in (Sla.WARNING, Sla.AT_RISK):
        yield Decision(row, Reason.DUE_SOON, row.due_at)


def _of_visit(row: OrderRow, visit: Visit, now: datetime) -> Iterator[Decision]:
    if visit.status not in COMING:
        return
    told, start_at = visit.promised, visit.start_at
    if told is not None:
        if told.end_at <= now:
            yield Decision(row, Reason.PROMISE_BROKEN, told.start_at, told.end_at)
        elif told.start_at - now < _SOON and not _is_kept(visit, told):
            yield Decision(row, Reason.PROMISE_OPEN, told.start_at, told.end_at)
    if visit.is_booked and start_at is not None and start_at + _GRACE < now:
        yield Decision(row, Reason.NOT_UNDER_WAY, start_at)


def _is_kept(visit: Visit, told: Window) -> bool:
    """As things stand service begins inside of what the customer was told."""
    at = visit.start_at
    return visit.is_booked and at is not None and told.start_at <= at <= told.end_at
