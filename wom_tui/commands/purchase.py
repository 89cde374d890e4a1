"""What is ordered from a supplier, when it is expected, and that it has come."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

from wom_tui.commands.command import Command, aware
from wom_tui.commands.guards import planned_too_early
from wom_tui.commands.hold import follow_parts
from wom_tui.commands.parts_standing import lines_of
from wom_tui.commands.stores import (
    check_count,
    existing_place,
    keep,
    let_go,
    reservation_of,
    stock_at,
)
from wom_tui.domain.part import Part, PurchaseEta, Reservation, StockPlace
from wom_tui.domain.violation import Violation
from wom_tui.domain.work_order import WorkOrder
from wom_tui.errors import InvalidInput, NotFound
from wom_tui.store.days import requirement_of
from wom_tui.store.unit import Unit


@dataclass(frozen=True, kw_only=True)
class PurchasePart(Command):
    """Note that parts were ordered, where they go to and when they are expected; for an order, if one waits."""

    part: int
    quantity: int
    place: StockPlace
    eta_at: datetime | None = None  # None = nobody knows
    reference: str = ""
    order: int | None = None  # keeps for this order what it lacks; all of them where it has not said how many

    def check(self) -> None:
        super().check()
        self.place.check("to")
        check_count("quantity", self.quantity)
        aware("eta_at", self.eta_at)

    @property
    def summary(self) -> str:
        return f"purchase {self.quantity}"


def purchase_part(command: PurchasePart, unit: Unit) -> None:
    part, place = unit.get(Part, command.part), existing_place(command.place, unit)
    _still_to_come(command.eta_at, unit)
    ordered = PurchaseEta(
        id=unit.new_id(PurchaseEta),
        part_id=part.id,
        warehouse_id=place.warehouse,
        technician_id=place.technician,
        quantity=command.quantity,
        eta_at=command.eta_at,
        ordered_at=unit.at,
        reference=command.reference.strip(),
    )
    ordered = unit.save(ordered, "purchase.ordered")
    unit.result["purchase"] = ordered.id
    if command.order is not None:
        order = unit.get(WorkOrder, command.order)
        if not order.is_open:
            raise InvalidInput("for", command.order, f"an open order; {order.id} is {order.status.words}")
        lines = lines_of(order.id, requirement_of(unit, order.id).parts, unit)
        lacking = next((line.short for line in lines if line.part_id == part.id), 0) or command.quantity
        keep(order.id, ordered, min(lacking, command.quantity), unit)
        follow_parts([order.id], unit)


def _still_to_come(eta_at: datetime | None, unit: Unit) -> None:
    if eta_at is not None and eta_at <= unit.at:
        raise InvalidInput("eta", eta_at, "a time to come: when the parts are expected")


@dataclass(frozen=True, kw_only=True)
class PurchaseCommand(Command):
    """A command about one purchase that is there already."""

    purchase: int
    expect: int | None = None

    def target(self, unit: Unit) -> PurchaseEta:
        """The purchase, of which something is still to come.

        Raises:
            NotFound: there is none of that number.
            Rejected: all of it has come, or was called off.
        """
        known = unit.find(PurchaseEta, self.purchase)
        if known is None or known.is_withdrawn:
            raise NotFound("purchase", self.purchase)
        found = unit.get(PurchaseEta, known.id, expect=self.expect)
        if not found.coming:
            said = f"nothing is to come any more of purchase {found.id}"
            unit.heed([Violation(code="stock.short", message=said, facts={"purchase": found.id})])
        return found

    @property
    def summary(self) -> str:
        return f"{super().summary} {self.purchase}"


@dataclass(frozen=True, kw_only=True)
class ChangeEta(PurchaseCommand):
    """Say when a purchase is expected now; the orders that wait for it wait until then.

    A visit that is planned for an earlier time stays, and is named (`parts.late`).
    """

    eta_at: datetime | None

    def check(self) -> None:
        super().check()
        aware("eta_at", self.eta_at)


def change_eta(command: ChangeEta, unit: Unit) -> None:
    ordered = command.target(unit)
    keep_purchase(ordered, replace(ordered, eta_at=command.eta_at), unit)


def keep_purchase(was: PurchaseEta | None, ordered: PurchaseEta, unit: Unit) -> PurchaseEta:
    """Keep a purchase, new or changed; the orders that wait for it follow.

    Args:
        was: the purchase as it was; None for a new one, which may be overdue already: an office is taken over so.
    """
    if was is None:
        return unit.save(ordered, "purchase.ordered")
    if ordered.eta_at != was.eta_at:
        _still_to_come(ordered.eta_at, unit)
    is_eta = replace(was, eta_at=ordered.eta_at) == ordered
    saved = unit.save(ordered, "purchase.eta_changed" if is_eta else "purchase.changed")
    waiting = _waiting_for(saved, unit)
    follow_parts(waiting, unit)
    unit.heed(planned_too_early(waiting, unit))
    return saved


@dataclass(frozen=True, kw_only=True)
class TakeDelivery(PurchaseCommand):
    """Say that a purchase has come, all of it or a part: those who wait longest have theirs first."""

    quantity: int | None = None  # None = all that is still to come

    def check(self) -> None:
        super().check()
        if self.quantity is not None:
            check_count("quantity", self.quantity)


def take_delivery(command: TakeDelivery, unit: Unit) -> None:
    ordered = command.target(unit)
    came = ordered.coming if command.quantity is None else command.quantity
    if came > ordered.coming:
        raise InvalidInput("quantity", came, f"at most {ordered.coming}, as many as are still to come")
    stock, left, kept_for = stock_at(ordered.part_id, ordered.place, unit), came, []
    for waiting in unit.select(Reservation, purchase_eta_id=ordered.id):
        count = min(waiting.quantity, left)
        if count:
            mine = reservation_of(waiting.order_id, stock, unit)
            unit.save(replace(waiting, quantity=waiting.quantity - count), "reservation.delivered")
            kept_for.append((mine, count))
            left -= count
    kept = came - left
    unit.save(
        replace(ordered, arrived=ordered.arrived + came, reserved=ordered.reserved - kept), "purchase.arrived"
    )
    unit.save(
        replace(stock, quantity=stock.quantity + came, reserved=stock.reserved + kept), "stock.received"
    )
    for mine, count in kept_for:
        unit.save(replace(mine, quantity=mine.quantity + count), "reservation.made")
    follow_parts([mine.order_id for mine, _ in kept_for], unit)


@dataclass(frozen=True, kw_only=True)
class CallOffPurchase(PurchaseCommand):
    """Say that what is still to come of a purchase will not come; the orders that wait for it are short."""


def call_off_purchase(command: CallOffPurchase, unit: Unit) -> None:
    ordered = command.target(unit)
    waiting = _waiting_for(ordered, unit)
    for kept in unit.select(Reservation, purchase_eta_id=ordered.id):
        if kept.quantity:
            let_go(kept, unit)
    ordered = unit.get(PurchaseEta, ordered.id)
    unit.save(replace(ordered, quantity=ordered.arrived), "purchase.called_off")
    follow_parts(waiting, unit)
    unit.heed(planned_too_early(waiting, unit))


def _waiting_for(ordered: PurchaseEta, unit: Unit) -> list[int]:
    return [one.order_id for one in unit.select(Reservation, purchase_eta_id=ordered.id) if one.quantity]
