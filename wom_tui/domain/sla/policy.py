"""What was agreed: how long an order may take, and which agreement an order falls under?"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import ClassVar

from wom_tui.domain.fact import Fact
from wom_tui.errors import InvalidInput

_MOST_DAYS = 3660  # ten years: more is a slip of the finger
_MOST_MINUTES = _MOST_DAYS * 24 * 60


class TargetUnit(StrEnum):
    """What a target counts."""

    MINUTES = "minutes"  # round the clock
    BUSINESS_MINUTES = "business_minutes"  # open time only
    BUSINESS_DAYS = "business_days"  # the same clock time n business days on
    CALENDAR_DAYS = "calendar_days"  # the same clock time n dates on


@dataclass(frozen=True)
class Target:
    """How long an order may take: an amount, > 0 and at most ten years, of a unit."""

    amount: int
    unit: TargetUnit

    def __post_init__(self) -> None:
        is_days = self.unit in (TargetUnit.BUSINESS_DAYS, TargetUnit.CALENDAR_DAYS)
        most = _MOST_DAYS if is_days else _MOST_MINUTES
        if not 0 < self.amount <= most:
            raise InvalidInput("target", self.amount, f"1 to {most} {self.unit.value.replace('_', ' ')}")

    def __str__(self) -> str:
        unit = self.unit.value.replace("_", " ")
        return f"{self.amount} {unit if self.amount != 1 else unit.removesuffix('s')}"


class RespondMeans(StrEnum):
    """What stops the respond clock."""

    FIRST_ON_SITE = "first_on_site"
    ACKNOWLEDGED = "acknowledged"


@dataclass(frozen=True, kw_only=True)
class SlaPolicy(Fact):
    """What was agreed for some orders: how soon somebody responds, how soon it is resolved.

    A field of the first three that is None fits every order. The dates are the first and the last local day
    on which an order may be opened to fall under it; no last day means until further notice.
    """

    noun: ClassVar[str] = "sla_policy"

    name: str
    customer_class: str | None = None
    work_type_id: int | None = None
    priority: int | None = None  # 1..4
    calendar_id: int
    respond: Target | None = None
    resolve: Target | None = None
    respond_means: RespondMeans = RespondMeans.FIRST_ON_SITE
    effective_from_on: date
    effective_to_on: date | None = None
    pausing_reasons: tuple[str, ...] = ()  # hold reasons that stop the clock
    warn_share: float = 0.75  # of the target used, > 0 and <= 1

    def __post_init__(self) -> None:
        if self.priority is not None and not 1 <= self.priority <= 4:
            raise InvalidInput("priority", self.priority, "1 to 4")
        if not 0 < self.warn_share <= 1:
            raise InvalidInput("warn_share", self.warn_share, "a share above 0, at most 1")

    def fits(
        self, *, customer_class: str | None, work_type_id: int | None, priority: int, opened_on: date
    ) -> bool:
        """Whether an order like that, opened on that day at its site, falls under this policy."""
        return (
            not self.is_withdrawn
            and self.customer_class in (None, customer_class)
            and self.work_type_id in (None, work_type_id)
            and self.priority in (None, priority)
            and self.effective_from_on <= opened_on
            and (self.effective_to_on is None or opened_on <= self.effective_to_on)
        )


def choose_policy(
    policies: Iterable[SlaPolicy],
    *,
    customer_class: str | None,
    work_type_id: int | None,
    priority: int,
    opened_on: date,
) -> SlaPolicy | None:
    """The policy that an order falls under; None when there is none.

    The one that names most wins; of equals the one that names the customer's class, then the work type, then
    the priority; then the one that came into effect last; then the lowest id.
    """

    def rank(policy: SlaPolicy) -> tuple[int, bool, bool, bool, date, int]:
        named = (
            policy.customer_class is not None,
            policy.work_type_id is not None,
            policy.priority is not None,
        )
        return (sum(named), *named, policy.effective_from_on, -policy.id)

    fitting = (
        policy
        for policy in policies
        if policy.fits(
            customer_class=customer_class, work_type_id=work_type_id, priority=priority, opened_on=opened_on
        )
    )
    return max(fitting, key=rank, default=None)
