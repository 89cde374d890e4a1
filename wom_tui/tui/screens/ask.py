"""What is still asked before something is done: one line to type, Enter sends it, Esc leaves everything as it is."""

from __future__ import annotations

from textual import events
from textual.app import ComposeResult

from wom_tui.present.cells import Line
from wom_tui.present.heads import head
from wom_tui.tui.screens.low_panel import LowPanel, key
from wom_tui.tui.widgets.line_input import LineInput


class AskPanel(LowPanel[str]):
    """A question with one line; answers what was typed, nothing where that is empty.

    Args:
        title: what is to be done.
        hint: what is to be typed, with an example.
        typed: what stands there already.
    """

    def __init__(self, title: str, hint: str, typed: str = "") -> None:
        super().__init__()
        self.said, self.hint, self.typed = title, hint, typed

    def between(self) -> ComposeResult:
        yield LineInput(id="asked")

    def on_mount(self) -> None:
        super().on_mount()
        width = self.app.size.width
        lines: list[Line] = [(), head(self.said, width - 1, self.wom.signs.rule, indent=3)]
        lines.append((("   ", ""), (self.hint, "dim")))
        self.show(lines, [key("Enter", "send"), key("Esc", "leave it as it is")])
        self.query_one(LineInput).begin(self.typed)

    async def press(self, event: events.Key) -> None:
        """What is typed; Enter and Esc end it."""
        if event.key == "escape":
            self.dismiss(None)
        elif event.key == "enter":
            self.dismiss(self.query_one(LineInput).value.strip() or None)
        else:
            await self.query_one(LineInput).feed(event)

    def paste(self, text: str) -> None:
        """From the clipboard."""
        self.query_one(LineInput).feed_paste(text)
