"""The log: what was done, by whom, through which door; the act under the cursor is spelt out, with its way back."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime
from functools import partial
from typing import TYPE_CHECKING, Any

from textual import events
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical

from wom_tui.domain.habits import weekday_text
from wom_tui.domain.log_filter import LogFilter, parse_log_filter
from wom_tui.domain.receipt import WaysBack
from wom_tui.domain.violation import Violation
from wom_tui.domain.words import some
from wom_tui.errors import NotFound, WomError
from wom_tui.present.cells import Line, clip
from wom_tui.present.durations import clock, typed_at
from wom_tui.present.heads import head
from wom_tui.present.log import NAMED_BY, Own, act_line, heads, spelt_out, ways_line
from wom_tui.present.safe_text import safe
from wom_tui.tui.key import LOG
from wom_tui.tui.log_model import LogModel
from wom_tui.tui.newest import Newest
from wom_tui.tui.rest import Rest
from wom_tui.tui.view import Target
from wom_tui.tui.widgets.cursor_list import CursorList, ListView
from wom_tui.tui.widgets.lines import OneLine, StillLines
from wom_tui.tui.widgets.reading import BESIDE_FROM, REST_S, ReadingBelow, ReadingBeside

if TYPE_CHECKING:
    from wom_tui.domain.receipt import Receipt
    from wom_tui.queries.log import ActDetail, LogPage
    from wom_tui.queries.names import Names
    from wom_tui.tui.changes import Changes

LONG_PAGE = 5_000  # acts that `G` reads at once
FEW_CHANGES = 200  # an act of more is not checked for what stands in the way of taking it back
NOTICES = 3  # of this console, above the acts
Spelt = tuple["ActDetail", tuple[Violation, ...], "Names | None"]


def _spelt(reader: Any, command_id: str) -> tuple[ActDetail, tuple[Violation, ...]] | None:
    """Query: the act with its events, and why it cannot be taken back; None when it is not there."""
    from wom_tui.commands.undo import in_the_way
    from wom_tui.queries.log import act_detail

    try:
        detail = act_detail(reader, command_id)
    except NotFound:
        return None
    is_asked = detail.act.changes <= FEW_CHANGES and not detail.act.undone_by
    return detail, in_the_way(reader, command_id) if is_asked else ()


class LogView(ListView):
    """The acts. Older ones are read as the cursor comes near the end; newer ones come in above it."""

    context = LOG
    words_id = "log-words"
    has_filter = True

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self.model = LogModel(UTC)
        self.own = Own()
        self._text = ""
        self._wanted = LogFilter()
        self.is_read = False
        self._newest = Newest()
        self._on: date | None = None  # the day that it was when this was drawn
        self._is_reading = False
        self._spelt: Spelt | None = None
        self.below, self.beside = ReadingBelow(id="log-words"), ReadingBeside(id="log-beside")
        self.rest = Rest(self, REST_S, self._rested)

    def compose(self) -> ComposeResult:
        with Horizontal():
            with Vertical():
                yield StillLines(id="log-notices")
                yield OneLine(id="log-heads")
                yield CursorList(self, id="log-list")
                yield self.below
            yield self.beside

    @property
    def filter_text(self) -> str:
        return self._text

    # --------------------------------------------------------------------------------------------- reading

    def opened(self) -> None:
        self._draw_notices()
        if self.is_read:
            self._read_newer()
        else:
            self._read()

    def came_live(self) -> None:
        self._read()

    def rows_changed(self, changes: Changes) -> None:
        """Somebody has done something; after a day's worth of it, or elsewhere, all is read anew."""
        if not self.display or not self.is_read:
            self.is_read = self.is_read and not changes.is_all
        elif changes.is_all:
            self._read()
        else:
            self._read_newer()

    @property
    def has_come(self) -> bool:
        return self.is_read

    def state_changed(self) -> None:
        self._draw()

    def acted(self, receipt: Receipt | None) -> None:
        """What was refused is passed over: `u` is about another one."""
        if receipt is None and self.is_read:
            self._read_newer()

    def minute(self, now: datetime) -> None:
        """Only days are told by now, and they end once a day; as often a line says of an act that it was then."""
        on = now.astimezone(self.wom.seat.zone).date()
        if on != self._on:
            self._on = on
            self._draw()

    def _ask(self, then: Any, again: Any, **where: Any) -> None:
        if not self.wom.is_live:
            return
        seat, undoing = self.wom.seat, self.wom.acts.undoing
        self._is_reading = True
        at, wanted = seat.as_of, self._wanted

        def page(reader: Any) -> tuple[LogPage, WaysBack]:
            from wom_tui.queries.log import log_page

            own = undoing.ways(reader, seat.desk) if at is None else WaysBack()
            return log_page(reader, wanted, until=at, **where), own

        self.read(page, then=self._newest.only(partial(self._came, then)), again=again)

    def _came(self, then: Any, found: tuple[LogPage, WaysBack]) -> None:
        self._is_reading = False
        page, ways = found
        shown = self.wom.keymap.shown
        self.own = Own(ways, shown("undo"), shown("redo"), shown("edit"))
        then(page)

    def _read(self, *, follows: bool = True) -> None:
        self._ask(partial(self._came_anew, follows), partial(self._read, follows=follows))

    def _came_anew(self, follows: bool, page: LogPage) -> None:
        self.model.zone = self.wom.seat.zone
        self.model.begin(page.acts, is_all=page.is_all, follows=follows)
        self.is_read = True
        self._draw()

    def _read_newer(self) -> None:
        self._ask(self._came_newer, self._read_newer, after=self.model.newest)

    def _came_newer(self, page: LogPage) -> None:
        if not page.is_all:  # more than a page since: what is here is no beginning any more
            self._read()
            return
        lines = self.model.add_newer(page.acts)
        if self.list.top > 0:
            self.list.top += lines  # what somebody reads stays where it is
        self._draw()

    def _read_older(self, limit: int | None = None) -> None:
        if self.model.is_all or self.model.oldest is None:
            return
        if limit or not self._is_reading:
            where = {"before": self.model.oldest} | ({"limit": limit} if limit else {})
            self._ask(partial(self._came_older, limit is not None), self._read_older, **where)

    def _came_older(self, to_the_end: bool, page: LogPage) -> None:
        self.model.add_older(page.acts, is_all=page.is_all)
        if to_the_end:
            self.model.go_to_line(len(self.model.lines))
        self._draw()

    # -------------------------------------------------------------------------------------------- the frame

    def scope(self) -> tuple[Line, Line]:
        if self.filter_error:
            left: Line = (("/ ", "accent"), (safe(self.filter_error), "warn"))
        elif self.filter_text:
            left = (("filter  ", "bold bright"), (safe(self.filter_text), "text"))
        else:
            left = (("all that was done", "bold bright"), ("  newest first", "dim"))
        read = len(self.model.acts)
        more = "" if self.model.is_all or not self.is_read else ", older ones as you go"
        return left, ((f"{some(read, 'act')}{more}", "dim"),)

    def attention(self) -> Line:
        """What `u` and `U` are about."""
        return ways_line(self.own, self.at) if self.is_read else ()

    def targets(self) -> tuple[Target, ...]:
        """An act is no order: verbs need a number here."""
        return ()

    @property
    def order_here(self) -> int | None:
        detail = self._detail
        return detail.orders[0] if detail and detail.orders else None

    @property
    def foot(self) -> int:
        """The act under the cursor, where it is spelt out below."""
        return self.region.bottom - self.list.region.bottom

    # ---------------------------------------------------------------------------------------------- drawing

    def on_resize(self, event: events.Resize) -> None:
        is_beside = event.size.width >= BESIDE_FROM
        lines = 0 if event.size.height < 12 else max(4, event.size.height // 3 - 2)
        self.beside.display = is_beside
        self.below.display = not is_beside and lines > 0
        self.below.styles.height = lines + 1
        self._draw_notices()
        self.call_after_refresh(self._draw)

    def _draw_notices(self) -> None:
        """What this console has said and no journal has: refusals, and what others did."""
        said = [toast for toast in reversed(self.wom.toasts.past) if toast.stays][:NOTICES]
        zone, width = self.wom.seat.zone, max(20, self.size.width - 2)
        lines: list[Line] = (
            [(("   Said here", "bold bright"), ("  no act came of it", "dim"))] if said else []
        )
        lines += [
            clip((("   ", ""), (clock(toast.at, zone), "dim"), ("  ", ""), (toast.text, "text")), width)
            for toast in said
        ]
        panel = self.query_one("#log-notices", StillLines)
        panel.styles.height = len(lines) + (2 if lines else 1)
        panel.show([(), *lines, ()])

    def _draw(self) -> None:
        if not self.size.width:
            return
        self.query_one("#log-heads", OneLine).show(((("   ", "")), *heads(self._room)))
        self.draw_cursor()
        self.frame_changed()

    @property
    def _room(self) -> int:
        """Columns of an act."""
        beside = self.beside.styles.width.value if self.beside.display and self.beside.styles.width else 0
        return self.size.width - int(beside) - 5

    def draw_cursor(self) -> None:
        """Where it is; the act there is read when it has come to rest."""
        self.list.keep_cursor_in_sight()
        if self.model.line <= 1:
            self.list.top = 0  # with the head of its day
        self.list.refresh()
        if self._detail is None:
            self._spelt = None
        self.rest.begin()
        self._draw_words()
        if self.model.line > len(self.model.lines) - 2 * max(10, self.page):
            self._read_older()

    def list_line(self, line: int, width: int) -> Line:
        """A day, or an act."""
        if not self.model.lines:
            return self._instead() if line == 1 else ()
        if line >= len(self.model.lines):
            return ()
        entry, signs = self.model.lines[line], self.wom.signs
        if isinstance(entry, date):
            return head(weekday_text(entry), width - 1, signs.rule, indent=3)
        gutter = signs.cursor if entry.command_id == self.model.cursor else " "
        return ((gutter, "accent"), ("  ", ""), *act_line(entry, self.own, self.at, self._room))

    def _instead(self) -> Line:
        if not self.is_read:
            return self.absent("the log")
        if self.filter_text:
            words = (("no act fits the filter", "text"), ("   Esc", "bold bright"), (" shows all", "dim"))
            return (("   ", ""), *words)
        return (("   ", ""), ("nothing was done yet", "text"))

    # ------------------------------------------------------------------------------------ the act spelt out

    @property
    def _detail(self) -> ActDetail | None:
        """The act under the cursor, once it is read, as it stands by now."""
        act = self.model.act
        if self._spelt is None or act is None or self._spelt[0].act != act:
            return None
        return self._spelt[0]

    def _rested(self) -> None:
        act = self.model.act
        if act is not None and self.wom.is_live:
            self.wom.work(partial(self._read_act, act.command_id), quietly=True)

    def _read_act(self, command_id: str) -> None:
        found = self.wom.seat.desk.ask(_spelt, command_id)
        if found is not None:
            spelt = (*found, self.wom.seat.known_names())
            self.wom.call_from_thread(self._act_came, spelt)

    def _act_came(self, spelt: Spelt) -> None:
        act = self.model.act
        if act is not None and act.command_id == spelt[0].act.command_id:
            self._spelt = spelt
            self._draw_words()

    def _draw_words(self) -> None:
        panel = self.beside if self.beside.display else self.below
        if not panel.display or not panel.size.width:
            return
        lines: list[Line] = []
        if self._spelt is not None and self.model.act is not None:
            detail, obstacles, names = self._spelt
            width = panel.size.width - (3 if self.beside.display else 1)
            lines = spelt_out(detail, obstacles, self.own, names, self.at, width, panel.size.height - 1)
        panel.draw(lines)

    # ----------------------------------------------------------------------------------------------- moving

    @property
    def cursor_line(self) -> int:
        return self.model.line

    @property
    def all_lines(self) -> int:
        return len(self.model.lines)

    def step(self, lines: int) -> None:
        self.model.move(lines)
        self.draw_cursor()

    def do_bottom(self) -> None:
        """G: to the oldest act that was read, and from there on a good piece further."""
        super().do_bottom()
        self._read_older(LONG_PAGE)

    def click(self, line: int) -> None:
        self.model.go_to_line(line)
        self.draw_cursor()

    # ------------------------------------------------------------------------------------------ acting

    def filter_by(self, text: str) -> None:
        """`who=ann`, `order=4417`, `door=import`, `since=14:30`, words; an unfinished one leaves the list as it is."""
        self.filter_error = ""
        try:
            self._wanted = parse_log_filter(text, self.wom.now(), self.wom.seat.zone.key)
        except WomError as error:
            self.filter_error = str(error)
            self.wom.draw_scope()
            return
        self._text = text.strip()
        self._read(follows=False)

    def go_back(self) -> bool:
        """Esc: the filter first."""
        if self.filter_text or self.filter_error:
            self.filter_by("")
            return True
        return False

    def do_open(self) -> None:
        """Enter: the first order that the act touched."""
        act = self.model.act
        if act is not None:
            self.wom.ask(_spelt, act.command_id, then=self._open)

    async def _go(self, orders: Sequence[int]) -> None:
        if orders:
            await self.wom.open_order(orders[0])
        else:
            self.wom.toast("no order was touched by it")

    def _open(self, found: tuple[ActDetail, tuple[Violation, ...]] | None) -> None:
        self.wom.call_later(self._go, found[0].orders if found else ())

    def do_edit(self) -> None:
        """e: the line that takes this act back, whoever did it."""
        act = self.model.act
        if act is not None:
            self.wom.line.open(":", f"undo {act.command_id[:NAMED_BY]}")

    def copied(self) -> str:
        """When, who and what."""
        act = self.model.act
        if act is None:
            return ""
        return f"{typed_at(act.at, self.wom.seat.zone)}  {act.who}  {act.summary}  {act.command_id}"
