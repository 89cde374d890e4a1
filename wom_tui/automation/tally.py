"""What is the figure of a threshold in each segment? Read from counts that all rules share."""

from __future__ import annotations

from dataclasses import dataclass
from typing import assert_never

from wom_tui.domain.alert_rule import LEAST_OF, Figure, Threshold
from wom_tui.queries.watched import Pool
from wom_tui.queries.watched_tally import Tally

_HOUR = 60


@dataclass(frozen=True)
class Measure:
    """The figure of a threshold in each segment.

    Attributes:
        among: what a share is a part of.
    """

    threshold: Threshold
    counted: Tally
    among: Tally | None

    @staticmethod
    def of(threshold: Threshold, pool: Pool) -> Measure:
        """The measure that a threshold asks for."""
        filters = [text for text in (threshold.orders, threshold.among) if text]
        has_minutes = threshold.figure is Figure.HOURS
        counted = pool.tally(pool.condition(*filters), threshold.by, has_minutes=has_minutes)
        among = pool.tally(pool.condition(threshold.among), threshold.by) if threshold.among else None
        return Measure(threshold, counted, among)

    @property
    def touched(self) -> set[str]:
        """The subjects whose value may be another since the look before."""
        return self.counted.touched | self.among.touched if self.among else self.counted.touched

    def value(self, subject: str) -> float | None:
        """The figure; None where it says nothing."""
        orders = self.counted.orders.get(subject, 0)
        match self.threshold.figure:
            case Figure.COUNT:
                return float(orders)
            case Figure.HOURS:
                return self.counted.minutes.get(subject, 0) / _HOUR
            case Figure.SHARE:
                among = self.among.orders.get(subject, 0) if self.among else 0
                return 100 * orders / among if among >= LEAST_OF else None
            case _ as never:
                assert_never(never)
