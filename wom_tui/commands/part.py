"""Which parts there are and where they can lie: parts, warehouses, minimum levels."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from wom_tui.commands.command import Command
from wom_tui.commands.stores import check_count, existing_place, stock_at
from wom_tui.domain.part import Part, StockPlace, Warehouse
from wom_tui.domain.pick_up import MOST_MIN
from wom_tui.domain.place import Place
from wom_tui.errors import InvalidInput
from wom_tui.store.unit import Unit


@dataclass(frozen=True, kw_only=True)
class PutPart(Command):
    """Add a part, or change its name, unit, price, or whether it is still kept; what is not said stays."""

    code: str
    name: str | None = None
    unit: str | None = None
    price_cents: int | None = None
    is_active: bool | None = None  # False = it is no longer kept, and offered nowhere

    def check(self) -> None:
        super().check()
        if not self.code.strip() or any(char.isspace() or char in ",*@=" for char in self.code.strip()):
            raise InvalidInput("part", self.code, "a code without spaces, such as PUMP-3")
        for name in ("name", "unit"):
            if (said := getattr(self, name)) is not None and not said.strip():
                raise InvalidInput(name, said, "a word")

    @property
    def summary(self) -> str:
        return f"part {self.code}"


def put_part(command: PutPart, unit: Unit) -> None:
    code = command.code.strip()
    said: dict[str, Any] = {
        name: value.strip() if isinstance(value, str) else value
        for name in ("name", "unit", "price_cents", "is_active")
        if (value := getattr(command, name)) is not None
    }
    known = next((part for part in unit.select(Part) if part.code.casefold() == code.casefold()), None)
    if known is not None:
        unit.save(replace(known, **said), "part.changed")
        return
    unit.save(Part(id=unit.new_id(Part), code=code, **({"name": code} | said)), "part.added")


@dataclass(frozen=True, kw_only=True)
class AddWarehouse(Command):
    """Add a place for parts that is not a van, or say where one lies.

    Args:
        place: where whoever does an order fetches its parts on the way; None = as it is known.
        minutes: how long that takes there, 0 … 240; None = as it is known.
    """

    name: str
    place: Place | None = None
    minutes: int | None = None

    def check(self) -> None:
        super().check()
        if not self.name.strip():
            raise InvalidInput("name", self.name, "a name")
        if self.minutes is not None and not 0 <= self.minutes <= MOST_MIN:
            raise InvalidInput("minutes", self.minutes, f"0 to {MOST_MIN} minutes")

    @property
    def summary(self) -> str:
        return f"warehouse {self.name}"


def add_warehouse(command: AddWarehouse, unit: Unit) -> None:
    name = command.name.strip()
    said: dict[str, Any] = (
        {} if command.place is None else {"lat": command.place.lat, "lon": command.place.lon}
    )
    if command.minutes is not None:
        said["pick_up_min"] = command.minutes
    known = next((one for one in unit.select(Warehouse) if one.name.casefold() == name.casefold()), None)
    if known is None:
        unit.save(Warehouse(id=unit.new_id(Warehouse), name=name, **said), "warehouse.added")
    elif said:
        unit.save(replace(known, **said), "warehouse.changed")


@dataclass(frozen=True, kw_only=True)
class SetMinimum(Command):
    """Say how many of a part there should be at a place at least; 0 = it does not matter."""

    part: int
    minimum: int
    place: StockPlace

    def check(self) -> None:
        super().check()
        self.place.check("place")
        check_count("minimum", self.minimum, least=0)

    @property
    def summary(self) -> str:
        return f"minimum {self.minimum}"


def set_minimum(command: SetMinimum, unit: Unit) -> None:
    part, place = unit.get(Part, command.part), existing_place(command.place, unit)
    unit.save(replace(stock_at(part.id, place, unit), minimum=command.minimum), "stock.minimum_set")
