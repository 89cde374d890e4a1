"""What have others done to an order while somebody looked at it?"""

from __future__ import annotations

from collections.abc import Sequence

from wom_tui.domain.event import Event
from wom_tui.domain.work_order import WorkOrder
from wom_tui.errors import Conflict
from wom_tui.store.conflicts import deeds_of, record_name
from wom_tui.store.reader import Reader


def overtaking(reader: Reader, number: int, events: Sequence[Event]) -> Conflict:
    """These events, as the refusal of an act on what was there before them would tell them."""
    subject = f"{WorkOrder.noun}:{number}"
    last = events[-1] if events else None
    return Conflict(
        record_name(reader, subject),
        by=last.who if last else "someone",
        at=last.at if last else None,
        changes={},
        deeds=deeds_of(reader, events),
        subject=subject,
    )
