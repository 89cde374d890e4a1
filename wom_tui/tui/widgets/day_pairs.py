"""The days that a line of a plan changes, each as it is and as proposed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from wom_tui.domain.technician import local_instant
from wom_tui.present.proposal_lanes import LEAST, axis_of, chart_cells, most_concerned, pair_lines
from wom_tui.present.time_axis import Axis, axis_for
from wom_tui.tui.widgets.lines import StillLines

if TYPE_CHECKING:
    from wom_tui.present.proposal import Proposal
    from wom_tui.present.time_axis import Setting

LINES_FROM = 26  # of the view; with fewer its list needs all of them


class DayPairs(StillLines):
    """As many lines for every line of the plan, so that nothing jumps."""

    _axis: Axis | None = None

    def fit_to(self, proposal: Proposal | None, at: Setting, width: int, height: int) -> bool:
        """Take the room that the plan needs; whether there is any."""
        has_room = proposal is not None and width >= LEAST and height >= LINES_FROM
        days = most_concerned(proposal) if proposal and has_room else 0
        self.display = bool(days)
        self.styles.height = 1 + 2 * days
        if proposal and days:
            shifts = [shift for lane in proposal.lanes.values() for shift in lane.shifts]
            begin_at = local_instant(proposal.plan.on, 0, str(at.zone))
            now = at.now if at.is_today else None
            self._axis = axis_for(shifts, begin_at, now, at.zone, chart_cells(width))
        return bool(days)

    def show_line(self, proposal: Proposal | None, index: int, at: Setting) -> None:
        """The days that this line changes; nothing of an order that has no place."""
        if not self.display or proposal is None or self._axis is None:
            return
        if index >= len(proposal.moves):
            self.show([])
            return
        line = proposal.moves[index]
        axis = axis_of(proposal, line, self._axis, local_instant(proposal.plan.on, 0, str(at.zone)))
        self.show(list(pair_lines(proposal, line, axis, at)))
