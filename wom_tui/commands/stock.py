"""What lies where: parts come in, are counted, and go from one place to another."""

from __future__ import annotations

from dataclasses import dataclass, replace

from wom_tui.commands.command import Command
from wom_tui.commands.stores import (
    check_count,
    existing_place,
    minimum_violations,
    short_violations,
    stock_at,
)
from wom_tui.domain.part import Part, Stock, StockPlace
from wom_tui.errors import InvalidInput
from wom_tui.store.unit import Unit


@dataclass(frozen=True, kw_only=True)
class ReceiveStock(Command):
    """Put parts into a warehouse or a van."""

    part: int
    quantity: int
    place: StockPlace

    def check(self) -> None:
        super().check()
        self.place.check("place")
        check_count("quantity", self.quantity)

    @property
    def summary(self) -> str:
        return f"receive {self.quantity}"


def receive_stock(command: ReceiveStock, unit: Unit) -> None:
    stock = stock_at(unit.get(Part, command.part).id, existing_place(command.place, unit), unit)
    check_count("quantity", stock.quantity + command.quantity)
    unit.save(replace(stock, quantity=stock.quantity + command.quantity), "stock.received")


@dataclass(frozen=True, kw_only=True)
class AdjustStock(Command):
    """Say how many there really are, after a count; never below what is reserved."""

    part: int
    quantity: int
    place: StockPlace

    def check(self) -> None:
        super().check()
        self.place.check("place")
        check_count("quantity", self.quantity, least=0)

    @property
    def summary(self) -> str:
        return f"adjust to {self.quantity}"


def adjust_stock(command: AdjustStock, unit: Unit) -> None:
    stock = stock_at(unit.get(Part, command.part).id, existing_place(command.place, unit), unit)
    put_count(stock, replace(stock, quantity=command.quantity), unit)


def put_count(stock: Stock, counted: Stock, unit: Unit) -> Stock:
    """Put in what somebody has counted; a minimum may be said with it.

    Raises:
        Rejected: it is below what is reserved.
    """
    unit.heed(short_violations(stock, stock.quantity - counted.quantity, unit))
    saved = unit.save(counted, "stock.counted")
    if saved.quantity < stock.quantity:
        unit.heed(minimum_violations(saved, unit))
    return saved


@dataclass(frozen=True, kw_only=True)
class MoveStock(Command):
    """Move parts from one place to another; those that are reserved stay."""

    part: int
    quantity: int
    source: StockPlace
    target: StockPlace

    def check(self) -> None:
        super().check()
        self.source.check("from")
        self.target.check("to")
        check_count("quantity", self.quantity)
        if self.source == self.target:
            raise InvalidInput("to", "the same place", "another place than the one they come from")

    @property
    def summary(self) -> str:
        return f"transfer {self.quantity}"


def move_stock(command: MoveStock, unit: Unit) -> None:
    part = unit.get(Part, command.part)
    source = stock_at(part.id, existing_place(command.source, unit), unit)
    target = stock_at(part.id, existing_place(command.target, unit), unit)
    unit.heed(short_violations(source, command.quantity, unit))
    left = unit.save(replace(source, quantity=source.quantity - command.quantity), "stock.moved_out")
    unit.save(replace(target, quantity=target.quantity + command.quantity), "stock.moved_in")
    unit.heed(minimum_violations(left, unit))
