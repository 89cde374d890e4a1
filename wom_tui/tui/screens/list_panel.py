"""What is a panel with a list: a head, a cursor that goes up and down, and keys that do something there."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from types import MappingProxyType
from typing import TypeVar

from textual import events

from wom_tui.present.cells import Line
from wom_tui.present.heads import head
from wom_tui.tui.screens.low_panel import LowPanel, PanelLines, key
from wom_tui.tui.screens.panel import STEPS

T = TypeVar("T")
_STEPS: Mapping[str, int] = MappingProxyType({**STEPS, "pagedown": 10, "pageup": -10})


class ListPanel(LowPanel[T]):
    """Say how many `entries` there are, draw each, name the keys, and answer those that do not move the cursor."""

    empty = ""  # what stands there without any

    def __init__(self) -> None:
        super().__init__()
        self.cursor = self.top = 0

    @property
    def count(self) -> int:
        """Lines that the cursor can be on."""
        raise NotImplementedError

    def head(self) -> tuple[str, str]:
        """What the list is, and what is counted at the other end of the line."""
        raise NotImplementedError

    def head_line(self, width: int) -> Line:
        """The same as it is drawn."""
        title, note = self.head()
        return head(title, width, self.wom.signs.rule, note, indent=3)

    def entry(self, at: int) -> Line:
        """One line, right of the cursor."""
        raise NotImplementedError

    def keys(self) -> Iterable[tuple[str, str]]:
        """Keys and what they do, as far as they do anything now."""
        raise NotImplementedError

    async def answer(self, key: str) -> None:
        """A key that does not move the cursor; Esc and q are answered already."""
        raise NotImplementedError

    def on_mount(self) -> None:
        self.draw()

    def on_resize(self) -> None:
        """As many lines as there is room for."""
        if self.is_attached and self.query(PanelLines):
            self.draw()

    def draw(self) -> None:
        """The lines around the cursor, and the keys."""
        room = max(1, min(self.count or 1, self.lines_free - 2))
        self.cursor = max(0, min(self.cursor, self.count - 1))
        self.top = max(min(self.top, self.cursor, self.count - room), self.cursor - room + 1, 0)
        shown: list[Line] = [(), self.head_line(self.app.size.width - 1)]
        shown += [self._line(at) for at in range(self.top, min(self.top + room, self.count))]
        shown += [] if self.count else [((f"   {self.empty}", "dim"),)]
        self.show(shown, (key(self.wom.signs.keys(name), does) for name, does in self.keys()))

    def _line(self, at: int) -> Line:
        sign = self.wom.signs.cursor if at == self.cursor else " "
        return ((sign, "accent"), *self.entry(at))

    async def press(self, event: events.Key) -> None:
        """Up, down, Esc; the rest is for `answer`."""
        if event.key in ("escape", "q"):
            self.left()
        elif event.key in _STEPS:
            self.cursor += _STEPS[event.key]
            self.moved()
            self.draw()
        else:
            await self.answer(event.key)

    def moved(self) -> None:
        """The cursor goes to another line."""

    def left(self) -> None:
        """Esc: nothing is answered."""
        self.dismiss(None)
