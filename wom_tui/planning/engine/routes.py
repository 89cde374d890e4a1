"""The plan that is being searched: for each vehicle its stops, and what is known of them."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from wom_tui.planning.engine.compiled import compiled
from wom_tui.planning.engine.day import END, RESTS, START, Day, Ints, Small
from wom_tui.planning.problem import FOREVER

# columns of `fact`; VERSION is a number that no other content of the route ever had
LENGTH, TRAVEL, SOFT, VERSION, IS_SOFT, WORK = range(6)
# columns of `total`
COST, LEFT, VERSIONS = range(3)
# rows of `leg`
SECONDS, BY = range(2)
STRAIGHT = -1  # by no depot
# layers of `early` and `late`: what is possible, and what is possible without lateness or overtime
POSSIBLE, PUNCTUAL = range(2)


class Routes(NamedTuple):
    """Attributes:
    stops: [vehicle, position] nodes; position 0 is the start, LENGTH + 1 the end.
    leg: [vehicle, SECONDS | BY, position] the way from there to the next: its seconds, and the depot by which it goes
        or STRAIGHT.
    fact: [vehicle, column].
    early: [vehicle, layer, position, breaks taken] the first moment at which it can leave.
    late: the same; the last moment at which it may leave so that everything after it still holds.
    load: [vehicle, position, dimension, before | after | parts] the most on board so far, and from here on;
        and the parts that are used up so far, of those that were on board. One vehicle more than there are: for trials.
    where: [job] its vehicle, or -1.
    left: [rank] the jobs that are nowhere, as many as total[LEFT].
    total: [column] cost of it all, and counters.
    """

    stops: Small
    leg: Small
    fact: Ints
    early: Ints
    late: Ints
    load: Ints
    where: Small
    left: Small
    total: Ints


def empty_routes(day: Day) -> Routes:
    """All vehicles at home, all jobs left."""
    vehicles, jobs = len(day.vehicle), len(day.job)
    rests = day.rest.shape[1] + 1
    stops = np.zeros((vehicles, day.room + 2), np.int32)
    stops[:, 0], stops[:, 1] = day.vehicle[:, START], day.vehicle[:, END]
    shape = (vehicles, 2 if day.is_soft else 1, day.room + 2, rests)
    return Routes(
        stops=stops,
        leg=blank_legs((vehicles, 2, day.room + 2)),
        fact=np.zeros((vehicles, 6), np.int64),
        early=np.full(shape, FOREVER, np.int64),
        late=np.full(shape, -1, np.int64),
        load=np.zeros((vehicles + 1, day.room + 3, day.capacity.shape[1], 3), np.int64),
        where=np.full(jobs, -1, np.int32),
        left=np.arange(jobs, dtype=np.int32),
        total=np.array([int(day.job[:, 4].sum()), jobs, 0], np.int64),
    )


def blank_legs(shape: tuple[int, ...]) -> Small:
    """Legs of no length, straight."""
    legs = np.zeros(shape, np.int32)
    legs[..., BY, :] = STRAIGHT
    return legs


def copied(routes: Routes) -> Routes:
    """A plan of its own with the same content."""
    return Routes(
        stops=routes.stops.copy(),
        leg=routes.leg.copy(),
        fact=routes.fact.copy(),
        early=routes.early.copy(),
        late=routes.late.copy(),
        load=routes.load.copy(),
        where=routes.where.copy(),
        left=routes.left.copy(),
        total=routes.total.copy(),
    )


@compiled
def copy_route(source: Routes, target: Routes, day: Day, vehicle: int) -> None:
    """Make one vehicle's route in the target what it is in the source; not what concerns the whole plan."""
    stops = source.fact[vehicle, LENGTH] + 2
    rests = day.vehicle[vehicle, RESTS] + 1
    for column in range(source.fact.shape[1]):
        target.fact[vehicle, column] = source.fact[vehicle, column]
    for k in range(stops):
        target.stops[vehicle, k] = source.stops[vehicle, k]
        target.leg[vehicle, SECONDS, k] = source.leg[vehicle, SECONDS, k]
        target.leg[vehicle, BY, k] = source.leg[vehicle, BY, k]
        for layer in range(source.early.shape[1]):
            for taken in range(rests):
                target.early[vehicle, layer, k, taken] = source.early[vehicle, layer, k, taken]
                target.late[vehicle, layer, k, taken] = source.late[vehicle, layer, k, taken]
        for dimension in range(source.load.shape[2]):
            for side in range(3):
                target.load[vehicle, k, dimension, side] = source.load[vehicle, k, dimension, side]
