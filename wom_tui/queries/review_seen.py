"""What is every part of a week's review made from? The office as of one moment, and as of a week before."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import cached_property
from zoneinfo import ZoneInfo

from wom_tui.queries.backlog import Backlog, Span, all_spans, backlog
from wom_tui.queries.orders import OPEN, OrderRow, order_rows
from wom_tui.store.reader import Reader

WEEK = timedelta(days=7)


@dataclass(frozen=True)
class Standing:
    """The office at one moment.

    Attributes:
        rows: the open orders.
    """

    reader: Reader
    at: datetime
    zone: ZoneInfo

    @cached_property
    def rows(self) -> Sequence[OrderRow]:
        return order_rows(self.reader, status=OPEN)

    @cached_property
    def backlog(self) -> Backlog:
        return backlog(self.reader, self.rows, self.at, self.zone)

    @property
    def past_due(self) -> int:
        """How many of the open orders are late."""
        return sum(aged.past_due for aged in self.backlog.ages)


@dataclass(frozen=True)
class Looked:
    """What every part is made from.

    Attributes:
        now: as of the review's moment; `before` a week earlier, None where nobody knows.
        monday: of the week that is reviewed.
    """

    now: Standing
    before: Standing | None
    monday: date

    @property
    def reader(self) -> Reader:
        return self.now.reader

    def midnight(self, weeks: int = 0) -> datetime:
        """When the week begins on the office's clock; or another, so many weeks later."""
        there = datetime.combine(self.monday + weeks * WEEK, time(0), self.now.zone)
        return there.astimezone(UTC)

    def moved(self, weeks: int = 0) -> tuple[int, int]:
        """How many orders came in in that week, and how many went out."""
        begins, ends = self.midnight(weeks), self.midnight(weeks + 1)
        opened = sum(begins <= opened_at < ends for opened_at, _ in self.spans)
        ended = sum(ended_at is not None and begins <= ended_at < ends for _, ended_at in self.spans)
        return opened, ended

    @cached_property
    def spans(self) -> Sequence[Span]:
        """When each order was opened, and ended."""
        return all_spans(self.reader)
