"""In which order are the rows of a long sheet put in, so that it can be done piece by piece?"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from wom_tui.domain.sheets.kinds import Named
from wom_tui.domain.sheets.row import SheetRow, folded
from wom_tui.domain.sheets.sheet import Sheet


def together(sheet: Sheet[Any], rows: Iterable[SheetRow]) -> list[Sequence[SheetRow]]:
    """The rows in groups that are about the same record; a record that others name comes before these."""
    groups: dict[tuple[str, ...], list[SheetRow]] = {}
    for row in rows:
        groups.setdefault(_key(sheet, row), []).append(row)
    above = [column.name for column in sheet.columns if column.kind.refers is sheet.fact]
    if not above:
        return list(groups.values())
    depths = _Depths(sheet, groups.values(), above[0])
    return sorted(groups.values(), key=lambda group: depths.of(group[0]))


def _key(sheet: Sheet[Any], row: SheetRow) -> tuple[str, ...]:
    told = [tuple(folded(row.texts.get(name, "")) for name in names) for names in sheet.keys]
    return next((key for key in told if all(key)), told[-1])


class _Depths:
    """How far down each row stands, by the name that its cell for the record above it has."""

    def __init__(self, sheet: Sheet[Any], groups: Iterable[Sequence[SheetRow]], above: str) -> None:
        self._above = above
        self._named: dict[str, SheetRow] = {}
        for row, *_ in groups:
            for name in sheet.identity:
                self._named.setdefault(folded(row.texts.get(name, "")), row)

    def of(self, row: SheetRow) -> int:
        """0 where nothing of this sheet is above it."""
        depth, seen, value = 0, {row.line}, row.values.get(self._above)
        while (
            isinstance(value, Named) and (up := self._named.get(folded(value.text))) and up.line not in seen
        ):
            depth, value = depth + 1, up.values.get(self._above)
            seen.add(up.line)
        return depth
