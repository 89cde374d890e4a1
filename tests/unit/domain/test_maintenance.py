"""When is work due again? Days on the calendar, seasons, meters, pauses; never twice, and never a heap."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.upkeep import a_plan, every
from wom_tui.domain.maintenance import (
    NOTHING,
    CountsFrom,
    Known,
    MaintenancePlan,
    PlanState,
    forecast,
    moved_on,
    plan_violations,
    wanted,
)
from wom_tui.domain.maintenance_days import OffDays, moved
from wom_tui.domain.maintenance_use import used_since
from wom_tui.domain.work_calendar import Hours, WorkCalendar

JAN_31 = date(2026, 1, 31)
DAY = timedelta(days=1)


def run(plan: MaintenancePlan, days: list[date], known: Known = NOTHING) -> list[date]:
    """The due days that get an order where the plan is looked at on these days."""
    taken = known.taken
    for today in days:
        taken |= {*wanted(plan, Known(taken=taken, used=known.used), today)}
    return sorted(taken)


def test_the_31st_is_the_last_day_of_a_shorter_month_and_the_31st_again_of_a_longer_one() -> None:
    plan = a_plan(first_due_on=JAN_31, horizon_days=120)

    assert wanted(plan, NOTHING, JAN_31) == (
        JAN_31,
        date(2026, 2, 28),
        date(2026, 3, 31),
        date(2026, 4, 30),
        date(2026, 5, 31),
    )


@pytest.mark.parametrize(
    ("interval", "second"),
    [
        (every(10, "day"), date(2026, 2, 10)),
        (every(2, "week"), date(2026, 2, 14)),
        (every(3, "month"), date(2026, 4, 30)),
        (every(1, "year"), date(2027, 1, 31)),
    ],
)
def test_an_interval_counts_on_the_calendar(interval: Any, second: date) -> None:
    assert interval.after(JAN_31) == second


def test_out_of_season_nothing_is_due_and_the_days_stay_where_they_are() -> None:
    plan = a_plan(first_due_on=date(2026, 4, 15), season=(4, 5, 9), horizon_days=365)

    assert wanted(plan, NOTHING, date(2026, 4, 10)) == (
        date(2026, 4, 15),
        date(2026, 5, 15),
        date(2026, 9, 15),
    )


def test_a_plan_that_counts_from_the_work_waits_for_its_season() -> None:
    plan = a_plan(counts_from=CountsFrom.DONE, season=(4, 5))
    known = Known(taken=frozenset({plan.first_due_on}), done_on=date(2026, 5, 20))

    assert forecast(plan, known, date(2026, 5, 20), date(2027, 6, 1))[:1] == (date(2027, 4, 1),)


def test_done_early_the_next_day_is_one_that_has_had_no_order() -> None:
    plan = a_plan(counts_from=CountsFrom.DONE, every=every(9, "day"), first_due_on=date(2026, 3, 10))
    known = Known(taken=frozenset({date(2026, 3, 10)}), done_on=date(2026, 3, 1))

    assert wanted(plan, known, date(2026, 3, 2)) == (date(2026, 3, 11),)


def test_a_pause_makes_nothing_and_its_end_lets_go_what_was_due_in_it() -> None:
    paused = a_plan(state=PlanState.PAUSED)
    until = a_plan(state=PlanState.PAUSED, paused_until_on=date(2026, 4, 20))
    resumed = a_plan(not_before_on=date(2026, 4, 20))
    today = date(2026, 4, 25)

    assert wanted(paused, NOTHING, today) == ()
    assert wanted(until, NOTHING, today) == wanted(resumed, NOTHING, today) == (date(2026, 5, 2),)


def test_an_ended_plan_and_one_past_its_last_day_want_nothing() -> None:
    today = date(2026, 3, 1)

    assert wanted(a_plan(state=PlanState.ENDED), NOTHING, today) == ()
    assert wanted(a_plan(until_on=date(2026, 3, 15), horizon_days=90), NOTHING, today) == (date(2026, 3, 2),)


def test_a_meter_makes_work_due_on_the_day_on_which_somebody_saw_it() -> None:
    readings = [(date(2026, 1, 1), 1000.0), (date(2026, 2, 1), 1400.0), (date(2026, 3, 1), 1510.0)]
    plan = a_plan(every=None, meter_every=500.0, first_due_on=date(2026, 1, 1))
    known = Known(used=used_since(readings, plan.first_due_on))

    assert wanted(plan, known, date(2026, 3, 2)) == (date(2026, 3, 1),)
    assert wanted(plan, Known(taken=frozenset({date(2026, 3, 1)}), used=known.used), date(2026, 3, 2)) == ()


def test_counted_from_the_work_a_meter_begins_anew_when_it_is_done() -> None:
    used = ((date(2026, 2, 1), 600.0), (date(2026, 3, 1), 1050.0), (date(2026, 4, 1), 1110.0))
    plan = a_plan(every=None, meter_every=500.0, counts_from=CountsFrom.DONE)
    known = Known(taken=frozenset({date(2026, 2, 1)}), done_on=date(2026, 2, 10), used=used)

    assert wanted(plan, known, date(2026, 4, 2)) == (date(2026, 4, 1),)
    assert (
        wanted(plan, Known(taken=known.taken, open_due_on=date(2026, 2, 1), used=used), date(2026, 4, 2))
        == ()
    )


def test_counted_from_the_work_a_reading_that_came_late_still_makes_its_one_order() -> None:
    used = ((date(2026, 1, 1), 600.0), (date(2026, 1, 5), 1700.0))
    plan = a_plan(every=None, meter_every=500.0, counts_from=CountsFrom.DONE, catch_up=0, first_due_on=JAN_31)

    assert wanted(plan, Known(used=used), date(2026, 6, 1)) == (JAN_31,)


def test_a_new_meter_goes_on_where_the_old_one_ended() -> None:
    readings = [(date(2026, 1, 1), 900.0), (date(2026, 1, 5), 950.0), (date(2026, 1, 9), 20.0)]

    assert used_since(readings, date(2026, 1, 1)) == ((date(2026, 1, 5), 50.0), (date(2026, 1, 9), 70.0))


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"every": None}, "by the calendar, by a meter"),
        ({"asset_id": None}, "the asset or the site"),
        ({"every": None, "meter_every": 5.0, "asset_id": None, "site_id": 1}, "needs the asset"),
        ({"until_on": date(2026, 1, 1)}, "before the first"),
        ({"every": every(1, "year"), "season": (7,)}, "never be due"),
        ({"horizon_days": 3}, "at least lead_days"),
    ],
)
def test_a_plan_that_contradicts_itself_is_refused(given: dict[str, Any], said: str) -> None:
    assert said in "; ".join(one.message for one in plan_violations(a_plan(**given)))


@given(
    st.sampled_from([every(3, "day"), every(1, "week"), every(1), every(2), every(1, "year")]),
    st.lists(st.integers(0, 400), min_size=1, max_size=12).map(sorted),
    st.sampled_from([(), (1, 2, 3, 4, 5, 6), (11, 12, 1, 3)]),
    st.integers(0, 60),
)
def test_in_any_split_of_time_each_due_day_gets_one_order_and_the_same_ones(
    interval: Any, splits: list[int], season: tuple[int, ...], horizon: int
) -> None:
    plan = a_plan(
        every=interval, season=season, horizon_days=horizon, lead_days=0, grace_days=400, catch_up=60
    )
    days = [plan.first_due_on + split * DAY for split in splits]

    often = run(plan, [day for day in days for _ in range(2)])

    assert often == run(plan, days[-1:])
    last = days[-1] + horizon * DAY
    all_days = (interval.after(plan.first_due_on, times) for times in range(500))
    assert often == sorted(day for day in all_days if day <= last and plan.is_in_season(day))


@given(st.integers(0, 3), st.integers(0, 3000))
def test_whoever_slept_however_long_makes_no_more_than_the_plan_says(catch_up: int, slept: int) -> None:
    plan = a_plan(every=every(1, "week"), catch_up=catch_up, horizon_days=7, grace_days=0)
    today = plan.first_due_on + slept * DAY

    made = wanted(plan, NOTHING, today)

    assert len([due for due in made if due < today]) == min(catch_up, -(-slept // 7))
    assert len([due for due in made if due >= today]) in (1, 2)


# -- days off ------------------------------------------------------------------------------------------------

WEEKDAYS = WorkCalendar(
    "America/New_York", (*((Hours(480, 1020),),) * 5, (), ()), frozenset({date(2026, 5, 1)})
)


@pytest.mark.parametrize(
    ("off_days", "on"),
    [("keep", date(2026, 5, 2)), ("before", date(2026, 4, 30)), ("after", date(2026, 5, 4))],
)
def test_a_due_day_goes_to_a_working_day_before_or_after_and_keeps_its_name(off_days: str, on: date) -> None:
    plan = a_plan(first_due_on=date(2026, 5, 2), calendar_id=1, off_days=OffDays(off_days))  # a Saturday
    known = Known(calendar=WEEKDAYS)

    assert wanted(plan, known, date(2026, 4, 20)) == (date(2026, 5, 2),)
    assert moved_on(plan, known, date(2026, 5, 2)) == on


def test_an_order_is_made_ahead_of_the_day_to_which_it_was_moved() -> None:
    plan = a_plan(
        first_due_on=date(2026, 5, 3), calendar_id=1, off_days=OffDays.BEFORE, lead_days=0, horizon_days=0
    )
    known = Known(calendar=WEEKDAYS)

    assert wanted(plan, known, date(2026, 4, 29)) == ()
    assert wanted(plan, known, date(2026, 4, 30)) == (date(2026, 5, 3),)
    assert wanted(replace(plan, off_days=OffDays.AFTER), known, date(2026, 5, 3)) == ()
    assert wanted(replace(plan, off_days=OffDays.AFTER), known, date(2026, 5, 4)) == (date(2026, 5, 3),)


def test_work_is_foreseen_to_be_done_on_the_day_to_which_it_was_moved() -> None:
    saturday = date(2026, 5, 2)
    plan = a_plan(
        counts_from=CountsFrom.DONE,
        every=every(10, "day"),
        first_due_on=saturday,
        calendar_id=1,
        off_days=OffDays.AFTER,
    )
    coming = (
        date(2026, 5, 14),
        date(2026, 5, 24),
        date(2026, 6, 4),
    )  # ten days after Monday, Thursday, Monday
    known, today, until = Known(calendar=WEEKDAYS), date(2026, 4, 20), date(2026, 6, 10)

    assert forecast(plan, known, today, until) == (saturday, *coming)
    assert forecast(plan, replace(known, open_due_on=saturday), today, until) == coming


def test_a_holiday_that_is_added_later_makes_no_second_order() -> None:
    plan = a_plan(
        first_due_on=date(2026, 4, 6), every=every(1, "year"), calendar_id=1, off_days=OffDays.AFTER
    )
    taken = frozenset(wanted(plan, Known(calendar=WEEKDAYS), date(2026, 4, 1)))
    later = replace(WEEKDAYS, holidays=frozenset({date(2026, 4, 6)}))

    assert wanted(plan, Known(taken=taken, calendar=later), date(2026, 4, 7)) == ()


def test_a_calendar_that_never_opens_moves_nothing() -> None:
    never = WorkCalendar("UTC", ((),) * 7)

    assert moved(date(2026, 5, 2), OffDays.AFTER, never) == date(2026, 5, 2)


def test_a_plan_that_moves_its_days_needs_a_calendar() -> None:
    (said,) = plan_violations(a_plan(off_days=OffDays.AFTER))

    assert "calendar" in said.message


# -- calendar or meter, whichever is first -----------------------------------------------------------------

JAN_1 = date(2026, 1, 1)


def of_both(**given: Any) -> MaintenancePlan:
    """Every half year, or every 500 hours."""
    return a_plan(every=every(6), meter_every=500.0, first_due_on=JAN_1, **given)


def test_with_little_use_the_calendar_is_first_and_the_meter_begins_anew() -> None:
    used = ((date(2026, 6, 20), 400.0), (date(2026, 8, 1), 600.0))
    plan = of_both()

    assert wanted(plan, Known(used=used[:1]), date(2026, 6, 20)) == (date(2026, 7, 1),)
    after = Known(taken=frozenset({date(2026, 7, 1)}), used=used)
    assert wanted(plan, after, date(2026, 8, 2)) == ()
    more = replace(after, used=(*used, (date(2026, 10, 1), 900.0)))
    assert wanted(plan, more, date(2026, 10, 1)) == (date(2026, 10, 1),)


def test_with_much_use_the_meter_is_first_and_the_calendar_begins_anew() -> None:
    used = ((date(2026, 3, 10), 510.0),)
    plan = of_both()

    assert wanted(plan, Known(used=used), date(2026, 3, 10)) == (date(2026, 3, 10),)
    known = Known(taken=frozenset({date(2026, 3, 10)}), used=used)
    assert wanted(plan, known, date(2026, 7, 2)) == ()
    assert forecast(plan, known, date(2026, 7, 2), date(2027, 1, 1)) == (date(2026, 9, 10),)


def test_what_was_used_before_an_order_that_is_made_ahead_is_its_matter() -> None:
    known = Known(taken=frozenset({date(2026, 7, 1)}), used=((date(2026, 6, 15), 505.0),))

    assert wanted(of_both(), known, date(2026, 6, 16)) == ()


def test_counted_from_the_work_both_begin_when_it_is_done() -> None:
    used = ((date(2026, 3, 10), 510.0), (date(2026, 4, 1), 700.0), (date(2026, 8, 1), 1250.0))
    plan = of_both(counts_from=CountsFrom.DONE)
    known = Known(taken=frozenset({date(2026, 3, 10)}), done_on=date(2026, 4, 2), used=used[:2])

    assert wanted(plan, replace(known, open_due_on=date(2026, 3, 10)), date(2026, 9, 30)) == ()
    assert wanted(plan, known, date(2026, 9, 30)) == (date(2026, 10, 2),)
    assert wanted(plan, replace(known, used=used), date(2026, 8, 1)) == (date(2026, 8, 1),)


def test_the_31st_stays_the_31st_as_long_as_only_the_calendar_is_first() -> None:
    plan = a_plan(every=every(1), meter_every=500.0, first_due_on=JAN_31, horizon_days=60)

    taken = frozenset({date(2026, 2, 28)})
    assert wanted(plan, Known(taken=taken), date(2026, 3, 1)) == (date(2026, 3, 31), date(2026, 4, 30))


def test_a_plan_of_both_needs_an_asset() -> None:
    (said,) = plan_violations(a_plan(meter_every=500.0, asset_id=None, site_id=1))

    assert "asset" in said.message


@given(
    st.lists(st.tuples(st.integers(1, 700), st.floats(1, 400)), max_size=30),
    st.lists(st.integers(1, 40), min_size=5, max_size=60),
)
def test_of_both_no_more_goes_by_than_either_allows_and_nothing_is_due_twice(
    readings: list[tuple[int, float]], steps: list[int]
) -> None:
    total, used = 0.0, list[tuple[date, float]]()
    for days, more in sorted(readings):
        total += more
        used.append((JAN_1 + days * DAY, total))
    taken, today = set[date](), JAN_1
    for step in steps:
        today += step * DAY
        seen = tuple(one for one in used if one[0] <= today)
        found = wanted(of_both(catch_up=60), Known(taken=frozenset(taken), used=seen), today)
        assert not taken.intersection(found)
        taken |= {*found}

    for before, after in pairwise([JAN_1, *sorted(taken)]):
        assert after <= every(6).after(before)
