"""Noting what customers say of the work that was done."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

from wom_tui.commands.command import aware
from wom_tui.commands.order import OrderCommand
from wom_tui.domain.feedback import HIGHEST, LOWEST, Feedback, feedback_violations
from wom_tui.domain.work_order import WorkOrder
from wom_tui.errors import InvalidInput
from wom_tui.store.unit import Unit


@dataclass(frozen=True, kw_only=True)
class RecordFeedback(OrderCommand):
    """Note what a customer says of an order that was completed; said again for the same time, it is corrected."""

    score: int  # 1 = bad, 5 = good
    text: str = ""
    channel: str | None = None
    received_at: datetime | None = None  # None = now

    def check(self) -> None:
        super().check()
        aware("received_at", self.received_at)
        if not LOWEST <= self.score <= HIGHEST:
            raise InvalidInput("score", self.score, f"a whole number from {LOWEST} to {HIGHEST}")

    @property
    def summary(self) -> str:
        return f"feedback {self.order} {self.score}"


def record_feedback(command: RecordFeedback, unit: Unit) -> None:
    order = command.target(unit)
    received_at = command.received_at or unit.at
    if received_at > unit.at:
        raise InvalidInput("received", command.received_at, "a time that is not still to come")
    known = unit.select(Feedback, order_id=order.id, received_at=received_at)
    feedback = known[0] if known else _empty(order.id, received_at, unit)
    text, channel = command.text.strip(), command.channel
    keep_feedback(replace(feedback, score=command.score, text=text, channel=channel), unit)


def _empty(number: int, received_at: datetime, unit: Unit) -> Feedback:
    return Feedback(id=unit.new_id(Feedback), order_id=number, score=LOWEST, received_at=received_at)


def keep_feedback(feedback: Feedback, unit: Unit) -> Feedback:
    """Keep it, new or corrected.

    Raises:
        NotFound, Rejected: there is no such order, or none that was completed.
    """
    unit.heed(feedback_violations(unit.get(WorkOrder, feedback.order_id)))
    return unit.save(feedback, "feedback.corrected" if feedback.version else "feedback.received")
