"""What is a panel: it lies over the view, every key is its own, and none counts before it was seen."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import TYPE_CHECKING, ClassVar, TypeVar, cast

from textual import events
from textual.screen import ModalScreen

if TYPE_CHECKING:
    from wom_tui.tui.app import WomApp

T = TypeVar("T")
# Keys that go up and down in it, and how far: to the ends at most.
STEPS: Mapping[str, int] = MappingProxyType(
    {"down": 1, "j": 1, "up": -1, "k": -1, "home": -9999, "g": -9999, "end": 9999, "G": 9999}
)


class Panel(ModalScreen[T]):
    """Override `press`. Keys that were typed ahead, for whatever was thought to come, are dropped."""

    is_seen = False
    takes_ahead: ClassVar[bool] = (
        False  # nothing is done by it: who knows it by heart need not wait to see it
    )

    @property
    def wom(self) -> WomApp:
        """The app, by its own type."""
        return cast("WomApp", self.app)

    def on_mount(self) -> None:
        """Drawn, and then behind the keys that wait already: from there on the panel is what was meant."""
        self.call_after_refresh(self.app.call_later, self._seen)

    def _seen(self) -> None:
        self.is_seen = True

    async def take(self, event: events.Key) -> None:
        """A key that was pressed while this is in front."""
        if self.is_seen or self.takes_ahead:
            await self.press(event)

    async def press(self, event: events.Key) -> None:
        """A key that was meant for this panel."""
        raise NotImplementedError

    def paste(self, text: str) -> None:
        """Text from the terminal's clipboard; nothing, unless there is a line to type in."""
