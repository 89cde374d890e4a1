"""What stands in a sheet of the office: the records of a noun, row by row?"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from zoneinfo import ZoneInfo

from wom_tui.domain.event import Event
from wom_tui.domain.fact import Fact
from wom_tui.domain.sheets.asking import Record, record_of
from wom_tui.domain.sheets.kinds import Shown
from wom_tui.domain.sheets.sheet import Sheet
from wom_tui.domain.sheets.shown import Shower
from wom_tui.store import journal
from wom_tui.store.reader import Reader


def sheet_records(reader: Reader, sheet: Sheet[Any], zone: ZoneInfo) -> list[Record]:
    """Every record of the noun as its sheet has it, in the order in which they were made."""
    return [
        record_of(sheet, f"{fact.noun}:{fact.id}", fact, row, zone)
        for fact, row in _rows(reader, sheet, zone)
    ]


def record_history(reader: Reader, subject: str) -> list[Event]:
    """What happened to a record, oldest first."""
    return list(journal.events(reader.connection, subject=subject))


def _rows(reader: Reader, sheet: Sheet[Any], zone: ZoneInfo) -> Iterator[tuple[Fact, list[Shown]]]:
    shower = Shower(zone, reader.rows)
    for fact in reader.select(sheet.fact):
        for row in shower.rows(sheet, fact):
            yield fact, row
