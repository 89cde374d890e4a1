"""One technician: days, shifts, absences, skills, van, and what stands in the way; each line can be changed."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from functools import partial
from typing import TYPE_CHECKING, Any

from textual import events
from textual.app import ComposeResult

from wom_tui.domain.minutes import minute_of
from wom_tui.domain.words import typed
from wom_tui.present.cells import Line, clip
from wom_tui.present.safe_text import safe
from wom_tui.present.technician import Entry, Page, entries, entry_words, verdict
from wom_tui.present.time_axis import Setting
from wom_tui.tui.key import TECHNICIAN
from wom_tui.tui.view import Target
from wom_tui.tui.widgets.cursor_list import CursorList, KeyedList
from wom_tui.tui.widgets.lines import OneLine, StillLines

if TYPE_CHECKING:
    from wom_tui.queries.technician import TechnicianDetail
    from wom_tui.tui.app import WomApp
    from wom_tui.tui.changes import Changes

_TELLING = frozenset(
    {"technician", "shift", "skill_grant", "absence", "visit", "work_order", "stock", "part", "territory"}
)


async def open_technician(app: WomApp, technician: int, on: date | None = None) -> None:
    """Show one technician, from a day on; None = today."""
    await app.open(TECHNICIAN)
    app.query_one(TechnicianView).show_technician(technician, on)


def look_up(app: WomApp, called: str) -> None:
    """Show the technician whom a text means, as every line takes it."""

    def find(reader: Any, now: datetime) -> int:
        from wom_tui.grammar.resolver import FactResolver

        return FactResolver(reader, now).technician(called).id

    def came(technician: int) -> None:
        app.call_later(open_technician, app, technician)

    app.ask(find, app.now(), then=came)


class TechnicianView(KeyedList[Entry]):
    """The page."""

    context = TECHNICIAN
    tab = "lanes"
    words_id = "technician-words"

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self.technician: int | None = None
        self.detail: TechnicianDetail | None = None
        self.entries: Sequence[Entry] = ()
        self.cursor = "who"  # by what it is about, so that it stays there while lines come and go
        self._on: date | None = None
        self._is_missing = False
        self._is_stale = False  # something has happened while another view was in front

    def compose(self) -> ComposeResult:
        yield CursorList(self, id="technician-list", has_bars=True)
        yield OneLine(id="technician-gap")
        yield StillLines(id="technician-words")

    # ---------------------------------------------------------------------------------------- what is shown

    def show_technician(self, technician: int, on: date | None) -> None:
        """Another technician, or another first day."""
        if technician != self.technician:
            self.detail, self.entries, self.cursor, self._is_missing = None, (), "who", False
        self.technician, self._on = technician, on
        self._read()

    def _read(self) -> None:
        self._is_stale = not self.display
        if self.technician is None or not self.wom.is_live or not self.display:
            return
        from wom_tui.queries.technician import technician_detail

        came = partial(self._came, self.technician)
        self.read(technician_detail, self.technician, self.wom.now(), self._on, then=came, again=self._read)
        self._draw()

    def _came(self, technician: int, detail: TechnicianDetail | None) -> None:
        if technician == self.technician:
            self.detail, self._is_missing = detail, detail is None
            self._draw()

    def opened(self) -> None:
        if self._is_stale:
            self._read()

    def came_live(self) -> None:
        self._read()

    def state_changed(self) -> None:
        self._draw()

    def minute(self, now: datetime) -> None:
        """What is over by now, and the now line."""
        self._read()

    def rows_changed(self, changes: Changes) -> None:
        """Somebody has changed something of a roster, a visit or a van."""
        if changes.may_touch(_TELLING):
            self._read()

    # -------------------------------------------------------------------------------------------- the frame

    def scope(self) -> tuple[Line, Line]:
        """Name and code; who changes what is read on the right."""
        if self.detail is None:
            said = "there is no such technician any more" if self._is_missing else "reading the technician"
            return ((said, "warn" if self._is_missing else "dim"),), ()
        tech = self.detail.technician
        left: Line = ((safe(tech.name), "bold bright"), (f"   {safe(tech.code)}", "dim"))
        return left, ((f"version {tech.version}", "dim"),)

    def attention(self) -> Line:
        return verdict(self.page_now) if self.detail is not None else ()

    def targets(self) -> tuple[Target, ...]:
        """The visit in the way that the cursor is on."""
        entry = self.entry
        if entry is None or entry.stranded is None:
            return ()
        visit, order = entry.stranded.visit, entry.stranded.order
        return (Target(order.id, order.version, visit.id, visit.version),)

    # ---------------------------------------------------------------------------------------------- drawing

    @property
    def page_now(self) -> Page:
        """What every line is drawn with."""
        from wom_tui.grammar.words import quoted

        assert self.detail is not None
        now, zone, signs = minute_of(self.wom.now()), self.wom.seat.zone, self.wom.signs
        setting = Setting(now, zone, is_flat=bool(self.wom.look.flat), is_ascii=signs.is_ascii)
        return Page(self.detail, setting, zone, self.size.width, signs, quoted)

    def on_resize(self, event: events.Resize) -> None:
        self.query_one("#technician-words").styles.height = 1
        self.query_one("#technician-gap").display = event.size.height >= 16
        self.call_after_refresh(self._draw)

    def _draw(self) -> None:
        if self.detail is not None and self.size.width:
            self.set_entries(entries(self.page_now))
        self.draw_cursor()
        self.frame_changed()

    def draw_cursor(self) -> None:
        """Where it is, and what can be done there; the lines themselves are as they were."""
        self.list.keep_cursor_in_sight()
        self.list.refresh()
        words: Line = ()
        if (entry := self.entry) is not None:
            words = entry_words(entry, self.page_now, self.wom.now())
        self.query_one("#technician-words", StillLines).show(
            [clip((("   ", ""), *words), self.size.width - 1)]
        )

    def list_line(self, line: int, width: int) -> Line:
        """One entry."""
        if self.detail is None:
            return self.absent("the technician") if line == 1 and not self._is_missing else ()
        return self.entry_line(line, width)

    # ----------------------------------------------------------------------------------------------- acting

    async def do_open(self) -> None:
        """Enter: the order of a visit in the way; of all else the line that changes it."""
        if targets := self.targets():
            await self.wom.open_order(targets[0].number)
        else:
            self.do_edit()

    def do_edit(self) -> None:
        """e: the line that changes what the cursor is on, typed as it stands."""
        self._begin(self.entry.edit if self.entry else "", "nothing is to be changed here")

    def do_remove(self) -> None:
        """X: the line that takes it away."""
        self._begin(self.entry.remove if self.entry else "", "nothing is to be taken away here")

    def do_add(self) -> None:
        """+: the line that makes another one of the kind that the cursor is on."""
        self._begin(self.entry.add if self.entry else "", "go to a block that something can be added to")

    def do_off(self) -> None:
        """o: the line that says when they are away; on a day, that day."""
        if self.detail is not None:
            on = f"{self.entry.on} " if self.entry and self.entry.on else ""
            self._begin(typed(f"absent {self.page_now.code} {on}"), "")

    def _begin(self, line: str, otherwise: str) -> None:
        if line:
            self.wom.line.open(":", line)
        else:
            self.wom.toast(otherwise)

    def copied(self) -> str:
        """Name and code."""
        tech = self.detail.technician if self.detail else None
        return f"{tech.name}  {tech.code}" if tech else ""
