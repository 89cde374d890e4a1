"""What happens to a work order: it is made, changed, held, ended, approved, closed, opened again."""

from __future__ import annotations

from dataclasses import dataclass, fields, replace
from datetime import datetime
from typing import Any, ClassVar

from wom_tui.commands.clocks import rules_of, with_clocks
from wom_tui.commands.command import Command, aware
from wom_tui.commands.visit import end_visits, follow_visits, release_visits
from wom_tui.domain import work_order
from wom_tui.domain.policy import Role
from wom_tui.domain.site import Site
from wom_tui.domain.violation import Violation
from wom_tui.domain.work_order import (
    Approval,
    Cover,
    Hold,
    HoldReason,
    MaterialLine,
    OrderStatus,
    Priority,
    Requirement,
    SkillNeed,
    WorkOrder,
)
from wom_tui.domain.work_type import (
    WorkType,
    approval_violations,
    completeness_violations,
    missing_fields,
    needs_approval,
)
from wom_tui.domain.worktime import Window
from wom_tui.errors import InvalidInput
from wom_tui.store.codec import codec_of
from wom_tui.store.days import requirement_of
from wom_tui.store.unit import Unit


@dataclass(frozen=True, kw_only=True)
class CreateOrder(Command):
    """Take in a new work order; it is ready when nothing is missing, else a draft."""

    title: str
    description: str = ""
    work_type: int | None = None
    priority: Priority | None = None  # None = the work type's
    site: int | None = None
    customer: int | None = None
    contact: int | None = None
    asset: int | None = None
    requester: str | None = None
    channel: str | None = None
    source: str = "wom"
    external_id: str | None = None
    opened_at: datetime | None = None
    duration_min: int | None = None
    skills: tuple[SkillNeed, ...] | None = None
    windows: tuple[Window, ...] = ()
    earliest_start_at: datetime | None = None
    estimate_cents: int | None = None
    parent: int | None = None

    def check(self) -> None:
        super().check()
        if not self.title.strip():
            raise InvalidInput("title", self.title, "what is to be done, in a few words")
        aware("opened_at", self.opened_at)
        aware("earliest_start_at", self.earliest_start_at)
        if self.duration_min is not None and not 1 <= self.duration_min <= 60 * 24 * 14:
            raise InvalidInput("duration_min", self.duration_min, "1 minute to 14 days")

    @property
    def summary(self) -> str:
        return f"new {self.title[:40]}"


def create_order(command: CreateOrder, unit: Unit) -> None:
    kind, site = unit.find(WorkType, command.work_type), unit.find(Site, command.site)
    order_id = unit.new_id(WorkOrder)
    order = WorkOrder(
        id=order_id,
        title=command.title.strip(),
        description=command.description or command.title.strip(),
        work_type_id=kind.id if kind else None,
        priority=command.priority or (kind.priority if kind else Priority.P3),
        source=command.source,
        external_id=command.external_id,
        channel=command.channel,
        requester=command.requester,
        customer_id=command.customer or (site.customer_id if site else None),
        contact_id=command.contact,
        site_id=site.id if site else None,
        asset_id=command.asset,
        territory_id=site.territory_id if site else None,
        opened_at=command.opened_at or unit.at,
        estimate_cents=command.estimate_cents,
        parent_id=command.parent,
        checklist=kind.checklist if kind else (),
    )
    if needs_approval(order, kind):
        order = replace(order, approval=Approval.PENDING)
    requirement = Requirement(
        id=unit.new_id(Requirement),
        order_id=order_id,
        duration_min=command.duration_min or (kind.duration_min if kind else None),
        skills=command.skills if command.skills is not None else (kind.skills if kind else None),
        crew_size=kind.crew_size if kind else 1,
        windows=command.windows,
        earliest_start_at=command.earliest_start_at,
    )
    if not missing_fields(order, requirement, site, kind, OrderStatus.READY):
        order = replace(order, status=OrderStatus.READY)
    unit.save(with_clocks(order, unit), "order.created")
    unit.save(requirement, "requirement.created")
    unit.result["number"] = order_id


@dataclass(frozen=True, kw_only=True)
class OrderCommand(Command):
    """A command about one order that is there already."""

    order: int
    expect: int | None = None

    def target(self, unit: Unit) -> WorkOrder:
        """The order in the version that the actor saw."""
        return unit.get(WorkOrder, self.order, expect=self.expect)

    @property
    def summary(self) -> str:
        return f"{super().summary.removesuffix(' order')} {self.order}"


