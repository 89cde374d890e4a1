"""What stands in a sheet of the office: the records of a noun, row by row?"""

from __future__ import annotations

from typing import Any
from zoneinfo import ZoneInfo

from wom_tui.domain.sheets.kinds import Shown
from wom_tui.domain.sheets.sheet import Sheet
from wom_tui.domain.sheets.shown import Shower
from wom_tui.store.reader import Reader


def sheet_rows(reader: Reader, sheet: Sheet[Any], zone: ZoneInfo) -> list[list[Shown]]:
    """Every record of the noun as a row of its sheet, in the order in which they were made."""
    shower = Shower(zone, reader.select)
    return [row for fact in reader.select(sheet.fact) for row in shower.rows(sheet, fact)]
