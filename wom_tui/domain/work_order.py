"""What is to be done: the work order, its requirement, and which state may follow which."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import IntEnum, StrEnum
from types import MappingProxyType

from wom_tui.domain.fact import Fact
from wom_tui.domain.states import UNDER_WAY, OrderStatus, PartsState
from wom_tui.domain.violation import Violation
from wom_tui.domain.words import WordEnum
from wom_tui.domain.worktime import Window

__all__ = [
    "TRANSITIONS",
    "Approval",
    "ChecklistItem",
    "Cover",
    "Hold",
    "HoldReason",
    "MaterialLine",
    "OrderStatus",
    "PartNeed",
    "PartsState",
    "PolicyChange",
    "Priority",
    "Relation",
    "Requirement",
    "SkillNeed",
    "WorkOrder",
    "checklist_violations",
    "replaced_hold",
    "replaced_values",
    "standing_violations",
    "transition_violations",
]


class Priority(IntEnum):
    """How soon it matters. P1 first."""

    P1 = 1
    P2 = 2
    P3 = 3
    P4 = 4


S = OrderStatus
_OPEN = frozenset({S.DRAFT, S.READY, S.SCHEDULED, S.DISPATCHED, S.IN_PROGRESS, S.ON_HOLD})
_MOVING = UNDER_WAY | {S.READY}

# May an order go from A to B? Decided here and nowhere else. A state is always reachable from itself (an edit).
TRANSITIONS: Mapping[OrderStatus, frozenset[OrderStatus]] = MappingProxyType(
    {
        S.DRAFT: frozenset({S.READY, S.ON_HOLD, S.CANCELLED}),
        S.READY: frozenset({S.DRAFT, S.ON_HOLD, S.CANCELLED, S.COMPLETED}) | _MOVING,
        S.SCHEDULED: frozenset({S.ON_HOLD, S.CANCELLED, S.COMPLETED}) | _MOVING,
        S.DISPATCHED: frozenset({S.ON_HOLD, S.CANCELLED, S.COMPLETED}) | _MOVING,
        S.IN_PROGRESS: frozenset({S.ON_HOLD, S.CANCELLED, S.COMPLETED}) | _MOVING,
        S.ON_HOLD: frozenset({S.DRAFT, S.CANCELLED}) | _MOVING,
        S.COMPLETED: frozenset({S.CLOSED, S.READY}),  # to ready = reopen
        S.CLOSED: frozenset(),
        S.CANCELLED: frozenset(),
    }
)


class HoldReason(StrEnum):
    """What an order on hold waits for."""

    PARTS = "parts"
    CUSTOMER = "customer"
    ACCESS = "access"
    APPROVAL = "approval"
    WEATHER = "weather"
    OTHER = "other"


class Cover(StrEnum):
    """Who pays."""

    WARRANTY = "warranty"
    CONTRACT = "contract"
    BILLABLE = "billable"


class Approval(WordEnum):
    """Where the approval stands that some work types ask for."""

    NOT_NEEDED = "not_needed"
    PENDING = "pending"
    GIVEN = "given"
    REFUSED = "refused"


class Relation(WordEnum):
    """What an order is to its parent."""

    FOLLOW_UP = "follow_up"  # does what was left over there
    REPEAT = "repeat"  # the same thing needed somebody again


@dataclass(frozen=True, kw_only=True)
class ChecklistItem:
    """One point to be answered on site. `answer` is None until somebody answers."""

    text: str
    is_required: bool = False
    answer: str | None = None


@dataclass(frozen=True, kw_only=True)
class Hold:
    """One interval on hold. Open while `to_at` is None."""

    from_at: datetime
    to_at: datetime | None = None
    reason: HoldReason
    until_at: datetime | None = None  # when somebody looks at it again
    stops_clock: bool = True  # as the policy said when the hold began


@dataclass(frozen=True, kw_only=True)
class PolicyChange:
    """From when on which SLA policy applies: a changed priority changes the target, the clock runs on."""

    at: datetime
    policy_id: int | None


@dataclass(frozen=True, kw_only=True)
class MaterialLine:
    """Material used: name, quantity, price of one in cents."""

    name: str
    quantity: float
    price_cents: int = 0


@dataclass(frozen=True, kw_only=True)
class WorkOrder(Fact):
    """What a customer or an asset needs done. Who and when is a visit; with what skills is its requirement."""

    title: str
    status: OrderStatus = OrderStatus.DRAFT
    priority: Priority = Priority.P3
    description: str = ""
    work_type_id: int | None = None
    fault_code: str | None = None
    source: str = "wom"  # the system that it came from
    external_id: str | None = None  # its number there; (source, external_id) is unique
    channel: str | None = None
    requester: str | None = None
    customer_id: int | None = None
    contact_id: int | None = None
    site_id: int | None = None
    asset_id: int | None = None
    territory_id: int | None = None
    opened_at: datetime
    required_by_at: datetime | None = None
    imported_due_at: datetime | None = None  # the due that the source brought
    respond_due_at: datetime | None = None
    resolve_due_at: datetime | None = None
    respond_warn_at: datetime | None = None  # when the policy's share of the target is used up
    resolve_warn_at: datetime | None = None
    policies: tuple[PolicyChange, ...] = ()
    holds: tuple[Hold, ...] = ()
    responded_at: datetime | None = None
    first_completed_at: datetime | None = None  # kept through a reopening
    completed_at: datetime | None = None
    closed_at: datetime | None = None
    cancelled_at: datetime | None = None
    cancel_reason: str | None = None
    duplicate_of_id: int | None = None
    parent_id: int | None = None  # follow-up or repeat of
    resolution_code: str | None = None
    resolution_text: str = ""
    labour_min: int | None = None  # None = not booked yet, 0 = none
    materials: tuple[MaterialLine, ...] | None = None  # None = not booked yet, () = none used
    cover: Cover | None = None
    approval: Approval = Approval.NOT_NEEDED
    estimate_cents: int | None = None
    checklist: tuple[ChecklistItem, ...] = ()
    tags: tuple[str, ...] = ()
    reopen_reason: str | None = None  # why it was opened again, the last time
    # How its parts stand, kept as dues are; counted together in `domain/readiness`.
    parts_state: PartsState | None = None  # None = it needs none
    parts_ready_at: datetime | None = None  # while it waits for parts, when the last one is expected
    parts_awaited: str | None = None  # what it waits for: `2 PUMP-3, 1 BELT`
    relation: Relation | None = None  # to its parent; None where nobody said

    @property
    def is_open(self) -> bool:
        return self.status in _OPEN

    @property
    def respond_by_at(self) -> datetime | None:
        """The due to respond, until somebody has."""
        return None if self.responded_at else self.respond_due_at

    @property
    def hold(self) -> Hold | None:
        """The hold that the order is on now."""
        return self.holds[-1] if self.holds and self.holds[-1].to_at is None else None


@dataclass(frozen=True, kw_only=True)
class SkillNeed:
    """A skill that the order needs, at this level or above (1-5)."""

    name: str
    level: int = 1


@dataclass(frozen=True, kw_only=True)
class PartNeed:
    """So many of a part that the order needs."""

    part_id: int
    quantity: int = 1


@dataclass(frozen=True, kw_only=True)
class Requirement(Fact):
    """What an order asks of the technician's day: skills, time, place in the sequence, parts."""

    order_id: int
    duration_min: int | None = None  # service time on site, None = not stated
    skills: tuple[SkillNeed, ...] | None = None  # () = none needed, None = not stated
    crew_size: int = 1
    windows: tuple[Window, ...] = ()  # when service may begin; none = any time
    earliest_start_at: datetime | None = None
    preferred_technician_id: int | None = None
    excluded_technician_ids: tuple[int, ...] = ()
    after_order_ids: tuple[int, ...] = ()
    parts: tuple[PartNeed, ...] | None = None  # () = none needed, None = not stated


