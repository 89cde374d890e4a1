"""Do the bars of the weeks tell what the figures below them tell?"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pytest

from wom_tui.present.cells import line_width, plain
from wom_tui.present.labels import ASCII, WGL4, Signs
from wom_tui.present.trend import FIGURES, Bars, Trend, bar_lines
from wom_tui.queries.backlog import Week

T0 = datetime(2026, 11, 24, 19, 0, tzinfo=UTC)
FLOW = ((812, 640), (790, 702), (905, 811), (1011, 900), (998, 1010), (0, 0), (1203, 1000), (1444, 936))


def weeks() -> list[Week]:
    count, found = 100, []
    for ago, (opened, ended) in zip(range(7, -1, -1), FLOW, strict=True):
        count += opened - ended
        found.append(Week(until=T0 - ago * timedelta(days=7), opened=opened, ended=ended, open=count))
    return found


def drawn(width: int = 116, height: int = 20, signs: Signs = WGL4) -> list[str]:
    return [plain(line) for line in Trend(weeks(), width, signs, UTC).lines(height)]


def test_the_highest_bar_reaches_the_top_and_half_of_it_half_way() -> None:
    lines = bar_lines([Bars([8, 4, 3, 0], "plan")], 0, 8, 4)

    assert [plain(line) for line in lines] == [
        "  ██████                        ",
        "  ██████                        ",
        "  ██████  ██████  ▄▄▄▄▄▄        ",
        "  ██████  ██████  ██████        ",
    ]


def test_of_what_is_more_than_nothing_at_least_something_is_seen() -> None:
    *_, foot = bar_lines([Bars([1000, 1, 0], "plan")], 0, 8, 3)

    assert plain(foot).split() == ["██████", "▄▄▄▄▄▄"]


def test_weeks_without_any_order_have_no_bars() -> None:
    assert all(not plain(line).strip() for line in bar_lines([Bars([0, 0], "plan")], 0, 8, 3))


def test_every_bar_stands_right_above_its_figure() -> None:
    lines = drawn()
    foot, figures = next((a, b) for a, b in pairwise(lines) if b.startswith("open then"))

    ends = [
        at + 1 for at, sign in enumerate(figures) if sign.isdigit() and figures[at + 1 : at + 2] in ("", " ")
    ]
    assert len(ends) == len(FLOW)
    assert all(foot[end - 6 : end].strip(" ") in ("██████", "▄▄▄▄▄▄") for end in ends)


@pytest.mark.parametrize(("height", "rows"), [(0, 0), (7, 0), (8, 1), (11, 1), (12, 2), (40, 2)])
def test_bars_are_there_where_there_is_room_and_the_figures_always(height: int, rows: int) -> None:
    lines = drawn(height=height)

    assert len(lines) <= max(FIGURES, height)
    names = [
        line.split("  ")[0].removesuffix(" ██") for line in lines if line[:1].isalpha() or line[:1] == "S"
    ]
    assert names == ["Seven days until", "open then", "came in", "were ended", "more or less"]
    tall = [bool(line.strip()) and not line.strip("█▄ ") for line in lines]
    assert sum(tall[at] and not tall[at - 1] for at in range(1, len(tall))) == rows


def test_plain_letters_have_the_figures_alone() -> None:
    lines = drawn(signs=ASCII)

    assert len(lines) == FIGURES
    assert all(line.isascii() for line in lines)


@pytest.mark.parametrize("width", [30, 60, 77, 100, 116])
def test_a_narrow_place_has_the_latest_weeks(width: int) -> None:
    lines = Trend(weeks(), width, WGL4, UTC).lines(20)

    assert all(line_width(line) <= width for line in lines)
    assert plain(lines[-1]).endswith("+508")


def test_more_that_comes_in_than_goes_out_is_a_warning_and_less_is_better() -> None:
    net = Trend(weeks(), 116, WGL4, UTC).lines()[-1]

    assert [(text.strip(), ink) for text, ink in net[5:8]] == [
        ("−12", "site"),
        ("·", "dim"),
        ("+203", "warn"),
    ]
