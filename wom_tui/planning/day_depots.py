"""The warehouses of a day as the engine goes by them: what lies in several is one depot, gone by one after another."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import timedelta
from itertools import pairwise

from wom_tui.domain.pick_up import PickUp
from wom_tui.domain.place import Place
from wom_tui.domain.technician_day import TechnicianDay
from wom_tui.planning.day_route import Clock
from wom_tui.planning.problem import Depot


class Depots:
    """The depots of a problem, by what is fetched there."""

    def __init__(
        self,
        asked: Sequence[tuple[PickUp, ...]],
        row_of: Callable[[Place], int],
        clock: Clock,
        days: Sequence[TechnicianDay],
    ) -> None:
        """
        Args:
            asked: where something is fetched, for each job.
            row_of: the row of a place in the table of ways.
            days: of all who may go by.
        """
        self._clock = clock
        self._slowest = max(days, key=lambda day: day.slowness, default=None)
        self._numbers: dict[tuple[PickUp, ...], int] = {}
        for pick_ups in asked:
            if pick_ups:
                self._numbers.setdefault(pick_ups, len(self._numbers))
        self.all = tuple(
            Depot(
                place=row_of(pick_ups[0].place),
                leaves=row_of(pick_ups[-1].place),
                service=self._length(pick_ups),
            )
            for pick_ups in self._numbers
        )

    def of(self, pick_ups: tuple[PickUp, ...]) -> int | None:
        """The depot for these; None where nothing is fetched."""
        return self._numbers[pick_ups] if pick_ups else None

    def _length(self, pick_ups: Sequence[PickUp]) -> int:
        """From one to the next, and at all of them."""
        day = self._slowest
        ways = (day.trip_s(one.place, other.place) for one, other in pairwise(pick_ups)) if day else ()
        between = sum(self._clock.length(timedelta(seconds=way_s)) for way_s in ways)
        return between + sum(one.minutes * 60 for one in pick_ups)
