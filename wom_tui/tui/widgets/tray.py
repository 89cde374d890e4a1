"""The tray under the lanes: what nobody has yet."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from typing import TYPE_CHECKING, cast

from textual import events
from textual.message import Message
from textual.strip import Strip

from wom_tui.present.cells import Line
from wom_tui.present.time_axis import Layout, layout_for
from wom_tui.present.tray import legend, tray_head, tray_line
from wom_tui.tui.lanes_model import LanesModel
from wom_tui.tui.widgets.lines import Lines

if TYPE_CHECKING:
    from wom_tui.queries.lanes import TrayKey
    from wom_tui.tui.screens.lanes import LanesView


class Tray(Lines):
    """What nobody has yet: a head, some rows, how many more."""

    DEFAULT_CSS = """
    Tray { height: 5; width: 1fr; }
    """

    class Clicked(Message):
        """Somebody pointed at an order of the tray."""

        def __init__(self, index: int, *, is_double: bool) -> None:
            super().__init__()
            self.index, self.is_double = index, is_double

    def __init__(self, model: LanesModel) -> None:
        super().__init__(id="tray")
        self.model = model
        self.top = 0

    @property
    def view(self) -> LanesView:
        """The view that knows axis and setting."""
        return cast("LanesView", self.query_ancestor("LanesView"))

    @property
    def rows(self) -> int:
        """How many orders have room: the last line is for the legend where there are four or more."""
        return max(0, self.size.height - (2 if self.size.height >= 6 else 1))

    @property
    def shown(self) -> range:
        """Which rows of the tray are on the screen."""
        return range(self.top, min(len(self.model.tray), self.top + self.rows))

    def line(self, y: int) -> Line:
        view = self.view
        layout: Layout = layout_for(self.size.width)
        if y == 0:
            count = len(self.model.tray) + self.model.beyond if view.is_known else None
            return tray_head(count, self.size.width, self.wom.signs.rule)
        if y > self.rows:
            return legend(layout, view.setting, len(self.model.tray) + self.model.beyond - len(self.shown))
        index = self.top + y - 1
        if index >= len(self.model.tray):
            return ()
        row = self.model.tray[index]
        return tray_line(
            row,
            layout,
            view.axis,
            view.setting,
            best=self.model.best.get(row.key),
            is_cursor=self.model.in_tray and row.key == self.model.tray_cursor,
            cursor_sign=self.wom.signs.cursor,
        )

    def render_line(self, y: int) -> Strip:
        """The row under the cursor stands on its own ground."""
        row = self.top + y - 1
        is_cursor = self.model.in_tray and 0 < y <= self.rows and row == self.model.tray_line
        ground = "selection" if is_cursor else "bg"
        return self.wom.look.strip(self.line(y), self.size.width, ground)

    def keep_cursor_in_sight(self) -> None:
        """Scroll no farther than the cursor asks."""
        if self.model.in_tray:
            line = self.model.tray_line
            self.top = max(min(self.top, line), line - max(1, self.rows) + 1)
        self.top = max(0, min(self.top, len(self.model.tray) - self.rows))

    def jumps(self) -> Iterator[tuple[int, Callable[[], object]]]:
        """The orders in sight."""
        for y, index in enumerate(self.shown, start=1):
            yield y, partial(self._go_to, self.model.tray[index].key)

    def _go_to(self, key: TrayKey) -> None:
        here = (at for at, row in enumerate(self.model.tray) if row.key == key)
        index = next(here, None)
        if index is not None:
            self.post_message(self.Clicked(index, is_double=False))

    def on_resize(self) -> None:
        """What comes into sight, as all of it does where the day was read first, is asked about as well."""
        self.view.advice.ask()

    def on_click(self, event: events.Click) -> None:
        """A click is the cursor, two are Enter."""
        index = self.top + event.y - 1
        if 0 < event.y <= self.rows and index < len(self.model.tray):
            self.post_message(self.Clicked(index, is_double=event.chain > 1))
