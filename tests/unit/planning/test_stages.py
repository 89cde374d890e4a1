"""Is a search that the clock ended made again by its stages, to the last route?"""

from __future__ import annotations

from itertools import count

import pytest

from tests.problems import any_problem
from wom_tui.cli.effort import effort_of
from wom_tui.errors import InvalidInput
from wom_tui.planning.effort import Reached
from wom_tui.planning.engine.search import STAGES, Used, search
from wom_tui.planning.problem import Problem
from wom_tui.planning.vroom_in import problem_of


@pytest.fixture
def problem() -> Problem:
    return problem_of(any_problem(7, jobs=12, vehicles=3))


def a_clock(questions: int) -> Used:
    """One that is over after so many questions, and slower in the middle."""
    asked = count()

    def used(reached: Reached) -> float:
        part = next(asked) / questions
        return part**2 if part < 1 else 1.0

    return used


@pytest.mark.parametrize("questions", [1, 3, 9])
def test_the_same_stages_give_the_same_routes_whatever_the_clock_says(
    problem: Problem, questions: int
) -> None:
    by_clock = search(problem, 4, a_clock(questions))

    again = search(problem, 4, lambda _: 0.0, stages=by_clock.stages)

    assert again == by_clock
    assert sum(by_clock.stages) == by_clock.iterations > 0
    assert len(by_clock.stages) <= STAGES


def test_a_search_by_steps_has_no_stages(problem: Problem) -> None:
    assert search(problem, 4, lambda _: 0.0, iterations=30).stages == ()


def test_stages_are_read_as_they_are_told() -> None:
    assert effort_of(1, None, None, "400,0,600").stages == (400, 0, 600)


@pytest.mark.parametrize(("stages", "iterations"), [("400,", None), ("many", None), ("400", 9)])
def test_what_are_no_stages_is_refused(stages: str, iterations: int | None) -> None:
    with pytest.raises(InvalidInput, match="--stages"):
        effort_of(1, None, iterations, stages)
