"""In which order are the rows of a long sheet put in, so that it can be done piece by piece?"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any, Generic, TypeVar

from wom_tui.domain.intake.cell import folded
from wom_tui.domain.sheets.sheet import Sheet

R = TypeVar("R")
TextOf = Callable[[R, str], str]  # a row, and the name of a column; empty where it has no such column


def together(sheet: Sheet[Any], rows: Iterable[R], text: TextOf[R]) -> list[Sequence[R]]:
    """The rows in groups that are about the same record; a record that others name comes before these."""
    groups: dict[tuple[str, ...], list[R]] = {}
    for row in rows:
        groups.setdefault(_key(sheet, row, text), []).append(row)
    above = [column.name for column in sheet.columns if column.kind.refers is sheet.fact]
    if not above:
        return list(groups.values())
    depths = _Depths(sheet, groups.values(), above[0], text)
    return sorted(groups.values(), key=lambda group: depths.of(group[0]))


def _key(sheet: Sheet[Any], row: R, text: TextOf[R]) -> tuple[str, ...]:
    told = [tuple(folded(text(row, name)) for name in names) for names in sheet.keys]
    return next((key for key in told if all(key)), told[-1])


class _Depths(Generic[R]):
    """How far down each row stands, by the name that its cell for the record above it has."""

    def __init__(self, sheet: Sheet[Any], groups: Iterable[Sequence[R]], above: str, text: TextOf[R]) -> None:
        self._above: dict[str, str] = {}  # what a record is called → what the one above it is called
        self._column, self._text = above, text
        for row, *_ in groups:
            for name in sheet.identity:
                self._above.setdefault(folded(text(row, name)), self._up(row))

    def _up(self, row: R) -> str:
        return folded(self._text(row, self._column))

    def of(self, row: R) -> int:
        """0 where nothing of this sheet is above it."""
        depth, up, seen = 0, self._up(row), set[str]()
        while up and up in self._above and up not in seen:
            seen.add(up)
            depth, up = depth + 1, self._above[up]
        return depth
