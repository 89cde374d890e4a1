"""What does a rule make for the whole office, at its time? A backup, or the review of a week.

Nothing here is about single orders, so that neither has a condition, lines or an alert.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

USUAL_KEPT = 14
_DAY = timedelta(days=1)


@dataclass(frozen=True)
class BackupChore:
    """One file a night with the whole office in it.

    Attributes:
        folder: where, as it is written in the rule: made a place on the machine that does it.
        keep: how many of this office's files stay, tonight's among them.
    """

    folder: str
    keep: int = USUAL_KEPT


@dataclass(frozen=True)
class ReviewChore:
    """The review of the last whole week."""


Chore = BackupChore | ReviewChore


def chore_occasion(chore: Chore, on: date) -> str:
    """What names a firing on a day: a backup the night, a review its week, on whatever day it is prepared."""
    return week_name(week_before(on)) if isinstance(chore, ReviewChore) else on.isoformat()


def week_before(on: date) -> date:
    """The Monday of the last week that was over on a day."""
    return on - (on.weekday() + 7) * _DAY


def week_name(monday: date) -> str:
    """`2026-W09`, as calendars count weeks."""
    year, week, _ = monday.isocalendar()
    return f"{year}-W{week:02d}"
