"""In which states can an order, a visit, a clock and parts be? Words only: a screen loads them before any rule.

Which state may follow which is decided beside the facts: `work_order`, `visit`, `sla`; import them there.
"""

from __future__ import annotations

from enum import StrEnum

from wom_tui.domain.words import WordEnum


class OrderStatus(WordEnum):
    """The state of a work order."""

    DRAFT = "draft"
    READY = "ready"
    SCHEDULED = "scheduled"
    DISPATCHED = "dispatched"
    IN_PROGRESS = "in_progress"
    ON_HOLD = "on_hold"
    COMPLETED = "completed"
    CLOSED = "closed"
    CANCELLED = "cancelled"


# Somebody has it, and it is not done.
UNDER_WAY = frozenset({OrderStatus.SCHEDULED, OrderStatus.DISPATCHED, OrderStatus.IN_PROGRESS})
ENDED = frozenset({OrderStatus.COMPLETED, OrderStatus.CLOSED, OrderStatus.CANCELLED})


class VisitStatus(WordEnum):
    """The state of a visit."""

    PLANNED = "planned"
    DISPATCHED = "dispatched"
    ACCEPTED = "accepted"
    TRAVELLING = "travelling"
    ON_SITE = "on_site"
    DONE = "done"
    INCOMPLETE = "incomplete"
    DECLINED = "declined"
    CANCELLED = "cancelled"
    MISSED = "missed"


# Of visits that did not do it: the order goes on as if nobody had it.
FAILED = frozenset({VisitStatus.DECLINED.value, VisitStatus.INCOMPLETE.value, VisitStatus.MISSED.value})
TOLD = frozenset({VisitStatus.DISPATCHED, VisitStatus.ACCEPTED})  # the technician knows of it
COMING = TOLD | {VisitStatus.PLANNED}  # nobody has set out yet


class PartsState(WordEnum):
    """How the parts of an order stand: the worst of them counts."""

    SHORT = "short"  # some are neither reserved nor ordered
    WAITING = "waiting"  # all are reserved, some of them have still to come
    READY = "ready"  # all are reserved where they lie
    USED = "used"


class Sla(StrEnum):
    """The state of one clock."""

    OK = "ok"
    AT_RISK = "at_risk"  # the forecast says that it will be late
    WARNING = "warning"  # the policy's share of the time is used
    BREACHED = "breached"
    PAUSED = "paused"
    MET = "met"
    NO_SLA = "no_sla"  # counted apart, never as met