# What may be typed into an order. All else follows from acts that have their own command.
EDITABLE_ORDER = frozenset(
    "title description fault_code work_type_id site_id customer_id contact_id asset_id requester channel "
    "required_by_at estimate_cents labour_min cover resolution_code resolution_text materials checklist tags".split()
)
EDITABLE_REQUIREMENT = frozenset(
    "duration_min skills crew_size windows earliest_start_at preferred_technician_id excluded_technician_ids "
    "after_order_ids".split()
)


@dataclass(frozen=True, kw_only=True)
class EditOrder(OrderCommand):
    """Change facts of an order or of what it requires."""

    changes: tuple[tuple[str, Any], ...]  # (field, new value)

    def check(self) -> None:
        super().check()
        for name, _ in self.changes:
            if name not in EDITABLE_ORDER | EDITABLE_REQUIREMENT:
                expected = ", ".join(sorted(EDITABLE_ORDER | EDITABLE_REQUIREMENT))
                raise InvalidInput("field", name, f"one of {expected}")


def edit_order(command: EditOrder, unit: Unit) -> None:
    order, requirement = command.target(unit), requirement_of(unit, command.order)
    unit.heed(_editable(order))
    changes = dict(command.changes)
    edited = replace(order, **{k: v for k, v in changes.items() if k in EDITABLE_ORDER})
    required = replace(requirement, **{k: v for k, v in changes.items() if k in EDITABLE_REQUIREMENT})
    site, kind = unit.find(Site, edited.site_id), unit.find(WorkType, edited.work_type_id)
    if edited.site_id != order.site_id:
        edited = replace(edited, territory_id=site.territory_id if site else None)
    if needs_approval(edited, kind) and edited.approval is Approval.NOT_NEEDED:
        edited = replace(edited, approval=Approval.PENDING)
    if edited.status in (OrderStatus.DRAFT, OrderStatus.READY):
        missing = missing_fields(edited, required, site, kind, OrderStatus.READY)
        edited = replace(edited, status=OrderStatus.DRAFT if missing else OrderStatus.READY)
    unit.save(with_clocks(edited, unit), "order.edited")
    unit.save(required, "requirement.edited")


def _editable(order: WorkOrder) -> list[Violation]:
    if order.status not in (OrderStatus.CLOSED, OrderStatus.CANCELLED):
        return []
    return [
        Violation(
            code="order.transition",
            message=f"order {order.id} is {order.status.value}; its facts stand",
            facts={"number": order.id, "from": order.status.value},
        )
    ]


@dataclass(frozen=True, kw_only=True)
class SetPriority(OrderCommand):
    """Give an order another priority; its target changes, its clock runs on."""

    priority: Priority

    @property
    def summary(self) -> str:
        return f"priority {self.order} {self.priority.name}"


def set_priority(command: SetPriority, unit: Unit) -> None:
    order = command.target(unit)
    unit.heed(_editable(order))
    unit.save(with_clocks(replace(order, priority=command.priority), unit), "order.prioritised")


@dataclass(frozen=True, kw_only=True)
class HoldOrder(OrderCommand):
    """Stop an order for a reason, with a date to look at it again."""

    reason: HoldReason
    until_at: datetime

    def check(self) -> None:
        super().check()
        aware("until_at", self.until_at)

    @property
    def summary(self) -> str:
        return f"hold {self.order} {self.reason.value}"


