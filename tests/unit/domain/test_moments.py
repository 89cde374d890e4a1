"""Do times mean what people mean by them?"""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wom_tui.domain.moments import duration_min, moment, span
from wom_tui.domain.told_days import closing, opening
from wom_tui.domain.work_calendar import Calendar, Holiday, Hours, WorkCalendar
from wom_tui.errors import InvalidInput

BOSTON = "America/New_York"
# A Wednesday, 10:05 in Boston.
NOW = datetime(2015, 5, 13, 14, 5, tzinfo=UTC)


def said(text: str, now: datetime = NOW, zone: str = BOSTON, default_day: date | None = None) -> str:
    """The moment as a clock in the zone shows it."""
    at = moment(text, now=now, zone=zone, default_day=default_day)
    assert at.tzinfo is UTC
    return f"{at.astimezone(ZoneInfo(zone)):%Y-%m-%d %H:%M}"


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("now", "2015-05-13 10:05"),
        ("14:30", "2015-05-13 14:30"),
        ("9:00", "2015-05-13 09:00"),  # earlier today, not tomorrow: the reader sees which day it is
        ("2:30pm", "2015-05-13 14:30"),
        ("2 PM", "2015-05-13 14:00"),
        ("2:30 p.m.", "2015-05-13 14:30"),
        ("@14:30", "2015-05-13 14:30"),
        ("14:30 fri", "2015-05-15 14:30"),
        ("9am tomorrow", "2015-05-14 09:00"),
        ("9 tmrw", "2015-05-14 09:00"),
        ("9:00 12 may", "2015-05-12 09:00"),
        ("12am", "2015-05-13 00:00"),
        ("12pm", "2015-05-13 12:00"),
        ("noon", "2015-05-13 12:00"),
        ("1430", "2015-05-13 14:30"),
        ("0905", "2015-05-13 09:05"),
        ("14h30", "2015-05-13 14:30"),
        ("9h05", "2015-05-13 09:05"),
        ("at 14:30", "2015-05-13 14:30"),
        ("in 2h", "2015-05-13 12:05"),
        ("in 1h30", "2015-05-13 11:35"),
        ("in 45 min", "2015-05-13 10:50"),
        ("in 2 hours", "2015-05-13 12:05"),
        ("in 3 days", "2015-05-16 10:05"),
        ("in a week", "2015-05-20 10:05"),
        ("in an hour", "2015-05-13 11:05"),
        ("tomorrow 9", "2015-05-14 09:00"),
        ("tomorrow at 9", "2015-05-14 09:00"),
        ("fri 14", "2015-05-15 14:00"),
        ("fri 1430", "2015-05-15 14:30"),
        ("next mon", "2015-05-18 00:00"),
        ("next fri", "2015-05-22 00:00"),  # `fri` is the one of this week
        ("next wednesday 9:00", "2015-05-20 09:00"),
        ("next week", "2015-05-18 00:00"),
        ("+45m", "2015-05-13 10:50"),
        ("+45min", "2015-05-13 10:50"),
        ("+2h", "2015-05-13 12:05"),
        ("+1h30", "2015-05-13 11:35"),
        ("+1d2h", "2015-05-14 12:05"),
        ("-2h", "2015-05-13 08:05"),
        ("+3d", "2015-05-16 10:05"),
        ("+1w", "2015-05-20 10:05"),
        ("today", "2015-05-13 00:00"),
        ("tomorrow", "2015-05-14 00:00"),
        ("yesterday", "2015-05-12 00:00"),
        ("tomorrow 9:00", "2015-05-14 09:00"),
        ("tomorrow eod", "2015-05-14 17:00"),
        ("wed", "2015-05-13 00:00"),  # today is one
        ("fri", "2015-05-15 00:00"),
        ("Friday 9:00", "2015-05-15 09:00"),
        ("tue 2pm", "2015-05-19 14:00"),
        ("eod", "2015-05-13 17:00"),
        ("eow", "2015-05-15 17:00"),
        ("2015-05-12", "2015-05-12 00:00"),
        ("2015-05-12T14:30", "2015-05-12 14:30"),
        ("2015-05-12 14:30:59", "2015-05-12 14:30"),
        ("2015-05-12T14:30Z", "2015-05-12 10:30"),
        ("2015-05-12T14:30:00+02:00", "2015-05-12 08:30"),
        ("12 may", "2015-05-12 00:00"),
        ("May 12 9:00", "2015-05-12 09:00"),
        ("12 may 2016", "2016-05-12 00:00"),
        ("24 december", "2015-12-24 00:00"),
        ("5 jan", "2015-01-05 00:00"),
        ("29 feb", "2016-02-29 00:00"),
    ],
)
def test_a_moment_is_what_people_say(text: str, meant: str) -> None:
    assert said(text) == meant


