"""Which cell of a row holds a field, and what does it say there? As a preset reads it, in one zone."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from wom_tui.domain.intake.cell import BadCell, duration_of, id_of, number_of, text_of
from wom_tui.domain.intake.dates import date_reader, undecided_reader
from wom_tui.domain.intake.html_text import text_of_html
from wom_tui.domain.intake.moments import moments_reader
from wom_tui.domain.intake.preset import ANY_TEXT, DURATION_UNITS, Preset
from wom_tui.domain.intake.unknown import unmapped

Row = Mapping[str, str]  # the file's column → the cell as it stands there
MomentReader = Callable[[str, str], datetime]

NEEDED = "is empty, and an order needs it"


class Cells:
    """Reads the cells of rows by their field."""

    def __init__(self, preset: Preset, zone: ZoneInfo) -> None:
        self.preset = preset
        self._columns = preset.columns
        self._empty = frozenset(word.strip() for word in preset.empty) | {""}
        self._zone = zone
        self._any_moment = moments_reader(preset.moment_forms, zone) if preset.moment_forms else None
        self._moments: dict[str, MomentReader] = {
            name: date_reader(order, zone) if order else undecided_reader(zone)
            for name, order in preset.dates.items()
        }

    def raw(self, row: Row, name: str) -> tuple[str, str]:
        """The column of a field, and its cell; empty where the preset has no column for it."""
        column = self._columns.get(name)
        if not column:  # a column may be called nothing
            return "", ""
        value = row.get(column, "")
        return (column, "") if value.strip() in self._empty else (column, value)

    def text(self, row: Row, name: str, *, is_needed: bool = False) -> str:
        """The cell as text, else what the preset has instead."""
        column, value = self.raw(row, name)
        if value and name in self.preset.html:
            value = text_of_html(value)
        text = text_of(column, value) if value else self.preset.defaults.get(name, "")
        if is_needed and not text:
            raise BadCell(column, value, NEEDED)
        return text

    def alias(self, row: Row, name: str, *, is_needed: bool = False) -> str:
        """The text in our spelling, where the preset has one for it."""
        text = self.text(row, name, is_needed=is_needed)
        return self.preset.alias_of(name, text)

    def mapped(self, row: Row, name: str) -> str | None:
        """The value as the preset translates it; a value that it does not know is never guessed."""
        column, value = self.raw(row, name)
        if not value:
            return self.preset.defaults.get(name)
        text, known = text_of(column, value), self.preset.values_of(name)
        if not known:
            return text
        ours = known.get(text) or known.get(text.casefold()) or known.get(ANY_TEXT)
        if ours is None:
            raise BadCell(column, text, unmapped(name))
        return ours

    def id(self, row: Row, column: str) -> str:
        """The cell of a column as a number that is a name."""
        value = row.get(column, "") if column else ""
        if value.strip() in self._empty:
            return ""
        return id_of(column, value, width=self.preset.widths.get(column, 0))

    def id_of_field(self, row: Row, name: str) -> str:
        """The cell of a field as a number that is a name; empty where there is no column for it."""
        return self.id(row, self._columns.get(name, ""))

    def degrees(self, row: Row, name: str) -> float | None:
        """The cell as a number without thousands: a workbook has 53.551 also where a csv of it has 53,551."""
        column, value = self.raw(row, name)
        return number_of(column, value, has_comma=name in self.preset.decimal_commas and "," in value)

    def cents(self, row: Row, name: str) -> int | None:
        """The cell as an amount of money, whatever the currency."""
        column, value = self.raw(row, name)
        bare = value.strip().strip("€$£ ").removesuffix("EUR").removesuffix("USD").removeprefix("EUR")
        try:
            amount = number_of(column, bare, has_comma=name in self.preset.decimal_commas)
        except BadCell:
            raise BadCell(column, value, "is no amount of money") from None
        return None if amount is None else round(amount * 100)

    def minutes(self, row: Row, name: str) -> int | None:
        """The cell as a duration."""
        column, value = self.raw(row, name)
        unit = DURATION_UNITS[self.preset.duration_unit]
        return duration_of(column, value, unit_min=unit, has_comma=name in self.preset.decimal_commas)

    def moment(self, row: Row, name: str) -> datetime | None:
        """The cell as a moment."""
        column, value = self.raw(row, name)
        if not value:
            return None
        read = self._moments.get(name) or self._any_moment
        if read is None:  # only where a preset was put together by hand: the loader asks for one of them
            raise BadCell(column, value, "the preset does not say how this time is written")
        return read(column, value)

    def due(self, row: Row, name: str) -> datetime | None:
        """The cell as a moment by when something has to be done: a day without a time counts until its end."""
        found = self.moment(row, name)
        if found is None or _says_a_time(self.raw(row, name)[1]):
            return found
        local = found.astimezone(self._zone)
        if (local.hour, local.minute, local.second) != (0, 0, 0):
            return found  # the fraction of a serial number
        return local.replace(hour=23, minute=59).astimezone(UTC)

    def needed_moment(self, row: Row, name: str) -> datetime:
        """The cell as a moment that cannot be left out."""
        found = self.moment(row, name)
        if found is None:
            raise BadCell(self._columns.get(name, ""), "", NEEDED)
        return found


def _says_a_time(cell: str) -> bool:
    """`2015-05-18 00:00:00` does not: so a workbook or a database writes a day. Seconds since 1970 do."""
    text = cell.strip()
    return (text.isdigit() and len(text) > len("20150518")) or (
        ":" in text and not text.endswith(" 00:00:00")
    )
