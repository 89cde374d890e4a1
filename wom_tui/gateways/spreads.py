"""How far is it from one place to thousands? Places that a source of travel times has looked up once.

What they answer is a bound for the ranking of slots (`planning/reach.py`): never more than the trip takes.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
from numpy.typing import NDArray

from wom_tui.domain.place import Place
from wom_tui.planning.reach import Numbers, Spread

Floats = NDArray[np.float64]
Known = NDArray[np.bool_]


class StraightSpread:
    """Over straight lines: the same both ways."""

    def __init__(
        self,
        places: Sequence[Place | None],
        point: Callable[[Place], tuple[float, float, float, float]],
        seconds: Callable[[Floats, Floats], Floats],
    ) -> None:
        """Args:
        point: a place on the globe, as `seconds` takes it.
        seconds: driving times from points [n, 4] to points [m, 4].
        """
        self._point, self._seconds = point, seconds
        self._is_known = np.array([place is not None for place in places], dtype=bool)
        self._points = np.array([point(place) if place else (0.0, 0.0, 0.0, 0.0) for place in places])

    def least_to(self, target: Place | None) -> Numbers:
        if target is None or not len(self._is_known):
            return np.zeros(len(self._is_known), dtype=np.int64)
        trips = self._seconds(np.array([self._point(target)]), self._points)[0]
        return np.where(self._is_known, np.rint(trips), 0).astype(np.int64)

    def least_from(self, origin: Place | None) -> Numbers:
        return self.least_to(origin)


class RoadSpread:
    """Over streets: one search from the place, or one against the traffic to it.

    A search the other way round adds the same numbers in another order, and a trip is rounded: so a second less.
    """

    def __init__(
        self,
        nodes: Sequence[int | None],
        access_s: Floats,
        *,
        corner: Callable[[Place], tuple[int, float] | None],
        search: Callable[[int, bool], Callable[[int], float]],
        delay_factor: float,
        beyond: Spread,
    ) -> None:
        """Args:
        nodes: the street corner of each place; None = it has none, and `beyond` answers.
        access_s: from there to the door.
        corner: the same about another place.
        search: free-flow seconds from a node to another one, or (True) the other way.
        """
        self._nodes, self._access_s = nodes, access_s
        self._corner, self._search, self._delay, self._beyond = corner, search, delay_factor, beyond
        self._has_corner = np.array([node is not None for node in nodes], dtype=bool)

    def least_to(self, target: Place | None) -> Numbers:
        return self._least(target, self._beyond.least_to, is_back=True)

    def least_from(self, origin: Place | None) -> Numbers:
        return self._least(origin, self._beyond.least_from, is_back=False)

    def _least(
        self, place: Place | None, beyond: Callable[[Place | None], Numbers], *, is_back: bool
    ) -> Numbers:
        straight = beyond(place)
        corner = None if place is None else self._corner(place)
        if corner is None:
            return straight
        node, access_s = corner
        way = self._search(node, is_back)
        road_s = np.array([0.0 if other is None else way(other) for other in self._nodes])
        trip_s = np.floor(road_s * self._delay + self._access_s + access_s) - 1
        is_here = np.array([other == node for other in self._nodes], dtype=bool)
        roads = np.where(is_here, 0, np.maximum(trip_s, 0)).astype(np.int64)
        return np.where(self._has_corner, roads, straight)
