"""Travel that is worked out once: what another source has said, from memory, also in the next program."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from wom_tui.domain.place import Place
from wom_tui.domain.travel_hours import HourFactors
from wom_tui.gateways.travel import Travel, way_of
from wom_tui.gateways.travel_memory import UNKNOWN, TravelMemory

if TYPE_CHECKING:
    from wom_tui.gateways.travel import Seconds
    from wom_tui.planning.reach import Spread


class RememberedTravel:
    """`Travel` of a source whose answers never change; each pair of places is asked about once."""

    def __init__(self, asked: Travel, memory: TravelMemory) -> None:
        """Ask nothing yet.

        Args:
            memory: of this source, in this version.
        """
        self._asked = asked
        self._memory = memory

    @property
    def hours(self) -> HourFactors:
        return self._asked.hours

    @property
    def name(self) -> str:
        return self._asked.name

    def __call__(self, a: Place, b: Place) -> int:
        return self.seconds(a, b)

    def source(self, a: Place, b: Place) -> str:
        return self._asked.source(a, b)

    def metres(self, a: Place, b: Place) -> int:
        return self._asked.metres(a, b)

    def way(self, a: Place, b: Place) -> tuple[Place, ...]:
        """As the source goes; see `travel.way_of`."""
        return way_of(self._asked, a, b)

    def seconds(self, a: Place, b: Place) -> int:
        known = self._memory.trip_s(a, b)
        if known != UNKNOWN:
            return known
        found = self._asked.seconds(a, b)
        self._memory.learn([a], [b], [[found]])
        return found

    def spread(self, places: Sequence[Place | None]) -> Spread:
        """What the source can tell at once; else by its tables, which are remembered."""
        from wom_tui.planning.reach import Spreading, Tabled

        return self._asked.spread(places) if isinstance(self._asked, Spreading) else Tabled(self, places)

    def matrix(self, origins: Sequence[Place], destinations: Sequence[Place] | None = None) -> Seconds:
        """Rows of which something is not known are asked for whole: for a road graph that is one search."""
        import numpy as np

        targets = origins if destinations is None else destinations
        rows = self._memory.rows(origins, targets)
        unknown = [number for number, row in enumerate(rows) if UNKNOWN in row]
        if unknown:
            starts = [origins[number] for number in unknown]
            said = self._asked.matrix(starts, targets).tolist()
            self._memory.learn(starts, targets, said)
            for number, row in zip(unknown, said, strict=True):
                rows[number] = row
        return np.array(rows, dtype=np.int32).reshape(len(origins), len(targets))
