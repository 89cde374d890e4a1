"""What can a file say of an order's state, in our words?"""

from __future__ import annotations

from wom_tui.domain.states import UNDER_WAY
from wom_tui.domain.work_order import HoldReason, OrderStatus

OPEN, ENDED = "open", "ended"
# Open: whether it is ready, and whether it is scheduled, follows from what else the row says.
OPEN_STATES = UNDER_WAY | {OPEN}
# On hold, and for what, where the word says it: `on_hold parts`.
HOLDS: dict[str, HoldReason] = {OrderStatus.ON_HOLD.value: HoldReason.OTHER} | {
    f"{OrderStatus.ON_HOLD.value} {reason.value}": reason for reason in HoldReason
}
# Ended: how, is told by another column, whose words the preset knows as outcomes.
STATES: tuple[str, ...] = (
    *(OPEN, *HOLDS, OrderStatus.SCHEDULED.value, OrderStatus.DISPATCHED.value),
    *(OrderStatus.IN_PROGRESS.value, OrderStatus.COMPLETED.value, OrderStatus.CLOSED.value),
    *(OrderStatus.CANCELLED.value, ENDED),
)


def hold_reason(state: str) -> HoldReason | None:
    """What an order in that state waits for; None where it does not wait."""
    return HOLDS.get(state)


def is_open(state: str) -> bool:
    """Whether an order in that state is still to be done."""
    return state in OPEN_STATES or state in HOLDS
