"""A terminal that works out what stands on its screen: pyte's, where a line that is scrolled in takes the ground.

So it does on terminals that erase in that colour.
"""

from __future__ import annotations

import pyte


class Screen(pyte.Screen):
    """What stands on the terminal."""

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
