"""Which records are meant, and in which order? The filter language over the columns of a sheet."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from types import SimpleNamespace
from typing import Any
from zoneinfo import ZoneInfo

from wom_tui.domain.filter import parse_filter
from wom_tui.domain.filter_keys import Key, Test, Vocabulary, letters_of
from wom_tui.domain.filter_keys import Kind as Asked
from wom_tui.domain.sheets.kinds import Shown
from wom_tui.domain.sheets.sheet import VERSION, Column, Sheet
from wom_tui.errors import InvalidInput


@dataclass(frozen=True)
class Record:
    """A record as its sheet has it.

    Attributes:
        subject: as the journal names it.
        cells: column → cell, `version` last.
        asked: what a filter reads: numbers as numbers, days and times as moments, all else as texts.
    """

    subject: str
    cells: dict[str, Shown]
    asked: SimpleNamespace


def record_of(sheet: Sheet[Any], subject: str, fact: Any, row: Sequence[Shown], zone: ZoneInfo) -> Record:
    """The record, from its row."""
    cells = dict(zip(sheet.header, row, strict=True))
    asked = {column.name: _asked(column, fact, cells[column.name], zone) for column in sheet.columns}
    text = "\n".join(str(cell) for name, cell in cells.items() if cell is not None and name != VERSION)
    return Record(subject, cells, SimpleNamespace(**asked, version=fact.version, everything=text.casefold()))


def _asked(column: Column, fact: Any, cell: Shown, zone: ZoneInfo) -> Any:
    if cell is None:
        return None
    match column.kind.asked:
        case Asked.NUMBER:
            return float(cell)
        case Asked.TIME:
            value = column.value_of(fact)
            if isinstance(value, date) and not isinstance(value, datetime):
                return datetime.combine(value, time.min, tzinfo=zone).astimezone(UTC)
            return value
        case _:
            return str(cell)


def picked(
    sheet: Sheet[Any], records: Sequence[Record], text: str, *, sort: str = "", now: datetime, zone: str
) -> list[Record]:
    """The records that a filter picks.

    Args:
        sort: a column, the lowest first; `-column` the highest first. Empty cells come last.

    Raises:
        InvalidInput: the filter asks for something that there is not, or there is no such column.
    """
    keys = {
        name: Key(name, column.kind.asked if column else Asked.NUMBER, column.meaning if column else "")
        for name, column in [*((column.name, column) for column in sheet.columns), (VERSION, None)]
    }
    chosen = parse_filter(text, now=now, zone=zone, words=Vocabulary(keys, _contains, _resembles))
    found = [record for record in records if chosen.matches(record.asked)]
    return _sorted(sheet, found, sort) if sort else found


def _contains(text: str) -> Test:
    wanted = text.casefold()
    return lambda row: wanted in row.everything


def _resembles(text: str) -> Test:
    has_letters: Callable[[str], bool] = letters_of(text)
    return lambda row: has_letters(row.everything)


def _sorted(sheet: Sheet[Any], records: list[Record], sort: str) -> list[Record]:
    name = sort.removeprefix("-")
    if name not in sheet.header:
        raise InvalidInput("--sort", sort, f"one of {', '.join(sheet.header)}, or -column")

    def value(record: Record) -> Any:
        said = getattr(record.asked, name)
        return said.casefold() if isinstance(said, str) else said

    there = [record for record in records if value(record) is not None]
    return [
        *sorted(there, key=value, reverse=sort.startswith("-")),
        *(record for record in records if value(record) is None),
    ]
