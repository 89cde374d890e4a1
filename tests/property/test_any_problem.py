"""Whatever the problem: are times and costs exact, and does the search end with the plan that it says it has?"""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import replace

import pytest

from benchmarks.planner.contract import Problem as Judged
from benchmarks.planner.judge import judge
from tests.problems import any_problem, least_soft, least_total, with_prices
from wom_tui.planning.engine.build import day_of
from wom_tui.planning.engine.change import put
from wom_tui.planning.engine.day import DROP
from wom_tui.planning.engine.insertion import Memory, blank_memory, look
from wom_tui.planning.engine.regret import begin_with
from wom_tui.planning.engine.routes import LEFT, Routes, empty_routes
from wom_tui.planning.engine.search import cost_of, search
from wom_tui.planning.problem import (
    FOREVER,
    Job,
    Problem,
    Vehicle,
    first_moment,
    idle_cost,
    is_able,
    service_of,
    work_of,
)
from wom_tui.planning.proof import route_broken, verdict_on
from wom_tui.planning.timeline import timeline_of
from wom_tui.planning.vroom_in import problem_of
from wom_tui.planning.vroom_out import document_of


def test_a_timeline_costs_the_least_of_all_that_a_vehicle_can_do() -> None:
    possible = 0
    for seed in range(150):
        problem = problem_of(any_problem(seed, jobs=3, vehicles=1))
        (vehicle,) = problem.vehicles

        line = timeline_of(problem, vehicle, problem.jobs)

        said = None if line is None else line.paid
        assert said == least_soft(problem, vehicle, list(problem.jobs)), seed
        possible += line is not None
    assert possible > 20


def test_who_sets_out_at_the_best_moment_waits_as_little_as_is_told() -> None:
    waited = 0
    for seed in range(80):
        problem = problem_of(any_problem(seed, jobs=3, vehicles=1))
        rng = random.Random(seed)
        opens = [10 * k + rng.randint(0, 9) for k in range(3)]
        jobs = [
            replace(job, windows=((at, at + rng.randint(0, 6)),))
            for job, at in zip(problem.jobs, opens, strict=True)
        ]
        vehicle = replace(problem.vehicles[0], breaks=(), waiting_cost_per_min=60)

        least = min(_waits(problem, vehicle, jobs), default=None)

        if least is not None:
            assert idle_cost(problem, vehicle, jobs) == least, seed
            waited += least > 0
    assert waited > 10


def _waits(problem: Problem, vehicle: Vehicle, jobs: list[Job]) -> Iterator[int]:
    """Seconds of waiting for each second at which the vehicle may set out, where it is everywhere in time."""
    legs = problem.legs(vehicle, jobs)
    last = vehicle.window[1] + vehicle.overtime_max
    for left in range(vehicle.window[0], last + 1):
        at, waited, place = left, 0, vehicle.start
        for job, leg in zip(jobs, legs, strict=False):
            begun = first_moment(job.windows, at + leg)
            if begun is None:
                break
            waited += begun - at - leg
            at, place = begun + work_of(vehicle, job, place), job.place
        else:
            if at + legs[-1] <= last:
                yield waited


def test_a_place_is_found_exactly_where_there_is_one_and_costs_what_it_adds() -> None:
    found = refused = 0
    for seed in range(60):
        problem = with_prices(problem_of(any_problem(seed, jobs=7, vehicles=2)), seed)
        day, rng = day_of(problem), random.Random(seed)
        memory, routes = blank_memory(day), empty_routes(day)
        own: dict[int, list[Job]] = {vehicle.id: [] for vehicle in problem.vehicles}
        _start(problem, routes, memory)
        for node in rng.sample(range(7), 7):
            job = problem.jobs[node]
            for index, vehicle in enumerate(problem.vehicles):
                if not is_able(vehicle, job):
                    continue
                look(day, routes, memory, index, node, FOREVER)
                places = _places(problem, vehicle, own[vehicle.id], job)
                best = min(places, default=(FOREVER, 0))
                worth = best[0] < day.job[node, DROP]
                assert memory.price[node, index] == (best[0] if worth else FOREVER), (seed, node, index)
                found, refused = found + worth, refused + (not places)
                if worth and rng.random() < 0.7:
                    after = int(memory.after[node, index])
                    put(day, routes, memory, index, node, after)
                    own[vehicle.id].insert(after, job)
                    break
        ids = {id: [job.id for job in jobs] for id, jobs in own.items()}
        left = [
            node for node, job in enumerate(problem.jobs) if all(job not in jobs for jobs in own.values())
        ]
        routes.left[: len(left)], routes.total[LEFT] = left, len(left)
        assert verdict_on(problem, ids).cost.total == cost_of(problem, routes)
    assert found > 100
    assert refused > 100