def hold_order(command: HoldOrder, unit: Unit) -> None:
    order = command.target(unit)
    unit.heed(work_order.transition_violations(order, OrderStatus.ON_HOLD))
    if command.until_at <= unit.at:
        raise InvalidInput("until_at", command.until_at, "a time to come: when somebody looks at it again")
    policy_id = order.policies[-1].policy_id if order.policies else None
    stops = rules_of(unit).stops_clock(policy_id, command.reason)
    if order.hold is not None:
        # Waiting for something else now is a new interval: the ledger names each reason.
        if command.reason is not order.hold.reason and unit.at > order.hold.from_at:
            closed = replace(order.hold, to_at=unit.at)
            opened = Hold(from_at=unit.at, reason=command.reason, until_at=command.until_at, stops_clock=stops)
            changed = replace(order, holds=(*order.holds[:-1], closed, opened))
            unit.save(with_clocks(changed, unit), "order.held")
            return
        hold = replace(order.hold, reason=command.reason, until_at=command.until_at, stops_clock=stops)
        unit.save(with_clocks(replace(order, holds=(*order.holds[:-1], hold)), unit), "order.held")
        return
    release_visits(order.id, unit, f"on hold: {command.reason.value}")
    hold = Hold(from_at=unit.at, reason=command.reason, until_at=command.until_at, stops_clock=stops)
    held = replace(order, status=OrderStatus.ON_HOLD, holds=(*order.holds, hold))
    unit.save(with_clocks(held, unit), "order.held")


@dataclass(frozen=True, kw_only=True)
class ReleaseOrder(OrderCommand):
    """Let an order on hold go on."""


def release_order(command: ReleaseOrder, unit: Unit) -> None:
    order = command.target(unit)
    if order.hold is None:
        unit.heed(
            [
                Violation(
                    code="order.transition",
                    message=f"order {order.id} is not on hold",
                    facts={"number": order.id, "from": order.status.value},
                )
            ]
        )
        return
    unit.save(with_clocks(released(order, unit), unit), "order.released")
    follow_visits(order.id, unit)


def released(order: WorkOrder, unit: Unit) -> WorkOrder:
    """The order with its hold ended, ready again, or a draft where something is missing."""
    assert order.hold is not None
    holds = (*order.holds[:-1], replace(order.hold, to_at=max(unit.at, order.hold.from_at)))
    site, kind = unit.find(Site, order.site_id), unit.find(WorkType, order.work_type_id)
    missing = missing_fields(order, requirement_of(unit, order.id), site, kind, OrderStatus.READY)
    return replace(order, holds=holds, status=OrderStatus.DRAFT if missing else OrderStatus.READY)


@dataclass(frozen=True, kw_only=True)
class CancelOrder(OrderCommand):
    """Give an order up, with the reason, or as a duplicate of another."""

    reason: str
    duplicate_of: int | None = None

    def check(self) -> None:
        super().check()
        if not self.reason.strip():
            raise InvalidInput("reason", self.reason, "why, in words")

    @property
    def summary(self) -> str:
        return f"cancel {self.order}"


def cancel_order(command: CancelOrder, unit: Unit) -> None:
    order = command.target(unit)
    unit.heed(work_order.transition_violations(order, OrderStatus.CANCELLED))
    if command.duplicate_of is not None:
        unit.heed(_original(order, unit.find(WorkOrder, command.duplicate_of)))
    release_visits(order.id, unit, f"cancelled: {command.reason}")
    ended = replace(
        _off_hold(order, unit.at),
        status=OrderStatus.CANCELLED,
        cancelled_at=unit.at,
        cancel_reason=command.reason.strip(),
        duplicate_of_id=command.duplicate_of,
    )
    unit.save(with_clocks(ended, unit), "order.cancelled")


def _original(order: WorkOrder, original: WorkOrder | None) -> list[Violation]:
    if original is not None and original.id != order.id and not original.is_withdrawn:
        return []
    return [
        Violation(
            code="order.duplicate",
            message=f"order {order.id} can only be a duplicate of another order that is there",
            facts={"number": order.id},
        )
    ]


def _off_hold(order: WorkOrder, at: datetime) -> WorkOrder:
    if order.hold is None:
        return order
    return replace(order, holds=(*order.holds[:-1], replace(order.hold, to_at=max(at, order.hold.from_at))))


@dataclass(frozen=True, kw_only=True)
class CompleteOrder(OrderCommand):
    """Say that the work is done, with what was found and done."""

    needs: ClassVar[Role] = Role.TECHNICIAN

    resolution_code: str | None = None
    resolution_text: str = ""
    labour_min: int | None = None

    @property
    def summary(self) -> str:
        return f"complete {self.order}"


