"""In which bucket is an age: does each day belong to one, and to the right one?"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from wom_tui.domain.aging import BUCKETS, bucket_of, days_between, spread

NOW = datetime(2026, 3, 2, tzinfo=UTC)


@pytest.mark.parametrize(
    ("days", "name"),
    [
        (0, "0–7 d"),
        (7, "0–7 d"),
        (8, "8–14 d"),
        (30, "15–30 d"),
        (60, "31–60 d"),
        (90, "61–90 d"),
        (91, "> 90 d"),
    ],
)
def test_each_day_has_its_bucket(days: int, name: str) -> None:
    assert BUCKETS[bucket_of(days)].name == name


def test_days_are_whole_and_never_less_than_none() -> None:
    assert days_between(NOW - timedelta(days=2, hours=23), NOW) == 2
    assert days_between(NOW + timedelta(hours=1), NOW) == 0


def test_a_spread_counts_all_of_them() -> None:
    assert spread([0, 3, 8, 400]) == (2, 1, 0, 0, 0, 1)
