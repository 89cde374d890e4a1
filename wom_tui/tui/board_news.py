"""How does the board take in what others do, and the time: drawn where it stands, moved when nobody is at the keys?

A filter that speaks of times is asked anew every minute: the rows that it means by then wait as all do that move. At
the day's turn in the office every row is looked at anew: what ended yesterday goes, what is due today comes up, `today`
is the new one. That waits for quiet too, and for `.`; until then the board shows the day that it showed, and says so.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from functools import partial
from typing import TYPE_CHECKING

from wom_tui.present.board import Day
from wom_tui.present.grouping import By
from wom_tui.tui.garbage import rows_to_stay
from wom_tui.tui.prepared import Matches, Prepared, let_go, prepared, told_apart
from wom_tui.tui.rest import Quiet
from wom_tui.tui.screens.panel import Panel

if TYPE_CHECKING:
    from wom_tui.queries.orders import OrderRow
    from wom_tui.tui.changes import Changes
    from wom_tui.tui.screens.board import BoardView

UNDERLINED_S = 3.0
MANY_ROWS = 5_000  # from here on, rows are arranged on a worker


class BoardNews:
    """What comes in, what waits, and when it may move."""

    def __init__(self, board: BoardView) -> None:
        self.board = board
        self._waiting: list[Changes] = []  # came while rows were being arranged
        self._is_arranging = False
        self._coming: Sequence[OrderRow] = ()  # they are being arranged
        self._arrangings = 0  # so far: whichever was wished for last counts
        self._on: date | None = None  # the day for which the rows are arranged
        self.quiet = Quiet(board, board.quiet_s, self._is_held, self._quiet_now)

    def take(self, changes: Changes) -> None:
        """Take in what others did: where it stands, or as a whole."""
        if self._is_arranging:
            self._waiting.append(changes)
        elif changes.is_all or not self.board.model.rows:
            self.arrange(changes.rows)
        else:
            self._patch(changes)

    # ---------------------------------------------------------------------------------------------- as a whole

    def arrange(self, rows: Sequence[OrderRow]) -> None:
        """Put these rows on the board, in its order; many of them are arranged on a worker."""
        self.board.renew_filter()
        self._on = self.board.day.on
        day, by, matches = self.board.day, self.board.model.by, self.board.model.matches
        self._arrangings += 1
        self._coming, turn = rows, self._arrangings
        if len(rows) > MANY_ROWS:
            self._is_arranging = True
            self.board.wom.work(lambda: self._arrange_many(rows, day, by, matches, turn))
        else:
            self._arranged(prepared(rows, day, by, matches=matches), turn)

    def arrange_anew(self) -> None:
        """The same rows by what the model is sorted and grouped by now; those that are still to come, if any are."""
        self.arrange(self._coming if self._is_arranging else self.board.model.standing())

    def _arrange_many(
        self, rows: Sequence[OrderRow], day: Day, by: By, matches: Matches | None, turn: int
    ) -> None:
        with rows_to_stay():
            made = prepared(rows, day, by, self.board.wom.seat.courtesy.give_way, matches)
        self.board.wom.call_from_thread(self._arranged, made, turn)

    def _match_many(self, made: Prepared, matches: Matches, turn: int) -> None:
        made.match(matches)
        self.board.wom.call_from_thread(self._arranged, made, turn)

    def _arranged(self, made: Prepared, turn: int) -> None:
        board = self.board
        if turn != self._arrangings:  # something else has been wished for since
            return
        matches = board.model.matches
        if matches is not None and made.matches is not matches and len(made.rows) > MANY_ROWS:
            board.wom.work(lambda: self._match_many(made, matches, turn))
            return
        before = board.model.line
        old = board.model.load(made)
        if len(old.rows) > MANY_ROWS:
            board.wom.work(partial(let_go, old, board.wom.seat.courtesy.give_way), quietly=True)
        self._is_arranging, self._coming = False, ()
        board.search_again()
        board.list.hold_screen_line(before)
        board.list.on_resize()
        board.step_ahead()
        board.reading.follow(board.model.cursor)
        board.frame_changed()
        board.tell_followers()
        waiting, self._waiting = self._waiting, []
        for changes in waiting:
            self.take(changes)

    # ---------------------------------------------------------------------------------------------- row by row

    def _patch(self, changes: Changes) -> None:
        board = self.board
        ours = self._of_today(changes.rows)
        kept = {row.number for row in ours}
        gone = [*changes.gone, *(row.number for row in changes.rows if row.number not in kept)]
        patch = board.model.patch(ours, gone, board.day)
        for number in patch.numbers:
            if columns := patch.columns.get(number):
                board.list.changed[number] = columns
                board.set_timer(UNDERLINED_S, partial(self._stop_underlining, number, columns))
            board.list.draw_number(number)
        if board.model.cursor in patch.numbers:
            board.reading.follow(board.model.cursor)
        self.settle_when_quiet()
        board.wom.draw_counts()
        board.tell_followers()

    def _of_today(self, rows: Iterable[OrderRow]) -> list[OrderRow]:
        """Those that are open, and those that ended today."""
        began_at = self.board.wom.seat.midnight()
        return [row for row in rows if row.ended_at is None or row.ended_at >= began_at]

    def _stop_underlining(self, number: int, columns: frozenset[str]) -> None:
        changed = self.board.list.changed
        if changed.get(number) == columns:
            del changed[number]
            self.board.list.draw_number(number)

    # ----------------------------------------------------------------------------------------------- time passes

    @property
    def is_day_over(self) -> bool:
        """The rows stand as they did for a day that is over."""
        return self._on is not None and self._on != self.board.day.on

    def minute(self) -> None:
        """What the filter means by now, and what is due by now."""
        model, before = self.board.model, self.board.filter
        was_meant = model.matches
        if not self._is_arranging and not model.is_filtering:
            self.board.renew_filter()
        if self.board.filter is not before and was_meant is not None and model.matches is not None:
            rows = model.standing()
            if len(rows) > MANY_ROWS:
                self.board.wom.work(partial(self._tell_many_apart, rows, was_meant, model.matches))
            else:
                self._told_apart(told_apart(rows, was_meant, model.matches))
        model.tick(self.board.day)
        self.settle_when_quiet()

    def _tell_many_apart(self, rows: Sequence[OrderRow], was: Matches, now: Matches) -> None:
        found = told_apart(rows, was, now, self.board.wom.seat.courtesy.give_way)
        self.board.wom.call_from_thread(self._told_apart, found)

    def _told_apart(self, numbers: Iterable[int]) -> None:
        self.board.model.told_apart(numbers)
        self.settle_when_quiet()
        self.board.wom.draw_scope()

    # ---------------------------------------------------------------------------------------------- moving at last

    @property
    def _has_to_move(self) -> bool:
        return bool(self.board.model.pending) or self.is_day_over

    def settle_when_quiet(self) -> None:
        """Rows that wait are put in their place once nobody has pressed a key for a while."""
        if self._has_to_move and not self.board.wom.is_frozen:
            self.quiet.begin()

    def _quiet_now(self) -> None:
        if self._has_to_move and not self.board.wom.is_frozen:
            self.settle(keep_cursor=True)

    def _is_held(self) -> bool:
        """What a panel is about shall stay where it is."""
        return isinstance(self.board.wom.screen, Panel)

    def settle(self, *, keep_cursor: bool) -> None:
        """Put every row in its place; the cursor stays where the eye is."""
        board = self.board
        before, cursor = board.model.line, board.model.cursor
        board.model.settle(keep_cursor=keep_cursor)
        board.list.hold_screen_line(before)
        board.list.draw_all()
        if board.model.cursor != cursor:
            board.reading.follow(board.model.cursor)
        if self.is_day_over:
            self.arrange(self._of_today(self._coming if self._is_arranging else board.model.standing()))
        board.frame_changed()
        board.tell_followers()
