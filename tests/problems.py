"""Small problems for the planner, of every kind, and an oracle that looks at all solutions of one."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from itertools import permutations, product
from typing import Any

from wom_tui.planning.problem import Depot, Job, Problem, Vehicle, idle_cost, is_able, service_of, work_of
from wom_tui.planning.proof import route_broken

HORIZON = 40


def any_problem(seed: int, jobs: int = 4, vehicles: int = 2) -> dict[str, Any]:
    """A document with all that the contract knows, in a day of forty seconds, so that everything collides."""
    rng = random.Random(seed)
    places = jobs + 2
    table = [[0 if a == b else rng.randint(1, 7) for b in range(places)] for a in range(places)]
    return {
        "jobs": [_job(rng, id, vehicles, places) for id in range(1, jobs + 1)],
        "vehicles": [_vehicle(rng, id, places) for id in range(1, vehicles + 1)],
        "matrices": {"car": {"durations": table}},
    }


def _job(rng: random.Random, id: int, vehicles: int, places: int) -> dict[str, Any]:
    job: dict[str, Any] = {
        "id": id,
        "location_index": rng.randrange(places),
        "service": rng.randint(0, 4),
        "skills": rng.choice([[], [], [1], [2]]),
        "delivery": [rng.randint(0, 2)],
        "pickup": [rng.choice([0, 0, 1, 2])],
        "x-wom": {"unassigned_cost": rng.randint(3, 60)},
    }
    if rng.random() < 0.6:
        job["time_windows"] = _windows(rng, 0, 14, rng.randint(1, 2))
    if rng.random() < 0.3:
        job["setup"] = rng.randint(1, 3)
    if rng.random() < 0.2:
        job["release"] = rng.randint(0, 12)
    if rng.random() < 0.5:
        job["x-wom"] |= {"due": rng.randint(0, 25), "late_cost_per_min": rng.choice([0, 60, 95, 400])}
    if rng.random() < 0.3:
        job["x-wom"] |= {"assigned": rng.randint(1, vehicles + 1), "stay_price": rng.randint(0, 9)}
        job["x-wom"]["pinned"] = rng.random() < 0.3
        if rng.random() < 0.5:
            job["x-wom"]["keep_until"] = rng.randint(0, 25)
    return job


def _vehicle(rng: random.Random, id: int, places: int) -> dict[str, Any]:
    vehicle: dict[str, Any] = {
        "id": id,
        "start_index": rng.randrange(places),
        "end_index": rng.randrange(places),
        "time_window": [rng.randint(0, 4), rng.randint(20, HORIZON)],
        "skills": rng.choice([[1], [2], [1, 2]]),
        "capacity": [rng.randint(2, 5)],
        "breaks": [
            {
                "id": k,
                "service": rng.randint(1, 5),
                "time_windows": _windows(rng, 12 * k, 8, rng.randint(1, 2)),
            }
            for k in range(rng.choice([0, 1, 1, 2]))
        ],
        "x-wom": {"overtime_max": rng.choice([0, 6]), "overtime_cost_per_min": rng.choice([0, 70, 300])},
    }
    if rng.random() < 0.2:
        del vehicle[rng.choice(["start_index", "end_index"])]
    if rng.random() < 0.2:
        vehicle["max_tasks"] = rng.randint(1, 3)
    if rng.random() < 0.2:
        vehicle["max_travel_time"] = rng.randint(4, 16)
    if rng.random() < 0.2:
        vehicle["speed_factor"] = rng.choice([0.7, 1.3])
    return vehicle


def _windows(rng: random.Random, begin: int, wide: int, count: int) -> list[list[int]]:
    windows, at = [], begin
    for _ in range(count):
        opens = at + rng.randint(0, wide)
        windows.append([opens, opens + rng.randint(0, 8)])
        at = windows[-1][1] + 1
    return windows


def with_prices(problem: Problem, seed: int) -> Problem:
    """The same, where vehicles have prices of their own: for jobs, for much work, and for waiting."""
    rng = random.Random(seed)
    lists = [None, *({v.id: rng.randint(0, 12) for v in problem.vehicles} for _ in range(2))]
    return replace(
        problem,
        jobs=tuple(replace(job, prices=rng.choice(lists)) for job in problem.jobs),
        vehicles=tuple(
            replace(
                v,
                load_price=rng.choice([0, 4000, 9000]),
                waiting_cost_per_min=0 if v.breaks else rng.choice([0, 60, 150]),
            )
            for v in problem.vehicles
        ),
    )


def with_depots(problem: Problem, seed: int) -> Problem:
    """The same, where some jobs need what only some vehicles have, and some use up parts; the rest is fetched."""
    rng = random.Random(seed)
    rows = range(len(next(iter(problem.durations.values()))))
    depots = tuple(
        Depot(place=rng.choice(rows), leaves=rng.choice(rows), service=rng.randint(0, 2)) for _ in range(2)
    )
    return replace(
        problem,
        depots=depots,
        jobs=tuple(
            replace(
                job,
                depot=rng.choice([None, 0, 0, 1]),
                needs=frozenset(rng.choice([[], [], [1], [2]])),
                parts=tuple(rng.choice([[], [], [1], [0, 2]])),
            )
            for job in problem.jobs
        ),
        vehicles=tuple(
            replace(
                v, has=frozenset(rng.choice([[], [1], [1, 2]])), parts=tuple(rng.choice([[], [1, 2], [2]]))
            )
            for v in problem.vehicles
        ),
    )


def least_soft(problem: Problem, vehicle: Vehicle, jobs: list[Job]) -> int | None:
    """Least that is paid over all that a vehicle can do second by second: drive, wait, rest, serve."""
    legs, last = problem.legs(vehicle, jobs), vehicle.window[1] + vehicle.overtime_max
    places = [vehicle.start, *(job.place for job in jobs)]

    @cache
    def go(at: int, stop: int, left: int, taken: int) -> int | None:
        if at > last:
            return None
        ways = [go(at + 1, stop, left, taken)]
        if left:
            ways.append(go(at + 1, stop, left - 1, taken))
        if taken < len(vehicle.breaks) and _is_in(vehicle.breaks[taken].windows, at):
            ways.append(go(at + vehicle.breaks[taken].service, stop, left, taken + 1))
        if not left and stop < len(jobs) and _is_in(jobs[stop].windows, at):
            job = jobs[stop]
            rest = go(at + work_of(vehicle, job, places[stop]), stop + 1, legs[stop + 1], taken)
            late = 0 if job.due is None else max(0, at - job.due)
            paid = job.late_cost_per_min * late // 60
            if job.assigned == vehicle.id and job.keep_until is not None and at > job.keep_until:
                paid += job.stay_price
            ways.append(None if rest is None else rest + paid)
        if not left and stop == len(jobs) and all(at <= rest.closes for rest in vehicle.breaks[taken:]):
            ways.append(vehicle.overtime_cost_per_min * max(0, at - vehicle.window[1]) // 60)
        return min((way for way in ways if way is not None), default=None)

    return go(vehicle.window[0], 0, legs[0], 0)


def _is_in(windows: tuple[tuple[int, int], ...], at: int) -> bool:
    return any(opens <= at <= closes for opens, closes in windows)


def least_total(problem: Problem) -> int:
    """What the best of all solutions costs; a pinned job may be left out only where nothing else is possible."""
    price = {
        (vehicle.id, chosen): _cheapest_order(problem, vehicle, chosen)
        for vehicle in problem.vehicles
        for chosen in _subsets(problem, vehicle)
    }
    totals = []
    for where in product([None, *(v.id for v in problem.vehicles)], repeat=len(problem.jobs)):
        routes = {
            v.id: frozenset(j.id for j, id in zip(problem.jobs, where, strict=True) if id == v.id)
            for v in problem.vehicles
        }
        costs = [price.get((id, chosen)) for id, chosen in routes.items()]
        if None in costs:
            continue
        pinned_left = sum(j.is_pinned and id is None for j, id in zip(problem.jobs, where, strict=True))
        left = sum(j.unassigned_cost for j, id in zip(problem.jobs, where, strict=True) if id is None)
        stay = sum(
            j.stay_price
            for j, id in zip(problem.jobs, where, strict=True)
            if j.assigned is not None and id != j.assigned
        )
        totals.append((pinned_left, left + stay + sum(cost or 0 for cost in costs)))
    return min(totals)[1]


def _subsets(problem: Problem, vehicle: Vehicle) -> Iterator[frozenset[int]]:
    able = [job.id for job in problem.jobs if is_able(vehicle, job)]
    for flags in product([False, True], repeat=len(able)):
        yield frozenset(id for id, flag in zip(able, flags, strict=True) if flag)


def _cheapest_order(problem: Problem, vehicle: Vehicle, chosen: frozenset[int]) -> int | None:
    """What the best order costs in all; None when there is none."""
    if not chosen:
        return 0
    costs = []
    for order in permutations(sorted(chosen)):
        jobs = [problem.job_of[id] for id in order]
        if route_broken(problem, vehicle, jobs):
            continue
        soft = least_soft(problem, vehicle, jobs)
        if soft is not None:
            costs.append(sum(problem.legs(vehicle, jobs)) + soft + idle_cost(problem, vehicle, jobs))
    own = [problem.job_of[id] for id in chosen]
    prices = sum(job.price_on(vehicle.id) for job in own) + vehicle.load_cost(service_of(vehicle, own))
    return min(costs) + prices if costs else None
