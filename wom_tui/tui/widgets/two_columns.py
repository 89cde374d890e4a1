"""How is a page drawn that has one column or, where there is room, a second one behind a rule?

In the first column a line can be typed in, where the cursor is.
"""

from __future__ import annotations

from typing import ClassVar

from textual.app import ComposeResult

from wom_tui.present.cells import Line, Piece, clip, fill
from wom_tui.tui.widgets.line_input import LineInput
from wom_tui.tui.widgets.lines import Lines

INDENT: Piece = ("   ", "")
BESIDE_FROM = 100  # from this width two columns stand side by side


class TwoColumns(Lines):
    """The lines of both; the first one with room for a cursor at its left edge."""

    DEFAULT_CSS = """
    TwoColumns { height: 1fr; width: 1fr; layers: below above; }
    TwoColumns LineInput { layer: above; display: none; }
    TwoColumns LineInput.is-open { display: block; }
    """
    percent: ClassVar[int] = 42  # of the width that the first column has

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self.left: list[Line] = []
        self.right: list[Line] = []
        self.top = 0
        self.here: int | None = None  # the line of the first column that the cursor is on
        self.input = LineInput(id=f"{id}-input")

    def compose(self) -> ComposeResult:
        yield self.input

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

    def keep_in_sight(self, below: int = 0) -> None:
        """Roll no farther than the cursor asks, and the lines below it that belong to what it is on."""
        height = self.size.height
        if self.here is not None and height:
            self.top = max(0, min(self.top, self.here), self.here - max(0, height - 1 - below))

    def begin_typing(self, text: str) -> None:
        """The line under the cursor can be typed in, after its label."""
        self.input.add_class("is-open")
        with self.input.prevent(LineInput.Changed):
            self.input.begin(text)

    def end_typing(self) -> None:
        """It is only read again."""
        self.input.remove_class("is-open")
        self.input.end()

    def place_input(self, label: int) -> None:
        """Where the cursor is by now, right of a label of so many cells."""
        if self.here is not None:
            self.input.styles.offset = (3 + label, self.here - self.top)
            self.input.styles.width = max(8, self.room - label + 1)
