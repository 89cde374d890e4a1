"""What is taken from a stock or a purchase, kept in it for an order, put into it: the steps that all acts share.

Every step saves the stock itself, also where only a reservation changes: so nobody takes what another has just kept,
and an undo sees that something came after.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from wom_tui.domain.part import MOST, Part, PurchaseEta, Reservation, Stock, StockPlace, Warehouse
from wom_tui.domain.technician import Technician
from wom_tui.domain.violation import Violation
from wom_tui.errors import InvalidInput
from wom_tui.store.unit import Unit


def check_count(field: str, value: int, *, least: int = 1) -> None:
    """Refuse an amount that nobody can mean.

    Raises:
        InvalidInput: it is below the least, or beyond all bounds.
    """
    if not least <= value <= MOST:
        raise InvalidInput(field, value, f"a whole number, {least} or more")


def place_name(place: StockPlace, unit: Unit) -> str:
    """What people call a place: `main`, `kim's van`."""
    if place.warehouse is not None:
        warehouse = unit.find(Warehouse, place.warehouse)
        return warehouse.name if warehouse else f"warehouse {place.warehouse}"
    who = unit.find(Technician, place.technician)
    return f"{who.code}'s van" if who else "a van"


def existing_place(place: StockPlace, unit: Unit) -> StockPlace:
    """The place, which is there.

    Raises:
        NotFound: no such warehouse, no such technician.
    """
    if place.warehouse is not None:
        unit.get(Warehouse, place.warehouse)
    if place.technician is not None:
        unit.get(Technician, place.technician)
    return place


def stock_at(part_id: int, place: StockPlace, unit: Unit) -> Stock:
    """The stock of a part at a place; an unsaved, empty one where there was none yet."""
    found = unit.select(Stock, part_id=part_id, warehouse_id=place.warehouse, technician_id=place.technician)
    if found:
        return found[0]
    return Stock(
        id=unit.new_id(Stock), part_id=part_id, warehouse_id=place.warehouse, technician_id=place.technician
    )


def reservation_of(order_id: int, source: Stock | PurchaseEta, unit: Unit) -> Reservation:
    """What an order has of a stock or a purchase; unsaved and empty where it has nothing yet."""
    is_stock = isinstance(source, Stock)
    stock_id, purchase_id = (source.id, None) if is_stock else (None, source.id)
    found = unit.select(Reservation, order_id=order_id, stock_id=stock_id, purchase_eta_id=purchase_id)
    if found:
        return found[0]
    return Reservation(
        id=unit.new_id(Reservation),
        order_id=order_id,
        part_id=source.part_id,
        stock_id=stock_id,
        purchase_eta_id=purchase_id,
    )


def keep(order_id: int, source: Stock | PurchaseEta, count: int, unit: Unit) -> None:
    """Reserve so many for an order; there are as many free."""
    kept = reservation_of(order_id, source, unit)
    noun = "stock" if isinstance(source, Stock) else "purchase"
    unit.save(replace(source, reserved=source.reserved + count), f"{noun}.reserved")
    unit.save(replace(kept, quantity=kept.quantity + count), "reservation.made")


def let_go(kept: Reservation, unit: Unit) -> None:
    """Free what an order has reserved of one stock or purchase."""
    source, noun = _source(kept, unit)
    unit.save(replace(source, reserved=source.reserved - kept.quantity), f"{noun}.freed")
    unit.save(replace(kept, quantity=0), "reservation.ended")


def _source(kept: Reservation, unit: Unit) -> tuple[Stock | PurchaseEta, str]:
    if kept.stock_id is not None:
        return unit.get(Stock, kept.stock_id), "stock"
    assert kept.purchase_eta_id is not None
    return unit.get(PurchaseEta, kept.purchase_eta_id), "purchase"


def take(order_id: int, stock: Stock, count: int, unit: Unit) -> Stock:
    """Use so many for an order: first what it has reserved there, then what is free there; there are as many."""
    kept = reservation_of(order_id, stock, unit)
    own = min(kept.quantity, count)
    left = unit.save(
        replace(stock, quantity=stock.quantity - count, reserved=stock.reserved - own), "stock.used"
    )
    unit.save(replace(kept, quantity=kept.quantity - own, used=kept.used + count), "reservation.used")
    unit.heed(minimum_violations(left, unit))
    return left


def give_back(kept: Reservation, unit: Unit) -> None:
    """What an order has used of one stock lies there again, reserved for it."""
    assert kept.stock_id is not None
    stock = unit.get(Stock, kept.stock_id)
    unit.save(
        replace(stock, quantity=stock.quantity + kept.used, reserved=stock.reserved + kept.used),
        "stock.returned",
    )
    unit.save(replace(kept, quantity=kept.quantity + kept.used, used=0), "reservation.returned")


def minimum_violations(stock: Stock, unit: Unit) -> Iterator[Violation]:
    """Soft: somebody ought to order more."""
    if stock.is_below_minimum:
        part, where = unit.get(Part, stock.part_id), place_name(stock.place, unit)
        yield Violation(
            code="stock.below_minimum",
            message=f"{stock.quantity} {part.code} are left in {where}, the minimum is {stock.minimum}",
            hard=False,
            facts={"part": part.code, "place": where, "left": stock.quantity, "minimum": stock.minimum},
        )


def short_violations(
    stock: Stock, wanted: int, unit: Unit, *, available: int | None = None
) -> Iterator[Violation]:
    """Hard: more is wanted than is free there.

    Args:
        available: how many may be taken; None = those that are free.
    """
    there = stock.free if available is None else available
    if wanted <= there:
        return
    part, where = unit.get(Part, stock.part_id), place_name(stock.place, unit)
    facts = {"part": part.code, "place": where, "wanted": wanted, "free": there, "there": stock.quantity}
    if wanted <= stock.quantity:
        owners = owners_of(stock, unit)
        yield Violation(
            code="stock.reserved",
            message=f"of {stock.quantity} {part.code} in {where} {stock.reserved} are reserved, {owners}",
            facts=facts,
        )
    else:
        yield Violation(
            code="stock.short",
            message=f"there are {stock.quantity} {part.code} in {where}, {wanted} are wanted",
            facts=facts,
        )


def owners_of(stock: Stock, unit: Unit) -> str:
    """`for order 4417 and 2 more`."""
    numbers = [one.order_id for one in unit.select(Reservation, stock_id=stock.id) if one.quantity]
    more = f" and {len(numbers) - 1} more" if len(numbers) > 1 else ""
    return f"for order {numbers[0]}{more}" if numbers else "for orders"


def spread(wanted: int, sources: Iterable[Stock | PurchaseEta]) -> list[tuple[Stock | PurchaseEta, int]]:
    """From which of the sources how many are taken, one after the other, until there are enough."""
    taken: list[tuple[Stock | PurchaseEta, int]] = []
    for source in sources:
        count = min(wanted, source.free)
        if count > 0:
            taken.append((source, count))
            wanted -= count
    return taken
