"""Which times does a filter mean: `due<eod`, `opened>=mon 8:00`, `completed=2015-05-12`?"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from wom_tui.domain.moments import Moment, span
from wom_tui.errors import InvalidInput


@dataclass(frozen=True, slots=True)
class Between:
    """What is asked of one time: from one moment on, and before another; None where there is no such end.

    Attributes:
        column: of the row, that tells the time.
    """

    column: str
    low: datetime | None
    high: datetime | None


def times(
    name: str, operator: str, text: str, now: datetime, zone: str
) -> tuple[datetime | None, datetime | None]:
    """From when on, and before when, a time lies that meets `name operator text`.

    `<` is before all of the value, `<=` before its end: `due<=fri` takes in all of Friday.
    """
    said = moment_said(name, text, now, zone)
    match operator:
        case "=":
            return said.start_at, said.end_at
        case "<":
            return None, said.start_at
        case "<=":
            return None, said.end_at
        case ">":
            return said.end_at, None
        case _:
            return said.start_at, None


def moment_said(name: str, text: str, now: datetime, zone: str) -> Moment:
    """What a filter compares with; 2015 alone looks like a year there, and is refused."""
    if text.isdecimal():
        raise InvalidInput(name, text, f"a day or a time, such as 2015-05-12, fri or 14:30, not {text} alone")
    return span(text, now=now, zone=zone, field=name)
