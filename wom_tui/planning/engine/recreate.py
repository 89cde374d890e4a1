"""How do jobs come back in? One after another where each is cheapest, now and then with closed eyes."""

from __future__ import annotations

from wom_tui.planning.engine.chance import chance
from wom_tui.planning.engine.change import put
from wom_tui.planning.engine.compiled import compiled
from wom_tui.planning.engine.day import (
    ALIKE,
    DROP,
    LAST,
    START,
    WIDTH,
    Day,
    Ints,
)
from wom_tui.planning.engine.groups import Groups, has_links
from wom_tui.planning.engine.insertion import AT_LEAST, Memory, look
from wom_tui.planning.engine.routes import LEFT, LENGTH, VERSION, Routes
from wom_tui.planning.engine.together import put_whole
from wom_tui.planning.problem import FOREVER

BLINK = 0.01  # of the routes are not looked at


@compiled
def recreate(day: Day, routes: Routes, memory: Memory, groups: Groups, dice: Ints, touched: Ints) -> None:
    """Put in what is left, in an order of chance, where it costs less than to leave it."""
    count = routes.total[LEFT]
    _sort(day, routes, dice, count, memory.keys)
    still = 0
    if has_links(groups):
        for group in range(len(groups.tried)):
            groups.tried[group] = 0
    for rank in range(count):
        job = routes.left[rank]
        if groups.of[job] >= 0:
            put_whole(day, routes, memory, groups, dice, groups.of[job], touched)
            if routes.where[job] < 0:
                routes.left[still] = job
                still += 1
            continue
        vehicle = _cheapest(day, routes, memory, dice, job)
        if vehicle < 0:
            routes.left[still] = job
            still += 1
        else:
            touched[vehicle] = 1
            put(day, routes, memory, vehicle, job, memory.after[job, vehicle])
    routes.total[LEFT] = still


@compiled
def _cheapest(day: Day, routes: Routes, memory: Memory, dice: Ints, job: int) -> int:
    """The vehicle that takes the job for the least; -1 when none should."""
    best = FOREVER
    found = -1
    empty = -1
    fact, crew, vehicles = routes.fact, day.crew[job], day.vehicle
    versions, prices, after = memory.version[job], memory.price[job], memory.after[job]
    for rank in range(len(crew)):
        vehicle = crew[rank]
        if vehicle < 0:
            break
        if fact[vehicle, LENGTH] == 0:
            alike = vehicles[vehicle, ALIKE]
            if alike == empty:
                continue  # one empty vehicle is as good as the next that is the same
            empty = alike
        is_old = versions[vehicle] != fact[vehicle, VERSION]
        if is_old or (after[vehicle] == AT_LEAST and prices[vehicle] < best):
            look(day, routes, memory, vehicle, job, best)
        price = prices[vehicle]
        if price < best and chance(dice) >= BLINK:
            best = price
            found = vehicle
    return found


@compiled
def _sort(day: Day, routes: Routes, dice: Ints, count: int, keys: Ints) -> None:
    """An order of chance: at random, by what they are worth, by distance, by their windows."""
    left = routes.left
    for k in range(count - 1, 0, -1):
        other = int(chance(dice) * (k + 1))
        left[k], left[other] = left[other], left[k]
    kind = int(chance(dice) * 16.0)
    if kind < 4:
        return
    for k in range(count):
        job = left[k]
        if kind < 9:
            keys[k] = -day.job[job, DROP]
        elif kind < 11:
            keys[k] = -day.travel[0, day.vehicle[0, START], job]
        elif kind < 12:
            keys[k] = day.travel[0, day.vehicle[0, START], job]
        elif kind < 14:
            keys[k] = day.job[job, WIDTH]
        else:
            keys[k] = day.job[job, LAST]
    for k in range(1, count):
        key, job = keys[k], left[k]
        at = k
        while at > 0 and keys[at - 1] > key:
            keys[at], left[at] = keys[at - 1], left[at - 1]
            at -= 1
        keys[at], left[at] = key, job
