"""Is a place where the map shows it, at every scale, and does a crowd never hide what is most urgent?"""

from __future__ import annotations

import math
from dataclasses import replace

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from tests.tui.rows import DAY, a_row
from wom_tui.domain.habits import Habits, mine, take
from wom_tui.present.board import group_of, urgency
from wom_tui.present.cells import line_width, plain
from wom_tui.present.labels import ASCII, WGL4
from wom_tui.present.map_canvas import Canvas, Dots
from wom_tui.present.map_orders import BLOCK_COLS, BLOCK_ROWS, Places, clusters
from wom_tui.present.map_page import Scene, foot, picture
from wom_tui.present.map_sight import STEP, Point, Sight, fitted, point_of, scale_bar

PLACES = st.builds(point_of, st.floats(-70, 70), st.floats(-170, 170))
SIZES = st.tuples(st.integers(8, 300), st.integers(4, 90))
NEAR = st.tuples(st.floats(-0.02, 0.02), st.floats(-0.03, 0.03))


@st.composite
def sights(draw: st.DrawFn) -> Sight:
    """A town somewhere, at a scale between a street and a county."""
    metres = draw(st.floats(2, 2_000))
    middle, (cols, rows) = draw(PLACES), draw(SIZES)
    return Sight(middle, metres / 6_371_008.8 * math.cosh(middle.y), cols, rows)


# ------------------------------------------------------------------------------------------------------ the sight


@given(sights(), st.floats(0.01, 0.99), st.floats(0.01, 0.99))
def test_a_place_lies_in_the_cell_that_shows_it(sight: Sight, across: float, down: float) -> None:
    place = sight.point(sight.cols * across, sight.rows * down)

    col, row = sight.cell(place)

    begin, end = sight.point(col, row), sight.point(col + 1, row + 1)
    hair = 1e-9
    assert begin.x - hair <= place.x <= end.x + hair
    assert begin.y - hair <= place.y <= end.y + hair
    assert sight.shows(place)


@given(sights())
def test_a_cell_shows_twice_as_many_metres_down_as_across(sight: Sight) -> None:
    begin, end = sight.point(0, 0), sight.point(1, 1)

    assert (end.y - begin.y) / (end.x - begin.x) == pytest.approx(2, rel=1e-6)
    assert (end.x - begin.x) * 6_371_008.8 / math.cosh(sight.middle.y) == pytest.approx(
        sight.metres, rel=1e-6
    )


@given(sights(), st.integers(-40, 40), st.integers(-40, 40))
def test_what_shares_a_cell_still_does_when_the_map_is_panned(sight: Sight, cols: int, rows: int) -> None:
    panned = sight.panned(cols, rows)
    place = sight.point(3.5, 1.5)

    col, row = panned.cell(place)

    assert abs(col - (3 - cols)) <= 1
    assert abs(row - (1 - rows)) <= 1
    other = sight.point(3.9, 1.9)
    assert panned.cell(other) == (col, row)


@given(sights(), st.integers(-3, 3))
def test_zooming_keeps_the_middle(sight: Sight, steps: int) -> None:
    zoomed = sight.zoomed(steps)

    assert zoomed.middle.x == pytest.approx(sight.middle.x)
    assert zoomed.middle.y == pytest.approx(sight.middle.y)
    is_free = zoomed.unit == pytest.approx(sight.unit / STEP**steps)  # neither so near nor so far as it goes
    assert zoomed.zoomed(-steps).unit == pytest.approx(sight.unit) or not is_free


@given(sights(), st.floats(0.1, 0.9), st.floats(0.1, 0.9))
def test_what_is_zoomed_at_stays_where_it_is(sight: Sight, across: float, down: float) -> None:
    place = sight.point(sight.cols * across, sight.rows * down)
    before = sight.spot(place)

    after = sight.zoomed(1, place).spot(place)

    assert abs(after[0] - before[0]) <= 1.01
    assert abs(after[1] - before[1]) <= 1.01


@given(st.lists(PLACES, min_size=1, max_size=30), SIZES)
@example([point_of(0, 135), point_of(0, -136)], (8, 4))  # farther apart than anybody zooms
def test_a_fitted_sight_shows_every_place(places: list[Point], size: tuple[int, int]) -> None:
    sight = fitted(places, *size)

    assert all(sight.shows(place) for place in places)


@given(sights(), PLACES)
def test_a_place_is_brought_in_sight_wherever_it_is(sight: Sight, place: Point) -> None:
    assert sight.with_in_sight(place).shows(place) or abs(place.x - sight.middle.x) > math.pi


