"""The lanes and the tray under them: only lines on the screen are drawn, and of these the changed ones."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from textual import events
from textual.geometry import Region
from textual.message import Message
from textual.strip import Strip
from textual.widget import Widget

from wom_tui.present.cells import Line, fill, line_width
from wom_tui.present.lanes import Try, bar_words, chart_line, lane_words, name_line, watch_line
from wom_tui.present.time_axis import Axis, Layout, Setting, layout_for
from wom_tui.present.tray import Best, legend, row_words, tray_head, tray_line
from wom_tui.tui.lanes_model import LanesModel
from wom_tui.tui.widgets.cursor_list import jumped
from wom_tui.tui.widgets.lines import Lines, OneLine

if TYPE_CHECKING:
    from wom_tui.tui.app import WomApp
    from wom_tui.tui.screens.lanes import LanesView

KEPT_STRIPS = 1_000


class LaneHeads(OneLine):
    """Heads of the columns, and the hours."""


class LaneWords(OneLine):
    """What the cursor is on, spelt out."""

    def __init__(self, model: LanesModel) -> None:
        super().__init__(id="words")
        self.model = model

    def draw(self, best: Best | None, at: Setting) -> None:
        """The tray's row, else the bar, else the lane."""
        row, bar, lane = self.model.row, self.model.current_bar, self.model.lane
        words: Line = ()
        if row is not None:
            words = row_words(row, best, at)
        elif bar is not None:
            words = bar_words(bar, at)
        elif lane is not None:
            words = lane_words(lane, at)
        self.show((("   " if self.app.size.width >= 100 else " ", ""), *words))


