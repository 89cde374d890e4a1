"""On which day is work done that is due on a day on which nobody works? Pure: the calendar is handed in.

A due day keeps its name, the nominal day, whatever day it is moved to: so that it gets one order, also when a holiday
is added or struck out later.
"""

from __future__ import annotations

from datetime import date, timedelta
from enum import StrEnum
from typing import assert_never

from wom_tui.domain.work_calendar import WorkCalendar

MOST_MOVED = timedelta(days=31)  # a calendar that is closed for longer moves nothing
_DAY = timedelta(days=1)


class OffDays(StrEnum):
    """What becomes of a due day on which the plan's calendar is closed."""

    KEEP = "keep"
    BEFORE = "before"  # to the last working day before it
    AFTER = "after"  # to the first working day after it


def is_working(calendar: WorkCalendar, on: date) -> bool:
    """The calendar opens on that day at all."""
    return bool(calendar.week[on.weekday()]) and on not in calendar.holidays


def moved(due_on: date, off_days: OffDays | None, calendar: WorkCalendar | None) -> date:
    """The day on which the work is due in the end; where no working day is near, the due day itself."""
    match off_days:
        case None | OffDays.KEEP:
            return due_on
        case OffDays.BEFORE:
            step = -_DAY
        case OffDays.AFTER:
            step = _DAY
        case _:
            assert_never(off_days)
    if calendar is None:
        return due_on
    on = due_on
    while abs(on - due_on) <= MOST_MOVED:
        if is_working(calendar, on):
            return on
        on += step
    return due_on
