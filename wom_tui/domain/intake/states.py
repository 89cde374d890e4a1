"""What can a file say of an order's state, in our words?"""

from __future__ import annotations

from wom_tui.domain.work_order import OrderStatus

OPEN, ENDED = "open", "ended"
# Open: whether it is ready, and whether it is scheduled, follows from what else the row says.
OPEN_STATES = frozenset({OPEN, OrderStatus.SCHEDULED, OrderStatus.DISPATCHED, OrderStatus.IN_PROGRESS})
ENDS = frozenset({OrderStatus.COMPLETED, OrderStatus.CLOSED, OrderStatus.CANCELLED})
# Ended: how, is told by another column, whose words the preset knows as outcomes.
STATES: tuple[str, ...] = (
    *(OPEN, OrderStatus.ON_HOLD.value, OrderStatus.SCHEDULED.value, OrderStatus.DISPATCHED.value),
    *(OrderStatus.IN_PROGRESS.value, OrderStatus.COMPLETED.value, OrderStatus.CLOSED.value),
    *(OrderStatus.CANCELLED.value, ENDED),
)
