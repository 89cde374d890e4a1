"""How is a plan booked while somebody waits? One act, all of it or nothing; it says that it is at work."""

from __future__ import annotations

from functools import partial
from time import monotonic
from typing import TYPE_CHECKING

from wom_tui.domain.plan import Plan

if TYPE_CHECKING:
    from textual.timer import Timer

    from wom_tui.domain.receipt import Receipt
    from wom_tui.tui.screens.proposal import ProposalView

TOLD_EVERY_S = 1.0


class PlanBooking:
    """The booking for one view."""

    def __init__(self, view: ProposalView) -> None:
        self.view = view
        self._visits = 0
        self._began: float | None = None
        self._ticking: Timer | None = None

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

    def begin(self, plan: Plan) -> None:
        """Book it on a worker."""
        self._visits, self._began = len(plan.visits), monotonic()
        self._ticking = self.view.set_interval(TOLD_EVERY_S, self.view.wom.draw_scope)
        self.view.wom.draw_scope()
        self.view.wom.work(partial(self._book, plan))

    def say(self) -> None:
        """Somebody asks for something else meanwhile."""
        self.view.wom.toast(
            "the visits are being booked, as one act", "when it is done, u takes all of it back"
        )

    def _book(self, plan: Plan) -> None:
        """Worker: one command, one receipt, one undo. Refused as a whole, nothing was booked."""
        from wom_tui.commands.plan import AcceptPlan

        receipt: Receipt | None = None
        try:
            command = AcceptPlan(plan=plan)
            self.view.wom.seat.bookings.sends([command])
            receipt = self.view.wom.seat.desk.run(command)
        finally:
            self.view.wom.call_from_thread(self._ended, receipt)

    def _ended(self, receipt: Receipt | None) -> None:
        self._began = None
        if self._ticking is not None:
            self._ticking.stop()
        self.view.booked(receipt)
