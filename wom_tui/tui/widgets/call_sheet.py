"""The sheet that a call is written down on: rows that the cursor can be on, and a line of text in the one it is on."""

from __future__ import annotations

from collections.abc import Sequence

from wom_tui.present.calls import LABEL
from wom_tui.present.cells import Line
from wom_tui.tui.widgets.two_columns import TwoColumns

Row = tuple[str, Line]  # where the cursor may be (else nothing), and the line
BESIDE_AT_MOST = 96  # columns of the second one: all of a slot, with what to be careful about
SLOTS_BESIDE_FROM = 160  # from this width slots stand in the second column


class CallSheet(TwoColumns):
    """The form, and what is known beside it."""

    percent = 55
    wide_percent = 44  # where slots stand in the second column as well

    def __init__(self) -> None:
        super().__init__(id="call")

    @property
    def split(self) -> int:
        """Where the second column begins; where it has more to say, earlier."""
        width = self.size.width
        if width < SLOTS_BESIDE_FROM:
            return super().split
        return max(width * self.wide_percent // 100, width - BESIDE_AT_MOST)

    def draw(self, left: Sequence[Row], right: Sequence[Row], stop: str) -> None:
        """Both columns; the line of text stands in the row of the cursor."""
        here = next((at for at, (name, _) in enumerate(left) if name and name == stop), None)
        mark = (self.wom.signs.cursor, "accent")
        beside: list[Line] = [
            ((mark if name and name == stop else (" ", "")), (" ", ""), *line) for name, line in right
        ]
        self.show([line for _, line in left], beside, here)
        self.keep_in_sight()
        self.place_input(LABEL)
