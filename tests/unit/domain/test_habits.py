"""What is shown can be typed, whatever somebody's habits are; and what could mean two days is never guessed."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.settings import config_of
from wom_tui.domain.habits import (
    DayOrder,
    Habits,
    clock_text,
    date_text,
    day_text,
    distance_text,
    habits_of,
    hour_text,
    take,
    weekday_text,
)
from wom_tui.domain.moments import moment
from wom_tui.errors import InvalidInput
from wom_tui.present import durations

ZONE = "America/New_York"
LOCAL = ZoneInfo(ZONE)
NOW = datetime(2026, 11, 26, 14, 0, tzinfo=UTC)
ALL = tuple(Habits(days, has_halves) for days in DayOrder for has_halves in (False, True))


@pytest.fixture(autouse=True)
def _as_before() -> Iterator[None]:
    yield
    take(Habits())


@given(
    habits=st.sampled_from(ALL), minutes=st.integers(-120 * 1440, 120 * 1440).filter(lambda m: m % 1440 != 0)
)
def test_a_moment_that_is_shown_can_be_typed(habits: Habits, minutes: int) -> None:
    take(habits)
    at = (NOW + timedelta(minutes=minutes)).astimezone(LOCAL)

    shown = durations.moment(at, NOW, LOCAL)

    read = moment(shown, now=NOW, zone=ZONE).astimezone(LOCAL)
    assert (read.date(), read.hour, read.minute) == (at.date(), at.hour, at.minute)


@given(habits=st.sampled_from(ALL), on=st.dates(date(2000, 1, 1), date(2099, 12, 31)))
def test_a_date_that_is_shown_can_be_typed(habits: Habits, on: date) -> None:
    take(habits)

    assert moment(date_text(on), now=NOW, zone=ZONE).astimezone(LOCAL).date() == on


@pytest.mark.parametrize(
    ("days", "shown", "with_year", "week"),
    [
        (DayOrder.UNSAID, "5 May", "5 May 2026", "Tue 5 May"),
        (DayOrder.DAY, "5 May", "5 May 2026", "Tue 5 May"),
        (DayOrder.MONTH, "May 5", "May 5 2026", "Tue May 5"),
        (DayOrder.ISO, "05-05", "2026-05-05", "Tue 05-05"),
    ],
)
def test_the_parts_of_a_date_stand_in_the_order_that_was_set(
    days: DayOrder, shown: str, with_year: str, week: str
) -> None:
    take(Habits(days))
    on = date(2026, 5, 5)

    assert (day_text(on), date_text(on), weekday_text(on)) == (shown, with_year, week)


@pytest.mark.parametrize(
    ("hour", "minute", "clock", "full"),
    [(0, 5, "12:05a", "12a"), (9, 0, "9:00a", "9a"), (12, 0, "12:00p", "12p"), (23, 59, "11:59p", "11p")],
)
def test_a_clock_of_twelve_hours_says_which_half(hour: int, minute: int, clock: str, full: str) -> None:
    take(Habits(has_halves=True))
    at = datetime(2026, 5, 5, hour, minute, tzinfo=UTC)

    assert (clock_text(at), hour_text(at)) == (clock, full)


@pytest.mark.parametrize(
    ("days", "said", "on"),
    [
        (DayOrder.DAY, "5/3", date(2027, 3, 5)),
        (DayOrder.MONTH, "5/3", date(2027, 5, 3)),
        (DayOrder.DAY, "5/3/2015 14:30", date(2015, 3, 5)),
        (DayOrder.MONTH, "12/24", date(2026, 12, 24)),
        (DayOrder.ISO, "03-05", date(2027, 3, 5)),
        (DayOrder.UNSAID, "3.5.", date(2027, 5, 3)),
        (DayOrder.MONTH, "3.5.2015", date(2015, 5, 3)),
    ],
)
def test_numbers_are_read_as_it_was_set_and_dots_always_day_first(
    days: DayOrder, said: str, on: date
) -> None:
    take(Habits(days))

    assert moment(said, now=NOW, zone=ZONE).astimezone(LOCAL).date() == on


@pytest.mark.parametrize(
    ("days", "said"), [(DayOrder.UNSAID, "5/3"), (DayOrder.ISO, "5/3"), (DayOrder.UNSAID, "03-05")]
)
def test_what_could_mean_two_days_is_refused_with_what_to_set(days: DayOrder, said: str) -> None:
    take(Habits(days))

    with pytest.raises(InvalidInput, match=r"words\.dates"):
        moment(said, now=NOW, zone=ZONE)


@pytest.mark.parametrize(
    ("days", "said"), [(DayOrder.DAY, "5/13"), (DayOrder.MONTH, "13/5"), (DayOrder.DAY, "31.2.")]
)
def test_a_day_that_no_month_has_is_refused(days: DayOrder, said: str) -> None:
    take(Habits(days))

    with pytest.raises(InvalidInput):
        moment(said, now=NOW, zone=ZONE)


@pytest.mark.parametrize(
    ("week", "said", "on"),
    [
        ("monday", "next week", date(2026, 11, 30)),
        ("sunday", "next week", date(2026, 11, 29)),
        ("monday", "next sun", date(2026, 12, 6)),
        ("sunday", "next sun", date(2026, 11, 29)),
        ("Saturday", "next fri", date(2026, 12, 4)),
    ],
)
def test_the_next_week_begins_with_the_day_that_was_set(week: str, said: str, on: date) -> None:
    take(habits_of("", 24, week=week))

    assert moment(said, now=datetime(2026, 11, 24, 12, 0, tzinfo=UTC), zone="UTC").date() == on


@pytest.mark.parametrize(("distances", "near", "far"), [("km", "40 m", "1.2 km"), ("mi", "131 ft", "0.7 mi")])
def test_a_distance_is_told_in_the_unit_that_was_set(distances: str, near: str, far: str) -> None:
    take(habits_of("", 24, distances))

    assert (distance_text(40), distance_text(1_200)) == (near, far)


@pytest.mark.parametrize(("distances", "week"), [("miles", "monday"), ("km", "mon")])
def test_units_and_days_that_there_are_not_are_refused(distances: str, week: str) -> None:
    with pytest.raises(InvalidInput, match=r"words\."):
        habits_of("", 24, distances, week)


def test_habits_come_from_the_settings_file_and_a_variable_wins(
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    file = tmp_path_factory.mktemp("settings") / "config.toml"
    file.write_text('[words]\ndates = "month"\nclock = 12\n', encoding="utf-8")

    told = config_of({"WOM_CONFIG": str(file)}).words
    won = config_of({"WOM_CONFIG": str(file), "WOM_WORDS_DATES": "iso", "WOM_WORDS_CLOCK": "24"}).words

    assert habits_of(told.dates, told.clock) == Habits(DayOrder.MONTH, has_halves=True)
    assert habits_of(won.dates, won.clock) == Habits(DayOrder.ISO)


@pytest.mark.parametrize(("dates", "clock"), [("american", 24), ("day", 13)])
def test_habits_that_there_are_not_are_refused_with_those_there_are(dates: str, clock: int) -> None:
    with pytest.raises(InvalidInput, match=r"words\."):
        habits_of(dates, clock)


def test_a_clock_that_is_no_number_is_refused() -> None:
    with pytest.raises(InvalidInput, match="WOM_WORDS_CLOCK"):
        config_of({"WOM_CONFIG": "/nothing", "WOM_WORDS_CLOCK": "half"})
