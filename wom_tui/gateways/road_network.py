"""Which streets there are, and where on them a trip may begin or end: one folder of files, read and checked.

A folder holds `roads.toml` (name, attribution, licence, delay_factor), `nodes.csv.gz` (lat, lon; the first
row is node 0) and `edges.csv.gz` (from, to, metres, kph, road: a row for each direction that may be driven).
"""

from __future__ import annotations

import csv
import gzip
import math
from collections.abc import Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Final

from wom_tui.domain.place import Place
from wom_tui.errors import GatewayError, InvalidInput
from wom_tui.gateways.travel import straight_metres

if TYPE_CHECKING:
    import rustworkx as rx

SNAP_LIMIT_M: Final = 1_000.0  # a place farther from every street has no spot on this network
NO_STOPPING: Final = frozenset({"motorway", "motorway_link", "trunk_link"})  # a visit never begins on these
_CELL_LAT: Final = 0.0091  # degrees of latitude: 1,006 m at the equator, more towards the poles


@dataclass(frozen=True, slots=True)
class Spot:
    """Where a place meets the streets: the nearest stop, and the straight metres to it."""

    node: int
    access_m: float


@dataclass(frozen=True)
class RoadNetwork:
    """Streets of one region. Node numbers are row numbers of the file.

    Attributes:
        graph: edges carry free-flow seconds.
        metres: length of each edge, by (from, to).
        positions: where each node is.
        stops: nodes where a trip may begin or end: each of them can be reached from each other.
    """

    graph: rx.PyDiGraph[int, float]
    metres: Mapping[tuple[int, int], float]
    positions: Sequence[Place]
    stops: AbstractSet[int]

    def spot(self, place: Place) -> Spot | None:
        """The stop nearest to the place; None when it is more than SNAP_LIMIT_M away."""
        south, west = self._cell(place)
        around = ((south + i, west + j) for i in (-1, 0, 1) for j in (-1, 0, 1))
        squeeze = math.cos(math.radians(place.lat)) ** 2
        nearest = min(  # equally near: the lower node number
            (
                ((lat - place.lat) ** 2 + (lon - place.lon) ** 2 * squeeze, node)
                for cell in around
                for lat, lon, node in self._cells.get(cell, ())
            ),
            default=None,
        )
        if nearest is None:
            return None
        access_m = straight_metres(place, self.positions[nearest[1]])
        return Spot(nearest[1], access_m) if access_m <= SNAP_LIMIT_M else None

    @cached_property
    def _cells(self) -> Mapping[tuple[int, int], Sequence[tuple[float, float, int]]]:
        """Stops (lat, lon, node) by square of the map.

        A square is wider than SNAP_LIMIT_M: the square of a place and the eight around it hold every stop
        within the limit.
        """
        cells: dict[tuple[int, int], list[tuple[float, float, int]]] = {}
        for node in sorted(self.stops):
            stop = self.positions[node]
            cells.setdefault(self._cell(stop), []).append((stop.lat, stop.lon, node))
        return cells

    @cached_property
    def _cell_lon(self) -> float:
        """Width of a square in degrees of longitude, where the streets are farthest from the equator."""
        return _CELL_LAT / math.cos(math.radians(max(abs(place.lat) for place in self.positions)))

    def _cell(self, place: Place) -> tuple[int, int]:
        return math.floor(place.lat / _CELL_LAT), math.floor(place.lon / self._cell_lon)


def read_network(folder: Path) -> RoadNetwork:
    """Read the streets of a folder, about 0.2 s for Boston.

    Raises:
        GatewayError: a file is missing, cut short, or not what it should be.
    """
    try:
        return _network(folder)
    except (OSError, EOFError, ValueError, TypeError, KeyError, InvalidInput) as error:
        raise GatewayError(f"road graph {folder}: cannot be read: {error}") from error


def _network(folder: Path) -> RoadNetwork:
    import rustworkx as rx

    positions = [Place(float(row["lat"]), float(row["lon"])) for row in _rows(folder / "nodes.csv.gz")]
    graph: rx.PyDiGraph[int, float] = rx.PyDiGraph(multigraph=False)
    graph.add_nodes_from(range(len(positions)))
    metres: dict[tuple[int, int], float] = {}
    stoppable: set[int] = set()
    weighted: list[tuple[int, int, float]] = []
    for line, row in enumerate(_rows(folder / "edges.csv.gz"), start=2):
        leg, length_m, kph = (int(row["from"]), int(row["to"])), float(row["metres"]), float(row["kph"])
        if not (min(leg) >= 0 and max(leg) < len(positions) and length_m >= 0 and kph > 0):
            raise ValueError(f"edges.csv.gz, line {line}: no such node, or no length and speed: {dict(row)}")
        metres[leg] = length_m
        weighted.append((*leg, length_m * 3.6 / kph))
        if row["road"] not in NO_STOPPING:
            stoppable.update(leg)
    graph.add_edges_from(weighted)
    # Only inside one strongly connected part can every trip be driven back: an island would trap the planner.
    largest = max(rx.strongly_connected_components(graph), key=lambda part: (len(part), -min(part)))
    return RoadNetwork(graph, metres, positions, stoppable.intersection(largest))


def _rows(path: Path) -> Iterator[Mapping[str, str]]:
    with gzip.open(path, "rt", encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file)
