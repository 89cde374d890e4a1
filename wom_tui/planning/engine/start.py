"""What does a search begin with? The plan that there is already, as far as it holds; then groups; then the rest."""

from __future__ import annotations

import numpy as np

from wom_tui.planning.engine.change import lift, put, renew
from wom_tui.planning.engine.day import Day, Ints
from wom_tui.planning.engine.groups import FREE, NOW, Groups, has_links, hold
from wom_tui.planning.engine.insertion import Memory
from wom_tui.planning.engine.labels import holds
from wom_tui.planning.engine.recreate import recreate
from wom_tui.planning.engine.regret import begin_with
from wom_tui.planning.engine.routes import LEFT, POSSIBLE, Routes
from wom_tui.planning.engine.together import take_whole
from wom_tui.planning.problem import Job, Problem, are_linked_so
from wom_tui.planning.proof import route_broken


def put_known(problem: Problem, day: Day, routes: Routes, memory: Memory, groups: Groups) -> None:
    """The problem's own routes go in, job by job; one with which its route cannot be driven is left.

    Of a group all go in, at the moments that are known, or none.
    """
    job_at = {job.id: node for node, job in enumerate(problem.jobs)}
    left = routes.left.tolist()
    _hold_known(problem, day, groups)
    for vehicle, one in enumerate(problem.vehicles):
        renew(day, routes, memory, vehicle)
        own: list[Job] = []
        for id in problem.known.get(one.id, ()):
            node, after = job_at[id], len(own)
            if after + 3 >= routes.stops.shape[1] or route_broken(problem, one, [*own, problem.job_of[id]]):
                continue
            if groups.of[node] >= 0 and groups.begin[NOW, node] == FREE:
                continue
            put(day, routes, memory, vehicle, node, after)
            if not holds(day, routes, vehicle, POSSIBLE):
                lift(day, routes, vehicle, after + 1)  # it stands on the list of those left already
                renew(day, routes, memory, vehicle)
                continue
            left.remove(node)
            own.append(problem.job_of[id])
    _left(routes, left)
    take_whole(day, routes, memory, groups, np.zeros(len(day.vehicle), np.int64))


def _hold_known(problem: Problem, day: Day, groups: Groups) -> None:
    """Give the jobs of each group that is known as a whole, and as its links want it, their moments."""
    on = {job: vehicle for vehicle, own in problem.known.items() for job in own}
    for chain in groups.member.tolist():
        nodes = [node for node in chain if node >= 0]
        ids = {problem.jobs[node].id for node in nodes}
        if are_linked_so([link for link in problem.links if link.first in ids], on, problem.known_begins):
            for node in nodes:
                hold(day, groups, node, problem.known_begins[problem.jobs[node].id])


def begin_whole(day: Day, routes: Routes, memory: Memory, groups: Groups, dice: Ints) -> None:
    """Put in all that fits. Groups come first: while there is room they find moments for all of their jobs."""
    if not has_links(groups):
        begin_with(day, routes, memory)
        return
    for vehicle in range(len(day.vehicle)):
        renew(day, routes, memory, vehicle)
    left = routes.left[: routes.total[LEFT]].tolist()
    linked = [node for node in left if groups.of[node] >= 0]
    _left(routes, linked)
    recreate(day, routes, memory, groups, dice, np.zeros(len(day.vehicle), np.int64))
    still = [node for node in linked if routes.where[node] < 0]
    _left(routes, [node for node in left if groups.of[node] < 0])
    begin_with(day, routes, memory)
    _left(routes, [*routes.left[: routes.total[LEFT]].tolist(), *still])


def _left(routes: Routes, nodes: list[int]) -> None:
    routes.left[: len(nodes)] = nodes
    routes.total[LEFT] = len(nodes)
