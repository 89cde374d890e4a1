"""Which moment is meant by a day that was told without a time of day?

It is never midnight: "look again on Friday" and "not before Friday" mean when the calendar opens (`opening`), "done by
Friday" means when it closes (`closing`).
"""

from __future__ import annotations

from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from wom_tui.domain.moments import END_OF_DAY, Moment, instant
from wom_tui.domain.work_calendar import WorkCalendar
from wom_tui.domain.worktime import Window, next_opening, open_windows

BEGIN_OF_DAY = time(9)  # where no calendar says another


def opening(said: Moment, *, now: datetime, zone: str, calendar: WorkCalendar | None) -> datetime:
    """Return when something begins, or is looked at again, that was told as a day.

    The first opening on that day or after it; on a day that is open already, its closing. What was said with a time of
    day is that moment.

    Args:
        zone: in which the day was said.
        calendar: by which the office, or the customer's site, is open; its own zone counts.
    """
    if not said.is_day:
        return said.start_at
    day = _day_at(said, zone, calendar)
    if calendar is None:
        begin_at = instant(said.start_at.astimezone(ZoneInfo(zone)).date(), BEGIN_OF_DAY, ZoneInfo(zone))
    else:
        begin_at = next_opening(calendar, day.start_at)
    return begin_at if begin_at > now else closing(said, zone=zone, calendar=calendar)


def closing(said: Moment, *, zone: str, calendar: WorkCalendar | None) -> datetime:
    """Return by when something is due that was told as a day: its last closing, 17:00 on a day that is closed."""
    if not said.is_day:
        return said.start_at
    day = _day_at(said, zone, calendar)
    opened = list(open_windows(calendar, day.start_at, day.end_at)) if calendar else []
    if opened:
        return opened[-1].end_at
    return instant(said.start_at.astimezone(ZoneInfo(zone)).date(), END_OF_DAY, _zone_of(zone, calendar))


def _day_at(said: Moment, zone: str, calendar: WorkCalendar | None) -> Window:
    """The same date where the calendar is."""
    on, there = said.start_at.astimezone(ZoneInfo(zone)).date(), _zone_of(zone, calendar)
    return Window(instant(on, time(0), there), instant(on + timedelta(days=1), time(0), there))


def _zone_of(zone: str, calendar: WorkCalendar | None) -> ZoneInfo:
    return ZoneInfo(calendar.zone if calendar else zone)
