"""Is open time right, case by case, where it is easily got wrong?"""

from __future__ import annotations

import pickle
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from wom_tui.domain.worktime import (
    Calendar,
    Holiday,
    Hours,
    Window,
    WorkCalendar,
    add_business_days,
    add_business_minutes,
    add_calendar_days,
    add_open_time,
    business_days,
    business_minutes,
    is_open,
    next_opening,
    open_time,
    open_windows,
    zone_of,
)
from wom_tui.errors import InvalidInput

DAY = timedelta(days=1)
OFFICE = (Hours(510, 1020),)  # 08:30-17:00
MON_TO_FRI = (OFFICE,) * 5 + ((), ())
BOSTON = WorkCalendar("America/New_York", MON_TO_FRI, frozenset({date(2015, 5, 25)}))
NIGHTS = ((Hours(60, 240),),) * 7  # 01:00-04:00, across every change of the clocks


def local(text: str, zone: str = "America/New_York", fold: int = 0) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=ZoneInfo(zone), fold=fold).astimezone(UTC)


def test_minutes_out_of_hours_do_not_count() -> None:
    friday, tuesday = local("2015-05-22T16:00"), local("2015-05-26T09:00")

    assert business_minutes(BOSTON, friday, tuesday) == 60 + 30  # the weekend and Memorial Day lie between


def test_business_minutes_go_on_at_the_next_opening() -> None:
    assert add_business_minutes(BOSTON, local("2015-05-22T16:30"), 45) == local("2015-05-26T08:45")


def test_minutes_used_up_at_closing_time_are_due_at_closing_time() -> None:
    assert add_business_minutes(BOSTON, local("2015-05-22T16:30"), 30) == local("2015-05-22T17:00")


def test_open_time_backwards_is_negative_and_whole_minutes_round_towards_zero() -> None:
    start, end = local("2015-05-19T09:00"), local("2015-05-19T09:01:30")

    assert open_time(BOSTON, end, start) == -timedelta(seconds=90)
    assert business_minutes(BOSTON, end, start) == -1


@pytest.mark.parametrize(
    ("opened", "days", "due"),
    [
        ("2015-05-18T10:15:20", 1, "2015-05-19T10:15:20"),
        ("2015-05-22T10:15:20", 1, "2015-05-26T10:15:20"),  # over a weekend and a holiday
        ("2015-05-16T12:00", 2, "2015-05-20T08:30"),  # Saturday counts from Monday's opening
        ("2015-05-18T17:00", 1, "2015-05-20T08:30"),  # closing time is out of hours
        ("2015-05-18T03:00", 1, "2015-05-19T08:30"),
        ("2015-03-06T10:00", 1, "2015-03-09T10:00"),  # the clocks go forward in between
        ("2015-12-31T10:00", 1, "2016-01-01T10:00"),
        ("2015-05-16T12:00", 0, "2015-05-18T08:30"),
    ],
)
def test_business_days_keep_the_clock_time(opened: str, days: int, due: str) -> None:
    assert add_business_days(BOSTON, local(opened), days) == local(due)


def test_a_clock_time_at_which_the_last_day_is_closed_moves_to_the_next_opening() -> None:
    short_saturday = WorkCalendar("America/New_York", (OFFICE,) * 5 + ((Hours(540, 780),), ()))

    assert add_business_days(short_saturday, local("2015-05-15T15:00"), 1) == local("2015-05-18T08:30")


def test_business_days_are_counted_from_the_day_after() -> None:
    monday = local("2015-05-18T10:00")

    assert business_days(BOSTON, monday, local("2015-05-18T16:00")) == 0
    assert business_days(BOSTON, monday, local("2015-05-26T01:00")) == 5
    assert business_days(BOSTON, local("2015-12-31T10:00"), local("2016-01-04T10:00")) == 2
    assert business_days(BOSTON, local("2015-05-26T01:00"), monday) == 0


