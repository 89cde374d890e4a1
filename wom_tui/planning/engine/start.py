"""What a search begins with when there is a plan already: that plan, as far as it holds."""

from __future__ import annotations

from wom_tui.planning.engine.change import lift, put, renew
from wom_tui.planning.engine.day import Day
from wom_tui.planning.engine.insertion import Memory
from wom_tui.planning.engine.labels import holds
from wom_tui.planning.engine.routes import LEFT, POSSIBLE, Routes
from wom_tui.planning.problem import Job, Problem
from wom_tui.planning.proof import route_broken


def put_known(problem: Problem, day: Day, routes: Routes, memory: Memory) -> None:
    """The problem's own routes go in, job by job; one with which its route cannot be driven is left."""
    job_at = {job.id: node for node, job in enumerate(problem.jobs)}
    left = routes.left.tolist()
    for vehicle, one in enumerate(problem.vehicles):
        renew(day, routes, memory, vehicle)
        own: list[Job] = []
        for id in problem.known.get(one.id, ()):
            node, after = job_at[id], len(own)
            if after + 3 >= routes.stops.shape[1] or route_broken(problem, one, [*own, problem.job_of[id]]):
                continue
            put(day, routes, memory, vehicle, node, after)
            if not holds(day, routes, vehicle, POSSIBLE):
                lift(day, routes, vehicle, after + 1)  # it stands on the list of those left already
                renew(day, routes, memory, vehicle)
                continue
            left.remove(node)
            own.append(problem.job_of[id])
    routes.left[: len(left)] = left
    routes.total[LEFT] = len(left)
