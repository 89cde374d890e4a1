"""What office and field say to each other: what is new first; under it the thread, and the way to answer."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING

from wom_tui.domain.message import Me
from wom_tui.domain.words import typed
from wom_tui.present.cells import Line
from wom_tui.present.message_list import (
    SORTS,
    attention,
    columns_for,
    fits,
    message_line,
    messages_out,
    thread,
)
from wom_tui.queries.messages import LATELY, MessageRow
from wom_tui.tui.key import MESSAGES
from wom_tui.tui.rest import Rest
from wom_tui.tui.screens.table import TableView

if TYPE_CHECKING:
    from wom_tui.present.columns import Column
    from wom_tui.present.order_table import TableOut

READ_S = 1.5  # so long the cursor stays on a message that is read then


class MessagesView(TableView[MessageRow]):
    """The list of the last month. What is new when it is opened stays above while somebody reads."""

    context = MESSAGES
    tab = "alerts"
    what = "message"
    nothing = "nothing was said this month"
    first_sort = "sent"
    told_by = frozenset({"message"})
    sorts = SORTS
    words_id = "messages-words"
    verbs = frozenset({"got", "reply", "withdraw"})

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._new: frozenset[int] = frozenset()  # numbers that were unread when this was opened
        self._thread: tuple[int, Sequence[MessageRow]] = (0, ())
        self._seen = Rest(self, READ_S, self._mark_read)

    # ---------------------------------------------------------------------------------------------- reading

    @property
    def me(self) -> Me:
        """Who reads."""
        return Me.of(self.wom.seat.desk.actor)

    def ask(self) -> None:
        from wom_tui.queries.messages import message_rows

        now = self.wom.now()
        asking = partial(message_rows, since=now - LATELY)
        self.read(asking, self.me, then=self._came, again=self._read)

    def _came(self, rows: Sequence[MessageRow]) -> None:
        self._new |= {row.number for row in rows if row.is_unread}
        self.show_rows(rows)

    def opened(self) -> None:
        self._new = frozenset()
        super().opened()

    # ------------------------------------------------------------------------------------ what is listed

    def key_of(self, row: MessageRow) -> str:
        return f"{row.number:09}"

    def named(self, row: MessageRow) -> str:
        return str(row.number)

    def fits(self, row: MessageRow, text: str) -> bool:
        return fits(row, text)

    def columns_for(self, width: int) -> tuple[Column, ...]:
        return columns_for(width)

    def row_line(self, row: MessageRow, columns: tuple[Column, ...]) -> Line:
        return message_line(row, columns, self.at)

    def groups(self, rows: list[MessageRow]) -> list[tuple[str, list[MessageRow]]]:
        """What was new when this was opened; what somebody has still to acknowledge; all else."""
        new = [row for row in rows if row.number in self._new]
        waiting = [row for row in rows if row.waits_for and row.number not in self._new]
        others = [row for row in rows if not row.waits_for and row.number not in self._new]
        return [("New", new), ("Not acknowledged", waiting), ("Read", others)]

    def words(self, row: MessageRow, width: int, lines: int) -> list[Line]:
        number, rows = self._thread
        return thread(rows if number == row.number else (row,), row, self.at, width, lines)

    def rows_to_export(self) -> TableOut | None:
        return messages_out(self.shown) if self.rows is not None else None

    def attention(self) -> Line:
        return attention(self.rows, self.size.width - 2) if self.rows is not None else ()

    @property
    def order_here(self) -> int | None:
        return self.row.order if self.row is not None else None

    def copied(self) -> str:
        return self.row.text if self.row is not None else ""

    # ------------------------------------------------------------------------------------ under the cursor

    def draw_cursor(self) -> None:
        super().draw_cursor()
        self._seen.begin()

    def look_closer(self, row: MessageRow) -> None:
        from wom_tui.queries.messages import message_thread

        came = partial(self._thread_came, row.number)
        self.wom.ask(message_thread, row.number, self.me, then=came, quietly=True)

    def _thread_came(self, number: int, rows: Sequence[MessageRow]) -> None:
        self._thread = number, rows
        self.draw_words()

    def _mark_read(self) -> None:
        """It was looked at for a while; of the past nothing is read."""
        row = self.row
        if row is None or not row.is_unread or not self.display or not self.wom.live.may_act:
            return

        def job() -> None:
            from wom_tui.message_marks import mark_read

            mark_read(self.wom.seat.desk, [row])
            self.wom.call_from_thread(self._read)

        self.wom.work(job, quietly=True)

    # ----------------------------------------------------------------------------------------------- acting

    async def do_open(self) -> None:
        """Enter: the order, with its thread; of what is about no order the technician."""
        row = self.row
        if row is None:
            return
        if row.order is not None:
            from wom_tui.tui.screens.order import OrderView

            await self.wom.open_order(row.order)
            self.wom.query_one(OrderView).part = "Messages"
        elif row.technician is not None:
            from wom_tui.tui.screens.technician import look_up

            look_up(self.wom, row.technician)

    def do_acknowledge(self) -> None:
        """A: I know."""
        if self.row is None:
            self.wom.toasts.none_here(self.what)
        else:
            self.wom.speech.say(typed("got ."))

    def do_talk(self) -> None:
        """ ": the answer, in the same thread."""
        if self.row is None:
            self.wom.toasts.none_here(self.what)
        else:
            self.wom.line.open(":", typed(f"reply {self.row.number} "))
