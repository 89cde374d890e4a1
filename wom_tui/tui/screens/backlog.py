"""What is open, as a heat table: age across, groups down; Enter shows the orders of a cell on the board."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from textual import events
from textual.app import ComposeResult

from wom_tui.present.backlog import verdict
from wom_tui.present.backlog_cell import cell_lines
from wom_tui.present.backlog_heat import (
    COLUMNS,
    OPEN,
    SAID,
    HeatLine,
    Table,
    column_words,
    heat_lines,
    heat_out,
)
from wom_tui.present.cells import Line, Piece, clip, fill
from wom_tui.present.order_table import TableOut
from wom_tui.present.trend import FIGURES, Trend
from wom_tui.tui.key import BACKLOG
from wom_tui.tui.rest import Rest
from wom_tui.tui.view import Target
from wom_tui.tui.widgets.cursor_list import CursorList, KeyedList
from wom_tui.tui.widgets.lines import OneLine, StillLines

if TYPE_CHECKING:
    from wom_tui.queries.backlog import Backlog, By
    from wom_tui.queries.backlog_cells import Cell, Page
    from wom_tui.tui.changes import Changes

_AGAIN_S = 0.5  # so long what is known stands there before it is read again
_REST_S = 0.15  # so long the cursor stays on a cell before its orders are shown
# From this height of the view on, so many lines tell of the cell's orders.
_ROOMS = ((44, 15), (30, 9), (24, 6), (18, 3))
_BESIDE_FROM = (
    180  # columns from which on there is a second column: weeks beside the table, reasons beside orders
)
_INDENT, _GAP = 3, 4
_AT_END = 3  # lines of the table that are seen when the end of the page is: all together, the legend, a gap
_ON_PAGE = "bg"  # the ground of what stands beside the cursor's line and is not of it


class BacklogView(KeyedList[HeatLine]):
    """The page. It is read when it is opened and every minute; what happens meanwhile waits for that."""

    context = BACKLOG
    can_export = True
    words_id = "backlog-words"

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self.found: Page | None = None
        self.entries: Sequence[HeatLine] = ()
        self.cursor = ""
        self.column = OPEN
        self._by = 0
        self._told: tuple[str, Cell | None] = ("", None)  # which cell's orders are shown, and they
        self._weeks: list[Line] = []  # beside the table
        self._cell_room = 0
        self._rest = Rest(self, _REST_S, self._tell)
        self._again = Rest(self, _AGAIN_S, self._read)

    def compose(self) -> ComposeResult:
        yield OneLine(id="backlog-gap")
        yield CursorList(self, id="backlog-list", has_bars=True)
        yield StillLines(id="backlog-words")

    # ---------------------------------------------------------------------------------------- what is shown

    @property
    def seen(self) -> Backlog | None:
        """The counts."""
        return self.found.backlog if self.found is not None else None

    @property
    def by(self) -> By:
        """What the orders are grouped by."""
        from wom_tui.queries.backlog import By as Ways

        return tuple(Ways)[self._by]

    def _read(self) -> None:
        if not self.wom.is_live or not self.is_wanted:
            return
        from wom_tui.queries.backlog_cells import backlog_page

        board, zone = self.wom.board, self.wom.seat.zone
        rows = list(board.model.rows.values()) if board.is_loaded else None
        self.read(backlog_page, self.wom.now(), zone, rows, then=self._came, again=self._read)

    def _came(self, found: Page) -> None:
        self.found = found
        self._draw()
        self._tell()

    def opened(self) -> None:
        """What is known is shown; it is read again when that stands there."""
        if self.found is None:
            self._read()
        else:
            self._again.begin()

    def came_live(self) -> None:
        self._read()

    def minute(self, now: datetime) -> None:
        self._read()

    def rows_changed(self, changes: Changes) -> None:
        """Counts of thousands are not worth a look at every change."""

    def state_changed(self) -> None:
        self._draw()

    # ------------------------------------------------------------------------------------ the orders of a cell

    @property
    def filter(self) -> str | None:
        """What picks the orders that are counted under the cursor; None where there are none."""
        entry = self.entry
        return entry.picks[self.column] if entry is not None and entry.picks else None

    @property
    def cell(self) -> Cell | None:
        """The orders under the cursor."""
        entry = self.entry
        if self.found is None or entry is None:
            return None
        return self.found.cells.get((self.by, entry.group, self.column))

    @property
    def is_told(self) -> bool:
        """The orders that are shown are those under the cursor: it has come to rest."""
        return self._told[1] is self.cell

    def _tell(self) -> None:
        """The cursor stays where it is: show the orders there. Until then, those of the cell before are shown."""
        self._rest.drop()
        self._told = (self._said, self.cell)
        self._draw_words()

    @property
    def _said(self) -> str:
        return f"{self.entry.said}, {column_words(self.column)}" if self.entry is not None else ""

    # -------------------------------------------------------------------------------------------- the frame

    def scope(self) -> tuple[Line, Line]:
        if self.seen is None:
            return (("reading the backlog", "dim"),), ()
        left = f"  open orders by {SAID[self.by.value]} and age since opened, in days"
        return (("Backlog", "bold bright"), (left, "dim")), (
            (f"the oldest {self.seen.oldest_days} d", "dim"),
        )

    def attention(self) -> Line:
        return verdict(self.seen) if self.seen is not None else ()

    def rows_to_export(self) -> TableOut | None:
        return heat_out(self.seen, self.by) if self.seen is not None else None

    def targets(self) -> tuple[Target, ...]:
        """Nothing here is one order."""
        return ()

    # ---------------------------------------------------------------------------------------------- drawing

    def on_resize(self, event: events.Resize) -> None:
        self._cell_room = next((lines for least, lines in _ROOMS if event.size.height >= least), 0)
        self.query_one("#backlog-words").styles.height = self._cell_room + 2 if self._cell_room else 1
        self.query_one("#backlog-gap").display = event.size.height >= 16
        self.call_after_refresh(self._draw)

    def _draw(self) -> None:
        self.draw_cursor()
        self.frame_changed()

    @property
    def _beside(self) -> int:
        """Where the second column begins, right of the indent; 0 = there is none."""
        if self.seen is None or self.size.width < _BESIDE_FROM:
            return 0
        return self._table(self.seen).taken + _GAP

    def _table(self, seen: Backlog) -> Table:
        return Table(seen, self.by, self.size.width - _INDENT - 1, self.wom.signs)

    def _trend(self, seen: Backlog, width: int, height: int) -> list[Line]:
        return Trend(seen.weeks, width, self.wom.signs, self.wom.seat.zone).lines(height)

    def _lines(self) -> list[HeatLine]:
        seen = self.seen
        if seen is None:
            return []
        table = self._table(seen)
        lines = heat_lines(table, self.cursor, self.column)
        if self._beside:
            return lines
        height = self.list.size.height
        room = height - len(lines) - 1
        if room < FIGURES:  # they are reached by going to the end
            room = height - _AT_END
        return [*lines, HeatLine(()), *map(HeatLine, self._trend(seen, table.width, room))]

    def draw_cursor(self) -> None:
        seen, beside = self.seen, self._beside
        if seen is not None and self.size.width:
            cursor = self.cursor
            self.set_entries(self._lines())
            if self.cursor != cursor:
                self.entries = self._lines()  # with the brackets where the cursor is by now
            width = self.size.width - _INDENT - beside - 1
            self._weeks = self._trend(seen, width, self.list.size.height) if beside else []
        self.list.keep_cursor_in_sight()
        if self.cursor == "all":  # what is below it is no place for a cursor, and would never be seen
            self.list.top = max(0, min(self.cursor_line, len(self.entries) - self.list.size.height))
        self.list.refresh()
        if self.is_told:
            self._rest.drop()
        else:
            self._rest.begin()
        self._draw_words()

    def _draw_words(self) -> None:
        width, entry = self.size.width, self.entry
        lines: list[Line] = []
        if entry is not None and width:
            if self._cell_room:
                orders = self._orders(width - _INDENT - 1)
                lines = [(), *orders, *([()] * (self._cell_room - len(orders)))]
            lines.append(self._enter())
        indented = [clip(((" " * _INDENT, ""), *one), width - 1) for one in lines]
        self.query_one("#backlog-words", StillLines).show(indented)

    def _orders(self, width: int) -> list[Line]:
        said, cell = self._told
        if cell is None:
            return []
        now, signs, room = self.wom.now(), self.wom.signs, self._cell_room
        return cell_lines(said, cell, now, signs, width, room, beside=self._beside)

    def _enter(self) -> Line:
        if self.filter is None:
            return ((f"{self._said}: no order", "dim"),)
        return ("Enter", "bold bright"), (f" shows on the board: {self._said}", "dim")

    def list_line(self, line: int, width: int) -> Line:
        """One line."""
        if self.seen is None:
            return self.absent("the backlog") if line == 1 else ()
        left, beside, y = self.entry_line(line, width), self._beside, line - self.list.top
        if not beside:
            return left
        weeks = self._weeks[y] if y < len(self._weeks) else ()
        right: list[Piece] = [(text, f"{ink} {_ON_PAGE}".strip()) for text, ink in weeks]
        return fill((*fill(left, _INDENT + beside), *right), width, _ON_PAGE)

    @property
    def has_come(self) -> bool:
        return self.seen is not None

    # ----------------------------------------------------------------------------------------------- acting

    def do_bar_left(self) -> None:
        self._move(-1)

    def do_bar_right(self) -> None:
        self._move(1)

    def _move(self, columns: int) -> None:
        self.column = min(COLUMNS - 1, max(0, self.column + columns))
        self.draw_cursor()

    def do_group(self) -> None:
        """C: the same orders, grouped by something else."""
        from wom_tui.queries.backlog import By as Ways

        self._by = (self._by + 1) % len(Ways)
        self.cursor = ""
        self._draw()

    async def do_open(self) -> None:
        """Enter: the board, with these orders."""
        wanted = self.filter
        if wanted is None:
            self.wom.toast("there is no order to show here")
            return
        await self.wom.go("board")
        self.wom.board.filter_by(wanted)
