"""What is known of a work order: it is taken in, edited, prioritised, approved."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields, replace
from datetime import datetime
from typing import Any, ClassVar

from wom_tui.commands import guards
from wom_tui.commands.caller import called_by, refuse_two_callers, site_at
from wom_tui.commands.clocks import with_clocks
from wom_tui.commands.command import Command, aware, check_texts
from wom_tui.commands.parts_standing import with_parts
from wom_tui.commands.stores import check_count
from wom_tui.commands.usual_parts import usual_parts
from wom_tui.commands.visit import AssignVisit, book_visit
from wom_tui.domain.follow_up import REPEAT_WITHIN, repeat_violations, repeated
from wom_tui.domain.maintenance import SOURCE
from wom_tui.domain.part import Part
from wom_tui.domain.policy import Role
from wom_tui.domain.receipt import SAID
from wom_tui.domain.site import Contact, Site
from wom_tui.domain.texts import titled
from wom_tui.domain.violation import Violation
from wom_tui.domain.work_order import (
    Approval,
    OrderStatus,
    PartNeed,
    Priority,
    Relation,
    Requirement,
    SkillNeed,
    WorkOrder,
    replaced_values,
)
from wom_tui.domain.work_type import (
    WorkType,
    asked,
    missing_fields,
    needs_approval,
    outgrown_violations,
    resolution_code,
)
from wom_tui.domain.worktime import Window
from wom_tui.errors import InvalidInput
from wom_tui.store.approved import approved_cents
from wom_tui.store.codec import codec_of
from wom_tui.store.days import requirement_of
from wom_tui.store.reader import Range
from wom_tui.store.unit import Unit


@dataclass(frozen=True, kw_only=True)
class CreateOrder(Command):
    """Take in a new work order; it is ready when nothing is missing, else a draft."""

    title: str
    description: str = ""
    work_type: int | None = None
    priority: Priority | None = None  # None = the work type's
    site: int | None = None
    address: str = ""  # where, in words; a place that no site has becomes one
    customer: int | None = None
    contact: int | None = None
    phone: str = ""  # where to call back: makes a contact
    asset: int | None = None
    requester: str | None = None
    channel: str | None = None
    source: str = "wom"
    external_id: str | None = None
    opened_at: datetime | None = None
    required_by_at: datetime | None = None
    duration_min: int | None = None
    skills: tuple[SkillNeed, ...] | None = None
    windows: tuple[Window, ...] = ()
    earliest_start_at: datetime | None = None
    estimate_cents: int | None = None
    parent: int | None = None
    relation: Relation | None = None  # to the parent
    parts: tuple[PartNeed, ...] | None = None
    technician: int | None = None  # who is to come; with `start_at` it is planned at once
    start_at: datetime | None = None

    def check(self) -> None:
        super().check()
        titled(self.title)
        for name in ("opened_at", "required_by_at", "earliest_start_at", "start_at"):
            aware(name, getattr(self, name))
        _check_needs(self.parts)
        refuse_two_callers(self.contact, self.phone)
        if self.site is not None and self.address:
            raise InvalidInput("address", self.address, "a site that is known, or an address, not both")
        if (self.technician is None) != (self.start_at is None):
            raise InvalidInput("start_at", self.start_at, "a technician and a time, or neither")
        if self.duration_min is not None and not 1 <= self.duration_min <= 60 * 24 * 14:
            raise InvalidInput("duration_min", self.duration_min, "1 minute to 14 days")

    @property
    def summary(self) -> str:
        return f"new {self.title[:SAID]}"


def create_order(command: CreateOrder, unit: Unit) -> None:
    kind, site = unit.find(WorkType, command.work_type), unit.find(Site, command.site)
    site = site_at(command.address, unit, command.customer) if command.address else site
    usual = usual_parts(kind if command.parts is None else None, unit)
    order, requirement = drafted(
        command,
        kind,
        site,
        unit.at,
        ids=(unit.new_id(WorkOrder), unit.new_id(Requirement)),
        usual=usual.needs,
    )
    contact = called_by(
        unit,
        known=command.contact,
        name=command.requester,
        phone=command.phone,
        customer=order.customer_id,
    )
    order = replace(order, contact_id=contact)
    order = _related(_with_readiness(order, requirement, site, kind), kind, unit)
    if command.parts is not None:
        order = _needing(order, requirement.parts, unit)
    elif kind is not None:
        unit.heed(usual.violations(kind))
        order = usual.asked_by(order)
    unit.save(with_clocks(order, unit), "order.created")
    unit.save(requirement, "requirement.created")
    unit.result["number"] = order.id
    if order.status is OrderStatus.DRAFT:
        missing = missing_fields(order, requirement, site, kind, OrderStatus.READY)
        unit.result["still_missing"] = [asked(name) for name in missing]
    if command.technician is not None and command.start_at is not None:
        booked = AssignVisit(order=order.id, technician=command.technician, start_at=command.start_at)
        book_visit(booked, unit)


def _related(order: WorkOrder, kind: WorkType | None, unit: Unit) -> WorkOrder:
    """The order, marked where it repeats a repair of the same asset that was done a short while ago."""
    if kind is None or not kind.is_corrective or order.source == SOURCE:
        return order
    if order.asset_id is None or order.parent_id is not None:
        return order
    lately = Range(order.opened_at - REPEAT_WITHIN, None)
    earlier = unit.select(WorkOrder, asset_id=order.asset_id, completed_at=lately)
    repairs = {one.id for one in unit.select(WorkType, is_corrective=True)} if earlier else set()
    before = repeated(order.opened_at, (one for one in earlier if one.work_type_id in repairs))
    if before is None:
        return order
    unit.heed(repeat_violations(order.id, before, order.opened_at))
    return replace(order, parent_id=before.id, relation=Relation.REPEAT)


def drafted(
    command: CreateOrder,
    kind: WorkType | None,
    site: Site | None,
    at: datetime,
    *,
    ids: tuple[int, int],
    usual: tuple[PartNeed, ...] | None = None,
) -> tuple[WorkOrder, Requirement]:
    """The order and its requirement as they are said, and as their type has what is not said; without its clocks.

    Args:
        ids: of the order and of the requirement.
        usual: the parts that the type usually needs.
    """
    order_id, requirement_id = ids
    order = WorkOrder(
        id=order_id,
        title=titled(command.title),
        description=command.description or titled(command.title),
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
        opened_at=command.opened_at or at,
        required_by_at=command.required_by_at,
        estimate_cents=command.estimate_cents,
        parent_id=command.parent,
        relation=command.relation,
        checklist=kind.checklist if kind else (),
    )
    if needs_approval(order, kind):
        order = replace(order, approval=Approval.PENDING)
    requirement = Requirement(
        id=requirement_id,
        order_id=order_id,
        duration_min=command.duration_min or (kind.duration_min if kind else None),
        skills=command.skills if command.skills is not None else (kind.skills if kind else None),
        crew_size=kind.crew_size if kind else 1,
        windows=command.windows,
        earliest_start_at=command.earliest_start_at,
        parts=command.parts if command.parts is not None else usual,
    )
    return _with_readiness(order, requirement, site, kind), requirement


def _with_readiness(
    order: WorkOrder, requirement: Requirement, site: Site | None, kind: WorkType | None
) -> WorkOrder:
    """Ready when nothing is missing any more."""
    if missing_fields(order, requirement, site, kind, OrderStatus.READY):
        return order
    return replace(order, status=OrderStatus.READY)


def _check_needs(needs: Sequence[PartNeed] | None) -> None:
    for need in needs or ():
        check_count("parts", need.quantity)


def _needing(order: WorkOrder, needs: Sequence[PartNeed] | None, unit: Unit) -> WorkOrder:
    """The order, which needs these parts from now on; each of them is there."""
    for need in needs or ():
        unit.get(Part, need.part_id)
    return with_parts(order, unit, needs)


@dataclass(frozen=True, kw_only=True)
class OrderCommand(Command):
    """A command about one order that is there already."""

    order: int
    expect: int | None = None

    def target(self, unit: Unit) -> WorkOrder:
        """The order in the version that the actor saw."""
        order = unit.get(WorkOrder, self.order, expect=self.expect)
        unit.heed(guards.not_merged(order, unit))
        unit.heed(guards.own_order_violations(order.id, unit))
        return order

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
    "after_order_ids parts".split()
)


@dataclass(frozen=True, kw_only=True)
class EditOrder(OrderCommand):
    """Change facts of an order or of what it requires."""

    changes: tuple[tuple[str, Any], ...]  # (field, new value)
    phone: str = ""  # where to call back from now on: makes a contact

    def check(self) -> None:
        for name, value in self.changes:
            check_texts(name, value)
        super().check()
        refuse_two_callers(dict(self.changes).get("contact_id"), self.phone)
        for name, value in self.changes:
            if name == "parts":
                _check_needs(value)
            if name == "title":
                titled(value)
            if name not in EDITABLE_ORDER | EDITABLE_REQUIREMENT:
                expected = ", ".join(sorted(EDITABLE_ORDER | EDITABLE_REQUIREMENT))
                raise InvalidInput("field", name, f"one of {expected}")


def edit_order(command: EditOrder, unit: Unit) -> None:
    order, requirement = command.target(unit), requirement_of(unit, command.order)
    unit.heed(editable_violations(order))
    changes = dict(command.changes)
    for first in changes.get("after_order_ids") or ():
        if unit.get(WorkOrder, first).id == order.id:
            raise InvalidInput("after", first, "another order than itself")
    edited = replace(order, **{k: v for k, v in changes.items() if k in EDITABLE_ORDER})
    required = replace(requirement, **{k: v for k, v in changes.items() if k in EDITABLE_REQUIREMENT})
    edited = replace(edited, contact_id=_called_back(command, edited, unit))
    site, kind = unit.find(Site, edited.site_id), unit.find(WorkType, edited.work_type_id)
    if changes.get("resolution_code"):
        edited = replace(edited, resolution_code=resolution_code(changes["resolution_code"], kind))
    if edited.site_id != order.site_id:
        edited = replace(edited, territory_id=site.territory_id if site else None)
    edited = _asking_approval(order, edited, kind, unit)
    if edited.status in (OrderStatus.DRAFT, OrderStatus.READY):
        missing = missing_fields(edited, required, site, kind, OrderStatus.READY)
        edited = replace(edited, status=OrderStatus.DRAFT if missing else OrderStatus.READY)
    if "parts" in changes:
        edited = _needing(edited, required.parts, unit)
    unit.save(with_clocks(edited, unit), "order.edited")
    unit.save(required, "requirement.edited")


def _asking_approval(was: WorkOrder, order: WorkOrder, kind: WorkType | None, unit: Unit) -> WorkOrder:
    """The order, which waits for an approval where it needs one: also where it grew beyond what was approved."""
    if needs_approval(order, kind) and order.approval is Approval.NOT_NEEDED:
        return replace(order, approval=Approval.PENDING)
    if order.approval is not Approval.GIVEN or order.estimate_cents == was.estimate_cents:
        return order
    outgrown = tuple(outgrown_violations(order, approved_cents(unit, order.id), kind))
    unit.heed(outgrown)
    return replace(order, approval=Approval.PENDING) if outgrown else order


def _called_back(command: EditOrder, order: WorkOrder, unit: Unit) -> int | None:
    """Whom to call: with another number it is a row of its own, as other orders may have the one that was there."""
    there = unit.find(Contact, order.contact_id)
    if not command.phone.strip() or (there is not None and there.phone == command.phone.strip()):
        return order.contact_id
    name = there.name if there is not None else order.requester
    return called_by(unit, known=None, name=name, phone=command.phone, customer=order.customer_id)


def editable_violations(order: WorkOrder) -> list[Violation]:
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
    unit.heed(editable_violations(order))
    unit.save(with_clocks(replace(order, priority=command.priority), unit), "order.prioritised")


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
    unit.heed(editable_violations(order))
    approval = Approval.GIVEN if command.is_given else Approval.REFUSED
    if order.approval is not approval and order.approval in (Approval.GIVEN, Approval.REFUSED):
        unit.heed(replaced_values(order, {"approval": approval}))
    unit.save(replace(order, approval=approval), f"order.approval_{approval.value}")


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
