"""Where is the header? Not always in the first row: titles stand above it, and some take two rows."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

_VALUE = re.compile(r"[-+]?[\d.,:/ -]*\d[\d.,:/ -]*(?:[AaPp][Mm]|[%€$])?|true|false", re.IGNORECASE)
_LOOKED_AT = 15


@dataclass(frozen=True)
class Header:
    """The names of the columns.

    Attributes:
        at: the index of the row that it begins with.
        rows: how many rows it takes.
    """

    names: tuple[str, ...]
    at: int
    rows: int = 1


def find_header(rows: Sequence[Sequence[str]], wanted: frozenset[str]) -> Header | None:
    """The header among the first rows of a table; None where there is none.

    Args:
        rows: none of them is empty.
        wanted: names that are hoped for: the row that has most of them is the header.
    """
    first = rows[:_LOOKED_AT]
    if not any(map(_width, first)):
        return None
    if wanted:
        hits = [len(wanted & {cell.strip() for cell in row}) for row in first]
        if max(hits) > 0:
            return _header(rows, hits.index(max(hits)))
    return _header(rows, _first_of_names(first))


def _first_of_names(rows: Sequence[Sequence[str]]) -> int:
    """The first row about as wide as the table is; titles and remarks above it are narrower."""
    widths = [_width(row) for row in rows]
    usual = max(widths)
    return next(i for i, width in enumerate(widths) if width * 10 > usual * 7)


def _header(rows: Sequence[Sequence[str]], at: int) -> Header:
    """The names that stand in a row; a row of groups above them belongs to them."""
    names = [cell.strip() for cell in rows[at]]
    if (
        at > 0
        and _are_groups(rows[at - 1])
        and not _has_values(rows[at : at + 1])
        and _has_values(rows[at + 1 :])
    ):
        return Header(_joined([cell.strip() for cell in rows[at - 1]], names), at - 1, 2)
    return Header(tuple(names), at)


def _are_groups(row: Sequence[str]) -> bool:
    """Each name stands above the first of several columns, so there are gaps between them."""
    cells = [cell.strip() for cell in row]
    while cells and not cells[-1]:
        cells.pop()
    return len(cells) > 1 and bool(cells[0]) and "" in cells and not _has_values([cells])


def _has_values(rows: Sequence[Sequence[str]]) -> bool:
    return any(_VALUE.fullmatch(cell.strip()) for row in rows for cell in row if cell.strip())


def _joined(upper: Sequence[str], below: Sequence[str]) -> tuple[str, ...]:
    """`Kunde | | Auftrag` above `Name | Ort | Nr` is `Kunde Name`, `Kunde Ort`, `Auftrag Nr`."""
    names, group = [], ""
    for i, name in enumerate(below):
        group = (upper[i] if i < len(upper) else "") or group
        names.append(f"{group} {name}".strip() if name != group else name)
    return tuple(names)


def _width(row: Sequence[str]) -> int:
    """Cells that hold something."""
    return sum(1 for cell in row if cell.strip())
