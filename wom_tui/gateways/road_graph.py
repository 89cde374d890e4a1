"""How long a drive takes on real streets: shortest paths over a `RoadNetwork`, remembered by pair of nodes.

Nothing is read before the first question. Why rustworkx: docs/decisions/0008-road-graph-library.md.
"""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from functools import cached_property
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Final

from wom_tui.domain.place import Place
from wom_tui.domain.travel_hours import USUAL, HourFactors
from wom_tui.errors import GatewayError
from wom_tui.gateways.road_network import RoadNetwork, Spot, read_network
from wom_tui.gateways.travel import DETOUR, Geodesic, Travel, straight_metres

if TYPE_CHECKING:
    import rustworkx as rx

    from wom_tui.gateways.travel import Seconds
    from wom_tui.planning.reach import Spread

ACCESS_KPH: Final = 15.0  # from the street corner to the door: turning in, finding a place to stop
_KNOWN_PAIRS_MAX: Final = 500_000  # remembered trips, about 50 MB


class RoadGraph:
    """Travel times on the streets of one region; places away from its streets are answered by `beyond`."""

    def __init__(self, folder: Path, beyond: Travel | None = None, hours: HourFactors | None = None) -> None:
        """Remember where the files are; nothing is read yet.

        Args:
            folder: holds roads.toml, nodes.csv.gz, edges.csv.gz.
            beyond: answers for places more than SNAP_LIMIT_M from the streets; default Geodesic.
            hours: default as in every other hour.
        """
        self._folder = folder
        self._beyond: Travel = beyond or Geodesic()
        self.hours = hours or USUAL
        self._spots: dict[Place, Spot | None] = {}
        self._known: dict[int, dict[int, float]] = {}
        self._known_pairs = 0

    @property
    def name(self) -> str:
        return f"road graph {self._about['name']}"

    @property
    def attribution(self) -> str:
        """Who made the map; to be shown wherever its times are shown to others."""
        return str(self._about["attribution"])

    def __call__(self, a: Place, b: Place) -> int:
        return self.seconds(a, b)

    def source(self, a: Place, b: Place) -> str:
        return self.name if self.spot(a) and self.spot(b) else self._beyond.source(a, b)

    def seconds(self, a: Place, b: Place) -> int:
        start, end = self.spot(a), self.spot(b)
        if start is None or end is None:
            return self._beyond.seconds(a, b)
        road_s = self._road_seconds(start.node, {end.node})[end.node]
        return self._trip_seconds((a, start), (b, end), road_s)

    def matrix(self, origins: Sequence[Place], destinations: Sequence[Place] | None = None) -> Seconds:
        """One search per origin: about 3 ms each in Boston."""
        import numpy as np

        places = origins if destinations is None else destinations
        ends = [(place, self.spot(place)) for place in places]
        nodes = {spot.node for _, spot in ends if spot}
        table = np.zeros((len(origins), len(ends)), dtype=np.int32)
        for row, origin in enumerate(origins):
            start = self.spot(origin)
            road_s = self._road_seconds(start.node, nodes) if start else {}
            table[row] = [
                self._trip_seconds((origin, start), (place, end), road_s[end.node])
                if start and end
                else self._beyond.seconds(origin, place)
                for place, end in ends
            ]
        return table

    def spread(self, places: Sequence[Place | None]) -> Spread:
        """The places, looked up: one search a question, about 3 ms in Boston."""
        import numpy as np

        from wom_tui.gateways.spreads import RoadSpread
        from wom_tui.planning.reach import spread_of

        spots = [self.spot(place) if place else None for place in places]
        return RoadSpread(
            [spot.node if spot else None for spot in spots],
            np.array([_access_seconds(spot.access_m) if spot else 0.0 for spot in spots]),
            corner=self._corner,
            search=self._ways,
            delay_factor=self._delay_factor,
            beyond=spread_of(self._beyond, places),
        )

    def _corner(self, place: Place) -> tuple[int, float] | None:
        spot = self.spot(place)
        return (spot.node, _access_seconds(spot.access_m)) if spot else None

    def _ways(self, node: int, is_back: bool) -> Callable[[int], float]:
        import rustworkx as rx

        graph = self._against_traffic if is_back else self.network.graph
        found = rx.dijkstra_shortest_path_lengths(graph, node, float)
        return lambda other: found[other] if other != node else 0.0

    @cached_property
    def _against_traffic(self) -> rx.PyDiGraph[int, float]:
        turned = self.network.graph.copy()
        turned.reverse()
        return turned

    def metres(self, a: Place, b: Place) -> int:
        """Length of the quickest way, which is not always the shortest."""
        import rustworkx as rx

        start, end = self.spot(a), self.spot(b)
        if start is None or end is None:
            return self._beyond.metres(a, b)
        if start.node == end.node:
            return round(straight_metres(a, b) * DETOUR)
        ways = rx.dijkstra_shortest_paths(self.network.graph, start.node, target=end.node, weight_fn=float)
        road_m = sum(self.network.metres[leg] for leg in pairwise(ways[end.node]))
        return round(road_m + (start.access_m + end.access_m) * DETOUR)

    def way(self, a: Place, b: Place) -> tuple[Place, ...]:
        """The quickest way, from corner to corner; only its two ends where one of them is away from the streets."""
        import rustworkx as rx

        start, end = self.spot(a), self.spot(b)
        if start is None or end is None or start.node == end.node:
            return (a, b)
        ways = rx.dijkstra_shortest_paths(self.network.graph, start.node, target=end.node, weight_fn=float)
        return (a, *(self.network.positions[node] for node in ways[end.node]), b)

    def spot(self, place: Place) -> Spot | None:
        """Where the place meets the streets; None when they are too far away."""
        if place not in self._spots:
            self._spots[place] = self.network.spot(place)
        return self._spots[place]

    @cached_property
    def network(self) -> RoadNetwork:
        """The streets, read at the first use."""
        return read_network(self._folder)

    @cached_property
    def _about(self) -> Mapping[str, object]:
        try:
            about = tomllib.loads((self._folder / "roads.toml").read_text(encoding="utf-8"))
            return {key: about[key] for key in ("name", "attribution", "delay_factor")}
        except (OSError, ValueError, KeyError) as error:
            raise GatewayError(f"road graph {self._folder}: roads.toml: {error}") from error

    @cached_property
    def _delay_factor(self) -> float:
        return float(str(self._about["delay_factor"]))

    def _trip_seconds(self, start: tuple[Place, Spot], end: tuple[Place, Spot], road_s: float) -> int:
        """A whole trip, given the free-flow seconds of its road part."""
        (a, leave), (b, arrive) = start, end
        is_one_corner = leave.node == arrive.node  # then straight from door to door
        access_m = straight_metres(a, b) if is_one_corner else leave.access_m + arrive.access_m
        trip_s = road_s * self._delay_factor + _access_seconds(access_m)
        return round(trip_s)

    def _road_seconds(self, start: int, ends: AbstractSet[int]) -> Mapping[int, float]:
        """Free-flow seconds from one node to each of the others."""
        import rustworkx as rx

        if self._known_pairs > _KNOWN_PAIRS_MAX:
            self._known, self._known_pairs = {}, 0
        known = self._known.setdefault(start, {start: 0.0})
        missing = ends - known.keys()
        if missing:
            goal = min(missing) if len(missing) == 1 else None  # one trip: stop as soon as it is found
            found = rx.dijkstra_shortest_path_lengths(self.network.graph, start, float, goal)
            known.update({end: found[end] for end in missing})
            self._known_pairs += len(missing)
        return known


def _access_seconds(metres: float) -> float:
    return metres * DETOUR * 3.6 / ACCESS_KPH
