"""Which hours of a day do the lanes show at first?"""

from __future__ import annotations

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

from wom_tui.domain.worktime import Window
from wom_tui.present.cells import plain
from wom_tui.tui.lanes_sight import LanesSight

ZONE = ZoneInfo("America/New_York")


def local(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=ZONE).astimezone(UTC)


def test_a_night_shift_of_the_evening_before_does_not_move_the_morning_out_of_sight() -> None:
    night = Window(local("2015-05-12T22:00"), local("2015-05-13T06:30"))
    days = Window(local("2015-05-13T07:00"), local("2015-05-13T15:30"))
    sight = LanesSight()
    sight.show(date(2015, 5, 13))
    sight.look(local("2015-05-12T09:00"), ZONE, is_flat=False, is_ascii=False)

    sight.fit([night, days], 80)

    assert sight.axis.start_at == days.start_at


def looked_at(width: int) -> LanesSight:
    sight = LanesSight()
    sight.show(date(2015, 5, 12))
    sight.look(local("2015-05-12T09:00"), ZONE, is_flat=False, is_ascii=False)
    sight.fit([], width)
    return sight


def zoomed_out(sight: LanesSight, times: int) -> list[tuple[int, int]]:
    found = []
    for _ in range(times):
        sight.zoom(-1, None)
        found.append((sight.axis.step_min, len(sight.dates)))
    return found


def test_zooming_out_leads_from_minutes_to_the_day_to_three_days_to_a_week_and_no_farther() -> None:
    assert zoomed_out(looked_at(120), 5) == [(15, 1), (30, 1), (60, 3), (180, 9), (180, 9)]
    assert zoomed_out(looked_at(80), 5) == [(30, 1), (90, 3), (240, 8), (240, 8), (240, 8)]
    assert zoomed_out(looked_at(200), 5) == [(10, 1), (30, 4), (90, 10), (90, 10), (90, 10)]


def test_several_days_begin_at_midnight_and_know_today() -> None:
    sight = looked_at(120)
    zoomed_out(sight, 3)

    assert sight.axis.start_at == local("2015-05-12T00:00")
    assert sight.setting.is_today
    sight.show(date(2015, 5, 20))
    sight.look(local("2015-05-12T09:00"), ZONE, is_flat=False, is_ascii=False)
    assert (sight.axis.start_at, sight.setting.is_today) == (local("2015-05-20T00:00"), False)


def test_zooming_in_again_leads_to_the_day_that_the_cursor_is_on() -> None:
    sight = looked_at(120)
    zoomed_out(sight, 4)

    sight.zoom(1, local("2015-05-14T10:00"))
    assert list(sight.dates) == [date(2015, 5, 12), date(2015, 5, 13), date(2015, 5, 14)]
    sight.zoom(1, local("2015-05-14T10:00"))

    assert list(sight.dates) == [date(2015, 5, 14)]
    assert 0 <= sight.axis.cell(local("2015-05-14T10:00")) < sight.axis.cells


def test_several_days_are_panned_by_whole_days() -> None:
    sight = looked_at(120)
    zoomed_out(sight, 3)

    sight.pan(4)

    assert sight.dates[0] == date(2015, 5, 13)
    assert sight.axis.start_at == local("2015-05-13T00:00")


def test_what_lies_on_another_day_is_brought_in_sight_with_its_day() -> None:
    sight = looked_at(120)
    zoomed_out(sight, 3)

    assert not sight.bring_in_sight(local("2015-05-14T10:00"))
    assert sight.bring_in_sight(local("2015-05-18T10:00"))
    assert sight.dates[0] == date(2015, 5, 18)
    assert sight.day_of(local("2015-05-19T10:00")) == date(2015, 5, 19)
    assert sight.day_of(local("2015-05-12T10:00")) == date(2015, 5, 18)


def test_line_2_says_which_days_and_how_many_minutes_a_cell_has() -> None:
    sight = looked_at(120)
    assert plain(sight.described(0, [])) == "zoom 10 min"
    zoomed_out(sight, 4)

    assert plain(sight.described(0, [])) == "Tue 12 May – Wed 20 May   zoom 3 h"
