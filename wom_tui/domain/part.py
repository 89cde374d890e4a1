"""What is used up on site, where it lies, for which order it is kept, and when more of it comes."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from wom_tui.domain.fact import Fact
from wom_tui.domain.pick_up import MINUTES, PickUp
from wom_tui.domain.place import Place
from wom_tui.errors import InvalidInput

MOST = 1_000_000_000  # of a part at a place; more was mistyped


@dataclass(frozen=True, kw_only=True)
class Part(Fact):
    """Something that is kept in stock and used up by the work. Counted in whole units."""

    code: str  # what people type: PUMP-3
    name: str
    unit: str = "piece"
    price_cents: int = 0
    is_active: bool = True


@dataclass(frozen=True, kw_only=True)
class Warehouse(Fact):
    """A place for parts that is not a van.

    Attributes:
        lat, lon: where it lies; None = nobody has to go by, what it holds is brought.
        pick_up_min: how long it takes to fetch something there; None = `pick_up.MINUTES`.
    """

    name: str
    lat: float | None = None
    lon: float | None = None
    pick_up_min: int | None = None

    @property
    def pick_up(self) -> PickUp | None:
        """What it means to fetch something there."""
        if self.lat is None or self.lon is None:
            return None
        minutes = MINUTES if self.pick_up_min is None else self.pick_up_min
        return PickUp(warehouse=self.id, name=self.name, place=Place(self.lat, self.lon), minutes=minutes)


@dataclass(frozen=True, kw_only=True)
class Stock(Fact):
    """How much of a part lies at one place: in a warehouse, or in the van of a technician.

    Attributes:
        reserved: so many of them are kept for orders: 0 … quantity. It stands here, and not only in the
            reservations, so that whoever takes or keeps anything changes this record, and nobody does so unseen.
        minimum: below it somebody ought to order more.
    """

    part_id: int
    warehouse_id: int | None = None
    technician_id: int | None = None
    quantity: int = 0
    reserved: int = 0
    minimum: int = 0

    @property
    def free(self) -> int:
        """How many nobody has a claim on."""
        return self.quantity - self.reserved

    @property
    def place(self) -> StockPlace:
        return StockPlace(warehouse=self.warehouse_id, technician=self.technician_id)

    @property
    def is_below_minimum(self) -> bool:
        return self.quantity < self.minimum


@dataclass(frozen=True, kw_only=True)
class PurchaseEta(Fact):
    """Parts that were ordered, where they go to, and when they are expected.

    Attributes:
        arrived: how many have come so far.
        reserved: so many of those still to come are kept for orders.
        eta_at: when they are expected; None = nobody knows.
        reference: the supplier's number for it.
    """

    part_id: int
    warehouse_id: int | None = None
    technician_id: int | None = None
    quantity: int
    arrived: int = 0
    reserved: int = 0
    eta_at: datetime | None = None
    ordered_at: datetime
    reference: str = ""

    @property
    def coming(self) -> int:
        """How many are still to come."""
        return self.quantity - self.arrived

    @property
    def free(self) -> int:
        """How many of those nobody has a claim on."""
        return self.coming - self.reserved

    @property
    def place(self) -> StockPlace:
        return StockPlace(warehouse=self.warehouse_id, technician=self.technician_id)


@dataclass(frozen=True, kw_only=True)
class Reservation(Fact):
    """Parts of one kind that an order has a claim on, or has used, from one stock or one purchase.

    Attributes:
        quantity: kept for the order now; 0 = none any more.
        used: taken from that stock for the order.
    """

    order_id: int
    part_id: int
    stock_id: int | None = None
    purchase_eta_id: int | None = None
    quantity: int = 0
    used: int = 0


class StockPlace(NamedTuple):
    """A place for parts: a warehouse, or a technician's van; one of the two."""

    warehouse: int | None = None
    technician: int | None = None

    def check(self, field: str) -> None:
        """Refuse what is neither or both.

        Raises:
            InvalidInput: with the name of the field.
        """
        if (self.warehouse is None) == (self.technician is None):
            raise InvalidInput(field, "nowhere", "a warehouse or a technician")


@dataclass(frozen=True, kw_only=True)
class PartUse:
    """So many of a part."""

    part: int
    quantity: int
