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
from wom_tui.domain.intake.cell import folded
from wom_tui.domain.sheets.kinds import Shown
from wom_tui.domain.sheets.sheet import VERSION, Column, Sheet
from wom_tui.errors import InvalidInput, NotFound

_MOST_LISTED = 4  # names in a refusal


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

    @property
    def id(self) -> int:
        """Its number among the records of its noun."""
        return int(self.subject.partition(":")[2])

    @property
    def version(self) -> int:
        """The version in which it was read."""
        return int(self.asked.version)


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


def the_one(sheet: Sheet[Any], records: Sequence[Record], text: str, *, now: datetime, zone: str) -> Record:
    """The record that a text means: what it is told apart by, or a filter that picks only one.

    Raises:
        NotFound, InvalidInput: none is meant, or several are.
    """
    wanted = folded(text)
    found = [one for one in records if wanted == folded(names_of(sheet, one)[0])]
    found = found or [one for one in records if wanted in map(folded, names_of(sheet, one))]
    if not found and any(sign in text for sign in "=/<>"):
        found = picked(sheet, records, text, now=now, zone=zone)
    if not found:
        from difflib import get_close_matches

        known = sorted({name for one in records for name in names_of(sheet, one)})
        raise NotFound(sheet.one, text, get_close_matches(text, known, n=3))
    if len({one.subject for one in found}) > 1:
        listed = ", ".join(names_of(sheet, one)[0] for one in found[:_MOST_LISTED])
        raise InvalidInput(
            sheet.one, text, f"one of {len(found)}, such as {listed}; or a filter that picks one"
        )
    return found[0]


def names_of(sheet: Sheet[Any], record: Record) -> list[str]:
    """What a record can be called: each key as a whole, the first cells of a long one, its own cells alone where these
    are texts, and what it calls itself.
    """
    keys = [[str(record.cells[name] or "") for name in key] for key in sheet.keys]
    joined = [" ".join(filter(None, cells)) for cells in keys]
    begun = [" ".join(filter(None, cells[:-1])) for cells in keys if len(cells) > 2]
    own = [cells[0] for key, cells in zip(sheet.keys, keys, strict=True) if len(key) == 1 or not sheet.owner]
    return [name for name in (*joined, *begun, *own, str(record.cells.get("name") or "")) if name]


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