def test_nothing_at_all_is_still_a_map() -> None:
    sight = fitted((), 80, 20)

    assert sight.shows(point_of(0, 0))
    assert sight.shows(point_of(60, 100))


def test_a_step_nearer_and_one_farther_is_where_one_was() -> None:
    sight = fitted([point_of(42.3, -71.1), point_of(42.4, -71.0)], 120, 25)

    assert sight.zoomed(1).metres == pytest.approx(sight.metres / STEP)
    assert sight.zoomed(1).zoomed(-1).unit == pytest.approx(sight.unit)


@pytest.mark.parametrize(("habits", "unit"), [(Habits(), "m"), (Habits(has_miles=True), ("mi", "ft"))])
def test_the_scale_is_a_round_distance_as_the_user_measures(
    habits: Habits, unit: str | tuple[str, str]
) -> None:
    before = mine()
    take(habits)
    try:
        for metres in (60, 250, 900):
            cells, said = scale_bar(replace(_boston(), unit=metres / 6_371_008.8 * 1.35), 20)

            assert 4 <= cells <= 20
            assert said.replace(",", "").split()[0].strip("0") in ("1", "2", "5")
            assert said.endswith(unit)
    finally:
        take(before)


# ----------------------------------------------------------------------------------------------------- the canvas


@pytest.mark.parametrize("dots", Dots)
@given(ends=st.tuples(*[st.floats(-50, 90)] * 4))
def test_a_line_stays_on_the_canvas_and_is_as_wide_as_it(
    dots: Dots, ends: tuple[float, float, float, float]
) -> None:
    canvas = Canvas(30, 10, dots)
    canvas.layer("dim", "+").draw([ends])

    assert [line_width(line) for line in canvas.lines()] == [30] * 10


@pytest.mark.parametrize(
    ("dots", "drawn"), [(Dots.BRAILLE, "⠉⠉⠉⠉"), (Dots.BLOCKS, "▀▀▀▀"), (Dots.LETTERS, "++++")]
)
def test_a_line_along_the_top_is_drawn_with_each_kind_of_dots(dots: Dots, drawn: str) -> None:
    canvas = Canvas(4, 2, dots)
    canvas.layer("dim", "+").draw([(0, 0, 3.9, 0)])

    assert plain(canvas.lines()[0]) == drawn
    assert plain(canvas.lines()[1]) == "    "


def test_a_line_that_begins_and_ends_outside_crosses_the_canvas() -> None:
    canvas = Canvas(10, 4)
    canvas.layer("dim", "+").draw([(-5, 2.1, 25, 2.1), (-5, -9, -1, 30)])

    shown = [plain(line) for line in canvas.lines()]
    assert shown == [" " * 10, " " * 10, "⠉" * 10, " " * 10]


def test_streets_share_a_cell_and_a_route_has_it_alone() -> None:
    canvas = Canvas(1, 1)
    canvas.layer("rule", ",", is_ground=True).draw([(0, 0, 0, 0)])
    canvas.layer("faint", ":", is_ground=True).draw([(0.9, 0.9, 0.9, 0.9)])
    assert canvas.lines() == [((chr(0x2800 + 0x81), "faint"),)]

    canvas.layer("move", "+").draw([(0.9, 0, 0.9, 0)])

    assert canvas.lines() == [((chr(0x2800 + 0x08), "move"),)]


def test_signs_lie_on_top_and_none_beyond_the_edge() -> None:
    canvas = Canvas(4, 1)
    canvas.layer("rule", ",").draw([(0, 0, 3.9, 0)])
    canvas.write(2, 0, (("ab", "bold"), ("c", "dim")))

    assert plain(canvas.lines()[0]) == "⠉⠉ab"
    assert not canvas.is_free(1, 0, 2)
    assert canvas.is_free(0, 0, 2)
    assert not canvas.is_free(3, 0, 2)


# ----------------------------------------------------------------------------------------------------- the orders


def _boston(cols: int = 120, rows: int = 25) -> Sight:
    return fitted([point_of(42.23, -71.18), point_of(42.395, -70.99)], cols, rows)


