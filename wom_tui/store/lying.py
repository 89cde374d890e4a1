"""Where does what orders have reserved lie: in whose van, in which warehouse that somebody has to go by?"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from wom_tui.domain.part import Reservation, Stock, Warehouse
from wom_tui.domain.pick_up import PickUp
from wom_tui.domain.technician import Technician
from wom_tui.domain.visit import ENDED_THERE, Visit
from wom_tui.domain.work_order import PartsState, WorkOrder
from wom_tui.store.reader import Reader

# Something may be reserved for it somewhere.
_RESERVED = frozenset({PartsState.SHORT, PartsState.WAITING, PartsState.READY})

PickUps = Mapping[int, tuple[PickUp, ...]]


@dataclass(frozen=True, kw_only=True)
class Lying:
    """By order.

    Attributes:
        vans: whose vans hold something.
        to_fetch: the warehouses that do.
        fetched: these, and those out of which something has been used.
    """

    vans: Mapping[int, tuple[Technician, ...]] = field(default_factory=dict)
    to_fetch: PickUps = field(default_factory=dict)
    fetched: PickUps = field(default_factory=dict)

    def gone_by(self, visit: Visit) -> tuple[PickUp, ...]:
        """The warehouses that whoever makes the visit goes by for it, or went by where it is over."""
        by_order = self.fetched if visit.status in ENDED_THERE else self.to_fetch
        return by_order.get(visit.order_id, ())


def lying_for(reader: Reader, orders: Iterable[WorkOrder]) -> Lying:
    """Where it lies for these orders; nothing is read where none has anything."""
    kept = [one for one in _reservations(reader, orders) if one.stock_id and (one.quantity or one.used)]
    if not kept:
        return Lying()
    stocks = reader.many(Stock, {one.stock_id for one in kept})
    people = reader.many(Technician, {stock.technician_id for stock in stocks.values()})
    warehouses = reader.many(Warehouse, {stock.warehouse_id for stock in stocks.values()})
    vans: dict[int, dict[int, Technician]] = defaultdict(dict)
    to_fetch: dict[int, dict[int, PickUp]] = defaultdict(dict)
    fetched: dict[int, dict[int, PickUp]] = defaultdict(dict)
    for one in kept:
        stock = stocks.get(one.stock_id or 0)
        if stock is None:
            continue
        if one.quantity and (who := people.get(stock.technician_id or 0)):
            vans[one.order_id][who.id] = who
        warehouse = warehouses.get(stock.warehouse_id or 0)
        if warehouse is not None and (pick_up := warehouse.pick_up) is not None:
            fetched[one.order_id][warehouse.id] = pick_up
            if one.quantity:
                to_fetch[one.order_id][warehouse.id] = pick_up
    return Lying(
        vans={number: tuple(whose.values()) for number, whose in vans.items()},
        to_fetch=_sorted(to_fetch),
        fetched=_sorted(fetched),
    )


def _sorted(by_order: Mapping[int, Mapping[int, PickUp]]) -> PickUps:
    """By warehouse: the same ones in the same order are one depot to the engine."""
    return {number: tuple(there[id] for id in sorted(there)) for number, there in by_order.items()}


def _reservations(reader: Reader, orders: Iterable[WorkOrder]) -> list[Reservation]:
    wanted = (order.id for order in orders if order.parts_state in _RESERVED)
    return list(reader.among(Reservation, "order_id", wanted))
