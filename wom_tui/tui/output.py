"""What has to be sent so that the terminal shows the next frame, and not a byte more?

Textual sends every region that changed as a whole. Here stands a model of what the terminal shows; only cells
that differ from it are sent, and where lines have moved up or down as a block, the terminal moves them
itself. On a slow line that is the difference between a list that follows the key and one that lags behind.

Sequences used: cursor position, colours, scroll region with LF and RI. Every terminal since the VT100 knows
them.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise

from rich.cells import cell_len
from rich.color import ColorSystem
from rich.segment import Segment
from rich.style import Style
from textual.strip import Strip

from wom_tui.present.safe_text import safe

Colours = tuple[str, str, str]  # attributes, ink, ground, each as SGR parameters
Cell = tuple[str, Colours]  # the second half of a wide sign has no text
Row = list[Cell | None]  # None = nobody knows what stands there
Spans = Iterable[tuple[int, int, Strip]]  # line, column, what stands there from now on

GAP = 6  # cells that are the same are sent again where moving over them would cost as much
LIKE = 40  # cells by which a line is known again when it has moved
FEW = 4  # lines that are not worth a scroll
NO_COLOURS: Colours = ("", "", "")


class TerminalModel:
    """What the terminal shows, as far as we know."""

    def __init__(self, color_system: ColorSystem = ColorSystem.TRUECOLOR) -> None:
        self.color_system = color_system
        self._rows: list[Row] = []
        self._width = 0
        self._known: dict[tuple[Style, bool], Colours] = {}

    def forget(self) -> None:
        """Somebody else has written there: the next frame is sent whole."""
        self._rows, self._width = [], 0

    def resize(self, width: int, height: int) -> None:
        """Another size is another screen."""
        if (width, height) != (self._width, len(self._rows)):
            self._width = width
            self._rows = [[None] * width for _ in range(height)]

    def frame(self, spans: Spans) -> str:
        """What to send so that these spans stand where they say; the model then shows them."""
        wanted: dict[int, Row] = {}
        for y, x, strip in spans:
            if 0 <= y < len(self._rows):
                row = wanted.setdefault(y, self._rows[y][:])
                cells = self._cells(strip)[: max(0, self._width - x)]
                row[x : x + len(cells)] = cells
        changed = {y: row for y, row in wanted.items() if row != self._rows[y]}
        pen = Pen()
        for y, row in self._scrolled(changed, pen).items():
            _send_row(pen, y, self._rows[y], row)
            self._rows[y] = row
        return pen.lifted()

    def _cells(self, strip: Strip) -> list[Cell]:
        cells: list[Cell] = []
        for segment in strip:
            if segment.control:
                continue
            colours = self._colours(segment)
            text = segment.text
            if text.isascii() and text.isprintable():
                cells += [(char, colours) for char in text]
            else:
                cells += _wide_cells(safe(text), colours, segment.cell_length)
        return cells

    def _colours(self, segment: Segment) -> Colours:
        style = segment.style
        if style is None:
            return NO_COLOURS
        key = (style, segment.text.isspace())
        found = self._known.get(key)
        if found is None:
            found = self._known[key] = self._parts(style, is_space=key[1])
        return found

    def _parts(self, style: Style, *, is_space: bool) -> Colours:
        """What a style is to the terminal. Empty cells have no ink, so that any pen will do for them."""
        attributes = Strip.render_ansi(style.without_color, self.color_system)
        ink, ground = style.color, style.bgcolor
        inks = ink.downgrade(self.color_system).get_ansi_codes() if ink else ()
        grounds = ground.downgrade(self.color_system).get_ansi_codes(foreground=False) if ground else ()
        has_line = style.underline or style.reverse or style.strike
        if is_space and not has_line:
            return "", "", ";".join(grounds)
        return attributes, ";".join(inks), ";".join(grounds)

    # --------------------------------------------------------------------------------------- moved blocks

    def _scrolled(self, changed: dict[int, Row], pen: Pen) -> dict[int, Row]:
        """Let the terminal move a block of lines, if one has moved; returns the lines that still differ."""
        block = _longest_block(sorted(changed))
        shift = self._shift(block, changed)
        if shift == 0:
            return changed
        top, bottom = block[0], block[-1] + 1
        pen.scroll(top, bottom, shift)
        empty: list[Row] = [[None] * self._width for _ in range(abs(shift))]
        rows = self._rows[top:bottom]
        self._rows[top:bottom] = [*rows[shift:], *empty] if shift > 0 else [*empty, *rows[:shift]]
        return {y: row for y, row in changed.items() if row != self._rows[y]}

    def _shift(self, block: Sequence[int], changed: dict[int, Row]) -> int:
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


class Pen:
    """Writes sequences, and remembers where it stands and in which colours."""

    def __init__(self) -> None:
        self._parts: list[str] = []
        self._at: tuple[int, int] | None = None
        self._colours = NO_COLOURS

    def write(self, y: int, x: int, cells: Sequence[Cell]) -> None:
        """Cells from a place on."""
        if self._at != (y, x):
            self._parts.append(f"\x1b[{y + 1};{x + 1}H")
        for text, colours in cells:
            if colours != self._colours:
                self._take(colours, is_space=text == " ")
            self._parts.append(text)
        self._at = (y, x + len(cells))

    def _take(self, colours: Colours, *, is_space: bool) -> None:
        """Change to other colours by as few parameters as will do."""
        attributes, ink, ground = colours
        before = self._colours
        if is_space and not attributes and not ink and not before[0]:
            ink = before[1]  # an empty cell takes the ink that the pen has
        if attributes != before[0]:
            codes = ["0", attributes, ink, ground]
        else:
            codes = [ink or "39"] if ink != before[1] else []
            codes += [ground or "49"] if ground != before[2] else []
        if codes:
            self._parts.append(f"\x1b[{';'.join(code for code in codes if code)}m")
        self._colours = (attributes, ink, ground)

    def scroll(self, top: int, bottom: int, shift: int) -> None:
        """Move the lines from `top` to before `bottom`, up when positive."""
        self._parts.append(f"\x1b[0m\x1b[{top + 1};{bottom}r")
        if shift > 0:
            self._parts.append(f"\x1b[{bottom};1H" + "\n" * shift)
        else:
            self._parts.append(f"\x1b[{top + 1};1H" + "\x1bM" * -shift)
        self._parts.append("\x1b[r")
        self._at, self._colours = None, NO_COLOURS

    def lifted(self) -> str:
        """All that was written; the colours are put away."""
        if self._colours != NO_COLOURS:
            self._parts.append("\x1b[0m")
        return "".join(self._parts)


def _wide_cells(text: str, colours: Colours, width: int) -> list[Cell]:
    """Cells of a text that is not plain; a sign of two cells has its text in the first."""
    cells: list[Cell] = []
    for char in text:
        wide = cell_len(char)
        if wide == 0 and cells:
            before, ink = cells[-1]
            cells[-1] = (before + char, ink)
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


def _send_row(pen: Pen, y: int, old: Row, new: Row) -> None:
    """The stretches of a line that differ; short gaps between them are sent along."""
    differing = [x for x, (a, b) in enumerate(zip(old, new, strict=True)) if a != b and b is not None]
    for begin, end in _stretches(differing):
        while begin > 0 and _is_half(new[begin]):
            begin -= 1  # never the second half of a wide sign alone
        while end + 1 < len(new) and _is_half(new[end + 1]):
            end += 1
        cells = [cell for cell in new[begin : end + 1] if cell is not None]
        if len(cells) == end + 1 - begin:
            pen.write(y, begin, cells)


def _stretches(columns: Sequence[int]) -> Iterator[tuple[int, int]]:
    """First and last column of each run, where gaps up to `GAP` belong to the run."""
    if not columns:
        return
    begin = end = columns[0]
    for column in columns[1:]:
        if column - end > GAP:
            yield begin, end
            begin = column
        end = column
    yield begin, end


def _is_half(cell: Cell | None) -> bool:
    return cell is not None and cell[0] == ""
