"""How is one visit drawn on a lane? What a bar says shrinks with its width and ends with the sign of its state.

No state is told by colour alone.
"""

from __future__ import annotations

from dataclasses import dataclass

from wom_tui.domain.visit import LIVE, VisitStatus
from wom_tui.present.cells import Line, Piece
from wom_tui.present.labels import state_label
from wom_tui.present.time_axis import Setting
from wom_tui.queries.lane import Bar

_FILLS = {
    VisitStatus.PLANNED: "fill-plan",
    VisitStatus.DISPATCHED: "fill-move",
    VisitStatus.ACCEPTED: "fill-move",
    VisitStatus.TRAVELLING: "fill-move",
    VisitStatus.ON_SITE: "fill-site",
    VisitStatus.DONE: "fill-done",
    VisitStatus.INCOMPLETE: "fill-late",
    VisitStatus.DECLINED: "fill-late",
    VisitStatus.MISSED: "fill-late",
    VisitStatus.CANCELLED: "fill-done",
}
_UNFILLED = frozenset({"fill-plan", "fill-done"})  # in looks without hues


class Cells:
    """One character and one ink per cell, painted over from the ground up."""

    def __init__(self, width: int) -> None:
        self.text = [" "] * width
        self.inks = [""] * width

    def put(self, cell: int, text: str, ink: str) -> None:
        """Write from that cell on; what lies outside is cut."""
        for offset, char in enumerate(text):
            if 0 <= cell + offset < len(self.text):
                self.text[cell + offset] = char
                self.inks[cell + offset] = ink

    def shade(self, cells: range, char: str, ink: str) -> None:
        """The same character all over."""
        for cell in cells:
            self.text[cell] = char
            self.inks[cell] = ink

    def line(self) -> Line:
        """As pieces, cells of one ink together."""
        pieces: list[Piece] = []
        start = 0
        for cell in range(1, len(self.text) + 1):
            if cell == len(self.text) or self.inks[cell] != self.inks[start]:
                pieces.append(("".join(self.text[start:cell]), self.inks[start]))
                start = cell
        return tuple(pieces)


@dataclass(frozen=True, slots=True)
class Mark:
    """What a plan does to a visit: a sign instead of that of its state, and the ink of its bar."""

    sign: str
    ink: str


@dataclass(frozen=True, slots=True)
class Room:
    """What a bar has for its words: up to where the next one is painted over it, and whether it touches another."""

    width: int
    is_apart: bool = True


@dataclass(frozen=True, slots=True)
class Paint:
    """How a bar is drawn."""

    sign: str
    ink: str
    has_brackets: bool


def paint_of(bar: Bar, at: Setting, mark: Mark | None, is_outline: bool, is_here: bool) -> Paint:
    sign = state_label(bar.status.value).sign(at.is_ascii)
    if mark is not None:
        return Paint(mark.sign, mark.ink, is_outline or at.is_flat)
    if is_outline:
        return Paint(sign, "dim" if bar.status not in LIVE else "text", has_brackets=True)
    fill = "fill-accent" if is_here else _FILLS[bar.status]
    is_loud = bar.status in LIVE and bar.status is not VisitStatus.PLANNED
    ink = f"bold {fill}" if is_loud or is_here else fill
    return Paint(sign, ink, at.is_flat and (is_here or fill in _UNFILLED))


def lifted_paint(bar: Bar, at: Setting) -> Paint:
    """Of a visit that is being moved, where it still stands: no fill, nothing is there any more but its name."""
    return Paint(state_label(bar.status.value).sign(at.is_ascii), "dim", has_brackets=at.is_flat)


def draw_bar(cells: Cells, bar: Bar, span: range, room: Room, at: Setting, paint: Paint) -> None:
    cells.shade(span, " ", paint.ink)
    may_be_bare = room.is_apart and not at.is_flat
    label = bar_label(
        bar.order, paint.sign, room.width, in_brackets=paint.has_brackets, may_be_bare=may_be_bare
    )
    cells.put(span.start, label, paint.ink)


_LEAST = 4  # cells for a number without its sign; in fewer, the sign says more


def bar_label(
    order: int, sign: str, width: int, *, in_brackets: bool = False, may_be_bare: bool = True
) -> str:
    """What a bar of that width says, exactly that wide: number and sign, then less, then the sign alone.

    The number stands there whole or not at all: half of it is another order's.

    Args:
        may_be_bare: the number may take all the room: the fill tells the state, and no other number touches it.
    """
    number = str(order)
    if in_brackets and width >= len(number) + 3:
        room = width - 2
        inner = f"{number} {sign}" if room >= len(number) + 2 else f"{number}{sign}"
        return f"[{inner:<{room}}]"
    if width >= len(number) + 3:
        return f" {number} {sign}".ljust(width)
    if width == len(number) + 2:
        return f" {number}{sign}"
    if width == len(number) + 1:
        return f"{number}{sign}"
    if width == len(number) and width >= _LEAST and may_be_bare:
        return number
    return sign.center(width)[:width]
