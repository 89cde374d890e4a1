"""What a customer says of the work that was done: a score, and words."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from wom_tui.domain.fact import Fact
from wom_tui.domain.violation import Violation
from wom_tui.domain.work_order import WorkOrder

LOWEST, HIGHEST = 1, 5


@dataclass(frozen=True, kw_only=True)
class Feedback(Fact):
    """What somebody said of an order, once for each time that they said something."""

    order_id: int
    score: int  # LOWEST to HIGHEST
    text: str = ""
    channel: str | None = None  # how it came in: phone, mail, survey …
    received_at: datetime


def feedback_violations(order: WorkOrder) -> Iterator[Violation]:
    """Nobody can say how work was that has never been completed."""
    if order.first_completed_at is None:
        yield Violation(
            code="order.uncompleted",
            message=f"order {order.id} is {order.status.words} and was never completed; feedback is about work done",
            facts={"number": order.id, "status": order.status.value},
        )
