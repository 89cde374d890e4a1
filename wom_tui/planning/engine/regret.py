"""Where does the search begin? First goes in what would lose most if it had to take its second-best vehicle."""

from __future__ import annotations

from wom_tui.planning.engine.change import put, renew
from wom_tui.planning.engine.compiled import compiled
from wom_tui.planning.engine.day import DROP, Day
from wom_tui.planning.engine.insertion import AT_LEAST, Memory, look
from wom_tui.planning.engine.routes import LEFT, VERSION, Routes
from wom_tui.planning.problem import FOREVER

_DONE = -2  # instead of a vehicle: the job is in


@compiled
def begin_with(day: Day, routes: Routes, memory: Memory) -> None:
    """Put in all jobs that fit, by regret; ties by the job's order."""
    for vehicle in range(len(day.vehicle)):
        renew(day, routes, memory, vehicle)
    count = routes.total[LEFT]
    jobs, best, regret = routes.left, memory.chosen, memory.keys
    for k in range(count):
        _rank(day, routes, memory, jobs[k], k)
    while True:
        chosen = -1
        for k in range(count):
            if best[k] >= 0 and (chosen < 0 or regret[k] > regret[chosen]):
                chosen = k
        if chosen < 0:
            break
        job, vehicle = jobs[chosen], best[chosen]
        put(day, routes, memory, vehicle, job, memory.after[job, vehicle])
        best[chosen] = _DONE
        for k in range(count):
            if best[k] != _DONE and day.able[vehicle, jobs[k]] != 0:
                _rank(day, routes, memory, jobs[k], k)
    left = 0
    for k in range(count):
        if best[k] != _DONE:
            jobs[left] = jobs[k]
            left += 1
    routes.total[LEFT] = left


@compiled
def _rank(day: Day, routes: Routes, memory: Memory, job: int, k: int) -> None:
    """The best vehicle for the job by now, and what it would lose with the second."""
    first = second = day.job[job, DROP]
    found = -1
    fact, crew = routes.fact, day.crew[job]
    versions, prices, after = memory.version[job], memory.price[job], memory.after[job]
    for rank in range(len(crew)):
        vehicle = crew[rank]
        if vehicle < 0:
            break
        if versions[vehicle] != fact[vehicle, VERSION] or after[vehicle] == AT_LEAST:
            look(day, routes, memory, vehicle, job, FOREVER)
        cost = prices[vehicle]
        if cost < first:
            first, second, found = cost, first, vehicle
        elif cost < second:
            second = cost
    memory.chosen[k] = found
    memory.keys[k] = second - first
