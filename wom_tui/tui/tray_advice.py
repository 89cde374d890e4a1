"""Who could best take what nobody has? Asked quietly, for the orders that are on the screen."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from wom_tui.domain.worktime import Window
from wom_tui.present.candidates import careful
from wom_tui.present.lanes import Try
from wom_tui.present.tray import Best

if TYPE_CHECKING:
    from wom_tui.queries.candidates import Candidates
    from wom_tui.queries.lanes import TrayKey
    from wom_tui.tui.screens.lanes import LanesView


class TrayAdvice:
    """The planner's best answers, beside the tray."""

    def __init__(self, view: LanesView) -> None:
        self.view = view

    def ask(self) -> None:
        """Ask about each order that is shown, one by one."""
        view, wom = self.view, self.view.wom
        if not view.is_known or not wom.is_live:
            return
        from wom_tui.queries.candidates import candidates

        now, travel = wom.now(), wom.seat.desk.travel
        for index in view.tray.shown:
            row = view.model.tray[index]
            asking = partial(candidates, on=view.on, visit=row.visit)
            came = partial(self._came, row.key)
            wom.ask(asking, row.order, now, travel, then=came, quietly=True)

    def _came(self, key: TrayKey, found: Candidates) -> None:
        model = self.view.model
        answer = best_of(found)
        if found.on == self.view.on and model.best.get(key) != answer:
            model.best[key] = answer
            self.view.best_changed()

    @property
    def current(self) -> Best | None:
        """The answer for the order under the cursor."""
        row = self.view.model.row
        return self.view.model.best.get(row.key) if row is not None else None

    def attempt_on(self, technician: int) -> Try | None:
        """Where the tray's order under the cursor would go, if it is to that technician."""
        row, best = self.view.model.row, self.current
        if row is None or best is None or best.window is None or best.technician != technician:
            return None
        return Try(best.window, str(row.order), best.travel_s)


def best_of(found: Candidates) -> Best:
    """The first of those who can; else why nobody can."""
    if not found.ranked:
        return Best(reason=found.violations[0].message if found.violations else found.sentence)
    best = found.ranked[0]
    return Best(
        best.name,
        Window(best.slot.start_at, best.slot.end_at),
        technician=best.technician,
        travel_s=best.slot.travel_s,
        careful=careful(best.violations),
    )
