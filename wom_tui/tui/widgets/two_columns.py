"""How is a page drawn that has one column or, where there is room, a second one behind a rule?"""

from __future__ import annotations

from typing import ClassVar

from wom_tui.present.cells import Line, Piece, clip, fill
from wom_tui.tui.widgets.lines import Lines

INDENT: Piece = ("   ", "")
BESIDE_FROM = 100  # from this width two columns stand side by side


class TwoColumns(Lines):
    """The lines of both; the first one with room for a cursor at its left edge."""

    DEFAULT_CSS = """
    TwoColumns { height: 1fr; width: 1fr; }
    """
    percent: ClassVar[int] = 42  # of the width that the first column has

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self.left: list[Line] = []
        self.right: list[Line] = []
        self.top = 0
        self.here: int | None = None  # the line of the first column that the cursor is on

    @property
    def split(self) -> int:
        """Where the second column begins; 0 = there is none."""
        return self.size.width * self.percent // 100 if self.size.width >= BESIDE_FROM else 0

    @property
    def room(self) -> int:
        """Cells for a line of the first column."""
        return (self.split or self.size.width) - 5

    def show(self, left: list[Line], right: list[Line], here: int | None = None) -> None:
        """Put other lines there."""
        if (left, right, here) != (self.left, self.right, self.here):
            self.left, self.right, self.here = left, right, here
            self.refresh()

    def line(self, y: int) -> Line:
        at = self.top + y
        gutter: Piece = (f"{self.wom.signs.cursor}  ", "accent") if at == self.here else INDENT
        first = (gutter, *self.left[at]) if at < len(self.left) else ()
        if not self.split:
            return clip(first, self.size.width - 1)
        second = self.right[at] if at < len(self.right) else ()
        wall = ((self.wom.signs.wall, "rule"), (" ", ""))
        return (*fill(first, self.split), *wall, *clip(second, self.size.width - self.split - 3))

    def keep_in_sight(self) -> None:
        """Roll no farther than the cursor asks."""
        height = self.size.height
        if self.here is not None and height:
            self.top = max(0, min(self.top, self.here), self.here - height + 1)
