"""A terminal that works out what stands on its screen: pyte's, which also does what most do today.

It repeats signs (REP), and a line that is scrolled in has the colour of the ground.
"""

from __future__ import annotations

from typing import Any

import pyte


class Screen(pyte.Screen):
    """What stands on the terminal."""

    _last = " "

    def draw(self, data: str) -> None:
        super().draw(data)
        self._last = data[-1:]

    def repeat(self, count: int | None = None, **_: Any) -> None:
        """The last sign, so many times again."""
        super().draw(self._last * (count or 1))

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


class _Repeating(pyte.Stream):
    def __init__(self, screen: Screen) -> None:
        self.csi = {**self.csi, "b": "repeat"}
        self.events = self.events | {"repeat"}
        super().__init__(screen)


class Stream(_Repeating):
    """What is written to it, as text."""


class ByteStream(_Repeating, pyte.ByteStream):
    """What is written to it, as bytes."""
