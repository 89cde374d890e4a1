"""When may somebody be disturbed again? Pure: the recipient's zone and the time are handed in."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from wom_tui.domain.subscription import Span
from wom_tui.domain.technician import local_instant

_DAY = timedelta(days=1)


def quiet_until(span: Span | None, now: datetime, zone: str) -> datetime | None:
    """The end of the quiet that holds now; None where nobody is asleep.

    The clock on the wall counts: a night in which clocks change is an hour longer or shorter. An end that does not
    exist on that day is the first moment after it; one that comes twice counts when it comes first.
    """
    if span is None or span.begins == span.ends:
        return None
    there = ZoneInfo(zone)
    today = now.astimezone(there).date()
    for day in (today - _DAY, today):
        ends_on = day if span.begins < span.ends else day + _DAY
        begins_at = local_instant(day, _minute(span.begins), zone)
        ends_at = local_instant(ends_on, _minute(span.ends), zone)
        if begins_at <= now < ends_at:
            return ends_at
    return None


def _minute(at: time) -> int:
    return at.hour * 60 + at.minute
