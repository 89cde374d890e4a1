"""Is a pair of places worked out once, and are the seconds those of the source?"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import ClassVar

import numpy as np

from wom_tui.domain.place import Place
from wom_tui.gateways.remembered import RememberedTravel
from wom_tui.gateways.travel import Geodesic
from wom_tui.gateways.travel_memory import TravelMemory

PLACES = [Place(42.0, -71.0 + n / 10) for n in range(4)]


class Counting(Geodesic):
    """A source that says how often it was asked."""

    asked: ClassVar[list[int]] = []  # the class is frozen

    def seconds(self, a: Place, b: Place) -> int:
        self.asked.append(1)
        return super().seconds(a, b)

    def matrix(self, origins: Sequence[Place], destinations: Sequence[Place] | None = None) -> np.ndarray:
        self.asked.append(len(origins))
        return super().matrix(origins, destinations)


def test_each_pair_is_asked_about_once_also_by_the_next_program(tmp_path: Path) -> None:
    Counting.asked.clear()
    memory = TravelMemory(tmp_path / "trips")
    travel, source = RememberedTravel(Counting(), memory), Geodesic()

    assert travel(PLACES[0], PLACES[1]) == source(PLACES[0], PLACES[1])
    assert travel.matrix(PLACES[:3]).tolist() == source.matrix(PLACES[:3]).tolist()
    assert travel.matrix(PLACES).tolist() == source.matrix(PLACES).tolist()
    assert travel(PLACES[3], PLACES[0]) == source(PLACES[3], PLACES[0])
    assert Counting.asked == [1, 3, 4]
    memory.keep()

    later = RememberedTravel(Counting(), TravelMemory(tmp_path / "trips"))
    assert later.matrix(PLACES, PLACES[:2]).tolist() == source.matrix(PLACES, PLACES[:2]).tolist()
    assert Counting.asked == [1, 3, 4]
