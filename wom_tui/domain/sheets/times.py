"""How are spans of a day, days of a week, breaks and opening hours written in a cell?"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import groupby, pairwise
from typing import Any

from wom_tui.domain.sheets.kinds import plain, refused
from wom_tui.domain.technician import Break
from wom_tui.domain.work_calendar import DAY_MIN, Hours

DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_SPAN = re.compile(r"(\d{1,2})[:.](\d{2})(?::00)?\s*[-–]\s*(\d{1,2})[:.](\d{2})(?::00)?", re.ASCII)
_SAYS_SPAN = "a span of the day such as 07:00-15:30; 22:00-06:00 ends on the next day"
_SAYS_DAYS = "days such as mon-fri, or mon,wed,sat, or daily"
_SAYS_BREAKS = (
    "minutes and the span in which they lie, such as 30m 11:30-13:00; more breaks behind a semicolon"
)
_SAYS_WEEK = "days and their hours, such as mon-fri 08:00-12:00 13:00-17:00; sat 09:00-12:00"
_LATEST = 48 * 60


def minute_words(minute: int) -> str:
    """480 → `08:00`; minutes of the next day count on: `25:30`."""
    return f"{minute // 60:02}:{minute % 60:02}"


def read_span(text: str, says: str = _SAYS_SPAN) -> tuple[int, int]:
    """`07:00-15:30` → (420, 930); an end before its start lies on the next day.

    Of equal ones nobody knows whether they mean nothing or a whole day, which is `07:00-31:00`.
    """
    found = _SPAN.fullmatch(text.strip())
    if not found:
        raise refused(text, says)
    for minute in (found[2], found[4]):
        if int(minute) > 59:
            raise refused(text, says)
    start, end = int(found[1]) * 60 + int(found[2]), int(found[3]) * 60 + int(found[4])
    if end < start:
        end += DAY_MIN
    if start > _LATEST or end > _LATEST:
        raise refused(text, says)
    if end == start:
        raise refused(
            text, f"an end that is not its start; 24 hours are {span_words(start, start + DAY_MIN)}"
        )
    return start, end


def _read_shift(text: str) -> tuple[int, int]:
    start, end = read_span(text)
    if start >= DAY_MIN:
        raise refused(text, _SAYS_SPAN)
    return start, end


def span_words(start: int, end: int) -> str:
    """As `read_span` reads it."""
    is_next_day = start < DAY_MIN < end and end - DAY_MIN < start
    return f"{minute_words(start)}-{minute_words(end - DAY_MIN if is_next_day else end)}"


SPAN = plain(_SAYS_SPAN, _read_shift, lambda value: span_words(*value))


# -- days of the week --------------------------------------------------------------------------------------


def read_days(text: str, says: str = _SAYS_DAYS) -> tuple[int, ...]:
    """`mon-wed,sat` → (0, 1, 2, 5)."""
    said = text.casefold().strip()
    if said in ("daily", "every day"):
        return tuple(range(7))
    if said == "never":
        return ()
    found: set[int] = set()
    for part in re.split(r"\s*[,;]\s*|\s+", said.replace(" - ", "-")):
        first, _, last = part.partition("-")
        begin, end = _day(first, text, says), _day(last or first, text, says)
        span = range(begin, end + 1) if begin <= end else (*range(begin, 7), *range(end + 1))
        found.update(span)
    return tuple(sorted(found))


def _day(word: str, text: str, says: str) -> int:
    for number, day in enumerate(DAYS):
        if len(word) >= 2 and (word.startswith(day) or day.startswith(word)):
            return number
    raise refused(text, says)


def days_words(days: Sequence[int]) -> str:
    """As `read_days` reads it."""
    wanted = sorted(set(days))
    if len(wanted) == 7:
        return "daily"
    return ",".join(_runs(wanted)) or "never"


def _runs(days: Sequence[int]) -> Iterator[str]:
    for _, group in groupby(enumerate(days), key=lambda pair: pair[1] - pair[0]):
        run = [day for _, day in group]
        yield f"{DAYS[run[0]]}-{DAYS[run[-1]]}" if len(run) > 2 else ",".join(DAYS[day] for day in run)


WEEKDAYS = plain(_SAYS_DAYS, read_days, days_words)


# -- breaks ------------------------------------------------------------------------------------------------

_BREAK = re.compile(r"(\d{1,4})\s*m(?:in)?\s+(.+)", re.ASCII | re.IGNORECASE)


def _read_breaks(text: str) -> tuple[Break, ...]:
    return tuple(_read_break(part, text) for part in text.split(";") if part.strip())


def _read_break(part: str, text: str) -> Break:
    found = _BREAK.fullmatch(part.strip())
    if not found:
        raise refused(text, _SAYS_BREAKS)
    start, end = read_span(found[2], _SAYS_BREAKS)
    if not 0 < int(found[1]) <= end - start:
        raise refused(text, f"minutes that fit between {span_words(start, end).replace('-', ' and ')}")
    return Break(earliest_min=start, latest_min=end, duration_min=int(found[1]))


def _break_words(breaks: Sequence[Break]) -> str:
    return "; ".join(f"{b.duration_min}m {span_words(b.earliest_min, b.latest_min)}" for b in breaks)


BREAKS = plain(_SAYS_BREAKS, _read_breaks, _break_words)


# -- opening hours -----------------------------------------------------------------------------------------

Week = tuple[tuple[Hours, ...], ...]


def _read_week(text: str) -> Week:
    week: list[tuple[Hours, ...]] = [()] * 7
    if text.casefold() == "closed":
        return tuple(week)
    for part in filter(None, (part.strip() for part in text.split(";"))):
        days, _, spans = part.partition(" ")
        for day in read_days(days, _SAYS_WEEK):
            if week[day]:
                raise refused(text, f"each day once; {DAYS[day]} is there twice")
            week[day] = tuple(_hours(span, text) for span in spans.split())
    for number, hours in enumerate(week):
        if any(b.start_min < a.end_min for a, b in pairwise(hours)):
            raise refused(text, f"hours of {DAYS[number]} one after the other")
    return tuple(week)


def _hours(span: str, text: str) -> Hours:
    start, end = read_span(span, _SAYS_WEEK)
    if end > DAY_MIN:
        raise refused(text, "hours that end at 24:00 at the latest, and those after midnight on the next day")
    return Hours(start, end)


def _week_words(week: Sequence[Sequence[Hours]]) -> str:
    by_hours: dict[Any, list[int]] = {}
    for day, hours in enumerate(week):
        if hours:
            by_hours.setdefault(tuple(hours), []).append(day)
    parts = (
        f"{days_words(days)} {' '.join(span_words(h.start_min, h.end_min) for h in hours)}"
        for hours, days in by_hours.items()
    )
    return "; ".join(parts) or "closed"


WEEK = plain(_SAYS_WEEK, _read_week, _week_words)
ACCESS = plain(
    f"{_SAYS_WEEK}; empty = always", _read_week, lambda value: _week_words(value) if value else None
)
