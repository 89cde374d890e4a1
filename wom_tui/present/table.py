"""How do lists of other things than orders share their width, draw a row, and know what a filter shows?"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from typing import TypeVar

from wom_tui.present.at import At
from wom_tui.present.cells import GAP, Line, Piece, fit
from wom_tui.present.columns import Column

R = TypeVar("R")
_LEAST = 8  # cells of the column that has what the others leave
_SPACE: Piece = (" " * GAP, "")


def shared_out(columns: Sequence[Column], width: int, widest: str) -> tuple[Column, ...]:
    """They fill the width: the widest has what the others leave."""
    taken = sum(column.width for column in columns if column.id != widest) + GAP * (len(columns) - 1)
    room = max(_LEAST, width - taken)
    return tuple(replace(column, width=room) if column.id == widest else column for column in columns)


def table_line(
    row: R, columns: Sequence[Column], cells: Mapping[str, Callable[[R, At], Piece]], at: At
) -> Line:
    """One row; every cell is exactly as wide as its column."""
    pieces: list[Piece] = []
    for place, column in enumerate(columns):
        if place:
            pieces.append(_SPACE)
        text, ink = cells[column.id](row, at)
        pieces.append((fit(text, column.width, right=column.right, ellipsis=at.signs.ellipsis), ink))
    return tuple(pieces)


def has_words(told: Iterable[str], text: str) -> bool:
    """Each word of a filter stands somewhere in what is told of a row, in capitals or not."""
    heap = " ".join(told).casefold()
    return all(word in heap for word in text.casefold().split())
