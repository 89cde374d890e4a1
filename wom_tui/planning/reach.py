"""How far is it from one place to thousands, and back? At least so many seconds, without asking trip by trip.

A bound, not the truth: never more than the source of travel times says, and mostly the same. Who ranks by it asks
the source about the few that are left.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol, runtime_checkable

import numpy as np
from numpy.typing import NDArray

from wom_tui.domain.place import Place, TravelTime
from wom_tui.planning.travel_rows import TravelTable

Numbers = NDArray[np.int64]


class Spread(Protocol):
    """Places that a source has looked up once, so that it can tell the way to all of them quickly."""

    def least_to(self, target: Place | None) -> Numbers:
        """From each place to the target: seconds, none more than a trip takes; 0 from or to nowhere."""

    def least_from(self, origin: Place | None) -> Numbers:
        """From the origin to each place."""


@runtime_checkable
class Spreading(Protocol):
    """A source that can; None among the places is nowhere."""

    def spread(self, places: Sequence[Place | None]) -> Spread:
        """The places, looked up."""


def spread_of(travel: TravelTime, places: Sequence[Place | None]) -> Spread:
    """The places as the source has them."""
    source: object = travel  # a function has no such method, and no type says so
    return source.spread(places) if isinstance(source, Spreading) else _Asked(travel, places)


class Tabled:
    """`Spread` for a source that knows tables: one row or one column of it."""

    def __init__(self, travel: TravelTable, places: Sequence[Place | None]) -> None:
        self._travel = travel
        self._rows = np.array([n for n, place in enumerate(places) if place is not None], dtype=np.int64)
        self._places = [place for place in places if place is not None]
        self._size = len(places)

    def least_to(self, target: Place | None) -> Numbers:
        return self._spread(None if target is None else self._travel.matrix(self._places, [target])[:, 0])

    def least_from(self, origin: Place | None) -> Numbers:
        return self._spread(None if origin is None else self._travel.matrix([origin], self._places)[0])

    def _spread(self, seconds: NDArray[np.int32] | None) -> Numbers:
        """For all places; 0 for those that are nowhere."""
        found = np.zeros(self._size, dtype=np.int64)
        if seconds is not None:
            found[self._rows] = seconds
        return found


class _Asked:
    """`Spread` for a source that knows single trips only."""

    def __init__(self, travel: TravelTime, places: Sequence[Place | None]) -> None:
        self._travel, self._places = travel, places

    def least_to(self, target: Place | None) -> Numbers:
        return np.array([self._trip(place, target) for place in self._places], dtype=np.int64)

    def least_from(self, origin: Place | None) -> Numbers:
        return np.array([self._trip(origin, place) for place in self._places], dtype=np.int64)

    def _trip(self, a: Place | None, b: Place | None) -> int:
        return 0 if a is None or b is None or a == b else self._travel(a, b)
