"""Which parts are kept for which order: reserved, taken from what is ordered, let go again, used."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import ClassVar

from wom_tui.commands.hold import follow_parts
from wom_tui.commands.order import OrderCommand, editable_violations
from wom_tui.commands.parts_standing import lines_of, with_parts
from wom_tui.commands.stores import (
    check_count,
    existing_place,
    give_back,
    keep,
    let_go,
    place_name,
    short_violations,
    spread,
    stock_at,
    take,
)
from wom_tui.domain import visit
from wom_tui.domain.part import Part, PartUse, PurchaseEta, Reservation, Stock, StockPlace
from wom_tui.domain.policy import Role
from wom_tui.domain.technician import Technician
from wom_tui.domain.violation import Violation
from wom_tui.domain.visit import ENDED_THERE, Visit
from wom_tui.domain.work_order import OrderStatus, WorkOrder
from wom_tui.errors import InvalidInput
from wom_tui.store.days import requirement_of
from wom_tui.store.unit import Unit

_FAR = datetime.max.replace(tzinfo=UTC)


@dataclass(frozen=True, kw_only=True)
class PartCommand(OrderCommand):
    """A command about so many of a part for one order, from a place or from wherever they are."""

    part: int
    quantity: int
    place: StockPlace | None = None

    def check(self) -> None:
        super().check()
        check_count("quantity", self.quantity)
        if self.place is not None:
            self.place.check("from")


@dataclass(frozen=True, kw_only=True)
class ReservePart(PartCommand):
    """Keep parts for an order, from stock, and what is not there from what is ordered.

    Where no place is named, the van of the order's technician comes first, then the warehouses, then what was ordered,
    the earliest first. Another technician's van is only asked by name.
    """

    @property
    def summary(self) -> str:
        return f"reserve {self.order}"


def reserve_part(command: ReservePart, unit: Unit) -> None:
    order, part = command.target(unit), unit.get(Part, command.part)
    unit.heed(_open_violations(order))
    if command.place is not None:
        stock = stock_at(part.id, existing_place(command.place, unit), unit)
        unit.heed(short_violations(stock, command.quantity, unit))
        keep(order.id, stock, command.quantity, unit)
    else:
        _reserve_anywhere(order, part, command.quantity, unit)
    follow_parts([order.id], unit)


def _reserve_anywhere(order: WorkOrder, part: Part, wanted: int, unit: Unit) -> None:
    sources = _sources(order.id, part.id, unit)
    unit.heed(_nowhere(part, wanted, sources))
    for source, count in spread(wanted, sources):
        keep(order.id, source, count, unit)


def _nowhere(part: Part, wanted: int, sources: Sequence[Stock | PurchaseEta]) -> Iterator[Violation]:
    free = sum(source.free for source in sources if isinstance(source, Stock))
    ordered = sum(source.free for source in sources if isinstance(source, PurchaseEta))
    if wanted > free + ordered:
        yield Violation(
            code="stock.short",
            message=f"{wanted} {part.code} are wanted; {free} are free in stock, {ordered} more are ordered",
            facts={"part": part.code, "wanted": wanted, "free": free, "ordered": ordered},
        )


def _sources(order_id: int, part_id: int, unit: Unit) -> list[Stock | PurchaseEta]:
    """Where parts for an order may come from, what is asked first first."""
    van = technician_of(order_id, unit)
    stocks = unit.select(Stock, part_id=part_id)
    mine = [stock for stock in stocks if van is not None and stock.technician_id == van]
    stored = [stock for stock in stocks if stock.warehouse_id is not None]
    ordered = [one for one in unit.select(PurchaseEta, part_id=part_id) if one.coming]
    return [*mine, *stored, *sorted(ordered, key=lambda one: (one.eta_at or _FAR, one.id))]


def technician_of(order_id: int, unit: Unit) -> int | None:
    """Who is, or was last, at work on an order: from that van its parts are taken."""
    there = [
        v
        for v in unit.select(Visit, order_id=order_id, status=visit.LIVE | ENDED_THERE)
        if v.technician_id is not None
    ]
    latest = max(
        there, key=lambda v: (v.is_live, v.start_at or v.ended_at or v.arrived_at, v.ordinal), default=None
    )
    return latest.technician_id if latest else None


@dataclass(frozen=True, kw_only=True)
class SupplyOrder(OrderCommand):
    """Reserve whatever an order still needs, as far as there is any; what is missing is said."""

    @property
    def summary(self) -> str:
        return f"supply {self.order}"


def supply_order(command: SupplyOrder, unit: Unit) -> None:
    order = command.target(unit)
    unit.heed(_open_violations(order))
    for line in lines_of(order.id, requirement_of(unit, order.id).parts, unit):
        part, sources = unit.get(Part, line.part_id), _sources(order.id, line.part_id, unit)
        found = spread(line.short, sources)
        for source, count in found:
            keep(order.id, source, count, unit)
        unit.heed(_still_short(order, part, line.short - sum(count for _, count in found), unit))
    follow_parts([order.id], unit)


def _still_short(order: WorkOrder, part: Part, missing: int, unit: Unit) -> Iterator[Violation]:
    if not missing:
        return
    message = f"order {order.id} is short of {missing} {part.code}: none are free, none are ordered"
    if vans := _in_other_vans(order, part, unit):
        message = (
            f"order {order.id} is short of {missing} {part.code}: "
            f"none are free in the warehouses, none are ordered; {', '.join(vans)}"
        )
    yield Violation(
        code="parts.short",
        message=message,
        hard=False,
        facts={"number": order.id, "part": part.code, "missing": missing},
    )


def _in_other_vans(order: WorkOrder, part: Part, unit: Unit) -> list[str]:
    """Which other technicians have free ones with them; from there they are taken only where somebody says so."""
    mine = technician_of(order.id, unit)
    vans = [stock for stock in unit.select(Stock, part_id=part.id) if stock.technician_id not in (None, mine)]
    codes = {id: one.code for id, one in unit.many(Technician, {van.technician_id for van in vans}).items()}
    return [f"{van.free} lie in the van of {codes[van.technician_id or 0]}" for van in vans if van.free]


@dataclass(frozen=True, kw_only=True)
class UnreservePart(OrderCommand):
    """Let go what is reserved for an order, of one part or of all."""

    part: int | None = None

    @property
    def summary(self) -> str:
        return f"unreserve {self.order}"


def unreserve_part(command: UnreservePart, unit: Unit) -> None:
    order = command.target(unit)
    for kept in unit.select(Reservation, order_id=order.id):
        if kept.quantity and command.part in (None, kept.part_id):
            let_go(kept, unit)
    follow_parts([order.id], unit)


@dataclass(frozen=True, kw_only=True)
class UsePart(PartCommand):
    """Say that a part was used for an order: it is taken from what is reserved, or from the van, or from a place."""

    needs: ClassVar[Role] = Role.TECHNICIAN

    @property
    def summary(self) -> str:
        return f"use {self.order}"


def use_part(command: UsePart, unit: Unit) -> None:
    order = command.target(unit)
    unit.heed(editable_violations(order))
    use_parts(order.id, [PartUse(part=command.part, quantity=command.quantity)], command.place, unit)
    follow_parts([order.id], unit)


def use_parts(order_id: int, uses: Iterable[PartUse], place: StockPlace | None, unit: Unit) -> None:
    """Take what was used.

    Args:
        place: from there; None = first what is reserved for the order, the rest from its technician's van.
    """
    for use in uses:
        part, left = unit.get(Part, use.part), use.quantity
        if place is None:
            left = _take_reserved(order_id, part, left, unit)
        if left:
            stock = stock_at(part.id, _from(order_id, part, place, unit), unit)
            own = sum(
                kept.quantity for kept in unit.select(Reservation, order_id=order_id, stock_id=stock.id)
            )
            unit.heed(short_violations(stock, left, unit, available=stock.free + own))
            take(order_id, stock, left, unit)


def _take_reserved(order_id: int, part: Part, wanted: int, unit: Unit) -> int:
    """Take what is reserved where it lies; answers how many are still wanted."""
    for kept in unit.select(Reservation, order_id=order_id, part_id=part.id):
        count = min(kept.quantity, wanted)
        if kept.stock_id is not None and count:
            take(order_id, unit.get(Stock, kept.stock_id), count, unit)
            wanted -= count
    return wanted


def _from(order_id: int, part: Part, place: StockPlace | None, unit: Unit) -> StockPlace:
    if place is not None:
        return existing_place(place, unit)
    van = technician_of(order_id, unit)
    if van is None:
        raise InvalidInput(
            "from", "", f"where the {part.code} were taken from: from=, a warehouse or a technician"
        )
    return StockPlace(technician=van)


# -- what an ending order does with its parts ------------------------------------------------------


def reserved_uses(order_id: int, unit: Unit) -> list[PartUse]:
    """All that is reserved for an order where it lies, as if it had been used."""
    kept = (one for one in unit.select(Reservation, order_id=order_id) if one.quantity)
    return [PartUse(part=one.part_id, quantity=one.quantity) for one in kept if one.stock_id is not None]


def without_rest(ended: WorkOrder, unit: Unit, *, is_said: bool = True) -> WorkOrder:
    """An order at its end: what is still reserved for it is free again, and its parts stand accordingly."""
    if ended.parts_state is None:
        return ended
    free_rest(ended.id, unit, is_said=is_said)
    return with_parts(ended, unit, requirement_of(unit, ended.id).parts)


def free_rest(order_id: int, unit: Unit, *, is_said: bool = True) -> None:
    """Let go what is still reserved for an order that has ended; said softly, that a slip is seen."""
    for kept in unit.select(Reservation, order_id=order_id):
        if kept.quantity:
            unit.heed(_unused(kept, unit) if is_said else ())
            let_go(kept, unit)


def _unused(kept: Reservation, unit: Unit) -> Iterator[Violation]:
    part = unit.get(Part, kept.part_id)
    yield Violation(
        code="parts.unused",
        message=f"{kept.quantity} {part.code} reserved for order {kept.order_id} were not used and are free again",
        hard=False,
        facts={"number": kept.order_id, "part": part.code, "quantity": kept.quantity},
    )


def return_used(order_id: int, unit: Unit) -> None:
    """Put what an order has used back to where it was taken from, reserved for it; said softly."""
    for kept in unit.select(Reservation, order_id=order_id):
        if kept.used and kept.stock_id is not None:
            unit.heed(_returned(kept, unit))
            give_back(kept, unit)


def _returned(kept: Reservation, unit: Unit) -> Iterator[Violation]:
    part, stock = unit.get(Part, kept.part_id), unit.get(Stock, kept.stock_id or 0)
    where = place_name(stock.place, unit)
    yield Violation(
        code="parts.returned",
        message=f"{kept.used} {part.code} go back to {where}, reserved for order {kept.order_id}",
        hard=False,
        facts={"number": kept.order_id, "part": part.code, "quantity": kept.used, "place": where},
    )


def _open_violations(order: WorkOrder) -> Iterator[Violation]:
    """Parts are kept for orders that are still to be done."""
    if not order.is_open:
        yield Violation(
            code="order.transition",
            message=f"order {order.id} is {order.status.words}; parts are reserved for open orders only",
            facts={"number": order.id, "from": order.status.value, "to": OrderStatus.READY.value},
        )
