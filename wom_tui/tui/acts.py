"""From commands to the desk and back: what they would do, whether to go on, what came of it.

One act that can be taken back runs at once; its toast says so. Several at once, or one that bends a rule, are
shown before they run. What the customer sees and cannot be unseen asks for the number to be typed.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import partial
from types import MappingProxyType
from typing import TYPE_CHECKING, NamedTuple

from wom_tui.domain.receipt import Form
from wom_tui.errors import Conflict, InvalidInput, NotFound, Rejected, WomError
from wom_tui.tui.key import ROWS
from wom_tui.tui.undoing import Undoing

if TYPE_CHECKING:
    from wom_tui.commands.command import Command
    from wom_tui.domain.receipt import Receipt, Refusal
    from wom_tui.domain.violation import Violation
    from wom_tui.present.conflict import Clash
    from wom_tui.present.moves import Told
    from wom_tui.queries.names import Names
    from wom_tui.tui.app import WomApp
    from wom_tui.tui.changes import Changes

Ended = Callable[["Receipt | None"], None]  # told what was done, or None when it was not
# Makes the commands once more, for what is there by now; on a worker.
Again = Callable[[], "Sequence[Command]"]
_FINAL = frozenset({"cancel"})  # verbs that the customer sees at once
_AT_ONCE = frozenset({"undo", "redo"})  # they carry a check of their own, and previewing them helps nobody


def nobody_waits(_done: Receipt | None) -> None:
    """Nobody waits for the end of it."""


class Would(NamedTuple):
    """What would be done.

    Attributes:
        dry: what came of trying it.
        moves: what becomes of bookings, in words, by order.
        hidden: the orders that are meant by their marks, and are not on the screen.
        changed: the orders that would be others.
    """

    commands: Sequence[Command]
    dry: Receipt
    moves: Mapping[int, Told] = MappingProxyType({})
    hidden: Sequence[int] = ()
    changed: frozenset[int] = frozenset()


class Acts:
    """What is done from this console."""

    def __init__(self, app: WomApp) -> None:
        self.app = app
        self._newest: tuple[Receipt, int] | None = None  # and its notice
        self.undoing = Undoing(lambda: app.keymap.shown("undo"), lambda: app.keymap.shown("log"))

    def act(
        self,
        commands: Sequence[Command],
        *,
        label: str = "",
        ended: Ended = nobody_waits,
        again: Again | None = None,
    ) -> None:
        """Run commands that are made already, by the same rules.

        Args:
            ended: told, on the screen's thread, how it ended.
            again: what to do where somebody was faster, and it is to be done all the same.
        """
        self.work(lambda: self.run(commands, label, ended, again), draft=label, ended=ended)

    def work(self, job: Callable[[], object], *, draft: str, ended: Ended = nobody_waits) -> None:
        """On a worker; what is pressed meanwhile waits, for it may be meant for a preview that comes."""
        hold = self.app.keys.hold(is_told=True)

        def held() -> None:
            try:
                job()
            except BaseException:
                self.app.call_from_thread(ended, None)
                raise
            finally:
                self.app.keys.release(hold)

        self.app.work(held, draft=draft)

    def run(
        self,
        commands: Sequence[Command],
        text: str,
        ended: Ended = nobody_waits,
        again: Again | None = None,
    ) -> None:
        """At once, or shown before, or beside what somebody else has done meanwhile; on a worker."""

        def tried(aimed: Sequence[Command]) -> None:
            self._run(aimed, text, ended, again)

        self._or_told(lambda: self.undoing.run(commands, self.app.seat.desk, tried), text, ended, again)

    def _or_told(self, job: Callable[[], None], text: str, ended: Ended, again: Again | None) -> None:
        """Do it; where somebody was faster, both are shown, or what of ours is left to be done."""
        try:
            job()
        except Conflict as conflict:
            if again is None or not self._is_asked(conflict, text, ended, again):
                raise

    def _run(self, commands: Sequence[Command], text: str, ended: Ended, again: Again | None) -> None:
        if not commands:
            self.app.call_from_thread(ended, None)
            return
        desk, verb = self.app.seat.desk, text.split(" ", 1)[0]
        if verb not in _AT_ONCE:
            dry = desk.run_all(commands, mode="each" if len(commands) > 1 else "all", dry_run=True)
            hidden = self._hidden(commands)
            if len(commands) > 1 or dry.violations or hidden or verb in _FINAL:
                would = Would(commands, dry, self._moves(dry), hidden, self._changed(dry))
                go = partial(self._or_told, partial(self._send, commands, ended), text, ended, again)
                self.app.call_from_thread(self._preview, would, go, ended, is_final=verb in _FINAL)
                return
        self._send(commands, ended)

    def _send(self, commands: Sequence[Command], ended: Ended) -> None:
        self.app.seat.bookings.sends(commands)
        receipt = self.app.seat.desk.run_all(commands, mode="each" if len(commands) > 1 else "all")
        refused = {refusal.index for refusal in receipt.refusals}
        done = numbers_in(one.summary for index, one in enumerate(commands) if index not in refused)
        self.app.call_from_thread(self.app.board.unmark, done)
        self.app.call_from_thread(self._done, receipt, self.app.seat.left_by(receipt), self._moves(receipt))
        self.app.call_from_thread(ended, receipt)

    def _changed(self, receipt: Receipt) -> frozenset[int]:
        """The orders behind what an act does."""
        behind = (self.app.seat.order_behind(event.subject) for event in receipt.events)
        return frozenset(number for number in behind if number is not None)

    def _hidden(self, commands: Sequence[Command]) -> Sequence[int]:
        """The orders that are acted on because they are marked, and that the filter hides."""
        if self.app.context not in ROWS:
            return ()
        return self.app.board.model.hidden_among(sorted(numbers_in(one.summary for one in commands)))

    def _is_asked(self, conflict: Conflict, text: str, ended: Ended, again: Again) -> bool:
        """Whether going on would take away what the other one did: then it is asked; else a notice does.

        Where nothing of it is left to be done, or nothing can be, there is nothing to choose: that is said.
        """
        from wom_tui.present.conflict import Clash

        try:
            commands = again()
            dry = self.app.seat.desk.run_all(commands, dry_run=True)
            names = self.app.seat.known_names()
        except (Rejected, NotFound, InvalidInput) as error:
            return self._has_no_more(conflict, f"yours cannot be done any more: {self._words(error)}", ended)
        except WomError:
            return False
        if not dry.events:
            return self._has_no_more(conflict, "it is so already: nothing of yours is left to do", ended)
        clash = Clash(text, conflict, dry)
        if not clash.is_about_the_same:
            return False
        if text.split(" ", 1)[0] in _FINAL:  # its number has to be typed all the same
            goes = partial(self.act, commands, label=text, ended=ended, again=again)
        else:  # which rules it bends, the panel says
            goes = partial(self.work, partial(self._send, commands, ended), draft=text, ended=ended)
        self.app.call_from_thread(self._ask, clash, names, goes, ended)
        return True

    def _has_no_more(self, conflict: Conflict, why: str, ended: Ended) -> bool:
        """Who did what, and why the same once more would do nothing."""
        self.app.call_from_thread(self.app.trouble.overtaken, conflict, why)
        self.app.call_from_thread(ended, None)
        return True

    def _ask(self, clash: Clash, names: Names, goes: Callable[[], None], ended: Ended) -> None:
        from wom_tui.tui.screens.conflict import ConflictPanel

        order = self.app.seat.order_behind(clash.conflict.subject)

        def answered(answer: str | None) -> None:
            if answer == "go":
                goes()
                return
            ended(None)
            self.app.view.theirs_kept()
            self.app.trouble.kept(clash.conflict)
            if answer == "open" and order is not None:
                self.app.call_later(self.app.open_order, order)

        self.app.live.read_again(clash.conflict.subject)
        self.app.push_screen(ConflictPanel(clash, names, order), answered)

    def _moves(self, receipt: Receipt) -> dict[int, Told]:
        """What became of bookings, in words, by order; what cannot be read is left out, for the act is done."""
        from wom_tui.present.moves import told_moves

        try:
            moves = self.app.seat.moves(receipt.events)
        except WomError:
            return {}
        return told_moves(moves, self.app.now(), self.app.seat.zone, self.app.signs.arrow)

    def _done(self, receipt: Receipt, left: Changes, moves: Mapping[int, Told]) -> None:
        self.app.live.tell(left)
        if self.app.tour is not None:
            self.app.tour.acted(receipt)
        self.app.toasts.drop_refusals()
        text = self._told(receipt, _what_came(receipt, moves))
        if busy := self._who_else(left):
            text = f"{text}; {busy}"
        made = receipt.result.get("number") if receipt.form is Form.ACT else None
        if made:
            is_shown = self.app.board.show_new(made)
            text = f"{text}: order {made}" if is_shown else f"{text}: order {made}, hidden by the filter"
        if receipt.so_already and receipt.events:
            text = f"{text}: {receipt.result['done']} done, {receipt.so_already} so already"
        if receipt.refusals:
            text = f"{text}, {len(receipt.refusals)} refused"
            self.app.toast(text, self._why(receipt.refusals[0]), is_error=True)
        elif not receipt.events and "state" in receipt.result:  # what becomes of messages is in no journal
            self.app.toast(text, f"message {receipt.result['message'][:12]} is {receipt.result['state']}")
        elif not receipt.events:
            self.app.toast(f"{text}: it is so already", "nothing was changed")
        else:
            self._newest = receipt, self.app.toast(text, self._ways_on(receipt, moves))
        self.app.post_stale()

    def heard(self, theirs: frozenset[str]) -> None:
        """Somebody else has changed something: the newest act, whose notice stands, may not go back any more."""
        if self._newest is None:
            return
        receipt, notice = self._newest
        if theirs.isdisjoint(event.subject for event in receipt.events) or not self.app.toasts.is_shown(
            notice
        ):
            return
        from wom_tui.commands.undo import in_the_way
        from wom_tui.present.refusals import violation_words

        def found(obstacles: Sequence[Violation]) -> None:
            if obstacles:
                why = violation_words(obstacles[0], self.app.now(), self.app.seat.zone)
                self.app.toasts.advise(notice, f"{self.app.keymap.shown('undo')} cannot take it back: {why}")

        self.app.ask(in_the_way, receipt.command_id, then=found, quietly=True)

    def _who_else(self, left: Changes) -> str:
        """Who has the one order open that was acted on."""
        return self.app.presence.on(left.rows[0].number) if len(left.rows) == 1 else ""

    def _preview(self, would: Would, go: Callable[[], None], ended: Ended, *, is_final: bool) -> None:
        from wom_tui.tui.screens.preview import Preview

        commands = would.commands

        def answered(is_meant: bool | None) -> None:
            if is_meant:
                self.work(go, draft="", ended=ended)
            else:
                ended(None)

        word = None
        if is_final:
            word = commands[0].summary.split()[1] if len(commands) == 1 else f"yes {len(commands)}"
        self.app.push_screen(Preview(would, word), answered)

    def _ways_on(self, receipt: Receipt, moves: Mapping[int, Told]) -> str:
        """What takes it back; before that what sends the visit again, where the next key would mean that one."""
        back = self._way_back(receipt)
        here = self.app.view.order_here
        if here is None or here not in moves or not moves[here].is_to_be_sent:
            return back
        return f"{self.app.keymap.shown('dispatch')} dispatches it again, {back}"

    def _told(self, receipt: Receipt, text: str) -> str:
        """With whom to tell, where what was taken back without a look ahead had sent somebody."""
        from wom_tui.present.refusals import recalled_words

        told = recalled_words(receipt.violations) if receipt.form is not Form.ACT else ""
        return f"{text}; {told}" if told else text

    def _way_back(self, receipt: Receipt) -> str:
        keymap = self.app.keymap
        if receipt.form is Form.UNDO:
            return f"{keymap.shown('redo')} does it again"
        return f"{keymap.shown('undo')} takes it back"

    def _words(self, error: WomError) -> str:
        from wom_tui.present.refusals import refusal_words

        return refusal_words(error, self.app.now(), self.app.seat.zone)

    def _why(self, refusal: Refusal) -> str:
        from wom_tui.present.refusals import refused_words

        return refused_words(refusal, self.app.now(), self.app.seat.zone)


def _what_came(receipt: Receipt, moves: Mapping[int, Told]) -> str:
    """Where the one visit went that an act was about, else the act in its own words; first whether it goes or comes."""
    said = ", ".join(f"{order}: {told.words}" for order, told in moves.items()) if len(moves) == 1 else ""
    match receipt.form:
        case Form.ACT:
            return said or receipt.summary
        case Form.UNDO:
            return f"taken back, {said}" if said else f"taken back: {receipt.summary.removeprefix('undo ')}"
        case Form.REDO:
            return f"done again, {said}" if said else f"done again: {receipt.summary.removeprefix('redo ')}"


def numbers_in(summaries: Iterable[str]) -> set[int]:
    """The orders that acts were about: `hold 4417 parts` → 4417, `dispatch 4417/2` → 4417."""
    words = (word.partition("/")[0] for summary in summaries for word in summary.split()[1:2])
    return {int(word) for word in words if word.isdecimal()}
