"""Somebody was faster, and both meant the same: theirs and ours beside each other. Enter keeps theirs, `Y` goes on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual import events

from wom_tui.present.conflict import Clash, clash_lines
from wom_tui.tui.screens.low_panel import LowPanel, key

if TYPE_CHECKING:
    from wom_tui.queries.names import Names


class ConflictPanel(LowPanel[str]):
    """Both intents; answers `go`, `keep` or `open`."""

    def __init__(self, clash: Clash, names: Names | None, order: int | None) -> None:
        super().__init__()
        self.clash, self.names, self.order = clash, names, order

    def on_mount(self) -> None:
        width, at = self.app.size.width, (self.wom.now(), self.wom.seat.zone)
        room = max(6, self.lines_free)
        lines = clash_lines(self.clash, self.names, at, width, room, self.wom.signs)
        keys = [key("Enter", "keep theirs"), key("Y", "do yours on top")]
        if self.order is not None:
            keys.append(key("4", f"look at {self.order}"))
        self.show(lines, keys)

    async def press(self, event: events.Key) -> None:
        """Enter and Esc are the safe side."""
        if event.key in ("enter", "escape", "q"):
            self.dismiss("keep")
        elif event.key == "Y":
            self.dismiss("go")
        elif event.key == "4" and self.order is not None:
            self.dismiss("open")
