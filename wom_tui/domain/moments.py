"""When is that? Times and durations as people say them: `14:30`, `in 45m`, `fri 9`, `eod`, `12 may`, `1h30`.

A text is a moment relative to now (`+45m`, `-2d`), or a day, or a time of day, or a day and a time of it.
A local time that a clock change skips is moved on by as much as the clock was (02:30 becomes 03:30); of one
that comes twice the first is meant; `2015-11-01T01:30-05:00` says which.

A day without a time of day is all of it; `told_days.py` says what is meant where one moment is asked for.
"""

from __future__ import annotations

import re
from calendar import isleap
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import NoReturn
from zoneinfo import ZoneInfo

from wom_tui.domain.habits import WEEKDAYS, DayOrder, days_to_next_week, mine
from wom_tui.domain.reach import IN_REACH, is_in_reach
from wom_tui.domain.words import typed
from wom_tui.errors import InvalidInput

EXAMPLES = (
    "14:30, 1430, 2:30pm, +45m, in 2h, +3d, fri, fri 9:00, next mon, tomorrow 9, eod, eow, "
    "2015-05-12 14:30, 12 may or 12.5."
)
END_OF_DAY = time(17)  # where no calendar says another
DAY_WORDS = ("today", "tomorrow", "yesterday")
CLOCK_WORDS = {"eod": END_OF_DAY, "noon": time(12)}
MONTHS = (
    *("january", "february", "march", "april", "may", "june"),
    *("july", "august", "september", "october", "november", "december"),
)
_LONGEST = 40  # characters that any of these can need
_MOST = 2 * _LONGEST  # of what is spelt in a longer way


@dataclass(frozen=True, slots=True)
class Moment:
    """What a text means: a stretch as long as the text is precise, half-open, aware UTC.

    A day is its 24 hours (23 or 25 at a clock change), `14:30` is that minute, `+45m` one microsecond.
    """

    start_at: datetime
    end_at: datetime
    is_day: bool = False  # no time of day was said


def moment(
    text: str, *, now: datetime, zone: str, default_day: date | None = None, field: str = "time"
) -> datetime:
    """Return the moment that a text means, aware UTC; of a day its beginning.

    Args:
        text: see the examples; upper and lower case are the same.
        now: aware; `+45m`, `today` and `fri` count from it.
        zone: IANA name of the zone in which days and times of day are meant.
        default_day: the day that a bare `14:30` belongs to; None = today.
        field: names the input in the error.

    Raises:
        InvalidInput: the text means no moment.
    """
    return span(text, now=now, zone=zone, default_day=default_day, field=field).start_at


def span(
    text: str, *, now: datetime, zone: str, default_day: date | None = None, field: str = "time"
) -> Moment:
    """Return the stretch of time that a text means; arguments and errors as for `moment`."""
    said = _usual(text)
    local = ZoneInfo(zone)
    try:
        if not said or len(said) > _LONGEST:
            _refuse(field, text)
        found = _read(said, now, local, default_day) or _refuse(field, text)
    except _Ambiguous:
        raise InvalidInput(field, text, f"{_WHICH_FIRST}; else {EXAMPLES}") from None
    except ValueError:  # 30 february, 25:00
        _refuse(field, text)
    except OverflowError:
        raise InvalidInput(field, text, IN_REACH) from None
    if not is_in_reach(found.start_at):
        raise InvalidInput(field, text, IN_REACH)
    return found


def is_step(text: str) -> bool:
    """So much later or earlier than something: `+45m`, `-2d`. Not `in 2h`, which is later than now."""
    return text.strip().startswith(("+", "-"))


def _read(said: str, now: datetime, local: ZoneInfo, default_day: date | None) -> Moment | None:
    if (shifted := _relative(said, now, local)) is not None:
        return Moment(shifted, shifted + timedelta(microseconds=1))
    if (instant := _with_offset(said)) is not None:
        return Moment(instant, instant + _precision(said))
    return _local(said, now.astimezone(local).date(), local, default_day)


