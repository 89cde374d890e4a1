"""When may the service of an order begin that day, whoever does it? Windows, access hours, earliest start and parts."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from wom_tui.domain.feasibility import Job
from wom_tui.domain.technician import local_instant
from wom_tui.planning.day_route import Clock
from wom_tui.planning.problem import FOREVER, Window

_BEFORE, _AFTER = -1, 2  # days: a shift may reach into the next day, and the site may lie in another zone


def begin_windows(job: Job, on: date, clock: Clock, days: int = 1) -> tuple[Window, ...]:
    """Sorted and apart; empty where there is no such moment.

    Args:
        days: so many from that one on.
    """
    earliest = 0 if job.not_before is None else max(0, clock.ceiling(job.not_before))
    wanted = [(clock.ceiling(w.start_at), clock.second(w.end_at)) for w in job.requirement.windows]
    open_from = _open(job, on, clock, days)
    windows = _both(_both([(earliest, FOREVER)], wanted or [(0, FOREVER)]), open_from)
    return tuple(_apart(windows))


def _open(job: Job, on: date, clock: Clock, days: int) -> list[Window]:
    """When it may begin so that it ends before the site closes."""
    site = job.site
    if site is None or not site.access_hours:
        return [(0, FOREVER)]
    need_min = int(job.duration.total_seconds() // 60)
    found = []
    for ahead in range(_BEFORE, days + _AFTER):
        day = on + timedelta(days=ahead)
        for hours in site.access_hours[day.weekday()]:
            if hours.start_min + need_min <= hours.end_min:
                begin = local_instant(day, hours.start_min, site.zone)
                end = local_instant(day, hours.end_min - need_min, site.zone)
                found += _one_clock(begin, end, clock, site.zone)
    return found


def _one_clock(begin: datetime, end: datetime, clock: Clock, zone: str) -> list[Window]:
    """The window, unless the clock is changed in it: then nothing is planned there, for it is told by the clock."""
    here = ZoneInfo(zone)
    if begin.astimezone(here).utcoffset() != end.astimezone(here).utcoffset() or end < begin:
        return []
    return [(clock.ceiling(begin), clock.second(end))]


def _both(ones: Sequence[Window], others: Sequence[Window]) -> list[Window]:
    """What lies in one of each."""
    met = ((max(a, c), min(b, d)) for a, b in ones for c, d in others)
    return [(begin, end) for begin, end in met if begin <= end]


def _apart(windows: Sequence[Window]) -> Iterator[Window]:
    last: Window | None = None
    for begin, end in sorted(windows):
        if last is not None and begin <= last[1] + 1:
            last = last[0], max(last[1], end)
            continue
        if last is not None:
            yield last
        last = begin, end
    if last is not None:
        yield last
