"""How early can a vehicle be everywhere on its route, and how late may it, breaks taken or still to take?

A leg is driven like this: some of the next breaks are taken on it, each as early as its window lets; one arrives
when both the way plus the rests are over and the last break is. Earlier is never worse (waiting is free), so one
number for each position and number of breaks taken says all about the times, and an insertion is tested without a
look at the rest.
"""

from __future__ import annotations

from wom_tui.planning.engine.compiled import compiled
from wom_tui.planning.engine.day import (
    CLOSES,
    DUE,
    HOME,
    IDLE_PRICE,
    KEEP,
    KIND,
    LIMIT,
    LOAD_PRICE,
    MATRIX,
    OPENS,
    OVERTIME_PRICE,
    PRICES,
    REST_FIRST,
    REST_SERVICE,
    REST_WINDOWS,
    RESTS,
    STAY,
    TRAVEL_LIMIT,
    Day,
    Ints,
    Small,
)
from wom_tui.planning.engine.moments import begin, begin_by, rested, rested_by
from wom_tui.planning.engine.routes import (
    IS_SOFT,
    LENGTH,
    POSSIBLE,
    PUNCTUAL,
    SECONDS,
    TRAVEL,
    WORK,
    Routes,
)
from wom_tui.planning.engine.ways import by_depots, straight
from wom_tui.planning.problem import FOREVER


@compiled
def work(works: Ints, places: Small, kind: int, before: int, job: int) -> int:
    """Seconds from the begin of the job until a vehicle of that kind can go on."""
    setup = works[kind, job, 1]
    if setup > 0 and places[before] == places[job]:
        return works[kind, job, 0]
    return works[kind, job, 0] + setup


@compiled
def free_by(jobs: Ints, job: int, vehicle: int) -> int:
    """When the job may begin on that vehicle at the latest so that nothing is paid for it."""
    if jobs[job, HOME] == vehicle:
        return min(jobs[job, DUE], jobs[job, KEEP])
    return int(jobs[job, DUE])


@compiled
def charge(jobs: Ints, vehicles: Ints, job: int, vehicle: int) -> int:
    """What it costs that this vehicle does the job, whenever: a move there, and the vehicle's own price."""
    price = vehicles[vehicle, jobs[job, PRICES]]
    return int(price + jobs[job, STAY] if jobs[job, HOME] != vehicle else price)


@compiled
def load_cost(vehicles: Ints, vehicle: int, worked: int) -> int:
    """What so many seconds of service cost on that vehicle; see `Vehicle.load_cost`."""
    price = vehicles[vehicle, LOAD_PRICE]
    if price == 0:
        return 0
    return int(
        price * worked * worked // (3600 * max(1, vehicles[vehicle, CLOSES] - vehicles[vehicle, OPENS]))
    )


@compiled
def end_by(day: Day, vehicle: int, layer: int, taken: int) -> int:
    """The latest moment at which the vehicle may be at its end: its shift's, or a break would be owed."""
    latest = day.vehicle[vehicle, CLOSES if layer == PUNCTUAL else LIMIT]
    for rest in range(taken, day.vehicle[vehicle, RESTS]):
        windows = day.rest[vehicle, rest, REST_WINDOWS]
        latest = min(latest, day.rest[vehicle, rest, REST_FIRST + 2 * windows - 1])
    return latest


@compiled
def measure(day: Day, routes: Routes, vehicle: int) -> bool:
    """Fill in all that is known of a route from its stops; answers whether it can be driven at all."""
    length = routes.fact[vehicle, LENGTH]
    driven = 0
    worked = 0
    is_soft = False
    if day.vehicle[vehicle, LOAD_PRICE] > 0:
        for k in range(1, length + 1):
            worked += day.work[day.vehicle[vehicle, KIND], routes.stops[vehicle, k], 0]
    straight(day.travel[day.vehicle[vehicle, MATRIX]], routes.stops[vehicle], length, routes.leg[vehicle])
    if len(day.depot) > 0:
        by_depots(day, vehicle, routes.stops[vehicle], length, routes.leg[vehicle], routes.load[vehicle])
    if length > 0:
        is_soft = day.vehicle[vehicle, IDLE_PRICE] > 0 or (
            day.vehicle[vehicle, OVERTIME_PRICE] > 0
            and day.vehicle[vehicle, LIMIT] > day.vehicle[vehicle, CLOSES]
        )
        for k in range(length + 1):
            driven += routes.leg[vehicle, SECONDS, k]
            if k > 0 and free_by(day.job, routes.stops[vehicle, k], vehicle) < FOREVER:
                is_soft = True
    routes.fact[vehicle, TRAVEL] = driven
    routes.fact[vehicle, WORK] = worked
    routes.fact[vehicle, IS_SOFT] = 1 if is_soft else 0
    for layer in range(routes.early.shape[1]):
        _forward(day, routes, vehicle, layer)
        _backward(day, routes, vehicle, layer)
    _weigh(day, routes, vehicle)
    return length == 0 or (
        driven <= day.vehicle[vehicle, TRAVEL_LIMIT] and holds(day, routes, vehicle, POSSIBLE)
    )


