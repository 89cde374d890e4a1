"""At which estimate was an order approved? The journal knows: the order itself keeps only that it was."""

from __future__ import annotations

from typing import Any

from wom_tui.domain.work_order import Approval, WorkOrder
from wom_tui.store import journal
from wom_tui.store.reader import Reader


def approved_cents(reader: Reader, number: int) -> int:
    """The estimate that stood when the order was approved last; 0 where nobody had said one."""
    standing: dict[str, Any] = {}
    approved = 0
    for event in journal.events(reader.connection, subject=f"{WorkOrder.noun}:{number}"):
        standing.update(event.after)
        if event.after.get("approval") == Approval.GIVEN.value and event.undo_of is None:
            approved = standing.get("estimate_cents") or 0
    return approved
