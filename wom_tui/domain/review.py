"""What does the office look back on once a week? A document of figures, kept as they were when it was prepared.

It is made of parts that know nothing of each other: a part more is a part more, and a review that was prepared before
stays as it was. Only figures, names of the office's own and numbers of orders are in it: nothing about a customer, so
that there is nothing in it to be erased.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from wom_tui.domain.chore import week_before, week_name
from wom_tui.domain.fact import Fact
from wom_tui.errors import InvalidInput

_WEEK = re.compile(r"(\d{4})-?w(\d{1,2})", re.ASCII | re.IGNORECASE)
_USUAL = time(6)  # of the Monday after


@dataclass(frozen=True, kw_only=True)
class ReviewLine:
    """One line of a part.

    Attributes:
        label: what it counts: a week, a reason, the name of a rule; of a single order, nothing.
        values: under the part's columns; None = not known.
        order: the number of the order that it is about.
    """

    label: str = ""
    values: tuple[int | None, ...] = ()
    order: int | None = None


@dataclass(frozen=True, kw_only=True)
class ReviewPart:
    """One part: what it is about, what its columns are, and its lines."""

    name: str
    columns: tuple[str, ...]
    lines: tuple[ReviewLine, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Review(Fact):
    """The review of a week.

    Attributes:
        week_on: its Monday.
        as_of_at: the moment as of which the office was looked at.
        words: what it comes to, in one line.
    """

    week_on: date
    as_of_at: datetime
    words: str = ""
    parts: tuple[ReviewPart, ...] = ()

    @property
    def week(self) -> str:
        """`2026-W09`."""
        return week_name(self.week_on)


def week_said(said: str, today: date) -> date:
    """The Monday of a week that was typed: `2026-W09`, or a day of it; the last whole one where nothing was.

    Raises:
        InvalidInput: it is neither, or has not begun.
    """
    if not said:
        return week_before(today)
    try:
        found = _WEEK.fullmatch(said.strip())
        day = (
            date.fromisocalendar(int(found[1]), int(found[2]), 1)
            if found
            else date.fromisoformat(said.strip())
        )
        monday = date.fromordinal(day.toordinal() - day.weekday())
    except ValueError as error:
        raise InvalidInput("week", said, "a week or a day of it: 2026-W09, 2026-02-25") from error
    if monday > today:
        raise InvalidInput("week", said, "a week that has begun")
    return monday


def usual_moment(monday: date, zone: ZoneInfo) -> datetime:
    """As of when a week is looked at of which no review was prepared: the next Monday at six."""
    return datetime.combine(date.fromordinal(monday.toordinal() + 7), _USUAL, zone)
