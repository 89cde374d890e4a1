"""The list itself: draws only the lines that are on the screen, and of these only the ones that changed."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import tzinfo
from functools import partial
from itertools import islice

from textual import events
from textual.message import Message
from textual.strip import Strip

from wom_tui.present.arrangement import Head
from wom_tui.present.cells import Line, cut
from wom_tui.present.columns import TEXT_FROM, Column, columns_for, head_line, row_line
from wom_tui.present.durations import count
from wom_tui.present.group import Group
from wom_tui.present.heads import head
from wom_tui.present.row_cells import Setting
from wom_tui.present.safe_text import safe
from wom_tui.tui.board_model import BoardModel
from wom_tui.tui.rest import Rest
from wom_tui.tui.widgets.lines import Lines, OneLine

KEPT_STRIPS = 2_000
SPACED_FROM = 44  # lines from which groups stand apart
AHEAD_S = 0.02  # after a list has scrolled, until lines near it are made
AHEAD_LINES = 3  # made in one go: the next key shall not wait for more


class ColumnHeads(OneLine):
    """The line above the list."""


class LineBoard(Lines):
    """The visible part of a `BoardModel`, from line `top` on."""

    DEFAULT_CSS = """
    LineBoard { height: 1fr; width: 1fr; }
    """

    class Clicked(Message):
        """Somebody pointed at an order; twice means open."""

        def __init__(self, number: int, *, is_double: bool) -> None:
            super().__init__()
            self.number, self.is_double = number, is_double

    def __init__(self, model: BoardModel) -> None:
        super().__init__(id="list")
        self.model = model
        self.top = 0
        self.columns: tuple[Column, ...] = ()
        self.chosen: tuple[str, ...] = ()  # ids, by somebody's choice; none = the board's own
        self.column = "slack"  # the column cursor
        self.changed: dict[int, frozenset[str]] = {}  # number → columns that changed just now
        self.picture: list[Line] = []  # what stands there before the rows come
        self._strips: dict[tuple[object, ...], Strip] = {}
        self._ahead = Rest(self, AHEAD_S, self._make_ahead)
        self._minute = ""

    # ------------------------------------------------------------------------------------------------ drawing

    def render_line(self, y: int) -> Strip:
        """One line of the screen."""
        entry = self.model.shown.at(self.top + y) if self.model.shown.line_count else None
        width = self.size.width
        match entry:
            case int():
                return self._row_strip(entry, width)
            case Head():
                return self.wom.look.strip(self._head(entry, width), width)
            case _:
                line = self._instead(y) if not self.model.shown.line_count else ()
                return self.wom.look.strip(line, width)

    def _instead(self, y: int) -> Line:
        """Without an order: the picture of the last time, else why there is none."""
        if self.picture and not self.model.rows and not self.wom.board.is_loaded:
            return self.picture[y] if y < len(self.picture) else ()
        return self.wom.board.words_instead if y == 1 else ()

    def _row_strip(self, number: int, width: int) -> Strip:
        model, row = self.model, self.model.rows[number]
        is_cursor, is_marked = number == model.cursor, number in model.marks
        changed = self.changed.get(number, frozenset())
        is_gone = number in model.pending and model.is_gone(number)
        group = model.group_of(number)
        # The whole row, not its version: names in it may change without it.
        key = (row, self.wom.dressed, width, is_cursor, is_marked, is_gone, changed, group)
        strip = self._strips.get(key)
        if strip is None:
            if len(self._strips) > KEPT_STRIPS:
                self._strips.clear()
            setting = self._setting(group, is_cursor=is_cursor)
            line = row_line(row, self.columns, setting, is_marked=is_marked, is_gone=is_gone, changed=changed)
            ground = "selection" if is_cursor else "bg"
            strip = self._strips[key] = self.wom.look.strip(line, width, ground)
        return strip

    def _setting(self, group: Group, *, is_cursor: bool) -> Setting:
        return Setting(self.wom.now(), self.zone, self.wom.signs, group, is_cursor, self.wom.seat.rules)

    @property
    def zone(self) -> tzinfo:
        """Where the office is."""
        return self.wom.seat.zone

    def _head(self, one: Head, width: int) -> Line:
        part, signs = one.part, self.wom.signs
        name = cut(safe(part.name), max(4, width - TEXT_FROM - len(count(one.count)) - 6), signs.ellipsis)
        note = part.note if width >= 100 else ""
        return head(name, width, signs.rule, note, number=one.count, indent=TEXT_FROM, has_margin=True)

    def picture_now(self) -> list[Line]:
        """The lines as they stand, to be shown at the next start before the rows come."""
        lines: list[Line] = []
        for y in range(self.size.height):
            entry = self.model.shown.at(self.top + y)
            if isinstance(entry, int):
                setting = self._setting(self.model.group_of(entry), is_cursor=False)
                lines.append(row_line(self.model.rows[entry], self.columns, setting))
            else:
                lines.append(self._head(entry, self.size.width) if isinstance(entry, Head) else ())
        return lines

    # ----------------------------------------------------------------------------------------------- changing

    def draw_all(self) -> None:
        """Everything may have changed."""
        self._strips.clear()
        self._keep_top()
        self.refresh()
        self._ahead.begin()

    def draw_minute(self) -> None:
        """The slack of every row is another; lines that look the same are not sent again."""
        minute = f"{self.wom.now():%d %H:%M}"
        if minute != self._minute:
            self._minute = minute
            self._strips.clear()
            self.refresh()

    def draw_number(self, number: int) -> None:
        """One order's line."""
        if number in self.model.shown:
            self.draw_line(self.model.shown.line_of(number))

    def draw_line(self, line: int) -> None:
        """One line of the list, if it is on the screen."""
        self.redraw(line - self.top)

    def moved(self, before: int) -> None:
        """The cursor has left a line: draw that and the new one, or all where the list had to scroll."""
        now, top = self.model.line, self.top
        self._follow()
        if self.top != top:
            self.refresh()
            self._ahead.begin()
        elif now != before:
            self.draw_line(before)
            self.draw_line(now)

    def _follow(self) -> None:
        """At the edge jump half a page: one scroll instead of twenty on a slow line."""
        line, height = self.model.line, self.size.height
        if height <= 0:
            return
        if line < self.top:
            self.top = min(line, max(0, line - height // 2))
        elif line >= self.top + height:
            self.top = line - height + 1 + (height // 2 if line < self.model.shown.line_count - 1 else 0)
        self._keep_top()
        # The head above the first order of a group is worth a line.
        if line == self.top and line > 0 and isinstance(self.model.shown.at(line - 1), Head):
            self.top = line - 1

    def _keep_top(self) -> None:
        self.top = max(0, min(self.top, self.model.shown.line_count - self.size.height))

    def hold_screen_line(self, line_before: int) -> None:
        """After rows have moved: the cursor stays where the eye is."""
        self.top += self.model.line - line_before
        self._keep_top()
        self._follow()

    def on_resize(self) -> None:
        """Other columns, perhaps; the cursor stays on the screen."""
        self._fit_columns()
        self.model.space(self.size.height >= SPACED_FROM)
        self._keep_top()
        self._follow()
        self.draw_heads()
        self.refresh()
        self._ahead.begin()
        self.wom.toasts.place()

    def _fit_columns(self) -> None:
        widest = max((len(str(number)) for number in islice(self.model.rows, 1000)), default=5)
        columns = columns_for(self.size.width, widest, self.chosen)
        if columns != self.columns:  # else the lines that are drawn may stay: all rows came, these among them
            self.columns = columns
            self._strips.clear()

    def choose(self, chosen: tuple[str, ...]) -> None:
        """Show these columns, as far as they fit; none = the board's own."""
        if chosen != self.chosen:
            self.chosen = chosen
            self._fit_columns()
            self.draw_heads()
            self.refresh()

    def draw_heads(self) -> None:
        """The line above, which belongs to the list."""
        if self.parent is not None and self.columns:
            chosen = self.column if self.column != self.model.by.sort else ""
            self.parent.query_one(ColumnHeads).show(
                head_line(
                    self.columns,
                    sorted_by=self.model.by.sort,
                    is_reversed=self.model.is_reversed,
                    chosen=chosen,
                    signs=self.wom.signs,
                )
            )

    def jumps(self) -> Iterator[tuple[int, Callable[[], object]]]:
        """The orders in sight."""
        for y in range(self.size.height):
            entry = self.model.shown.at(self.top + y)
            if isinstance(entry, int):
                yield y, partial(self.wom.board.go_to, entry)

    def _make_ahead(self) -> None:
        """The lines of a page below and above, while nobody presses a key: a jump there finds them made."""
        made = 0
        for line in self._near():
            entry = self.model.shown.at(line)
            if isinstance(entry, int):
                before = len(self._strips)
                self._row_strip(entry, self.size.width)
                made += len(self._strips) > before
            if made == AHEAD_LINES:
                self._ahead.begin()
                return

    def _near(self) -> Iterator[int]:
        """The lines around those in sight, the nearest first."""
        height, count = self.size.height, self.model.shown.line_count
        yield from range(self.top + height, min(self.top + 2 * height, count))
        yield from range(self.top - 1, max(self.top - height, 0) - 1, -1)

    # -------------------------------------------------------------------------------------------------- mouse

    def on_click(self, event: events.Click) -> None:
        """Point at a row; twice opens it."""
        entry = self.model.shown.at(self.top + event.y)
        if isinstance(entry, int):
            self.post_message(self.Clicked(entry, is_double=event.chain == 2))

    def on_mouse_scroll_down(self, event: events.MouseScrollDown) -> None:
        """Roll the list; the cursor stays on its order."""
        self._roll(3)

    def on_mouse_scroll_up(self, event: events.MouseScrollUp) -> None:
        """Roll the list; the cursor stays on its order."""
        self._roll(-3)

    def _roll(self, lines: int) -> None:
        top = self.top
        self.top += lines
        self._keep_top()
        if self.top != top:
            self.refresh()