@given(st.lists(st.tuples(NEAR, st.integers(-300, 3000)), min_size=1, max_size=60), st.integers(-2, 6))
def test_a_crowd_shows_its_most_urgent_order_and_counts_all(
    drawn: list[tuple[tuple[float, float], int]], steps: int
) -> None:
    rows = [
        a_row(number, due_min=due_min, lat=42.3 + north, lon=-71.1 + east)
        for number, ((north, east), due_min) in enumerate(drawn, start=1)
    ]
    places, sight = Places(), _boston().zoomed(steps)

    found = clusters(rows, places, sight, DAY, frozenset())

    def block(col: int, row: int) -> tuple[int, int]:
        return (col + sight.left) // BLOCK_COLS, (row + sight.top) // BLOCK_ROWS

    together: dict[tuple[int, int], list[int]] = {}
    for row in rows:
        point = places.of(row)
        assert point is not None
        if sight.shows(point):
            together.setdefault(block(*sight.cell(point)), []).append(row.number)
    assert {block(one.col, one.row): one.orders for one in found} == {
        at: len(numbers) for at, numbers in together.items()
    }
    for one in found:
        of = [rows[number - 1] for number in together[block(one.col, one.row)]]
        worst = min(of, key=lambda r: (group_of(r, r.sla(DAY.now), DAY.ends_at), urgency(r), r.number))
        point = places.of(worst)
        assert one.worst == worst
        assert point is not None
        assert sight.cell(point) == (one.col, one.row)


def test_the_most_urgent_of_a_place_is_never_covered_by_another_one() -> None:
    rows = [
        a_row(number, due_min=-5 if number == 7 else 3000, lat=42.3, lon=-71.1 + number / 1e5)
        for number in range(1, 40)
    ]
    sight = _boston()
    found = clusters(rows, Places(), sight, DAY, frozenset())

    shown = picture(Scene(sight=sight, day=DAY, signs=WGL4, clusters=found, row=rows[3]))
    alone = picture(Scene(sight=sight, day=DAY, signs=WGL4, clusters=found))

    assert any("○‼39" in plain(line) for line in alone)
    assert any("4" in plain(line) for line in shown)
    assert sum("‼" in plain(line) for line in alone) == 1


def test_the_order_under_the_cursor_is_spelt_out_in_its_own_cell() -> None:
    row = a_row(4417, lat=42.3, lon=-71.1)
    sight, places = _boston(), Places()

    lines = picture(Scene(sight=sight, day=DAY, signs=WGL4, row=row, places=places))

    point = places.of(row)
    assert point is not None
    col, line = sight.cell(point)
    assert plain(lines[line])[col] == "○"
    assert "4417" in plain(lines[line])


def test_half_a_count_is_no_count_and_the_cursor_s_own_signs_stay() -> None:
    rows = [a_row(n, due_min=-n, lat=42.3 + n % 3 / 1e3, lon=-71.1 + n / 1e4) for n in range(1, 60)]
    places = Places()
    for steps in range(6):
        sight = _boston().zoomed(steps)
        found = clusters(rows, places, sight, DAY, frozenset())
        for row in rows[::7]:
            point = places.of(row)
            assert point is not None
            if not sight.shows(point, 2):
                continue
            lines = picture(Scene(sight=sight, day=DAY, signs=WGL4, clusters=found, row=row, places=places))

            col, line = sight.cell(point)
            assert plain(lines[line])[col : col + 2] == "○‼"


def test_a_marked_order_has_the_mark_of_the_board() -> None:
    row = a_row(5, due_min=3000)
    found = clusters([row], Places(), _boston(), DAY, frozenset({5}))

    lines = picture(Scene(sight=_boston(), day=DAY, signs=WGL4, clusters=found))

    assert any("○▪" in plain(line) for line in lines)


@pytest.mark.parametrize("width", [20, 40, 80, 120, 200])
@pytest.mark.parametrize("signs", [WGL4, ASCII])
def test_whose_map_it_is_stands_below_it_at_any_width(width: int, signs: object) -> None:
    scene = Scene(
        sight=_boston(width, 20),
        day=DAY,
        signs=ASCII if signs is ASCII else WGL4,
        row=a_row(),
        attribution="© OpenStreetMap contributors, ODbL 1.0",
    )

    lines = [plain(line) for line in foot(scene, width)]

    assert max(map(len, lines)) <= width
    assert "OpenStreetMap" in lines[1] or width < 30
    assert signs is not ASCII or "".join(lines).isascii()


def test_an_order_without_a_position_says_so_and_how_to_give_it_one() -> None:
    scene = Scene(sight=_boston(), day=DAY, signs=WGL4, row=a_row(4417, lat=None, lon=None))

    assert "4417 is not on the map: no position that can be trusted   @ says" in plain(foot(scene, 120)[1])
