"""`wom solve`: does VROOM's input become VROOM's output, checked, and the same each time?"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from tests.cli.conftest import Wom
from tests.problems import any_problem


@pytest.fixture
def problem(tmp_path: Path) -> Path:
    """A file with a problem of twelve jobs, three of which nobody may do."""
    document = any_problem(5, jobs=12, vehicles=3)
    for job in document["jobs"][:3]:
        job["skills"] = [9]
        job["x-wom"].pop("pinned", None)
    path = tmp_path / "problem.json"
    path.write_text(json.dumps(document))
    return path


def solved(shell: Wom, problem: Path, *more: str) -> Any:
    answer = shell("solve", str(problem), "--iterations", "30", *more)
    assert answer.code == 0, answer.err
    return answer.json


def test_every_job_is_in_one_route_or_listed_with_a_reason(shell: Wom, problem: Path) -> None:
    plan = solved(shell, problem)

    planned = [s["id"] for route in plan["routes"] for s in route["steps"] if s["type"] == "job"]
    left = [job["id"] for job in plan["unassigned"]]
    assert sorted(planned + left) == list(range(1, 13))
    assert planned
    assert {1, 2, 3} <= set(left)
    assert plan["unassigned"][0]["reason"] == "no vehicle has all its skills: 9"
    assert plan["code"] == 0
    assert plan["summary"]["unassigned"] == len(left)


def test_the_same_seed_and_steps_give_the_same_bytes(shell: Wom, problem: Path, tmp_path: Path) -> None:
    files = [tmp_path / "one.json", tmp_path / "two.json"]
    for file in files:
        answer = shell(
            "solve", str(problem), "--iterations", "30", "--seed", "7", "--output", str(file), "--json"
        )
        assert answer.code == 0, answer.err

    assert files[0].read_bytes() == files[1].read_bytes()
    assert answer.json["seed"] == 7
    assert answer.json["iterations"] == 30
    assert answer.json["total"] == json.loads(files[0].read_bytes())["x-wom"]["total"]


def test_the_budget_ends_the_search(shell: Wom, problem: Path) -> None:
    answer = shell("solve", str(problem), "--budget", "0s")

    assert answer.json["x-wom"]["iterations"] == 0
    assert "left out" in answer.err


def test_travel_may_stand_in_a_file_of_its_own(shell: Wom, problem: Path) -> None:
    expected = solved(shell, problem)
    document = json.loads(problem.read_bytes())
    np.save(problem.parent / "travel.npy", np.array(document.pop("matrices")["car"]["durations"]))
    problem.write_text(json.dumps(document | {"x-wom": {"matrix_file": "travel.npy"}}))

    assert solved(shell, problem) == expected


def test_two_at_once_begin_together_on_two_vehicles(shell: Wom, tmp_path: Path) -> None:
    document = any_problem(1, jobs=3, vehicles=2)
    for job in document["jobs"]:
        job |= {"skills": [], "time_windows": [], "x-wom": {}}
    for vehicle in document["vehicles"]:
        vehicle |= {"breaks": [], "time_window": [0, 60], "max_travel_time": None, "max_tasks": None}
    crew = {"first": 1, "second": 2, "most": 0, "apart": True}
    file = tmp_path / "crew.json"
    file.write_text(json.dumps(document | {"x-wom": {"links": [crew]}}))

    plan = solved(shell, file)

    begins = {
        (step["id"], route["vehicle"]): step["arrival"] + step["waiting_time"]
        for route in plan["routes"]
        for step in route["steps"]
        if step["type"] == "job" and step["id"] in (1, 2)
    }
    assert len({vehicle for _, vehicle in begins}) == len(begins) == 2
    assert len(set(begins.values())) == 1


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('{"jobs": [', "line 1, column 11"),
        ("[]", "an object"),
        ('{"jobs": [], "vehicles": [], "shipments": [{"id": 1}]}', "shipments"),
        ('{"jobs": [], "vehicles": [], "x-wom": {"matrix_file": "gone.npy"}}', "x-wom.matrix_file"),
        (
            '{"matrices": {"car": {"durations": [[0]]}}, "x-wom": {"links": [{"first": 1, "second": 2}]}}',
            "x-wom.links[0].first",
        ),
    ],
)
def test_a_malformed_problem_ends_with_2_and_says_where(
    shell: Wom, problem: Path, text: str, said: str
) -> None:
    problem.write_text(text)

    answer = shell("solve", str(problem))

    assert answer.code == 2
    assert said in answer.err
    assert answer.out == ""


def test_a_budget_that_is_no_time_is_refused(shell: Wom, problem: Path) -> None:
    answer = shell("solve", str(problem), "--budget", "soon")

    assert answer.code == 2
    assert "--budget" in answer.err


def test_a_plan_that_breaks_a_rule_is_neither_shown_nor_written(
    shell: Wom, problem: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from wom_tui.planning.effort import Routed
    from wom_tui.planning.engine import search

    broken = Routed(routes={1: (1, 2)}, cost=0, iterations=0)
    monkeypatch.setattr(search, "search", lambda *_: broken)
    written = problem.parent / "plan.json"

    answer = shell("solve", str(problem), "--output", str(written))

    assert answer.code == 1
    assert "breaks rules" in answer.err
    assert not written.exists()


def test_no_steps_are_the_plan_that_a_search_begins_with(shell: Wom, problem: Path) -> None:
    answer = shell("solve", str(problem), "--iterations", "0")

    assert answer.code == 0
    assert answer.json["x-wom"]["iterations"] == 0


def test_a_problem_without_jobs_or_vehicles_is_a_plan(shell: Wom, problem: Path) -> None:
    document = json.loads(problem.read_bytes())
    problem.write_text(json.dumps(document | {"vehicles": []}))

    assert len(solved(shell, problem)["unassigned"]) == 12

    problem.write_text(json.dumps(document | {"jobs": []}))

    assert solved(shell, problem)["routes"] == []
