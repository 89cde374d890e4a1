"""The lanes: only lines on the screen are drawn, and of these the changed ones."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, cast

from textual import events
from textual.message import Message
from textual.strip import Strip

from wom_tui.domain.worktime import Window
from wom_tui.present.cells import Line, fill, line_width
from wom_tui.present.heads import head
from wom_tui.present.lanes import (
    Try,
    bar_words,
    chart_line,
    lane_words,
    name_line,
    try_line,
    watch_line,
)
from wom_tui.present.moving import try_head, try_watch
from wom_tui.present.safe_text import safe
from wom_tui.present.time_axis import Axis, Setting, layout_for
from wom_tui.present.tray import Best, row_words
from wom_tui.queries.lane import Lane
from wom_tui.tui.lane_lines import Gap, GroupHead, TryLine
from wom_tui.tui.lanes_model import LanesModel
from wom_tui.tui.widgets.cursor_list import jumped
from wom_tui.tui.widgets.lines import Lines, OneLine

if TYPE_CHECKING:
    from wom_tui.tui.screens.lanes import LanesView

KEPT_STRIPS = 1_000


@dataclass(frozen=True, slots=True)
class Drawn:
    """All that a lane's line depends on, besides its width."""

    lane: Lane
    axis: Axis
    setting: Setting
    is_cursor: bool
    bar: int | None
    attempt: Try | None
    moved: int | None


@dataclass(frozen=True, slots=True)
class Held:
    """What the pointer has taken hold of, and where."""

    technician: int
    visit: int
    cell: int
    y: int

    def is_at(self, cell: int, y: int) -> bool:
        """The pointer has not gone anywhere yet."""
        return (cell, y) == (self.cell, self.y)


class LaneHeads(OneLine):
    """Heads of the columns, and the hours."""


class LaneWords(OneLine):
    """What the cursor is on, spelt out."""

    def __init__(self, model: LanesModel) -> None:
        super().__init__(id="words")
        self.model = model

    def draw(self, best: Best | None, at: Setting, instead: Line = ()) -> None:
        """The tray's row, else the bar, else the lane; or what is to be said instead."""
        row, bar, lane = self.model.row, self.model.current_bar, self.model.lane
        words: Line = instead
        if words:
            pass
        elif row is not None:
            words = row_words(row, best, at)
        elif bar is not None:
            words = bar_words(bar, at)
        elif lane is not None:
            words = lane_words(lane, at)
        self.show((("   " if self.app.size.width >= 100 else " ", ""), *words))


