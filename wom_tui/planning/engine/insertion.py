"""What does it cost to put a job into a route, and where? Remembered for as long as the route stays as it is."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from wom_tui.planning.engine.compiled import compiled
from wom_tui.planning.engine.day import (
    DROP,
    FIRST,
    IDLE_PRICE,
    KIND,
    LAST,
    LOAD_PRICE,
    MATRIX,
    REST_SERVICE,
    RESTS,
    TASKS,
    TRAVEL_LIMIT,
    Day,
    Ints,
    Small,
)
from wom_tui.planning.engine.idle import idle_price
from wom_tui.planning.engine.labels import charge, free_by, load_cost, work
from wom_tui.planning.engine.moments import begin, rested
from wom_tui.planning.engine.priced import LABELS, soft_price
from wom_tui.planning.engine.routes import (
    IS_SOFT,
    LENGTH,
    POSSIBLE,
    PUNCTUAL,
    SECONDS,
    SOFT,
    TRAVEL,
    VERSION,
    WORK,
    Routes,
    blank_legs,
)
from wom_tui.planning.engine.ways import by_depots, round_by, straight
from wom_tui.planning.problem import FOREVER

NOWHERE, AT_LEAST = -1, -2


class Memory(NamedTuple):
    """What was found out, and room to find more out.

    Attributes:
        version: [job, vehicle] for which content of the route the next two hold.
        price: [job, vehicle] of the cheapest place; FOREVER when there is none worth it.
        after: [job, vehicle] the position that it follows; NOWHERE; or AT_LEAST, where it is known not to cost less.
        trial: [0 | leg, position] a route to be: its stops, then as in `Routes.leg`.
        labels: for `soft_price`.
        keys: [rank] numbers to sort by, or to choose by.
        chosen: [rank] more of them.
    """

    version: Ints
    price: Ints
    after: Small
    trial: Small
    labels: Ints
    keys: Ints
    chosen: Ints


def blank_memory(day: Day) -> Memory:
    """Nothing found out yet."""
    shape = (len(day.job), len(day.vehicle))
    return Memory(
        version=np.full(shape, -1, np.int64),
        price=np.zeros(shape, np.int64),
        after=np.zeros(shape, np.int32),
        trial=np.concatenate([np.zeros((1, day.room + 3), np.int32), blank_legs((2, day.room + 3))]),
        labels=np.zeros((2, LABELS, 3), np.int64),
        keys=np.zeros(len(day.job), np.int64),
        chosen=np.zeros(len(day.job), np.int64),
    )


@compiled
def look(day: Day, routes: Routes, memory: Memory, vehicle: int, job: int, limit: int) -> None:
    """Find the cheapest place for the job in the route as it is now, and remember it.

    Args:
        limit: places that cost as much are of no interest; what is remembered then is that none costs less.
    """
    memory.version[job, vehicle] = routes.fact[vehicle, VERSION]
    move = charge(day.job, day.vehicle, job, vehicle)
    if day.vehicle[vehicle, LOAD_PRICE] > 0:
        worked = routes.fact[vehicle, WORK]
        more = worked + day.work[day.vehicle[vehicle, KIND], job, 0]
        move += load_cost(day.vehicle, vehicle, more) - load_cost(day.vehicle, vehicle, worked)
    best = min(day.job[job, DROP], limit) - move
    found = -1
    length = routes.fact[vehicle, LENGTH]
    if length < day.vehicle[vehicle, TASKS] and length + 2 < routes.stops.shape[1]:
        here_to = day.reach[day.vehicle[vehicle, MATRIX], job]
        on_to = day.travel[day.vehicle[vehicle, MATRIX], job]
        stops, legs = routes.stops[vehicle], routes.leg[vehicle, SECONDS]
        early = routes.early[vehicle, POSSIBLE]
        late = routes.late[vehicle, POSSIBLE]
        jobs, windows, works, places = day.job, day.window, day.work, day.place
        breaks = day.rest[vehicle]
        rests = day.vehicle[vehicle, RESTS]
        kind = day.vehicle[vehicle, KIND]
        spare = day.vehicle[vehicle, TRAVEL_LIMIT] - routes.fact[vehicle, TRAVEL]
        last, first = jobs[job, LAST], jobs[job, FIRST]
        paid = routes.fact[vehicle, SOFT]
        has_amounts, has_depots = day.capacity.shape[1] > 0, len(day.depot) > 0
        is_soft = routes.early.shape[1] > 1 and (
            routes.fact[vehicle, IS_SOFT] != 0 or free_by(jobs, job, vehicle) < FOREVER or length == 0
        )
        for k in range(length + 1):
            if early[k, 0] > last:
                break
            here, there = stops[k], stops[k + 1]
            to, on = here_to[here], on_to[there]
            saved = 0
            if has_depots:
                to, on, saved = round_by(day, routes, vehicle, job, k)
            added = to + on - saved - (int(legs[k]) if length > 0 else 0)
            if added - paid >= best or added > spare:  # a way round may even save what was paid for lateness
                continue
            # Quick and necessary: in time without a break, and on in time with all of them behind.
            arrive = early[k, 0] + to
            needs = work(works, places, kind, here, job)
            if arrive > last or max(arrive, first) + needs + on > late[k + 1, rests]:
                continue
            if has_amounts and not _carries(day, routes, vehicle, job, k):
                continue
            needs_on = 0 if k == length else work(works, places, kind, job, there)
            beyond = -1 if k == length else there
            way, latest = (to, needs, on, needs_on), (FOREVER, FOREVER)
            if not fits(jobs, windows, breaks, early[k], late[k + 1], job, beyond, latest, way):
                continue
            if is_soft:
                added += _soft_added(day, routes, memory, vehicle, job, k, way)
            if added < best:
                best = added
                found = k
    if found >= 0:
        memory.price[job, vehicle] = best + move
        memory.after[job, vehicle] = found
    elif limit < day.job[job, DROP]:
        memory.price[job, vehicle] = limit
        memory.after[job, vehicle] = AT_LEAST
    else:
        memory.price[job, vehicle] = FOREVER
        memory.after[job, vehicle] = NOWHERE


@compiled
def _carries(day: Day, routes: Routes, vehicle: int, job: int, k: int) -> bool:
    """There is room for it: what is delivered is on board until then, what is picked up from then on."""
    for dimension in range(day.capacity.shape[1]):
        room = day.capacity[vehicle, dimension, 0]
        if routes.load[vehicle, k, dimension, 0] + day.amount[job, dimension, 0] > room:
            return False
        if routes.load[vehicle, k, dimension, 1] + day.amount[job, dimension, 1] > room:
            return False
    return True


@compiled
def fits(
    jobs: Ints,
    windows: Ints,
    breaks: Ints,
    early: Ints,
    late: Ints,
    job: int,
    there: int,
    latest: tuple[int, int],
    way: tuple[int, int, int, int],
) -> bool:
    """The job can stand between two stops, and all that follows still holds. No look at the rest of the route.

    Args:
        breaks: of the vehicle.
        early: when the stop before can be left, by breaks taken.
        late: when the stop after must be left, by breaks taken.
        there: the job after it, or -1 at the end.
        latest: when this job and the next may begin at the latest.
        way: seconds to the job, at it, on to the next stop, at that.
    """
    rests = len(early) - 1
    for taken in range(rests + 1):
        left = early[taken]
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
            begun = begin(jobs, windows, job, max(clock, left + way[0] + resting))
            if begun > latest[0] or begun >= FOREVER:
                break
            done = begun + way[1]
            clock_on = done
            resting_on = 0
            for finally_taken in range(after, rests + 1):
                if finally_taken > after:
                    clock_on = rested(breaks, finally_taken - 1, clock_on)
                    if clock_on >= FOREVER:
                        break
                    resting_on += breaks[finally_taken - 1, REST_SERVICE]
                on = max(clock_on, done + way[2] + resting_on)
                if there >= 0:
                    on = begin(jobs, windows, there, on)
                    if on > latest[1] or on >= FOREVER:
                        break
                if on + way[3] <= late[finally_taken]:
                    return True
    return False


@compiled
def _soft_added(
    day: Day,
    routes: Routes,
    memory: Memory,
    vehicle: int,
    job: int,
    k: int,
    way: tuple[int, int, int, int],
) -> int:
    """What lateness, overtime and waiting of the route grow by when the job comes after position k."""
    paid = routes.fact[vehicle, SOFT]
    length = routes.fact[vehicle, LENGTH]
    if paid == 0 and day.vehicle[vehicle, IDLE_PRICE] == 0:
        there = -1 if k == length else routes.stops[vehicle, k + 1]
        latest = (
            free_by(day.job, job, vehicle),
            FOREVER if there < 0 else free_by(day.job, there, vehicle),
        )
        early, late = routes.early[vehicle, PUNCTUAL, k], routes.late[vehicle, PUNCTUAL, k + 1]
        if fits(day.job, day.window, day.rest[vehicle], early, late, job, there, latest, way):
            return 0
    trial = memory.trial
    for position in range(k + 1):
        trial[0, position] = routes.stops[vehicle, position]
    trial[0, k + 1] = job
    for position in range(k + 1, length + 2):
        trial[0, position + 1] = routes.stops[vehicle, position]
    straight(day.travel[day.vehicle[vehicle, MATRIX]], trial[0], length + 1, trial[1:])
    if len(day.depot) > 0:
        by_depots(day, vehicle, trial[0], length + 1, trial[1:], routes.load[len(day.vehicle)])
    idle = idle_price(day, vehicle, trial[0], trial[1], length + 1)
    return soft_price(day, vehicle, trial[0], trial[1], length + 1, memory.labels) + idle - paid
