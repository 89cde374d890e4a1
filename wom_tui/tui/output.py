"""What has to be sent so that the terminal shows the next frame, and not a byte more?

Textual sends every region that changed as a whole. Here stands a model of what the terminal shows; only cells
that differ from it are sent (`pen.py`), and where lines have moved up or down as a block, the terminal moves
them itself: by a scroll region with LF and RI, which every terminal since the VT100 knows. On a slow line that is
the difference between a list that follows the key and one that lags behind.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise, product

from rich.cells import cell_len
from rich.color import Color, ColorSystem
from rich.style import Style
from textual.strip import Strip

from wom_tui.present.safe_text import safe
from wom_tui.tui.pen import NO_COLOURS, Cell, Colours, Pen
from wom_tui.tui.stretches import Stretch, by_ink, stretches

Row = list[Cell | None]  # None = nobody knows what stands there
Spans = Iterable[tuple[int, int, Strip]]  # line, column, what stands there from now on

LIKE = 40  # cells by which a line is known again when it has moved
MANY = 4_000  # cells that are written in one order only: the other way round takes its time
FEW = 4  # lines that are not worth a scroll
KEPT_PIECES = (
    10_000  # pieces of text whose cells are remembered: a list that scrolls shows most of them again
)


def _fixed_colours() -> dict[tuple[int, ...], int]:
    """The colours of the palette that no theme changes, and their numbers: a cube of six, and greys."""
    levels = (0, 95, 135, 175, 215, 255)
    cube = {colour: number for number, colour in enumerate(product(levels, repeat=3), start=16)}
    return cube | {(level, level, level): 232 + step for step, level in enumerate(range(8, 248, 10))}


_FIXED = _fixed_colours()


@dataclass(frozen=True)
class Moved:
    """Lines from `top` to before `bottom` that have moved up by `shift`, down when negative."""

    top: int
    bottom: int
    shift: int
    ground: str  # of the lines that come in


class TerminalModel:
    """What the terminal shows, as far as we know.

    Args:
        erases: the terminal erases in the colour of the ground, and scrolls such lines in.
    """

    def __init__(self, color_system: ColorSystem = ColorSystem.TRUECOLOR, *, erases: bool = False) -> None:
        self._color_system, self._erases = color_system, erases
        self.most_colours = ColorSystem.TRUECOLOR  # that are wanted, whatever the terminal can show
        self._rows: list[Row] = []
        self._put_by: dict[int, Row] = {}  # lines as they should be, not sent yet
        self._width = 0
        self._known: dict[Style, tuple[Colours, Colours]] = {}
        self._pieces: dict[tuple[str, Style | None], list[Cell]] = {}

    @property
    def color_system(self) -> ColorSystem:
        """The colours that are sent."""
        return self._color_system

    @color_system.setter
    def color_system(self, system: ColorSystem) -> None:
        if system is not self._color_system:
            self._color_system = system
            self._known.clear()
            self._pieces.clear()

    def forget(self) -> None:
        """Somebody else has written there: the next frame is sent whole."""
        self._rows, self._put_by, self._width = [], {}, 0

    def shows(self, rows: Sequence[Sequence[Cell]]) -> None:
        """The terminal shows these already."""
        self._rows, self._put_by, self._width = [list(row) for row in rows], {}, len(rows[0])

    @property
    def rows(self) -> Sequence[Row]:
        """What the terminal shows."""
        return self._rows

    def cells(self, strip: Strip) -> list[Cell]:
        """What the terminal shows when that has been sent."""
        return self._cells(strip)

    def resize(self, width: int, height: int) -> None:
        """Another size is another screen."""
        if (width, height) != (self._width, len(self._rows)):
            self._width, self._put_by = width, {}
            self._rows = [[None] * width for _ in range(height)]

    def put_by(self, spans: Spans) -> None:
        """These spans go with the next frame."""
        for y, x, strip in spans:
            if 0 <= y < len(self._rows):
                row = self._put_by.setdefault(y, self._rows[y][:])
                cells = self._cells(strip)[: max(0, self._width - x)]
                row[x : x + len(cells)] = cells

    @property
    def has_put_by(self) -> bool:
        """There is something to send."""
        return bool(self._put_by)

    def frame(self, spans: Spans) -> str:
        """What to send so that these spans, and those put by, stand where they say; the model then shows them."""
        self.put_by(spans)
        wanted, self._put_by = self._put_by, {}
        changed = {y: row for y, row in wanted.items() if row != self._rows[y]}
        moved = self._scrolled(changed)
        ways = [self._shortest(None, self._rows, changed)]
        if moved is not None:  # lines may be as alike where they stand as those that have moved
            ways.append(self._shortest(moved, self._after(moved), changed))
        self._rows = [changed.get(y, row) for y, row in enumerate(self._rows)]
        return min(ways, key=len)

    def _shortest(self, moved: Moved | None, rows: Sequence[Row], changed: Mapping[int, Row]) -> str:
        """What makes the changed lines of these, which stand there once a block has moved."""
        differing = [part for y, row in changed.items() for part in stretches(y, rows[y], row)]
        ways = [differing]
        if sum(len(part.cells) for part in differing) < MANY:
            ways.append(list(by_ink(differing)))
        return min((self._written(moved, way) for way in ways), key=len)

    def _written(self, moved: Moved | None, parts: Iterable[Stretch]) -> str:
        pen = Pen(self._width, erases=self._erases)
        if moved is not None:
            pen.scroll(moved.top, moved.bottom, moved.shift, moved.ground)
        for part in parts:
            pen.write(part.y, part.x, part.cells)
        return pen.lifted()

    def _cells(self, strip: Strip) -> list[Cell]:
        cells: list[Cell] = []
        for text, style, control in strip:
            if not control:
                cells += self._pieces.get((text, style)) or self._piece(text, style)
        return cells

    def _piece(self, text: str, style: Style | None) -> list[Cell]:
        """The cells of a piece of text, which are remembered."""
        if len(self._pieces) >= KEPT_PIECES:
            self._pieces.clear()
        colours, empty = self._colours(style)
        if text.isascii() and text.isprintable():
            space = (" ", empty)
            cells = [space if char == " " else (char, colours) for char in text]
        else:
            cells = _wide_cells(safe(text), colours, empty, cell_len(text))
        self._pieces[text, style] = cells
        return cells

    def _colours(self, style: Style | None) -> tuple[Colours, Colours]:
        """What a style is to the terminal, for a sign and for an empty cell."""
        if style is None:
            return NO_COLOURS, NO_COLOURS
        found = self._known.get(style)
        if found is None:
            found = self._known[style] = self._parts(style)
        return found

    def _parts(self, style: Style) -> tuple[Colours, Colours]:
        """An empty cell has no ink, so that any pen will do for it; unless there is a line, or it is reversed."""
        attributes = Strip.render_ansi(style.without_color, self.color_system)
        ink, ground = style.color, style.bgcolor
        inks = self._codes(ink) if ink else ""
        grounds = self._codes(ground, foreground=False) if ground else ""
        colours = (attributes, inks, grounds)
        has_line = style.underline or style.underline2 or style.overline or style.strike
        return colours, colours if has_line or style.reverse else ("", "", colours[2])

    def _codes(self, colour: Color, *, foreground: bool = True) -> str:
        """A colour by its number where the palette's fixed part has that very colour: half as long."""
        codes = colour.downgrade(self.color_system).get_ansi_codes(foreground)
        if self.color_system is ColorSystem.TRUECOLOR and colour.triplet in _FIXED:
            codes = (codes[0], "5", str(_FIXED[colour.triplet]))
        return ";".join(codes)

    # --------------------------------------------------------------------------------------- moved blocks

    def _scrolled(self, changed: Mapping[int, Row]) -> Moved | None:
        """The block of lines that the terminal can move by itself, if one has moved."""
        block = _longest_block(sorted(changed))
        shift = self._shift(block, changed)
        if shift == 0:
            return None
        return Moved(block[0], block[-1] + 1, shift, _ground(changed[block[0]]))

    def _after(self, moved: Moved) -> list[Row]:
        """What the terminal shows when it has moved that."""
        is_known = self._erases or not moved.ground
        cell: Cell | None = (" ", ("", "", moved.ground)) if is_known else None
        empty: list[Row] = [[cell] * self._width for _ in range(abs(moved.shift))]
        rows, shift = self._rows[moved.top : moved.bottom], moved.shift
        rows = [*rows[shift:], *empty] if shift > 0 else [*empty, *rows[:shift]]
        return [*self._rows[: moved.top], *rows, *self._rows[moved.bottom :]]

    def _shift(self, block: Sequence[int], changed: Mapping[int, Row]) -> int:
        """By how many lines most of the block has moved up (down when negative); 0 = it has not."""
        if len(block) < FEW:
            return 0
        known = {tuple(self._rows[y][:LIKE]): y for y in block if None not in self._rows[y][:LIKE]}
        votes: dict[int, int] = {}
        for y in block:
            before = known.get(tuple(changed[y][:LIKE]))
            if before is not None and before != y:
                votes[before - y] = votes.get(before - y, 0) + 1
        shift = max(votes, key=lambda lines: votes[lines], default=0)
        return shift if votes.get(shift, 0) * 3 >= len(block) and abs(shift) < len(block) else 0


def _wide_cells(text: str, colours: Colours, empty: Colours, width: int) -> list[Cell]:
    """Cells of a text that is not plain; a sign of two cells has its text in the first."""
    cells: list[Cell] = []
    for char in text:
        wide = cell_len(char)
        if wide == 0 and cells:
            before, ink = cells[-1]
            cells[-1] = (before + char, colours if before == " " else ink)
        elif char == " ":
            cells.append((char, empty))
        else:
            cells += [(char, colours), ("", colours)][:wide]
    if len(cells) != width:  # signs that melt into one: the whole is one cell, so that it is never cut
        return [(text, colours), *[("", colours)] * (width - 1)]
    return cells


def _longest_block(lines: Sequence[int]) -> list[int]:
    """The longest run of lines without a gap."""
    best: list[int] = []
    run: list[int] = list(lines[:1])
    for before, line in pairwise(lines):
        run = [*run, line] if line == before + 1 else [line]
        best = max(best, run, key=len)
    return max(best, run, key=len)


def _ground(row: Row) -> str:
    """What lies behind the beginning of a line."""
    return row[0][1][2] if row[0] is not None else ""
