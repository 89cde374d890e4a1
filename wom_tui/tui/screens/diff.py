"""What differs between two moments, order by order: `diff 08:00 now`; Enter opens the order."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING

from textual import events
from textual.app import ComposeResult

from wom_tui.domain.between import two_moments
from wom_tui.domain.words import some
from wom_tui.errors import WomError
from wom_tui.present.cells import Line
from wom_tui.present.diff import Entry, between, entries, verdict
from wom_tui.tui.key import DIFF
from wom_tui.tui.newest import Newest
from wom_tui.tui.view import Target
from wom_tui.tui.widgets.cursor_list import CursorList, KeyedList
from wom_tui.tui.widgets.lines import OneLine

if TYPE_CHECKING:
    from wom_tui.queries.diff import Differences
    from wom_tui.tui.app import WomApp
    from wom_tui.tui.changes import Changes


def say_diff(app: WomApp, said: str) -> None:
    """The words after `diff`: two moments; one alone reaches to now."""
    try:
        since, until = two_moments(said, now=app.now(), zone=app.seat.zone.key, field="diff")
    except WomError as error:
        app.trouble.refused(error, f"diff {said}")
        return
    app.call_later(partial(_open, app, since, until))


async def _open(app: WomApp, since: datetime, until: datetime | None) -> None:
    await app.open(DIFF)
    app.query_one(DiffView).compare(since, until)


class DiffView(KeyedList[Entry]):
    """The page. Where it reaches to now it is read again every minute, and when it is opened."""

    context = DIFF
    tab = "board"
    words_id = "diff-gap"

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self.since: datetime | None = None
        self.until: datetime | None = None
        self.seen: Differences | None = None
        self.entries: Sequence[Entry] = ()
        self.cursor = ""
        self._newest = Newest()

    def compose(self) -> ComposeResult:
        yield OneLine(id="diff-gap")
        yield CursorList(self, id="diff-list")

    # ---------------------------------------------------------------------------------------- what is shown

    def compare(self, since: datetime, until: datetime | None) -> None:
        """Two other moments."""
        self.since, self.until, self.seen, self.entries = since, until, None, ()
        self._read()
        self._draw()

    def _read(self) -> None:
        if self.since is None or not self.wom.is_live or not self.display:
            return
        from wom_tui.queries.diff import differences

        came = self._newest.only(self._came)
        self.read(differences, self.since, self.until, self.wom.now(), then=came, again=self._read)

    def _came(self, seen: Differences) -> None:
        self.seen = seen
        self._draw()

    def opened(self) -> None:
        self._read()

    def came_live(self) -> None:
        self._read()

    def minute(self, now: datetime) -> None:
        if self.until is None:
            self._read()

    def rows_changed(self, changes: Changes) -> None:
        """What happens meanwhile waits for the minute."""

    def state_changed(self) -> None:
        self._draw()

    # -------------------------------------------------------------------------------------------- the frame

    def scope(self) -> tuple[Line, Line]:
        if self.seen is None:
            return (("what differs", "bold bright"),), ()
        left = (("what differs  ", "bold bright"), (between(self.seen, self.at), "text"))
        return left, ((some(len(self.seen.found), "order"), "dim"),)

    def attention(self) -> Line:
        return verdict(self.seen) if self.seen is not None else ()

    @property
    def order_here(self) -> int | None:
        return int(self.entry.key) if self.entry else None

    def targets(self) -> tuple[Target, ...]:
        """What it was is no order to act on: Enter opens the one that it is."""
        return ()

    @property
    def foot(self) -> int:
        return 0

    # ---------------------------------------------------------------------------------------------- drawing

    def on_resize(self, event: events.Resize) -> None:
        self.call_after_refresh(self._draw)

    def _draw(self) -> None:
        if self.seen is not None and self.size.width:
            self.set_entries(list(entries(self.seen, self.size.width - 5, self.at)))
        self.draw_cursor()
        self.frame_changed()

    def draw_cursor(self) -> None:
        self.list.keep_cursor_in_sight()
        if self.cursor_line <= 1:
            self.list.top = 0  # with the head of the first group
        self.list.refresh()

    def list_line(self, line: int, width: int) -> Line:
        """One line."""
        if self.seen is None:
            return self.absent("the differences") if line == 1 else ()
        if not self.entries:
            return (("   ", ""), ("no order differs", "text")) if line == 1 else ()
        return self.entry_line(line, width)

    # ----------------------------------------------------------------------------------------------- acting

    async def do_open(self) -> None:
        """Enter: the order as it is now."""
        if self.order_here is not None:
            await self.wom.open_order(self.order_here)
