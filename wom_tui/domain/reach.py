"""Which days can be meant? Those of living people's work: what is further off is a slip, or stands for no day."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

FIRST_YEAR, LAST_YEAR = 1900, 2199
IN_REACH = f"a day of the years {FIRST_YEAR} to {LAST_YEAR}"
_A_DAY = timedelta(days=1)  # somewhere it is already, or still, another year
_FIRST_AT = datetime(FIRST_YEAR, 1, 1, tzinfo=UTC) - _A_DAY
_END_AT = datetime(LAST_YEAR + 1, 1, 1, tzinfo=UTC) + _A_DAY


def is_in_reach(when: date) -> bool:
    """A moment (aware) or a day that anything may be planned, said or asked for."""
    if isinstance(when, datetime):
        return _FIRST_AT <= when < _END_AT
    return FIRST_YEAR <= when.year <= LAST_YEAR