def _start(problem: Problem, routes: Routes, memory: Memory) -> None:
    """Measure the empty routes and put nothing in."""
    left, routes.total[LEFT] = int(routes.total[LEFT]), 0
    begin_with(day_of(problem), routes, memory)
    routes.total[LEFT] = left


def _places(problem: Problem, vehicle: Vehicle, jobs: list[Job], job: Job) -> list[tuple[int, int]]:
    """All places that keep every rule, with what each adds."""
    move = job.price_on(vehicle.id) + (0 if job.assigned in (None, vehicle.id) else job.stay_price)
    found = []
    for position in range(len(jobs) + 1):
        longer = [*jobs[:position], job, *jobs[position:]]
        if not route_broken(problem, vehicle, longer) and timeline_of(problem, vehicle, longer) is not None:
            found.append((_cost(problem, vehicle, longer) - _cost(problem, vehicle, jobs) + move, position))
    return found


def _cost(problem: Problem, vehicle: Vehicle, jobs: list[Job]) -> int:
    line = timeline_of(problem, vehicle, jobs)
    assert line is not None or not jobs
    if not jobs or line is None:
        return 0
    own = vehicle.load_cost(service_of(vehicle, jobs)) + idle_cost(problem, vehicle, jobs)
    return sum(problem.legs(vehicle, jobs)) + line.paid + own


def test_a_plan_that_cannot_be_driven_is_begun_with_as_far_as_it_can_be() -> None:
    for seed in range(10):
        problem = problem_of(any_problem(seed, jobs=6))
        crowded = {problem.vehicles[0].id: [job.id for job in problem.jobs]}

        found = search(replace(problem, known=crowded), seed, lambda _: 0.0, iterations=0)

        verdict = verdict_on(problem, found.routes)
        assert verdict.broken == (), seed
        assert verdict.cost.total == found.cost, seed


@pytest.mark.parametrize("part", range(4))
def test_a_search_ends_with_what_it_says_and_with_the_best_of_all_where_we_can_know_it(part: int) -> None:
    best = 0
    for seed in range(part * 10, part * 10 + 10):
        problem = problem_of(any_problem(seed))

        found = search(problem, seed, lambda _: 0.0, iterations=60)

        verdict = verdict_on(problem, found.routes)
        assert verdict.broken == (), seed
        assert verdict.cost.total == found.cost, seed
        judged = judge(Judged(any_problem(seed)), document_of(problem, verdict, {}), strict_times=True)
        assert [v for v in judged["violations"] if v["kind"] != "pinned"] == [], seed
        late = sum(job.stay_price for line in verdict.timelines.values() for job in line.moved)
        assert judged["total"] in (None, found.cost - late), seed  # who judges knows nothing of keep_until
        least = least_total(problem)
        assert verdict.cost.total >= least or any(j.is_pinned for j in verdict.left), seed
        best += verdict.cost.total == least
    assert best == 10


def test_a_search_weighs_whose_work_it_is_and_how_much_everybody_has() -> None:
    for seed in range(8):
        problem = with_prices(problem_of(any_problem(seed)), seed)

        found = search(problem, seed, lambda _: 0.0, iterations=60)

        cost = verdict_on(problem, found.routes).cost
        assert cost.total == found.cost == least_total(problem), seed
