"""How much slower are the roads than usual, and what does that make of a technician's day?

One factor for a whole shift: docs/decisions/0019-one-factor-for-a-shift.md says why.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from wom_tui.domain.place import TravelTime
from wom_tui.domain.worktime import Window
from wom_tui.errors import InvalidInput

_SAID: Final = re.compile(r"(\d{1,2})(?:-(\d{1,2}))?\s*=\s*(\d{1,2}(?:\.\d+)?)", re.ASCII)
_LEAST, _MOST = 0.1, 10.0


@dataclass(frozen=True, slots=True)
class HourFactors:
    """Travel time in each hour of the local day, as a multiple of the source's: 24 factors, 1.0 = as it says."""

    factors: tuple[float, ...] = (1.0,) * 24

    def __post_init__(self) -> None:
        if len(self.factors) != 24 or not all(_LEAST <= factor <= _MOST for factor in self.factors):
            raise InvalidInput("travel.hours", self.factors, "24 factors from 0.1 to 10")

    @staticmethod
    def read(said: str) -> HourFactors:
        """`7-9=1.3, 16-18=1.5`: from 7:00 to 9:00 it takes 1.3 times as long; hours that are not named stay 1.

        Raises:
            InvalidInput: it does not read like that, or names an hour twice.
        """
        factors: dict[int, float] = {}
        for part in filter(None, (part.strip() for part in said.split(","))):
            match = _SAID.fullmatch(part)
            first, last = (int(match[1]), int(match[2] or int(match[1]) + 1)) if match else (0, 0)
            hours = range(first, last)
            if match is None or not hours or last > 24 or factors.keys() & set(hours):
                expected = "hours and factors such as 7-9=1.3, 16-18=1.5, no hour twice"
                raise InvalidInput("travel.hours", part, expected)
            factors.update(dict.fromkeys(hours, float(match[3])))
        return HourFactors(tuple(factors.get(hour, 1.0) for hour in range(24)))

    @property
    def is_usual(self) -> bool:
        """No hour differs."""
        return set(self.factors) == {1.0}

    def of(self, windows: Iterable[Window], zone: str) -> float:
        """The mean over these stretches of time by the local clock; 1.0 where there are none."""
        if self.is_usual:
            return 1.0
        local, total, weighed = ZoneInfo(zone), 0.0, 0.0
        for window in windows:
            at = window.start_at
            while at < window.end_at:
                until = min(_next_hour(at, local), window.end_at)
                length_s = (until - at).total_seconds()
                total += length_s
                weighed += length_s * self.factors[at.astimezone(local).hour]
                at = until
        return weighed / total if total else 1.0


USUAL: Final = HourFactors()


def hours_of(travel: TravelTime) -> HourFactors:
    """The factors that go with a source of travel times; none with a plain function."""
    found = getattr(travel, "hours", None)
    return found if isinstance(found, HourFactors) else USUAL


def _next_hour(at: datetime, local: ZoneInfo) -> datetime:
    """When the local clock shows its next full hour."""
    clock = at.astimezone(local)
    past = timedelta(minutes=clock.minute, seconds=clock.second, microseconds=clock.microsecond)
    return at - past + timedelta(hours=1)
