"""How many watched orders are there in each segment, and how much work is that? Kept up by what came and went."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import assert_never

from wom_tui.domain.alert import OFFICE
from wom_tui.domain.alert_rule import LEAST_OF, By, Figure, Threshold
from wom_tui.queries.watched import Pool
from wom_tui.queries.watched_terms import Change

_NOBODY = "none"  # as a filter says it
_HOUR = 60


@dataclass
class Tally:
    """Orders and minutes of work by subject: `territory:West`, or `office` where nothing divides them."""

    by: By | None
    orders: dict[str, int] = field(default_factory=dict)
    minutes: dict[str, int] = field(default_factory=dict)

    def take(self, change: Change, pool: Pool) -> set[str]:
        """Count what came and went; answers the subjects whose figures may be others now."""
        touched = set(self.orders) if change.is_anew else set()
        if change.is_anew:
            self.orders.clear()
            self.minutes.clear()
        return touched | self._add(change.joined, 1, pool) | self._add(change.left, -1, pool)

    def _add(self, places: Iterable[int], sign: int, pool: Pool) -> set[str]:
        touched = set()
        for place in places:
            subject = segment_of(self.by, place, pool)
            touched.add(subject)
            self.orders[subject] = self.orders.get(subject, 0) + sign
            self.minutes[subject] = self.minutes.get(subject, 0) + sign * pool.minutes[place]
        return touched


def segment_of(by: By | None, place: int, pool: Pool) -> str:
    """The subject that an order counts for."""
    return OFFICE if by is None else f"{by.value}:{_segment(by, place, pool) or _NOBODY}"


def _segment(by: By, place: int, pool: Pool) -> str | int | None:
    row = pool.row(place)
    match by:
        case By.TERRITORY:
            return row.territory
        case By.TYPE:
            return row.work_type
        case By.PRIORITY:
            return row.priority
        case By.TECHNICIAN:
            return row.technician
        case By.CUSTOMER:
            return pool.customers[place]
        case _ as never:
            assert_never(never)


@dataclass
class Measure:
    """The figure of a threshold in each segment.

    Attributes:
        among: what a share is a part of.
        values: by subject; None where it says nothing.
    """

    threshold: Threshold
    counted: Tally
    among: Tally
    values: dict[str, float | None] = field(default_factory=dict)

    @staticmethod
    def of(threshold: Threshold) -> Measure:
        return Measure(threshold, Tally(threshold.by), Tally(threshold.by))

    def take(self, counted: Change | None, among: Change | None, pool: Pool) -> set[str]:
        """Count what came and went; answers the subjects whose value may be another now."""
        touched = self.counted.take(counted, pool) if counted else set()
        touched |= self.among.take(among, pool) if among else set()
        for subject in touched:
            self.values[subject] = self._value(subject)
        return touched

    def _value(self, subject: str) -> float | None:
        orders = self.counted.orders.get(subject, 0)
        match self.threshold.figure:
            case Figure.COUNT:
                return float(orders)
            case Figure.HOURS:
                return self.counted.minutes.get(subject, 0) / _HOUR
            case Figure.SHARE:
                among = self.among.orders.get(subject, 0)
                return 100 * orders / among if among >= LEAST_OF else None
            case _ as never:
                assert_never(never)
