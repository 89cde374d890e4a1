"""When is a place open in general: which hours on which weekday, in which zone, but for which holidays?"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import cached_property, lru_cache
from itertools import pairwise
from typing import ClassVar
from zoneinfo import ZoneInfo

from wom_tui.domain.fact import Fact
from wom_tui.errors import InvalidInput

DAY_MIN = 1440


@dataclass(frozen=True)
class Hours:
    """Opening hours within one day, in minutes after local midnight: 0 <= start < end <= 1440."""

    start_min: int
    end_min: int

    def __post_init__(self) -> None:
        if not 0 <= self.start_min < self.end_min <= DAY_MIN:
            span = f"{self.start_min}-{self.end_min}"
            raise InvalidInput("hours", span, "0 <= start < end <= 1440 minutes")


Week = tuple[tuple[Hours, ...], ...]  # seven days, Monday first; each day's hours sorted and disjoint


@dataclass(frozen=True, kw_only=True)
class Calendar(Fact):
    """The opening hours of a contract, a depot or a site, in its own zone.

    Hours over midnight are two entries, one each day.
    """

    noun: ClassVar[str] = "calendar"

    name: str
    zone: str  # IANA name: rules change, offsets do not tell
    week: Week

    def __post_init__(self) -> None:
        _check(self.zone, self.week)


@dataclass(frozen=True, kw_only=True)
class Holiday(Fact):
    """A whole local date on which a calendar stays closed."""

    noun: ClassVar[str] = "holiday"

    calendar_id: int
    on: date
    name: str


@dataclass(frozen=True)
class WorkCalendar:
    """Hours and holidays in one value: what every clock is computed with.

    Raises:
        InvalidInput: unknown zone, not seven days, or hours of a day that overlap.
    """

    zone: str
    week: Week
    holidays: frozenset[date] = frozenset()

    def __post_init__(self) -> None:
        _check(self.zone, self.week)

    @staticmethod
    def of(calendar: Calendar, holidays: Iterable[Holiday]) -> WorkCalendar:
        """The calendar with those of `holidays` that are its own and still stand."""
        days = {h.on for h in holidays if h.calendar_id == calendar.id and not h.is_withdrawn}
        return WorkCalendar(calendar.zone, calendar.week, frozenset(days))

    @staticmethod
    def always(zone: str) -> WorkCalendar:
        """Open round the clock, every day."""
        return _always(zone)

    def __hash__(self) -> int:  # asked at each lookup of a year, so computed once
        return self._hash

    @cached_property
    def _hash(self) -> int:
        return hash((self.zone, self.week, self.holidays))

    def __reduce__(self) -> tuple[object, ...]:
        # Not the dictionary: the cached hash of a text is good for one process only.
        return WorkCalendar, (self.zone, self.week, self.holidays)


def zone_of(name: str) -> ZoneInfo:
    """The time zone of an IANA name.

    Raises:
        InvalidInput: there is no such zone.
    """
    try:
        return ZoneInfo(name)
    except (KeyError, ValueError, OSError) as unknown:  # OSError: "America" is a folder there
        raise InvalidInput("zone", name, "an IANA time zone such as America/New_York") from unknown


@lru_cache(maxsize=256)
def _always(zone: str) -> WorkCalendar:
    return WorkCalendar(zone, ((Hours(0, DAY_MIN),),) * 7)


def _check(zone: str, week: Week) -> None:
    zone_of(zone)
    if len(week) != 7:
        raise InvalidInput("week", f"{len(week)} days", "seven days, Monday first")
    for hours in week:
        if any(later.start_min < earlier.end_min for earlier, later in pairwise(hours)):
            raise InvalidInput("week", hours, "hours of a day sorted, without overlap")
