"""Who can do it, and when: technicians, their dated skills, shifts, breaks and absences."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from math import ceil, floor
from zoneinfo import ZoneInfo

from wom_tui.domain.fact import Fact
from wom_tui.domain.worktime import Window


class Employment(StrEnum):
    """How the technician belongs to the office."""

    EMPLOYED = "employed"
    CONTRACTOR = "contractor"


@dataclass(frozen=True, kw_only=True)
class Technician(Fact):
    """A person who makes visits. `code` is what a dispatcher types: `kim`."""

    code: str
    name: str
    kind: Employment = Employment.EMPLOYED
    is_active: bool = True
    home_lat: float | None = None
    home_lon: float | None = None
    zone: str = "UTC"
    territory_id: int | None = None  # home territory
    territory_ids: tuple[int, ...] = ()  # others; none and no home = everywhere
    max_overtime_min: int = 0
    cost_cents_per_h: int = 0
    speed_factor: float = 1.0
    languages: tuple[str, ...] = ()
    cost_cents_per_visit: int | None = None
    max_visits: int | None = None  # a day; None = as many as there is time for

    def lasts(self, usual: timedelta) -> timedelta:
        """How long somebody who works as fast takes for what usually takes so long, in whole minutes."""
        if self.speed_factor == 1.0:
            return usual
        return timedelta(minutes=ceil(round(usual / timedelta(minutes=1) / self.speed_factor, 6)))

    def usual(self, took: timedelta) -> timedelta:
        """How long it usually takes what takes this one so long: `lasts` of it is that again."""
        if self.speed_factor == 1.0:
            return took
        return timedelta(minutes=floor(round(took / timedelta(minutes=1) * self.speed_factor, 6)))

    def fee_cents(self, minutes: int) -> int:
        """What a visit of that length costs the office more than none: nothing of who is paid anyway."""
        if self.kind is not Employment.CONTRACTOR:
            return 0
        return (self.cost_cents_per_visit or 0) + self.cost_cents_per_h * minutes // 60


@dataclass(frozen=True, kw_only=True)
class SkillGrant(Fact):
    """A skill of a technician, at a level (1-5), valid from one day to another, both included."""

    technician_id: int
    skill: str
    level: int = 1
    valid_from_on: date | None = None
    valid_to_on: date | None = None

    def is_valid(self, on: date) -> bool:
        return (self.valid_from_on is None or self.valid_from_on <= on) and (
            self.valid_to_on is None or on <= self.valid_to_on
        )


@dataclass(frozen=True, kw_only=True)
class Break:
    """A pause in a shift: `duration_min` somewhere between two local minutes of the day."""

    earliest_min: int
    latest_min: int  # the break ends by then
    duration_min: int


@dataclass(frozen=True, kw_only=True)
class Shift(Fact):
    """When a technician works: a weekly pattern in the technician's zone, or one day when from = to.

    Minutes count from local midnight; an end above 1440 lies on the next day. On a day that has shifts of its own
    these hold, and no pattern does.
    """

    technician_id: int
    weekdays: tuple[int, ...]  # 0 = Monday
    start_min: int
    end_min: int
    breaks: tuple[Break, ...] = ()
    valid_from_on: date | None = None
    valid_to_on: date | None = None

    @property
    def is_one_day(self) -> bool:
        """It is for one day only, and holds instead of the patterns."""
        return self.valid_from_on is not None and self.valid_from_on == self.valid_to_on

    def applies(self, on: date) -> bool:
        """Whether that day is one of its days; a shift of that very day may hold instead: see `holding_on`."""
        return (
            on.weekday() in self.weekdays
            and (self.valid_from_on is None or self.valid_from_on <= on)
            and (self.valid_to_on is None or on <= self.valid_to_on)
        )


@dataclass(frozen=True, kw_only=True)
class Absence(Fact):
    """When a technician is away although a shift says otherwise."""

    technician_id: int
    start_at: datetime
    end_at: datetime
    reason: str = "absent"

    @property
    def window(self) -> Window:
        """From when to when."""
        return Window(self.start_at, self.end_at)


def local_instant(on: date, minute: int, zone: str) -> datetime:
    """The UTC instant of a local minute of a day; in a DST gap the first instant after it."""
    naive = datetime.combine(on, time.min) + timedelta(minutes=minute)
    there = ZoneInfo(zone)
    at = naive.replace(tzinfo=there).astimezone(UTC)
    return at if at.astimezone(there).replace(tzinfo=None) == naive else _end_of_gap(naive, there)


def _end_of_gap(naive: datetime, there: ZoneInfo) -> datetime:
    """The instant at which the clock jumps over a local time that does not exist."""
    before = naive.replace(tzinfo=there).utcoffset()
    low, high = (naive.replace(tzinfo=there, fold=fold).astimezone(UTC) for fold in (1, 0))
    while high - low > timedelta(seconds=1):
        middle = low + (high - low) // 2
        low, high = (middle, high) if middle.astimezone(there).utcoffset() == before else (low, middle)
    return high.replace(microsecond=0)


@dataclass(frozen=True, kw_only=True)
class WorkSpan:
    """One shift on one day, as instants."""

    window: Window
    breaks: tuple[tuple[Window, int], ...] = ()  # (where it may lie, minutes)


def holding_on(shifts: Iterable[Shift], on: date) -> list[Shift]:
    """The shifts of one technician that begin on that day: those of the day itself, or else the patterns'."""
    there = [shift for shift in shifts if shift.applies(on)]
    return [shift for shift in there if shift.is_one_day] or there


def spans_on(shifts: Iterable[Shift], on: date, zone: str) -> tuple[WorkSpan, ...]:
    """The shifts of one technician that begin on that local day, sorted by start."""
    return tuple(sorted(_spans(holding_on(shifts, on), on, zone), key=lambda span: span.window.start_at))


def _spans(shifts: Iterable[Shift], on: date, zone: str) -> Iterator[WorkSpan]:
    for shift in shifts:
        window = Window(
            start_at=local_instant(on, shift.start_min, zone), end_at=local_instant(on, shift.end_min, zone)
        )
        breaks = tuple(
            (
                Window(
                    start_at=local_instant(on, b.earliest_min, zone),
                    end_at=local_instant(on, b.latest_min, zone),
                ),
                b.duration_min,
            )
            for b in shift.breaks
        )
        yield WorkSpan(window=window, breaks=breaks)
