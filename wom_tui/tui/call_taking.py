"""How does a call become an order? Enter at the end sends the line that the form comes to, as one act."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from wom_tui.errors import InvalidInput, StoreError, WomError
from wom_tui.present.durations import typed_at

if TYPE_CHECKING:
    from wom_tui.domain.receipt import Receipt
    from wom_tui.queries.slots import RankedSlot
    from wom_tui.tui.screens.intake import IntakeView


class CallTaking:
    """The end of a form: sent once, and back on the form where it is refused."""

    def __init__(self, view: IntakeView) -> None:
        self.view = view
        self.is_sending = False
        self.is_refused = False  # the error of the form is what came of sending it

    @property
    def slots(self) -> tuple[RankedSlot, ...]:
        """Who could come when."""
        answer = self.view.known.answer
        return answer.outlook.slots if answer and answer.outlook else ()

    def take_in(self) -> None:
        """Take the order in, and book what the cursor is on."""
        wom, form = self.view.wom, self.view.form
        if not form.draft.text("title"):
            self._refused(InvalidInput("title", "", "what is wrong, in a few words"))
            return
        if not wom.is_live:
            self.view.keep_quietly()
            wom.toast(
                wom.live.refusal[0], "what is typed is kept; Enter sends it when the database answers again"
            )
            return
        if (place := form.draft.text("site")) and "site" not in form.draft.meant:
            self._refused(InvalidInput("site", place, "one that is chosen: Enter takes what is highlighted"))
            return
        if form.is_gone:
            wom.toast("that slot is gone meanwhile", "choose another, or take it in and plan later")
            return
        line = form.draft.line(self.view.known.guess, self._booking())
        self.is_sending = True
        wom.acts.work(partial(self._send, line), draft="", ended=self._ended)

    def _booking(self) -> str:
        at = self.view.form.slot
        if at is None or at >= len(self.slots):
            return ""
        one = self.slots[at]
        return f"{one.technician.code} {typed_at(one.slot.start_at, self.view.wom.seat.zone)}"

    def _send(self, line: str) -> None:
        """On a worker: the command that the line means, by the road that all acts go."""
        from wom_tui.grammar.outlook import new_command

        wom = self.view.wom
        desk = wom.seat.desk
        try:
            wom.acts.run([desk.ask(new_command, line, now=desk.now())], "", self._ended)
        except WomError as error:
            wom.call_from_thread(self._refused, error)

    def _refused(self, error: WomError) -> None:
        """It stays on the form, with the field that it is about."""
        view = self.view
        self.is_sending, self.is_refused = False, True
        view.blame(error)
        if view.problem:
            view.go_to(view.problem)
            view.known.look()  # what it may mean is listed there
        if isinstance(error, StoreError):
            view.wom.trouble.refused(error)
            view.wom.live.look()
        view.keep_quietly()
        view.draw()

    def _ended(self, done: Receipt | None) -> None:
        """Taken in: the form is empty again, and the view goes back to where the call came in."""
        view = self.view
        self.is_sending = False
        if done is not None:
            view.begin_anew()
            view.sheet.end_typing()
            if view.display:
                view.wom.call_later(view.wom.go_back)
