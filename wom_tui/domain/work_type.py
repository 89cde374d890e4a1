"""What kind of work it is: the template that says what an order must have, and when."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from wom_tui.domain.fact import Fact
from wom_tui.domain.site import Site
from wom_tui.domain.violation import Violation
from wom_tui.domain.work_order import (
    Approval,
    ChecklistItem,
    OrderStatus,
    Priority,
    Requirement,
    SkillNeed,
    WorkOrder,
)
from wom_tui.errors import InvalidInput

INCOMPLETE = "order.incomplete"


@dataclass(frozen=True, kw_only=True)
class RequiredFields:
    """Fields that an order of the type must have filled in before it may enter the state."""

    state: OrderStatus
    fields: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class UsualPart:
    """So many of a part that an order of the type usually needs. By its code: the type may be there before the part."""

    code: str
    quantity: int = 1


@dataclass(frozen=True, kw_only=True)
class WorkType(Fact):
    """A template. A new order takes its priority, duration, skills, parts and checklist from here."""

    name: str
    group: str = ""
    priority: Priority = Priority.P3
    duration_min: int | None = None
    skills: tuple[SkillNeed, ...] | None = None
    crew_size: int = 1
    checklist: tuple[ChecklistItem, ...] = ()
    required: tuple[RequiredFields, ...] = ()
    needs_approval: bool = False
    approval_above_cents: int | None = None  # an estimate above it needs an approval
    is_corrective: bool = True  # repairs something, as opposed to planned maintenance
    resolution_codes: tuple[str, ...] | None = None  # how it can end; None = any code is taken
    cancel_reasons: tuple[str, ...] | None = None  # offered, never asked for: a reason is words for people
    parts: tuple[UsualPart, ...] | None = None  # () = none needed, None = not stated


# Every order needs these before it leaves `draft` (domain terms: what, how urgent, where, for whom, how long, who).
ALWAYS_REQUIRED: tuple[str, ...] = (
    "title",
    "work_type_id",
    "priority",
    "site_id",
    "requester",
    "description",
    "duration_min",
    "skills",
    "channel",
)
_CLOSING: tuple[str, ...] = ("labour_min", "materials", "cover")
_ORDER = tuple(OrderStatus)


def required_fields(work_type: WorkType | None, to: OrderStatus) -> tuple[str, ...]:
    """Names of the fields that must be filled in to enter that state, in the order they are asked for."""
    names = list(ALWAYS_REQUIRED) if to not in (OrderStatus.DRAFT, OrderStatus.CANCELLED) else []
    if to is OrderStatus.CLOSED:
        names += _CLOSING
    for rule in work_type.required if work_type else ():
        if _is_reached(rule.state, to):
            names += [name for name in rule.fields if name not in names]
    return tuple(names)


def _is_reached(state: OrderStatus, to: OrderStatus) -> bool:
    """What a state requires, every later state on the way requires as well."""
    if to in (OrderStatus.CANCELLED, OrderStatus.ON_HOLD) or state in (
        OrderStatus.CANCELLED,
        OrderStatus.ON_HOLD,
    ):
        return state is to
    return _ORDER.index(state) <= _ORDER.index(to)


def missing_fields(
    order: WorkOrder,
    requirement: Requirement | None,
    site: Site | None,
    work_type: WorkType | None,
    to: OrderStatus,
) -> tuple[str, ...]:
    """Which required fields are empty, by name."""
    return tuple(
        name for name in required_fields(work_type, to) if not _is_filled(name, order, requirement, site)
    )


def _is_filled(name: str, order: WorkOrder, requirement: Requirement | None, site: Site | None) -> bool:
    match name:
        case "requester":
            return bool(order.customer_id or order.contact_id or order.requester)
        case "duration_min":
            return requirement is not None and bool(requirement.duration_min)
        case "skills":
            return requirement is not None and requirement.skills is not None
        case "windows":
            return requirement is not None and bool(requirement.windows)
        case "site_id":
            return site is not None and (site.is_remote or site.has_position)
        case "labour_min" | "materials":
            return getattr(order, name) is not None
        case _:
            return getattr(order, name) not in (None, "", ())


def completeness_percent(
    order: WorkOrder,
    requirement: Requirement | None,
    site: Site | None,
    work_type: WorkType | None,
    to: OrderStatus = OrderStatus.COMPLETED,
) -> int:
    """How much of what the order needs up to a state is there, 0-100."""
    names = required_fields(work_type, to)
    filled = sum(_is_filled(name, order, requirement, site) for name in names)
    return round(100 * filled / len(names)) if names else 100


def completeness_violations(
    order: WorkOrder,
    requirement: Requirement | None,
    site: Site | None,
    work_type: WorkType | None,
    to: OrderStatus,
) -> Iterator[Violation]:
    """Say, field by field, what the order lacks to enter that state."""
    codes = (work_type.resolution_codes if work_type else None) or ()
    for name in missing_fields(order, requirement, site, work_type, to):
        choice = f": {', '.join(codes)}" if name == "resolution_code" and codes else ""
        yield Violation(
            code=INCOMPLETE,
            message=f"order {order.id}: {asked(name)} is needed before {to.words}{choice}",
            can_override=name not in ("title", "site_id", "duration_min"),
            facts={"number": order.id, "field": name, "state": to.value},
        )


_ASKED = {"site_id": "site with a position", "duration_min": "duration", "labour_min": "labour"}


def asked(name: str) -> str:
    """What a missing field asks for, in words. A site counts only where it can be driven to."""
    return _ASKED.get(name) or name.removesuffix("_id").replace("_", " ")


def resolution_code(said: str, work_type: WorkType | None) -> str:
    """The code that is meant: by its letters, or by as many of them as fit only one.

    Raises:
        InvalidInput: the type lists its codes, and this is none of them; names the nearest, then all.
    """
    codes = work_type.resolution_codes if work_type else None
    if codes is None:
        return said
    wanted = said.strip().lower().replace(" ", "_").replace("-", "_")
    found = [code for code in codes if code == wanted] or [
        c for c in codes if wanted and c.startswith(wanted)
    ]
    if len(found) == 1:
        return found[0]
    from difflib import get_close_matches  # only for those who mistype

    near = found or get_close_matches(wanted, codes, n=3, cutoff=0.5)
    nearest = f"{' or '.join(near)}; " if near and len(near) < len(codes) else ""
    raise InvalidInput("code", said, f"{nearest}one of {', '.join(codes)}")


def needs_approval(order: WorkOrder, work_type: WorkType | None) -> bool:
    """The type, or the estimate, asks somebody to approve."""
    if work_type is None:
        return False
    above = work_type.approval_above_cents
    return work_type.needs_approval or (above is not None and (order.estimate_cents or 0) > above)


def outgrown_violations(
    order: WorkOrder, approved_cents: int, work_type: WorkType | None
) -> Iterator[Violation]:
    """Soft: the estimate has grown beyond what was approved, above the amount from which the type asks."""
    above = work_type.approval_above_cents if work_type is not None else None
    estimate = order.estimate_cents or 0
    if above is None or estimate <= max(approved_cents, above):
        return
    yield Violation(
        code="order.approved",
        message=f"order {order.id} was approved for less; it waits for an approval again",
        hard=False,
        facts={"number": order.id, "approved_cents": approved_cents, "estimate_cents": estimate},
    )


def approval_violations(order: WorkOrder, work_type: WorkType | None) -> Iterator[Violation]:
    """An approval that is asked for and not given."""
    if needs_approval(order, work_type) and order.approval is not Approval.GIVEN:
        yield Violation(
            code="order.approval",
            message=f"order {order.id} needs an approval; it is {order.approval.words}",
            facts={"number": order.id, "approval": order.approval.value},
        )
