"""In which hours, and on which days not, are a system's dues counted? As its preset writes it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from wom_tui.domain.work_calendar import Calendar, Holiday, Hours
from wom_tui.errors import InvalidInput

Wrong = Callable[[str, object, str], InvalidInput]

_WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


def calendar_of(
    row: Mapping[str, Any], zone: str, wrong: Wrong
) -> tuple[Calendar | None, tuple[Holiday, ...]]:
    """The calendar as facts without a number: the office gives it one.

    Args:
        zone: where it does not name one.
        wrong: says what is wrong at which place: place, value, what is expected.

    Raises:
        InvalidInput: hours or a day that are none.
        AttributeError, TypeError, ValueError: it is of another shape altogether.
    """
    if not row:
        return None, ()
    week = tuple(tuple(_hours(span, wrong) for span in row.get("week", {}).get(day, ())) for day in _WEEKDAYS)
    calendar = Calendar(id=0, name=row.get("name", ""), zone=row.get("zone", zone), week=week)
    days = row.get("holidays", [])
    if not all(isinstance(day.get("on"), date) for day in days):
        raise wrong("calendar.holidays", days, "lines with a date `on` and a name")
    return calendar, tuple(
        Holiday(id=0, calendar_id=0, on=day["on"], name=day.get("name", "")) for day in days
    )


def _hours(span: str, wrong: Wrong) -> Hours:
    try:
        start, end = (int(h) * 60 + int(m) for h, m in (clock.split(":") for clock in span.split("-")))
    except ValueError:
        raise wrong("calendar.week", span, "hours such as 08:30-17:00") from None
    return Hours(start, end)
