"""What is pasted is one piece of text, whatever is in it: how does it come through the terminal's line as such?

A terminal marks what is pasted at both ends. In between Textual reads on as if keys were pressed, so that an ESC in the
text tears it apart: what stands behind it is taken for keys, and comes before the rest. Here, before anything else
reads the line, control characters are taken out of what is pasted; breaks of lines and tabs stay.
"""

from __future__ import annotations

import unicodedata

BEGIN, END = "\x1b[200~", "\x1b[201~"
_KEPT = frozenset("\t\n\r")


class Pasted:
    """One line from a terminal, in as many pieces as it comes."""

    def __init__(self) -> None:
        self._is_on = False
        self._mark = ""  # as much of a mark as has come

    def clean(self, data: str) -> str:
        """The same without control characters where it is pasted. Nothing but a begun end of a paste is kept back."""
        if not self._is_on and not self._mark and "\x1b" not in data:
            return data
        return "".join([self._pasted(char) if self._is_on else self._typed(char) for char in data])

    def _typed(self, char: str) -> str:
        """Goes on at once, for somebody waits for what a key does; it may be a part of the first mark."""
        self._mark = (
            self._mark + char if BEGIN.startswith(self._mark + char) else char if char == "\x1b" else ""
        )
        if self._mark == BEGIN:
            self._is_on, self._mark = True, ""
        return char

    def _pasted(self, char: str) -> str:
        """A part of the last mark waits until it is known to be one; what was none is text."""
        if END.startswith(self._mark + char):
            self._mark += char
            if self._mark != END:
                return ""
            self._is_on, self._mark = False, ""
            return END
        before, self._mark = self._mark[1:], "\x1b" if char == "\x1b" else ""
        return before if self._mark else before + printable(char)


def printable(text: str) -> str:
    """Without control characters, but for tabs and breaks of lines."""
    return "".join([char for char in text if char in _KEPT or unicodedata.category(char) != "Cc"])
