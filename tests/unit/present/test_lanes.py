"""How a technician's day is drawn in cells."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from wom_tui.domain.visit import VisitStatus
from wom_tui.domain.worktime import Window
from wom_tui.present.cells import Line, line_width, plain
from wom_tui.present.labels import state_label
from wom_tui.present.lane_bars import bar_label
from wom_tui.present.lanes import (
    Try,
    attention,
    bar_words,
    chart_line,
    load_of,
    marks_of,
    name_line,
    watch_line,
)
from wom_tui.present.time_axis import Axis, Setting, layout_for
from wom_tui.queries.lane import Bar, Lane, Trouble, Watch

T = datetime(2026, 3, 2, 12, tzinfo=UTC)  # 07:00 in New York
MINUTE, HOUR = timedelta(minutes=1), timedelta(hours=1)
AXIS = Axis(T, 10, 72)
AT = Setting(now=T + 7.5 * HOUR, zone=ZoneInfo("America/New_York"))
FLAT, ASCII = replace(AT, is_flat=True), replace(AT, is_ascii=True)
V = VisitStatus


def a_bar(start_h: float = 5, hours: float = 1, order: int = 4233, **given: Any) -> Bar:
    defaults: dict[str, Any] = {
        "visit": order,
        "version": 1,
        "ordinal": 1,
        "order": order,
        "order_version": 1,
        "title": "Boiler",
        "technician": 1,
        "status": V.ON_SITE,
        "start_at": T + start_h * HOUR,
        "end_at": T + (start_h + hours) * HOUR,
        "travel_s": 0,
        "is_pinned": False,
    }
    return Bar(**(defaults | given))


def a_lane(*bars: Bar, **given: Any) -> Lane:
    defaults: dict[str, Any] = {
        "technician": 1,
        "code": "kim",
        "name": "K. Moran",
        "skill": "lights",
        "zone": "America/New_York",
        "shifts": (Window(T, T + 8 * HOUR),),
        "breaks": (),
        "absences": (),
        "bars": bars,
        "load_percent": 50,
        "watch": Watch(trouble=Trouble.NONE),
        "troubles": frozenset(),
    }
    return Lane(**(defaults | given))


def inks_at(line: Line) -> list[str]:
    """The ink of every cell."""
    return [ink for text, ink in line for _ in text]


def test_a_bar_says_less_the_narrower_it_is() -> None:
    shown = {width: bar_label(4233, "●", width) for width in (9, 8, 7, 6, 5, 4, 3, 2, 1)}

    assert shown == {
        9: " 4233 ●  ",
        8: " 4233 ● ",
        7: " 4233 ●",
        6: " 4233●",
        5: "4233●",
        4: "4233",  # the fill tells the state
        3: " ● ",
        2: "● ",
        1: "●",
    }


@pytest.mark.parametrize("width", range(1, 12))
@pytest.mark.parametrize("order", [7, 42, 1285, 104_871])
@pytest.mark.parametrize("may_be_bare", [False, True])
def test_a_number_stands_on_a_bar_whole_or_not_at_all(width: int, order: int, *, may_be_bare: bool) -> None:
    for in_brackets in (False, True):
        label = bar_label(order, "●", width, in_brackets=in_brackets, may_be_bare=may_be_bare)
        digits = "".join(char for char in label if char.isdigit())

        assert digits in ("", str(order))
        assert digits or "●" in label
        assert may_be_bare or "●" in label


def test_a_bar_that_lies_under_another_says_what_can_be_read_of_it() -> None:
    lane = a_lane(a_bar(5, 2, 1285), a_bar(5.5, 1, 1286, overlap=Window(T + 5.5 * HOUR, T + 7 * HOUR)))

    words = plain(chart_line(lane, AXIS, AT))

    assert words[30:33] == " ● "
    assert words[33] == "!"
    assert "1286" in words
    assert "1285" not in words


def test_two_numbers_never_run_into_each_other() -> None:
    lane = a_lane(a_bar(5, 4 / 6, 1447), a_bar(5 + 4 / 6, 4 / 6, 1452), a_bar(7, 4 / 6, 1453))

    words = plain(chart_line(lane, AXIS, AT))

    assert words[30:38].split() == ["●", "●"]
    assert words[42:46] == "1453"


def test_an_overlap_cuts_no_number() -> None:
    overlap = Window(T + 5 * HOUR, T + 5.2 * HOUR)
    line = chart_line(a_lane(a_bar(5, 0.8, 1285, overlap=overlap)), AXIS, AT)

    assert plain(line)[30:35] == "1285●"
    assert inks_at(line)[30] == "bold fill-late"


def test_the_now_line_gives_way_to_what_is_tried() -> None:
    attempt = Try(Window(AT.now, AT.now + HOUR), "1285")

    assert "[1285]" in plain(chart_line(a_lane(), AXIS, AT, attempt=attempt))


def test_what_is_tried_says_its_number_whole_or_not_at_all() -> None:
    attempt = Try(Window(T + 5 * HOUR, T + 5.8 * HOUR), "1285")

    assert "[   ]" in plain(chart_line(a_lane(), AXIS, AT, attempt=attempt))


@pytest.mark.parametrize("width", range(1, 30))
@pytest.mark.parametrize("order", [7, 4233, 104_871])
def test_a_label_is_as_wide_as_its_bar(width: int, order: int) -> None:
    assert len(bar_label(order, "●", width)) == width
    assert len(bar_label(order, "●", width, in_brackets=True)) == width


def test_a_line_has_as_many_cells_as_the_axis_whatever_lies_outside() -> None:
    lane = a_lane(a_bar(-3, 2), a_bar(-1, 3, 4234), a_bar(11, 9, 4235), a_bar(30, 1, 4236), shifts=())

    assert line_width(chart_line(lane, AXIS, AT)) == 72
    assert "4236" not in plain(chart_line(lane, AXIS, AT))


def test_shift_break_travel_and_visit_stand_at_their_times() -> None:
    lane = a_lane(a_bar(5, 1, travel_s=1800), breaks=(Window(T + 4 * HOUR, T + 4.5 * HOUR),))

    text = plain(chart_line(lane, AXIS, AT))

    assert text[0] == "├"
    assert text[48] == "┤"
    assert text[24:27] == "░░░"
    assert text[27:30] == "───"
    assert text[30:36] == " 4233●"
    assert text[45] == "│"


def test_hours_off_lie_on_their_own_ground_except_under_the_cursor() -> None:
    assert inks_at(chart_line(a_lane(), AXIS, AT))[60] == "sunken"
    assert inks_at(chart_line(a_lane(), AXIS, AT, is_cursor=True))[60] == ""


@pytest.mark.parametrize(
    ("status", "ink", "sign"),
    [
        (V.PLANNED, "fill-plan", "□"),
        (V.DISPATCHED, "bold fill-move", "»"),
        (V.TRAVELLING, "bold fill-move", "►"),
        (V.ON_SITE, "bold fill-site", "●"),
        (V.DONE, "fill-done", "√"),
        (V.DECLINED, "fill-late", "◄"),
        (V.MISSED, "fill-late", "Ø"),
        (V.INCOMPLETE, "fill-late", "▼"),
    ],
)
def test_a_state_is_told_by_sign_and_fill(status: VisitStatus, ink: str, sign: str) -> None:
    line = chart_line(a_lane(a_bar(status=status)), AXIS, AT)

    assert sign in plain(line)
    assert inks_at(line)[30] == ink


def test_where_there_are_no_fills_planned_and_done_stand_in_brackets() -> None:
    lane = a_lane(a_bar(1, 2, status=V.DONE), a_bar(5, 2, 4234, status=V.PLANNED))

    text = plain(chart_line(lane, AXIS, FLAT))

    assert "[4233 √   " in text
    assert "[4234 □" in text


def test_the_late_part_alone_is_late_and_ends_in_a_mark() -> None:
    late = Window(T + 6 * HOUR, T + 6.5 * HOUR)

    line = chart_line(a_lane(a_bar(5, 1.5, late=late, late_min=30)), AXIS, AT)

    assert inks_at(line)[30:39] == ["bold fill-site"] * 6 + ["bold fill-late"] * 3
    assert plain(line)[38] == "!"


def test_an_overlap_is_marked_where_the_visit_begins() -> None:
    line = chart_line(a_lane(a_bar(5, 1, overlap=Window(T + 5 * HOUR, T + 5.2 * HOUR))), AXIS, AT)

    assert (plain(line)[30], inks_at(line)[30]) == ("!", "bold fill-late")


def test_the_cursor_s_bar_is_here_whatever_its_state() -> None:
    line = chart_line(a_lane(a_bar(status=V.DONE)), AXIS, AT, cursor_visit=4233, is_cursor=True)

    assert inks_at(line)[30] == "bold fill-accent"
    assert "√" in plain(line)


def test_what_may_be_placed_stands_in_brackets_and_books_nothing() -> None:
    attempt = Try(Window(T + 5 * HOUR, T + 6.5 * HOUR), "4902", travel_s=1200)

    line = chart_line(a_lane(), AXIS, AT, attempt=attempt)

    assert plain(line)[28:39] == "──[4902   ]"
    assert inks_at(line)[30] == "bold accent"


def test_an_absence_says_so() -> None:
    lane = a_lane(absences=(Window(T + 2 * HOUR, T + 8 * HOUR),))

    assert "░ absent ░░" in plain(chart_line(lane, AXIS, AT))


def test_now_gives_way_to_what_a_bar_says() -> None:
    covered = chart_line(a_lane(a_bar(6, 2)), AXIS, AT)
    spelt = chart_line(a_lane(a_bar(7.4, 1, status=V.DISPATCHED)), AXIS, AT)

    assert (plain(covered)[45], inks_at(covered)[45]) == ("│", "bold fill-site")
    assert "4233»" in plain(spelt)
    assert "│" not in plain(chart_line(a_lane(), AXIS, replace(AT, is_today=False)))


def test_ascii_needs_no_other_sign() -> None:
    lane = a_lane(
        a_bar(5, 1, travel_s=1800),
        breaks=(Window(T + 4 * HOUR, T + 4.5 * HOUR),),
        absences=(Window(T + 6 * HOUR, T + 8 * HOUR),),
        watch=Watch(trouble=Trouble.DECLINED, order=4),
    )
    line = chart_line(lane, AXIS, ASCII, attempt=Try(Window(T, T + HOUR), "1"))

    assert plain(line).isascii()
    assert plain(watch_line(lane.watch, ASCII, 18)).isascii()
    assert plain(attention([lane], 3, ASCII, room=118)).isascii()


@pytest.mark.parametrize("status", V)
def test_in_ascii_no_visit_has_the_sign_of_the_way_to_it(status: V) -> None:
    marks = marks_of(is_ascii=True)
    lane_signs = {marks.travel, marks.now, marks.shift_start, marks.shift_end, marks.shade}

    assert state_label(status.value).ascii not in lane_signs


@pytest.mark.parametrize(
    ("percent", "ink"), [(112, "bold late"), (100, "dim"), (80, "dim"), (79, "text"), (0, "text")]
)
def test_a_load_stands_out_when_it_is_too_much(percent: int, ink: str) -> None:
    assert load_of(a_lane(load_percent=percent), AT) == (f"{percent}%", ink)


def test_who_is_away_is_off() -> None:
    away = a_lane(absences=(Window(T, T + 8 * HOUR),), load_percent=None)
    late = replace(away, watch=Watch(trouble=Trouble.LATE, order=4233, minutes=5), load_percent=40)
    later = replace(away, absences=(Window(AT.now + HOUR, AT.now + 2 * HOUR),), load_percent=40)

    assert load_of(away, AT) == load_of(late, AT) == ("off", "hold")
    assert load_of(later, AT) == ("40%", "text")
    assert load_of(a_lane(load_percent=None), AT) == ("off", "dim")


@pytest.mark.parametrize(
    ("watch", "wide", "narrow"),
    [
        (Watch(trouble=Trouble.LATE, order=4233, minutes=36), "! 4233 late 0:36", "! late 0:36"),
        (Watch(trouble=Trouble.AWAY, order=4233, minutes=45), "! 4233 absent", "! absent"),
        (Watch(trouble=Trouble.OVERTIME, order=1, minutes=65), "! overtime 1:05", "! overtime 1:05"),
        (Watch(trouble=Trouble.OVERLAP, order=1, minutes=10), "! overlap 0:10", "! overlap 0:10"),
        (Watch(trouble=Trouble.DECLINED, order=4398), "◄ declined 4398", "◄ declined"),
        (Watch(trouble=Trouble.ABSENT, at=T + 4.5 * HOUR), "║ absent 11:30", "║ absent 11:30"),
        (Watch(trouble=Trouble.ARRIVES, at=T + 7.75 * HOUR), "  arrives 14:45", "  there 14:45"),
        (Watch(trouble=Trouble.FREE, minutes=110), "  free 1:50", "  free 1:50"),
        (Watch(trouble=Trouble.NONE), "", ""),
    ],
)
def test_a_lane_says_one_thing_and_that_in_words(watch: Watch, wide: str, narrow: str) -> None:
    assert plain(watch_line(watch, AT, 18)) == wide
    assert plain(watch_line(watch, AT, 15)) == narrow


def test_the_parts_beside_the_axis_keep_their_width_whatever_somebody_is_called() -> None:
    for name in ("K", "A very long name indeed", "王小明王小明王小明", "a\x1b[31mb", "\u202eevil"):
        line = name_line(a_lane(name=name), layout_for(120), AT, is_cursor=True, cursor_sign="▌")

        assert line_width(line) < layout_for(120).chart_from
        assert "\x1b" not in plain(line)


def test_the_cursor_s_bar_is_spelt_out() -> None:
    bar = a_bar(5, 1, late_min=36, is_pinned=True, travel_s=700)

    text = plain(bar_words(bar, AT))

    for part in ("4233/1", "Boiler", "● on site", "12:00–13:00", "late 0:36", "12 min on the road", "pinned"):
        assert part in text


def test_a_technician_is_counted_under_all_that_is_wrong_and_only_counts_that_are_not_zero_are_told() -> None:
    lanes = [
        a_lane(troubles=frozenset({Trouble.LATE})),
        a_lane(troubles=frozenset({Trouble.LATE, Trouble.ABSENT})),
    ]

    assert (
        plain(attention(lanes, 11, AT, room=118))
        == "technicians  ! 2 late    ║ 1 absent    orders  ○ 11 no technician"
    )
    assert plain(attention(lanes, 0, AT, room=78)) == "techs  ! 2 late   ║ 1 absent"
    assert attention([], 0, AT, room=78) == ()
