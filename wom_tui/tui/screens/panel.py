"""What is a panel: it lies over the view, every key is its own, and none counts before it was seen."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import TYPE_CHECKING, ClassVar, TypeVar, cast

from textual import events
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.screen import ModalScreen

from wom_tui.present.cells import Line
from wom_tui.tui.widgets.lines import OneLine, StillLines

if TYPE_CHECKING:
    from wom_tui.tui.app import WomApp

T = TypeVar("T")
KEPT = 8  # lines of the view that stay in sight
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


class PanelLines(StillLines):
    """What it says."""

    ground = "raised"


class PanelKeys(OneLine):
    """What can be pressed."""

    ground = "raised"


class LowPanel(Panel[T]):
    """Lines above the key bar and what can be pressed below them; the view stays in sight."""

    DEFAULT_CSS = """
    LowPanel { background: transparent; align: left bottom; }
    LowPanel > Vertical { height: auto; width: 100%; dock: bottom; }
    LowPanel PanelLines { width: 100%; }
    """

    def compose(self) -> ComposeResult:
        with Vertical():
            yield PanelLines()
            yield from self.between()
            yield PanelKeys()

    def between(self) -> ComposeResult:
        """What stands between the lines and the keys, if anything does."""
        return ()

    @property
    def lines_free(self) -> int:
        """So many lines of the screen it may take."""
        return self.app.size.height - KEPT

    def put(self, lines: list[Line], keys: Line) -> None:
        """Say these, as high as they are."""
        panel = self.query_one(PanelLines)
        panel.styles.height = len(lines)
        panel.show(lines)
        self.query_one(PanelKeys).show(keys)