class LaneChart(Lines):
    """The visible lanes of a `LanesModel`, from line `top` on."""

    DEFAULT_CSS = """
    LaneChart { height: 1fr; width: 1fr; }
    """

    class Clicked(Message):
        """Somebody pointed at a lane, perhaps at a time on it; twice means open."""

        def __init__(self, technician: int, cell: int, *, is_double: bool) -> None:
            super().__init__()
            self.technician, self.cell, self.is_double = technician, cell, is_double

    class Dragged(Message):
        """A visit was pulled so many cells from where it was taken hold of, and over somebody's lane."""

        def __init__(self, held: Held, to: int, cells: int) -> None:
            super().__init__()
            self.technician, self.visit, self.to, self.cells = held.technician, held.visit, to, cells

    class Dropped(Message):
        """It was let go."""

    def __init__(self, model: LanesModel) -> None:
        super().__init__(id="chart")
        self.model = model
        self._held: Held | None = None
        self._is_dragging = False
        self.top = 0
        self._strips: dict[tuple[object, ...], Strip] = {}

    @property
    def view(self) -> LanesView:
        """The view that knows axis and setting."""
        return cast("LanesView", self.query_ancestor("LanesView"))

    def render_line(self, y: int) -> Strip:
        """One lane, the head of a group, or what is tried on the lane above."""
        line = self.top + y
        if line >= len(self.model.lines):
            return self.wom.look.strip(self.view.words_instead if line == 0 else (), self.size.width)
        match self.model.lines[line]:
            case GroupHead(word, count):
                return self._head(word, count)
            case TryLine():
                return self._tried()
            case Gap():
                return self.wom.look.strip((), self.size.width)
            case technician:
                return self._lane(technician)

    def _lane(self, technician: int) -> Strip:
        view, moving = self.view, self.view.moving
        is_cursor = technician == (moving.technician or self.model.cursor) and not self.model.in_tray
        bar = None if moving.is_on or not is_cursor or self.model.is_on_name else self.model.bar
        lane = self.model.lanes[technician]
        attempt = (moving if moving.is_on else view.advice).attempt_on(technician)
        look = Drawn(lane, view.axis, view.setting, is_cursor, bar, attempt, moving.visit)
        key = (look, self.size.width, self.wom.dressed)
        strip = self._strips.get(key)
        if strip is None:
            if len(self._strips) > KEPT_STRIPS:
                self._strips.clear()
            strip = self._strips[key] = self._drawn(look)
        return strip

    def _head(self, word: str, count: int) -> Strip:
        """Bold word, dim count, one rule to the edge."""
        width, indent = self.size.width, layout_for(self.size.width).name_from
        line = head(safe(word), width - 1, self.wom.signs.rule, number=count, indent=indent)
        return self.wom.look.strip(line, width)

    def _tried(self) -> Strip:
        """The line under the lane: nothing is booked before Enter."""
        view, ghost = self.view, self.view.moving.ghost
        if ghost is None:
            return self.wom.look.strip((), self.size.width)
        layout = layout_for(self.size.width)
        watch = try_watch(view.moving.verdict, layout.watch)
        left, chart = (
            try_head(ghost.label, layout, is_refused=ghost.is_refused),
            try_line(ghost, view.axis, view.setting),
        )
        return self.wom.look.strip((*left, *chart, ("  ", ""), *watch), self.size.width)

    def _drawn(self, drawn: Drawn) -> Strip:
        at, look = drawn.setting, self.wom.look
        layout, is_cursor = layout_for(self.size.width), drawn.is_cursor
        left = name_line(drawn.lane, layout, at, is_cursor=is_cursor, cursor_sign=self.wom.signs.cursor)
        chart = chart_line(
            drawn.lane,
            drawn.axis,
            at,
            cursor_visit=drawn.bar,
            is_cursor=is_cursor and not at.is_flat,
            attempt=drawn.attempt,
            lifted=drawn.moved,
        )
        watch = watch_line(drawn.lane.watch, at, layout.watch)
        right: Line = (("  ", ""), *watch) if layout.watch else ()
        ground = "selection" if is_cursor else "bg"
        # Where the selection is reverse video it stops before the axis, so that bars stay readable.
        rest = "bg" if at.is_flat else ground
        head_width = line_width(left)
        return Strip.join(
            [
                look.strip(left, head_width, ground),
                look.strip(fill((), layout.chart_from - head_width), layout.chart_from - head_width, rest),
                look.strip(chart, drawn.axis.cells, rest),
                look.strip(right, max(0, layout.width - layout.chart_from - drawn.axis.cells), rest),
            ]
        )

    def jumps(self) -> Iterator[tuple[int, Callable[[], object]]]:
        """The lanes in sight, at the time at which the cursor is."""
        bar, axis = self.model.current_bar, self.view.axis
        cell = -1 if bar is None else max(0, (bar.start_at - axis.start_at) // axis.step)
        for y, shown in enumerate(self.model.lines[self.top : self.top + self.size.height]):
            if isinstance(shown, int):
                yield y, partial(self.post_message, self.Clicked(shown, cell, is_double=False))

    def draw_lane(self, technician: int) -> None:
        """One lane, if it is on the screen."""
        if technician in self.model.lanes:
            self.draw_line(self.model.line_of(technician))

    def draw_line(self, line: int) -> None:
        """One line, if it is on the screen."""
        self.redraw(line - self.top)

    def keep_cursor_in_sight(self) -> bool:
        """Scroll no farther than the cursor asks; answers whether it did."""
        return self.keep_in_sight(self.model.cursor_line)

    def keep_in_sight(self, line: int) -> bool:
        """Scroll no farther than that line asks; answers whether it did."""
        before, height = self.top, max(1, self.size.height)
        if line and line < len(self.model.lines) and isinstance(self.model.lines[line - 1], GroupHead):
            self.top = min(self.top, line - 1)  # whose group it is stays in sight as well
        self.top = max(min(self.top, line), line - height + 1)
        self.top = max(0, min(self.top, len(self.model.lines) - height))
        if self.wom.line_speed.is_slow:
            self.top = jumped(before, self.top, height, len(self.model.lines))
        if self.top != before:
            self.refresh()
            self.view.draw_heads()
        return self.top != before

    @property
    def beyond(self) -> tuple[int, int]:
        """How many lanes there are above and below those on the screen."""
        lines = self.model.lines
        parts = lines[: self.top], lines[self.top + self.size.height :]
        above, below = (sum(isinstance(shown, int) for shown in part) for part in parts)
        return above, below

    def on_resize(self) -> None:
        """Other lines have room now."""
        self.keep_cursor_in_sight()
        self.refresh()
        self.view.draw_heads()
        self.wom.toasts.place()

    def on_mouse_down(self, event: events.MouseDown) -> None:
        """A bar is taken hold of; a click it is as long as nobody pulls."""
        self._held, self._is_dragging = None, False
        technician, cell = self._technician_at(event.y), self._cell_at(event.x)
        if technician is None or event.button != 1 or self.view.moving.is_on:
            return
        for bar in self.model.lanes[technician].bars:
            if cell in self.view.axis.span(Window(bar.start_at, bar.end_at)):
                self._held = Held(technician, bar.visit, cell, event.y)
                self.capture_mouse()

    def on_mouse_move(self, event: events.MouseMove) -> None:
        """With a bar in hand: it goes along."""
        held = self._held
        if held is None or (not self._is_dragging and held.is_at(self._cell_at(event.x), event.y)):
            return
        self._is_dragging = True
        to = self._technician_at(event.y) or self.view.moving.technician or held.technician
        self.post_message(self.Dragged(held, to, self._cell_at(event.x) - held.cell))

    def let_go(self) -> None:
        """Nothing is in hand any more, whatever the pointer does."""
        if self._held is not None:
            self._held = None
            self.release_mouse()

    def on_mouse_up(self) -> None:
        """It is let go."""
        self.let_go()
        if self._is_dragging and self.view.moving.is_on:
            self.post_message(self.Dropped())

    def on_click(self, event: events.Click) -> None:
        """A click is the cursor; the end of a pull is none."""
        technician = self._technician_at(event.y)
        if self._is_dragging:
            self._is_dragging = False
        elif technician is not None:
            self.post_message(self.Clicked(technician, self._cell_at(event.x), is_double=event.chain > 1))

    def _technician_at(self, y: int) -> int | None:
        """Whose lane is on that line."""
        line = self.top + y
        shown = self.model.lines[line] if 0 <= line < len(self.model.lines) else None
        return shown if isinstance(shown, int) else None

    def _cell_at(self, x: int) -> int:
        """Which cell of the axis; below 0 it is left of it."""
        return x - layout_for(self.size.width).chart_from

    def on_mouse_scroll_down(self) -> None:
        self._scroll(3)

    def on_mouse_scroll_up(self) -> None:
        self._scroll(-3)

    def _scroll(self, lines: int) -> None:
        before = self.top
        self.top = max(0, min(self.top + lines, len(self.model.lines) - self.size.height))
        if self.top != before:
            self.refresh()
            self.view.draw_heads()
