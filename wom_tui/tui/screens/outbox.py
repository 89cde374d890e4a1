"""The outbox: what waits to leave the house, has left, could not; a key lets it go again, or lets it go unsent."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

from wom_tui.domain.outbox import STANDING
from wom_tui.domain.words import some, typed
from wom_tui.present.at import At
from wom_tui.present.cells import Line
from wom_tui.present.outbox_list import (
    GROUPS,
    SORTS,
    attention,
    card,
    columns_for,
    fits,
    outbox_line,
    outbox_out,
)
from wom_tui.present.refusals import refused_words
from wom_tui.present.safe_text import safe
from wom_tui.queries.outbox_seen import OutboxRow, OutboxSeen
from wom_tui.tui.key import OUTBOX
from wom_tui.tui.rest import Rest
from wom_tui.tui.screens.ask import AskPanel
from wom_tui.tui.screens.table import TableView

if TYPE_CHECKING:
    from wom_tui.commands.command import Command
    from wom_tui.domain.receipt import Receipt
    from wom_tui.present.columns import Column
    from wom_tui.present.order_table import TableOut
    from wom_tui.queries.letters import Prepared
    from wom_tui.tui.seat import Seat

    Rows = Sequence[OutboxRow]
    Back = tuple["Way", Sequence[Command]]

_AGAIN_S = 5.0  # while something waits: what leaves is in no journal, so nobody says that it has left


class Way(NamedTuple):
    """What was done, and what `u` does then."""

    done: str
    back: str = ""


class OutboxView(TableView[OutboxRow]):
    """The list, in real time. It is always that of the live days, wherever the console stands."""

    context = OUTBOX
    tab = "alerts"
    what = "message"
    nothing = "nothing was to leave the house: no notification is on, or nothing happened that one tells"
    first_sort = "state"
    sorts = SORTS
    words_id = "outbox-words"
    verbs = frozenset({"outbox"})

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self.seen: OutboxSeen | None = None
        self._letter: tuple[OutboxRow, Prepared] | None = None
        self._back: Back | None = None  # what takes back what was done here last
        self._again = Rest(self, _AGAIN_S, self._look_again)

    # ---------------------------------------------------------------------------------------------- reading

    def ask(self) -> None:
        from wom_tui.queries.outbox_seen import outbox_seen

        self.read(outbox_seen, then=self._came, again=self._read)

    def _came(self, seen: OutboxSeen) -> None:
        self.seen = seen
        self.show_rows(seen.rows)
        if any(row.state in STANDING for row in seen.rows):
            self._again.begin()

    def _look_again(self) -> None:
        if self.display:
            self._read()

    def opened(self) -> None:
        self._back = None
        super().opened()

    # ------------------------------------------------------------------------------------ what is listed

    @property
    def real(self) -> At:
        """Messages leave by the real clock."""
        return replace(self.at, now=self.wom.seat.real_day()[0])

    def key_of(self, row: OutboxRow) -> str:
        return row.key

    def fits(self, row: OutboxRow, text: str) -> bool:
        return fits(row, text)

    def columns_for(self, width: int) -> tuple[Column, ...]:
        return columns_for(width)

    def row_line(self, row: OutboxRow, columns: tuple[Column, ...]) -> Line:
        return outbox_line(row, columns, self.real)

    def groups(self, rows: list[OutboxRow]) -> list[tuple[str, list[OutboxRow]]]:
        """What somebody has to look at; what waits; what has left; what did not."""
        return [(word, [row for row in rows if row.state in states]) for word, states in GROUPS]

    def words(self, row: OutboxRow, width: int, lines: int) -> list[Line]:
        letter = self._letter[1] if self._letter is not None and self._letter[0] == row else None
        return card(row, letter, self.real, width, lines)

    def rows_to_export(self) -> TableOut | None:
        return outbox_out(self.shown) if self.rows is not None else None

    def attention(self) -> Line:
        if self.seen is None:
            return ()
        elsewhere = "as it is now, on the live days" if self._is_elsewhere else ""
        return attention(self.seen, self.wom.signs.is_ascii, self.size.width - 2, elsewhere)

    @property
    def _is_elsewhere(self) -> bool:
        return bool(self.wom.seat.branch) or self.wom.seat.as_of is not None

    @property
    def order_here(self) -> int | None:
        return self.row.outgoing.order_id if self.row is not None else None

    def copied(self) -> str:
        return self.row.key if self.row is not None else ""

    # ------------------------------------------------------------------------------------ under the cursor

    def look_closer(self, row: OutboxRow) -> None:
        """What it says is put together, as things stand now."""
        if self._letter is not None and self._letter[0] == row:
            return

        def job() -> None:
            letter = letter_of(self.wom.seat, row.key)
            self.wom.call_from_thread(self._letter_came, row, letter)

        self.wom.work(job, quietly=True)

    def _letter_came(self, row: OutboxRow, letter: Prepared) -> None:
        self._letter = row, letter
        self.draw_words()

    # ----------------------------------------------------------------------------------------------- acting

    async def do_open(self) -> None:
        """Enter: the order that it is about."""
        if self.order_here is not None:
            await self.wom.open_order(self.order_here)
        elif self.row is not None:
            self.wom.toast("it is about no order")

    def do_mark(self) -> None:
        """Space: this one as well, and on to the next."""
        self.mark()

    def do_remove(self) -> None:
        """X: unsent, for a reason."""
        self._ask("Drop", "why it is not sent, in words", self._drop)

    def _drop(self, rows: Rows, reason: str) -> None:
        from wom_tui.grammar.words import as_words

        back = Way("waiting again"), [_retrying(row) for row in rows]
        commands = [_dropping(row, reason) for row in rows]
        line = f"outbox drop . {as_words(reason)}"
        self._send(commands, Way("dropped", "lets it go after all"), back, line=line)

    def do_dispatch(self) -> None:
        """d: once more, with the same key; several are asked about first."""
        if len(self.chosen) > 1:
            self._ask("Send again", "type yes: they leave in ten seconds", self._send_again)
        elif self._may_act():
            self._send_again(self.chosen, "yes")

    def _send_again(self, rows: Rows, said: str) -> None:
        if said != "yes":
            self.wom.toast("nothing was done")
            return
        back = Way("dropped"), [_dropping(row, "it was not to be sent again") for row in rows]
        commands = [_retrying(row) for row in rows]
        self._send(commands, Way("waiting again", "drops it"), back, line="outbox retry .")

    def do_undo(self) -> None:
        """u: what was done here last, the other way; before that, as everywhere."""
        if self._back is None:
            self.wom.speech.do_undo()
            return
        (way, commands), self._back = self._back, None
        self._send(commands, way)

    def acted(self, receipt: Receipt | None) -> None:
        """Something else was done meanwhile, and `u` is about that."""
        if receipt is not None:
            self._back = None
            self._read()

    def _ask(self, what: str, hint: str, then: Callable[[Rows, str], None]) -> None:
        """One line is still to be typed, about those that are meant now, whatever is read meanwhile."""
        if not self._may_act():
            return
        rows = self.chosen

        def answered(said: str | None) -> None:
            if said is not None:
                then(rows, said)

        about = f"to {safe(rows[0].to)}" if len(rows) == 1 else some(len(rows), "message")
        self.wom.push_screen(AskPanel(f"{what}: {about}", hint), answered)

    def _may_act(self) -> bool:
        if self.wom.seat.branch:
            self.wom.toast("messages leave from the live days", ":branch live goes there")
            return False
        if not self.chosen:
            self.wom.toasts.none_here(self.what)
        return bool(self.chosen)

    def _send(
        self, commands: Sequence[Command], way: Way, back: Back | None = None, *, line: str = ""
    ) -> None:
        """What becomes of messages is in no journal: so it is told here, and here is what takes it back.

        Args:
            line: what says the same, for whoever records it.
        """

        def job() -> None:
            receipt = self.wom.seat.desk.run_all(commands, mode="each" if len(commands) > 1 else "all")
            self.wom.call_from_thread(self._sent, receipt, len(commands), way, back)
            if line and not receipt.refusals:
                self.wom.call_from_thread(self.wom.macros.heard_act, typed(line))

        self.wom.acts.work(job, draft="")

    def _sent(self, receipt: Receipt, count: int, way: Way, back: Back | None) -> None:
        refused = {refusal.index for refusal in receipt.refusals}
        if back is not None:
            left = [one for index, one in enumerate(back[1]) if index not in refused]
            self._back = (back[0], left) if left else None
        self.marks.clear()
        text = f"{some(count - len(refused), 'message')} {way.done}"
        if refused:
            why = refused_words(receipt.refusals[0], self.wom.now(), self.wom.seat.zone)
            self.wom.toast(f"{text}, {len(refused)} refused", why, is_error=True)
        else:
            self.wom.toast(text, f"{self.wom.keymap.shown('undo')} {way.back}" if way.back else "")
        self._read()


def _dropping(row: OutboxRow, reason: str) -> Command:
    from wom_tui.commands.outbox import DropOutgoing

    return DropOutgoing(outgoing=row.key, reason=reason)


def _retrying(row: OutboxRow) -> Command:
    from wom_tui.commands.outbox import RetryOutgoing

    return RetryOutgoing(outgoing=row.key)


def letter_of(seat: Seat, key: str) -> Prepared:
    """What a message says, or would, by the facts of the live days; on a worker."""
    from wom_tui.config import read_settings
    from wom_tui.outbox_desk import addresses_of
    from wom_tui.queries.outbox_seen import letter_seen

    desk, addresses = seat.live_desk, addresses_of(read_settings().config)
    return desk.ask(letter_seen, key, addresses, desk.now(), seat.real_day()[0])