def complete_order(command: CompleteOrder, unit: Unit) -> None:
    order = command.target(unit)
    unit.heed(work_order.transition_violations(order, OrderStatus.COMPLETED))
    noted = replace(
        order,
        resolution_code=command.resolution_code or order.resolution_code,
        resolution_text=command.resolution_text or order.resolution_text,
        labour_min=command.labour_min if command.labour_min is not None else order.labour_min,
    )
    site, kind = unit.find(Site, order.site_id), unit.find(WorkType, order.work_type_id)
    requirement = requirement_of(unit, order.id)
    unit.heed(completeness_violations(noted, requirement, site, kind, OrderStatus.COMPLETED))
    unit.heed(work_order.checklist_violations(noted))
    end_visits(order.id, unit)
    done = replace(
        noted,
        status=OrderStatus.COMPLETED,
        completed_at=unit.at,
        first_completed_at=order.first_completed_at or unit.at,
        responded_at=order.responded_at or unit.at,
    )
    unit.save(with_clocks(done, unit), "order.completed")


@dataclass(frozen=True, kw_only=True)
class ReopenOrder(OrderCommand):
    """Open a completed order again; its first completion is kept."""

    reason: str

    def check(self) -> None:
        super().check()
        if not self.reason.strip():
            raise InvalidInput("reason", self.reason, "why, in words")


def reopen_order(command: ReopenOrder, unit: Unit) -> None:
    order = command.target(unit)
    if order.status is not OrderStatus.COMPLETED:
        unit.heed(
            [
                Violation(
                    code="order.transition",
                    message=f"order {order.id} is {order.status.value.replace('_', ' ')}; only completed ones reopen",
                    facts={"number": order.id, "from": order.status.value, "to": "ready"},
                )
            ]
        )
        return
    opened = replace(order, status=OrderStatus.READY, completed_at=None, resolution_text=order.resolution_text)
    unit.save(with_clocks(opened, unit), "order.reopened")


@dataclass(frozen=True, kw_only=True)
class ApproveOrder(OrderCommand):
    """Give or refuse the approval that an order waits for."""

    needs: ClassVar[Role] = Role.MANAGER

    is_given: bool = True

    @property
    def summary(self) -> str:
        return f"{'approve' if self.is_given else 'refuse'} {self.order}"


def approve_order(command: ApproveOrder, unit: Unit) -> None:
    order = command.target(unit)
    unit.heed(_editable(order))
    approval = Approval.GIVEN if command.is_given else Approval.REFUSED
    unit.save(replace(order, approval=approval), f"order.approval_{approval.value}")


@dataclass(frozen=True, kw_only=True)
class CloseOrder(OrderCommand):
    """Close a completed order: labour, materials and who pays are booked."""

    labour_min: int | None = None
    materials: tuple[MaterialLine, ...] | None = None
    cover: Cover | None = None

    def check(self) -> None:
        super().check()
        if self.labour_min is not None and self.labour_min < 0:
            raise InvalidInput("labour_min", self.labour_min, "minutes, 0 or more")


def close_order(command: CloseOrder, unit: Unit) -> None:
    order = command.target(unit)
    unit.heed(work_order.transition_violations(order, OrderStatus.CLOSED))
    given = {f: getattr(command, f) for f in ("labour_min", "materials", "cover") if getattr(command, f) is not None}
    booked = replace(order, **given)
    site, kind = unit.find(Site, order.site_id), unit.find(WorkType, order.work_type_id)
    unit.heed(completeness_violations(booked, requirement_of(unit, order.id), site, kind, OrderStatus.CLOSED))
    unit.heed(approval_violations(booked, kind))
    unit.save(replace(booked, status=OrderStatus.CLOSED, closed_at=unit.at), "order.closed")


def editable_fields() -> tuple[str, ...]:
    """What `edit` takes, for completion and the reference."""
    named = [f.name for cls in (WorkOrder, Requirement) for f in fields(cls)]
    return tuple(name for name in named if name in EDITABLE_ORDER | EDITABLE_REQUIREMENT)


def value_of(field: str, data: Any) -> Any:
    """A field's value from JSON-ready data.

    Raises:
        InvalidInput: the data does not fit the field.
    """
    cls = WorkOrder if field in EDITABLE_ORDER else Requirement
    codec = codec_of(cls).by_name.get(field)
    if codec is None:
        raise InvalidInput("field", field, ", ".join(editable_fields()))
    try:
        return codec.from_json(data)
    except (ValueError, TypeError, KeyError) as error:
        raise InvalidInput(field, data, f"a value of kind {codec.kind}") from error

