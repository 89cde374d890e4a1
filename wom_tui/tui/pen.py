"""With which sequences are cells written, and which are the fewest bytes that will do?

Used: cursor position, line feed, colours, which every terminal since the VT220 knows; and erasing, where its
description says that this leaves the colour of the ground. Columns are always told, never counted from where the
cursor stands: a sign that a terminal takes to be wider than it is spoils its line only up to the next move.

Not used: REP, which writes the last sign again. A tmux of 2022 takes it for plain letters only.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache, lru_cache

Colours = tuple[str, str, str]  # attributes, ink, ground, each as SGR parameters
Cell = tuple[str, Colours]  # the second half of a wide sign has no text; an empty cell has a ground only

NO_COLOURS: Colours = ("", "", "")
MOVE = 6  # bytes that a move within a line takes, or an erasing
_OFF = {"1": "22", "2": "22", "3": "23", "4": "24", "5": "25", "6": "25", "7": "27", "8": "28", "9": "29"}
_UNSEEN = frozenset({"1", "2", "3"})  # bold, dim and italic leave an empty cell as it is


class Pen:
    """Writes sequences, and remembers where it stands and in which colours.

    Args:
        width: of the terminal.
        erases: what is erased, or scrolled in, takes the colour of the ground.
    """

    def __init__(self, width: int, *, erases: bool = False) -> None:
        self._width, self._erases = width, erases
        self._parts: list[str] = []
        self._at: tuple[int, int] | None = None
        self._colours = NO_COLOURS

    def write(self, y: int, x: int, cells: Sequence[Cell]) -> None:
        """Cells from a place on; where there is much emptiness among them, all is erased at first."""
        gaps = list(_gaps(cells)) if self._erases else []
        grounds = {cells[begin][1][2] for begin, _ in gaps}
        saved = sum(end - begin - (MOVE if end < len(cells) else 0) for begin, end in gaps)
        if saved <= MOVE or len(grounds) > 1:
            self._write(y, x, cells)
            return
        self._move(y, x)
        self._take_ground(grounds.pop(), cells, 0)
        self._parts.append("\x1b[K" if x + len(cells) == self._width else f"\x1b[{len(cells)}X")
        written = 0
        for begin, end in gaps:
            self._write(y, x + written, cells[written:begin])
            written = end
        self._write(y, x + written, cells[written:])

    def _write(self, y: int, x: int, cells: Sequence[Cell]) -> None:
        if not cells:
            return
        self._move(y, x)
        taken: Colours | None = None  # of empty cells, for which the pen does as it is
        for at, cell in enumerate(cells):
            colours = cell[1]
            if colours != self._colours:
                if not is_empty(cell):
                    self._take(colours)
                    taken = None
                elif colours is not taken:
                    self._take_ground(colours[2], cells, at)
                    taken = colours
            self._parts.append(cell[0])
        self._at = (y, x + len(cells))

    def _move(self, y: int, x: int) -> None:
        """Go there, the shortest way."""
        if self._at == (y, x):
            return
        ways = [f"\x1b[{y + 1};{x + 1}H" if x else f"\x1b[{y + 1}H"]
        if self._at is not None and y >= self._at[0]:
            # Whether a line feed also goes to the first column, each terminal line has set for itself.
            ways.append(("\r" if x == 0 else "") + "\n" * (y - self._at[0]) + (f"\x1b[{x + 1}G" if x else ""))
        self._parts.append(min(ways, key=len))
        self._at = (y, x)

    def _take_ground(self, ground: str, cells: Sequence[Cell], at: int) -> None:
        """Change to that ground, for an empty cell: ink and weight do not matter to it.

        Args:
            cells, at: what is written from there on; the ink of the first sign is taken along, if any is.
        """
        attributes, ink, before = self._colours
        if ground != before:
            sign = next((cells[place] for place in range(at, len(cells)) if not is_empty(cells[place])), None)
            if sign is not None and sign[1][2] == ground:
                attributes, ink, _ = sign[1]
        self._take((attributes if _is_unseen(attributes) else "", ink, ground))

    def _take(self, colours: Colours) -> None:
        """Change to other colours by as few parameters as will do."""
        if colours != self._colours:
            self._parts.append(_change(self._colours, colours))
            self._colours = colours

    def scroll(self, top: int, bottom: int, shift: int, ground: str) -> None:
        """Move the lines from `top` to before `bottom`, up when positive; new ones have that ground."""
        self._take(("", "", ground))
        self._parts.append(f"\x1b[{top + 1};{bottom}r")
        if shift > 0:
            self._parts.append(f"\x1b[{bottom}H" + "\n" * shift)
        else:
            self._parts.append(f"\x1b[{top + 1}H" + "\x1bM" * -shift)
        self._parts.append("\x1b[r")
        self._at = None

    def lifted(self) -> str:
        """All that was written; the colours are put away."""
        if self._colours != NO_COLOURS:
            self._parts.append("\x1b[m")
        return "".join(self._parts)


def is_empty(cell: Cell) -> bool:
    """Nothing stands there."""
    text, (attributes, ink, _) = cell
    return text == " " and not attributes and not ink


def _gaps(cells: Sequence[Cell]) -> Iterator[tuple[int, int]]:
    """Begin and end of each stretch of empty cells over which a move is shorter."""
    begin, ground = 0, None  # of the stretch
    for at, (text, (attributes, ink, behind)) in enumerate(cells):
        if text == " " and not attributes and not ink:
            if behind == ground:
                continue
            coming: str | None = behind
        elif ground is None:
            continue
        else:
            coming = None
        if ground is not None and at - begin >= MOVE:
            yield begin, at
        begin, ground = at, coming
    if ground is not None:
        yield begin, len(cells)


@cache  # there are few attributes
def _is_unseen(attributes: str) -> bool:
    return _UNSEEN.issuperset(_codes(attributes))


@lru_cache(maxsize=4096)
def _change(before: Colours, after: Colours) -> str:
    """The shortest sequence that leads from one to the other."""
    return f"\x1b[{min(_ways(before, after), key=len)}m"


def _ways(before: Colours, after: Colours) -> Iterator[str]:
    """The parameters that lead from one to the other: everything anew, or what differs."""
    yield ";".join(("0", *filter(None, after)))
    turned = _turned(_codes(before[0]), _codes(after[0]))
    if turned is not None:
        turned += [after[1] or "39"] if after[1] != before[1] else []
        turned += [after[2] or "49"] if after[2] != before[2] else []
        yield ";".join(turned)


def _turned(before: Sequence[str], after: Sequence[str]) -> list[str] | None:
    """The codes that turn some attributes off and others on; None where one cannot be turned off alone."""
    gone = [code for code in before if code not in after]
    if any(code not in _OFF for code in gone):
        return None
    off = list(dict.fromkeys(_OFF[code] for code in gone))
    lost = [code for code in after if code in before and _OFF.get(code) in off]  # bold and dim go together
    return [*off, *lost, *(code for code in after if code not in before)]


def _codes(attributes: str) -> list[str]:
    return attributes.split(";") if attributes else []
