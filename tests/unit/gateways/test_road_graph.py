"""Road travel: on a five-corner town that can be checked by hand, and on the shipped streets of Boston."""

from __future__ import annotations

import csv
import gzip
import random
import statistics
from collections.abc import Sequence
from pathlib import Path

import pytest

from wom_tui.domain.place import Place
from wom_tui.errors import GatewayError
from wom_tui.gateways.road_graph import ACCESS_KPH, RoadGraph
from wom_tui.gateways.road_network import SNAP_LIMIT_M
from wom_tui.gateways.travel import DETOUR, Geodesic, straight_metres

BOSTON = Path(__file__).parents[3] / "sample_data" / "boston_may"
CITY_HALL = (42.3594, -71.0587)  # where the city's geocoder puts what it cannot find
MPH = 1.609344

# A one-way square 0 → 1 → 2 → 3 → 0, a motorway corner 4 beside it, and an island 5 ⇄ 6.
NODES = [
    (42.00, -71.00),
    (42.01, -71.00),
    (42.01, -70.99),
    (42.00, -70.99),
    (42.02, -71.00),
    (42.03, -71.02),
    (42.031, -71.02),
]
EDGES = [
    (0, 1, 1112, 40, "residential"),
    (1, 2, 827, 40, "residential"),
    (2, 3, 1112, 40, "residential"),
    (3, 0, 827, 40, "residential"),
    (1, 4, 1112, 100, "motorway"),
    (4, 1, 1112, 100, "motorway"),
    (5, 6, 111, 30, "residential"),
    (6, 5, 111, 30, "residential"),
]


def written(folder: Path, nodes: Sequence[tuple[object, ...]], edges: Sequence[tuple[object, ...]]) -> Path:
    about = 'name = "Squareville"\nattribution = "nobody"\ndelay_factor = 1.0\n'
    (folder / "roads.toml").write_text(about, encoding="utf-8")
    files = {"nodes": [("lat", "lon"), *nodes], "edges": [("from", "to", "metres", "kph", "road"), *edges]}
    for name, rows in files.items():
        with gzip.open(folder / f"{name}.csv.gz", "wt", encoding="utf-8", newline="") as file:
            csv.writer(file).writerows(rows)
    return folder


@pytest.fixture
def square(tmp_path: Path) -> RoadGraph:
    return RoadGraph(written(tmp_path, NODES, EDGES))


@pytest.fixture(scope="module")
def boston() -> RoadGraph:
    return RoadGraph(BOSTON / "roads")


@pytest.fixture(scope="module")
def sites() -> list[Place]:
    """Every position in the shipped requests, as often as it is there."""
    with gzip.open(BOSTON / "boston311.csv.gz", "rt", encoding="utf-8", newline="") as file:
        return [Place(float(row["LATITUDE"]), float(row["LONGITUDE"])) for row in csv.DictReader(file)]


def test_a_one_way_street_is_quick_one_way_and_long_the_other(square: RoadGraph) -> None:
    a, b = Place(*NODES[0]), Place(*NODES[1])

    assert square.seconds(a, b) == round(1112 * 3.6 / 40)
    assert square.seconds(b, a) == round((827 + 1112 + 827) * 3.6 / 40)
    assert square.metres(a, b) == 1112
    assert square.metres(b, a) == 827 + 1112 + 827


def test_the_way_from_the_corner_to_the_door_is_counted(square: RoadGraph) -> None:
    corner, door = Place(*NODES[0]), Place(41.999, -71.00)
    access_m = straight_metres(corner, door)

    trip_s = square.seconds(door, Place(*NODES[1]))

    assert trip_s == round(1112 * 3.6 / 40 + access_m * DETOUR * 3.6 / ACCESS_KPH)


