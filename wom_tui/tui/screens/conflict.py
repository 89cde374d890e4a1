"""Somebody was faster, and both meant the same: theirs and ours beside each other. Enter keeps theirs, `Y` goes on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual import events
from textual.app import ComposeResult
from textual.containers import Vertical

from wom_tui.present.cells import Piece, clip
from wom_tui.present.conflict import Clash, clash_lines
from wom_tui.tui.screens.panel import Panel
from wom_tui.tui.widgets.lines import OneLine, StillLines

if TYPE_CHECKING:
    from wom_tui.queries.names import Names

_KEPT = 8  # lines of the view that stay in sight


class ConflictLines(StillLines):
    """Both intents."""

    ground = "raised"


class ConflictKeys(OneLine):
    """What can be pressed."""

    ground = "raised"


class ConflictPanel(Panel[str]):
    """A panel above the key bar; answers `go`, `keep` or `open`."""

    DEFAULT_CSS = """
    ConflictPanel { background: transparent; align: left bottom; }
    ConflictPanel > Vertical { height: auto; width: 100%; dock: bottom; }
    ConflictPanel ConflictLines { width: 100%; }
    """

    def __init__(self, clash: Clash, names: Names | None, order: int | None) -> None:
        super().__init__()
        self.clash, self.names, self.order = clash, names, order

    def compose(self) -> ComposeResult:
        with Vertical():
            yield ConflictLines(id="conflict-lines")
            yield ConflictKeys(id="conflict-keys")

    def on_mount(self) -> None:
        width, at = self.app.size.width, (self.wom.now(), self.wom.seat.zone)
        room = max(6, self.app.size.height - _KEPT)
        lines = clash_lines(self.clash, self.names, at, width, room, self.wom.signs)
        panel = self.query_one(ConflictLines)
        panel.styles.height = len(lines)
        panel.show(lines)
        keys: list[Piece] = [("   ", ""), ("Enter", "bold bright"), (" keep theirs", "dim")]
        keys += [("   ", ""), ("Y", "bold bright"), (" do yours on top", "dim")]
        if self.order is not None:
            keys += [("   ", ""), ("4", "bold bright"), (f" look at {self.order}", "dim")]
        self.query_one(ConflictKeys).show(clip(keys, width - 1))

    async def press(self, event: events.Key) -> None:
        """Enter and Esc are the safe side."""
        if event.key in ("enter", "escape", "q"):
            self.dismiss("keep")
        elif event.key == "Y":
            self.dismiss("go")
        elif event.key == "4" and self.order is not None:
            self.dismiss("open")
