"""A text of several lines that is being typed: where the cursor is, and what a key makes of it. No widget here."""

from __future__ import annotations

from wom_tui.present.safe_text import safe
from wom_tui.tui.pasted import printable

_BLANK = frozenset(" \t")


class TextModel:
    """The lines, and a cursor between two letters of one of them.

    Args:
        most: letters that it takes; more are not typed.
    """

    def __init__(self, text: str = "", *, most: int = 20_000) -> None:
        self.most = most
        self.lines = [""]
        self.line = self.column = 0
        self._wished = 0  # the column that up and down keep, also past shorter lines
        self.begin(text)

    @property
    def text(self) -> str:
        """All of it, with a line end behind the last line that has something in it."""
        return "\n".join(self.lines).rstrip("\n") + "\n"

    def begin(self, text: str) -> None:
        """Another text, with the cursor at its beginning."""
        self.lines = [safe(line) for line in text.rstrip("\n").split("\n")]
        self.go_to(0, 0)

    def go_to(self, line: int, column: int) -> None:
        """Put the cursor there, or as near as the text allows."""
        self.line = max(0, min(line, len(self.lines) - 1))
        self.column = max(0, min(column, len(self.lines[self.line])))
        self._wished = self.column

    # ----------------------------------------------------------------------------------------------- moving

    def up_down(self, lines: int) -> None:
        """So many lines down, or up; in the same column where there is one."""
        wished = self._wished
        self.go_to(self.line + lines, wished)
        self._wished = wished

    def left(self) -> None:
        """A letter back, over the beginning of the line."""
        if self.column:
            self.go_to(self.line, self.column - 1)
        elif self.line:
            self.go_to(self.line - 1, len(self.lines[self.line - 1]))

    def right(self) -> None:
        """A letter on, over the end of the line."""
        if self.column < len(self.lines[self.line]):
            self.go_to(self.line, self.column + 1)
        elif self.line < len(self.lines) - 1:
            self.go_to(self.line + 1, 0)

    def to_start(self) -> None:
        """To the first letter of the line."""
        self.go_to(self.line, 0)

    def to_end(self) -> None:
        """Behind the last letter of the line."""
        self.go_to(self.line, len(self.lines[self.line]))

    # ----------------------------------------------------------------------------------------------- typing

    def insert(self, text: str) -> None:
        """Text at the cursor; it may have several lines. What is no letter is left out."""
        room = self.most - len(self.text)
        said = [safe(printable(line)) for line in text[: max(0, room)].replace("\r\n", "\n").split("\n")]
        before, behind = self._halves()
        first, *more = said
        if not more:
            self.lines[self.line] = f"{before}{first}{behind}"
            self.go_to(self.line, len(before) + len(first))
            return
        *between, last = more
        self.lines[self.line : self.line + 1] = [before + first, *between, last + behind]
        self.go_to(self.line + len(more), len(last))

    def break_line(self) -> None:
        """A new line begins at the cursor."""
        self.insert("\n")

    def erase(self) -> None:
        """The letter before the cursor; at the beginning of a line, its end."""
        if self.column or self.line:
            self.left()
            self.erase_next()

    def erase_next(self) -> None:
        """The letter behind the cursor; at the end of a line, that end."""
        before, behind = self._halves()
        if behind:
            self.lines[self.line] = before + behind[1:]
        elif self.line < len(self.lines) - 1:
            self.lines[self.line : self.line + 2] = [before + self.lines[self.line + 1]]

    def erase_word(self) -> None:
        """The word before the cursor, and the space behind it."""
        before, behind = self._halves()
        kept = before.rstrip()
        while kept and kept[-1] not in _BLANK:
            kept = kept[:-1]
        self.lines[self.line] = kept + behind
        self.go_to(self.line, len(kept))

    def erase_to_start(self) -> None:
        """All that stands before the cursor in its line."""
        self.lines[self.line] = self._halves()[1]
        self.go_to(self.line, 0)

    def erase_to_end(self) -> None:
        """All that stands behind the cursor in its line."""
        self.lines[self.line] = self._halves()[0]

    def _halves(self) -> tuple[str, str]:
        here = self.lines[self.line]
        return here[: self.column], here[self.column :]
