"""What is open, as a heat table: age across, groups down; Enter shows the orders of a cell on the board."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from textual import events
from textual.app import ComposeResult

from wom_tui.present.backlog import flow, verdict
from wom_tui.present.backlog_heat import (
    COLUMNS,
    OPEN,
    SAID,
    HeatLine,
    Table,
    cell_lines,
    column_words,
    heat_lines,
    heat_out,
)
from wom_tui.present.cells import Line, clip
from wom_tui.present.order_table import TableOut
from wom_tui.tui.key import BACKLOG
from wom_tui.tui.rest import Rest
from wom_tui.tui.view import Target
from wom_tui.tui.widgets.cursor_list import CursorList, KeyedList
from wom_tui.tui.widgets.lines import OneLine, StillLines

if TYPE_CHECKING:
    from wom_tui.queries.backlog import Backlog, By
    from wom_tui.queries.orders import OrderRow
    from wom_tui.tui.seat import Changes

_REST_S = 0.15  # so long the cursor stays on a cell before its orders are looked for
# From this height of the view on, so many lines tell of the cell's orders.
_ROOMS = ((30, 9), (24, 6), (18, 3))


class BacklogView(KeyedList[HeatLine]):
    """The page. It is read when it is opened and every minute; what happens meanwhile waits for that."""

    context = BACKLOG
    can_export = True
    words_id = "backlog-words"

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self.seen: Backlog | None = None
        self.entries: Sequence[HeatLine] = ()
        self.cursor = ""
        self.column = OPEN
        self.orders: Sequence[OrderRow] = ()  # of the cell
        self._by = 0
        self._picked: str | None = None  # the filter of `orders`
        self._asked = 0
        self._cell_room = 0
        self._rest = Rest(self, _REST_S, self._look)

    def compose(self) -> ComposeResult:
        yield OneLine(id="backlog-gap")
        yield CursorList(self, id="backlog-list", has_bars=True)
        yield StillLines(id="backlog-words")

    # ---------------------------------------------------------------------------------------- what is shown

    @property
    def by(self) -> By:
        """What the orders are grouped by."""
        from wom_tui.queries.backlog import By as Ways

        return tuple(Ways)[self._by]

    def _read(self) -> None:
        if not self.wom.is_live or not self.display:
            return
        from wom_tui.queries.backlog import whole_backlog

        seat = self.wom.seat
        self.read(whole_backlog, self.wom.now(), seat.zone, then=self._came, again=self._read)

    def _came(self, seen: Backlog) -> None:
        self.seen, self._picked = seen, None
        self._draw()

    def opened(self) -> None:
        self._read()

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
    def has_room(self) -> bool:
        """For the orders of the cell."""
        return self._cell_room > 0

    def _look(self) -> None:
        """Pick them from those that the board has, on a worker."""
        wanted, board = self.filter, self.wom.board
        if wanted is None or not board.is_loaded or not self._cell_room:
            return
        self._asked += 1
        asked, rows, now, zone = (
            self._asked,
            list(board.model.rows.values()),
            self.wom.now(),
            self.wom.seat.zone,
        )

        def job() -> None:
            from wom_tui.domain.filter import parse_filter

            found = parse_filter(wanted, now=now, zone=zone.key).apply(rows)
            self.app.call_from_thread(self._picked_came, asked, wanted, found)

        self.wom.work(job, quietly=True)

    def _picked_came(self, asked: int, wanted: str, found: Sequence[OrderRow]) -> None:
        if asked == self._asked:
            self._picked, self.orders = wanted, found
            self._draw_words()

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
        self._picked = None
        self.call_after_refresh(self._draw)

    def _draw(self) -> None:
        self.draw_cursor()
        self.frame_changed()

    def _lines(self) -> list[HeatLine]:
        seen, zone = self.seen, self.wom.seat.zone
        if seen is None:
            return []
        table = Table(seen, self.by, self.size.width - 4, self.wom.signs)
        lines = heat_lines(table, self.cursor, self.column)
        return [*lines, HeatLine(()), *map(HeatLine, flow(seen, table.width, self.wom.signs, zone))]

    def draw_cursor(self) -> None:
        if self.seen is not None and self.size.width:
            self.set_entries(self._lines())
            self.entries = self._lines()  # with the brackets where the cursor is by now
        self.list.keep_cursor_in_sight()
        self.list.refresh()
        if self.filter != self._picked:
            self.orders = ()
            self._asked += 1
            self._rest.begin()
        self._draw_words()

    def _draw_words(self) -> None:
        width, entry = self.size.width, self.entry
        if entry is None or width < 1:
            self.query_one("#backlog-words", StillLines).show([])
            return
        lines: list[Line] = []
        if self._cell_room and self._picked is not None and self._picked == self.filter:
            lines = self._cell(entry, width - 4)
        if self._cell_room:
            lines = [(), *lines, *([()] * (self._cell_room - len(lines)))]
        lines.append(self._enter(entry))
        self.query_one("#backlog-words", StillLines).show(
            [clip((("   ", ""), *one), width - 1) for one in lines]
        )

    def _cell(self, entry: HeatLine, width: int) -> list[Line]:
        from wom_tui.queries.backlog import waits_for

        waits = Counter(waits_for(row)[0] for row in self.orders)
        said = (entry.said, self.column)
        return cell_lines(*said, self.orders, waits, self.wom.now(), width, self._cell_room)

    def _enter(self, entry: HeatLine) -> Line:
        what = f"{entry.said}, {column_words(self.column)}"
        if self.filter is None:
            return ((f"{what}: no order", "dim"),)
        return ("Enter", "bold bright"), (f" shows on the board: {what}", "dim")

    def list_line(self, line: int, width: int) -> Line:
        """One line."""
        if self.seen is None:
            return self.absent("the backlog") if line == 1 else ()
        return self.entry_line(line, width)

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
