"""A terminal that works out what stands on its screen: pyte's, and it also repeats signs (REP), as most do today."""

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


class _Repeating(pyte.Stream):
    def __init__(self, screen: Screen) -> None:
        self.csi = {**self.csi, "b": "repeat"}
        self.events = self.events | {"repeat"}
        super().__init__(screen)


class Stream(_Repeating):
    """What is written to it, as text."""


class ByteStream(_Repeating, pyte.ByteStream):
    """What is written to it, as bytes."""
