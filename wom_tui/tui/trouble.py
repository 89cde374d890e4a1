"""What is said when something was not done, and how does it go on from there?"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from wom_tui.errors import Conflict, Rejected, StoreError, WomError
from wom_tui.tui.report import NO_REPORT, REPORTS, write_report

if TYPE_CHECKING:
    from wom_tui.tui.app import WomApp


class Trouble:
    """Stands around every job on a worker, and around every key."""

    def __init__(self, app: WomApp) -> None:
        self.app = app

    def guarded(self, job: Callable[[], object], *, draft: str = "", quietly: bool = False) -> None:
        """Do a job on a worker. Our own errors are said; any other is written down, and the console lives.

        Args:
            draft: the line that asked for it; it comes back where trying again makes sense.
            quietly: nobody asked for it, so an error of ours is nobody's business.
        """
        try:
            job()
        except WomError as error:
            if not quietly:
                self.app.call_from_thread(self.refused, error, draft)
        except Exception as error:  # noqa: BLE001  a bug ends the action, not the console: it is reported
            self.app.call_from_thread(self.failed, error)

    def refused(self, error: WomError, draft: str = "") -> None:
        """Say it, and what can be done about it."""
        advice, is_typed = error.advice, bool(draft) and self.app.line.has_sent(draft)
        match error:
            case Conflict():
                again = (
                    f": and {self.app.signs.keys('↑')} bring the line back, and it"
                    if is_typed
                    else "the same once more"
                )
                self.overtaken(error, f"it is drawn as it is now; {again} goes on")
                return
            case Rejected() if any(v.hard and v.can_override for v in error.violations):
                advice = 'with a reason it can be done all the same: … why="the customer insists"'
            case StoreError() if draft:
                if not self.app.line.is_open:
                    advice = f"{advice}; Enter tries again" if advice else "Enter tries again"
                    self.app.line.open(":", draft)
                self.app.live.look()  # is it away altogether?
            case _:
                pass
        if is_typed and not isinstance(error, StoreError):
            back = f": and {self.app.signs.keys('↑')} bring the line back"
            advice = f"{advice}; {back}" if advice else back
        words = self._words(error)
        self.app.toast(f"not done: {words}" if draft else words, advice, is_error=True)

    def overtaken(self, conflict: Conflict, what_now: str) -> None:
        """The act stops, what has changed is drawn, and how it goes on is said."""
        self.app.toast(f"not done: {self._words(conflict)}", what_now, is_error=True)
        self.app.live.read_again(conflict.subject)

    def kept(self, conflict: Conflict) -> None:
        """Somebody has decided for what the other one did."""
        self.app.toast(f"kept: {self._words(conflict)}", "nothing of yours was done")

    def _words(self, error: WomError) -> str:
        from wom_tui.grammar.refusing import VERBS_TOLD_BY
        from wom_tui.present.refusals import refusal_words

        words = refusal_words(error, self.app.now(), self.app.seat.zone)
        return words.replace(VERBS_TOLD_BY, self.app.keymap.shown("help"))  # here is no shell to type it in

    def failed(self, error: Exception) -> None:
        """A bug: say that nothing was stored, and where the report lies."""
        where = write_report(error, self.app.own.memory(REPORTS))
        advice = f"the report lies at {where}" if where else "no report could be written"
        if self.app.wishes.is_restricted:
            advice = NO_REPORT
        self.app.toast(f"this went wrong inside the console: {type(error).__name__}", advice, is_error=True)
