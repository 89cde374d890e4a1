"""What does a dispatcher make of the board: which rows, in which order and groups, with which columns?"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from wom_tui.errors import WomError
from wom_tui.present.arrangement import Arrangement
from wom_tui.present.board import SORTS
from wom_tui.present.grouping import Grouping
from wom_tui.present.shape import Shape
from wom_tui.tui.board_model import BoardModel
from wom_tui.tui.board_news import MANY_ROWS, BoardNews
from wom_tui.tui.newest import Newest
from wom_tui.tui.prepared import Matches
from wom_tui.tui.view import View
from wom_tui.tui.widgets.line_board import LineBoard
from wom_tui.tui.widgets.reading import Reading

if TYPE_CHECKING:
    from wom_tui.domain.filter import Filter


class ShapedBoard(View):
    """The part of the board's view that answers filter, sort, groups, columns and the reading area."""

    model: BoardModel
    list: LineBoard
    reading: Reading
    news: BoardNews

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self.filter: Filter | None = None
        self.filter_error = ""
        self.followers: list[Callable[[], None]] = []  # told when other rows, or other marks, are shown
        self._newest = Newest()  # of the filters: the answer to an old one is dropped

    @property
    def shape(self) -> Shape:
        """What it has been made."""
        by = self.model.by
        return Shape(self.filter_text, by.sort, self.model.is_reversed, by.grouping, self.list.chosen)

    def take_shape(self, shape: Shape) -> None:
        """Make it another."""
        self.list.choose(shape.columns)
        was_touched = self.model.is_touched  # who has not chosen a row has not chosen one by this either
        self.filter_by(shape.filter)
        self.model.is_touched = was_touched
        self._order(shape)

    def _order(self, shape: Shape) -> None:
        """Sort and group, where that is otherwise."""
        if shape.by != self.model.by:
            self.model.is_reversed = shape.is_reversed
            self._arrange(shape)
        elif shape.is_reversed != self.model.is_reversed:
            self._turn_round()

    def _arrange(self, shape: Shape) -> None:
        if shape.sort != self.model.by.sort:
            self.list.column = shape.sort
        self.model.by = shape.by
        self.news.arrange_anew()
        self._arranged()

    def _arranged(self) -> None:
        self.list.moved(-1)
        self.list.draw_all()
        self.list.draw_heads()
        self.frame_changed()
        self.tell_followers()

    def tell_followers(self) -> None:
        """Other rows, or others marked: whoever shows the same ones has to draw them."""
        for follow in self.followers:
            follow()

    def _turn_round(self) -> None:
        self.news.settle(keep_cursor=True)
        self.model.reverse()
        self._arranged()

    # ------------------------------------------------------------------------------------------------ sorting

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
        if self.list.column == self.model.by.sort:
            self._turn_round()
        else:
            self.sort_by(self.list.column)

    def sort_by(self, column: str, *, is_reversed: bool = False) -> None:
        """Sort by a column; its id is in `SORTS`."""
        self._order(replace(self.shape, sort=column, is_reversed=is_reversed))

    # ------------------------------------------------------------------------------- groups, columns, reading

    def do_group(self) -> None:
        """C: by the next thing that rows have in common."""
        self.group_by(self.model.by.grouping.next)

    def group_by(self, grouping: Grouping) -> None:
        """Put rows in other groups."""
        self._order(replace(self.shape, grouping=grouping))

    def do_columns(self) -> None:
        """c: which columns, in which order; what is chosen is shown behind the panel at once."""
        from wom_tui.tui.screens.columns import ColumnsPanel

        before = self.list.chosen

        def answered(chosen: tuple[str, ...] | None) -> None:
            self.show_columns(before if chosen is None else chosen)

        self.wom.push_screen(ColumnsPanel(self.list.chosen, self.show_columns), answered)

    def show_columns(self, chosen: tuple[str, ...]) -> None:
        """Show these columns; none = the board's own."""
        self.list.choose(chosen)
        if self.list.column not in SORTS:
            self.list.column = self.model.by.sort
        self.frame_changed()

    def do_inspector(self) -> None:
        """I: the reading area goes, or comes back."""
        self.reading.is_wanted = not self.reading.is_wanted
        self.fit_reading()

    def fit_reading(self) -> None:
        """Beside the list, below it, or away."""
        self.reading.fit(self.size.width, self.size.height)
        self.call_after_refresh(self.reading.draw)

    # ---------------------------------------------------------------------------------------------- filtering

    @property
    def filter_text(self) -> str:
        return self.filter.text if self.filter else ""

    def filter_by(self, text: str) -> None:
        """Show only what fits; an unfinished filter leaves the list as it is and says what is wrong."""
        self.model.is_touched = self.model.is_touched or bool(text)
        self.filter_error = ""
        try:
            wanted = self.wom.seat.filter_of(text, self.wom.now())
        except WomError as error:
            self.filter_error = str(error)
            self.wom.draw_scope()
            return
        self.filter = None if wanted.is_empty else wanted
        self._search()

    def renew_filter(self) -> None:
        """Time has passed: `today` and `+2h` are others now. Which rows that concerns is for whoever asks."""
        if self.filter is None or not self.filter.is_timed:
            return
        try:
            self.filter = self.wom.seat.filter_of(self.filter.text, self.wom.now())
        except WomError:  # it has named what is no longer there: it goes on meaning what it did
            return
        self.model.mean_anew(self.filter.matches)

    def _search(self) -> None:
        """Find what fits; among many rows on a worker."""
        matches = self.filter.matches if self.filter else None
        if matches is not None and self.model.total > MANY_ROWS:
            found = self._newest.only(partial(self._found_many, matches))
            self.model.begin_filter()
            self.wom.work(lambda: self._filter_many(matches, found))
            return
        self.model.filter(matches)
        self._filtered()

    def search_again(self) -> None:
        """All rows have been arranged anew: what a worker is still looking for, it looks for among the old ones."""
        if self.model.is_filtering:
            self._search()

    def _filter_many(self, matches: Matches, found: Callable[[Arrangement], None]) -> None:
        self.wom.call_from_thread(found, self.model.matching(matches))

    def _found_many(self, matches: Matches, found: Arrangement) -> None:
        self.model.end_filter(matches, found)
        self._filtered()

    def _filtered(self) -> None:
        self._newest.drop()
        self.list.hold_screen_line(self.model.line)
        self.list.draw_all()
        self.reading.follow(self.model.cursor)
        self.frame_changed()
        self.tell_followers()
