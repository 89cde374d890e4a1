"""What is a panel above the key bar: some lines, its keys below them; the view stays in sight."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import ClassVar, TypeVar

from textual.app import ComposeResult
from textual.containers import Vertical

from wom_tui.present.cells import Line, Piece, clip, joined, line_width
from wom_tui.tui.screens.panel import Panel
from wom_tui.tui.widgets.lines import OneLine, StillLines

T = TypeVar("T")
_GAP = 3  # before keys and between them


class PanelLines(StillLines):
    """The lines."""

    ground = "raised"


class PanelKeys(OneLine):
    """What can be pressed."""

    ground = "raised"


def key(name: str, does: str) -> Line:
    """A key, and what it does."""
    return ((name, "bold bright"), (f" {does}", "dim"))


class LowPanel(Panel[T]):
    """Call `show` once it is mounted, and whenever something is otherwise."""

    DEFAULT_CSS = """
    LowPanel { background: transparent; align: left bottom; }
    LowPanel > Vertical { height: auto; width: 100%; dock: bottom; }
    LowPanel PanelLines { width: 100%; }
    """
    kept: ClassVar[int] = 8  # lines of the view that stay in sight

    def compose(self) -> ComposeResult:
        with Vertical():
            yield PanelLines()
            yield from self.between()
            yield PanelKeys()

    def between(self) -> ComposeResult:
        """What stands between the lines and the keys, if anything does."""
        return ()

    @property
    def lines_free(self) -> int:
        """So many lines of the screen it may take."""
        return self.app.size.height - self.kept

    def show(self, lines: Iterable[Line], keys: Iterable[Sequence[Piece]]) -> None:
        """These lines, and of the keys as many as there is room for."""
        width = self.app.size.width
        shown = [clip(line, width) for line in lines]
        panel = self.query_one(PanelLines)
        panel.styles.height = len(shown)
        panel.show(shown)
        told: list[Sequence[Piece]] = []
        for item in keys:
            if line_width(joined([*told, item], _GAP)) <= width - _GAP - 1:
                told.append(item)
        self.query_one(PanelKeys).show(((" " * _GAP, ""), *joined(told, _GAP)))
