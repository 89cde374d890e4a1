"""What does a row of a sheet say? Read before the office is asked: texts become values, names stay names."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from zoneinfo import ZoneInfo

from wom_tui.domain.intake.cell import BadCell
from wom_tui.domain.sheets.sheet import VERSION, Column, Sheet
from wom_tui.errors import InvalidInput


@dataclass(frozen=True)
class SheetRow:
    """One row.

    Attributes:
        line: where it stands in its file.
        texts: column → its cell, for the columns that the file has.
        values: column → what that means; without those whose cell cannot be used.
        version: of the record that whoever wrote the row has seen; None where it does not say.
        more: the other lines that are told with this one, where each is a part of the record.
        faults: what is wrong with its cells; a row that has any is not put in.
    """

    line: int
    texts: Mapping[str, str]
    values: Mapping[str, Any]
    version: int | None = None
    more: tuple[int, ...] = ()
    faults: tuple[BadCell, ...] = ()

    @property
    def lines(self) -> tuple[int, ...]:
        """Every line of the file that it stands for."""
        return (self.line, *self.more)


def read_row(sheet: Sheet[Any], line: int, cells: Mapping[str, str], zone: ZoneInfo) -> SheetRow:
    """The row's values, and every fault of its cells.

    Args:
        cells: column → text, only those of the sheet.
        zone: of the office.
    """
    texts = {name: text.strip() for name, text in cells.items() if name != VERSION}
    values: dict[str, Any] = {}
    faults: list[BadCell] = []
    for column in sheet.columns:
        if column.name in texts:
            try:
                values[column.name] = _value(sheet, column, texts[column.name], zone)
            except BadCell as bad:
                faults.append(bad)
    version = None
    try:
        for name, value in sheet.complete(values).items():
            if not texts.get(name):
                texts[name], values[name] = "", value
        version = _version(cells.get(VERSION, ""))
    except BadCell as bad:
        faults.append(bad)
    return SheetRow(line, texts, values, version, faults=tuple(faults))


def typed_row(sheet: Sheet[Any], cells: Mapping[str, str], zone: ZoneInfo) -> SheetRow:
    """The row of a record that somebody has typed, cell by cell.

    Raises:
        InvalidInput: one of the cells cannot be used.
    """
    row = read_row(sheet, 1, cells, zone)
    if row.faults:
        raise as_typed(row.faults[0])
    return row


def as_typed(bad: BadCell) -> InvalidInput:
    """The error as somebody sees it who has typed the cell."""
    _, write, allowed = bad.reason.partition("write ")
    return InvalidInput(bad.column, bad.value, allowed if write else f"another value: {bad.reason}")


def _value(sheet: Sheet[Any], column: Column, text: str, zone: ZoneInfo) -> Any:
    if not text:
        if column.is_required:
            raise BadCell(column.name, text, f"is empty; write {column.kind.says}")
        return sheet.default(column, zone.key)
    try:
        return column.kind.read(text, zone)
    except InvalidInput as bad:
        raise BadCell(column.name, text, f"write {bad.expected}") from None
    except BadCell as bad:
        raise BadCell(column.name, text, bad.reason) from None


def _version(text: str) -> int | None:
    said = text.strip()
    if not said:
        return None
    if not (said.isascii() and said.isdecimal() and len(said) < 10):
        raise BadCell(VERSION, text, "leave it as the export wrote it, or empty")
    return int(said)
