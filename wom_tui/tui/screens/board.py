"""The board: all open orders, what needs action first, and the one under the cursor in a few lines."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from textual import events
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical

from wom_tui.domain.words import some
from wom_tui.present.board import Day, attention
from wom_tui.present.cells import Line, Piece, joined
from wom_tui.present.durations import count
from wom_tui.present.order_table import TableOut, orders_out
from wom_tui.present.safe_text import safe
from wom_tui.present.shape import grouped
from wom_tui.present.state_filter import state_meant
from wom_tui.tui.board_model import BoardModel
from wom_tui.tui.board_news import BoardNews
from wom_tui.tui.board_shape import ShapedBoard
from wom_tui.tui.first_view import FirstView
from wom_tui.tui.key import BOARD
from wom_tui.tui.steps import Steps
from wom_tui.tui.view import Target
from wom_tui.tui.widgets.line_board import ColumnHeads, LineBoard
from wom_tui.tui.widgets.lines import OneLine
from wom_tui.tui.widgets.reading import Reading

if TYPE_CHECKING:
    from wom_tui.domain.filter import Filter
    from wom_tui.tui.changes import Changes


_FAR = 10_000_000  # lines: past the end of any list
_READ_THERE = frozenset({"note"})  # what the reading area tells, and no row has


class BoardView(Steps, ShapedBoard):
    """All orders, what needs action first."""

    context = BOARD
    has_filter = True
    can_export = True

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self.model = BoardModel()
        self.heads, self.list = ColumnHeads(id="heads"), LineBoard(self.model)
        self.gap = OneLine(id="gap")
        self.reading = Reading(self)
        self.news = BoardNews(self)
        self._kept: FirstView | None = None  # the board of the last time
        self.is_loaded = False  # all orders are there, not only the first ones
        self._ahead: list[int] = []  # steps that were made before there were any lines

    def compose(self) -> ComposeResult:
        with Horizontal():
            with Vertical():
                yield self.gap
                yield self.heads
                yield self.list
                yield self.reading.below
            yield self.reading.beside

    @property
    def day(self) -> Day:
        """Now, and where, and by which rules."""
        return Day(self.wom.now(), self.wom.seat.zone, self.wom.seat.rules)

    def on_resize(self, event: events.Resize) -> None:
        """The reading area goes to the right, below, or away."""
        self.gap.display = event.size.height >= 12
        self.fit_reading()

    # ---------------------------------------------------------------------------------------------- the frame

    def scope(self) -> tuple[Line, Line]:
        """The filter in words; counts, marks, what has moved."""
        shown, total = self.model.standing_shown, self.model.total
        if not self.model.rows and self._kept is not None:
            return ((f"as of {self._kept.taken}", "warn"), ("  no command runs before it is live", "dim")), ()
        title = self.wom.saved.title(self.shape)
        if self.filter_error:
            left: Line = (("/ ", "accent"), (safe(self.filter_error), "warn"))
        elif title:
            left = ((safe(title), "bold bright"), (f"  {safe(self.filter_text)}", "text"))
        elif self.filter is not None and not self.filter.is_empty:
            left = (("filter  ", "bold bright"), (safe(self.filter.text), "text"))
        else:
            left = (("all open orders", "bold bright"), ("  and those that ended today", "dim"))
        left = (*left, *grouped(self.model.by.grouping))
        items: list[list[Piece]] = [[(f"{count(shown)} of {count(total)}", "dim")]]
        if asked := self.wom.seat.requests:
            items.insert(0, [(some(asked, "request"), "text")])
        if not self.is_loaded:
            items = [[(f"the {count(total)} most urgent, reading all" if total else "", "dim")]]
        if self.model.marks:
            hidden = self.model.hidden_marks
            more = [(f", {hidden} hidden", "dim")] if hidden else []
            items.append([(f"{len(self.model.marks)} marked", "text"), *more])
        if self.model.pending or self.news.is_day_over:
            moved = "a new day " if self.news.is_day_over else f"{len(self.model.pending)} moved "
            items.append([(moved, "text"), (self.wom.keymap.shown("settle"), "bold bright")])
        return left, joined(items, 3)

    def attention(self) -> Line:
        """Counts that are not zero."""
        if not self.model.rows and self._kept is not None:
            return self._kept.attention
        return attention(self.model.counts, self.wom.signs, room=self.size.width - 2)

    def rows_to_export(self) -> TableOut:
        return orders_out((self.model.rows[number] for number in self.model.shown), self.wom.now())

    def targets(self) -> tuple[Target, ...]:
        """The marks, else the row under the cursor, in the versions that were drawn."""
        return tuple(Target.of(self.model.rows[number]) for number in self.model.chosen())

    def title_of(self, number: int) -> str:
        """What an order is called; nothing of one that is not among the rows."""
        row = self.model.rows.get(number)
        return row.title if row is not None else ""

    def show_picture(self, kept: FirstView) -> None:
        """The board of the last time, until the rows come."""
        self._kept = kept
        self.wom.seat.office, self.wom.seat.zone = kept.office, ZoneInfo(kept.zone)
        self.list.picture = list(kept.lines)
        self.heads.show(kept.heads)
        self.list.draw_all()
        self.frame_changed()

    def picture(self) -> FirstView:
        """The board as it is, for the next start."""
        seat = self.wom.seat
        return FirstView(
            office=seat.office,
            zone=seat.zone.key,
            heads=self.heads.line(0),
            lines=tuple(self.list.picture_now()),
            attention=self.attention(),
            looks=self.wom.looks,
        )

    # ------------------------------------------------------------------------------------------- news

    def rows_changed(self, changes: Changes) -> None:
        """Take in what others did."""
        self.is_loaded = self.is_loaded or changes.is_all
        self.news.take(changes)
        if changes.may_touch(_READ_THERE):
            self.reading.follow(self.model.cursor)

    def others_changed(self) -> None:
        """Somebody else looks at this order, or no more."""
        self.reading.draw()

    def state_changed(self) -> None:
        """Up or down: where no order is drawn, it says so."""
        self.list.refresh()

    @property
    def words_instead(self) -> Line:
        """What stands where no order does."""
        if not self.is_loaded:
            return self.absent("the orders")
        if self.filter is not None:
            return (
                ("   ", ""),
                ("no order fits the filter", "text"),
                *_meant(self.filter),
                ("   Esc", "bold bright"),
                (" shows all", "dim"),
            )
        return (
            ("   ", ""),
            ("no order is open, and none ended today", "text"),
            (f"   {self.wom.keymap.shown('new')}", "bold bright"),
            (" takes one in, or wom import brings a file in", "dim"),
        )

    def minute(self, now: datetime) -> None:
        """Slack and clocks are others now."""
        self.news.minute()
        self.list.draw_minute()
        self.reading.draw()

    # ------------------------------------------------------------------------------------------------- moving

    def note_key(self) -> None:
        """Somebody is at the keys: nothing may move under them."""
        self.news.quiet.note_key()

    def step(self, lines: int) -> None:
        """So many lines down, or up; where no orders are there yet, as soon as they come."""
        if not self.model.rows or self._ahead:
            self._ahead.append(lines)
            return
        before, marks = self.model.line, len(self.model.marks)
        self.model.move(lines)
        self._moved(before, marks)

    @property
    def page(self) -> int:
        """Lines on the screen."""
        return self.list.size.height

    @property
    def all_lines(self) -> int:
        """Lines there are; as long as none are, more than there can be."""
        return self.model.shown.line_count if self.model.rows else _FAR

    def step_ahead(self) -> None:
        """Orders have come: the cursor goes where it was sent before that; to the end of them once all are there."""
        if not self.is_loaded and _FAR in self._ahead:
            return
        ahead, self._ahead = self._ahead, []
        for lines in ahead:
            self.step(lines)

    def _moved(self, before: int, marks: int) -> None:
        self.list.moved(before)
        if len(self.model.marks) != marks:
            self._marked()
        self.reading.follow(self.model.cursor)

    def go_to(self, number: int) -> bool:
        """Put the cursor on an order; False when the filter hides it or it is not there."""
        before = self.model.line
        if not self.model.go(number):
            return False
        self._moved(before, len(self.model.marks))
        return True

    def show_new(self, number: int) -> bool:
        """An order that was just taken in here: to its place, and the cursor on it; False where it is not shown."""
        self.news.settle(keep_cursor=False)
        return self.go_to(number)

    def on_line_board_clicked(self, event: LineBoard.Clicked) -> None:
        """A click is the cursor, two are Enter."""
        self.note_key()
        self.go_to(event.number)
        if event.is_double:
            self.call_later(self.do_open)

    async def do_open(self) -> None:
        """Enter: the order under the cursor."""
        if self.model.cursor is not None:
            await self.wom.open_order(self.model.cursor)

    @property
    def order_here(self) -> int | None:
        return self.model.cursor

    # ---------------------------------------------------------------------------------------- marks and order

    def _marked(self) -> None:
        self.list.draw_all()
        self.wom.draw_scope()
        self.tell_followers()

    def do_mark(self) -> None:
        """Space: mark, and go on."""
        self.model.mark()
        before = self.model.line
        self.model.move(1)
        self.list.moved(before)
        self.list.draw_line(before)
        self.reading.follow(self.model.cursor)
        self.wom.draw_scope()
        self.tell_followers()

    def unmark(self, numbers: set[int]) -> None:
        """Something was done to these: their marks go, those of what was refused stay."""
        if self.model.marks & numbers:
            self.model.unmark(numbers)
            self._marked()

    def do_range(self) -> None:
        self.model.range()
        self._marked()

    def do_invert(self) -> None:
        self.model.invert()
        self._marked()

    def do_mark_all(self) -> None:
        self.model.mark_all()
        self._marked()

    def do_settle(self) -> None:
        self.news.settle(keep_cursor=False)

    def do_freeze(self) -> None:
        """Rows keep their place until pressed again."""
        self.wom.is_frozen = not self.wom.is_frozen
        self.news.settle_when_quiet()
        self.frame_changed()

    def go_back(self) -> bool:
        """Esc: marks first, then the filter; False when there was neither."""
        if self.model.clear_marks():
            self._marked()
            return True
        if self.filter is not None or self.filter_error:
            self.filter_by("")
            self.wom.saved.filter_left()
            self.wom.draw_scope()
            return True
        return False

    @property
    def foot(self) -> int:
        return self.region.bottom - self.list.region.bottom

    @property
    def cursor_y(self) -> int:
        return self.list.region.y + self.model.line - self.list.top

    def copied(self) -> str:
        """The row as text."""
        row = self.model.row
        if row is None:
            return ""
        parts = (
            str(row.number),
            f"P{row.priority}",
            row.state,
            row.title,
            row.site,
            row.technician_name or "",
        )
        return "  ".join(part for part in parts if part)


def _meant(wanted: Filter) -> Line:
    """Whoever looks for a state by its word is told the filter that means it."""
    found = state_meant(wanted)
    return () if found is None else ((f": {found[0]} is ", "text"), (found[1], "bold bright"))