_USUAL = {"a.m.": "am", "p.m.": "pm", "tmrw": "tomorrow", "weds": "wed"}
_ORDINAL = re.compile(r"(\d{1,2})(?:st|nd|rd|th)", re.ASCII)
_O_CLOCK = re.compile(r"\b(\d{1,2}) ?o['’]?clock\b", re.ASCII)


def _usual(text: str) -> str:
    """Small letters, one space, and the usual spelling: `@2 p.m.` → `2 pm`, `on weds 9 o'clock` → `wed 9:00`."""
    words = (_ORDINAL.sub(r"\1", word) for word in text[:_MOST].lower().removeprefix("@").split())
    said = " ".join(_USUAL.get(word, word) for word in words).removeprefix("on ")
    return _O_CLOCK.sub(r"\1:00", said).replace("in half an hour", "in 30m")


def _refuse(field: str, text: str) -> NoReturn:
    raise InvalidInput(field, text, EXAMPLES)


_UNITS = {"m": "minutes", "min": "minutes", "h": "hours", "d": "days", "w": "weeks"}
_PART = re.compile(r"(\d{1,6})(min|[mhdw])", re.ASCII)
_RELATIVE = re.compile(r"([+-])((?:\d{1,6}(?:min|[mhdw]))+|\d{1,4}h\d{1,2})", re.ASCII)
_IN = re.compile(r"in (?:an? |one |(?=\d))(.+)", re.ASCII)
_SPELT = {
    word: unit
    for unit, words in {"m": typed("min minute"), "h": "hour", "d": "day", "w": "week"}.items()
    for singular in words.split()
    for word in (singular, f"{singular}s")
}


def _relative(said: str, now: datetime, local: ZoneInfo) -> datetime | None:
    """`+45m`, `in 2 hours`, `-2d`: days and weeks keep the time of day, hours and minutes are real time."""
    if said == "now":
        return now.astimezone(UTC)
    if found := _IN.fullmatch(said):
        said = f"+{_short(said)}"
    if not (found := _RELATIVE.fullmatch(said)):
        return None
    sign = -1 if found[1] == "-" else 1
    parts = found[2] if found[2][-1] in "mhdwn" else f"{found[2]}m"  # 1h30 = 1h30m
    step = {unit: sign * int(number) for number, unit in _PART.findall(parts)}
    days = step.get("d", 0) + 7 * step.get("w", 0)
    at = (now.astimezone(local) + timedelta(days=days)) if days else now
    minutes = step.get("m", 0) + step.get("min", 0) + 60 * step.get("h", 0)
    return at.astimezone(UTC) + timedelta(minutes=minutes)


def _short(said: str) -> str:
    """`in 2 hours` → `2h`, `in an hour` → `1h`."""
    words = ("1" if word in ("a", "an", "one") else _SPELT.get(word, word) for word in said.split(" ")[1:])
    return "".join(words)


_OFFSET = re.compile(r"\d{4}-\d\d-\d\d[t ]\d\d:\d\d(?::\d\d(?:\.\d{1,6})?)? ?(?:z|[+-]\d\d:?\d\d)", re.ASCII)


def _with_offset(said: str) -> datetime | None:
    """An ISO time that names its own offset."""
    if not _OFFSET.fullmatch(said):
        return None
    return datetime.fromisoformat(said.upper().replace(" ", "T", 1).replace(" ", "")).astimezone(UTC)


def _precision(said: str) -> timedelta:
    """How long a time lasts that is written so: a minute, a second, or less where it has decimals."""
    if "." in said:
        return timedelta(microseconds=1)
    return timedelta(seconds=1) if said.count(":", 0, 20) > 1 else timedelta(minutes=1)


_ISO = re.compile(r"(\d{4}-\d\d-\d\d)(?:[t ](\S.*))?", re.ASCII)


