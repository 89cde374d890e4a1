"""From a problem to the best routes found: start, anneal in short stretches, ask between them whether to go on."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import chain, repeat

import numpy as np

from wom_tui.planning.effort import Reached, Routed
from wom_tui.planning.engine.anneal import anneal, search_from
from wom_tui.planning.engine.build import LEAVE_PINNED, day_of
from wom_tui.planning.engine.chance import dice
from wom_tui.planning.engine.day import Day
from wom_tui.planning.engine.groups import BEST, FREE, NOW, Groups, go_back, groups_of, has_links
from wom_tui.planning.engine.insertion import blank_memory
from wom_tui.planning.engine.routes import COST, LEFT, LENGTH, TRAVEL, Routes, empty_routes
from wom_tui.planning.engine.start import begin_whole, put_known
from wom_tui.planning.problem import Problem

# Told what was reached; answers which part of the budget is used: 1 or more ends the search.
Used = Callable[[Reached], float]

HOT = 2.0  # of the way between neighbours: so much worse may a plan be at first
COLD = 0.1  # and at the end
STRETCH = 200  # steps between two questions
STAGES = 40  # of a search by the clock: each has its heat, and as many steps as there is time for


def search(
    problem: Problem,
    seed: int,
    used: Used,
    iterations: int | None = None,
    stages: Sequence[int] = (),
) -> Routed:
    """The best routes until the budget is used.

    Args:
        used: asked again and again, every few milliseconds.
        iterations: end after so many; then the same seed gives the same routes, whatever the clock says.
        stages: the steps of each stage of a search by the clock, which is made again.
    """
    day = day_of(problem)
    memory, routes, groups, rolled = blank_memory(day), empty_routes(day), groups_of(problem, day), dice(seed)
    if not problem.jobs or not problem.vehicles:
        return _found(problem, routes, groups, 0)
    if problem.known:
        put_known(problem, day, routes, memory, groups)
    begin_whole(day, routes, memory, groups, rolled)
    going = search_from(day, routes, memory, groups, rolled)
    pace = _Pace(HOT * way_between_neighbours(day), iterations, stages)
    # Compiled, or read from the cache, before the budget begins.
    anneal(day, going, 0, pace.hot, pace.cooling)
    while (part := used(_reached(problem, going.best, pace.done))) < 1.0:
        steps, heat = pace.next(part)
        if steps <= 0:
            break
        anneal(day, going, steps, heat, pace.cooling)
    if has_links(groups):
        go_back(day, groups, BEST)
    begin_whole(day, going.best, memory, groups, rolled)  # what was passed over with closed eyes
    return _found(problem, going.best, groups, pace.done, pace.stages)


class _Pace:
    """How many steps come next, and how hot are they?

    By steps the heat falls with each. By the clock it falls from stage to stage, so that whoever knows how many steps
    each had can make the same search again.
    """

    def __init__(self, hot: float, iterations: int | None, stages: Sequence[int]) -> None:
        self.hot, self.done = hot, 0
        self.cooling = 1.0 if iterations is None else (COLD / HOT) ** (1.0 / max(1, iterations))
        self._iterations, self._asked = iterations, stages
        self._made: list[int] = []

    @property
    def stages(self) -> tuple[int, ...]:
        """The steps of each, where it goes by the clock."""
        return tuple(self._made)

    def next(self, part: float) -> tuple[int, float]:
        """Steps and heat; 0 steps when it is over.

        Args:
            part: of the budget that is used.
        """
        if self._iterations is not None:
            steps = min(STRETCH, self._iterations - self.done)
            heat = self._heat(self.done / max(1, self._iterations))
        else:
            stage = self._stage(part)
            steps = min(STRETCH, self._asked[stage] - self._made[stage]) if self._asked else STRETCH
            heat = self._heat(stage / STAGES)
            self._made[stage] += steps
        self.done += steps
        return steps, heat

    def _stage(self, part: float) -> int:
        """By the clock, or the first of those that are asked for that is not over."""
        if self._asked:
            made = chain(self._made, repeat(0))
            stages = (stage for stage, wanted in enumerate(self._asked) if next(made) < wanted)
            stage = next(stages, len(self._asked) - 1)
        else:
            stage = int(part * STAGES)
        self._made += [0] * (stage + 1 - len(self._made))
        return stage

    def _heat(self, part: float) -> float:
        return self.hot * float((COLD / HOT) ** part)


def _reached(problem: Problem, best: Routes, done: int) -> Reached:
    return Reached(
        iterations=done,
        cost=cost_of(problem, best),
        left=int(best.total[LEFT]),
        travel_s=int(best.fact[:, TRAVEL].sum()),
    )


def way_between_neighbours(day: Day) -> float:
    """Mean seconds from a job to its ten nearest: the scale of all that a change costs."""
    few = day.near[:, 1:11]
    if not few.size:
        return 1.0
    return max(1.0, float(day.travel[0][np.arange(len(few))[:, None], few].mean()))


def _found(
    problem: Problem, routes: Routes, groups: Groups, iterations: int, stages: tuple[int, ...] = ()
) -> Routed:
    kept = {}
    for k, vehicle in enumerate(problem.vehicles):
        length = int(routes.fact[k, LENGTH])
        if length:
            kept[vehicle.id] = tuple(problem.jobs[node].id for node in routes.stops[k, 1 : length + 1])
    begins = {problem.jobs[node].id: int(at) for node, at in enumerate(groups.begin[NOW]) if at != FREE}
    return Routed(
        routes=kept, cost=cost_of(problem, routes), iterations=iterations, stages=stages, begins=begins
    )


def cost_of(problem: Problem, routes: Routes) -> int:
    """What a plan costs, without what keeps the search from leaving pinned jobs out."""
    left = routes.left[: routes.total[LEFT]]
    return int(routes.total[COST]) - LEAVE_PINNED * sum(problem.jobs[node].is_pinned for node in left)