@pytest.mark.parametrize(
    ("zone", "opened", "days", "due"),
    [
        ("America/New_York", "2024-03-09T12:00", 1, "2024-03-10T12:00"),  # 23 hours
        ("America/New_York", "2024-03-09T02:30", 1, "2024-03-10T03:30"),  # 02:30 does not exist
        ("Australia/Lord_Howe", "2024-10-05T02:15", 1, "2024-10-06T02:45"),  # a gap of 30 minutes
        ("Pacific/Apia", "2011-12-29T10:00", 1, "2011-12-31T10:00"),  # 30 December does not exist
        ("Pacific/Apia", "2011-12-29T10:00", 2, "2011-12-31T10:00"),
    ],
)
def test_calendar_days_keep_the_clock_time_where_it_exists(
    zone: str, opened: str, days: int, due: str
) -> None:
    assert add_calendar_days(zone, local(opened, zone), days) == local(due, zone)


def test_a_clock_time_that_comes_twice_means_the_first() -> None:
    due = add_calendar_days("America/New_York", local("2024-11-02T01:30"), 1)

    assert due == local("2024-11-03T01:30", fold=0)
    assert due != local("2024-11-03T01:30", fold=1)
    second = local("2023-11-05T01:30", fold=1)
    assert add_calendar_days("America/New_York", second, 364) == due


@pytest.mark.parametrize(
    ("zone", "on", "minutes"),
    [
        ("America/New_York", "2024-03-09", 180),
        ("America/New_York", "2024-03-10", 120),  # 02:00-03:00 is skipped
        ("America/New_York", "2024-11-03", 240),  # 01:00-02:00 comes twice
        ("Australia/Lord_Howe", "2024-10-06", 150),
        ("Australia/Lord_Howe", "2024-04-07", 210),
        ("Africa/Casablanca", "2024-03-10", 240),
        ("Africa/Casablanca", "2024-04-14", 120),
        ("Europe/Berlin", "2024-03-31", 120),
    ],
)
def test_a_night_shift_is_as_long_as_the_wall_clock_makes_it(zone: str, on: str, minutes: int) -> None:
    noon = local(f"{on}T12:00", zone)

    assert business_minutes(WorkCalendar(zone, NIGHTS), noon - DAY / 2 - DAY / 12, noon) == minutes


def test_a_clock_put_back_over_midnight_opens_both_dates_twice() -> None:
    # St. John's, 7 November 2010: at 00:01 the clocks went back to 23:01 of the day before
    late = WorkCalendar("America/St_Johns", ((Hours(0, 30), Hours(1380, 1440)),) * 7)
    start, end = (local(f"2010-11-0{day}T12:00", "America/St_Johns") for day in (6, 7))

    windows = list(open_windows(late, start, end))

    assert [window.duration for window in windows] == [timedelta(minutes=60 + 1 + 59 + 30)]


def test_hours_that_begin_in_the_gap_begin_when_the_gap_ends() -> None:
    early = WorkCalendar("America/New_York", ((Hours(150, 300),),) * 7)  # 02:30-05:00

    windows = list(open_windows(early, local("2024-03-10T00:00"), local("2024-03-11T00:00")))

    assert windows == [Window(local("2024-03-10T03:00"), local("2024-03-10T05:00"))]


def test_a_date_that_was_skipped_is_no_business_day() -> None:
    apia = WorkCalendar("Pacific/Apia", (OFFICE,) * 7)

    assert add_business_days(apia, local("2011-12-29T10:00", "Pacific/Apia"), 1) == local(
        "2011-12-31T10:00", "Pacific/Apia"
    )


@pytest.mark.parametrize("zone", ["Pacific/Apia", "America/New_York", "Asia/Kathmandu"])
def test_round_the_clock_is_one_window_over_midnights_years_and_skipped_dates(zone: str) -> None:
    start, end = local("2011-11-01T00:00"), local("2012-04-01T00:00")
    always = WorkCalendar.always(zone)

    assert list(open_windows(always, start, end)) == [Window(start, end)]
    assert open_time(always, start, end) == end - start


def test_hours_over_midnight_are_two_entries_and_one_window() -> None:
    pub = WorkCalendar("Europe/Berlin", ((Hours(0, 120), Hours(1200, 1440)),) * 7)

    windows = list(open_windows(pub, local("2024-06-03T12:00"), local("2024-06-04T12:00")))

    assert [window.duration for window in windows] == [timedelta(hours=6)]


def test_opening_time_is_open_and_closing_time_is_not() -> None:
    assert is_open(BOSTON, local("2015-05-18T08:30"))
    assert not is_open(BOSTON, local("2015-05-18T17:00"))
    assert next_opening(BOSTON, local("2015-05-18T17:00")) == local("2015-05-19T08:30")
    assert next_opening(BOSTON, local("2015-05-18T11:00")) == local("2015-05-18T11:00")


