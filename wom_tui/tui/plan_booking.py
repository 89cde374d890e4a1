"""How is a plan booked while somebody waits? One act, all of it or nothing; it says that it is at work."""

from __future__ import annotations

from functools import partial
from time import monotonic
from typing import TYPE_CHECKING

from wom_tui.domain.words import some
from wom_tui.errors import Rejected

if TYPE_CHECKING:
    from textual.timer import Timer

    from wom_tui.commands.command import Command
    from wom_tui.domain.branch import Branch
    from wom_tui.domain.receipt import Receipt
    from wom_tui.present.cells import Piece
    from wom_tui.present.proposal import Proposal
    from wom_tui.tui.screens.proposal import ProposalView

TOLD_EVERY_S = 1.0


class PlanBooking:
    """The booking for one view.

    Attributes:
        is_taken_back: it was done, and undone since.
        why_not: why nothing at all was booked; empty where something was, or nobody has tried.
    """

    def __init__(self, view: ProposalView) -> None:
        self.view = view
        self._visits = 0
        self._began: float | None = None
        self._ticking: Timer | None = None
        self._done: Receipt | None = None
        self.is_taken_back, self.why_not = False, ""

    @property
    def is_done(self) -> bool:
        """The plan that is shown was accepted, whatever became of it since."""
        return self._done is not None

    @property
    def fate(self) -> Piece:
        """Whether what was accepted still stands."""
        if self.is_taken_back:
            return f"taken back, {self.view.wom.keymap.shown('plan')} plans again", "warn"
        if self.why_not:
            return "nothing was booked", "late"
        return "accepted", "text"

    def forget(self) -> None:
        """Another plan is shown."""
        self._done, self.is_taken_back, self.why_not = None, False, ""

    def look(self) -> None:
        """Something has changed: ask whether what was accepted still stands."""
        from wom_tui.queries.log import was_taken_back

        if self._done is not None:
            asked = self._done.command_id
            self.view.wom.ask(was_taken_back, asked, then=partial(self._looked, asked))

    def _looked(self, asked: str, is_so: bool) -> None:
        if self._done is not None and self._done.command_id == asked and is_so != self.is_taken_back:
            self.is_taken_back = is_so
            self.view.fate_changed()

    @property
    def is_on(self) -> bool:
        return self._began is not None

    @property
    def words(self) -> str:
        """`booking 216 visits, 2 s`."""
        seconds = int(monotonic() - (self._began or 0.0))
        return (
            f"booking 1 visit, {seconds} s"
            if self._visits == 1
            else f"booking {self._visits:,} visits, {seconds} s"
        )

    def begin(self, made: Proposal, kept: Branch | None = None) -> None:
        """Book it on a worker.

        Args:
            kept: the repair that waits which this is: it is answered by it.
        """
        self.why_not = ""
        self._visits, self._began = len(made.plan.visits), monotonic()
        self._ticking = self.view.set_interval(TOLD_EVERY_S, self.view.wom.draw_scope)
        self.view.wom.draw_scope()
        self.view.wom.work(partial(self._book, made, kept))

    def say(self) -> None:
        """Somebody asks for something else meanwhile."""
        undo = self.view.wom.keymap.shown("undo")
        self.view.wom.toast(
            "the visits are being booked, as one act", f"when it is done, {undo} takes all of it back"
        )

    def _book(self, made: Proposal, kept: Branch | None) -> None:
        """Worker: one act, one receipt, one undo. Refused as a whole, nothing was booked."""
        receipt: Receipt | None = None
        try:
            seat, command = self.view.wom.seat, _command(made, kept)
            seat.bookings.sends([command])
            receipt = seat.desk.run(command)
        except Rejected as refused:
            self.why_not = str(refused)
            raise
        finally:
            self.view.wom.call_from_thread(self._ended, receipt)

    def _ended(self, receipt: Receipt | None) -> None:
        self._began = None
        if self._ticking is not None:
            self._ticking.stop()
        self._done = receipt
        if receipt is not None:
            self.why_not = _why_in_vain(receipt)
            self._tell(int(receipt.result.get("planned", 0)), len(receipt.result.get("refused", ())))
        self.view.booked(receipt)

    def _tell(self, planned: int, refused: int) -> None:
        """What was booked is a success; what was refused is said by itself."""
        if planned or not refused:
            rest = "the rest" if refused else "all of it"
            undo = self.view.wom.keymap.shown("undo")
            self.view.wom.toast(f"{some(planned, 'visit')} planned", f"{undo} takes {rest} back")
        if refused:
            changed = "it has changed" if refused == 1 else "they have changed"
            self.view.wom.toast(f"{refused:,} refused: {changed} since", "each line says why", is_error=True)


def _why_in_vain(receipt: Receipt) -> str:
    """Why every line was refused; empty where one was booked."""
    if receipt.result.get("planned"):
        return ""
    return "; ".join(str(row["reason"]) for row in receipt.result.get("refused", ()))


def _command(made: Proposal, kept: Branch | None) -> Command:
    """What books it. Of a repair that waits, what was left out is a no."""
    from wom_tui.commands.branch import accepting
    from wom_tui.commands.plan import AcceptPlan

    return AcceptPlan(plan=made.plan) if kept is None else accepting(kept, made.left_out_orders)
