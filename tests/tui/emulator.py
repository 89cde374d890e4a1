"""A terminal that works out what stands on its screen: pyte's, and it also repeats signs (REP), as most do today."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import chain
from typing import Any, ClassVar

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


_CSI = {**pyte.Stream.csi, "b": "repeat"}
_EVENTS = frozenset(chain(pyte.Stream.events, ("repeat",)))


class Stream(pyte.Stream):
    """What is written to it, as text."""

    csi: ClassVar[Mapping[str, str]] = _CSI
    events: ClassVar[frozenset[str]] = _EVENTS


class ByteStream(pyte.ByteStream):
    """What is written to it, as bytes."""

    csi: ClassVar[Mapping[str, str]] = _CSI
    events: ClassVar[frozenset[str]] = _EVENTS