def test_a_day_without_a_year_is_one_of_these_months() -> None:
    december, january = datetime(2015, 12, 20, 12, tzinfo=UTC), datetime(2015, 1, 10, 12, tzinfo=UTC)

    assert said("5 jan", now=december) == "2016-01-05 00:00"
    assert said("24 dec", now=january) == "2014-12-24 00:00"
    assert said("29 feb", now=december) == "2016-02-29 00:00"


def test_the_end_of_the_week_on_a_saturday_is_that_of_the_next() -> None:
    assert said("eow", now=datetime(2015, 5, 16, 14, tzinfo=UTC)) == "2015-05-22 17:00"


def test_a_bare_time_belongs_to_the_day_that_is_shown() -> None:
    assert said("14:30", default_day=date(2015, 5, 20)) == "2015-05-20 14:30"
    assert said("tomorrow 14:30", default_day=date(2015, 5, 20)) == "2015-05-14 14:30"


def test_today_is_the_day_that_it_is_in_the_zone() -> None:
    late = datetime(2015, 5, 14, 2, tzinfo=UTC)  # still the 13th in Boston

    assert said("today", now=late) == "2015-05-13 00:00"
    assert said("today", now=late, zone="Europe/Berlin") == "2015-05-14 00:00"


def test_a_time_that_the_clock_skips_is_moved_on() -> None:
    assert said("2015-03-08 02:30") == "2015-03-08 03:30"


def test_of_a_time_that_comes_twice_the_first_is_meant() -> None:
    assert moment("2015-11-01 01:30", now=NOW, zone=BOSTON) == datetime(2015, 11, 1, 5, 30, tzinfo=UTC)


def test_days_keep_the_time_of_day_and_hours_do_not() -> None:
    eve = datetime(2015, 3, 7, 17, tzinfo=UTC)  # noon, the day before the clock goes forward

    assert said("+1d", now=eve) == "2015-03-08 12:00"
    assert said("+24h", now=eve) == "2015-03-08 13:00"


@pytest.mark.parametrize(
    ("text", "hours", "is_day"),
    [("13 may", 24, True), ("2015-03-08", 23, True), ("2015-11-01", 25, True), ("14:30", 1 / 60, False)],
)
def test_a_moment_lasts_as_long_as_it_is_precise(text: str, hours: float, is_day: bool) -> None:
    stretch = span(text, now=NOW, zone=BOSTON)

    assert stretch.end_at - stretch.start_at == timedelta(hours=hours)
    assert stretch.is_day is is_day


def test_a_second_lasts_a_second() -> None:
    stretch = span("2015-05-12T14:30:10+00:00", now=NOW, zone=BOSTON)

    assert stretch.end_at - stretch.start_at == timedelta(seconds=1)


@pytest.mark.parametrize(
    "text",
    [
        *(
            "",
            " ",
            "12",
            "25:00",
            "14:60",
            "13pm",
            "0am",
            "30 feb",
            "0 may",
            "fri eow",
            "soon",
            "1h30",
            "2460",
            "930",
            "next",
            "next 12 may",
            "in",
            "in 2x",
            "tomorrow 25",
            "+",
            "+5",
            "+5x",
        ),
        *(
            "2015-13-01",
            "2015-05-12T25:00",
            "12/5",
            "x" * 1000,
            "9 12 may",
            "14:30 fri 9",
            "٣:٣٠",
        ),
    ],
)
def test_what_means_no_moment_is_refused_with_examples(text: str) -> None:
    with pytest.raises(InvalidInput, match=r"fri 9:00"):
        moment(text, now=NOW, zone=BOSTON)


