"""What a search begins with when there is a plan already: that plan, as far as it holds."""

from __future__ import annotations

from wom_tui.planning.engine.change import put, renew, take
from wom_tui.planning.engine.day import Day
from wom_tui.planning.engine.insertion import Memory
from wom_tui.planning.engine.labels import holds
from wom_tui.planning.engine.routes import LEFT, LENGTH, POSSIBLE, Routes
from wom_tui.planning.problem import Problem


def put_known(problem: Problem, day: Day, routes: Routes, memory: Memory) -> None:
    """The problem's own routes go in, job by job; one with which its route cannot be driven is left."""
    job_at = {job.id: node for node, job in enumerate(problem.jobs)}
    left = routes.left.tolist()
    for vehicle, one in enumerate(problem.vehicles):
        renew(day, routes, memory, vehicle)
        for id in problem.known.get(one.id, ()):
            node, after = job_at[id], int(routes.fact[vehicle, LENGTH])
            if day.able[vehicle, node] == 0 or after + 3 >= routes.stops.shape[1]:
                continue
            put(day, routes, memory, vehicle, node, after)
            if not holds(day, routes, vehicle, POSSIBLE):
                take(day, routes, vehicle, after + 1)
                routes.total[LEFT] -= 1  # it stands on the list already
                renew(day, routes, memory, vehicle)
                continue
            left.remove(node)
    routes.left[: len(left)] = left
    routes.total[LEFT] = len(left)
