"""What has come between the running day and its plan?

A setback is one thing that is wrong with one order's visit today. It has a name that does not change while it stands,
so that it is answered once, whoever finds it and how often. Pure: the facts come from `queries/setbacks.py`.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from wom_tui.domain.rule import Firing


class SetbackKind(StrEnum):
    """What has happened, or has not."""

    ABSENT = "absent"  # the technician is away for some of the visit
    GIVEN_BACK = "given_back"  # declined, or missed: nobody has it any more
    LATE = "late"  # it was to begin a while ago, and nobody is there
    PUSHED = "pushed"  # the visit before it takes longer
    FIRST_LATE = "first_late"  # what has to be done before it is over only later
    PARTS_LATE = "parts_late"  # its parts are not there by then
    EMERGENCY = "emergency"  # it is urgent, came in just now, and nobody has it
    PARTS_THERE = "parts_there"  # it waited for them, and nobody has it


# Found by looking at the clock: a clock that is set makes many of them at once.
BY_CLOCK = frozenset({SetbackKind.LATE, SetbackKind.PUSHED})
# They are about an order that nobody has.
TO_PLACE = frozenset({SetbackKind.GIVEN_BACK, SetbackKind.EMERGENCY, SetbackKind.PARTS_THERE})


@dataclass(frozen=True, kw_only=True)
class Setback:
    """Attributes:
    visit: the visit that is concerned; None = the order has none.
    occasion: with the order what names it.
    said: in words, for whoever asks why something was moved.
    at: when it was found, in business time.
    cause: the last event of what it came by.
    longer: the visit that takes longer, where it is pushed by one.
    """

    kind: SetbackKind
    order: int
    visit: int | None = None
    occasion: str
    said: str
    at: datetime
    cause: int | None = None
    longer: int | None = None

    def firing(self, rule: str) -> Firing:
        """The one answer that a rule may give to it."""
        return Firing(rule=rule, order=self.order, occasion=self.occasion, due_at=self.at, cause=self.cause)
