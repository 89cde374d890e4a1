"""How an order ends: cancelled, completed, opened again, closed."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any, ClassVar

from wom_tui.commands.clocks import with_clocks
from wom_tui.commands.command import reasoned
from wom_tui.commands.follow_up import follow_up
from wom_tui.commands.hold import off_hold
from wom_tui.commands.merge import fold
from wom_tui.commands.order import OrderCommand
from wom_tui.commands.parts_standing import with_parts
from wom_tui.commands.reservation import free_rest, reserved_uses, return_used, use_parts, without_rest
from wom_tui.commands.steps import end_visits, release_visits, unattended_violations
from wom_tui.commands.stores import check_count
from wom_tui.domain import work_order
from wom_tui.domain.part import Part, PartUse, Reservation, StockPlace
from wom_tui.domain.policy import Role
from wom_tui.domain.site import Site
from wom_tui.domain.texts import titled
from wom_tui.domain.violation import Violation
from wom_tui.domain.work_order import (
    Cover,
    MaterialLine,
    OrderStatus,
    PartsState,
    Priority,
    WorkOrder,
)
from wom_tui.domain.work_type import (
    WorkType,
    approval_violations,
    completeness_violations,
    resolution_code,
)
from wom_tui.domain.worktime import Window
from wom_tui.errors import InvalidInput
from wom_tui.store.days import requirement_of
from wom_tui.store.unit import Unit


@dataclass(frozen=True, kw_only=True)
class CancelOrder(OrderCommand):
    """Give an order up, with the reason, or as a duplicate of another.

    The same again changes nothing; another reason is refused, for what is cancelled stands.
    """

    reason: str
    duplicate_of: int | None = None

    def check(self) -> None:
        super().check()
        reasoned(self.reason)

    @property
    def summary(self) -> str:
        return f"cancel {self.order}"


def cancel_order(command: CancelOrder, unit: Unit) -> None:
    order = unit.get(WorkOrder, command.order, expect=command.expect)
    if order.status is OrderStatus.CANCELLED:
        if (order.cancel_reason, order.duplicate_of_id) != (command.reason.strip(), command.duplicate_of):
            unit.heed(work_order.standing_violations(order, f": {order.cancel_reason}"))
        return
    if command.duplicate_of is not None:
        fold(order, unit.find(WorkOrder, command.duplicate_of), command.reason.strip(), unit)
        return
    unit.heed(work_order.transition_violations(order, OrderStatus.CANCELLED))
    release_visits(order.id, unit, f"cancelled: {command.reason}")
    ended = replace(
        off_hold(order, unit.at),
        status=OrderStatus.CANCELLED,
        cancelled_at=unit.at,
        cancel_reason=command.reason.strip(),
    )
    unit.save(with_clocks(without_rest(ended, unit, is_said=False), unit), "order.cancelled")


@dataclass(frozen=True, kw_only=True)
class CompleteOrder(OrderCommand):
    """Say that the work is done, with what was found and done.

    A visit that somebody is at, or was sent to, is done with it; one that nobody was sent to is struck. Both are said
    where nobody has reported on site (`visit.unattended`), and `attended` tells instead from when to when somebody was
    there. On a completed order it puts code, text and labour right and says what it replaces (`order.replaced`): the
    time of completion stays, and the same again changes nothing.
    The parts that were used are taken from what is reserved for the order, the rest from the technician's van or from
    the place that is named. What is still reserved then is free again, which is said (`parts.unused`). What was left to
    do becomes a follow-up order.
    """

    needs: ClassVar[Role] = Role.TECHNICIAN

    resolution_code: str | None = None
    resolution_text: str = ""
    labour_min: int | None = None
    attended: Window | None = None
    parts: tuple[PartUse, ...] = ()
    has_used_reserved: bool = False  # all that is reserved for it was used
    place: StockPlace | None = None  # where the parts were taken from, if not from the van
    remainder: str = ""  # what was left to do: becomes a follow-up order
    remainder_priority: Priority | None = None  # None = the work type's: what made the order urgent is done

    def check(self) -> None:
        super().check()
        if self.place is not None:
            self.place.check("from")
        for use in self.parts:
            check_count("parts", use.quantity)
        if self.remainder:
            titled(self.remainder, "remainder")
        elif self.remainder_priority is not None:
            raise InvalidInput(
                "pri", self.remainder_priority.name, 'what was left over beside it: rest="…" pri=2'
            )
        if self.attended is not None and self.attended.start_at >= self.attended.end_at:
            raise InvalidInput("attended", self.attended, "an end after the beginning")

    @property
    def summary(self) -> str:
        return f"complete {self.order}"


def complete_order(command: CompleteOrder, unit: Unit) -> None:
    order = command.target(unit)
    site, kind = unit.find(Site, order.site_id), unit.find(WorkType, order.work_type_id)
    said = _said(command, kind)
    if order.status is OrderStatus.COMPLETED:
        _complete_again(order, command, said, unit)
        return
    unit.heed(work_order.transition_violations(order, OrderStatus.COMPLETED))
    noted = replace(order, **said)
    requirement = requirement_of(unit, order.id)
    unit.heed(completeness_violations(noted, requirement, site, kind, OrderStatus.COMPLETED))
    unit.heed(work_order.checklist_violations(noted))
    if command.attended is not None and command.attended.end_at > unit.at:
        raise InvalidInput("attended", command.attended.end_at, "an end that is not still to come")
    unit.heed(unattended_violations(order.id, unit, command.attended))
    _take_parts(command, order, unit)
    end_visits(order.id, unit, command.attended)
    done = replace(
        noted,
        status=OrderStatus.COMPLETED,
        completed_at=unit.at,
        first_completed_at=order.first_completed_at or unit.at,
        responded_at=order.responded_at or (command.attended.start_at if command.attended else unit.at),
    )
    completed = unit.save(with_clocks(_with_parts(done, unit), unit), "order.completed")
    _keep_remainder(completed, command, unit)


def _keep_remainder(order: WorkOrder, command: CompleteOrder, unit: Unit) -> None:
    """What was left to do is an order of its own: with the one that is done it would be lost."""
    if command.remainder.strip():
        what, priority = command.remainder.strip(), command.remainder_priority
        unit.result["follow_up"] = follow_up(order, what, unit, priority=priority)
        unit.result.pop("number", None)


def _take_parts(command: CompleteOrder, order: WorkOrder, unit: Unit) -> None:
    """What was used leaves the stock, what was not is free for others."""
    uses = (*command.parts, *(reserved_uses(order.id, unit) if command.has_used_reserved else ()))
    use_parts(order.id, uses, command.place, unit)
    if order.parts_state is not None or uses:
        free_rest(order.id, unit)


def _with_parts(order: WorkOrder, unit: Unit) -> WorkOrder:
    """The order with how its parts stand, where it has to do with any."""
    is_touched = order.parts_state is not None or bool(unit.changed(Reservation))
    return with_parts(order, unit, requirement_of(unit, order.id).parts) if is_touched else order


def _said(command: CompleteOrder, kind: WorkType | None) -> dict[str, Any]:
    """The fields that the command fills in."""
    given = {name: getattr(command, name) for name in ("resolution_code", "resolution_text", "labour_min")}
    if command.resolution_code:
        given["resolution_code"] = resolution_code(command.resolution_code, kind)
    return {name: value for name, value in given.items() if value not in (None, "")}


def _complete_again(order: WorkOrder, command: CompleteOrder, said: dict[str, Any], unit: Unit) -> None:
    if command.parts or command.has_used_reserved:
        raise InvalidInput("parts", "", f"use {order.id} 1 PUMP-3, for the order is completed already")
    if command.at not in (None, order.completed_at):
        again = "; reopen it to complete it at another time"
        unit.heed(work_order.standing_violations(order, again))
    unit.heed(work_order.replaced_values(order, said))
    _keep_remainder(unit.save(replace(order, **said), "order.edited"), command, unit)


@dataclass(frozen=True, kw_only=True)
class ReopenOrder(OrderCommand):
    """Open a completed order again; its first completion is kept.

    The parts that it has used go back to where they were taken from, reserved for it, which is said
    (`parts.returned`), unless they stay where they were built in.
    """

    reason: str
    are_parts_kept: bool = False  # what was used stays used

    def check(self) -> None:
        super().check()
        reasoned(self.reason)


def reopen_order(command: ReopenOrder, unit: Unit) -> None:
    order = command.target(unit)
    if order.status is not OrderStatus.COMPLETED:
        unit.heed(
            [
                Violation(
                    code="order.transition",
                    message=f"order {order.id} is {order.status.words}; only completed ones reopen",
                    facts={"number": order.id, "from": order.status.value, "to": "ready"},
                )
            ]
        )
        return
    if order.parts_state is not None and not command.are_parts_kept:
        return_used(order.id, unit)
    opened = replace(order, status=OrderStatus.READY, completed_at=None, reopen_reason=command.reason.strip())
    requirement = requirement_of(unit, order.id)
    if order.parts_state is not None or requirement.parts:
        opened = with_parts(opened, unit, requirement.parts)
    unit.save(with_clocks(opened, unit), "order.reopened")


@dataclass(frozen=True, kw_only=True)
class CloseOrder(OrderCommand):
    """Close a completed order: labour, materials and who pays are booked.

    Where nobody says what was used, the parts that were taken for the order are its materials. The same again changes
    nothing; other figures are refused, for the books are closed.
    """

    labour_min: int | None = None
    materials: tuple[MaterialLine, ...] | None = None
    cover: Cover | None = None

    def check(self) -> None:
        super().check()
        if self.labour_min is not None and self.labour_min < 0:
            raise InvalidInput("labour_min", self.labour_min, "minutes, 0 or more")


def close_order(command: CloseOrder, unit: Unit) -> None:
    order = command.target(unit)
    given = {
        f: getattr(command, f)
        for f in ("labour_min", "materials", "cover")
        if getattr(command, f) is not None
    }
    booked = replace(order, **given)
    if order.status is OrderStatus.CLOSED:
        if booked != order:
            unit.heed(work_order.standing_violations(order, ""))
        return
    unit.heed(work_order.transition_violations(order, OrderStatus.CLOSED))
    if booked.materials is None and order.parts_state is PartsState.USED:
        booked = replace(booked, materials=_used_materials(order.id, unit))
    site, kind = unit.find(Site, order.site_id), unit.find(WorkType, order.work_type_id)
    unit.heed(completeness_violations(booked, requirement_of(unit, order.id), site, kind, OrderStatus.CLOSED))
    unit.heed(approval_violations(booked, kind))
    unit.save(replace(booked, status=OrderStatus.CLOSED, closed_at=unit.at), "order.closed")


def _used_materials(order_id: int, unit: Unit) -> tuple[MaterialLine, ...]:
    """The parts that were taken for an order, at their prices."""
    used: dict[int, int] = {}
    for kept in unit.select(Reservation, order_id=order_id):
        used[kept.part_id] = used.get(kept.part_id, 0) + kept.used
    parts = unit.many(Part, used)
    return tuple(
        MaterialLine(name=f"{part.code} {part.name}", quantity=float(used[id]), price_cents=part.price_cents)
        for id, part in parts.items()
        if used[id]
    )
