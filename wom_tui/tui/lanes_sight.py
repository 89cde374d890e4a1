"""Which part of which day do the lanes show? What somebody has chosen of it, and what follows by itself."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from wom_tui.domain.habits import weekday_text
from wom_tui.domain.technician import local_instant
from wom_tui.domain.worktime import Window
from wom_tui.present.cells import Line, Piece, joined
from wom_tui.present.time_axis import Axis, Setting, around_now, axis_for, layout_for

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_NARROWEST = 20


class LanesSight:
    """A day and an axis.

    Attributes:
        on: None until the console is live.
        setting: what every line is drawn with.
    """

    def __init__(self) -> None:
        self.on: date | None = None
        self.axis = Axis(_EPOCH, 10, 1)
        self.setting = Setting(now=_EPOCH, zone=UTC)
        self._is_chosen = False  # somebody has panned or zoomed

    def look(self, now: datetime, zone: ZoneInfo, *, is_flat: bool, is_ascii: bool) -> None:
        """The time has moved on; without a day, it is today's."""
        today = now.astimezone(zone).date()
        self.on = self.on or today
        self.setting = Setting(
            now=now.replace(second=0, microsecond=0),
            zone=zone,
            is_today=self.on == today,
            is_flat=is_flat,
            is_ascii=is_ascii,
        )

    def show(self, on: date) -> None:
        """Another day, from its morning."""
        self.on, self._is_chosen = on, False

    def fit(self, shifts: Iterable[Window], width: int) -> None:
        """As many cells as there is room for; where to begin, unless somebody has chosen."""
        cells = layout_for(max(_NARROWEST, width)).chart
        if self._is_chosen or self.on is None:
            self.axis = self.axis.sized(cells)
            return
        at = self.setting
        begin_at = local_instant(self.on, 0, str(at.zone))
        self.axis = axis_for(shifts, begin_at, at.now if at.is_today else None, at.zone, cells)

    def pan(self, hours: float) -> None:
        """Later, or earlier."""
        self._choose(self.axis.panned(hours))

    def zoom(self, steps: int, around: datetime | None) -> None:
        """In (+) or out (-), around now, else around that time, else around the middle."""
        middle = self.axis.start_at + self.axis.step * (self.axis.cells // 2)
        self._choose(self.axis.zoomed(steps, self.setting.now if self.setting.is_today else around or middle))

    def bring_in_sight(self, at: datetime) -> bool:
        """Pan where that time is not shown; answers whether that was needed."""
        if 0 <= self.axis.cell(at) < self.axis.cells:
            return False
        self.bring_to(at)
        return True

    def bring_to(self, at: datetime) -> None:
        """That time at a third of the axis."""
        self._choose(around_now(self.axis, at))

    def _choose(self, axis: Axis) -> None:
        self._is_chosen = True
        self.axis = axis

    def day_after(self, days: int) -> date | None:
        """The day so many after the one shown."""
        return self.on + timedelta(days=days) if self.on is not None else None

    def described(self, moved: int, loads: Sequence[int]) -> Line:
        """The day where it is not today, how many lanes stand elsewhere than they should, load, zoom."""
        items: list[list[Piece]] = []
        if self.on is not None and not self.setting.is_today:
            items.append([(weekday_text(self.on), "bold accent")])
        if moved:
            items.append([(f"{moved} moved ", "text"), (".", "bold bright")])
        if loads:
            items.append([(f"load {round(sum(loads) / len(loads))}%", "dim")])
        items.append([(f"zoom {self.axis.step_min} min", "dim")])
        return joined(items, 3)
