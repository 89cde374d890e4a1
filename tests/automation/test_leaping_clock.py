"""A clock that was far ahead for a while and is right again: what should have been done meanwhile is done, once."""

from __future__ import annotations

from datetime import timedelta

import pytest

from tests.office import HOUR, MINUTE, an_order, number_of
from tests.ruled import Ruled, a_rule

YEAR = timedelta(days=365)


@pytest.mark.parametrize(
    ("catch_up", "made_up_for"),
    # With `run_all` the moments of the time since were the first that it did while it was ahead.
    [("skip_older_than 10m", 10), ("run_latest", 1), ("run_all", 0)],
)
def test_a_clock_that_was_a_year_ahead_loses_no_moment_of_the_time_since(
    office: Ruled, order: int, catch_up: str, made_up_for: int
) -> None:
    office.enable(a_rule(every="1m", catch_up=catch_up))
    office.tick(MINUTE)
    before = len(office.noted())
    office.tick(YEAR)
    office.boot_s += 61
    ahead = {action.key for action in office.actions()}

    office.clock.forward(12 * MINUTE - YEAR)
    office.boot_s += 61
    office.tick()

    assert before == 1
    late = sorted(action.due_at for action in office.actions() if action.key not in ahead)
    assert len(late) == made_up_for
    assert all(at <= office.clock.at for at in late)


def test_a_rule_for_a_time_of_day_that_passed_meanwhile_is_run_for_today(office: Ruled, order: int) -> None:
    office.enable(a_rule(at="14:30"))
    office.tick(MINUTE)
    office.tick(YEAR)
    ahead = len(office.noted())

    office.tick(HOUR - YEAR)

    assert len(office.noted()) == ahead + 1
    assert office.tick(MINUTE).outcomes == []


def test_two_clocks_that_differ_by_seconds_do_nothing_for_what_was_seen_to(office: Ruled, order: int) -> None:
    office.enable(a_rule(every="15m"))
    office.tick(15 * MINUTE)

    number_of(office.desk, an_order())
    office.may = office.take("two")
    office.runner = office.another()

    assert office.tick(timedelta(seconds=-20)).outcomes == []