def transition_violations(order: WorkOrder, to: OrderStatus) -> Iterator[Violation]:
    """Say why the order cannot go to that state; nothing when it can."""
    if to is order.status or to in TRANSITIONS[order.status]:
        return
    way = "; release it first" if order.status is OrderStatus.ON_HOLD else ""
    yield Violation(
        code="order.transition",
        message=f"order {order.id} is {order.status.words}, it cannot become {to.words}{way}",
        facts={"number": order.id, "from": order.status.value, "to": to.value},
    )


def replaced_hold(order: WorkOrder, standing: Hold, other: Hold) -> Iterator[Violation]:
    """Soft: the order is on hold already, and now it is for something else, or until another time."""
    what = standing.reason.value
    if other.reason is standing.reason:
        message = f"order {order.id} is on hold for {what} already; another date to look again is noted"
    else:
        message = f"order {order.id} is on hold for {what}; from now on it is for {other.reason.value}"
    until = standing.until_at.isoformat() if standing.until_at else None
    yield Violation(
        code="order.replaced",
        message=message,
        hard=False,
        facts={"number": order.id, "field": "hold", "was": what, "was_until": until},
    )


def replaced_values(order: WorkOrder, changes: Mapping[str, object]) -> Iterator[Violation]:
    """Soft: fields that say something already and are to say something else."""
    for name, value in changes.items():
        was = getattr(order, name)
        if was not in (None, "", value):
            word = name.removesuffix("_min").replace("_", " ")
            yield Violation(
                code="order.replaced",
                message=f"order {order.id} is {order.status.words} already; {word} “{value}” replaces “{was}”",
                hard=False,
                facts={"number": order.id, "field": name, "was": was},
            )


def standing_violations(order: WorkOrder, what: str) -> Iterator[Violation]:
    """Closed and cancelled orders stay as they are."""
    yield Violation(
        code="order.transition",
        message=f"order {order.id} is {order.status.words} already{what}; its facts stand",
        facts={"number": order.id, "from": order.status.value},
    )


def checklist_violations(order: WorkOrder) -> Iterator[Violation]:
    """The required points that nobody has answered, by their numbers, and how the first is answered."""
    open_points = {
        place: item.text
        for place, item in enumerate(order.checklist, start=1)
        if item.is_required and item.answer is None
    }
    if open_points:
        listed = ", ".join(f"{place} {text}" for place, text in open_points.items())
        yield Violation(
            code="order.checklist",
            message=f"order {order.id}: not answered: {listed} (answer {order.id} {min(open_points)} yes)",
            can_override=True,
            facts={"number": order.id, "points": list(open_points.values())},
        )
