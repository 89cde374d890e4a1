"""Is the reason why a job is left out the right one, and true?"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from tests.unit.planning.test_proof import H, a_problem
from wom_tui.planning.left_out import Reason, reason_for
from wom_tui.planning.proof import verdict_on

Change = Callable[[list[dict[str, Any]], list[dict[str, Any]]], object]

# what is changed, the routes, and the reason for job 11
CASES: dict[str, tuple[Change, dict[int, list[int]]]] = {
    "window.none": (lambda v, j: j[0].update(release=11 * H), {}),
    "pinned.missing": (lambda v, j: j[0].update({"x-wom": {"assigned": 5, "pinned": True}}), {}),
    "pinned.unable": (
        lambda v, j: j[0].update({"skills": [2], "x-wom": {"assigned": 2, "pinned": True}}),
        {},
    ),
    "skill.missing": (lambda v, j: j[0].update(skills=[1, 9]), {}),
    "alone.impossible": (lambda v, j: j[0].update(service=9 * H), {}),
    "routes.full": (lambda v, j: [vehicle.update(max_tasks=1) for vehicle in v], {1: [12], 2: [13]}),
    "price.low": (lambda v, j: j[0].update({"x-wom": {"unassigned_cost": 1199}}), {}),
    "search.missed": (lambda v, j: j[0].update({"x-wom": {"unassigned_cost": 1201}}), {}),
}


def reason_in(change: Change, routes: dict[int, list[int]]) -> Reason:
    problem = a_problem(change)
    return reason_for(problem, verdict_on(problem, routes), problem.job_of[11])


@pytest.mark.parametrize("code", CASES)
def test_a_job_that_is_left_out_has_its_reason(code: str) -> None:
    assert reason_in(*CASES[code]).code == code


def test_a_reason_says_what_its_facts_say() -> None:
    low = reason_in(*CASES["price.low"])

    assert low.facts == {"vehicle": 2, "position": 0, "added": 1200, "saved": 1199}
    assert low.said == "its cheapest place, on vehicle 2, costs 1200, and to leave it out 1199"