def test_two_doors_at_one_corner_are_as_far_as_the_straight_line_says(square: RoadGraph) -> None:
    here, there = Place(41.9995, -71.00), Place(41.9990, -71.00)
    between_m = straight_metres(here, there)

    assert square.seconds(here, there) == round(between_m * DETOUR * 3.6 / ACCESS_KPH)
    assert square.metres(here, there) == round(between_m * DETOUR)
    assert square.seconds(here, here) == square.metres(here, here) == 0


def test_no_trip_begins_on_a_motorway_or_on_an_island_of_streets(square: RoadGraph) -> None:
    beside_motorway, on_island = square.spot(Place(42.0195, -71.0)), square.spot(Place(42.03, -71.02))

    assert beside_motorway is None  # its nearest stop, corner 1, is more than a kilometre away
    assert on_island is None
    assert square.network.stops == {0, 1, 2, 3}


def test_a_place_far_from_every_street_is_answered_by_the_straight_line(square: RoadGraph) -> None:
    near, far = Place(*NODES[0]), Place(42.3, -71.3)
    line = Geodesic()

    assert square.seconds(near, far) == line.seconds(near, far)
    assert square.metres(far, near) == line.metres(far, near)
    assert square.source(near, far) == line.name
    assert square.source(near, near) == "road graph Squareville"
    assert square.matrix([near, far]).tolist() == [[0, line.seconds(near, far)], [line.seconds(far, near), 0]]


def test_a_folder_is_not_read_before_the_first_question(tmp_path: Path) -> None:
    RoadGraph(tmp_path / "nothing")


@pytest.mark.parametrize("broken", ["roads.toml", "nodes.csv.gz", "edges.csv.gz"])
def test_a_missing_or_broken_file_is_named(tmp_path: Path, broken: str) -> None:
    graph = RoadGraph(written(tmp_path, NODES, EDGES))
    (tmp_path / broken).write_bytes(b"\x1f\x8b\x08 no")

    with pytest.raises(GatewayError, match="road graph"):
        graph.seconds(Place(*NODES[0]), Place(*NODES[1]))


@pytest.mark.parametrize(
    "edge", [(0, 99, 1, 40, "residential"), (0, 1, 1, 0, "residential"), (0, 1, -5, 40, "residential")]
)
def test_an_edge_that_cannot_be_is_refused(tmp_path: Path, edge: tuple[object, ...]) -> None:
    graph = RoadGraph(written(tmp_path, NODES, [*EDGES, edge]))

    with pytest.raises(GatewayError, match="edges"):
        graph.seconds(Place(*NODES[0]), Place(*NODES[1]))


def test_every_boston_stop_can_be_reached_from_every_other(boston: RoadGraph) -> None:
    import rustworkx as rx

    stops = boston.network.stops
    there = rx.dijkstra_shortest_path_lengths(boston.network.graph, min(stops), float)
    homeward = boston.network.graph.copy()
    homeward.reverse()
    back = rx.dijkstra_shortest_path_lengths(homeward, min(stops), float)

    assert len(stops) > 11_000
    assert stops - {min(stops)} <= set(there.keys())
    assert stops - {min(stops)} <= set(back.keys())


def test_signed_speeds_are_kilometres_per_hour_and_not_miles() -> None:
    with gzip.open(BOSTON / "roads" / "edges.csv.gz", "rt", encoding="utf-8", newline="") as file:
        streets = [row for row in csv.DictReader(file) if row["road"] == "residential"]
    speeds = [float(row["kph"]) for row in streets]

    assert statistics.mode(speeds) == round(25 * MPH, 2)  # the default limit of the state's streets
    assert 25.0 not in speeds


def test_no_bus_lane_and_no_loop_is_in_the_boston_streets(boston: RoadGraph) -> None:
    with gzip.open(BOSTON / "roads" / "edges.csv.gz", "rt", encoding="utf-8", newline="") as file:
        edges = list(csv.DictReader(file))

    assert len(edges) == 25_818 - 26 - 34
    assert not [edge for edge in edges if edge["road"] == "busway" or edge["from"] == edge["to"]]


