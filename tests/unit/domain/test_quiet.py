"""When may somebody be disturbed again, also in the nights in which clocks change?"""

from __future__ import annotations

from datetime import UTC, datetime, time

import pytest

from wom_tui.domain.quiet import quiet_until
from wom_tui.domain.subscription import Span

NIGHT = Span(time(21), time(8))
NEW_YORK, BERLIN = "America/New_York", "Europe/Berlin"


def utc(said: str) -> datetime:
    return datetime.fromisoformat(said).replace(tzinfo=UTC)


@pytest.mark.parametrize(
    ("now", "until"),
    [
        ("2026-03-02 01:59", None),  # 20:59 in New York
        ("2026-03-02 02:00", "2026-03-02 13:00"),
        ("2026-03-02 12:59", "2026-03-02 13:00"),
        ("2026-03-02 13:00", None),
    ],
)
def test_a_night_ends_in_the_morning(now: str, until: str | None) -> None:
    assert quiet_until(NIGHT, utc(now), NEW_YORK) == (utc(until) if until else None)


def test_a_night_is_an_hour_shorter_when_clocks_go_forward_and_longer_when_they_go_back() -> None:
    forward = quiet_until(NIGHT, utc("2026-03-08 05:00"), NEW_YORK)  # midnight before
    back = quiet_until(NIGHT, utc("2026-11-01 04:00"), NEW_YORK)

    assert forward == utc("2026-03-08 12:00")  # 08:00 in summer time
    assert back == utc("2026-11-01 13:00")  # 08:00 in winter time


def test_an_end_that_the_clock_leaves_out_is_the_first_moment_after_it() -> None:
    span = Span(time(23), time(2, 30))

    assert quiet_until(span, utc("2026-03-08 06:00"), NEW_YORK) == utc("2026-03-08 07:00")  # 03:00 EDT
    assert quiet_until(span, utc("2026-03-08 07:00"), NEW_YORK) is None


def test_an_end_that_comes_twice_counts_when_it_comes_first() -> None:
    span = Span(time(23), time(2, 30))

    assert quiet_until(span, utc("2026-10-25 00:10"), BERLIN) == utc("2026-10-25 00:30")
    assert quiet_until(span, utc("2026-10-25 01:10"), BERLIN) is None  # 02:10 for the second time


def test_a_span_of_one_day_does_not_go_over_midnight() -> None:
    siesta = Span(time(13), time(15))

    assert quiet_until(siesta, utc("2026-07-01 11:30"), BERLIN) == utc("2026-07-01 13:00")
    assert quiet_until(siesta, utc("2026-07-01 22:30"), BERLIN) is None


def test_nobody_who_is_always_welcome_is_left_in_peace() -> None:
    assert quiet_until(None, utc("2026-07-01 03:00"), BERLIN) is None
