"""What does the mouse do on the lanes? A click is the cursor, two are Enter, and a bar that is pulled is moved."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from wom_tui.tui.lane_acts import LaneActs

if TYPE_CHECKING:
    from wom_tui.tui.widgets.lane_chart import LaneChart
    from wom_tui.tui.widgets.tray import Tray


class LanePointer(LaneActs):
    """The pointer over lanes and tray; all of it can be done with keys as well."""

    def move_cursor(self, move: Callable[[], object]) -> None:
        """Move it, and draw what has changed by that."""
        raise NotImplementedError

    @property
    def chart(self) -> LaneChart:
        """The lanes themselves."""
        raise NotImplementedError

    def on_lane_chart_clicked(self, event: LaneChart.Clicked) -> None:
        """A click is the cursor: the lane, and on it the bar at that time; two are Enter."""
        self.note_key()
        if self.moving.is_on:
            return
        self.move_cursor(partial(self._go_to, event.technician, event.cell))
        if event.is_double:
            self.call_later(self.do_open)

    def _go_to(self, technician: int, cell: int) -> None:
        self.model.go(technician)
        self.model.is_on_name = cell < 0
        if cell >= 0:
            self.model.look_at(self.sight.axis.start_at + self.sight.axis.step * cell)

    def on_lane_chart_dragged(self, event: LaneChart.Dragged) -> None:
        """A bar is dragged: it is taken up, and goes where the pointer goes."""
        self.note_key()
        if not self.moving.is_on and not self._take_up(event.technician, event.visit):
            self.chart.let_go()
            return
        self.moving.carry_to(event.to, event.cells)

    def _take_up(self, technician: int, visit: int) -> bool:
        if self.wom.line.is_open or not self.wom.is_live:
            return False
        self.model.go(technician)
        self.model.bar, self.model.is_on_name = visit, False
        self.do_move()
        return self.moving.is_on

    def on_lane_chart_dropped(self) -> None:
        """The button is released: as Enter."""
        self.moving.do_open()

    def on_tray_clicked(self, event: Tray.Clicked) -> None:
        """The same in the tray."""
        self.note_key()
        if self.moving.is_on:
            return
        self.move_cursor(partial(self.model.go_in_tray, self.model.tray[event.index]))
        if event.is_double:
            self.call_later(self.do_open)
