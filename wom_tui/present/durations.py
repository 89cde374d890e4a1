"""How is time written: how long, how much sooner or later, which clock time on which day?"""

from __future__ import annotations

from datetime import date, datetime, timedelta, tzinfo

from wom_tui.domain.habits import clock_text, date_text, day_text, weekday_and_clock

MINUS = "−"
_MINUTE = timedelta(minutes=1)


def minutes_of(span: timedelta) -> int:
    """Whole minutes, towards zero."""
    whole = abs(span) // _MINUTE
    return whole if span >= timedelta(0) else -whole


def way_min(seconds: int) -> int:
    """Minutes of a way, begun ones included: nobody is to be there too late by a promise of seconds."""
    return -(-seconds // 60)


def duration(minutes: int) -> str:
    """`0:43`, `9:05`; from 10 hours `28 h`; from 3 days `3 d`. Without a sign."""
    minutes = abs(minutes)
    if minutes < 600:
        return f"{minutes // 60}:{minutes % 60:02}"
    if minutes < 72 * 60:
        return f"{minutes // 60} h"
    return f"{minutes // 1440:,} d"


def counted(minutes: int) -> str:
    """Counted time, as `duration` writes it but in hours at any length: `0:43`, `85 h`, `1,228 h`.

    A day of an agreement is as long as its calendar is open, so counted time is never told in days of 24 hours.
    """
    minutes = abs(minutes)
    return duration(minutes) if minutes < 600 else f"{minutes // 60:,} h"


def hours(minutes: int) -> str:
    """As `duration` writes it, with the unit: `0:43 h`, `28 h`, `3 d`."""
    return f"{duration(minutes)} h" if abs(minutes) < 600 else duration(minutes)


def hours_or_minutes(span: timedelta) -> str:
    """`15 min`, `90 min`; `3 h` where it is whole hours."""
    minutes = round(span / _MINUTE)
    return f"{minutes // 60} h" if minutes and minutes % 60 == 0 else f"{minutes} min"


def difference(minutes: int, minus: str = MINUS) -> str:
    """A duration that always has its sign."""
    return f"{minus if minutes < 0 else '+'}{duration(minutes)}"


def count(number: int) -> str:
    """`48,310`."""
    return f"{number:,}"


def clock(at: datetime, zone: tzinfo) -> str:
    """`14:32`."""
    return clock_text(at.astimezone(zone))


def clock_of(on: date, at: datetime, zone: tzinfo) -> str:
    """`14:32` on that day, `Wed 01:50` on any other."""
    local = at.astimezone(zone)
    return clock_text(local) if local.date() == on else weekday_and_clock(local)


def day(at: datetime, zone: tzinfo) -> str:
    """`24 Nov`."""
    return day_text(at.astimezone(zone))


def clock_or_day(at: datetime, now: datetime, zone: tzinfo) -> str:
    """The clock time for today, the day for any other, only the year when it is far away. At most 6 cells."""
    local, today = at.astimezone(zone), now.astimezone(zone)
    if local.date() == today.date():
        return clock_text(local)
    return day_text(local) if abs((at - now).days) < 300 else f"{local.year}"


def moment(at: datetime, now: datetime, zone: tzinfo) -> str:
    """`14:10` today, `23 Nov 14:10` on another day of about this year, else with the year."""
    local, today = at.astimezone(zone), now.astimezone(zone)
    if local.date() == today.date():
        return clock_text(local)
    on = day_text(local) if abs((at - now).days) < 300 else date_text(local)
    return f"{on} {clock_text(local)}"


def typed_at(at: datetime, zone: tzinfo) -> str:
    """A moment as it can be typed, whatever the day: `2026-11-24 09:00`."""
    return f"{at.astimezone(zone):%Y-%m-%d %H:%M}"


def span(start_at: datetime, end_at: datetime | None, zone: tzinfo) -> str:
    """`14:00–16:00`, on the clock of the zone."""
    return f"{clock(start_at, zone)}–{clock(end_at, zone)}" if end_at else clock(start_at, zone)
