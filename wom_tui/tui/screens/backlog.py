"""What is open: how old, what it waits for, where; Enter shows the orders of a line on the board."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from textual import events
from textual.app import ComposeResult

from wom_tui.present.backlog_page import Entry, entries, verdict
from wom_tui.present.cells import Line, clip
from wom_tui.tui.key import BACKLOG
from wom_tui.tui.view import Target
from wom_tui.tui.widgets.cursor_list import CursorList, ListView
from wom_tui.tui.widgets.lines import OneLine, StillLines

if TYPE_CHECKING:
    from wom_tui.queries.backlog import Backlog
    from wom_tui.tui.seat import Changes


class BacklogView(ListView):
    """The page. It is read when it is opened and every minute; what happens meanwhile waits for that."""

    context = BACKLOG
    words_id = "backlog-words"

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self.seen: Backlog | None = None
        self.entries: list[Entry] = []
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
            before = self.cursor_line
            self.entries = entries(self.seen, self.size.width - 4, self.wom.signs, self.wom.seat.zone)
            if self.entry is None:
                self._go(before)
        self._draw_cursor()
        self.frame_changed()

    def _draw_cursor(self) -> None:
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

    @property
    def entry(self) -> Entry | None:
        """What the cursor is on."""
        return next((entry for entry in self.entries if entry.key and entry.key == self.cursor), None)

    @property
    def cursor_line(self) -> int:
        here = (at for at, entry in enumerate(self.entries) if entry.key and entry.key == self.cursor)
        return next(here, 0)

    def list_line(self, line: int, width: int) -> Line:
        """One line."""
        if self.seen is None:
            return self.absent("the backlog") if line == 1 else ()
        if line >= len(self.entries):
            return ()
        entry = self.entries[line]
        gutter = self.wom.signs.cursor if entry.key and entry.key == self.cursor else " "
        return clip(((gutter, "accent"), ("  ", ""), *entry.line), width - 1)

    # ----------------------------------------------------------------------------------------------- moving

    def step(self, lines: int) -> None:
        """To another line that counts something."""
        there = [at for at, entry in enumerate(self.entries) if entry.key]
        if there:
            here = there.index(self.cursor_line) if self.cursor_line in there else 0
            self._go(there[min(len(there) - 1, max(0, here + lines))])
            self._draw_cursor()

    def _go(self, line: int) -> None:
        there = [(abs(at - line), at) for at, entry in enumerate(self.entries) if entry.key]
        if there:
            self.cursor = self.entries[min(there)[1]].key

    def click(self, line: int) -> None:
        """The pointer is on a line of the list."""
        self._go(line)
        self._draw_cursor()

    @property
    def all_lines(self) -> int:
        return len(self.entries)

    # ----------------------------------------------------------------------------------------------- acting

    async def do_open(self) -> None:
        """Enter: the board, with these orders."""
        entry = self.entry
        if entry is None or entry.filter is None:
            self.wom.toast("there is no order to show here")
            return
        await self.wom.go("board")
        self.wom.board.filter_by(entry.filter)
