"""A text of several lines that is typed in: drawn line by line, so that a letter more sends one line and no more."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from types import MappingProxyType
from typing import ClassVar, NamedTuple

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


class Row(NamedTuple):
    """As much of a line of the text as is drawn in one row; `begin` is its first letter's place in the line."""

    line: int
    begin: int
    text: str
    is_last: bool


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
        self.top = 0  # the row that is drawn first
        self._broken: tuple[int, list[str], list[Row]] = (0, [], [])

    def show_text(self, text: str) -> None:
        """Another text, from its beginning."""
        self.model.begin(text)
        self.top = 0
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
        self._redraw({before - 1, line - 1})

    # ---------------------------------------------------------------------------------------------- typing

    def takes(self, event: events.Key) -> bool:
        """The key is text, edits it, or moves in it."""
        is_text = event.is_printable and event.character is not None
        return is_text or event.key in _KEYS or event.key in ("up", "down", "pageup", "pagedown")

    async def feed(self, event: events.Key) -> None:
        """Take one key."""
        before = self.model.line, self.rows
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
        before = self.model.line, self.rows
        self.model.insert(text.replace("\r\n", "\n").replace("\r", "\n"))
        self._drawn_since(*before)

    def _drawn_since(self, line: int, rows: list[Row]) -> None:
        """Draw what is another, and tell it."""
        top = self.top
        self._keep_in_sight()
        is_moved = [row[:2] for row in rows] != [row[:2] for row in self.rows]
        if is_moved or top != self.top:
            self.refresh()
        else:
            self._redraw({line, self.model.line})
        if rows != self.rows:
            self.post_message(self.Changed())

    def _redraw(self, lines: set[int]) -> None:
        """Those lines, in all their rows."""
        for at, row in enumerate(self.rows):
            if row.line in lines:
                self.redraw(at - self.top)

    def _follow(self) -> None:
        self._keep_in_sight()
        self.refresh()

    def _keep_in_sight(self) -> None:
        """Roll no farther than the cursor asks."""
        height, here = max(1, self.size.height), self.here
        self.top = max(0, min(self.top, here), here - height + 1)

    @property
    def here(self) -> int:
        """The row in which the cursor is."""
        return next((at for at, row in enumerate(self.rows) if self._has_cursor(row)), 0)

    def _has_cursor(self, row: Row) -> bool:
        column = self.model.column
        is_behind = row.is_last and column >= row.begin
        return row.line == self.model.line and (row.begin <= column < row.begin + len(row.text) or is_behind)

    @property
    def rows(self) -> list[Row]:
        """The lines as they are drawn: what has no room in one row goes on in the next."""
        room, lines = max(8, self.size.width - _NUMBER - 6), self.model.lines
        if self._broken[:2] != (room, lines):
            rows = [row for at, text in enumerate(lines) for row in rows_of(at, text, room)]
            self._broken = room, lines[:], rows
        return self._broken[2]

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
        if at >= len(self.rows):
            return ()
        row = self.rows[at]
        is_here = self.is_typed_in and row.line == self.model.line
        is_wrong = row.line + 1 == self.wrong
        sign: Piece = (self.wom.signs.cursor if is_here and not row.begin else " ", "accent")
        number = f"{row.line + 1:>{_NUMBER}}" if not row.begin else " " * _NUMBER
        told: Piece = (number, "bold late" if is_wrong else "dim")
        return clip((sign, told, ("  ", ""), *self._pieces(row, is_here=is_here)), self.size.width - 2)

    def _pieces(self, row: Row, *, is_here: bool) -> list[Piece]:
        """A row's part of its line, with the cursor where that stands in it."""
        ink = "bright" if is_here else "text"
        if self.model.lines[row.line].lstrip().startswith("#"):
            ink = "dim"
        if not is_here or not self._has_cursor(row):
            return [(row.text, ink)]
        column = self.model.column - row.begin
        under = row.text[column : column + 1] or " "
        return [(row.text[:column], ink), (under, f"{ink} reverse"), (row.text[column + 1 :], ink)]


def rows_of(line: int, text: str, room: int) -> Iterator[Row]:
    """A line in rows of so many cells, broken behind a space where there is one."""
    begin = 0
    while True:
        end, taken = begin, 0
        while end < len(text) and (taken := taken + width_of(text[end])) <= room:
            end += 1
        if end == len(text):
            yield Row(line, begin, text[begin:], is_last=True)
            return
        space = text.rfind(" ", begin, end + 1)
        cut = space + 1 if space > begin else max(end, begin + 1)
        yield Row(line, begin, text[begin:cut], is_last=False)
        begin = cut
