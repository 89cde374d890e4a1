"""When does a rule that goes by the clock come due? Pure: the office's zone and the time are handed in.

A daily rule has one moment on each date of the office's calendar, on the days on which the clocks change too: a time
that is left out comes at the same distance from midnight, one that comes twice counts when it comes first.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from itertools import islice
from zoneinfo import ZoneInfo

from wom_tui.domain.rule import CatchUp, Daily, Definition, Every
from wom_tui.errors import InvalidInput

MOST_AT_ONCE = 1_000  # moments that are caught up with in one go; the others follow
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_DAY = timedelta(days=1)
_WEEK = 9  # dates back, among which the last moment of any daily rule lies


def due_moments(definition: Definition, since: datetime, now: datetime, zone: str) -> list[datetime]:
    """The moments after `since` and up to `now` that count, the earliest first.

    Args:
        since: up to which everything has been seen to.
        zone: IANA name of the office's zone.
    """
    trigger = definition.trigger
    if not isinstance(trigger, Every | Daily):
        raise InvalidInput("trigger", trigger, "one that goes by the clock alone")
    match definition.catch_up:
        case CatchUp.RUN_LATEST:
            last = last_moment(trigger, now, zone)
            return [last] if last is not None and last > since else []
        case CatchUp.SKIP_OLDER_THAN:
            since = max(since, now - definition.not_older)
        case CatchUp.RUN_ALL:
            pass
    return list(islice(moments(trigger, since, now, zone), MOST_AT_ONCE))


def moments(trigger: Every | Daily, since: datetime, until: datetime, zone: str) -> Iterator[datetime]:
    """All moments after `since` and up to `until`."""
    if isinstance(trigger, Every):
        step = timedelta(minutes=trigger.minutes)
        at = _EPOCH + ((since - _EPOCH) // step + 1) * step
        while at <= until:
            yield at
            at += step
        return
    there = ZoneInfo(zone)
    day = since.astimezone(there).date() - _DAY
    last = until.astimezone(there).date() + _DAY
    while day <= last:
        at_or_not = _moment_on(trigger, day, there)
        if at_or_not is not None and since < at_or_not <= until:
            yield at_or_not
        day += _DAY


def last_moment(trigger: Every | Daily, now: datetime, zone: str) -> datetime | None:
    """The last moment up to `now`."""
    if isinstance(trigger, Every):
        step = timedelta(minutes=trigger.minutes)
        return _EPOCH + (now - _EPOCH) // step * step
    found = moments(trigger, now - _WEEK * _DAY, now, zone)
    return max(found, default=None)


def next_moment(trigger: Every | Daily, now: datetime, zone: str) -> datetime | None:
    """The first moment after `now`."""
    return next(moments(trigger, now, now + _WEEK * _DAY, zone), None)


def occasion(trigger: Every | Daily, moment: datetime, zone: str) -> str:
    """What names the moment: for a daily rule its date, which comes once whatever the clocks do."""
    if isinstance(trigger, Daily):
        return moment.astimezone(ZoneInfo(zone)).date().isoformat()
    return moment.strftime("%Y-%m-%dT%H:%MZ")


def _moment_on(trigger: Daily, day: date, there: ZoneInfo) -> datetime | None:
    """The rule's moment on a date; None where the date is none of its days, or is left out of the calendar."""
    if day.weekday() not in trigger.weekdays:
        return None
    at = datetime.combine(day, trigger.at, there).astimezone(UTC)
    return at if at.astimezone(there).date() == day else None
