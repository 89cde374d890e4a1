"""When does a rule that goes by the clock come due, on the days on which the clocks change too?"""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as some

from wom_tui.domain.rule import CatchUp, Daily, Definition, Every, OnEvent
from wom_tui.domain.rule_times import (
    MOST_AT_ONCE,
    due_moments,
    last_moment,
    moments,
    next_moment,
    occasion,
)
from wom_tui.errors import InvalidInput

# A spring and an autumn change in each; Lord Howe moves by half an hour, Santiago at midnight.
CHANGES = {
    "America/New_York": (date(2026, 3, 8), date(2026, 11, 1)),
    "Europe/Berlin": (date(2026, 3, 29), date(2026, 10, 25)),
    "Australia/Lord_Howe": (date(2026, 10, 4), date(2026, 4, 5)),
    "America/Santiago": (date(2026, 9, 6), date(2026, 4, 5)),
    "Africa/Casablanca": (date(2026, 3, 22), date(2026, 2, 15)),
}
T0 = datetime(2026, 3, 2, 14, 0, tzinfo=UTC)
DAY = timedelta(days=1)


def a_definition(trigger: Every | Daily | OnEvent, catch_up: CatchUp = CatchUp.RUN_ALL) -> Definition:
    return Definition(
        name="r",
        says="r",
        trigger=trigger,
        lines=("note {order} x",),
        catch_up=catch_up,
        not_older=timedelta(hours=1),
    )


@pytest.mark.parametrize("zone", CHANGES)
@pytest.mark.parametrize("minutes", range(0, 24 * 60, 15))
def test_a_daily_rule_comes_due_once_on_each_of_the_days_around_a_change(zone: str, minutes: int) -> None:
    trigger = Daily(time(minutes // 60, minutes % 60))
    for change in CHANGES[zone]:
        begin = datetime.combine(change - 2 * DAY, time(), UTC)

        found = list(moments(trigger, begin, begin + 6 * DAY, zone))

        dates = [at.astimezone(ZoneInfo(zone)).date() for at in found]
        assert dates == sorted(set(dates))
        assert {change - DAY, change, change + DAY} <= set(dates)
        assert [occasion(trigger, at, zone) for at in found] == [on.isoformat() for on in dates]


def test_a_time_that_is_left_out_comes_an_hour_later() -> None:
    (at,) = moments(Daily(time(2, 30)), *day_of(date(2026, 3, 8)), "America/New_York")

    assert at == datetime(2026, 3, 8, 7, 30, tzinfo=UTC)  # 03:30, where the clock has just left 02:30 out


def test_a_time_that_comes_twice_counts_the_first_time() -> None:
    (at,) = moments(Daily(time(1, 30)), *day_of(date(2026, 11, 1)), "America/New_York")

    assert at == datetime(2026, 11, 1, 5, 30, tzinfo=UTC)


def test_a_date_that_a_place_has_left_out_has_no_moment() -> None:
    found = list(
        moments(
            Daily(time(9)),
            datetime(2011, 12, 29, tzinfo=UTC),
            datetime(2012, 1, 1, tzinfo=UTC),
            "Pacific/Apia",
        )
    )

    assert [at.astimezone(ZoneInfo("Pacific/Apia")).day for at in found] == [29, 31, 1]


def day_of(on: date) -> tuple[datetime, datetime]:
    begin = datetime.combine(on, time(), UTC)
    return begin, begin + DAY


def test_only_the_named_days_count() -> None:
    found = list(moments(Daily(time(16), frozenset({0, 4})), T0, T0 + 14 * DAY, "America/New_York"))

    assert [at.astimezone(ZoneInfo("America/New_York")).strftime("%a %d") for at in found] == [
        "Mon 02",
        "Fri 06",
        "Mon 09",
        "Fri 13",
    ]


@given(
    minutes=some.integers(1, 24 * 60),
    since_s=some.integers(0, 10 * 365 * 24 * 3600),
    cuts=some.lists(some.integers(0, 3 * 24 * 60), max_size=4),
)
def test_however_time_is_cut_into_ticks_the_moments_are_the_same(
    minutes: int, since_s: int, cuts: list[int]
) -> None:
    begin = T0 - timedelta(seconds=since_s)
    ends = [begin + timedelta(minutes=cut) for cut in sorted(cuts)] + [begin + 3 * DAY]
    for trigger in (Every(minutes), Daily(time(minutes % 24, minutes % 60))):
        found, last = list[datetime](), begin
        for end in ends:
            found += moments(trigger, last, end, "Europe/Berlin")
            last = end

        assert found == list(moments(trigger, begin, ends[-1], "Europe/Berlin"))
        assert not found or last_moment(trigger, ends[-1], "Europe/Berlin") == found[-1]


def test_the_next_and_the_last_moment_lie_on_either_side() -> None:
    assert last_moment(Every(15), T0, "UTC") == T0
    assert next_moment(Every(15), T0, "UTC") == T0 + timedelta(minutes=15)
    assert next_moment(Daily(time(9)), T0, "America/New_York") == T0 + DAY
    # Monday again, and an hour earlier by UTC.
    assert next_moment(Daily(time(9), frozenset({0})), T0, "America/New_York") == datetime(
        2026, 3, 9, 13, 0, tzinfo=UTC
    )


@pytest.mark.parametrize(
    ("policy", "count"), [(CatchUp.RUN_LATEST, 1), (CatchUp.RUN_ALL, 96), (CatchUp.SKIP_OLDER_THAN, 4)]
)
def test_a_day_of_absence_is_made_up_for_as_the_rule_says(policy: CatchUp, count: int) -> None:
    found = due_moments(a_definition(Every(15), policy), T0, T0 + DAY, "UTC")

    assert len(found) == count
    assert found[-1] == T0 + DAY


def test_years_of_absence_come_in_portions() -> None:
    found = due_moments(a_definition(Every(1)), T0, T0 + 365 * DAY, "UTC")

    assert len(found) == MOST_AT_ONCE
    assert found[0] == T0 + timedelta(minutes=1)


def test_nothing_comes_due_twice_or_before_its_time() -> None:
    for policy in CatchUp:
        assert due_moments(a_definition(Every(15), policy), T0, T0, "UTC") == []
        assert due_moments(a_definition(Every(15), policy), T0, T0 + timedelta(minutes=14), "UTC") == []


def test_a_rule_that_answers_events_has_no_moments() -> None:
    with pytest.raises(InvalidInput):
        due_moments(a_definition(OnEvent(frozenset({"visit.declined"}))), T0, T0 + DAY, "UTC")
