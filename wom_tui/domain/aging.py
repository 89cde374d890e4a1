"""How old is what is open, and how long past its due? In whole days of 24 hours, by the buckets of the field."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Bucket:
    """Days from first to last, both counted; last None = and more."""

    first: int
    last: int | None

    @property
    def name(self) -> str:
        """`8–14 d`, `> 90 d`."""
        return f"> {self.first - 1} d" if self.last is None else f"{self.first}–{self.last} d"


BUCKETS = (
    Bucket(0, 7),
    Bucket(8, 14),
    Bucket(15, 30),
    Bucket(31, 60),
    Bucket(61, 90),
    Bucket(91, None),
)


def days_between(since_at: datetime, now: datetime) -> int:
    """Whole days; none before it begins."""
    return max(0, (now - since_at) // _DAY)


def bucket_of(days: int) -> int:
    """The place of the bucket among `BUCKETS`."""
    return next(at for at, bucket in enumerate(BUCKETS) if bucket.last is None or days <= bucket.last)


def spread(days: Iterable[int]) -> tuple[int, ...]:
    """How many are in each bucket."""
    counts = [0] * len(BUCKETS)
    for one in days:
        counts[bucket_of(one)] += 1
    return tuple(counts)