@compiled
def holds(day: Day, routes: Routes, vehicle: int, layer: int) -> bool:
    """The route as it stands keeps all its times, with all breaks that are owed."""
    for taken in range(day.vehicle[vehicle, RESTS] + 1):
        if routes.early[vehicle, layer, 0, taken] <= routes.late[vehicle, layer, 0, taken]:
            return True
    return False


@compiled
def _forward(day: Day, routes: Routes, vehicle: int, layer: int) -> None:
    """The first moment at which each stop can be left; at the end, when one arrives."""
    early = routes.early[vehicle, layer]
    jobs, windows, breaks, works, places = day.job, day.window, day.rest[vehicle], day.work, day.place
    kind = day.vehicle[vehicle, KIND]
    stops = routes.stops[vehicle]
    rests = day.vehicle[vehicle, RESTS]
    length = routes.fact[vehicle, LENGTH]
    legs = routes.leg[vehicle, SECONDS]
    for taken in range(rests + 1):
        early[0, taken] = FOREVER
    early[0, 0] = day.vehicle[vehicle, OPENS]
    for k in range(length + 1):
        here, there = stops[k], stops[k + 1]
        for taken in range(rests + 1):
            early[k + 1, taken] = FOREVER
        needs = 0 if k == length else work(works, places, kind, here, there)
        for taken in range(rests + 1):
            left = early[k, taken]
            if left >= FOREVER:
                continue
            clock = left
            resting = 0
            for after in range(taken, rests + 1):
                if after > taken:
                    clock = rested(breaks, after - 1, clock)
                    if clock >= FOREVER:
                        break
                    resting += breaks[after - 1, REST_SERVICE]
                done = max(clock, left + legs[k] + resting)
                if k < length:
                    done = begin(jobs, windows, there, done)
                    if done >= FOREVER or (layer == PUNCTUAL and done > free_by(jobs, there, vehicle)):
                        continue
                    done += needs
                early[k + 1, after] = min(early[k + 1, after], done)


@compiled
def _backward(day: Day, routes: Routes, vehicle: int, layer: int) -> None:
    """The last moment at which each stop may be left."""
    late = routes.late[vehicle, layer]
    jobs, windows, breaks, works, places = day.job, day.window, day.rest[vehicle], day.work, day.place
    kind = day.vehicle[vehicle, KIND]
    stops = routes.stops[vehicle]
    rests = day.vehicle[vehicle, RESTS]
    length = routes.fact[vehicle, LENGTH]
    legs = routes.leg[vehicle, SECONDS]
    for taken in range(rests + 1):
        late[length + 1, taken] = end_by(day, vehicle, layer, taken)
    for k in range(length, -1, -1):
        here, there = stops[k], stops[k + 1]
        needs = 0 if k == length else work(works, places, kind, here, there)
        for taken in range(rests + 1):
            late[k, taken] = -1
        for after in range(rests + 1):
            arrive = late[k + 1, after] - needs
            if arrive < 0:
                continue
            if k < length:
                if layer == PUNCTUAL:
                    arrive = min(arrive, free_by(jobs, there, vehicle))
                arrive = begin_by(jobs, windows, there, arrive)
                if arrive < 0:
                    continue
            clock = arrive
            resting = 0
            for taken in range(after, -1, -1):
                if taken < after:
                    clock = rested_by(breaks, taken, clock)
                    if clock < 0:
                        break
                    resting += breaks[taken, REST_SERVICE]
                left = min(clock, arrive - legs[k] - resting)
                late[k, taken] = max(late[k, taken], left)


@compiled
def _weigh(day: Day, routes: Routes, vehicle: int) -> None:
    """What is on board: the most up to each stop, and the most from it on."""
    length = routes.fact[vehicle, LENGTH]
    for dimension in range(day.capacity.shape[1]):
        load = 0
        for k in range(1, length + 1):
            load += day.amount[routes.stops[vehicle, k], dimension, 0]
        most = load
        routes.load[vehicle, 0, dimension, 0] = load
        routes.load[vehicle, 0, dimension, 1] = load
        for k in range(1, length + 1):
            job = routes.stops[vehicle, k]
            load += day.amount[job, dimension, 1] - day.amount[job, dimension, 0]
            most = max(most, load)
            routes.load[vehicle, k, dimension, 0] = most
            routes.load[vehicle, k, dimension, 1] = load
        for k in range(length - 1, -1, -1):
            after = routes.load[vehicle, k + 1, dimension, 1]
            routes.load[vehicle, k, dimension, 1] = max(routes.load[vehicle, k, dimension, 1], after)
