"""What somebody has to know of now: an alert, who has it, and what may become of it.

An alert is about one rule and one subject, and of those there is one at a time: it is raised when the rule's condition
has held long enough, and cleared when that has ended. Who acknowledges it says "I know"; who snoozes it, "not now".
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

from wom_tui.domain.fact import Fact
from wom_tui.domain.policy import Role
from wom_tui.domain.violation import Violation
from wom_tui.domain.words import WordEnum

ORDER, RULE, OFFICE = "order", "rule", "office"  # kinds of subjects that no segment is
# The office's own alerts, which no rule's file raises: a rule was switched off by hand, or because it failed, or was
# stopped when it had caused itself; a backup could not be made, a review is there. Their subject is the rule.
SWITCHED_OFF, FAILED, LOOPED = "rule-off", "rule-failed", "rule-loop"
NO_BACKUP, REVIEWED = "no-backup", "review-ready"
OF_RULES = frozenset({SWITCHED_OFF, FAILED, LOOPED, NO_BACKUP, REVIEWED})
_BY_ITSELF = "its condition has ended"


class Severity(StrEnum):
    """How much it matters."""

    INFO = "info"
    WARNING = "warning"
    CRITICAL = "critical"

    @property
    def rank(self) -> int:
        """0 for what matters most: the order of every list."""
        return _RANK[self]


_RANK = {Severity.CRITICAL: 0, Severity.WARNING: 1, Severity.INFO: 2}


class AlertStatus(WordEnum):
    """What has become of it."""

    OPEN = "open"  # nobody has said anything yet
    ACKNOWLEDGED = "acknowledged"
    SNOOZED = "snoozed"
    CLEARED = "cleared"


UNCLEARED = frozenset(AlertStatus) - {AlertStatus.CLEARED}


@dataclass(frozen=True, kw_only=True)
class Escalated:
    """It was brought before somebody else: those of a role, or one person."""

    at: datetime
    role: Role | None = None
    person: str | None = None

    @property
    def to(self) -> str:
        """Whom, in a word."""
        return self.role.value if self.role else self.person or ""


@dataclass(frozen=True, kw_only=True)
class Alert(Fact):
    """One alert, from when it is raised.

    Attributes:
        rule: the name of the rule that raised it.
        subject: what it is about: `order:4417`, `territory:West`, `technician:kim`, `rule:hold-review`, `office`.
        order_id: the order's number, where it is about one. No reference: an order may be withdrawn under it.
        says: a sentence, with the figures.
        value: the figure that the rule looks at; for an order the minutes for which its condition had held.
        since_at: since when the condition has held.
        escalations: the steps that were taken, in their order.
        ended_at: when its condition ended; who clears one by hand may do so before that, and until then it is not
            raised again.
    """

    rule: str
    subject: str
    order_id: int | None = None
    severity: Severity
    says: str
    value: float | None = None
    since_at: datetime
    raised_at: datetime
    status: AlertStatus = AlertStatus.OPEN
    acknowledged_at: datetime | None = None
    acknowledged_by: str | None = None
    snoozed_at: datetime | None = None
    snoozed_by: str | None = None
    snoozed_until_at: datetime | None = None
    snooze_reason: str | None = None
    assignee: str | None = None
    assigned_at: datetime | None = None
    assigned_by: str | None = None
    escalations: tuple[Escalated, ...] = ()
    cleared_at: datetime | None = None
    cleared_by: str | None = None
    cleared_why: str | None = None
    ended_at: datetime | None = None

    @property
    def is_of_rules(self) -> bool:
        """About a rule: what it says has happened, and does not go on."""
        return self.rule in OF_RULES

    @property
    def is_open(self) -> bool:
        """Somebody has to see to it, now or later."""
        return self.status is not AlertStatus.CLEARED

    def is_away(self, now: datetime) -> bool:
        """Somebody has put it away until a time that has not come."""
        until = self.snoozed_until_at
        return self.status is AlertStatus.SNOOZED and until is not None and now < until

    def is_back(self, now: datetime) -> bool:
        """It was put away, and the time has come."""
        return self.status is AlertStatus.SNOOZED and not self.is_away(now)

    def acknowledged(self, by: str, at: datetime) -> Alert:
        """Somebody knows of it."""
        return replace(self._here(AlertStatus.ACKNOWLEDGED), acknowledged_by=by, acknowledged_at=at)

    def snoozed(self, by: str, at: datetime, until_at: datetime, reason: str) -> Alert:
        """Nobody has to see to it before a time."""
        return replace(
            self,
            status=AlertStatus.SNOOZED,
            snoozed_by=by,
            snoozed_at=at,
            snoozed_until_at=until_at,
            snooze_reason=reason,
        )

    def woken(self) -> Alert:
        """The time has come: it is open again, whoever knew of it before."""
        return self._here(AlertStatus.OPEN)

    def _here(self, status: AlertStatus) -> Alert:
        """In a state in which it is not away."""
        return replace(
            self, status=status, snoozed_at=None, snoozed_by=None, snoozed_until_at=None, snooze_reason=None
        )

    def assigned(self, to: str, by: str, at: datetime) -> Alert:
        """Somebody is to see to it."""
        return replace(self, assignee=to, assigned_by=by, assigned_at=at)

    def escalated(self, step: Escalated) -> Alert:
        """The next step was taken."""
        return replace(self, escalations=(*self.escalations, step))

    def ended(self, at: datetime) -> Alert:
        """Its condition has ended after it was cleared by hand: from now on it may be raised again."""
        return replace(self, ended_at=at)

    def cleared(self, by: str, at: datetime, why: str = _BY_ITSELF, *, has_ended: bool = True) -> Alert:
        """It is over. With `has_ended` its condition is, too, and it may be raised again."""
        ended_at = at if has_ended else self.ended_at
        return replace(
            self,
            status=AlertStatus.CLEARED,
            cleared_by=by,
            cleared_at=at,
            cleared_why=why,
            ended_at=ended_at,
        )


def kind_of(subject: str) -> str:
    """Of which kind a subject is: `order`, `territory`, `rule` …"""
    return subject.partition(":")[0]


def name_of(subject: str) -> str:
    """What a subject is called among its kind: `4417`, `West`; nothing for the whole office."""
    return subject.partition(":")[2]


def subject_words(subject: str) -> str:
    """A subject as people read it: `order 4417`."""
    return subject.replace(":", " ", 1)


def rule_subject(name: str) -> str:
    """The subject that a rule is."""
    return f"{RULE}:{name}"


def order_subject(number: int) -> str:
    """The subject that an order is."""
    return f"{ORDER}:{number}"


def cleared_violations(alert: Alert) -> Iterator[Violation]:
    """What is cleared stays as it is."""
    if not alert.is_open:
        yield Violation(
            code="alert.cleared",
            message=f"alert {alert.id} was cleared already by {alert.cleared_by}: {alert.cleared_why}",
            facts={"alert": alert.id, "by": alert.cleared_by},
        )
