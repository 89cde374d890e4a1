"""Is the small search that compiles the engine one that the engine can do?"""

from __future__ import annotations

from wom_tui.gateways.engine_here import search_here
from wom_tui.gateways.warming import warm_up
from wom_tui.planning.effort import Effort, Routed, Watch
from wom_tui.planning.problem import Problem


def test_the_engine_is_asked_for_all_that_there_is_to_compile() -> None:
    found: list[tuple[Problem, Routed]] = []

    def searcher(problem: Problem, effort: Effort, watch: Watch) -> Routed:
        found.append((problem, search_here(problem, effort, watch)))
        return found[-1][1]

    warm_up(searcher)

    ((problem, routed),) = found
    assert sorted(job for own in routed.routes.values() for job in own) == [job.id for job in problem.jobs]
    (vehicle,) = problem.vehicles
    assert all((vehicle.breaks, vehicle.capacity, vehicle.overtime_max))
