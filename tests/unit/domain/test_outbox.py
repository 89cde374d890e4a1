"""When is a message tried again, and when has somebody heard enough?"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from wom_tui.domain.outbox import free_at, next_attempt

NOW = datetime(2026, 3, 2, 14, 0, tzinfo=UTC)
MINUTE = timedelta(minutes=1)


def test_waits_grow_and_end_at_an_hour() -> None:
    waits = [(next_attempt(attempts, NOW, 0.5) - NOW).total_seconds() for attempts in range(1, 9)]

    assert waits == [30, 120, 480, 1920, 3600, 3600, 3600, 3600]


def test_chance_takes_them_apart_by_a_fifth() -> None:
    waits = [(next_attempt(1, NOW, chance) - NOW).total_seconds() for chance in (0.0, 0.5, 1.0)]

    assert waits == [24, 30, 36]


@pytest.mark.parametrize(("asked", "waits"), [(10.0, 30), (600.0, 600), (1e8, 3600), (-5.0, 30)])
def test_an_endpoint_gets_the_time_that_it_asks_for_within_reason(asked: float, waits: int) -> None:
    assert (next_attempt(1, NOW, 0.5, asked) - NOW).total_seconds() == waits


def test_a_number_of_attempts_that_nobody_made_costs_nothing() -> None:
    assert next_attempt(10**9, NOW, 0.5) - NOW == timedelta(hours=1)


def test_who_has_heard_enough_is_free_when_the_first_of_it_is_an_hour_old() -> None:
    sent = [NOW - 70 * MINUTE, NOW - 50 * MINUTE, NOW - 10 * MINUTE]

    assert free_at(sent, 3, NOW) is None
    assert free_at(sent, 2, NOW) == NOW + 10 * MINUTE
    assert free_at(sent, 1, NOW) == NOW + 50 * MINUTE
    assert free_at(sent, 0, NOW) is None
