"""Which keys move a view through time: earlier, later, closer, another day, now?"""

from __future__ import annotations

from datetime import date, datetime

from wom_tui.tui.lanes_model import LanesModel
from wom_tui.tui.lanes_sight import LanesSight
from wom_tui.tui.view import View

PAN_H = 4


class TimeKeys(View):
    """A view whose lines share an axis of time."""

    model: LanesModel
    sight: LanesSight

    def draw_all(self) -> None:
        """Everything anew, on the axis as it is now."""
        raise NotImplementedError

    def read_day(self) -> None:
        """Ask for the day that is looked at."""
        raise NotImplementedError

    def fit_axis(self) -> None:
        """The axis for what has been read, in the room that there is."""
        raise NotImplementedError

    def looks_elsewhere(self) -> None:
        """The axis is another: what it shows is drawn, and read where it is not there yet."""
        raise NotImplementedError

    def bring_in_sight(self, at: datetime) -> None:
        """That time on the axis; where it is not there yet, it is panned for it."""
        if self.sight.bring_in_sight(at):
            self.looks_elsewhere()

    def do_pan_left(self) -> None:
        self.sight.pan(-PAN_H)
        self.looks_elsewhere()

    def do_pan_right(self) -> None:
        self.sight.pan(PAN_H)
        self.looks_elsewhere()

    def do_zoom_in(self) -> None:
        self._zoom(1)

    def do_zoom_out(self) -> None:
        self._zoom(-1)

    def _zoom(self, steps: int) -> None:
        bar = self.model.current_bar
        self.sight.zoom(steps, bar.start_at if bar is not None else None)
        self.looks_elsewhere()

    def do_day_before(self) -> None:
        self._go_to_day(-1)

    def do_day_after(self) -> None:
        self._go_to_day(1)

    def _go_to_day(self, days: int) -> None:
        on = self.sight.day_after(days)
        if on is not None:
            self.show_day(on)

    def show_day(self, on: date) -> None:
        """Another day, looked at from its morning."""
        self.sight.show(on)
        self.model.best.clear()
        self.read_day()

    def do_to_now(self) -> None:
        """0: today, on the axis on which it is opened, and the time that it is."""
        today = self.wom.now().astimezone(self.wom.seat.zone).date()
        if self.sight.on != today or self.sight.span > 1:
            self.show_day(today)
        else:
            self.sight.show(today)
            self.fit_axis()
            self.model.look_at(self.sight.setting.now)
            self.draw_all()
