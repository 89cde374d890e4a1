"""Putting an order away for a while, and taking it up again before that."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime

from wom_tui.commands.command import aware, reasoned
from wom_tui.commands.order import OrderCommand, editable_violations
from wom_tui.domain.alert import UNCLEARED, Alert, AlertStatus, Severity
from wom_tui.domain.sla.clock import status
from wom_tui.domain.snooze import Snooze
from wom_tui.domain.states import COMING, FAILED, OrderStatus
from wom_tui.domain.technician import Absence
from wom_tui.domain.triage import CLOCKS, Reason, is_missed, stay_cause
from wom_tui.domain.violation import Violation
from wom_tui.domain.visit import Visit
from wom_tui.domain.work_order import WorkOrder
from wom_tui.errors import InvalidInput
from wom_tui.store.unit import Unit


@dataclass(frozen=True, kw_only=True)
class SnoozeOrder(OrderCommand):
    """Put an order away until a time; it comes back sooner when something gets worse."""

    until_at: datetime
    reason: str

    def check(self) -> None:
        super().check()
        aware("until_at", self.until_at)
        reasoned(self.reason, "why nobody has to look at it before that, in words")

    @property
    def summary(self) -> str:
        return f"snooze {self.order}"


def snooze_order(command: SnoozeOrder, unit: Unit) -> None:
    order = command.target(unit)
    unit.heed(editable_violations(order))
    if command.until_at <= unit.at:
        raise InvalidInput("until_at", command.until_at, "a time to come: when it is to be back in the queue")
    until_at, reason = command.until_at, command.reason.strip()
    known = standing(order.id, unit)
    if known is not None and (known.until_at, known.reason) == (until_at, reason):
        return  # it is so already
    if known is None:
        known = Snooze(id=unit.new_id(Snooze), order_id=order.id, until_at=until_at, reason=reason)
    seen = tuple(sorted(_wrong(order, unit)))
    unit.save(replace(known, until_at=until_at, reason=reason, seen=seen), "snooze.set")


@dataclass(frozen=True, kw_only=True)
class WakeOrder(OrderCommand):
    """Take an order up again that was put away."""


def wake_order(command: WakeOrder, unit: Unit) -> None:
    known = standing(command.target(unit).id, unit)
    if known is None or known.until_at <= unit.at:
        unit.heed(
            [
                Violation(
                    code="order.awake",
                    message=f"order {command.order} was not put away",
                    facts={"number": command.order},
                )
            ]
        )
        return
    unit.save(replace(known, is_withdrawn=True), "snooze.ended")


def standing(number: int, unit: Unit) -> Snooze | None:
    """The record of an order that was put away, whether its time has come or not."""
    return next(iter(unit.select(Snooze, order_id=number)), None)


def _wrong(order: WorkOrder, unit: Unit) -> Iterator[str]:
    """What is loud about it by now."""
    visits = unit.select(Visit, order_id=order.id)
    coming = [visit for visit in visits if visit.is_live and visit.is_booked]
    for visit in coming:
        assert visit.start_at is not None and visit.end_at is not None
        if (cause := stay_cause(visit.status, visit.start_at, visit.end_at, unit.at)) is not None:
            yield cause.reason.value
        if visit.status in COMING and _is_missed(visit, unit):
            yield Reason.ABSENT.value
    yield from _alerts(order, unit)
    if (clock := _clock(order, coming[0] if coming else None, unit.at)) is not None:
        yield clock.value
    last = max(visits, key=lambda visit: visit.ordinal, default=None)
    if order.status is OrderStatus.READY and last is not None and last.status in FAILED:
        yield Reason.FAILED.value


def _alerts(order: WorkOrder, unit: Unit) -> Iterator[str]:
    """Those to which nobody has said a word."""
    for alert in unit.select(Alert, order_id=order.id, status=UNCLEARED):
        if alert.status is not AlertStatus.ACKNOWLEDGED and not alert.is_away(unit.at):
            is_critical = alert.severity is Severity.CRITICAL
            yield (Reason.CRITICAL if is_critical else Reason.ALERT).value


def _is_missed(visit: Visit, unit: Unit) -> bool:
    assert visit.start_at is not None and visit.end_at is not None
    return any(
        is_missed(visit.start_at, visit.end_at, away.window, unit.at)
        for away in unit.select(Absence, technician_id=visit.technician_id)
    )


def _clock(order: WorkOrder, visit: Visit | None, now: datetime) -> Reason | None:
    """The state of the clock that counts now, as the board has it."""
    responds = order.respond_by_at is not None
    forecast_at = None if visit is None else visit.start_at if responds else visit.end_at
    hold = order.hold
    return CLOCKS.get(
        status(
            due_at=order.respond_due_at if responds else order.resolve_due_at,
            now=now,
            warn_at=order.respond_warn_at if responds else order.resolve_warn_at,
            stopped_at=order.completed_at,
            held_since=hold.from_at if hold is not None and hold.stops_clock else None,
            forecast_at=forecast_at,
        )
    )
