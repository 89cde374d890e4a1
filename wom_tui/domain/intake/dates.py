"""In which order does a column write day, month and year? Decided over the whole column, never cell by cell.

`05/04/2015` alone is the fifth of April or the fourth of May. One `29/2/2016` in the same column settles it for all
of them; where nothing does, the answer is that nobody can know, and a person is asked.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from functools import lru_cache
from typing import NamedTuple
from zoneinfo import ZoneInfo

from wom_tui.domain.intake.cell import BadCell, in_reach
from wom_tui.domain.words import typed


class DateOrder(StrEnum):
    """How moments are written."""

    DAY_FIRST = "day_first"  # 29/2/2016, 4.5.2015, 4 May 2015
    MONTH_FIRST = "month_first"  # 2/29/2016, May 4 2015
    YEAR_FIRST = "year_first"  # 2016-02-29, also with T and an offset
    EPOCH = "epoch"  # seconds since 1970 UTC
    EPOCH_MS = "epoch_ms"  # milliseconds since 1970 UTC
    EXCEL = "excel"  # days since 1899-12-30, on the local clock


SHOWN = {
    DateOrder.DAY_FIRST: "31/12/2015 23:59",
    DateOrder.MONTH_FIRST: "12/31/2015 11:59 PM",
    DateOrder.YEAR_FIRST: "2015-12-31 23:59",
    DateOrder.EPOCH: "seconds since 1970",
    DateOrder.EPOCH_MS: "milliseconds since 1970",
    DateOrder.EXCEL: "days since 1900, as a workbook counts them",
}
_MONTHS = {
    name: number
    for names in (
        typed("jan feb mar apr may jun jul aug sep oct nov dec"),
        typed("januar februar märz april mai juni juli august september oktober november dezember"),
        typed("january february march april may june july august september october november december"),
        typed("janvier février mars avril mai juin juillet août septembre octobre novembre décembre"),
        typed("enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre"),
        typed("jan feb mrz apr mai jun jul aug sept okt nov dez"),
    )
    for number, name in enumerate(names.split(), start=1)
}
_CLOCK = (
    r"(?:[T ,]+(?P<hour>\d{1,2})[:.h](?P<minute>\d{2})(?:[:.](?P<second>\d{2})(?:[.,](?P<fraction>\d{1,9}))?)?"
    r"\s*(?P<half>[AaPp]\.?[Mm]\.?)?\s*(?:Uhr)?\s*(?P<offset>Z|UTC|[+-]\d{2}:?\d{2})?)?"
)
_NUMBERS = re.compile(r"(?P<a>\d{1,4})(?P<by>[/.\-])(?P<b>\d{1,2})(?P=by)(?P<c>\d{1,4})" + _CLOCK, re.ASCII)
_NAMED = re.compile(
    r"(?:\w{2,10}\.?,? )??"
    r"(?:(?P<day>\d{1,2})\.?[ \-](?P<name>[^\W\d]{3,10})\.?|(?P<name2>[^\W\d]{3,10})\.? (?P<day2>\d{1,2}))"
    r",?[ \-](?P<year>\d{4}|\d{2})" + _CLOCK
)
_FIGURE = re.compile(r"\d+(?:\.\d+)?", re.ASCII)
_EXCEL_BEGAN = datetime(1899, 12, 30, tzinfo=UTC)  # on a local clock: the zone is the file's
_FIGURE_ORDERS = frozenset({DateOrder.EPOCH, DateOrder.EPOCH_MS, DateOrder.EXCEL})
_EPOCHS = {DateOrder.EPOCH: 1, DateOrder.EPOCH_MS: 1000}
# What a bare number can mean, by its size: each range is some decades around today.
_FIGURES = (
    (DateOrder.EXCEL, 20_000, 80_000),
    (DateOrder.EPOCH, 300_000_000, 5_000_000_000),
    (DateOrder.EPOCH_MS, 300_000_000_000, 5_000_000_000_000),
)


class _Parts(NamedTuple):
    """Three numbers as they stand, whether the order is open, the clock, and whether the year is written out."""

    numbers: tuple[int, int, int]
    order: DateOrder | None  # None: day and month may stand either way
    clock: tuple[int, int, int, int]
    offset: timedelta | None
    has_whole_year: bool


@dataclass(frozen=True)
class Verdict:
    """How a column writes its moments.

    Attributes:
        order: None where no value settles it, or two values contradict each other.
        is_ambiguous: all values could be read day first and month first.
        fits: how many values can be read in that order.
        misses: how many cannot.
    """

    order: DateOrder | None
    is_ambiguous: bool
    fits: int
    misses: int


class Evidence:
    """What the values of one column tell about their order. Keeps counts only."""

    def __init__(self) -> None:
        self._settled: Counter[DateOrder] = Counter()
        self._open = 0
        self._strange = 0
        self._has_dots = self._has_halves = False

    def add(self, value: str) -> None:
        """One more value; empty ones tell nothing."""
        text = value.strip()
        if not text:
            return
        figure = _figure(text)
        if figure is not None:
            self._settled[figure] += 1
            return
        parts = _parts(text)
        if parts is None:
            self._strange += 1
            return
        order = parts.order or _settled_by_size(parts)
        if order is not None:
            self._settled[order] += 1
            return
        self._open += 1
        self._has_dots = self._has_dots or "." in text.split(" ")[0]

    def verdict(self) -> Verdict:
        """What all of them together say."""
        settled, left = Counter(self._settled), self._open
        total = sum(settled.values()) + left + self._strange
        if self._has_dots:  # a dot between numbers stands only where the day comes first
            settled[DateOrder.DAY_FIRST] += left
            left = 0
        if not settled:
            return Verdict(None, is_ambiguous=left > 0, fits=0, misses=total)
        order, count = settled.most_common(1)[0]
        both = [one for one in (DateOrder.DAY_FIRST, DateOrder.MONTH_FIRST) if settled[one]]
        if len(both) == 2 and min(settled[one] for one in both) * 50 > max(settled[one] for one in both):
            return Verdict(None, is_ambiguous=False, fits=0, misses=total)
        if order in _FIGURE_ORDERS or not (both or left):
            return Verdict(order, is_ambiguous=False, fits=count, misses=total - count)
        if not both:  # some begin with the year, and the others can be read either way
            return Verdict(None, is_ambiguous=True, fits=0, misses=total)
        order = max(both, key=lambda one: settled[one])
        # One that begins with its year is read so in any column.
        fits = settled[order] + settled[DateOrder.YEAR_FIRST] + left
        return Verdict(order, is_ambiguous=False, fits=fits, misses=total - fits)


def date_reader(order: DateOrder, zone: ZoneInfo) -> Callable[[str, str], datetime]:
    """A function (column, value) → aware UTC for moments of one order, with or without a time of day.

    A value that brings its own offset is taken at its word; for all others the clock hangs in `zone`. A time that
    this clock skips counts on from before the gap, one that it shows twice is the first.
    """

    def read(column: str, value: str) -> datetime:
        try:
            at = _moment(value.strip(), order, zone)
        except (ValueError, OverflowError):
            raise BadCell(column, value, f"is no day or time such as {SHOWN[order]}") from None
        return in_reach(at, column, value)

    return read


def leaves_zone_open(value: str) -> bool:
    """A moment on a local clock, and the value does not say on which. What counts from 1970 is a moment everywhere."""
    text = value.strip()
    if (figure := _figure(text)) is not None:
        return figure is DateOrder.EXCEL
    parts = _parts(text)
    return parts is not None and parts.offset is None


def undecided_reader(zone: ZoneInfo) -> Callable[[str, str], datetime]:
    """As `date_reader`, for a column whose order nobody knows: what can be read either way is refused."""

    def read(column: str, value: str) -> datetime:
        order = _evident(value.strip())
        if order is None:
            raise BadCell(
                column, value, "may have the day or the month first, and the file does not tell which"
            )
        return date_reader(order, zone)(column, value)

    return read


def _evident(text: str) -> DateOrder | None:
    """The order of one value that can be read in only one way; for what is no moment any order will do."""
    if (figure := _figure(text)) is not None:
        return figure
    parts = _parts(text)
    if parts is None or parts.numbers[0] == parts.numbers[1]:
        return DateOrder.DAY_FIRST
    return parts.order or _settled_by_size(parts)


def _moment(text: str, order: DateOrder, zone: ZoneInfo) -> datetime:
    if order in _EPOCHS:
        return datetime.fromtimestamp(float(text) / _EPOCHS[order], UTC)
    if order is DateOrder.EXCEL and _FIGURE.fullmatch(text):
        local = _EXCEL_BEGAN + timedelta(seconds=round(float(text) * 86_400))
        return local.replace(tzinfo=zone).astimezone(UTC)
    parts = _parts(text)
    if parts is None:
        raise ValueError(text)
    year, month, day = _in_order(parts, order)
    hour, minute, second, micro = parts.clock
    if parts.offset is not None:
        return datetime(year, month, day, hour, minute, second, micro, tzinfo=UTC) - parts.offset
    return datetime(year, month, day, hour, minute, second, micro, tzinfo=zone).astimezone(UTC)


def _in_order(parts: _Parts, order: DateOrder) -> tuple[int, int, int]:
    """Year, month, day. What is written beyond doubt (2015-05-04, 4 May 2015) is read so in any column."""
    a, b, c = parts.numbers
    match parts.order or order:
        case DateOrder.YEAR_FIRST | DateOrder.EXCEL:
            return _year(a, parts), b, c
        case DateOrder.MONTH_FIRST:
            return _year(c, parts), a, b
        case _:
            return _year(c, parts), b, a


def _year(number: int, parts: _Parts) -> int:
    """Two digits are of the century that `strptime` takes them for; 0001 is the first year."""
    return number if parts.has_whole_year else number + (1900 if number >= 69 else 2000)


def _settled_by_size(parts: _Parts) -> DateOrder | None:
    a, b, _ = parts.numbers
    if a > 12 and b <= 12:
        return DateOrder.DAY_FIRST
    if b > 12 and a <= 12:
        return DateOrder.MONTH_FIRST
    return None


def _figure(text: str) -> DateOrder | None:
    """What a bare number can mean as a moment."""
    if not _FIGURE.fullmatch(text):
        return None
    number = float(text)
    return next((order for order, low, high in _FIGURES if low <= number <= high), None)


@lru_cache(maxsize=8192)
def _parts(text: str) -> _Parts | None:
    found = _NUMBERS.fullmatch(text)
    if found is not None:
        numbers = (int(found["a"]), int(found["b"]), int(found["c"]))
        is_year_first = len(found["a"]) > 2
        if is_year_first and len(found["c"]) > 2:
            return None
        has_whole_year = is_year_first or len(found["c"]) > 2
        return _with_clock(found, numbers, DateOrder.YEAR_FIRST if is_year_first else None, has_whole_year)
    found = _NAMED.fullmatch(text)
    if found is None:
        return None
    month = _MONTHS.get((found["name"] or found["name2"]).casefold())
    if month is None:
        return None
    numbers = (int(found["day"] or found["day2"]), month, int(found["year"]))
    return _with_clock(found, numbers, DateOrder.DAY_FIRST, len(found["year"]) > 2)


def _with_clock(
    found: re.Match[str], numbers: tuple[int, int, int], order: DateOrder | None, has_whole_year: bool
) -> _Parts | None:
    hour, half = int(found["hour"] or 0), (found["half"] or "").casefold().replace(".", "")
    if half and not 1 <= hour <= 12:
        return None
    if half:
        hour = hour % 12 + (12 if half == "pm" else 0)
    micro = int((found["fraction"] or "0").ljust(6, "0")[:6])
    clock = (hour, int(found["minute"] or 0), int(found["second"] or 0), micro)
    return _Parts(numbers, order, clock, _offset(found["offset"]), has_whole_year)


def _offset(text: str | None) -> timedelta | None:
    if text is None:
        return None
    if text in ("Z", "UTC"):
        return timedelta(0)
    sign, digits = (-1 if text[0] == "-" else 1), text[1:].replace(":", "")
    return sign * timedelta(hours=int(digits[:2]), minutes=int(digits[2:]))
