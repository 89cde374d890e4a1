"""The board: all open orders, what needs action first, and the one under the cursor in a few lines."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from functools import partial
from time import monotonic
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from textual import events
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.timer import Timer

from wom_tui.errors import WomError
from wom_tui.present.arrangement import Arrangement
from wom_tui.present.board import Day, attention
from wom_tui.present.cells import Line, Piece, joined
from wom_tui.present.durations import count
from wom_tui.present.reading import below
from wom_tui.present.safe_text import safe
from wom_tui.tui.board_model import BoardModel, Matches, Prepared, prepared
from wom_tui.tui.first_view import FirstView
from wom_tui.tui.garbage import rows_to_stay
from wom_tui.tui.keys import BOARD
from wom_tui.tui.view import Target, View
from wom_tui.tui.widgets.line_board import ColumnHeads, LineBoard
from wom_tui.tui.widgets.lines import OneLine
from wom_tui.tui.widgets.reading import ReadingBelow, ReadingBeside

if TYPE_CHECKING:
    from wom_tui.domain.filter import Filter
    from wom_tui.queries.order import OrderDetail
    from wom_tui.queries.orders import OrderRow
    from wom_tui.tui.seat import Changes

REST_S = 0.15  # the cursor has to rest so long before its order is read
UNDERLINED_S = 3.0
QUIET_S = 5.0  # rows keep their place until no key was pressed for so long
MANY_ROWS = 5_000  # from here on, rows are arranged on a worker
BESIDE_FROM = 180


class BoardView(View):
    """All orders, what needs action first."""

    context = BOARD

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self.model = BoardModel()
        self.heads, self.list = ColumnHeads(id="heads"), LineBoard(self.model)
        self.gap, self.below, self.beside = OneLine(id="gap"), ReadingBelow(id="below"), ReadingBeside()
        self.filter: Filter | None = None
        self.detail: OrderDetail | None = None
        self._filter_error = ""
        self._kept: FirstView | None = None  # the board of the last time
        self._waiting: list[Changes] = []  # news that came while rows were being arranged
        self._is_arranging = False
        self._asked = 0  # filters so far: the answer to an old one is dropped
        self._last_key = 0.0
        self._rest: Timer | None = None
        self._quiet: Timer | None = None

    def compose(self) -> ComposeResult:
        with Horizontal():
            with Vertical():
                yield self.gap
                yield self.heads
                yield self.list
                yield self.below
            yield self.beside

    @property
    def day(self) -> Day:
        """Now, and where."""
        return Day(self.wom.now(), self.wom.seat.zone)

    def on_resize(self, event: events.Resize) -> None:
        """The reading area goes to the right, below, or away."""
        is_beside = event.size.width >= BESIDE_FROM
        lines = 0 if event.size.height < 12 else 2 if event.size.width < 100 else 3
        self.beside.display = is_beside
        self.below.display = not is_beside and lines > 0
        self.below.styles.height = lines + 1
        self.gap.display = event.size.height >= 12
        self.call_after_refresh(self.draw_reading)

    # ---------------------------------------------------------------------------------------------- the frame

    def scope(self) -> tuple[Line, Line]:
        """The filter in words; counts, marks, what has moved."""
        shown, total = len(self.model.shown), self.model.total
        if not self.model.rows and self._kept is not None:
            return ((f"as of {self._kept.taken}", "warn"), ("  no command runs before it is live", "dim")), ()
        if self._filter_error:
            left: Line = (("/ ", "accent"), (safe(self._filter_error), "warn"))
        elif self.filter is not None and not self.filter.is_empty:
            left = (("filter  ", "bold bright"), (safe(self.filter.text), "text"))
        else:
            left = (("all open orders", "bold bright"), ("  and those that ended today", "dim"))
        items: list[list[Piece]] = [[(f"{count(shown)} of {count(total)}", "dim")]]
        if self.model.marks:
            hidden = self.model.hidden_marks
            more = [(f", {hidden} hidden", "dim")] if hidden else []
            items.append([(f"{len(self.model.marks)} marked", "text"), *more])
        if self.model.pending:
            items.append([(f"{len(self.model.pending)} moved ", "text"), (".", "bold bright")])
        return left, joined(items, 3)

    def attention(self) -> Line:
        """Counts that are not zero."""
        if not self.model.rows and self._kept is not None:
            return self._kept.attention
        return attention(self.model.counts, self.wom.signs, is_short=self.size.width < 100)

    def targets(self) -> tuple[Target, ...]:
        """The marks, else the row under the cursor, in the versions that were drawn."""
        return tuple(target_of(self.model.rows[number]) for number in self.model.chosen())

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
        )

    # ------------------------------------------------------------------------------------------- news

    def rows_changed(self, changes: Changes) -> None:
        """Take in what others did: where it stands, or as a whole."""
        if self._is_arranging:
            self._waiting.append(changes)
        elif changes.is_all and len(changes.rows) > MANY_ROWS:
            self._is_arranging = True
            day, sort = self.day, self.model.sort
            self.wom.work(lambda: self._arrange(changes.rows, day, sort))
        elif changes.is_all or not self.model.rows:
            self._arranged(prepared(changes.rows, self.day, self.model.sort))
        else:
            self._patch(changes)

    def _arrange(self, rows: Iterable[OrderRow], day: Day, sort: str) -> None:
        with rows_to_stay():
            made = prepared(rows, day, sort)
        self.wom.call_from_thread(self._arranged, made)

    def _arranged(self, made: Prepared) -> None:
        before = self.model.line
        self.model.load(made)
        self._is_arranging = False
        self.list.hold_screen_line(before)
        self.list.on_resize()
        self._cursor_came()
        self.frame_changed()
        waiting, self._waiting = self._waiting, []
        for changes in waiting:
            self.rows_changed(changes)

    def _patch(self, changes: Changes) -> None:
        began_at = self.wom.seat.midnight()
        ours = [row for row in changes.rows if row.ended_at is None or row.ended_at >= began_at]
        gone = [*changes.gone, *(row.number for row in changes.rows if row not in ours)]
        patch = self.model.patch(ours, gone, self.day)
        for number in patch.numbers:
            if columns := patch.columns.get(number):
                self.list.changed[number] = columns
                self.set_timer(UNDERLINED_S, partial(self._stop_underlining, number, columns))
            self.list.draw_number(number)
        if self.model.cursor in patch.numbers:
            self._cursor_came()
        self._settle_when_quiet()
        self.wom.draw_scope()

    def _stop_underlining(self, number: int, columns: frozenset[str]) -> None:
        if self.list.changed.get(number) == columns:
            del self.list.changed[number]
            self.list.draw_number(number)

    def _settle_when_quiet(self) -> None:
        """Rows that wait are put in their place once nobody has pressed a key for a while."""
        if not self.model.pending or self.wom.is_frozen or self._quiet is not None:
            return
        left = QUIET_S - (monotonic() - self._last_key)
        self._quiet = self.set_timer(max(0.05, left), self._quiet_now)

    def _quiet_now(self) -> None:
        self._quiet = None
        if self.wom.is_frozen:
            return
        if monotonic() - self._last_key < QUIET_S:
            self._settle_when_quiet()
        else:
            self._settle(keep_cursor=True)

    def _settle(self, *, keep_cursor: bool) -> None:
        before, cursor = self.model.line, self.model.cursor
        self.model.settle(keep_cursor=keep_cursor)
        self.list.hold_screen_line(before)
        self.list.draw_all()
        if self.model.cursor != cursor:
            self._cursor_came()
        self.frame_changed()

    def minute(self, now: datetime) -> None:
        """Slack and clocks are others now."""
        self.model.tick(self.day)
        self._settle_when_quiet()
        self.list.draw_minute()
        self.draw_reading()

    # ------------------------------------------------------------------------------------------------- moving

    def note_key(self) -> None:
        """Somebody is at the keys: nothing may move under them."""
        self._last_key = monotonic()

    def _step(self, lines: int) -> None:
        before, marks = self.model.line, len(self.model.marks)
        self.model.move(lines)
        self._moved(before, marks)

    def _moved(self, before: int, marks: int) -> None:
        self.list.moved(before)
        if len(self.model.marks) != marks:
            self.list.draw_all()
            self.wom.draw_scope()
        self._cursor_came()

    def do_up(self) -> None:
        self._step(-1)

    def do_down(self) -> None:
        self._step(1)

    def do_half_up(self) -> None:
        self._step(-max(1, self.list.size.height // 2))

    def do_half_down(self) -> None:
        self._step(max(1, self.list.size.height // 2))

    def do_page_up(self) -> None:
        self._step(-max(1, self.list.size.height - 1))

    def do_page_down(self) -> None:
        self._step(max(1, self.list.size.height - 1))

    def do_top(self) -> None:
        self._step(-self.model.shown.line_count)

    def do_bottom(self) -> None:
        self._step(self.model.shown.line_count)

    def go_to(self, number: int) -> bool:
        """Put the cursor on an order; False when the filter hides it or it is not there."""
        before = self.model.line
        if not self.model.go(number):
            return False
        self._moved(before, len(self.model.marks))
        return True

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

    async def do_order(self) -> None:
        """4: the same."""
        await self.do_open()

    # ------------------------------------------------------------------------------------------- reading area

    def _cursor_came(self) -> None:
        """Read the order when the cursor has come to rest; until then the area shows the one before."""
        if self.detail is not None and self.detail.order.id != self.model.cursor:
            self.detail = None
        if self._rest is not None:
            self._rest.stop()
        self._rest = self.set_timer(REST_S, self._rested)

    def _rested(self) -> None:
        number = self.model.cursor
        if number is None or not self.wom.is_live:
            self.draw_reading()
            return
        from wom_tui.queries.order import order_detail

        self.wom.ask(order_detail, number, self.wom.now(), then=self._detail_came, quietly=True)

    def _detail_came(self, detail: OrderDetail) -> None:
        if detail.order.id == self.model.cursor:
            self.detail = detail
            self.draw_reading()

    def draw_reading(self) -> None:
        """The order under the cursor."""
        row = self.model.row
        if self.beside.display:
            from wom_tui.present.order_pane import pane

            width = self.beside.size.width - 3
            self.beside.draw(pane(row, self.detail, self.day, self.wom.signs, width) if row else [])
        elif self.below.display:
            size = self.below.size
            lines = (
                below(row, self.detail, self.day, self.wom.signs, size.width, size.height - 1) if row else []
            )
            self.below.draw(lines)

    # ---------------------------------------------------------------------------------------- marks and order

    def _marked(self) -> None:
        self.list.draw_all()
        self.wom.draw_scope()

    def do_mark(self) -> None:
        """Space: mark, and go on."""
        self.model.mark()
        before = self.model.line
        self.model.move(1)
        self.list.moved(before)
        self.list.draw_line(before)
        self._cursor_came()
        self.wom.draw_scope()

    def mark_only(self, numbers: set[int]) -> None:
        """After several were acted on: only those that were refused stay marked."""
        self.model.marks = self.model.marks & numbers
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
        self._settle(keep_cursor=False)

    def do_freeze(self) -> None:
        """Rows keep their place until pressed again."""
        self.wom.is_frozen = not self.wom.is_frozen
        self._settle_when_quiet()
        self.frame_changed()

    def do_column_left(self) -> None:
        self._choose_column(-1)

    def do_column_right(self) -> None:
        self._choose_column(1)

    def _choose_column(self, step: int) -> None:
        names = [column.id for column in self.list.columns]
        here = names.index(self.list.column) if self.list.column in names else 0
        self.list.column = names[(here + step) % len(names)]
        self.list.draw_heads()

    def do_sort(self) -> None:
        """Sort by the chosen column; by the same one again, turn round."""
        if self.list.column == self.model.sort:
            self._settle(keep_cursor=True)
            self.model.reverse()
        else:
            self.model.sort, self.model.is_reversed = self.list.column, False
            rows = self.model.standing()
            if len(rows) > MANY_ROWS:
                self._is_arranging = True
                day, sort = self.day, self.model.sort
                self.wom.work(lambda: self._arrange(rows, day, sort))
                return
            self._arranged(prepared(rows, self.day, self.model.sort))
        self.list.moved(-1)
        self.list.draw_all()
        self.list.draw_heads()

    # ---------------------------------------------------------------------------------------------- filtering

    @property
    def filter_text(self) -> str:
        return self.filter.text if self.filter else ""

    def filter_by(self, text: str) -> None:
        """Show only what fits; an unfinished filter leaves the list as it is and says what is wrong."""
        from wom_tui.domain.filter import parse_filter

        self.model.is_touched = self.model.is_touched or bool(text)
        self._filter_error = ""
        try:
            wanted = parse_filter(text, now=self.wom.now(), zone=self.wom.seat.zone.key)
        except WomError as error:
            self._filter_error = str(error)
            self.wom.draw_scope()
            return
        self.filter = None if wanted.is_empty else wanted
        matches = self.filter.matches if self.filter else None
        if matches is not None and self.model.total > MANY_ROWS:
            self._asked += 1
            asked = self._asked
            self.model.begin_filter()
            self.wom.work(lambda: self._filter_many(matches, asked))
            return
        self.model.filter(matches)
        self._filtered()

    def _filter_many(self, matches: Matches, asked: int) -> None:
        found = self.model.matching(matches)
        self.wom.call_from_thread(self._found_many, matches, found, asked)

    def _found_many(self, matches: Matches, found: Arrangement, asked: int) -> None:
        if asked == self._asked:  # else something else has been typed since
            self.model.end_filter(matches, found)
            self._filtered()

    def _filtered(self) -> None:
        self._asked += 1
        self.list.hold_screen_line(self.model.line)
        self.list.draw_all()
        self._cursor_came()
        self.frame_changed()

    def go_back(self) -> bool:
        """Esc: marks first, then the filter; False when there was neither."""
        if self.model.clear_marks():
            self._marked()
            return True
        if self.filter is not None or self._filter_error:
            self.filter_by("")
            return True
        return False

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


def target_of(row: OrderRow) -> Target:
    """The row as something that a verb acts on."""
    visit = row.visit
    return Target(row.number, row.version, visit.id if visit else None, visit.version if visit else None)
