"""What is still asked before something is done: one line to type, Enter sends it, Esc leaves everything as it is."""

from __future__ import annotations

from textual import events
from textual.app import ComposeResult

from wom_tui.present.cells import Line, Piece
from wom_tui.present.heads import head
from wom_tui.tui.screens.low_panel import LowPanel, key
from wom_tui.tui.widgets.line_input import LineInput


class AskPanel(LowPanel[str]):
    """A question with one line; answers what was typed. An empty line is asked for once more.

    Args:
        title: what is to be done.
        hint: what is to be typed, with an example.
        typed: what stands there already.
        wanted: what is said to somebody who sends an empty line.
    """

    def __init__(self, title: str, hint: str, typed: str = "", wanted: str = "a reason is wanted") -> None:
        super().__init__()
        self.said, self.hint, self.typed, self.wanted = title, hint, typed, wanted

    def between(self) -> ComposeResult:
        yield LineInput(id="asked")

    def on_mount(self) -> None:
        super().on_mount()
        self._show((self.hint, "dim"))
        self.query_one(LineInput).begin(self.typed)

    def _show(self, *told: Piece) -> None:
        width = self.app.size.width
        lines: list[Line] = [(), head(self.said, width - 1, self.wom.signs.rule, indent=3)]
        lines.append((("   ", ""), *told))
        self.show(lines, [key("Enter", "send"), key("Esc", "leave it as it is")])

    async def press(self, event: events.Key) -> None:
        """What is typed; Enter and Esc end it."""
        if event.key == "escape":
            self.dismiss(None)
        elif event.key == "enter":
            self._send(self.query_one(LineInput).value.strip())
        else:
            await self.query_one(LineInput).feed(event)

    def _send(self, said: str) -> None:
        if said:
            self.dismiss(said)
        else:
            self._show((self.wanted, "warn"), (f": {self.hint}", "dim"))

    def paste(self, text: str) -> None:
        """From the clipboard."""
        self.query_one(LineInput).feed_paste(text)
