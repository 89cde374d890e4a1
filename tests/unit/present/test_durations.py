"""How is time written?"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from wom_tui.present.durations import (
    clock_or_day,
    counted,
    difference,
    duration,
    hours,
    minutes_of,
    moment,
    span,
)

BOSTON = ZoneInfo("America/New_York")
NOW = datetime(2026, 11, 24, 19, 32, tzinfo=UTC)


@pytest.mark.parametrize(
    ("minutes", "text"),
    [
        (0, "0:00"),
        (43, "0:43"),
        (599, "9:59"),
        (600, "10 h"),
        (4319, "71 h"),
        (4320, "3 d"),
        (1_500_000, "1,041 d"),
    ],
)
def test_a_duration_is_short_at_any_length(minutes: int, text: str) -> None:
    assert duration(minutes) == text
    assert len(duration(minutes)) <= 7


def test_hours_are_named_once() -> None:
    assert [hours(m) for m in (45, 599, 720, 4320)] == ["0:45 h", "9:59 h", "12 h", "3 d"]


def test_counted_time_is_told_in_hours_however_long_for_a_working_day_is_no_day() -> None:
    assert [counted(m) for m in (43, -599, 5100, 73_685)] == ["0:43", "9:59", "85 h", "1,228 h"]


def test_a_difference_always_has_its_sign() -> None:
    assert [difference(m) for m in (-18, 0, 43)] == ["−0:18", "+0:00", "+0:43"]
    assert difference(-18, "-") == "-0:18"


def test_minutes_are_whole_and_go_towards_zero() -> None:
    assert [minutes_of(timedelta(seconds=s)) for s in (119, 59, 0, -59, -61)] == [1, 0, 0, 0, -1]


def test_today_is_a_time_another_day_is_a_day_far_away_is_a_year() -> None:
    shown = [clock_or_day(NOW + timedelta(days=d), NOW, BOSTON) for d in (0, 1, -20, 400)]

    assert shown == ["14:32", "25 Nov", "4 Nov", "2027"]


def test_today_is_where_the_office_is() -> None:
    late = datetime(2026, 11, 25, 3, 0, tzinfo=UTC)  # 22:00 on the 24th in Boston

    assert clock_or_day(late, NOW, BOSTON) == "22:00"
    assert moment(late, NOW, BOSTON) == "22:00"
    assert moment(late + timedelta(hours=12), NOW, BOSTON) == "25 Nov 10:00"
    assert span(NOW, NOW + timedelta(hours=2), BOSTON) == "14:32–16:32"
