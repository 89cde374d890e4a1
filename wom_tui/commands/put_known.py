"""Which records of a noun can some rows be about? Only these are read whole: an office may hold 100,000 sites.

Read is a little more than what is meant, never less: of keys that begin with another record all that name it, of names
those that are alike whatever the case. What is alike for sure, `Matching` decides.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from wom_tui.domain.fact import Fact
from wom_tui.domain.filter_keys import Kind as Asked
from wom_tui.domain.intake.cell import folded
from wom_tui.domain.sheets import kinds
from wom_tui.domain.sheets.row import SheetRow
from wom_tui.domain.sheets.sheet import Column, Sheet
from wom_tui.domain.sheets.shown import Shower, on_paper
from wom_tui.store.portions import portions
from wom_tui.store.unit import Unit


class Known(dict[int, Any]):
    """Records by number; one that no row is about is found when a rule asks for it."""

    def __init__(self, unit: Unit, cls: type[Fact], facts: Sequence[Fact]) -> None:
        super().__init__((fact.id, fact) for fact in facts)
        self._unit, self._cls = unit, cls

    def get(self, id: int, default: Any = None) -> Any:
        """The record of that number, if there is one."""
        if id in self:
            return self[id]
        found = self._unit.find(self._cls, id) if id else None
        return default if found is None or found.is_withdrawn else found


def known_to(rows: Sequence[SheetRow], sheet: Sheet[Any], shower: Shower, unit: Unit) -> Known:
    """The records that the rows can be about, and what belongs together with them."""
    if sheet.sees_all or sheet.part:
        return Known(unit, sheet.fact, unit.select(sheet.fact))
    found: dict[int, Fact] = {}
    for names in sheet.keys:
        key = [sheet.column(name) for name in names]
        above = next((column for column in key if _is_number(column)), None)
        for fact in _beside(above, rows, sheet, shower, unit) if above else _alike(key, rows, sheet, unit):
            found[fact.id] = fact
    return Known(unit, sheet.fact, sorted(found.values(), key=lambda fact: fact.id))


def _is_number(column: Column) -> bool:
    """What stands in the table for it is a number that can be asked for."""
    return (column.kind.refers is not None and not column.kind.is_list) or column.kind.asked is Asked.NUMBER


def _beside(
    column: Column, rows: Sequence[SheetRow], sheet: Sheet[Any], shower: Shower, unit: Unit
) -> Iterator[Fact]:
    """All that belong to the records which the rows name in that column."""
    said = {id for row in rows for id in shower.meant(column, row)}
    wanted = sorted(said - {None}) + ([None] if None in said else [])
    for portion in portions(wanted):
        yield from unit.select(sheet.fact, **{column.fields[0]: frozenset(portion)})


def _alike(key: Sequence[Column], rows: Sequence[SheetRow], sheet: Sheet[Any], unit: Unit) -> Iterator[Fact]:
    """All that are called as the rows say, whatever the case."""
    if any(column.kind is not kinds.TEXT for column in key):
        yield from unit.select(sheet.fact)
        return
    wanted = {tuple(_name(row.values.get(column.name)) for column in key) for row in rows}
    wanted.discard(("",) * len(key))
    first = {names[0] for names in wanted}
    ids = [
        id
        for id, *texts in unit.scan(sheet.fact, tuple(column.fields[0] for column in key))
        if _name(texts[0]) in first and tuple(map(_name, texts)) in wanted
    ]
    yield from unit.many(sheet.fact, ids).values()


def _name(text: str | None) -> str:
    return folded(on_paper(text)) if text else ""