def _local(said: str, today: date, local: ZoneInfo, default_day: date | None) -> Moment | None:
    """A day, a time of day, or both."""
    if said == "eow":
        said = typed("fri eod")
    day, rest = _day(said, today)
    if day is None:
        day, rest = _day_at_end(said, today)
    rest = rest.removeprefix("at ")
    if day is not None and not rest:
        midnight = instant(day + timedelta(days=1), time(0), local)
        return Moment(instant(day, time(0), local), midnight, is_day=True)
    clock = _clock(f"{rest}:00" if day is not None and _HOUR.fullmatch(rest) else rest)
    if clock is None:
        return None
    at = instant(day or default_day or today, clock, local)
    return Moment(at, at + _precision(rest))


def instant(day: date, clock: time, local: ZoneInfo) -> datetime:
    """The moment at which a clock shows that time, aware UTC."""
    # fold=0: before a gap's change of offset (so a skipped time moves on), and the first of two.
    return datetime.combine(day, clock, local).astimezone(UTC)


def _day(said: str, today: date) -> tuple[date | None, str]:
    """The day at the beginning of the text, and what follows it."""
    if found := _ISO.fullmatch(said):
        return date.fromisoformat(found[1]), found[2] or ""
    words = said.split(" ")
    if found := _NUMBERS.fullmatch(words[0]):
        return _numbered(found, today), " ".join(words[1:])
    if words[0] in DAY_WORDS:
        return today + timedelta(days=(0, 1, -1)[DAY_WORDS.index(words[0])]), " ".join(words[1:])
    if words[0] == "next":
        return _next_week(words[1:], today)
    if (weekday := _named(words[0], WEEKDAYS)) is not None:
        return _next_weekday(today, weekday), " ".join(words[1:])
    return _day_of_month(words, today)


def _day_at_end(said: str, today: date) -> tuple[date | None, str]:
    """`9:00 tomorrow`, `2pm next fri`: the day at the end of the text, and what stands before it."""
    words = said.split(" ")
    for cut in range(1, len(words)):
        clock = " ".join(words[:cut])
        if words[cut][0].isdecimal() and _HOUR.fullmatch(clock):
            continue  # `9 12 may`
        day, rest = _day(" ".join(words[cut:]), today)
        if day is not None and not rest:
            return day, clock
    return None, said


def _next_week(words: list[str], today: date) -> tuple[date | None, str]:
    """`next week` is its first day; `next fri` is the Friday of that week."""
    begins_on = today + timedelta(days=days_to_next_week(today))
    weekday = begins_on.weekday() if words[:1] == ["week"] else _named(words[0], WEEKDAYS) if words else None
    if weekday is None:
        return None, " ".join(words)
    return _next_weekday(begins_on, weekday), " ".join(words[1:])


_NUMBERS = re.compile(
    r"(?P<dotted>(\d{1,2})\.(\d{1,2})\.(\d{4})?)|(?P<slashed>(\d{1,2})/(\d{1,2})(?:/(\d{4}))?)|(\d{2})-(\d{2})",
    re.ASCII,
)


class _Ambiguous(ValueError):
    """Day and month, but nothing says which is which."""


def _numbered(found: re.Match[str], today: date) -> date:
    """`24.11.`, which is day first wherever it is written; `24/11` and `11-24` as the user has set them.

    Raises:
        _Ambiguous: nothing says which of the two is the month.
    """
    if found["dotted"]:
        day, month, year = found[2], found[3], found[4]
    elif found["slashed"]:
        if mine().days not in (DayOrder.DAY, DayOrder.MONTH):
            raise _Ambiguous
        day, month, year = found[6], found[7], found[8]
        if mine().days is DayOrder.MONTH:
            day, month = month, day
    elif mine().days is DayOrder.ISO:
        day, month, year = found[10], found[9], None
    else:
        raise _Ambiguous
    if year:
        return date(int(year), int(month), int(day))
    return _this_year(int(day), int(month), today)


_WHICH_FIRST = "the name of the month, or words.dates = day, month or iso in the settings"


