"""Which windows can be offered to a customer, and what would each cost? The best slot in each is its price."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import StrEnum
from zoneinfo import ZoneInfo

from wom_tui.domain.feasibility import Job, TechnicianDay
from wom_tui.domain.technician import local_instant
from wom_tui.domain.worktime import Window
from wom_tui.planning.objective import late_min
from wom_tui.planning.openings import Opening, Openings

_NOON_MIN = 12 * 60
# No customer is offered the night, whoever works then; a window at night can be promised all the same.
_FROM_MIN, _TO_MIN = 7 * 60, 19 * 60


class Length(StrEnum):
    """How long a window is. Half a day is the morning or the afternoon."""

    TWO_HOURS = "2h"
    FOUR_HOURS = "4h"
    HALF_DAY = "half-day"


@dataclass(frozen=True, kw_only=True)
class Offer:
    """A window, and the best slot in it.

    Attributes:
        extra_s: what it costs more than the best offer, in seconds of driving.
        extra_travel_s, extra_late_min: of that, the way and the time past due; less than 0 where it has less of it.
    """

    window: Window
    best: Opening
    extra_s: int
    extra_travel_s: int
    extra_late_min: int


def offers(
    job: Job,
    room: Openings,
    now: datetime,
    zone: str,
    *,
    length: Length,
    count: int,
    without: int | None = None,
) -> list[Offer]:
    """The cheapest windows, in the order of their price.

    The windows that the order has are not heeded: they are what is to be agreed.

    Args:
        now: aware UTC; a window that has begun is not offered.
        without: the visit to be placed, where it is booked already.
    """
    found: list[tuple[Window, Opening]] = []
    for window in windows(room.days, now, zone, length):
        inside = replace(job, requirement=replace(job.requirement, windows=(window,)))
        found += [(window, one) for one in room.ranked(inside, now, limit=1, without=without)]
    found.sort(key=lambda item: (item[1].cost, item[0].start_at))
    return [_offer(job, window, one, found[0][1]) for window, one in found[:count]]


def _offer(job: Job, window: Window, one: Opening, best: Opening) -> Offer:
    late = [late_min(job.order, slot.start_at, slot.end_at) for slot in (one.slot, best.slot)]
    return Offer(
        window=window,
        best=one,
        extra_s=one.cost - best.cost,
        extra_travel_s=one.slot.added_travel_s - best.slot.added_travel_s,
        extra_late_min=late[0] - late[1],
    )


def windows(days: Sequence[TechnicianDay], now: datetime, zone: str, length: Length) -> Iterator[Window]:
    """The windows of each day, from the first hour somebody works to the last, in order of time."""
    for on in sorted({day.on for day in days}):
        for begin_min, end_min in _cut(*_hours(on, (day for day in days if day.on == on), zone), length):
            window = Window(local_instant(on, begin_min, zone), local_instant(on, end_min, zone))
            if now <= window.start_at < window.end_at:
                yield window


def _hours(on: date, days: Iterable[TechnicianDay], zone: str) -> tuple[int, int]:
    """From when to when somebody works by day: whole hours, in minutes after midnight."""
    spans = [span.window for day in days for span in day.spans]
    if not spans:
        return 0, 0
    begin = min(span.start_at for span in spans).astimezone(ZoneInfo(zone))
    end = max(span.end_at for span in spans).astimezone(ZoneInfo(zone))
    begin_min = 0 if begin.date() < on else begin.hour * 60
    end_min = _TO_MIN if end.date() > on else -(-(end.hour * 60 + end.minute) // 60) * 60
    return max(begin_min, _FROM_MIN), min(end_min, _TO_MIN)


def _cut(begin_min: int, end_min: int, length: Length) -> Iterator[tuple[int, int]]:
    if length is Length.HALF_DAY:
        halves = ((begin_min, min(_NOON_MIN, end_min)), (max(_NOON_MIN, begin_min), end_min))
        yield from (half for half in halves if half[0] < half[1])
        return
    step = 120 if length is Length.TWO_HOURS else 240
    yield from ((start_min, start_min + step) for start_min in range(begin_min, end_min, step))
