"""Which stretches of a line have to be written, and in which order do they need the fewest changes of ink?"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from wom_tui.tui.pen import Cell, Colours, is_empty

GAP = 5  # cells that are the same are sent again where moving over them would cost as much
Row = Sequence[Cell | None]  # None = nobody knows what stands there


@dataclass(frozen=True)
class Stretch:
    """Cells of one line, from column `x` on."""

    y: int
    x: int
    cells: Sequence[Cell]


def stretches(y: int, old: Row, new: Row) -> Iterator[Stretch]:
    """The stretches of a line that differ; a gap that is as soon written as jumped over belongs to one."""
    differing = [x for x, (a, b) in enumerate(zip(old, new, strict=True)) if a != b and b is not None]
    for begin, end in _runs(differing, new):
        while begin > 0 and _is_half(new[begin]):
            begin -= 1  # never the second half of a wide sign alone
        while end + 1 < len(new) and _is_half(new[end + 1]):
            end += 1
        cells = [cell for cell in new[begin : end + 1] if cell is not None]
        if len(cells) == end + 1 - begin:
            yield Stretch(y, begin, cells)


def _runs(columns: Sequence[int], row: Row) -> Iterator[tuple[int, int]]:
    """First and last column of each run."""
    if not columns:
        return
    begin = end = columns[0]
    for column in columns[1:]:
        if column > end + 1 and not _is_bridged(row[end : column + 1]):
            yield begin, end
            begin = column
        end = column
    yield begin, end


def _is_bridged(cells: Row) -> bool:
    """A short gap, between its two neighbours, that needs no ink of its own."""
    if len(cells) - 2 > GAP:
        return False
    inks = {cell[1] for cell in (cells[0], cells[-1]) if cell is not None}
    grounds = {ink[2] for ink in inks}
    return all(
        cell is not None and (cell[1] in inks or (cell[0] == " " and cell[1][2] in grounds))
        for cell in cells[1:-1]
    )


def _is_half(cell: Cell | None) -> bool:
    return cell is not None and cell[0] == ""


def by_ink(written: Iterable[Stretch]) -> Iterator[Stretch]:
    """The same cells, one ink after the other: worth it where labels and values take turns line by line."""
    pieces: dict[Colours, list[Stretch]] = {}
    for stretch in written:
        for begin, end, colours in _pieces(stretch.cells):
            piece = Stretch(stretch.y, stretch.x + begin, stretch.cells[begin:end])
            pieces.setdefault(colours, []).append(piece)
    for alike in pieces.values():
        yield from alike


def _pieces(cells: Sequence[Cell]) -> Iterator[tuple[int, int, Colours]]:
    """Begin and end of each piece of one ink; empty cells belong to the sign before them, else to the one after."""
    begin, ink = 0, cells[0][1]
    for at, cell in enumerate(cells):
        colours = cell[1]
        if colours == ink or (is_empty(cell) and colours[2] == ink[2]):
            continue
        if is_empty(cells[begin]) and ink == cells[begin][1] and ink[2] == colours[2]:
            ink = colours  # so far there was nothing but emptiness
            continue
        yield begin, at, ink
        begin, ink = at, colours
    yield begin, len(cells), ink