@pytest.mark.parametrize(
    "text",
    [
        *(
            "+999999w",
            "-999999d",
            "in 9999 weeks",
            "0001-01-01",
            "9999-12-31",
            "1899-12-30 10:00",
            "12 may 2500",
        ),
        *("0001-01-01T00:00+05:00", "9999-12-31T23:59Z", "9999-12-31T23:59-05:00", "2200-01-02"),
    ],
)
def test_a_day_that_nobody_can_mean_is_refused_with_those_that_can_be_meant(text: str) -> None:
    with pytest.raises(InvalidInput, match="the years 1900 to 2199"):
        moment(text, now=NOW, zone=BOSTON)


@pytest.mark.parametrize("zone", ["Pacific/Kiritimati", "Pacific/Niue"])
def test_the_first_and_the_last_day_can_be_meant_everywhere(zone: str) -> None:
    assert [span(day, now=NOW, zone=zone).is_day for day in ("1900-01-01", "2199-12-31")] == [True, True]


@given(st.text(max_size=30))
def test_no_text_breaks_the_reading_of_a_moment(text: str) -> None:
    try:
        stretch = span(text, now=NOW, zone=BOSTON)
    except InvalidInput:
        return
    assert stretch.start_at < stretch.end_at


@pytest.mark.parametrize(
    ("text", "minutes"),
    [
        ("90m", 90),
        ("90", 90),
        ("2h", 120),
        ("1h30", 90),
        ("1h30m", 90),
        ("1 h 30", 90),
        ("1:30", 90),
        ("1.5h", 90),
    ],
)
def test_a_duration_is_what_people_say(text: str, minutes: int) -> None:
    assert duration_min(text) == minutes


@pytest.mark.parametrize("text", ["", "h", "1:75", "-5m", "soon", "1h90x", "1,5h"])
def test_what_means_no_duration_is_refused(text: str) -> None:
    with pytest.raises(InvalidInput, match="1h30"):
        duration_min(text)


# -- a day without a time of day ------------------------------------------------------------------------

CALENDAR = WorkCalendar.of(
    Calendar(
        id=1, name="business", zone=BOSTON, week=((Hours(510, 1020),),) * 4 + ((Hours(510, 720),),) + ((), ())
    ),
    [Holiday(id=1, calendar_id=1, on=date(2015, 5, 25), name="Memorial Day")],
)


def shown(at: datetime) -> str:
    return f"{at.astimezone(ZoneInfo(BOSTON)):%a %d %H:%M}"


@pytest.mark.parametrize(
    ("text", "begins", "ends"),
    [
        ("thu", "Thu 14 08:30", "Thu 14 17:00"),
        ("fri", "Fri 15 08:30", "Fri 15 12:00"),  # a short one
        (
            "sat",
            "Mon 18 08:30",
            "Sat 16 17:00",
        ),  # closed: looked at when it opens; due when people stop working
        ("2015-05-25", "Tue 26 08:30", "Mon 25 17:00"),  # a holiday
        ("today", "Wed 13 17:00", "Wed 13 17:00"),  # it is open already: later today
        ("fri 9:00", "Fri 15 09:00", "Fri 15 09:00"),
        ("+1d", "Thu 14 10:05", "Thu 14 10:05"),
    ],
)
def test_a_day_alone_means_its_opening_or_its_closing_and_never_midnight(
    text: str, begins: str, ends: str
) -> None:
    day = span(text, now=NOW, zone=BOSTON)

    assert shown(opening(day, now=NOW, zone=BOSTON, calendar=CALENDAR)) == begins
    assert shown(closing(day, zone=BOSTON, calendar=CALENDAR)) == ends


def test_without_a_calendar_a_day_is_from_nine_to_five() -> None:
    day = span("fri", now=NOW, zone=BOSTON)

    assert shown(opening(day, now=NOW, zone=BOSTON, calendar=None)) == "Fri 15 09:00"
    assert shown(closing(day, zone=BOSTON, calendar=None)) == "Fri 15 17:00"


def test_the_day_is_that_of_the_place_where_the_calendar_is() -> None:
    day = span("fri", now=NOW, zone="Asia/Tokyo")

    assert shown(opening(day, now=NOW, zone="Asia/Tokyo", calendar=CALENDAR)) == "Fri 15 08:30"
