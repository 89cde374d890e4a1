"""A terminal that works out what stands on its screen: pyte's, where a line that is scrolled in takes the ground.

So it does on terminals that erase in that colour. And plain letters that have room are written at once.
"""

from __future__ import annotations

import re
from functools import lru_cache

import pyte
from pyte import charsets, modes
from pyte.screens import Char

# Letters of English, lines and blocks: most of what a console writes.
_ONE_CELL_EACH = re.compile("[ -~─-▟]+")


@lru_cache
def _cells_like(attrs: Char) -> dict[str, Char]:
    """The letters that were written in these colours."""
    return {}


class Screen(pyte.Screen):
    """What stands on the terminal."""

    def draw(self, data: str) -> None:
        is_plain = (self.charset, self.g0_charset) == (0, charsets.LAT1_MAP) and modes.IRM not in self.mode
        has_room = self.cursor.x + len(data) <= self.columns
        if not (is_plain and has_room and _ONE_CELL_EACH.fullmatch(data)):
            super().draw(data)
            return
        line, cells = self.buffer[self.cursor.y], _cells_like(self.cursor.attrs)
        for x, letter in enumerate(data, self.cursor.x):
            if letter not in cells:
                cells[letter] = self.cursor.attrs._replace(data=letter)
            line[x] = cells[letter]
        self.cursor.x += len(data)
        self.dirty.add(self.cursor.y)

    def index(self) -> None:
        _, bottom = self._region()
        is_scrolling = self.cursor.y == bottom
        super().index()
        if is_scrolling:
            self._fill(bottom)

    def reverse_index(self) -> None:
        top, _ = self._region()
        is_scrolling = self.cursor.y == top
        super().reverse_index()
        if is_scrolling:
            self._fill(top)

    def _region(self) -> tuple[int, int]:
        return self.margins or (0, self.lines - 1)

    def _fill(self, y: int) -> None:
        empty = self.default_char._replace(bg=self.cursor.attrs.bg)
        for x in range(self.columns):
            self.buffer[y][x] = empty
