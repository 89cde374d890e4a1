"""When does a rule raise an alert, when is that cleared, and whom does it come to if nobody says a word?

A figure that goes up and down about its threshold shall not make an alert each time: it is raised at one figure and
cleared at another, and only when its condition has held long enough. Pure.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import assert_never

from wom_tui.domain.about import About
from wom_tui.domain.alert import Alert, AlertStatus, Escalated, Severity
from wom_tui.domain.policy import Role
from wom_tui.domain.words import some

LEAST_OF = 5  # orders below which no percentage says anything


class By(StrEnum):
    """What orders are counted by: each value is a subject of its own."""

    TERRITORY = "territory"
    TYPE = "type"
    PRIORITY = "priority"
    TECHNICIAN = "technician"
    CUSTOMER = "customer"


class Figure(StrEnum):
    """What is counted."""

    COUNT = "count"  # orders
    SHARE = "share_of"  # percent of other orders
    HOURS = "hours"  # of work


@dataclass(frozen=True, kw_only=True)
class Threshold:
    """A figure over many orders, and where it is too high.

    Attributes:
        orders: the filter that picks what is counted; `among` what a share is a part of.
        by: None = all orders together.
        at_least: from here on an alert is raised; `clear_below`: below this it is cleared.
    """

    figure: Figure
    orders: str
    among: str = ""
    by: By | None = None
    at_least: float
    clear_below: float

    @property
    def needs_more(self) -> bool:
        """Rows of orders do not tell what it takes: how long the work is, or whose it is."""
        return self.figure is Figure.HOURS or self.by is By.CUSTOMER

    def is_over(self, value: float | None) -> bool:
        """High enough to raise an alert."""
        return value is not None and value >= self.at_least

    def is_under(self, value: float | None) -> bool:
        """Low enough to clear one; a share of too few orders says nothing, and keeps none up."""
        return value is None or value < self.clear_below

    def words(self, value: float) -> str:
        """The figure, as a sentence has it."""
        match self.figure:
            case Figure.COUNT:
                return f"{some(round(value), 'order')}, at least {self.at_least:g}"
            case Figure.SHARE:
                return f"{value:.0f} %, at least {self.at_least:g} %"
            case Figure.HOURS:
                return f"{value:,.1f} h of work, at least {self.at_least:g} h"
            case _ as never:
                assert_never(never)


@dataclass(frozen=True, kw_only=True)
class Escalation:
    """So long after it was raised it comes before those of a role, or a person, if nobody has acknowledged it."""

    after: timedelta
    role: Role | None = None
    person: str | None = None


@dataclass(frozen=True, kw_only=True)
class AlertSpec:
    """What a rule's file says about its alert.

    Attributes:
        lasting: so long its condition has to hold before it is raised.
        clear_when: cleared only when this filter holds; None = when the condition does not hold any more.
        threshold: where the alert is about a figure; else it is about each order that meets the rule's condition.
        about: what it is raised about, where that is no order.
    """

    severity: Severity
    lasting: timedelta = timedelta(0)
    clear_when: str | None = None
    escalations: tuple[Escalation, ...] = ()
    threshold: Threshold | None = None
    about: About = About.ORDER

    def ripe_at(self, since_at: datetime) -> datetime:
        """When a condition that has held since then has held long enough."""
        return since_at + self.lasting


class ActKind(StrEnum):
    """What becomes of an alert by a rule."""

    RAISE = "raise"
    CLEAR = "clear"
    END = "end"  # it was cleared by hand; now its condition has ended as well
    WAKE = "wake"
    ESCALATE = "escalate"


@dataclass(frozen=True, kw_only=True)
class AlertAct:
    """What a rule does with an alert.

    Attributes:
        alert: its number; None for one that is to be raised.
        severity, says, value, since_at: of one that is to be raised.
        step: to whom it goes, for an escalation; `place` which step that is, from 0.
    """

    kind: ActKind
    alert: int | None = None
    severity: Severity = Severity.WARNING
    says: str = ""
    value: float | None = None
    since_at: datetime | None = None
    step: Escalation | None = None
    place: int = 0


def due_steps(spec: AlertSpec, alert: Alert, now: datetime) -> Sequence[tuple[int, Escalation]]:
    """The steps that are due and were not taken, in their order; none once somebody has acknowledged it."""
    if alert.acknowledged_at is not None or alert.status is not AlertStatus.OPEN:
        return ()
    steps = list(enumerate(spec.escalations))[len(alert.escalations) :]
    return [(place, step) for place, step in steps if alert.raised_at + step.after <= now]


def acted(act: AlertAct, alert: Alert, by: str, at: datetime) -> Alert:
    """The alert after what a rule does with it; as it was where somebody was faster."""
    match act.kind:
        case ActKind.RAISE:
            return alert  # it is there
        case ActKind.CLEAR:
            return alert.cleared(by, at) if alert.is_open else alert
        case ActKind.END:
            return alert.ended(at) if alert.ended_at is None else alert
        case ActKind.WAKE:
            return alert.woken() if alert.is_back(at) else alert
        case ActKind.ESCALATE:
            return _escalated(act, alert, at)
        case _ as never:
            assert_never(never)


def _escalated(act: AlertAct, alert: Alert, at: datetime) -> Alert:
    """With its next step taken, if that is the one and nobody has acknowledged it."""
    is_next = alert.is_open and alert.acknowledged_at is None and len(alert.escalations) == act.place
    if act.step is None or not is_next:
        return alert
    return alert.escalated(Escalated(at=at, role=act.step.role, person=act.step.person))
