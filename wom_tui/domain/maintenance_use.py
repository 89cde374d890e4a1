"""How much has a meter counted, and when is work due that comes back after so long or so much use? Pure.

Calendar and meter are both counted from the plan's first day. When one of them is reached, the other begins anew as
well: from that due day, or from the day on which the work was done.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from datetime import date
from typing import Protocol

ROUNDING = 1e-9  # of a use that is counted together from fractions


def used_since(readings: Sequence[tuple[date, float]], first: date) -> tuple[tuple[date, float], ...]:
    """What a meter has counted since a day; one that shows less than before is a new one, which began at nothing.

    Args:
        readings: day and what it showed, the earliest first.
    """
    before = [value for day, value in readings if day <= first]
    later = [(day, value) for day, value in readings if day > first]
    if not before and later:
        before = [later.pop(0)[1]]
    found: list[tuple[date, float]] = []
    shown, total = (before[-1] if before else 0.0), 0.0
    for day, value in later:
        total += value - shown if value >= shown else value
        shown = value
        found.append((day, total))
    return tuple(found)


class Every(Protocol):
    """An interval on the calendar."""

    def after(self, first: date, times: int = 1) -> date:
        """So many intervals later."""


def earlier(every: Every, meter_every: float, used: Sequence[tuple[date, float]], begun: date) -> date:
    """The next due day after both began to count."""
    return min(filter(None, (every.after(begun), _worn_on(meter_every, used, begun))))


def due_days(
    every: Every,
    meter_every: float,
    used: Sequence[tuple[date, float]],
    first: date,
    taken: Collection[date],
) -> Iterator[date]:
    """All the due days after the last that has had its order, without end."""
    base, times = _counted_from(every, first, taken)
    while True:
        by_calendar = every.after(base, times + 1)
        by_meter = _worn_on(meter_every, used, every.after(base, times))
        if by_meter is not None and by_meter < by_calendar:
            base, times = by_meter, 0
            yield by_meter
        else:
            times += 1
            yield by_calendar


def _worn_on(meter_every: float, used: Sequence[tuple[date, float]], begun: date) -> date | None:
    """The day on which a reading showed that so much had been used since a day."""
    base = max((total for day, total in used if day <= begun), default=0.0)
    reached = base + meter_every * (1 - ROUNDING)
    return next((day for day, total in used if day > begun and total >= reached), None)


def _counted_from(every: Every, first: date, taken: Collection[date]) -> tuple[date, int]:
    """From which day the calendar counts by now, and how many intervals of it are over: so the 31st stays the 31st."""
    base, times = first, 0
    for day in sorted(taken):
        ahead = times
        while every.after(base, ahead) < day:
            ahead += 1
        base, times = (base, ahead) if every.after(base, ahead) == day else (day, 0)
    return base, times
