"""What needs a decision: one order after the other, the best answer typed; Enter runs it and goes on to the next."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from functools import partial
from typing import TYPE_CHECKING

from textual import events
from textual.app import ComposeResult

from wom_tui.present.cells import Line
from wom_tui.present.durations import count
from wom_tui.present.order_table import TableOut
from wom_tui.present.triage import Item, attention, counted_line, heads, items, places_for, triage_out
from wom_tui.tui.key import TRIAGE
from wom_tui.tui.newest import Newest
from wom_tui.tui.rest import Rest
from wom_tui.tui.second_look import SecondLook
from wom_tui.tui.triage_foot import TriageFoot
from wom_tui.tui.view import Target
from wom_tui.tui.widgets.cursor_list import CursorList, KeyedList
from wom_tui.tui.widgets.lines import OneLine

if TYPE_CHECKING:
    from wom_tui.domain.receipt import Receipt
    from wom_tui.grammar.answers import Answer
    from wom_tui.queries.triage import Entry, Originals, Triage
    from wom_tui.tui.changes import Changes

# After a change, so that many that come together are read once; later where to read them takes a while.
_NEWS_S, _LATE_NEWS_S = 0.5, 3.0
_MANY = 20_000  # orders
_COMPARED_AGAIN = timedelta(minutes=10)  # duplicates are looked for no more often


class TriageView(KeyedList[Item]):
    """The queue above, the order under the cursor and its answer below."""

    context = TRIAGE
    can_export = True
    words_id = "triage-foot"
    goes_on = False  # Enter must not run the line of an order that others have brought under the cursor

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self.seen: Triage | None = None
        self.entries: Sequence[Item] = ()
        self.cursor = ""
        self.decided = 0  # from here, since the console was opened
        self.below = TriageFoot(self)
        self.second_look: SecondLook = SecondLook(self)
        self._is_opened = False  # anew, and what it shows has not been read since
        self._news = Rest(self, _NEWS_S, self._read)
        self._late_news = Rest(self, _LATE_NEWS_S, self._read)
        self._originals: Originals = {}
        self._compared_at: datetime | None = None
        self._newest = Newest()

    def compose(self) -> ComposeResult:
        yield OneLine(id="triage-gap")
        yield OneLine(id="triage-heads")
        yield CursorList(self, id="triage-list")
        yield self.below

    # ---------------------------------------------------------------------------------------- what is shown

    def _read(self) -> None:
        board = self.wom.board
        if not self.wom.is_live or not self.is_wanted or not board.is_loaded:
            return
        from wom_tui.queries.triage import triage

        self._compare()
        asking = partial(triage, breathe=self.wom.seat.courtesy.give_way)
        rows = list(board.model.rows.values())
        came = self._newest.only(self._came)
        self.read(asking, rows, self.wom.now(), self._originals, then=came, again=self._read)

    def _compare(self) -> None:
        """Look for duplicates, once in a while: all reports of some days are compared with each other."""
        now = self.wom.now()
        if self._compared_at is not None and now - self._compared_at < _COMPARED_AGAIN:
            return
        from wom_tui.queries.triage import likely_duplicates

        self._compared_at = now
        self.wom.ask(likely_duplicates, now, then=self._compared, quietly=True)

    def _compared(self, found: Originals) -> None:
        if found != self._originals:
            self._originals = found
            self._read()

    def _came(self, seen: Triage) -> None:
        if self._is_opened:  # what stood here before was only drawn until this came
            self._is_opened = False
            self.second_look.forget()
        self.seen = seen
        self.draw()

    def opened(self) -> None:
        self._is_opened = True
        if self.seen is not None and self._is_large:
            self._news.begin()  # what is known is to stand there first
        else:
            self._read()

    def time_jumped(self, now: datetime) -> None:
        self._is_opened = True
        super().time_jumped(now)

    def came_live(self) -> None:
        self._compared_at = None
        self._read()

    def minute(self, now: datetime) -> None:
        self._read()

    def rows_changed(self, changes: Changes) -> None:
        """Somebody has acted, perhaps this console: the queue is another."""
        if self.display and not changes.is_empty:
            (self._late_news if self._is_large else self._news).begin()

    @property
    def _is_large(self) -> bool:
        return len(self.wom.board.model.rows) > _MANY

    def state_changed(self) -> None:
        self.draw()

    @property
    def claimed(self) -> int | None:
        """Everybody begins at the top: whoever decides about an order, or rings its caller, is seen by the others."""
        return self.order_here

    def others_changed(self) -> None:
        self.below.draw()

    @property
    def repair_here(self) -> str:
        """The repair that has waited longest for a yes."""
        return self.seen.repairs[0].name if self.seen is not None and self.seen.repairs else ""

    @property
    def here(self) -> Entry | None:
        """The order under the cursor."""
        item = self.entry
        return item.entry if item is not None else None

    # -------------------------------------------------------------------------------------------- the frame

    def scope(self) -> tuple[Line, Line]:
        if self.seen is None:
            return (("Triage", "bold bright"),), ()
        left: Line = (("Triage", "bold bright"), ("  what needs a decision, most pressing first", "dim"))
        decided = f"   {count(self.decided)} decided here" if self.decided else ""
        return left, (*counted_line(self.seen), (decided, "dim"))

    def attention(self) -> Line:
        return attention(self.seen, self.wom.signs, self.size.width - 2) if self.seen is not None else ()

    def targets(self) -> tuple[Target, ...]:
        """The order under the cursor, in the version that was read."""
        return self.second_look.as_read(self._drawn)

    @property
    def _drawn(self) -> Target | None:
        return Target.of(self.here.row) if self.here is not None else None

    def rows_to_export(self) -> TableOut | None:
        return triage_out(self.seen, self.wom.now()) if self.seen is not None else None

    def copied(self) -> str:
        return self.below.line_text

    # ---------------------------------------------------------------------------------------------- drawing

    def on_resize(self, event: events.Resize) -> None:
        self.query_one("#triage-gap").display = event.size.height >= 16
        self.below.fit(event.size.height, self.wom.line.height)
        self.call_after_refresh(self.draw)

    def draw(self) -> None:
        """Everything, from what is known. Before there is room nobody sees anything, and nothing has been read."""
        width = self.size.width
        if not width:
            return
        if self.seen is not None:
            from wom_tui.grammar.answers import usual

            self.set_entries(items(self.seen, self.at, width - 4, usual, self.below.suggested))
            self.query_one("#triage-heads", OneLine).show(heads(places_for(width - 4)))
        self.draw_cursor()
        self.frame_changed()

    def draw_cursor(self) -> None:
        self.list.keep_cursor_in_sight()
        self.list.refresh()
        self.second_look.drawn(self._drawn)
        self.below.look_at(self.here)
        if self.display:
            self.wom.presence.follow(self.claimed)

    def list_line(self, line: int, width: int) -> Line:
        """One line."""
        if self.seen is None:
            return self.absent("what needs a decision") if line == 0 else ()
        if not self.entries:
            return (("   nothing waits for a decision", "dim"),) if line == 0 else ()
        return self.entry_line(line, width)

    @property
    def foot(self) -> int:
        return self.below.size.height

    @property
    def has_come(self) -> bool:
        return self.seen is not None and self.size.width > 0  # before that no cursor stands on any

    # ----------------------------------------------------------------------------------------------- acting

    def do_open(self) -> None:
        """Enter: what is typed runs, and the next one comes; where something is missing, the line is opened."""
        answer = self._typed_here()
        if answer is None:
            return
        if answer.is_open:
            self.wom.line.open(":", answer.line)
        elif not self.wom.is_live:
            self.wom.toast(*self.wom.live.refusal)
        elif before := self.below.line_before:
            self.below.line_before = ""
            words = f"not done: the line was “{before}”, and is “{answer.line}” by now"
            self.wom.toast(words, "Enter sends it as it is", is_error=True)
        else:
            self.wom.speech.say(answer.line)

    def _typed_here(self) -> Answer | None:
        """What is typed for the order under the cursor; where nothing is, that is said."""
        if self.here is None:
            self.wom.toast("nothing waits for a decision here")
        elif self.below.answer is None:
            self.wom.toast("one moment: what could be done is still asked for")
        else:
            return self.below.answer
        return None

    def acted(self, receipt: Receipt | None) -> None:
        """What was said is done: on to the next, whatever becomes of this one."""
        here = self.here
        if receipt is None or here is None or receipt.form != "act" or not _is_about(receipt, here):
            return
        self.decided += 1
        self.step(1)
        if self.here is here:  # it was the last one
            self.step(-1)
        if self.here is not here:
            self._drop(here)
        self.frame_changed()

    def _drop(self, entry: Entry) -> None:
        """It was decided about; where something is still wrong with it, the next look finds it."""
        self.entries = [item for item in self.entries if item.entry is not entry]
        self.draw_cursor()

    def do_next_answer(self) -> None:
        """b: the next answer is typed."""
        self.below.step()

    def do_edit(self) -> None:
        """e: into the line that is typed."""
        answer = self._typed_here()
        if answer is not None:
            self.wom.line.open(":", answer.line)


def _is_about(receipt: Receipt, entry: Entry) -> bool:
    """Something was done to the order, and not only to another one."""
    own = {f"work_order:{entry.number}", f"visit:{entry.row.visit.id}" if entry.row.visit else ""}
    is_named = str(entry.number) in receipt.summary.split()
    return any(
        is_named or event.subject in own or event.after.get("order_id") == entry.number
        for event in receipt.events
    )
