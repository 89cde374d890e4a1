"""The reading area: the order under the cursor in a few lines below the list, or at length beside it."""

from __future__ import annotations

from wom_tui.present.cells import Line
from wom_tui.tui.widgets.lines import StillLines


class ReadingBelow(StillLines):
    """Two or three lines under a rule."""

    DEFAULT_CSS = """
    ReadingBelow { height: 4; width: 1fr; }
    """

    def draw(self, lines: list[Line]) -> None:
        """The rule, then the lines."""
        rule = ((" ", ""), (self.wom.signs.rule * (self.size.width - 2), "rule"))
        self.show([rule, *lines])


class ReadingBeside(StillLines):
    """A pane at the right, behind one vertical rule."""

    DEFAULT_CSS = """
    ReadingBeside { height: 1fr; width: 63; display: none; }
    """

    def draw(self, lines: list[Line]) -> None:
        """The lines, each behind the rule."""
        wall = self.wom.signs.wall
        shown = [((wall, "rule"), (" ", ""), *line) for line in lines]
        shown += [((wall, "rule"),)] * (self.size.height - len(shown))
        self.show(shown)
