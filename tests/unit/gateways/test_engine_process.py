"""Is a search in another process the same search, can it be stopped, and what when the process dies?"""

from __future__ import annotations

import os
import signal
from collections.abc import Iterator
from typing import Any

import pytest

from tests.problems import any_problem
from wom_tui.errors import GatewayError
from wom_tui.gateways.engine_here import search_here
from wom_tui.gateways.engine_process import EngineProcess
from wom_tui.planning.effort import Effort, Reached
from wom_tui.planning.problem import Problem
from wom_tui.planning.vroom_in import problem_of

LONG = Effort(budget_s=600)


@pytest.fixture(scope="module")
def elsewhere() -> Iterator[EngineProcess]:
    process = EngineProcess()
    yield process
    process.close()


@pytest.fixture
def problem() -> Problem:
    return problem_of(any_problem(5, jobs=8, vehicles=3))


def test_it_finds_what_is_found_here_in_one_process_after_another(
    elsewhere: EngineProcess, problem: Problem
) -> None:
    few = Effort(seed=3, iterations=40, budget_s=float("inf"))
    here = search_here(problem, few, lambda reached: True)

    assert [elsewhere(problem, few, lambda reached: True) for _ in range(2)] == [here, here]


def test_it_tells_how_far_it_is_and_ends_with_the_best_so_far_when_nobody_wants_more(
    elsewhere: EngineProcess, problem: Problem
) -> None:
    told: list[Reached] = []

    def enough(reached: Reached) -> bool:
        told.append(reached)
        return len(told) < 3

    found = elsewhere(problem, LONG, enough)

    assert found.iterations > 0
    assert found.cost <= told[-1].cost <= told[0].cost


def test_whoever_kills_it_loses_a_search_and_the_next_one_works(problem: Problem) -> None:
    process = EngineProcess()

    def kill(reached: Reached) -> bool:
        assert process.pid is not None
        os.kill(process.pid, signal.SIGKILL)
        return True

    try:
        with pytest.raises(GatewayError, match=r"ended before the plan was made \(signal 9\)"):
            process(problem, LONG, kill)
        assert process.pid is None
        assert process(problem, Effort(iterations=1), lambda reached: True).iterations == 1
    finally:
        process.close()


def test_what_goes_wrong_in_there_is_told_here(elsewhere: EngineProcess) -> None:
    no_problem: Any = "no problem at all"
    with pytest.raises(GatewayError, match="the planner failed: AttributeError"):
        elsewhere(no_problem, LONG, lambda reached: True)


def test_it_ends_with_who_started_it() -> None:
    process = EngineProcess()
    process(problem_of(any_problem(1)), Effort(iterations=1), lambda reached: True)
    pid = process.pid

    process.close()

    assert pid is not None
    with pytest.raises(ProcessLookupError):
        os.kill(pid, 0)
