"""Jobs that go together: are both in or neither, as far apart as their links say, whatever else the day holds?"""

from __future__ import annotations

import random
from dataclasses import replace
from itertools import product

import pytest

from tests.problems import HORIZON, any_problem, least_total
from wom_tui.planning.effort import Routed
from wom_tui.planning.engine.search import search
from wom_tui.planning.problem import FOREVER, Link, Problem, first_moment
from wom_tui.planning.proof import verdict_on
from wom_tui.planning.vroom_in import problem_of

TWO_AT_ONCE = Link(1, 2, 0, 0, is_apart=True)
DEAR = 10**6  # more than any plan of a small day costs


def linked(seed: int, jobs: int, vehicles: int) -> Problem:
    """Any small problem in which some jobs go together: crews, sequences, and what is tied to both."""
    rng = random.Random(seed)
    links = []
    for first in range(1, jobs, 2):
        if rng.random() < 0.6:
            least = rng.choice([0, 0, 3])
            most = rng.choice([least, least + 4, FOREVER])
            links.append(Link(first, first + 1, least, most, is_apart=rng.random() < 0.6))
    if rng.random() < 0.3:
        links.append(TWO_AT_ONCE if jobs < 3 else Link(2, 3, 0, 5, is_apart=True))
    return replace(problem_of(any_problem(seed, jobs=jobs, vehicles=vehicles)), links=tuple(links))


def found(problem: Problem, seed: int, iterations: int = 30) -> Routed:
    return search(problem, seed, lambda _: 0.0, iterations=iterations)


def test_what_goes_together_is_planned_so_or_not_at_all() -> None:
    planned = left = 0
    for seed in range(40):
        problem = linked(seed, jobs=7, vehicles=3)

        routed = found(problem, seed)

        verdict = verdict_on(problem, routed.routes, routed.begins)
        assert verdict.broken == (), seed
        assert verdict.cost.total == routed.cost, seed
        on = {job for own in routed.routes.values() for job in own}
        assert routed.begins.keys() == on & problem.linked, seed
        planned += sum(link.first in on for link in problem.links)
        left += sum(link.first not in on for link in problem.links)
    assert planned > 20
    assert left > 10


@pytest.mark.parametrize("seed", range(6))
def test_the_search_finds_the_best_moments_of_all(seed: int) -> None:
    problem = problem_of(any_problem(seed, jobs=3, vehicles=2))
    problem = replace(problem, links=(replace(TWO_AT_ONCE, most=seed % 3),))

    routed = found(problem, seed, iterations=60)

    assert routed.cost == least_linked(problem)


def least_linked(problem: Problem) -> int:
    """Of all moments and pairs of vehicles for the one link, and of none, the least that a plan costs."""
    (link,) = problem.links
    ends = [problem.job_of[id] for id in (link.first, link.second)]
    totals = [least_total(_without(problem, {link.first, link.second}))]
    for first in range(HORIZON):
        for second in range(first + link.least, first + link.most + 1):
            begins = {link.first: first, link.second: second}
            if any(first_moment(job.windows, begins[job.id]) != begins[job.id] for job in ends):
                continue
            for on in product([v.id for v in problem.vehicles], repeat=2):
                if on[0] != on[1]:
                    held = _held(problem, begins, dict(zip(begins, on, strict=True)))
                    totals.append(least_total(held))
    return min(totals)


def _without(problem: Problem, gone: set[int]) -> Problem:
    """Nobody can do these."""
    jobs = [replace(job, windows=()) if job.id in gone else job for job in problem.jobs]
    return replace(problem, jobs=tuple(jobs))


def _held(problem: Problem, begins: dict[int, int], on: dict[int, int]) -> Problem:
    """These begin just then on just those vehicles, or it is dear."""
    jobs = [
        replace(
            job,
            windows=((begins[job.id], begins[job.id]),),
            skills=job.skills | {1000 + job.id},
            unassigned_cost=DEAR,
        )
        if job.id in begins
        else job
        for job in problem.jobs
    ]
    vehicles = [
        replace(v, skills=v.skills | {1000 + job for job, id in on.items() if id == v.id})
        for v in problem.vehicles
    ]
    return replace(problem, jobs=tuple(jobs), vehicles=tuple(vehicles))


def test_a_plan_that_is_there_is_begun_with_and_one_whose_links_do_not_hold_is_not() -> None:
    for seed in range(20):
        problem = linked(seed, jobs=6, vehicles=3)
        before = found(problem, seed)
        known = replace(problem, known=before.routes, known_begins=before.begins)
        torn = replace(known, known_begins={job: at + job for job, at in before.begins.items()})

        assert found(known, seed, iterations=0).cost <= before.cost, seed
        again = found(torn, seed, iterations=0)
        assert verdict_on(problem, again.routes, again.begins).broken == (), seed


def test_the_same_seed_gives_the_same_moments() -> None:
    problem = linked(3, jobs=8, vehicles=3)

    assert found(problem, 5) == found(problem, 5)
