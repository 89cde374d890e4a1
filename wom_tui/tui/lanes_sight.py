"""Which part of which day do the lanes show? What somebody has chosen of it, and what follows by itself."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from wom_tui.domain.habits import weekday_text
from wom_tui.domain.minutes import minute_of
from wom_tui.domain.technician import local_instant
from wom_tui.domain.worktime import Window
from wom_tui.present.cells import Line, Piece, joined
from wom_tui.present.time_axis import (
    SPANS_DAYS,
    Axis,
    Setting,
    around_now,
    axis_for,
    days_axis,
    layout_for,
    longest_day_step,
)

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_NARROWEST = 20


class LanesSight:
    """A day, or some in a row, and an axis.

    Attributes:
        on: the first day; None until the console is live.
        span: how many days are looked at, one of SPANS_DAYS.
        setting: what every line is drawn with.
        is_chosen: somebody has panned or zoomed.
        is_over: the day that is shown was today's, and is over by now.
    """

    def __init__(self) -> None:
        self.on: date | None = None
        self.span = 1
        self.axis = Axis(_EPOCH, 10, 1)
        self.setting = Setting(now=_EPOCH, zone=UTC)
        self.is_chosen = self.is_over = False

    def look(self, now: datetime, zone: ZoneInfo, *, is_flat: bool, is_ascii: bool) -> None:
        """The time has moved on; without a day, it is today's."""
        today = now.astimezone(zone).date()
        was_today = self.on is not None and self.setting.is_today
        self.on = self.on or today
        self.is_over = today not in self.dates and (was_today or self.is_over)
        self.setting = Setting(
            now=minute_of(now),
            zone=zone,
            is_today=today in self.dates,
            is_flat=is_flat,
            is_ascii=is_ascii,
        )

    @property
    def dates(self) -> tuple[date, ...]:
        """The days that are shown: one, or all that the axis reaches into."""
        if self.on is None:
            return ()
        if self.span == 1:
            return (self.on,)
        last = (self.axis.end_at - timedelta(seconds=1)).astimezone(self.setting.zone).date()
        return tuple(self.on + timedelta(days=ahead) for ahead in range(max(1, (last - self.on).days + 1)))

    def show(self, on: date) -> None:
        """Another day, from its morning; where several are looked at, as many from then on."""
        self.on, self.is_chosen, self.is_over = on, False, False
        if self.span > 1:
            self._show_days(self.axis.cells)

    @property
    def goes_with_the_day(self) -> bool:
        """When the day is over, the next one is wanted: now was in sight, or nobody has chosen what is."""
        return not self.is_chosen or 0 <= self.axis.cell(self.setting.now) < self.axis.cells

    def turn_to(self, on: date) -> None:
        """The day that follows the one that is over; as much of it as was looked at."""
        axis, is_chosen = self.axis, self.is_chosen
        self.show(on)
        if is_chosen and self.span == 1:
            self._choose(axis)

    def _show_days(self, cells: int) -> None:
        assert self.on is not None
        self.axis = days_axis(local_instant(self.on, 0, str(self.setting.zone)), self.span, cells)

    def fit(self, shifts: Iterable[Window], width: int) -> None:
        """As many cells as there is room for; where to begin, unless somebody has chosen."""
        cells = layout_for(max(_NARROWEST, width)).chart
        if self.on is not None and self.span > 1:
            self._show_days(cells)
            return
        if self.is_chosen or self.on is None:
            self.axis = self.axis.sized(cells)
            return
        at = self.setting
        begin_at = local_instant(self.on, 0, str(at.zone))
        self.axis = axis_for(shifts, begin_at, at.now if at.is_today else None, at.zone, cells)

    def pan(self, hours: float) -> None:
        """Later, or earlier; by whole days where days are shown."""
        if self.span > 1 and self.on is not None:
            self.show(self.on + timedelta(days=1 if hours > 0 else -1))
        else:
            self._choose(self.axis.panned(hours))

    def zoom(self, steps: int, around: datetime | None) -> None:
        """In (+) or out (-), around now, else around that time, else around the middle; beyond a day, to several."""
        middle = self.axis.start_at + self.axis.step * (self.axis.cells // 2)
        is_widest = steps < 0 and self.axis.step_min >= longest_day_step(self.axis.cells)
        if self.span > 1 or is_widest:
            self._zoom_days(-steps, around or (self.setting.now if self.setting.is_today else middle))
        else:
            at = self.setting.now if self.setting.is_today else around or middle
            self._choose(self.axis.zoomed(steps, at))

    def _zoom_days(self, steps: int, around: datetime) -> None:
        there = SPANS_DAYS.index(self.span) + steps
        before, self.span = self.span, SPANS_DAYS[min(len(SPANS_DAYS) - 1, max(0, there))]
        if self.span > 1:
            self._show_days(self.axis.cells)
        elif before > 1:
            cells = self.axis.cells
            self.on = around.astimezone(self.setting.zone).date()
            self._choose(around_now(Axis(around, longest_day_step(cells), cells), around))

    def bring_in_sight(self, at: datetime) -> bool:
        """Pan where that time is not shown; answers whether that was needed."""
        if 0 <= self.axis.cell(at) < self.axis.cells:
            return False
        self.bring_to(at)
        return True

    def bring_to(self, at: datetime) -> None:
        """That time at a third of the axis, until it is fitted again; where days are shown, on the first of them."""
        if self.span > 1:
            self.show(at.astimezone(self.setting.zone).date())
        else:
            self.axis = around_now(self.axis, at)

    def _choose(self, axis: Axis) -> None:
        self.is_chosen = True
        self.axis = axis

    def day_of(self, at: datetime | None) -> date | None:
        """On which of the days shown that time lies; the first one where it lies on none."""
        on = at.astimezone(self.setting.zone).date() if at is not None else None
        return on if on in self.dates else self.on

    def day_after(self, days: int) -> date | None:
        """The day so many after the one shown."""
        return self.on + timedelta(days=days) if self.on is not None else None

    def described(self, moved: int, loads: Sequence[int]) -> Line:
        """The day where it is not today, how many lanes stand elsewhere than they should, load, zoom."""
        items: list[list[Piece]] = []
        if self.on is not None and self.span > 1:
            items.append([(f"{weekday_text(self.on)} – {weekday_text(self.dates[-1])}", "bold accent")])
        elif self.on is not None and not self.setting.is_today:
            items.append([(weekday_text(self.on), "bold accent")])
        if self.is_over:
            items.append([("a new day ", "text"), ("0", "bold bright")])
        if moved:
            items.append([(f"{moved} moved ", "text"), (".", "bold bright")])
        if loads:
            items.append([(f"load {round(sum(loads) / len(loads))}%", "dim")])
        hours, minutes = divmod(self.axis.step_min, 60)
        step = f"{self.axis.step_min} min" if minutes or hours < 2 else f"{hours} h"
        items.append([(f"zoom {step}", "dim")])
        return joined(items, 3)
