"""Are the streets that a map draws the streets of the folder, each once?"""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.unit.gateways.test_road_graph import BOSTON, EDGES, NODES, written
from wom_tui.domain.place import Place
from wom_tui.errors import GatewayError
from wom_tui.gateways.road_graph import RoadGraph
from wom_tui.gateways.streets import LEAST, read_streets, streets_of
from wom_tui.gateways.travel import Geodesic, way_of


def test_both_directions_of_a_street_are_one_line_and_each_has_its_rank(tmp_path: Path) -> None:
    streets = read_streets(written(tmp_path, NODES, EDGES))

    assert streets.attribution == "nobody"
    assert [len(lines) for lines in streets.segments] == [1, 0, 0, 0, 5]
    assert streets.segments[0] == [(*NODES[1], *NODES[4])]


def test_boston_has_main_roads_and_many_lanes() -> None:
    streets = streets_of("boston_may")

    assert streets is not None
    assert "OpenStreetMap" in streets.attribution
    assert len(streets.segments[LEAST]) > len(streets.segments[1]) > len(streets.segments[0]) > 100


def test_without_streets_there_is_nothing_to_draw() -> None:
    assert streets_of(None) is None
    assert streets_of("atlantis") is None


def test_a_file_that_is_cut_short_is_said_to_be(tmp_path: Path) -> None:
    folder = written(tmp_path, NODES, EDGES)
    edges = folder / "edges.csv.gz"
    edges.write_bytes(edges.read_bytes()[:-20])

    with pytest.raises(GatewayError, match="streets"):
        read_streets(folder)


def test_a_way_goes_from_corner_to_corner_and_straight_where_nobody_knows_better(tmp_path: Path) -> None:
    graph = RoadGraph(written(tmp_path, NODES, EDGES))
    a, b, sea = Place(*NODES[0]), Place(*NODES[2]), Place(10.0, 10.0)

    assert way_of(graph, a, b) == (a, Place(*NODES[0]), Place(*NODES[1]), Place(*NODES[2]), b)
    assert way_of(graph, a, a) == (a, a)
    assert way_of(graph, a, sea) == (a, sea)
    assert way_of(Geodesic(), a, b) == (a, b)


def test_a_way_in_boston_follows_the_streets() -> None:
    graph = RoadGraph(BOSTON / "roads")
    hall, yard = Place(42.3594, -71.0587), Place(42.3165, -71.0960)

    way = way_of(graph, hall, yard)

    assert (way[0], way[-1]) == (hall, yard)
    assert len(way) > 20