def test_a_calendar_takes_its_own_holidays_only_and_none_that_was_withdrawn() -> None:
    calendar = Calendar(id=1, name="city", zone="America/New_York", week=MON_TO_FRI)
    holidays = [
        Holiday(id=1, calendar_id=1, on=date(2015, 5, 25), name="Memorial Day"),
        Holiday(id=2, calendar_id=2, on=date(2015, 5, 26), name="another's"),
        Holiday(id=3, calendar_id=1, on=date(2015, 5, 27), name="a mistake", is_withdrawn=True),
    ]

    assert WorkCalendar.of(calendar, holidays) == BOSTON


def test_a_calendar_that_was_pickled_is_found_like_the_one_that_was_not() -> None:
    again = pickle.loads(pickle.dumps(BOSTON))  # noqa: S301  # our own bytes: calendars travel to the planner's process

    assert (again, hash(again)) == (BOSTON, hash(BOSTON))


def test_a_window_holds_its_start_but_not_its_end() -> None:
    window = Window(local("2015-05-18T09:00"), local("2015-05-18T10:00"))

    assert window.start_at in window
    assert window.end_at not in window
    assert window.start_at not in Window(window.start_at, window.start_at)


@pytest.mark.parametrize(
    "zone", ["Mars/Olympus", "", "America", "../../etc/passwd", "/etc/localtime", "\x1b[2J"]
)
def test_a_zone_that_is_none_is_refused(zone: str) -> None:
    with pytest.raises(InvalidInput, match="zone"):
        zone_of(zone)


@pytest.mark.parametrize(
    "week",
    [
        MON_TO_FRI[:6],
        ((Hours(600, 700), Hours(500, 550)),) * 7,
        ((Hours(500, 700), Hours(600, 800)),) * 7,
    ],
)
def test_a_week_that_is_none_is_refused(week: tuple[tuple[Hours, ...], ...]) -> None:
    with pytest.raises(InvalidInput, match="week"):
        WorkCalendar("UTC", week)


@pytest.mark.parametrize(("start", "end"), [(-1, 60), (60, 60), (90, 60), (0, 1441)])
def test_hours_that_are_none_are_refused(start: int, end: int) -> None:
    with pytest.raises(InvalidInput, match="hours"):
        Hours(start, end)


@pytest.mark.parametrize(
    ("start", "end"),
    [
        (datetime.fromisoformat("2024-01-01"), datetime.fromisoformat("2024-01-02")),
        (datetime(2024, 1, 2, tzinfo=UTC), datetime(2024, 1, 1, tzinfo=UTC)),
        (datetime(2024, 1, 1, tzinfo=ZoneInfo("Europe/Berlin")), datetime(2024, 1, 2, tzinfo=UTC)),
    ],
)
def test_a_window_that_is_naive_foreign_or_backwards_is_refused(start: datetime, end: datetime) -> None:
    with pytest.raises(InvalidInput, match="_at"):
        Window(start, end)


def test_a_calendar_that_never_opens_is_refused_and_not_searched_for_ever() -> None:
    never = WorkCalendar("UTC", ((),) * 7)

    assert not is_open(never, local("2024-01-01T00:00"))
    with pytest.raises(InvalidInput, match="opens within 30 years"):
        next_opening(never, local("2024-01-01T00:00"))
    with pytest.raises(InvalidInput, match="opens within 30 years"):
        add_business_days(never, local("2024-01-01T00:00"), 1)


def test_times_and_amounts_that_cannot_be_counted_are_refused() -> None:
    at = local("2024-01-02T12:00")

    with pytest.raises(InvalidInput, match="zone"):
        open_time(BOSTON, at, at.replace(tzinfo=None))
    with pytest.raises(InvalidInput, match="year"):
        is_open(BOSTON, datetime(1, 1, 1, tzinfo=UTC))
    with pytest.raises(InvalidInput, match="negative"):
        add_open_time(BOSTON, at, -timedelta(1))
    with pytest.raises(InvalidInput, match="days"):
        add_business_days(BOSTON, at, -1)
    with pytest.raises(InvalidInput, match="days"):
        add_calendar_days("UTC", at, -1)
    with pytest.raises(InvalidInput, match="days"):
        add_calendar_days("UTC", at, 10_000_000)
