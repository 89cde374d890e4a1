"""How is time cut to minutes, and how does a sentence say how many of them there are?

For tables and cells, which have less room than a sentence, see `present/durations.py`.
"""

from __future__ import annotations

from datetime import datetime

_DAYS_FROM = 72 * 60  # from so many minutes on nobody counts the hours


def minute_of(at: datetime) -> datetime:
    """The minute that a moment lies in, by its beginning."""
    return at.replace(second=0, microsecond=0)


def hours_and_minutes(minutes: int) -> str:
    """To the minute, so that a column of it adds up: `0:43`, `76:10`, `1,228:05`. Without a sign."""
    hours, rest = divmod(abs(minutes), 60)
    return f"{hours:,}:{rest:02}"


def length_text(minutes: int) -> str:
    """`43 min`, `6:45 h`; from 3 days whole days. Without a sign."""
    minutes = abs(minutes)
    if minutes < 60:
        return f"{minutes} min"
    return f"{hours_and_minutes(minutes)} h" if minutes < _DAYS_FROM else f"{minutes // 1440:,} days"
