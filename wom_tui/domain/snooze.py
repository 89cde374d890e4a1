"""What somebody has put away for a while: an order is out of the queue until a moment, or until it gets worse."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from wom_tui.domain.fact import Fact


@dataclass(frozen=True, kw_only=True)
class Snooze(Fact):
    """An order that nobody has to decide about before a time.

    Attributes:
        reason: in the words of who put it away.
        seen: what was wrong with it then, as `domain.triage.Reason` names it: anything worse brings it back.
    """

    order_id: int
    until_at: datetime
    reason: str
    seen: tuple[str, ...] = ()
