"""Which moments of one year is a calendar open?

A moment is open when the clock on the wall *there* shows a time inside that weekday's hours and the date is
no holiday. So an hour that the clock skips counts for nothing, an hour that it repeats counts twice, and a
date that a country skipped (Apia, 2011-12-30) never was a business day.

A year is laid out once per calendar, in whole microseconds since 1970 UTC, and then answered by bisection.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache

from wom_tui.domain.work_calendar import DAY_MIN, Hours, WorkCalendar, zone_of
from wom_tui.errors import InvalidInput

FIRST_YEAR, LAST_YEAR = 1900, 9000
US = timedelta(microseconds=1)
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_EPOCH_DAY = _EPOCH.toordinal()
_MIN_US = 60_000_000
_DAY_US = DAY_MIN * _MIN_US
_CLOSED_FOR_EVER_YEARS = 30  # a calendar that does not open for so long is a mistake, not a long holiday


@dataclass(frozen=True, slots=True)
class OpenYear:
    """The open windows of one UTC year, and the business days of the local year. Times: µs since 1970."""

    starts: list[int]
    ends: list[int]
    before: list[int]  # open µs of the year before each window
    total: int
    days: list[int]  # ordinals of local dates that have an open moment

    def opened_by(self, moment: int) -> int:
        """Open µs of this year before the moment."""
        i = bisect_right(self.starts, moment) - 1
        return 0 if i < 0 else self.before[i] + min(moment, self.ends[i]) - self.starts[i]

    def moment(self, opened: int, past_closing: bool) -> int:
        """The moment by which so much was open: at a closing that one, or the opening after it."""
        i = (bisect_right if past_closing else bisect_left)(self.before, opened) - 1
        return self.starts[i] + opened - self.before[i]


@lru_cache(maxsize=1024)
def open_year(calendar: WorkCalendar, year: int) -> OpenYear:
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise InvalidInput("year", year, f"{FIRST_YEAR} to {LAST_YEAR}")
    offsets = _offsets(calendar.zone, year)
    low, high = (date(y, 1, 1).toordinal() for y in (year, year + 1))
    low_us, high_us = ((day - _EPOCH_DAY) * _DAY_US for day in (low, high))
    windows: list[tuple[int, int]] = []
    days: list[int] = []
    for day in range(low - 2, high + 2):  # local dates reach over the UTC year by up to a day
        if date.fromordinal(day) in calendar.holidays:
            continue
        stretches = list(_stretches(day, calendar.week[(day - 1) % 7], offsets))
        windows += [(max(s, low_us), min(e, high_us)) for s, e in stretches if s < high_us and e > low_us]
        if stretches and low <= day < high:
            days.append(day)
    windows.sort()  # a clock put back over midnight opens a date twice, out of order
    before, total = [], 0
    for start, end in windows:
        before.append(total)
        total += end - start
    return OpenYear([s for s, _ in windows], [e for _, e in windows], before, total, days)


def _stretches(
    day: int, hours: Iterable[Hours], offsets: Iterable[tuple[int, int, int]]
) -> Iterator[tuple[int, int]]:
    """The moments (µs) at which the wall clock shows one of `hours` of that date."""
    midnight = (day - _EPOCH_DAY) * _DAY_US
    for span in hours:
        for since, until, offset in offsets:
            start = max(midnight + span.start_min * _MIN_US - offset, since)
            end = min(midnight + span.end_min * _MIN_US - offset, until)
            if start < end:
                yield start, end


def open_years_from(calendar: WorkCalendar, year: int) -> Iterator[OpenYear]:
    """Year after year without end; refuses a calendar that has stopped opening."""
    empty = 0
    while empty < _CLOSED_FOR_EVER_YEARS:
        laid = open_year(calendar, year)
        empty = 0 if laid.total else empty + 1
        yield laid
        year += 1
    expected = f"a calendar that opens within {_CLOSED_FOR_EVER_YEARS} years"
    raise InvalidInput("calendar", calendar.zone, expected)


@lru_cache(maxsize=1024)
def _offsets(zone: str, year: int) -> tuple[tuple[int, int, int], ...]:
    """(since, until, UTC offset), all µs, over the year and four days either side."""
    there = zone_of(zone)

    def offset(second: int) -> timedelta:
        local = (_EPOCH + timedelta(seconds=second)).astimezone(there)
        return local.utcoffset() or timedelta(0)

    start, end = (date(y, 1, 1).toordinal() - _EPOCH_DAY for y in (year, year + 1))
    second, last = (start - 4) * 86_400, (end + 4) * 86_400
    pieces = []
    since, current = second, offset(second)
    while second < last:
        low, second = second, second + 6 * 3600  # no zone ever changed twice within six hours
        if offset(second) == current:
            continue
        high = second
        while high - low > 1:
            middle = (low + high) // 2
            low, high = (middle, high) if offset(middle) == current else (low, middle)
        pieces.append((since, high, current))
        since, current = high, offset(high)
    pieces.append((since, last, current))
    return tuple((low * 1_000_000, high * 1_000_000, by // US) for low, high, by in pieces)


def us_of(at: datetime) -> int:
    """Microseconds since 1970 of an aware moment.

    Raises:
        InvalidInput: the time has no zone.
    """
    if at.tzinfo is None:
        raise InvalidInput("time", at, "a time with its zone")
    return (at - _EPOCH) // US


def year_of(at: datetime) -> int:
    """The UTC year of an aware moment."""
    return (at if at.tzinfo is UTC else at.astimezone(UTC)).year


def at_of(moment: int) -> datetime:
    """The moment in UTC, inverse of `us_of`."""
    return _EPOCH + timedelta(microseconds=moment)