def _day_of_month(words: list[str], today: date) -> tuple[date | None, str]:
    """`12 may`, `may 12`, `12 may 2015`."""
    if len(words) < 2:
        return None, " ".join(words)
    number, name = words[:2] if words[0].isdecimal() else (words[1], words[0])
    month = _named(name, MONTHS)
    if month is None or not re.fullmatch(r"\d{1,2}", number, re.ASCII):
        return None, " ".join(words)
    if len(words) > 2 and _YEAR.fullmatch(words[2]):
        return date(int(words[2]), month + 1, int(number)), " ".join(words[3:])
    return _this_year(int(number), month + 1, today), " ".join(words[2:])


_YEAR = re.compile(r"(?:19|2\d)\d\d", re.ASCII)  # `12 may 1430` is a time of day


def _this_year(day: int, month: int, today: date) -> date:
    """That day of this year; of the next where it is half a year ago, of the last where nine months off.

    Raises:
        ValueError: no month has that day.
    """
    year = today.year
    if (day, month) == (29, 2):
        year = next(year for year in range(year, year + 9) if isleap(year))
    there = date(year, month, day)
    if today - there > timedelta(days=183):
        return there.replace(year=year + 1)
    if there - today > timedelta(days=274) and (day, month) != (29, 2):
        return there.replace(year=year - 1)
    return there


def _next_weekday(today: date, weekday: int) -> date:
    """The first such day from today on, today included."""
    return today + timedelta(days=(weekday - today.weekday()) % 7)


def is_month(word: str) -> bool:
    """The word is the name of a month, or three letters of it."""
    return _named(word, MONTHS) is not None


def _named(word: str, names: tuple[str, ...]) -> int | None:
    """The place of a name that begins with the word; three letters make it unique."""
    if len(word) < 3:
        return None
    return next((place for place, name in enumerate(names) if name.startswith(word)), None)


_HOUR = re.compile(r"\d{1,2}", re.ASCII)  # after a day: `tomorrow 9`
_CLOCK = re.compile(r"(\d{1,2}):(\d\d)(?::(\d\d))?(?: ?([ap])m?)?|(\d{1,2}) ?([ap])m?", re.ASCII)
_RUN_TOGETHER = re.compile(r"(\d\d)(\d\d)|(\d{1,2})h(\d\d)", re.ASCII)
_EARLIEST_H = 5  # `1h30` is how long, `9h30` is when


def _clock(said: str) -> time | None:
    """A time of day: `14:30`, `1430`, `14h30`, `2:30pm`, `2pm`, `eod`, `noon`."""
    if said in CLOCK_WORDS:
        return CLOCK_WORDS[said]
    if found := _RUN_TOGETHER.fullmatch(said):
        hour, minute = int(found[1] or found[3]), int(found[2] or found[4])
        return None if found[3] and hour < _EARLIEST_H else time(hour, minute)
    if not (found := _CLOCK.fullmatch(said)):
        return None
    hour, half = int(found[1] or found[5]), found[4] or found[6]
    if half:
        if not 1 <= hour <= 12:
            return None
        hour = hour % 12 + (12 if half == "p" else 0)
    return time(hour, int(found[2] or 0), int(found[3] or 0))


_DURATION = re.compile(
    r"(?:(\d{1,4})h)?(?:(\d{1,5})(?:m|min)?)?|(\d{1,4}):([0-5]\d)|(\d{1,3}\.\d{1,2})h", re.ASCII
)


def duration_min(text: str, *, field: str = "duration") -> int:
    """Return the minutes, 0 or more, of a duration: `90m`, `90`, `2h`, `1h30`, `1.5h`, `1:30`.

    Raises:
        InvalidInput: the text means no duration.
    """
    said = text.lower().replace(" ", "")
    found = _DURATION.fullmatch(said)
    if not said or not found:
        raise InvalidInput(field, text, "minutes or hours: 90m, 2h, 1h30 or 1:30")
    if found[5]:
        return round(float(found[5]) * 60)
    hours, minutes = (found[3], found[4]) if found[3] else (found[1], found[2])
    return int(hours or 0) * 60 + int(minutes or 0)
