"""Straight-line travel: close to the ellipsoid, one number per trip, never cheaper by a detour."""

from __future__ import annotations

import random
import subprocess
import sys

import pytest
from geopy.distance import geodesic

from wom_tui.domain.place import Place
from wom_tui.errors import InvalidInput
from wom_tui.gateways.travel import SPEEDS, Geodesic, straight_metres

ROXBURY, ALLSTON = Place(42.3189, -71.0854), Place(42.3539, -71.1337)


def places(count: int, seed: int, reach_deg: float = 0.2) -> list[Place]:
    dice = random.Random(seed)
    return [
        Place(42.3 + dice.uniform(-reach_deg, reach_deg), -71.1 + dice.uniform(-reach_deg, reach_deg))
        for _ in range(count)
    ]


@pytest.mark.parametrize("lat", [-80.0, -33.9, 0.0, 42.3, 69.6])
@pytest.mark.parametrize("reach_deg", [0.01, 0.3, 4.0])
def test_a_straight_line_is_within_half_a_percent_of_the_ellipsoid(lat: float, reach_deg: float) -> None:
    dice = random.Random(7)
    for _ in range(50):
        a = Place(lat, dice.uniform(-179, 170))
        b = Place(lat + dice.uniform(-reach_deg, reach_deg), a.lon + dice.uniform(0, reach_deg))

        exact_m = geodesic((a.lat, a.lon), (b.lat, b.lon)).meters

        assert straight_metres(a, b) == pytest.approx(exact_m, rel=0.005)


def test_a_line_over_the_date_line_is_short() -> None:
    assert straight_metres(Place(-17.0, 179.99), Place(-17.0, -179.99)) == pytest.approx(2_130, rel=0.005)


def test_metres_are_the_geodesic_times_the_detour() -> None:
    exact = geodesic((ROXBURY.lat, ROXBURY.lon), (ALLSTON.lat, ALLSTON.lon)).meters

    assert Geodesic(detour=1.5).metres(ROXBURY, ALLSTON) == round(exact * 1.5)


def test_a_table_equals_its_single_trips_to_the_second() -> None:
    travel, towns = Geodesic(), places(300, seed=3)

    table = travel.matrix(towns)

    assert table.tolist() == [[travel.seconds(a, b) for b in towns] for a in towns]


def test_a_table_may_have_other_destinations_than_origins() -> None:
    travel, towns = Geodesic(), places(5, seed=4)

    table = travel.matrix(towns, [ROXBURY, ALLSTON])

    assert table.tolist() == [[travel.seconds(town, end) for end in (ROXBURY, ALLSTON)] for town in towns]


def test_a_table_of_nothing_is_empty() -> None:
    assert Geodesic().matrix([]).shape == (0, 0)
    assert Geodesic().matrix([ROXBURY], []).shape == (1, 0)


def test_a_trip_to_where_one_is_takes_no_time() -> None:
    assert Geodesic().seconds(ROXBURY, ROXBURY) == 0


def test_the_first_stretch_is_driven_at_the_slow_speed_and_the_rest_faster() -> None:
    (first_m, slow_kph), (_, fast_kph), _ = SPEEDS
    line_m = straight_metres(ROXBURY, ALLSTON)

    seconds = Geodesic(detour=1.0).seconds(ROXBURY, ALLSTON)

    assert seconds == round(first_m * 3.6 / slow_kph + (line_m - first_m) * 3.6 / fast_kph)


def test_a_trip_by_way_of_a_third_place_is_never_shorter() -> None:
    towns = places(40, seed=5, reach_deg=0.8)
    table = Geodesic().matrix(towns).tolist()

    for i in range(40):
        for j in range(40):
            assert all(table[i][j] <= table[i][k] + table[k][j] + 1 for k in range(40))  # 1: rounding


@pytest.mark.parametrize(
    ("lat", "lon"), [(90.1, 0), (-91, 0), (0, 180.5), (0, -200), (float("nan"), 0), (0, float("nan"))]
)
def test_a_place_that_is_not_on_earth_is_refused(lat: float, lon: float) -> None:
    with pytest.raises(InvalidInput):
        Place(lat, lon)


def test_the_estimate_says_that_it_is_one() -> None:
    assert Geodesic().name == "straight line × 1.35, an estimate"
    assert Geodesic().source(ROXBURY, ALLSTON) == Geodesic().name


def test_importing_travel_loads_no_number_library() -> None:
    look = (
        "import sys, wom_tui.gateways.travel, wom_tui.gateways.road_graph;"
        "print([name for name in ('numpy', 'rustworkx', 'geopy') if name in sys.modules])"
    )

    loaded = subprocess.run([sys.executable, "-c", look], capture_output=True, text=True, check=True).stdout

    assert loaded.strip() == "[]"
