"""What does the office want most of a plan? Named weights: a policy is one small file that a person can change.

All prices are seconds of driving, so that they can be weighed against each other: "a minute late on a P1 order is as
bad as four minutes on the road". What it costs to leave an order out is no price but a rank: more than all that could
be saved by it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import Any

from wom_tui.domain.work_order import Priority
from wom_tui.errors import InvalidInput

# By priority: P1, P2, P3, P4.
Prices = tuple[int, int, int, int]
_MOST = 1_000_000  # of any price: far from the limits of 64 bits, whatever it is multiplied by


@dataclass(frozen=True, kw_only=True)
class Policy:
    """Attributes:
    late: per minute that a visit begins after it is due.
    waiting: per minute until a visit begins, of orders that are overdue or have no due: nothing else would hurry them.
    later: for each day that an order is done after the first of those that are planned, where there are several.
    stranger: for a visit that somebody else makes than the technician the customer or the order asked for.
    money: for each unit of money, 100 cents, that a contractor is paid; what employed people cost, they cost anyway.
    balance: for each hour of work on a full shift, half as much on one that is half full; 0 = who is near has the work.
    overtime: per minute; None = no visit is planned to end after the shift.
    moved: for a visit that was booked and gets another technician, or another time.
    moved_told: the same, where the customer or the technician has been told.
    frozen: minutes; what begins sooner than that is not moved.
    worth: how many moves of others one order is worth when a running day is mended.
    left_out: by how much one order that is left out outweighs one of the next priority; the last is 1.
    """

    name: str
    about: str = ""
    late: Prices = (240, 120, 60, 30)
    waiting: Prices = (30, 15, 0, 0)
    later: Prices = (7200, 3600, 1800, 900)
    stranger: int = 900
    money: int = 60
    balance: int = 0
    overtime: int | None = None
    moved: int = 1800
    moved_told: int = 7200
    frozen: int = 60
    worth: Prices = (20, 5, 3, 2)
    left_out: Prices = (1000, 100, 10, 1)

    def late_price(self, priority: Priority) -> int:
        return self.late[_rank(priority)]

    def waiting_price(self, priority: Priority) -> int:
        return self.waiting[_rank(priority)]

    def later_price(self, priority: Priority) -> int:
        return self.later[_rank(priority)]

    def moved_price(self, *, is_told: bool) -> int:
        """For a booked visit that is moved, of which somebody has been told or nobody."""
        return self.moved_told if is_told else self.moved

    def worth_price(self, priority: Priority) -> int:
        """What it may cost at most to find a place for it on a running day."""
        return self.worth[_rank(priority)] * max(self.moved, self.moved_told)

    def left_out_rank(self, priority: Priority) -> int:
        return self.left_out[_rank(priority)]


BALANCED = Policy(name="balanced", about="lateness first, then the road")


def policy_from(document: Mapping[str, Any], *, name: str) -> Policy:
    """A policy as its file says it; what is not said stays as in `balanced`.

    Raises:
        InvalidInput: a name that means nothing, or a value that is none. It names the member.
    """
    known = {f.name for f in fields(Policy)} - {"name"}
    for member in document:
        if member not in known:
            raise InvalidInput(f"{name}.{member}", "", f"one of {', '.join(sorted(known))}")
    values = {member: _value(f"{name}.{member}", member, value) for member, value in document.items()}
    return Policy(name=name, **values)


def _value(said: str, member: str, value: Any) -> Any:
    if member == "about":
        if isinstance(value, str):
            return value
        raise InvalidInput(said, value, "a text")
    if member == "overtime" and value is False:
        return None
    if member in ("late", "waiting", "later", "left_out", "worth"):
        if not (isinstance(value, list) and len(value) == len(Priority)):
            raise InvalidInput(said, value, "four whole numbers, for P1 to P4")
        prices = tuple(_price(said, one) for one in value)
        if list(prices) != sorted(prices, reverse=True):
            raise InvalidInput(said, value, "numbers that do not rise: P1 is the most urgent")
        return prices
    return _price(said, value)


def _price(said: str, value: Any) -> int:
    if isinstance(value, bool) or not isinstance(value, int) or not 0 <= value <= _MOST:
        raise InvalidInput(said, value, f"a whole number from 0 to {_MOST:,}")
    return value


def _rank(priority: Priority) -> int:
    return int(priority) - int(Priority.P1)
