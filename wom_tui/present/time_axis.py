"""Which cell is which time? The axis that lanes, the tray and candidates share, and its place on a line."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta, tzinfo

from wom_tui.domain.habits import clock_text, hour_text, weekday_text
from wom_tui.domain.worktime import Window
from wom_tui.present.cells import Line, Piece

STEPS_MIN = (5, 10, 15, 30, 60)
DAY_SHOWN_MIN = 11 * 60 + 30  # what a screen shows at first, at least
SPANS_DAYS = (1, 3, 7)  # what can be looked at at once
_LONG_STEPS_MIN = (15, 30, 60, 90, 120, 180, 240, 360, 720, 1440)
_LONG_MIN = 36 * 60  # an axis that is longer shows days, and not hours
_NEARLY = 0.95  # of the days that are asked for have to fit: nobody works in the last hour of the last night
_EARLY_H = 5  # shifts that begin before this hour do not decide where the axis begins


@dataclass(frozen=True, slots=True)
class Axis:
    """A stretch of time, one cell after the other.

    Attributes:
        start_at: the left edge of the first cell, aware UTC.
        step_min: minutes per cell, one of STEPS_MIN.
        cells: how many there are.
    """

    start_at: datetime
    step_min: int
    cells: int

    @property
    def step(self) -> timedelta:
        return timedelta(minutes=self.step_min)

    @property
    def end_at(self) -> datetime:
        return self.start_at + self.step * self.cells

    @property
    def is_long(self) -> bool:
        """It shows days."""
        return self.step_min * self.cells > _LONG_MIN

    def cell(self, at: datetime) -> int:
        """The cell in which the moment lies; below 0 or from `cells` on when it is not shown."""
        return (at - self.start_at) // self.step

    def span(self, window: Window) -> range:
        """The cells of a window, at least one where any of it is shown: a short visit is never invisible."""
        first = round((window.start_at - self.start_at) / self.step)
        last = round((window.end_at - self.start_at) / self.step)
        return range(max(0, first), min(self.cells, max(last, first + 1)))

    def panned(self, hours: float) -> Axis:
        """The same axis so much later."""
        return replace(self, start_at=self.start_at + timedelta(hours=hours))

    def zoomed(self, steps: int, around: datetime) -> Axis:
        """Fewer (+) or more (-) minutes in a cell, with that moment in its place."""
        here = STEPS_MIN.index(self.step_min)
        step_min = STEPS_MIN[min(len(STEPS_MIN) - 1, max(0, here - steps))]
        kept = min(max(self.cell(around), 0), self.cells - 1)
        start_at = around - timedelta(minutes=step_min * kept)
        return Axis(_whole(start_at, step_min), step_min, self.cells)

    def sized(self, cells: int) -> Axis:
        """As many cells as there is room for, the same left edge."""
        return replace(self, cells=max(1, cells))


def step_for(cells: int, at_least_min: int) -> int:
    """Minutes per cell, so that so much fits."""
    return next((step for step in STEPS_MIN if step * cells >= at_least_min), STEPS_MIN[-1])


def longest_day_step(cells: int) -> int:
    """The most minutes in a cell with which the axis still shows one day."""
    return max((step for step in STEPS_MIN if step * cells <= _LONG_MIN), default=STEPS_MIN[0])


def days_axis(begin_at: datetime, days: int, cells: int) -> Axis:
    """So many days from that midnight on."""
    least_min = days * 1440 * _NEARLY
    step_min = next((step for step in _LONG_STEPS_MIN if step * cells >= least_min), _LONG_STEPS_MIN[-1])
    return Axis(begin_at, step_min, max(1, cells))


def axis_for(
    shifts: Iterable[Window],
    day_start_at: datetime,
    now: datetime | None,
    zone: tzinfo,
    cells: int,
    at_least_min: int = DAY_SHOWN_MIN,
) -> Axis:
    """Where a day is looked at first: from the first shift of the morning on, or around now.

    Args:
        day_start_at: its midnight.
        now: None where the day is not today.
        at_least_min: what has to fit.
    """
    step_min = step_for(cells, at_least_min)
    # A night shift that began on the evening before does not make that evening a part of this day.
    starts = [
        w.start_at
        for w in shifts
        if w.start_at >= day_start_at and w.start_at.astimezone(zone).hour >= _EARLY_H
    ]
    begin_at = min(starts, default=day_start_at + timedelta(hours=7))
    start_at = begin_at.replace(minute=0, second=0, microsecond=0)
    axis = Axis(start_at, step_min, max(1, cells))
    if now is not None and not 0 <= axis.cell(now) < axis.cells * 9 // 10:
        return around_now(axis, now)
    return axis


def around_now(axis: Axis, now: datetime) -> Axis:
    """The axis with now at a third of it."""
    return replace(axis, start_at=_whole(now - axis.step * (axis.cells // 3), max(axis.step_min, 30)))


def _whole(at: datetime, step_min: int) -> datetime:
    minutes = int(at.timestamp() // 60) // step_min * step_min
    return datetime.fromtimestamp(minutes * 60, at.tzinfo)


def ruler(axis: Axis, zone: tzinfo, now: datetime | None) -> Line:
    """The hours above the axis, and now as a label; an hour that has no room beside it is left out."""
    if axis.is_long:
        return _days_ruler(axis, zone, now)
    text = [" "] * axis.cells
    here = axis.cell(now) if now is not None else -1
    label = clock_text(now.astimezone(zone)) if now is not None and 0 <= here < axis.cells else ""
    label_at = min(max(0, here - 2), max(0, axis.cells - len(label)))
    taken = range(label_at - 1, label_at + len(label) + 1) if label else range(0)
    for cell in range(axis.cells - 1):
        local = (axis.start_at + axis.step * cell).astimezone(zone)
        hour = hour_text(local)
        end = cell + len(hour)
        if not _is_told(local, axis, zone) or end > axis.cells or any(x in taken for x in range(cell, end)):
            continue
        text[cell:end] = list(hour)
    if not label:
        return (("".join(text), "dim"),)
    end = label_at + len(label)
    pieces: list[Piece] = [("".join(text[:label_at]), "dim"), (label, "bold fill-accent")]
    return (*pieces, ("".join(text[end:]), "dim"))


def _days_ruler(axis: Axis, zone: tzinfo, now: datetime | None) -> Line:
    """The days above the axis, each from its midnight on; today stands out."""
    first = axis.start_at.astimezone(zone).date()
    last = (axis.end_at - timedelta(seconds=1)).astimezone(zone).date()
    days = [first + timedelta(days=ahead) for ahead in range((last - first).days + 1)]
    cells = [max(0, axis.cell(datetime.combine(on, time(), zone).astimezone(UTC))) for on in days]
    today = now.astimezone(zone).date() if now is not None else None
    return tuple(
        (_day_head(on, end - cell), "bold accent" if on == today else "dim")
        for on, cell, end in zip(days, cells, [*cells[1:], axis.cells], strict=True)
    )


def _day_head(on: date, room: int) -> str:
    """`Tue 12 May`, `Tue 12`, `Tue`, `T`: as much as there is room for, with a gap after it."""
    whole = weekday_text(on)
    for text in (whole, f"{on:%a} {on.day}", f"{on:%a}", f"{on.day}"):
        if len(text) < room:
            return text.ljust(room)
    return f"{on:%a}"[:1].ljust(room)[:room]


def _is_told(local: datetime, axis: Axis, zone: tzinfo) -> bool:
    """Full hours from the left edge on, as many as stand apart: every one, every second, every fourth."""
    every = 1 if axis.step_min <= 10 else 2 if axis.step_min <= 15 else 4
    first = axis.start_at.astimezone(zone).hour
    return local.minute < axis.step_min and (local.hour - first) % every == 0


@dataclass(frozen=True, slots=True)
class Setting:
    """What every line of lanes is drawn with.

    Attributes:
        is_today: the day shown is today, so that there is a now line.
        is_flat: fills are reverse video or missing: planned and done bars need brackets.
    """

    now: datetime
    zone: tzinfo
    is_today: bool = True
    is_flat: bool = False
    is_ascii: bool = False


@dataclass(frozen=True, slots=True)
class Layout:
    """Where the parts of a lane stand; a width of 0 means that there is no such part."""

    width: int
    name_from: int
    name: int
    skill: int
    load: int
    chart_from: int
    chart: int
    watch: int

    @property
    def is_wide(self) -> bool:
        return self.skill > 0


def layout_for(width: int) -> Layout:
    """Wide: name, skill, load, axis, reason. Narrow: no skill, a shorter reason. Never without the axis."""
    if width >= 100:
        chart_from, watch = 29, 18
        return Layout(width, 3, 11, 8, 5, chart_from, width - chart_from - watch - 3, watch)
    if width >= 60:
        chart_from, watch = 16, 15
        return Layout(width, 1, 9, 0, 5, chart_from, width - chart_from - watch - 3, watch)
    return Layout(width, 1, 9, 0, 4, 15, max(1, width - 16), 0)


def heads(layout: Layout, axis: Axis, at: Setting, beyond: tuple[int, int] = (0, 0)) -> Line:
    """The line above the lanes: names of the columns, and the hours.

    Args:
        beyond: how many lanes there are above and below those on the screen.
    """
    skill = f" {'Skill':<{layout.skill}}" if layout.skill else ""
    name = "Technician" if layout.is_wide else "Name"
    head = f"{' ' * layout.name_from}{name:<{layout.name}}{skill}{'Load':>{layout.load}}"
    hours = ruler(axis, at.zone, at.now if at.is_today else None)
    return (
        (f"{head:<{layout.chart_from}}", "dim"),
        *hours,
        (f"    {_beyond(layout.watch - 1, beyond, at)}" if layout.watch else "", "dim"),
    )


def _beyond(room: int, beyond: tuple[int, int], at: Setting) -> str:
    """`▲ 12 above`, signs alone where words have no room; the column's name where all are in sight."""
    counts = [(count, word) for count, word in zip(beyond, ("above", "below"), strict=True) if count]
    signs = {"above": "^" if at.is_ascii else "▲", "below": "v" if at.is_ascii else "▼"}
    said = "  ".join(f"{signs[word]} {count} {word}" for count, word in counts)
    brief = "  ".join(f"{signs[word]} {count}" for count, word in counts)
    return (said if len(said) <= room else brief) or "Watch"
