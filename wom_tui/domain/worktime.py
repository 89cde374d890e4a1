"""How much open time lies between two moments, and when has so much of it passed?

What "open" means is said in `open_year`. All arithmetic is done in UTC, exact to the microsecond; only the
functions named `_minutes` deal in whole minutes. Calendars are made in `work_calendar`; import them here.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from wom_tui.domain.open_year import LAST_YEAR, US, at_of, open_year, open_years_from, us_of, year_of
from wom_tui.domain.work_calendar import Calendar, Holiday, Hours, WorkCalendar, zone_of
from wom_tui.errors import InvalidInput

__all__ = [
    "Calendar",
    "Holiday",
    "Hours",
    "Window",
    "WorkCalendar",
    "add_business_days",
    "add_business_minutes",
    "add_calendar_days",
    "add_open_time",
    "business_days",
    "business_minutes",
    "is_open",
    "next_opening",
    "open_time",
    "open_windows",
    "rounded_up",
    "zone_of",
]


@dataclass(frozen=True)
class Window:
    """A stretch of time in aware UTC, half-open: `start_at` belongs to it, `end_at` not. May be empty."""

    start_at: datetime
    end_at: datetime

    def __post_init__(self) -> None:
        for field, at in (("start_at", self.start_at), ("end_at", self.end_at)):
            if at.utcoffset() != timedelta(0):
                raise InvalidInput(field, at, "a time in UTC")
        if self.start_at > self.end_at:
            raise InvalidInput("end_at", self.end_at, f"no time before {self.start_at}")

    def __contains__(self, at: datetime) -> bool:
        return self.start_at <= at < self.end_at

    @property
    def duration(self) -> timedelta:
        """Real time from start to end, >= 0."""
        return self.end_at - self.start_at


def open_windows(calendar: WorkCalendar, start_at: datetime, end_at: datetime) -> Iterator[Window]:
    """The open stretches of [start_at, end_at) in UTC, sorted; what touches at midnight is one."""
    low, high = us_of(start_at), us_of(end_at)
    begun: int | None = None
    until = low
    for year in range(year_of(start_at), year_of(end_at) + 1):
        laid = open_year(calendar, year)
        for i in range(bisect_right(laid.ends, low), bisect_left(laid.starts, high)):
            start, end = max(laid.starts[i], low), min(laid.ends[i], high)
            if begun is None:
                begun = start
            elif start != until:
                yield Window(at_of(begun), at_of(until))
                begun = start
            until = end
    if begun is not None:
        yield Window(at_of(begun), at_of(until))


def is_open(calendar: WorkCalendar, at: datetime) -> bool:
    """Whether the calendar is open at that moment."""
    moment = us_of(at)
    laid = open_year(calendar, year_of(at))
    i = bisect_right(laid.starts, moment) - 1
    return i >= 0 and moment < laid.ends[i]


def next_opening(calendar: WorkCalendar, at: datetime) -> datetime:
    """The first open moment not before `at`: `at` itself when open.

    Raises:
        InvalidInput: the calendar never opens again.
    """
    if is_open(calendar, at):  # most often, and much sooner answered
        return at.astimezone(UTC)
    return add_open_time(calendar, at, timedelta(0), past_closing=True)


def open_time(calendar: WorkCalendar, start_at: datetime, end_at: datetime) -> timedelta:
    """Open time between two moments, exact; negative when `end_at` lies before `start_at`."""
    low, high = us_of(start_at), us_of(end_at)
    if low > high:
        return -open_time(calendar, end_at, start_at)
    first, last = year_of(start_at), year_of(end_at)
    opened = open_year(calendar, last).opened_by(high) - open_year(calendar, first).opened_by(low)
    for year in range(first, last):
        opened += open_year(calendar, year).total
    return timedelta(microseconds=opened)


def add_open_time(
    calendar: WorkCalendar, at: datetime, amount: timedelta, *, past_closing: bool = False
) -> datetime:
    """The moment at which `amount` of open time has passed since `at`.

    Args:
        at: aware; may lie out of hours.
        amount: >= 0.
        past_closing: when the time is used up exactly at a closing, False gives that closing (the first
            moment that fits), True the opening after it (the last one).

    Raises:
        InvalidInput: negative amount, or the calendar does not open for so long.
    """
    wanted = amount // US
    if wanted < 0:
        raise InvalidInput("amount", amount, "no negative time")
    start = us_of(at)
    if wanted == 0 and not past_closing:
        return at_of(start)
    first = year_of(at)
    wanted += open_year(calendar, first).opened_by(start)
    for laid in open_years_from(calendar, first):
        if wanted < laid.total or (wanted == laid.total and not past_closing):
            return at_of(laid.moment(wanted, past_closing))
        wanted -= laid.total
    raise AssertionError("years end only by an error")


def business_minutes(calendar: WorkCalendar, start_at: datetime, end_at: datetime) -> int:
    """Whole open minutes between two moments, rounded towards zero; `open_time` has the exact figure."""
    total = open_time(calendar, start_at, end_at)
    return abs(total) // timedelta(minutes=1) * (-1 if total < timedelta(0) else 1)


def add_business_minutes(calendar: WorkCalendar, at: datetime, minutes: int) -> datetime:
    """The first moment at which `minutes` (>= 0) open minutes have passed since `at`."""
    return add_open_time(calendar, at, timedelta(minutes=minutes))


def add_business_days(calendar: WorkCalendar, at: datetime, days: int) -> datetime:
    """The same clock time `days` (>= 0) business days on.

    Out of hours counts from the next opening, at both ends: a Saturday's order starts on Monday at opening,
    and a clock time at which the last day is closed (a short Saturday) gives the opening after it.
    """
    if days < 0:
        raise InvalidInput("days", days, "0 or more")
    start = next_opening(calendar, at)
    there = start.astimezone(zone_of(calendar.zone))
    if days == 0:
        return start
    day = _business_day_after(calendar, there.date(), days)
    return next_opening(calendar, _same_clock_time(there, day))


def business_days(calendar: WorkCalendar, start_at: datetime, end_at: datetime) -> int:
    """How many business days lie after the start's local date, up to and with the end's; 0 when none does."""
    zone = zone_of(calendar.zone)
    first, last = (at_of(us_of(at)).astimezone(zone).date() for at in (start_at, end_at))
    days = sum(len(open_year(calendar, year).days) for year in range(first.year, last.year))
    days += bisect_right(open_year(calendar, last.year).days, last.toordinal())
    return max(0, days - bisect_right(open_year(calendar, first.year).days, first.toordinal()))


def add_calendar_days(zone: str, at: datetime, days: int) -> datetime:
    """The same clock time `days` (>= 0) calendar days on, in `zone`; hours and holidays do not matter.

    A clock time that does not exist on that day (spring gap, a skipped date) moves on by the gap; and
    of one that comes twice the first is meant. That is how iCalendar and java.time read it.
    """
    if days < 0:
        raise InvalidInput("days", days, "0 or more")
    there = at_of(us_of(at)).astimezone(zone_of(zone))
    if days == 0:
        return there.astimezone(UTC)
    try:
        return _same_clock_time(there, there.date() + timedelta(days=days))
    except OverflowError as beyond:
        raise InvalidInput("days", days, f"a date before {LAST_YEAR}") from beyond


def _same_clock_time(there: datetime, day: date) -> datetime:
    return datetime.combine(day, there.time().replace(fold=0), there.tzinfo).astimezone(UTC)


def _business_day_after(calendar: WorkCalendar, day: date, days: int) -> date:
    index = bisect_right(open_year(calendar, day.year).days, day.toordinal()) + days - 1
    for laid in open_years_from(calendar, day.year):
        if index < len(laid.days):
            return date.fromordinal(laid.days[index])
        index -= len(laid.days)
    raise AssertionError("years end only by an error")


def rounded_up(at: datetime, grid: timedelta) -> datetime:
    """The first time from then on that people name: by five minutes, by quarters of an hour."""
    return at + (datetime.min.replace(tzinfo=at.tzinfo) - at) % grid
