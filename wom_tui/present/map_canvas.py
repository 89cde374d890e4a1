"""How are lines drawn with characters? A cell holds eight dots in braille, two as half blocks, one as a letter.

Coordinates are cells with fractions, so that whoever draws need not know how many dots a cell has. Which dots are
used when: docs/decisions/0026-the-map-is-drawn-in-dots.md.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from enum import StrEnum
from itertools import groupby
from operator import itemgetter

from wom_tui.present.cells import Line, Piece

Ends = tuple[float, float, float, float]  # from column and row to column and row


class Dots(StrEnum):
    """What a cell is filled with."""

    BRAILLE = "braille"
    BLOCKS = "blocks"
    LETTERS = "letters"


# Dots of a cell: across, down, and the bit of each, row by row.
_SHAPES: Mapping[Dots, tuple[int, int, tuple[int, ...]]] = {
    Dots.BRAILLE: (2, 4, (0x01, 0x08, 0x02, 0x10, 0x04, 0x20, 0x40, 0x80)),
    Dots.BLOCKS: (1, 2, (1, 2)),
    Dots.LETTERS: (1, 1, (1,)),
}
_BLOCKS = " ▀▄█"


class Layer:
    """Dots of one ink.

    Attributes:
        letter: what stands for a dot where there are only letters.
        is_ground: shares its cells with other such layers below it; any other layer has a cell for itself.
    """

    def __init__(self, canvas: Canvas, ink: str, letter: str, *, is_ground: bool) -> None:
        self.ink, self.letter, self.is_ground = ink, letter, is_ground
        self.cells = bytearray(canvas.cols * canvas.rows)
        self._cols, self._rows = canvas.cols, canvas.rows
        self._across, self._down, self._bits = _SHAPES[canvas.dots]

    def draw(self, lines: Iterable[Ends]) -> None:
        """Straight lines, as far as they are on the canvas."""
        across, down, cols = self._across, self._down, self._cols
        bits, cells = self._bits, self.cells
        wide, high = cols * across - 1e-6, self._rows * down - 1e-6
        for ends in lines:
            x, y, to_x, to_y = ends[0] * across, ends[1] * down, ends[2] * across, ends[3] * down
            if not (0 <= x < wide and 0 <= to_x < wide and 0 <= y < high and 0 <= to_y < high):
                clipped = _clipped(x, y, to_x, to_y, wide, high)
                if clipped is None:
                    continue
                x, y, to_x, to_y = clipped
            steps = int(max(abs(to_x - x), abs(to_y - y))) + 1
            step_x, step_y = (to_x - x) / steps, (to_y - y) / steps
            for _ in range(steps + 1):
                dot_x, dot_y = int(x), int(y)
                cells[dot_y // down * cols + dot_x // across] |= bits[dot_y % down * across + dot_x % across]
                x += step_x
                y += step_y


def _clipped(x: float, y: float, to_x: float, to_y: float, wide: float, high: float) -> Ends | None:
    """The part of a line that lies on the canvas (Liang and Barsky); None where none does."""
    first, last = 0.0, 1.0
    for step, room in ((x - to_x, x), (to_x - x, wide - x), (y - to_y, y), (to_y - y, high - y)):
        if step == 0:
            if room < 0:
                return None
        elif step < 0:
            first = max(first, room / step)
        else:
            last = min(last, room / step)
    if first > last:
        return None
    begin = x + first * (to_x - x), y + first * (to_y - y)
    end = x + last * (to_x - x), y + last * (to_y - y)
    return (*_inside(*begin, wide, high), *_inside(*end, wide, high))


def _inside(x: float, y: float, wide: float, high: float) -> tuple[float, float]:
    """What rounding has put a hair beyond the edge."""
    return min(max(x, 0.0), wide), min(max(y, 0.0), high)


class Canvas:
    """Layers of dots, the later ones on top, and signs on top of them all."""

    def __init__(self, cols: int, rows: int, dots: Dots = Dots.BRAILLE) -> None:
        self.cols, self.rows, self.dots = cols, rows, dots
        self.layers: list[Layer] = []
        self.signs: dict[tuple[int, int], Piece] = {}  # (row, column) → one cell

    def layer(self, ink: str, letter: str, *, is_ground: bool = False) -> Layer:
        """A new layer on top of those that are there."""
        made = Layer(self, ink, letter, is_ground=is_ground)
        self.layers.append(made)
        return made

    def under(self, ground: Canvas) -> None:
        """Lay the layers of another canvas of that size below what will be drawn here."""
        self.layers = [*ground.layers, *self.layers]

    def is_free(self, col: int, row: int, width: int = 1) -> bool:
        """On the canvas, with no sign there yet."""
        return (
            0 <= row < self.rows
            and col >= 0
            and col + width <= self.cols
            and all((row, col + at) not in self.signs for at in range(width))
        )

    def write(self, col: int, row: int, pieces: Iterable[Piece]) -> None:
        """Signs from a cell on, over whatever is there; what is beyond the edge is left out. One cell each."""
        for text, ink in pieces:
            for sign in text:
                if 0 <= row < self.rows and 0 <= col < self.cols:
                    self.signs[row, col] = (sign, ink)
                col += 1

    def lines(self) -> list[Line]:
        """The canvas, row by row."""
        written: dict[int, dict[int, Piece]] = {}
        for (row, col), piece in self.signs.items():
            written.setdefault(row, {})[col] = piece
        return [self._line(row, written.get(row, {})) for row in range(self.rows)]

    def _line(self, row: int, written: Mapping[int, Piece]) -> Line:
        begin, end = row * self.cols, (row + 1) * self.cols
        cells: list[Piece] = [(" ", "")] * self.cols
        shared = [0] * self.cols
        for layer in self.layers:
            part = layer.cells[begin:end]
            if not any(part):
                continue
            ink, letter, is_ground = layer.ink, layer.letter, layer.is_ground
            for col, bits in enumerate(part):
                if bits:
                    if is_ground:
                        bits = shared[col] = shared[col] | bits
                    cells[col] = (self._sign(bits, letter), ink)
        for col, piece in written.items():
            cells[col] = piece
        return tuple(
            ("".join(map(itemgetter(0), run)), ink) for ink, run in groupby(cells, key=itemgetter(1))
        )

    def _sign(self, bits: int, letter: str) -> str:
        if self.dots is Dots.BRAILLE:
            return chr(0x2800 + bits)
        return _BLOCKS[bits] if self.dots is Dots.BLOCKS else letter
