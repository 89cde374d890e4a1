"""Which cell is which time?"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from wom_tui.domain.worktime import Window
from wom_tui.present.cells import plain
from wom_tui.present.time_axis import STEPS_MIN, Axis, around_now, axis_for, days_axis, layout_for, ruler

T = datetime(2026, 3, 2, 12, tzinfo=UTC)  # 07:00 in New York
NEW_YORK = ZoneInfo("America/New_York")
HOUR = timedelta(hours=1)
AXIS = Axis(T, 10, 72)


def test_a_cell_is_so_many_minutes() -> None:
    assert AXIS.cell(T) == 0
    assert AXIS.cell(T + timedelta(minutes=9, seconds=59)) == 0
    assert AXIS.cell(T + timedelta(minutes=10)) == 1
    assert AXIS.cell(T - timedelta(seconds=1)) == -1
    assert AXIS.end_at == T + 12 * HOUR


def test_a_window_has_a_cell_at_least_where_any_of_it_is_shown() -> None:
    assert AXIS.span(Window(T + HOUR, T + HOUR + timedelta(minutes=1))) == range(6, 7)
    assert AXIS.span(Window(T - HOUR, T + HOUR)) == range(6)
    assert len(AXIS.span(Window(T - 2 * HOUR, T - HOUR))) == 0
    assert AXIS.span(Window(T + 11 * HOUR, T + 20 * HOUR)) == range(66, 72)


def test_a_day_begins_with_its_first_morning_shift() -> None:
    shifts = [Window(T + HOUR, T + 9 * HOUR), Window(T, T + 8 * HOUR), Window(T - 7 * HOUR, T - HOUR)]

    axis = axis_for(shifts, T - 7 * HOUR, T + 3 * HOUR, NEW_YORK, 72)

    assert (axis.start_at, axis.step_min) == (T, 10)


def test_an_evening_is_looked_at_around_now() -> None:
    now = T + 14 * HOUR

    axis = axis_for([Window(T, T + 8 * HOUR)], T - 7 * HOUR, now, NEW_YORK, 72)

    assert 0 < axis.cell(now) < axis.cells // 2


@pytest.mark.parametrize(("cells", "step_min"), [(150, 5), (70, 10), (46, 15), (24, 30), (12, 60), (1, 60)])
def test_as_few_minutes_in_a_cell_as_half_a_day_allows(cells: int, step_min: int) -> None:
    assert axis_for([], T, None, NEW_YORK, cells).step_min == step_min


def test_zooming_keeps_the_time_that_is_looked_at_in_its_place() -> None:
    around = T + 6 * HOUR

    closer, farther = AXIS.zoomed(1, around), AXIS.zoomed(-1, around)

    assert (closer.step_min, farther.step_min) == (5, 15)
    assert abs(closer.cell(around) - AXIS.cell(around)) <= 1
    assert abs(farther.cell(around) - AXIS.cell(around)) <= 1
    assert AXIS.zoomed(9, around).step_min == STEPS_MIN[0]
    assert AXIS.zoomed(-9, around).step_min == STEPS_MIN[-1]


def test_the_ruler_names_the_hours_and_now_and_is_as_wide_as_the_axis() -> None:
    line = ruler(AXIS, NEW_YORK, T + timedelta(hours=2, minutes=32))
    text = plain(line)

    assert len(text) == AXIS.cells
    assert "09:32" in text
    assert ("09:32", "bold fill-accent") in line
    assert text.startswith("07    08")
    assert " 12 " in text
    assert "10" not in text  # no room beside the label


def test_without_a_now_there_are_only_hours() -> None:
    assert plain(ruler(AXIS, NEW_YORK, None)).split() == [f"{h:02}" for h in range(7, 19)]


def test_a_long_axis_is_headed_by_days_and_today_stands_out() -> None:
    axis = days_axis(datetime(2026, 3, 2, 5, tzinfo=UTC), 7, 70)
    line = ruler(axis, NEW_YORK, T + 24 * HOUR)

    assert axis.is_long
    assert (axis.step_min, len(plain(line))) == (180, axis.cells)
    assert plain(line).startswith("Mon 2   Tue 3   Wed 4   ")
    assert [text.strip() for text, ink in line if "accent" in ink] == ["Tue 3"]


@pytest.mark.parametrize("cells", [5, 20, 46, 70, 150, 400])
@pytest.mark.parametrize("days", [3, 7])
def test_nearly_all_of_the_days_fit_and_the_heads_fill_the_axis(days: int, cells: int) -> None:
    axis = days_axis(datetime(2026, 3, 2, 5, tzinfo=UTC), days, cells)

    assert axis.step_min * axis.cells >= days * 1440 * 0.9 or axis.step_min == 1440
    assert len(plain(ruler(axis, NEW_YORK, None))) == axis.cells


def test_days_in_the_week_in_which_clocks_change_begin_at_their_own_midnight() -> None:
    axis = days_axis(datetime(2026, 3, 7, 5, tzinfo=UTC), 3, 70)  # Sunday the 8th has 23 hours

    assert plain(ruler(axis, NEW_YORK, None)).index("Mon 9") == 47


@pytest.mark.parametrize("width", [20, 40, 59, 60, 80, 99, 100, 120, 200])
def test_every_width_leaves_room_for_the_axis_and_an_empty_last_column(width: int) -> None:
    layout = layout_for(width)

    assert layout.chart >= 1
    assert layout.chart_from + layout.chart + (layout.watch + 3 if layout.watch else 0) <= width
    gutter = layout.name_from + layout.name + (layout.skill + 1 if layout.skill else 0) + layout.load
    assert gutter < layout.chart_from or width < 60


def test_now_is_brought_to_a_third_of_the_axis() -> None:
    assert around_now(AXIS, T + 30 * HOUR).cell(T + 30 * HOUR) in range(20, 28)
