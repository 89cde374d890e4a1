"""Where text is typed. It never asks for keys: whoever has them feeds it, so none is lost on a change of focus."""

from __future__ import annotations

from typing import ClassVar

from textual import events
from textual.binding import Binding
from textual.widgets import Input

from wom_tui.present.safe_text import safe
from wom_tui.tui.pasted import printable
from wom_tui.tui.typed_keys import FACT, TypedKeys


def _editing() -> dict[str, str]:
    """What Textual's own input does at which key: cursor, words, deleting."""
    rows = [row for row in Input.BINDINGS if isinstance(row, Binding)]
    return {key: row.action for row in rows for key in row.key.split(",") if row.action != "submit"}


EDITING = _editing()


class LineInput(Input):
    """A line of text. It has the focus while it is shown, for the look of its cursor only."""

    can_focus = False  # only while it is shown
    keys_told: ClassVar[TypedKeys] = FACT  # what the key bar says while it is typed in, within a view

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id, select_on_focus=False)
        self.cursor_blink = False  # nothing moves unless a fact moved

    def begin(self, text: str = "") -> None:
        """Show a text, with the cursor behind it."""
        self.write(text)
        self.can_focus = True
        self.focus()

    def write(self, text: str) -> None:
        """Put another text there."""
        self.value = text
        self.cursor_position = len(text)

    def end(self) -> None:
        """Give the cursor's look up."""
        self.can_focus = False
        self.screen.set_focus(None)

    def takes(self, event: events.Key) -> bool:
        """The key is text, or edits it."""
        return (event.is_printable and event.character is not None) or event.key in EDITING

    async def feed(self, event: events.Key) -> None:
        """Take one key: a letter, or one that edits; any other is nothing."""
        if event.is_printable and event.character is not None:
            self.replace(event.character, *self.selection)
        elif event.key in EDITING:
            await self.run_action(EDITING[event.key])

    def feed_paste(self, text: str) -> None:
        """What is pasted is text, never keys: its lines behind each other, without control characters."""
        lines = (safe(printable(line)) for line in text.splitlines())
        self.replace(" ".join(line for line in lines if line.strip()), *self.selection)
