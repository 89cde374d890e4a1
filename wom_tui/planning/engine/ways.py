"""How long is each leg of a route? Some go by a depot: to the first job that needs what is not on board, where it lies.

From there on all that lies in that depot is on board. Going by is never quicker than going straight on, so that a leg
only becomes shorter when somebody else fetches.
"""

from __future__ import annotations

from wom_tui.planning.engine.compiled import compiled
from wom_tui.planning.engine.day import DEPOT, DEPOT_SERVICE, FETCHES, LEAVES, MATRIX, PLACE, Day, Ints, Small
from wom_tui.planning.engine.routes import BY, LENGTH, SECONDS, STRAIGHT, Routes
from wom_tui.planning.problem import FOREVER

PARTS = 2  # of `load`: used up so far; of `amount`: taken
STOCK = 1  # of `capacity`


@compiled
def straight(travel: Small, stops: Small, length: int, legs: Small) -> None:
    """Fill in the seconds of each leg, straight on.

    Args:
        stops: start, so many jobs, end.
    """
    for k in range(length + 1):
        legs[SECONDS, k] = travel[stops[k], stops[k + 1]]


@compiled
def by_depots(day: Day, vehicle: int, stops: Small, length: int, legs: Small, load: Ints) -> None:
    """Let legs go by the depots that they have to, and fill in the parts that are used up so far."""
    for dimension in range(day.capacity.shape[1]):
        load[0, dimension, PARTS] = 0
    for k in range(length):
        job = stops[k + 1]
        depot = day.job[job, DEPOT]
        legs[BY, k] = STRAIGHT
        is_free = depot < 0 or has_been(legs[BY], k, depot)
        if not is_free and (day.able[vehicle, job] == FETCHES or _runs_short(day, vehicle, load, job, k)):
            legs[BY, k] = depot
            legs[SECONDS, k] = _by(day, vehicle, depot, stops[k], job)
            is_free = True
        for dimension in range(day.capacity.shape[1]):
            taken = 0 if is_free else day.amount[job, dimension, PARTS]
            load[k + 1, dimension, PARTS] = load[k, dimension, PARTS] + taken
    legs[BY, length] = STRAIGHT


@compiled
def has_been(via: Small, k: int, depot: int) -> bool:
    """One of the legs before k goes by that depot."""
    leg = 0
    while leg < k and via[leg] != depot:
        leg += 1
    return leg < k


@compiled
def _runs_short(day: Day, vehicle: int, load: Ints, job: int, k: int) -> bool:
    """What is on board after k stops does not do for the job."""
    for dimension in range(day.capacity.shape[1]):
        taken = load[k, dimension, PARTS] + day.amount[job, dimension, PARTS]
        if taken > day.capacity[vehicle, dimension, STOCK]:
            return True
    return False


@compiled
def _by(day: Day, vehicle: int, depot: int, here: int, there: int) -> int:
    """Seconds from here to there by the depot."""
    travel = day.travel[day.vehicle[vehicle, MATRIX]]
    to, on = travel[here, day.depot[depot, PLACE]], travel[day.depot[depot, LEAVES], there]
    return int(max(travel[here, there], to + day.depot[depot, DEPOT_SERVICE] + on))


@compiled
def round_by(day: Day, routes: Routes, vehicle: int, job: int, k: int) -> tuple[int, int, int]:
    """Seconds to the job after position k, on from it, and what a later leg becomes shorter.

    FOREVER to it where the parts on board would then not do for a later one: who fetches is not changed by that.
    """
    stops, legs, load = routes.stops[vehicle], routes.leg[vehicle, SECONDS], routes.load[vehicle]
    via = routes.leg[vehicle, BY]
    length = routes.fact[vehicle, LENGTH]
    travel = day.travel[day.vehicle[vehicle, MATRIX]]
    to, on, saved = travel[stops[k], job], travel[job, stops[k + 1]], 0
    depot = day.job[job, DEPOT]
    is_free = depot < 0 or has_been(via, k, depot)
    fetches = not is_free and (day.able[vehicle, job] == FETCHES or _runs_short(day, vehicle, load, job, k))
    if fetches:
        to = _by(day, vehicle, depot, stops[k], job)
        for leg in range(k + 1, length):
            if via[leg] == depot:
                saved = legs[leg] - travel[stops[leg], stops[leg + 1]]
    elif not is_free and _runs_short(day, vehicle, load, job, length):
        return FOREVER, int(on), 0
    if via[k] != STRAIGHT and not (fetches and via[k] == depot):
        on = _by(day, vehicle, via[k], job, stops[k + 1])
    return int(to), int(on), int(saved)
