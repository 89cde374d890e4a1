"""Is a plan of `wom solve` judged as a published solution would be, and is what is out of step seen?"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from benchmarks.planner.hhcrsp import Routes, judged, problem_of, routes_of
from wom_tui.planning import vroom_in
from wom_tui.planning.engine.search import search
from wom_tui.planning.proof import verdict_on
from wom_tui.planning.vroom_out import document_of

INSTANCE: dict[str, Any] = {
    "patients": [
        {
            "id": "ann",
            "time_window": [10.0, 30.0],
            "required_caregivers": [{"service": "wash", "duration": 5}, {"service": "lift", "duration": 5}],
            "synchronization": {"type": "simultaneous"},
        },
        {
            "id": "bob",
            "time_window": [0.0, 20.0],
            "required_caregivers": [{"service": "wash", "duration": 5}, {"service": "lift", "duration": 5}],
            "synchronization": {"type": "sequential", "distance": [8, 12]},
        },
        {"id": "cy", "time_window": [0.0, 5.5], "required_caregivers": [{"service": "lift", "duration": 5}]},
    ],
    "services": [{"id": "wash"}, {"id": "lift"}],
    "caregivers": [{"id": "w", "abilities": ["wash"]}, {"id": "l", "abilities": ["lift"]}],
    "distances": [[0, 3.5, 4, 6], [3.5, 0, 2, 6], [4, 2, 0, 6], [6, 6, 6, 0]],
}


@pytest.fixture(scope="module")
def routes() -> Routes:
    problem = vroom_in.problem_of(problem_of(INSTANCE))
    found = search(problem, 1, lambda _: 0.0, iterations=20)
    verdict = verdict_on(problem, found.routes, found.begins)
    return routes_of(INSTANCE, document_of(problem, verdict, {}))


def test_a_plan_keeps_every_rule_and_costs_what_the_judge_counts(routes: Routes) -> None:
    found = judged(INSTANCE, routes)

    assert found.broken == []
    assert found.travel == 9.5 + 17.5
    assert found.late == found.latest == 0.5  # nobody can be at cy's in time
    assert found.cost == pytest.approx(28 / 3)


@pytest.mark.parametrize(
    ("caregiver", "patient", "by", "said"),
    [
        ("w", "ann", 1.0, "ann: w and l are"),
        ("w", "bob", -9.0, "bob: w and l are"),
        ("l", "cy", -1.0, "l at cy for lift: begins before it can"),
    ],
)
def test_what_is_out_of_step_is_named(
    routes: Routes, caregiver: str, patient: str, by: float, said: str
) -> None:
    stays = [
        replace(stay, begun=stay.begun + by) if stay.patient == patient else stay
        for stay in routes[caregiver]
    ]

    broken = judged(INSTANCE, routes | {caregiver: stays}).broken

    assert any(line.startswith(said) for line in broken), broken


def test_who_is_not_come_to_is_named(routes: Routes) -> None:
    assert "bob: nobody came for one of the services" in judged(INSTANCE, routes | {"w": []}).broken
