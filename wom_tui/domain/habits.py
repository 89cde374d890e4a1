"""How does whoever runs this program write days, times of day and distances, and with which day does a week begin?

One process has one user, as it has one language: so this is set once, at the door, and asked wherever a time is read or
shown (docs/decisions/0013-habits-of-one-process.md). Times in data, stored or given to programs, never depend on it.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from zoneinfo import ZoneInfo

from wom_tui.errors import InvalidInput

WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_FOOT_M, _MILE_M = 0.3048, 1609.344


class DayOrder(StrEnum):
    """Which part of a date comes first."""

    UNSAID = ""  # shown day first, with the month's name; `5/3` is not guessed
    DAY = "day"  # 24 Nov, 24/11
    MONTH = "month"  # Nov 24, 11/24
    ISO = "iso"  # 11-24, 2026-11-24


@dataclass(frozen=True)
class Habits:
    """How somebody writes.

    Attributes:
        has_halves: the clock has twelve hours, twice: `2:30p`.
        has_miles: distances are in feet and miles.
        first_weekday: with which a week begins, 0 = Monday; `next week` is its next one.
    """

    days: DayOrder = DayOrder.UNSAID
    has_halves: bool = False
    has_miles: bool = False
    first_weekday: int = 0

    @property
    def clock_cells(self) -> int:
        """How much room a time of day needs."""
        return 6 if self.has_halves else 5


_mine = Habits()


def mine() -> Habits:
    """The habits of this process's user."""
    return _mine


def take(habits: Habits) -> None:
    """From now on this process writes like that."""
    global _mine  # noqa: PLW0603  set once, by the door: see above
    _mine = habits


def habits_of(dates: str, clock: int, distances: str = "km", week: str = WEEKDAYS[0]) -> Habits:
    """The habits that settings name.

    Raises:
        InvalidInput: there are no such.
    """
    if dates not in set(DayOrder):
        raise InvalidInput("words.dates", dates, "day, month or iso")
    if clock not in (12, 24):
        raise InvalidInput("words.clock", clock, "12 or 24")
    if distances not in ("km", "mi"):
        raise InvalidInput("words.distances", distances, "km or mi")
    if week.casefold() not in WEEKDAYS:
        raise InvalidInput("words.week", week, f"the day with which a week begins: {', '.join(WEEKDAYS)}")
    return Habits(DayOrder(dates), clock == 12, distances == "mi", WEEKDAYS.index(week.casefold()))


def clock_text(local: datetime) -> str:
    """`14:32`, or `2:32p`."""
    if not _mine.has_halves:
        return f"{local:%H:%M}"
    return f"{local.hour % 12 or 12}:{local:%M}{'ap'[local.hour // 12]}"


def hour_text(local: datetime) -> str:
    """The full hour alone, in two cells or three: `14`, or `2p`."""
    return f"{local.hour % 12 or 12}{'ap'[local.hour // 12]}" if _mine.has_halves else f"{local:%H}"


def day_text(on: date) -> str:
    """`24 Nov`, `Nov 24` or `11-24`."""
    match _mine.days:
        case DayOrder.MONTH:
            return f"{on:%b} {on.day}"
        case DayOrder.ISO:
            return f"{on:%m-%d}"
        case _:
            return f"{on.day} {on:%b}"


def date_text(on: date) -> str:
    """The same with its year: `24 Nov 2026`, `Nov 24 2026` or `2026-11-24`."""
    return f"{on:%Y-%m-%d}" if _mine.days is DayOrder.ISO else f"{day_text(on)} {on.year}"


def weekday_text(on: date) -> str:
    """`Tue 24 Nov`."""
    return f"{on:%a} {day_text(on)}"


def distance_text(metres: float) -> str:
    """`40 m`, `1.2 km`; or `130 ft`, `0.7 mi`."""
    if _mine.has_miles:
        is_near = metres < _MILE_M / 10
        return f"{metres / _FOOT_M:.0f} ft" if is_near else f"{metres / _MILE_M:.1f} mi"
    return f"{metres:.0f} m" if metres < 1000 else f"{metres / 1000:.1f} km"


def days_to_next_week(on: date) -> int:
    """How many days after that one the next week begins, 1 to 7."""
    return 7 - (on.weekday() - _mine.first_weekday) % 7


def weekday_and_clock(local: datetime) -> str:
    """`Tue 12:00`."""
    return f"{local:%a} {clock_text(local)}"


def day_and_clock(at: datetime, zone: str) -> str:
    """`4 Dec 12:00`, on the clock of that zone."""
    local = at.astimezone(ZoneInfo(zone))
    return f"{day_text(local)} {clock_text(local)}"
