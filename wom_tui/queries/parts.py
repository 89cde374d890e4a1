"""Which parts are there, where do they lie, what has an order of them, and what is on its way?"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from wom_tui.domain.event import Event
from wom_tui.domain.part import Part, PurchaseEta, Reservation, Stock, StockPlace, Warehouse
from wom_tui.domain.readiness import PartLine, part_lines
from wom_tui.domain.technician import Technician
from wom_tui.domain.work_order import Requirement
from wom_tui.errors import NotFound
from wom_tui.store import journal
from wom_tui.store.reader import EITHER, Reader

MOST_MOVEMENTS = 50


@dataclass(frozen=True, kw_only=True)
class StockRow:
    """A part at one place."""

    part: str
    name: str
    place: str
    quantity: int
    reserved: int
    free: int
    minimum: int
    unit: str

    @property
    def is_below_minimum(self) -> bool:
        return self.quantity < self.minimum


@dataclass(frozen=True, kw_only=True)
class PurchaseRow:
    """What was ordered, and how much of it is still to come."""

    purchase: int
    part: str
    name: str
    place: str
    quantity: int
    arrived: int
    coming: int
    reserved: int
    eta_at: datetime | None
    ordered_at: datetime
    reference: str


@dataclass(frozen=True, kw_only=True)
class PartRow:
    """A part over all places.

    Attributes:
        coming: ordered and not here yet.
    """

    part: str
    name: str
    unit: str
    price_cents: int
    quantity: int
    reserved: int
    free: int
    coming: int


@dataclass(frozen=True, kw_only=True)
class ReservationRow:
    """What one order has of a part."""

    number: int
    place: str  # where it lies, or `purchase 12`
    quantity: int
    used: int


@dataclass(frozen=True, kw_only=True)
class PartSheet:
    """All that is known of one part. `movements` are the events of its stock, newest first."""

    part: PartRow
    stock: tuple[StockRow, ...]
    purchases: tuple[PurchaseRow, ...]
    reservations: tuple[ReservationRow, ...]
    movements: tuple[tuple[str, Event], ...]  # place, event


@dataclass(frozen=True, kw_only=True)
class OrderPart:
    """One part of an order, as its page shows it.

    Attributes:
        places: where what is reserved lies, or comes from: `2 in main`, `1 of purchase 12`.
        free: where more of it lies that nobody has a claim on; only for a line that is short.
    """

    code: str
    name: str
    line: PartLine
    places: tuple[str, ...]
    free: tuple[str, ...] = ()


class _Places:
    """What places are called."""

    def __init__(self, reader: Reader) -> None:
        self._warehouses = {one.id: one.name for one in reader.select(Warehouse, is_withdrawn=EITHER)}
        self._vans = {one.id: f"{one.code}'s van" for one in reader.select(Technician, is_withdrawn=EITHER)}

    def __getitem__(self, place: StockPlace) -> str:
        if place.warehouse is not None:
            return self._warehouses.get(place.warehouse, f"warehouse {place.warehouse}")
        return self._vans.get(place.technician or 0, "a van")


def stock_rows(reader: Reader, *, place: str | None = None, is_below: bool = False) -> list[StockRow]:
    """What lies where, by part and place.

    Args:
        place: only there: the name of a warehouse, or the code of a technician.
        is_below: only where less is left than there should be.

    Raises:
        NotFound: there is no such place.
    """
    parts = {part.id: part for part in reader.select(Part)}
    wanted = None if place is None else _place_named(reader, place)
    stocks = (s for s in reader.select(Stock) if wanted in (None, s.place))
    rows = _stock_rows(reader, parts, (s for s in stocks if s.is_below_minimum or not is_below))
    return sorted(rows, key=lambda row: (row.part.casefold(), row.place))


def _place_named(reader: Reader, name: str) -> StockPlace:
    said = name.casefold()
    there = [(one.name, StockPlace(warehouse=one.id)) for one in reader.select(Warehouse)]
    there += [(one.code, StockPlace(technician=one.id)) for one in reader.select(Technician)]
    for known, place in there:
        if known.casefold() == said:
            return place
    raise NotFound("place", name, [known for known, _ in there][:5])


def _stock_rows(reader: Reader, parts: dict[int, Part], stocks: Iterable[Stock]) -> list[StockRow]:
    places = _Places(reader)
    return [
        StockRow(
            part=parts[stock.part_id].code,
            name=parts[stock.part_id].name,
            place=places[stock.place],
            quantity=stock.quantity,
            reserved=stock.reserved,
            free=stock.free,
            minimum=stock.minimum,
            unit=parts[stock.part_id].unit,
        )
        for stock in stocks
        if stock.part_id in parts
    ]


def part_rows(reader: Reader) -> list[PartRow]:
    """Every part, by its code."""
    stocks, coming = defaultdict[int, list[Stock]](list), defaultdict[int, int](int)
    for stock in reader.select(Stock):
        stocks[stock.part_id].append(stock)
    for ordered in reader.select(PurchaseEta):
        coming[ordered.part_id] += ordered.coming
    parts = sorted(reader.select(Part), key=lambda part: part.code.casefold())
    return [_part_row(part, stocks[part.id], coming[part.id]) for part in parts]


def _part_row(part: Part, stocks: Iterable[Stock], coming: int) -> PartRow:
    there = tuple(stocks)
    return PartRow(
        part=part.code,
        name=part.name,
        unit=part.unit,
        price_cents=part.price_cents,
        quantity=sum(stock.quantity for stock in there),
        reserved=sum(stock.reserved for stock in there),
        free=sum(stock.free for stock in there),
        coming=coming,
    )


def purchase_rows(reader: Reader, *, is_all: bool = False) -> list[PurchaseRow]:
    """What is on its way, the earliest first; with `is_all` also what has come, or was called off."""
    parts, places = {part.id: part for part in reader.select(Part)}, _Places(reader)
    rows = [
        _purchase_row(one, parts[one.part_id], places)
        for one in reader.select(PurchaseEta)
        if (one.coming or is_all) and one.part_id in parts
    ]
    return sorted(rows, key=lambda row: (row.eta_at is None, row.eta_at, row.purchase))


def _purchase_row(ordered: PurchaseEta, part: Part, places: _Places) -> PurchaseRow:
    return PurchaseRow(
        purchase=ordered.id,
        part=part.code,
        name=part.name,
        place=places[ordered.place],
        quantity=ordered.quantity,
        arrived=ordered.arrived,
        coming=ordered.coming,
        reserved=ordered.reserved,
        eta_at=ordered.eta_at,
        ordered_at=ordered.ordered_at,
        reference=ordered.reference,
    )


def part_sheet(reader: Reader, code: str) -> PartSheet:
    """All that is known of one part.

    Raises:
        NotFound: there is none of that code.
    """
    parts = reader.select(Part)
    part = next((one for one in parts if one.code.casefold() == code.casefold()), None)
    if part is None:
        from difflib import get_close_matches  # only for those who mistype

        codes = [one.code for one in parts]
        raise NotFound("part", code, get_close_matches(code.upper(), codes, n=3, cutoff=0.4) or codes[:3])
    places, stocks = _Places(reader), reader.select(Stock, part_id=part.id)
    purchases = reader.select(PurchaseEta, part_id=part.id)
    lying = {stock.id: places[stock.place] for stock in stocks}
    kept = reader.select(Reservation, part_id=part.id)
    moved = [
        (lying[stock.id], event)
        for stock in stocks
        for event in journal.events(reader.connection, subject=f"{Stock.noun}:{stock.id}")
    ]
    return PartSheet(
        part=_part_row(part, stocks, sum(one.coming for one in purchases)),
        stock=tuple(_stock_rows(reader, {part.id: part}, stocks)),
        purchases=tuple(_purchase_row(one, part, places) for one in purchases if one.coming),
        reservations=tuple(_reservation_row(one, lying) for one in kept if one.quantity or one.used),
        movements=tuple(sorted(moved, key=lambda pair: -pair[1].seq)[:MOST_MOVEMENTS]),
    )


def _reservation_row(kept: Reservation, lying: dict[int, str]) -> ReservationRow:
    place = lying.get(kept.stock_id or 0, f"purchase {kept.purchase_eta_id}")
    return ReservationRow(number=kept.order_id, place=place, quantity=kept.quantity, used=kept.used)


def order_parts(reader: Reader, number: int, requirement: Requirement | None) -> tuple[OrderPart, ...]:
    """The parts of an order, those that it needs first."""
    kept = reader.select(Reservation, order_id=number)
    purchases = reader.many(PurchaseEta, {one.purchase_eta_id for one in kept})
    lines = part_lines((requirement.parts if requirement else None) or (), kept, purchases)
    if not lines:
        return ()
    parts = reader.many(Part, {line.part_id for line in lines}, is_withdrawn=EITHER)
    stocks = {s.id: s for s in reader.select(Stock, part_id=frozenset(parts))}
    places = _Places(reader)
    return tuple(
        OrderPart(
            code=parts[line.part_id].code,
            name=parts[line.part_id].name,
            line=line,
            places=tuple(
                f"{one.quantity} {_whence(one, stocks, places)}"
                for one in kept
                if one.part_id == line.part_id and one.quantity
            ),
            free=tuple(
                f"{stock.free} free in {places[stock.place]}"
                for stock in stocks.values()
                if line.short and stock.part_id == line.part_id and stock.free
            ),
        )
        for line in lines
        if line.part_id in parts
    )


def _whence(kept: Reservation, stocks: dict[int, Stock], places: _Places) -> str:
    stock = stocks.get(kept.stock_id or 0)
    return f"in {places[stock.place]}" if stock else f"of purchase {kept.purchase_eta_id}"
