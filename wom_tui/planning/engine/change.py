"""How is a plan changed? A job goes in or out, and the cost of it all is kept to the second."""

from __future__ import annotations

from wom_tui.planning.engine.compiled import compiled
from wom_tui.planning.engine.day import DROP, Day
from wom_tui.planning.engine.idle import idle_price
from wom_tui.planning.engine.insertion import Memory
from wom_tui.planning.engine.labels import charge, holds, load_cost, measure
from wom_tui.planning.engine.priced import soft_price
from wom_tui.planning.engine.routes import (
    COST,
    IS_SOFT,
    LEFT,
    LENGTH,
    PUNCTUAL,
    SECONDS,
    SOFT,
    TRAVEL,
    VERSION,
    VERSIONS,
    WORK,
    Routes,
)


@compiled
def renew(day: Day, routes: Routes, memory: Memory, vehicle: int) -> bool:
    """Measure a route whose stops have changed; answers whether it can be driven."""
    fact, total = routes.fact[vehicle], routes.total
    total[COST] -= fact[TRAVEL] + fact[SOFT] + load_cost(day.vehicle, vehicle, fact[WORK])
    is_possible = measure(day, routes, vehicle)
    fact[SOFT] = 0
    if is_possible and fact[IS_SOFT] != 0 and not holds(day, routes, vehicle, PUNCTUAL):
        fact[SOFT] = soft_price(
            day, vehicle, routes.stops[vehicle], routes.leg[vehicle, SECONDS], fact[LENGTH], memory.labels
        )
    if is_possible:
        legs = routes.leg[vehicle, SECONDS]
        fact[SOFT] += idle_price(day, vehicle, routes.stops[vehicle], legs, fact[LENGTH])
    total[COST] += fact[TRAVEL] + fact[SOFT] + load_cost(day.vehicle, vehicle, fact[WORK])
    total[VERSIONS] += 1
    fact[VERSION] = total[VERSIONS]
    return is_possible


@compiled
def put(day: Day, routes: Routes, memory: Memory, vehicle: int, job: int, after: int) -> None:
    """The job goes in after that position; who takes it off the list of those left is the caller."""
    stops = routes.stops[vehicle]
    for k in range(routes.fact[vehicle, LENGTH] + 1, after, -1):
        stops[k + 1] = stops[k]
    stops[after + 1] = job
    routes.fact[vehicle, LENGTH] += 1
    routes.where[job] = vehicle
    routes.total[COST] += charge(day.job, day.vehicle, job, vehicle) - day.job[job, DROP]
    renew(day, routes, memory, vehicle)


@compiled
def take(day: Day, routes: Routes, vehicle: int, position: int) -> None:
    """The job at that position goes out, onto the list of those left. The route is to be renewed after it."""
    job = routes.stops[vehicle, position]
    lift(day, routes, vehicle, position)
    routes.left[routes.total[LEFT]] = job
    routes.total[LEFT] += 1


@compiled
def lift(day: Day, routes: Routes, vehicle: int, position: int) -> None:
    """The job at that position goes out; who puts it on the list is the caller."""
    stops = routes.stops[vehicle]
    job = stops[position]
    for k in range(position, routes.fact[vehicle, LENGTH] + 1):
        stops[k] = stops[k + 1]
    routes.fact[vehicle, LENGTH] -= 1
    routes.where[job] = -1
    routes.total[COST] += day.job[job, DROP] - charge(day.job, day.vehicle, job, vehicle)


@compiled
def mend(day: Day, routes: Routes, memory: Memory, vehicle: int) -> None:
    """Renew a route that jobs were taken out of.

    Where the direct way is longer than the one by a stop, fewer stops may be impossible; then the last ones go too.
    """
    while not renew(day, routes, memory, vehicle):
        take(day, routes, vehicle, routes.fact[vehicle, LENGTH])
