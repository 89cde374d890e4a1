"""Is each broken rule of a solution found, and it alone?"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from wom_tui.planning.proof import Cost, verdict_on
from wom_tui.planning.vroom_in import problem_of

H = 3600


def a_problem(change: Callable[[list[dict[str, Any]], list[dict[str, Any]]], object] | None = None) -> Any:
    """Six places on a line, ten minutes apart; homes are places 0 and 1, jobs 11 to 14 are at 2 to 5."""
    vehicles: list[dict[str, Any]] = [
        {
            "id": 1,
            "start_index": 0,
            "end_index": 0,
            "time_window": [8 * H, 16 * H],
            "skills": [1, 2],
            "capacity": [3],
            "breaks": [{"id": 7, "service": 1800, "time_windows": [[12 * H, 13 * H]]}],
        },
        {
            "id": 2,
            "start_index": 1,
            "end_index": 1,
            "time_window": [8 * H, 16 * H],
            "skills": [1],
            "capacity": [9],
        },
    ]
    jobs: list[dict[str, Any]] = [
        _job(11, 2, H, 1, 60000, time_windows=[[9 * H, 10 * H]]),
        _job(12, 3, H, 2, 30000),
        _job(13, 4, 3 * H, 1, 8000),
        _job(14, 5, H, 1, 8000),
    ]
    if change:
        change(vehicles, jobs)
    table = [[abs(a - b) * 600 for b in range(6)] for a in range(6)]
    return problem_of({"vehicles": vehicles, "jobs": jobs, "matrices": {"car": {"durations": table}}})


def _job(id: int, place: int, service: int, skill: int, cost: int, **more: Any) -> dict[str, Any]:
    return {
        "id": id,
        "location_index": place,
        "service": service,
        "skills": [skill],
        "delivery": [1],
        "x-wom": {"unassigned_cost": cost},
        **more,
    }


PINNED = {"x-wom": {"assigned": 1, "pinned": True}}
BROKEN = {
    "a skill": ("skill", a_problem(), {2: [12]}),
    "a window missed": ("time", a_problem(), {2: [13, 11]}),
    "released after the window": ("time", a_problem(lambda v, j: j[0].update(release=10 * H + 1)), {1: [11]}),
    "the shift": ("time", a_problem(lambda v, j: v[1].update(time_window=[8 * H, 11 * H])), {2: [13]}),
    "more overtime than is allowed": (
        "time",
        a_problem(
            lambda v, j: v[1].update({"time_window": [8 * H, 11 * H], "x-wom": {"overtime_max": 3599}})
        ),
        {2: [13]},
    ),
    "a break that is owed": (
        "time",
        a_problem(lambda v, j: j[2].update(time_windows=[[10 * H + 1, 10 * H + 60]])),
        {1: [13]},
    ),
    "capacity": ("capacity", a_problem(lambda v, j: v[0].update(capacity=[1])), {1: [11, 12]}),
    "capacity at a pickup": ("capacity", a_problem(lambda v, j: j[3].update(pickup=[10])), {2: [14]}),
    "too many jobs": ("max_tasks", a_problem(lambda v, j: v[1].update(max_tasks=1)), {2: [13, 14]}),
    "too long on the road": (
        "max_travel_time",
        a_problem(lambda v, j: v[1].update(max_travel_time=4799)),
        {2: [14]},
    ),
    "pinned to another": ("pinned", a_problem(lambda v, j: j[0].update(PINNED)), {2: [11]}),
    "no such vehicle": ("unknown_vehicle", a_problem(), {9: [11]}),
    "no such job": ("unknown_job", a_problem(), {1: [99]}),
    "a job twice": ("duplicate_job", a_problem(), {1: [11], 2: [11]}),
}


@pytest.mark.parametrize("what", BROKEN)
def test_each_rule_that_is_broken_is_found_alone(what: str) -> None:
    code, problem, routes = BROKEN[what]

    assert {broken.code for broken in verdict_on(problem, routes).broken} == {code}


HELD = {
    "released at the last moment": (a_problem(lambda v, j: j[0].update(release=10 * H)), {1: [11]}),
    "all overtime used": (
        a_problem(
            lambda v, j: v[1].update({"time_window": [8 * H, 11 * H], "x-wom": {"overtime_max": 3600}})
        ),
        {2: [13]},
    ),
    "free at the last moment for the break": (
        a_problem(lambda v, j: j[2].update(time_windows=[[10 * H, 10 * H]])),
        {1: [13]},
    ),
    "home before the break is owed": (
        a_problem(lambda v, j: v[0].update(time_window=[8 * H, 13 * H])),
        {1: [12]},
    ),
    "exactly as far as is allowed": (a_problem(lambda v, j: v[1].update(max_travel_time=4800)), {2: [14]}),
}


@pytest.mark.parametrize("what", HELD)
def test_at_the_edge_of_a_rule_it_still_holds(what: str) -> None:
    problem, routes = HELD[what]

    assert verdict_on(problem, routes).broken == ()


def test_every_term_of_the_cost_is_counted() -> None:
    def change(vehicles: list[dict[str, Any]], jobs: list[dict[str, Any]]) -> None:
        overtime = {"overtime_max": H, "overtime_cost_per_min": 90}
        vehicles[1].update({"time_window": [8 * H, 11 * H], "x-wom": overtime})
        jobs[0]["x-wom"] = {"unassigned_cost": 2, "assigned": 2, "stay_price": 40}
        jobs[2]["x-wom"] = {"unassigned_cost": 1, "due": 8 * H, "late_cost_per_min": 7} | {
            "assigned": 1,
            "stay_price": 500,
        }

    verdict = verdict_on(a_problem(change), {2: [13]})

    assert verdict.cost == Cost(
        travel_s=3600,
        unassigned_cost=30000 + 8000 + 2,
        lateness_cost=7 * 30,
        overtime_cost=90 * 60,
        stay_cost=540,
    )
    assert verdict.moved == 2
