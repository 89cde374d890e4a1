"""A text of several lines that is typed in: drawn line by line, so that a letter more sends one line and no more."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import ClassVar

from textual import events
from textual.message import Message

from wom_tui.present.cells import Line, Piece, clip, fill, width_of
from wom_tui.tui.text_model import TextModel
from wom_tui.tui.typed_keys import TypedKeys
from wom_tui.tui.widgets.lines import Lines

_NUMBER = 3  # cells of a line's number
_KEYS: Mapping[str, Callable[[TextModel], None]] = MappingProxyType(
    {
        "left": TextModel.left,
        "right": TextModel.right,
        "home": TextModel.to_start,
        "ctrl+a": TextModel.to_start,
        "end": TextModel.to_end,
        "ctrl+e": TextModel.to_end,
        "enter": TextModel.break_line,
        "backspace": TextModel.erase,
        "delete": TextModel.erase_next,
        "ctrl+w": TextModel.erase_word,
        "ctrl+u": TextModel.erase_to_start,
        "ctrl+k": TextModel.erase_to_end,
    }
)


class TextSheet(Lines):
    """The text with its line numbers; while it is typed in, with a cursor.

    Attributes:
        wrong: the line that has a fault, from 1; 0 = none.
    """

    DEFAULT_CSS = """
    TextSheet { height: 1fr; width: 1fr; }
    """
    keys_told: ClassVar[TypedKeys] = (
        ("Enter", "new line"),
        ("Tab", "what it would do"),
        ("Esc", "leave the text"),
    )

    class Changed(Message):
        """A letter more, or less."""

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self.model = TextModel()
        self.is_typed_in = False
        self.wrong = 0
        self.has_wall = False  # something stands right of it
        self.top = self.left = 0

    def show_text(self, text: str) -> None:
        """Another text, from its beginning."""
        self.model.begin(text)
        self.top = self.left = 0
        self.refresh()

    def begin(self) -> None:
        """It can be typed in."""
        self.is_typed_in = True
        self._follow()

    def end(self) -> None:
        """It is only read."""
        self.is_typed_in = False
        self.refresh()

    def mark_wrong(self, line: int) -> None:
        """The fault stands in that line."""
        before, self.wrong = self.wrong, line
        for one in {before, line}:
            self.redraw(one - 1 - self.top)

    # ---------------------------------------------------------------------------------------------- typing

    def takes(self, event: events.Key) -> bool:
        """The key is text, edits it, or moves in it."""
        is_text = event.is_printable and event.character is not None
        return is_text or event.key in _KEYS or event.key in ("up", "down", "pageup", "pagedown")

    async def feed(self, event: events.Key) -> None:
        """Take one key."""
        before = self.model.line, self.model.lines[:]
        page = max(2, self.size.height - 1)
        steps = {"up": -1, "down": 1, "pageup": -page, "pagedown": page}
        if event.is_printable and event.character is not None:
            self.model.insert(event.character)
        elif event.key in steps:
            self.model.up_down(steps[event.key])
        else:
            _KEYS[event.key](self.model)
        self._drawn_since(*before)

    def feed_paste(self, text: str) -> None:
        """What is pasted is text, its lines are lines."""
        before = self.model.line, self.model.lines[:]
        self.model.insert(text.replace("\r\n", "\n").replace("\r", "\n"))
        self._drawn_since(*before)

    def _drawn_since(self, line: int, lines: list[str]) -> None:
        """Draw what is another, and tell it."""
        model = self.model
        top = self.top, self.left
        self._keep_in_sight()
        if len(lines) != len(model.lines) or top != (self.top, self.left):
            self.refresh()
        else:
            for one in {line, model.line}:
                self.redraw(one - self.top)
        if lines != model.lines:
            self.post_message(self.Changed())

    def _follow(self) -> None:
        self._keep_in_sight()
        self.refresh()

    def _keep_in_sight(self) -> None:
        """Roll no farther than the cursor asks."""
        height, room = max(1, self.size.height), self._room
        self.top = max(0, min(self.top, self.model.line), self.model.line - height + 1)
        at = width_of(self.model.lines[self.model.line][: self.model.column])
        self.left = max(0, min(self.left, at), at - room + 1)

    @property
    def _room(self) -> int:
        """Cells for a line of the text."""
        return max(8, self.size.width - _NUMBER - 5)

    # --------------------------------------------------------------------------------------------- drawing

    def on_resize(self) -> None:
        """The cursor stays in sight."""
        self._follow()

    def line(self, y: int) -> Line:
        if not self.has_wall:
            return self._line(y)
        return (*fill(self._line(y), self.size.width - 1), (self.wom.signs.wall, "rule"))

    def _line(self, y: int) -> Line:
        at = self.top + y
        if at >= len(self.model.lines):
            return ()
        is_here = self.is_typed_in and at == self.model.line
        is_wrong = at + 1 == self.wrong
        sign: Piece = (self.wom.signs.cursor if is_here else " ", "accent")
        number: Piece = (f"{at + 1:>{_NUMBER}}", "bold late" if is_wrong else "dim")
        return clip((sign, number, ("  ", ""), *self._pieces(at, is_here=is_here)), self.size.width - 2)

    def _pieces(self, at: int, *, is_here: bool) -> list[Piece]:
        """The part of a line that there is room for, with the cursor in it."""
        text, column = self.model.lines[at], self.model.column
        begin = _cells_to_letters(text, self.left)
        ink = "bright" if is_here else "text"
        if text.lstrip().startswith("#"):
            ink = "dim"
        if not is_here:
            return [(text[begin:], ink)]
        under = text[column : column + 1] or " "
        return [(text[begin:column], ink), (under, f"{ink} reverse"), (text[column + 1 :], ink)]


def _cells_to_letters(text: str, cells: int) -> int:
    """How many letters of a text so many cells hold."""
    taken = 0
    for at, char in enumerate(text):
        if taken >= cells:
            return at
        taken += width_of(char)
    return len(text) if cells else 0