class LaneChart(Widget):
    """The visible lanes of a `LanesModel`, from line `top` on."""

    DEFAULT_CSS = """
    LaneChart { height: 1fr; width: 1fr; }
    """

    class Clicked(Message):
        """Somebody pointed at a lane, perhaps at a time on it; twice means open."""

        def __init__(self, technician: int, cell: int, *, is_double: bool) -> None:
            super().__init__()
            self.technician, self.cell, self.is_double = technician, cell, is_double

    def __init__(self, model: LanesModel) -> None:
        super().__init__(id="chart")
        self.model = model
        self.top = 0
        self._strips: dict[tuple[object, ...], Strip] = {}

    @property
    def wom(self) -> WomApp:
        """The app, by its own type."""
        return cast("WomApp", self.app)

    @property
    def view(self) -> LanesView:
        """The view that knows axis and setting."""
        return cast("LanesView", self.query_ancestor("LanesView"))

    def render_line(self, y: int) -> Strip:
        """One lane."""
        line = self.top + y
        if line >= len(self.model.order):
            return self.wom.look.strip(self.view.words_instead if line == 0 else (), self.size.width)
        technician = self.model.order[line]
        is_cursor = technician == self.model.cursor and not self.model.in_tray
        bar = self.model.bar if is_cursor and not self.model.is_on_name else None
        view = self.view
        attempt = view.advice.attempt_on(technician)
        lane = self.model.lanes[technician]
        key = (lane, view.axis, view.setting, is_cursor, bar, attempt, self.size.width, self.wom.dressed)
        strip = self._strips.get(key)
        if strip is None:
            if len(self._strips) > KEPT_STRIPS:
                self._strips.clear()
            strip = self._strips[key] = self._drawn(
                technician, view.axis, view.setting, bar, attempt, is_cursor
            )
        return strip

    def _drawn(
        self, technician: int, axis: Axis, at: Setting, bar: int | None, attempt: Try | None, is_cursor: bool
    ) -> Strip:
        lane, look = self.model.lanes[technician], self.wom.look
        layout = layout_for(self.size.width)
        left = name_line(lane, layout, at, is_cursor=is_cursor, cursor_sign=self.wom.signs.cursor)
        chart = chart_line(
            lane, axis, at, cursor_visit=bar, is_cursor=is_cursor and not at.is_flat, attempt=attempt
        )
        right: Line = (("  ", ""), *watch_line(lane.watch, at, layout.watch)) if layout.watch else ()
        ground = "selection" if is_cursor else "bg"
        # Where the selection is reverse video it stops before the axis, so that bars stay readable.
        rest = "bg" if at.is_flat else ground
        head_width = line_width(left)
        return Strip.join(
            [
                look.strip(left, head_width, ground),
                look.strip(fill((), layout.chart_from - head_width), layout.chart_from - head_width, rest),
                look.strip(chart, axis.cells, rest),
                look.strip(right, max(0, layout.width - layout.chart_from - axis.cells), rest),
            ]
        )

    def draw_lane(self, technician: int) -> None:
        """One lane, if it is on the screen."""
        if technician in self.model.lanes:
            self.draw_line(self.model.order.index(technician))

    def draw_line(self, line: int) -> None:
        """One line, if it is on the screen."""
        if 0 <= line - self.top < self.size.height:
            self.refresh(Region(0, line - self.top, self.size.width, 1))

    def keep_cursor_in_sight(self) -> bool:
        """Scroll no farther than the cursor asks; answers whether it did."""
        return self.keep_in_sight(self.model.line)

    def keep_in_sight(self, line: int) -> bool:
        """Scroll no farther than that line asks; answers whether it did."""
        before, height = self.top, max(1, self.size.height)
        self.top = max(min(self.top, line), line - height + 1)
        self.top = max(0, min(self.top, len(self.model.order) - height))
        if self.wom.line_speed.is_slow:
            self.top = jumped(before, self.top, height, len(self.model.order))
        if self.top != before:
            self.refresh()
        return self.top != before

    def on_resize(self) -> None:
        """Other lines have room now."""
        self.keep_cursor_in_sight()
        self.refresh()
        self.wom.toasts.place()

    def on_click(self, event: events.Click) -> None:
        """A click is the cursor."""
        line = self.top + event.y
        if line < len(self.model.order):
            cell = event.x - layout_for(self.size.width).chart_from
            self.post_message(self.Clicked(self.model.order[line], cell, is_double=event.chain > 1))

    def on_mouse_scroll_down(self) -> None:
        self._scroll(3)

    def on_mouse_scroll_up(self) -> None:
        self._scroll(-3)

    def _scroll(self, lines: int) -> None:
        before = self.top
        self.top = max(0, min(self.top + lines, len(self.model.order) - self.size.height))
        if self.top != before:
            self.refresh()


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
    def rows(self) -> int:
        """How many orders have room: the last line is for the legend where there are four or more."""
        return max(0, self.size.height - (2 if self.size.height >= 6 else 1))

    @property
    def shown(self) -> range:
        """Which rows of the tray are on the screen."""
        return range(self.top, min(len(self.model.tray), self.top + self.rows))

    def line(self, y: int) -> Line:
        view = cast("LanesView", self.query_ancestor("LanesView"))
        layout: Layout = layout_for(self.size.width)
        if y == 0:
            count = len(self.model.tray) if view.is_known else None
            return tray_head(count, self.size.width, self.wom.signs.rule)
        if y > self.rows:
            return legend(layout, view.setting, len(self.model.tray) - len(self.shown))
        index = self.top + y - 1
        if index >= len(self.model.tray):
            return ()
        row = self.model.tray[index]
        key = (row.order, row.visit)
        return tray_line(
            row,
            layout,
            view.axis,
            view.setting,
            best=self.model.best.get(key),
            is_cursor=self.model.in_tray and key == self.model.tray_cursor,
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

    def on_click(self, event: events.Click) -> None:
        """A click is the cursor, two are Enter."""
        index = self.top + event.y - 1
        if 0 < event.y <= self.rows and index < len(self.model.tray):
            self.post_message(self.Clicked(index, is_double=event.chain > 1))
