"""What is open: how old, what it waits for, where; Enter shows the orders of a line on the board."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from textual import events
from textual.app import ComposeResult

from wom_tui.present.backlog import Entry, entries, verdict
from wom_tui.present.cells import Line, clip
from wom_tui.tui.key import BACKLOG
from wom_tui.tui.view import Target
from wom_tui.tui.widgets.cursor_list import CursorList, KeyedList
from wom_tui.tui.widgets.lines import OneLine, StillLines

if TYPE_CHECKING:
    from wom_tui.queries.backlog import Backlog
    from wom_tui.tui.seat import Changes


class BacklogView(KeyedList[Entry]):
    """The page. It is read when it is opened and every minute; what happens meanwhile waits for that."""

    context = BACKLOG
    words_id = "backlog-words"

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self.seen: Backlog | None = None
        self.entries: Sequence[Entry] = ()
        self.cursor = ""

    def compose(self) -> ComposeResult:
        yield CursorList(self, id="backlog-list", has_bars=True)
        yield OneLine(id="backlog-gap")
        yield StillLines(id="backlog-words")

    # ---------------------------------------------------------------------------------------- what is shown

    def _read(self) -> None:
        if not self.wom.is_live or not self.display:
            return
        from wom_tui.queries.backlog import whole_backlog

        seat = self.wom.seat
        self.read(whole_backlog, self.wom.now(), seat.zone, then=self._came, again=self._read)

    def _came(self, seen: Backlog) -> None:
        self.seen = seen
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

    # -------------------------------------------------------------------------------------------- the frame

    def scope(self) -> tuple[Line, Line]:
        if self.seen is None:
            return (("reading the backlog", "dim"),), ()
        return (("all open orders", "bright"),), ((f"the oldest {self.seen.oldest_days} d", "dim"),)

    def attention(self) -> Line:
        return verdict(self.seen) if self.seen is not None else ()

    def targets(self) -> tuple[Target, ...]:
        """Nothing here is one order."""
        return ()

    # ---------------------------------------------------------------------------------------------- drawing

    def on_resize(self, event: events.Resize) -> None:
        self.query_one("#backlog-words").styles.height = 1
        self.query_one("#backlog-gap").display = event.size.height >= 16
        self.call_after_refresh(self._draw)

    def _draw(self) -> None:
        if self.seen is not None and self.size.width:
            page = entries(self.seen, self.size.width - 4, self.wom.signs, self.wom.seat.zone)
            self.set_entries(page)
        self.draw_cursor()
        self.frame_changed()

    def draw_cursor(self) -> None:
        self.list.keep_cursor_in_sight()
        self.list.refresh()
        entry = self.entry
        words: Line = ()
        if entry is not None and entry.filter is not None:
            words = (
                ("Enter", "bold bright"),
                (f" shows what is counted here on the board: {entry.said}", "dim"),
            )
        self.query_one("#backlog-words", StillLines).show([clip((("   ", ""), *words), self.size.width - 1)])

    def list_line(self, line: int, width: int) -> Line:
        """One line."""
        if self.seen is None:
            return self.absent("the backlog") if line == 1 else ()
        return self.entry_line(line, width)

    # ----------------------------------------------------------------------------------------------- acting

    async def do_open(self) -> None:
        """Enter: the board, with these orders."""
        entry = self.entry
        if entry is None or entry.filter is None:
            self.wom.toast("there is no order to show here")
            return
        await self.wom.go("board")
        self.wom.board.filter_by(entry.filter)