def test_real_boston_sites_lie_about_thirty_metres_from_a_corner(
    boston: RoadGraph, sites: list[Place]
) -> None:
    spots = [boston.spot(site) for site in sites]
    access_m = sorted(spot.access_m for spot in spots if spot)

    assert len(access_m) == len(sites)
    assert 28 <= statistics.median(access_m) <= 34
    assert access_m[round(len(access_m) * 0.99)] < 130
    assert access_m[-1] < SNAP_LIMIT_M


def test_the_nearest_corner_is_the_one_a_full_search_finds(boston: RoadGraph, sites: list[Place]) -> None:
    network = boston.network
    for site in random.Random(11).sample(sites, 15):
        spot = boston.spot(site)

        assert spot is not None
        assert spot.access_m == pytest.approx(
            min(straight_metres(site, network.positions[stop]) for stop in network.stops), rel=0.003
        )


def test_a_boston_table_equals_its_single_trips(boston: RoadGraph, sites: list[Place]) -> None:
    some = random.Random(12).sample(sites, 25)
    fresh = RoadGraph(BOSTON / "roads")  # nothing remembered: the single trips are searched anew
    fresh.__dict__["network"] = boston.network

    assert boston.matrix(some).tolist() == [[fresh.seconds(a, b) for b in some] for a in some]


def test_the_order_of_the_questions_changes_no_answer(boston: RoadGraph, sites: list[Place]) -> None:
    some = random.Random(13).sample(sites, 20)
    again = RoadGraph(BOSTON / "roads")
    backwards = again.matrix(list(reversed(some)))[::-1, ::-1]

    assert boston.matrix(some).tolist() == backwards.tolist()


def test_boston_trips_there_and_back_take_about_as_long(boston: RoadGraph, sites: list[Place]) -> None:
    table = boston.matrix(random.Random(14).sample(sites, 40))
    there, back = table.sum(), table.T.sum()
    apart = [abs(int(table[i, j]) - int(table[j, i])) for i in range(40) for j in range(i)]

    assert there == back > 0
    assert statistics.median(apart) < 60  # one-way streets cost some seconds, not a tour


def test_road_times_and_the_straight_line_estimate_agree_on_the_whole(
    boston: RoadGraph, sites: list[Place]
) -> None:
    some = random.Random(15).sample([site for site in sites if (site.lat, site.lon) != CITY_HALL], 40)
    ratio = boston.matrix(some).sum() / Geodesic().matrix(some).sum()

    assert 0.8 <= ratio <= 1.25


def test_the_map_names_its_makers(boston: RoadGraph) -> None:
    assert boston.name == "road graph Boston (OpenStreetMap)"
    assert "OpenStreetMap contributors" in boston.attribution
    assert "ODbL" in boston.attribution


def test_remembered_trips_are_bounded(square: RoadGraph, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("wom_tui.gateways.road_graph._KNOWN_PAIRS_MAX", 3)
    corners = [Place(*node) for node in NODES[:4]]
    first = square.matrix(corners)

    assert square.matrix(corners).tolist() == first.tolist()
    assert sum(map(len, square._known.values())) <= 3 + 2 * len(corners)


def test_a_spread_never_promises_more_than_a_trip_takes_and_misses_by_a_second_or_two() -> None:
    roads = RoadGraph(BOSTON / "roads")
    chance = random.Random(5)
    places = [Place(42.30 + chance.random() / 10, -71.12 + chance.random() / 10) for _ in range(40)]
    spread = roads.spread([*places, None])
    for other in (places[0], Place(*CITY_HALL), Place(43.0, -70.0)):
        to, out = spread.least_to(other).tolist(), spread.least_from(other).tolist()

        real_to, real_from = ([roads(p, other) for p in places], [roads(other, p) for p in places])
        for least, real in zip(to + out, [*real_to, 0, *real_from, 0], strict=True):
            assert least <= real
            assert real - least <= 2 or other in places
