"""Where a day is: a row of the table of ways for every place that somebody may have to come to."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

import numpy as np
import numpy.typing as npt

from wom_tui.domain.pick_up import PickUp
from wom_tui.domain.place import Place, TravelTime
from wom_tui.planning.day_route import Booked, Route
from wom_tui.planning.problem import Matrix
from wom_tui.planning.snapshot import Ready
from wom_tui.planning.travel_rows import TravelTable

Seconds = npt.NDArray[np.float64]
MINUTE = 60

NOWHERE = 0  # the way to and from there takes no time


def places_of(orders: Sequence[Ready], routes: Sequence[Route]) -> dict[Place, int]:
    """A row of the table for each place; row 0 is nowhere."""
    named = [ready.job.place for ready in orders]
    for route in routes:
        named += [route.start, *(place for booked in route.booked for place in (booked.first, booked.last))]
    named += [one.place for own in fetched(orders, routes) for one in own]
    ordered = sorted({place for place in named if place is not None}, key=lambda p: (p.lat, p.lon))
    return {place: row for row, place in enumerate(ordered, start=1)}


def fetched(orders: Sequence[Ready], routes: Sequence[Route]) -> Iterator[tuple[PickUp, ...]]:
    """Where something is fetched, for each order and for each visit that is booked."""
    yield from (ready.job.pick_ups for ready in orders)
    yield from (booked.pick_ups for route in routes for booked in route.booked)


def row_of(places: Mapping[Place, int], place: Place | None) -> int:
    """The row of a place."""
    return NOWHERE if place is None else places[place]


def durations(places: Mapping[Place, int], routes: Sequence[Route]) -> dict[str, Matrix]:
    """A table for each slowness that there is that day."""
    named = list(places)
    seconds = _seconds(routes[0].day.travel, named) if named and routes else np.zeros((0, 0), np.int32)
    factors = {route.day.slowness for route in routes} or {1.0}
    return {str(factor): _table(places, np.rint(seconds * factor), clumps(routes)) for factor in factors}


def _table(places: Mapping[Place, int], seconds: Seconds, clumps: Sequence[Booked]) -> Matrix:
    """Seconds rounded up to minutes: then everything begins on a minute.

    A booked visit that is several, one after another, is come to at the first place and left from the last: it has a
    row of its own at the end.
    """
    size = 1 + len(places)
    table = np.zeros((size + len(clumps), size + len(clumps)), np.int32)
    table[1:size, 1:size] = np.ceil(seconds / MINUTE) * MINUTE
    np.fill_diagonal(table, 0)
    for row, clump in enumerate(clumps, start=size):
        first, last = row_of(places, clump.first), row_of(places, clump.last)
        table[row, :] = table[last, :]
        table[:, row] = table[:, first]
        table[row, row] = 0
    return table


def _seconds(travel: TravelTime, places: Sequence[Place]) -> Matrix:
    if isinstance(travel, TravelTable):
        return np.asarray(travel.matrix(places), np.int32)
    return np.array([[0 if a == b else travel(a, b) for b in places] for a in places], np.int32)


def clumps(routes: Sequence[Route]) -> list[Booked]:
    return [booked for route in routes for booked in route.booked if booked.first != booked.last]
