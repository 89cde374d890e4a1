"""From a problem to the engine's arrays."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from wom_tui.planning.engine.day import FETCHES, FIRST_PRICE, IS_ABLE, NOT_ABLE, REST_FIRST, Day, Ints, Small
from wom_tui.planning.problem import FOREVER, Job, Problem, Vehicle, Window, is_able

NEAR = 100  # neighbours that a ruin may reach
LEAVE_PINNED = 1 << 36  # a pinned job is left out only where nothing else is possible


def day_of(problem: Problem) -> Day:
    """The arrays; jobs and vehicles keep their order."""
    jobs, vehicles = problem.jobs, problem.vehicles
    places, node_of = _places(problem)
    travel, matrix_of = _travel(problem, places)
    kinds = sorted({v.type for v in vehicles}) or [""]
    able = np.array([[_able(v, j) for j in jobs] for v in vehicles], np.uint8).reshape(
        len(vehicles), len(jobs)
    )
    return Day(
        travel=travel,
        reach=np.ascontiguousarray(travel.transpose(0, 2, 1)),
        place=np.array([-1 if place is None else place for place in places], np.int32),
        job=_jobs(problem),
        window=_windows([job.windows for job in jobs]),
        work=np.array([[_work(job, kind) for job in jobs] for kind in kinds], np.int64).reshape(
            len(kinds), len(jobs), 2
        ),
        amount=_sides([(job.delivery, job.pickup, job.parts) for job in jobs], dimensions(problem)),
        vehicle=_vehicles(problem, node_of, matrix_of, kinds),
        capacity=_sides([(v.capacity, v.parts) for v in vehicles], dimensions(problem)),
        depot=_depots(problem, node_of),
        rest=_rests(vehicles),
        able=able,
        crew=_crew(able),
        near=_near(travel[0], len(jobs)),
        is_soft=any((j.due is not None and j.late_cost_per_min) or j.keep_until is not None for j in jobs)
        or any((v.overtime_max and v.overtime_cost_per_min) or v.waiting_cost_per_min for v in vehicles),
        room=_room(problem, travel),
    )


def dimensions(problem: Problem) -> int:
    """How many kinds of amounts there are."""
    amounts = [a for job in problem.jobs for a in (job.delivery, job.pickup, job.parts)]
    amounts += [a for vehicle in problem.vehicles for a in (vehicle.capacity, vehicle.parts)]
    return max(map(len, amounts), default=0)


def _able(vehicle: Vehicle, job: Job) -> int:
    if not is_able(vehicle, job):
        return NOT_ABLE
    return IS_ABLE if job.needs <= vehicle.has else FETCHES


def _depots(problem: Problem, node_of: Mapping[int | None, int]) -> Ints:
    rows = [(node_of[depot.place], node_of[depot.leaves], depot.service) for depot in problem.depots]
    return np.array(rows, np.int64).reshape(len(rows), 3)


def _places(problem: Problem) -> tuple[list[int | None], dict[int | None, int]]:
    """The place of each node, and the node of each place where a vehicle starts, ends or goes by."""
    n = len(problem.jobs)
    yards: list[int | None] = [
        *sorted(
            {p for v in problem.vehicles for p in (v.start, v.end) if p is not None}
            | {p for depot in problem.depots for p in (depot.place, depot.leaves)}
        ),
        None,
    ]
    return [*(job.place for job in problem.jobs), *yards], {yard: n + k for k, yard in enumerate(yards)}


def _travel(problem: Problem, places: Sequence[int | None]) -> tuple[Small, dict[tuple[str, float], int]]:
    """One matrix over the nodes for each profile and speed."""
    real = [0 if place is None else place for place in places]
    tables: list[Small] = []
    index: dict[tuple[str, float], int] = {}
    for vehicle in problem.vehicles:
        key = (vehicle.profile, vehicle.speed_factor)
        if key not in index:
            index[key] = len(tables)
            table = problem.travel(vehicle)[np.ix_(real, real)].astype(np.int32)
            table[-1, :] = 0
            table[:, -1] = 0
            tables.append(table)
    if not tables:
        tables = [np.zeros((len(places), len(places)), np.int32)]
    return np.ascontiguousarray(np.stack(tables)), index


def _jobs(problem: Problem) -> Ints:
    vehicle_at = {v.id: k for k, v in enumerate(problem.vehicles)}
    column = {id(prices): k for k, prices in enumerate(_price_lists(problem), start=FIRST_PRICE)}
    rows = [_job(job, vehicle_at, column[id(job.prices)]) for job in problem.jobs]
    return np.array(rows, np.int64).reshape(len(rows), 12)


def _price_lists(problem: Problem) -> list[Mapping[int, int] | None]:
    """Each once; none is the first."""
    return list({id(prices): prices for prices in (None, *(job.prices for job in problem.jobs))}.values())


def _job(job: Job, vehicle_at: dict[int, int], prices: int) -> tuple[int, ...]:
    first, last = (job.windows[0][0], job.windows[-1][1]) if job.windows else (FOREVER, -1)
    has_due = job.due is not None and job.late_cost_per_min > 0
    home = -1 if job.assigned is None else vehicle_at.get(job.assigned, -1)
    stay = 0 if job.assigned is None else job.stay_price
    drop = job.unassigned_cost + stay + (LEAVE_PINNED if job.is_pinned else 0)
    width = sum(min(b, 10**6) - min(a, 10**6) for a, b in job.windows)
    due = job.due if has_due and job.due is not None else FOREVER
    keep = FOREVER if job.keep_until is None or not stay else job.keep_until
    depot = -1 if job.depot is None else job.depot
    windows = len(job.windows)
    return last, first, due, job.late_cost_per_min, drop, home, stay, windows, width, keep, prices, depot


def _work(job: Job, kind: str) -> tuple[int, int]:
    return job.service_by_type.get(kind, job.service), job.setup_by_type.get(kind, job.setup)


def _windows(windows: Sequence[Sequence[Window]]) -> Ints:
    most = max((len(w) for w in windows), default=0)
    table = np.full((len(windows), max(most, 1), 2), -1, np.int64)
    for row, own in enumerate(windows):
        for column, window in enumerate(own):
            table[row, column] = window
    return table


def _padded(rows: Sequence[Sequence[int]], width: int) -> Ints:
    """Rows of one length, short ones filled up with 0."""
    return np.array([[*row, *[0] * (width - len(row))] for row in rows], np.int64).reshape(len(rows), width)


def _sides(rows: Sequence[Sequence[Sequence[int]]], width: int) -> Ints:
    """[row, dimension, side]."""
    sides = max(map(len, rows), default=2)
    return np.array([_padded(row, width).T for row in rows], np.int64).reshape(len(rows), width, sides)


def _vehicles(
    problem: Problem,
    node_of: dict[int | None, int],
    matrix_of: dict[tuple[str, float], int],
    kinds: list[str],
) -> Ints:
    rows: list[tuple[int, ...]] = []
    alike: dict[object, int] = {}
    homes = {job.assigned for job in problem.jobs}
    lists = _price_lists(problem)
    for index, v in enumerate(problem.vehicles):
        row = (
            node_of[v.start],
            node_of[v.end],
            v.window[0],
            v.window[1],
            v.window[1] + v.overtime_max,
            v.overtime_cost_per_min,
            min(v.max_tasks, len(problem.jobs)),
            v.max_travel_time,
            matrix_of[v.profile, v.speed_factor],
            kinds.index(v.type),
            len(v.breaks),
        )
        rests = tuple((r.windows, r.service) for r in v.breaks)
        prices = (
            v.load_price,
            v.waiting_cost_per_min,
            *(0 if prices is None else prices.get(v.id, 0) for prices in lists),
        )
        same = (row, rests, v.skills, v.capacity, v.has, v.parts, prices, v.id if v.id in homes else None)
        rows.append((*row, alike.setdefault(same, index), *prices))
    return np.array(rows, np.int64).reshape(len(rows), FIRST_PRICE + len(lists))


def _rests(vehicles: Sequence[Vehicle]) -> Ints:
    most = max((len(v.breaks) for v in vehicles), default=0)
    windows = max((len(r.windows) for v in vehicles for r in v.breaks), default=0)
    table = np.zeros((len(vehicles), most, REST_FIRST + 2 * windows), np.int64)
    for row, vehicle in enumerate(vehicles):
        for column, rest in enumerate(vehicle.breaks):
            flat = [moment for window in rest.windows for moment in window]
            table[row, column, : REST_FIRST + len(flat)] = (rest.service, len(rest.windows), *flat)
    return table


def _crew(able: np.ndarray) -> Small:
    most = int(able.sum(axis=0).max(initial=0))
    crew = np.full((able.shape[1], most + 1), -1, np.int32)
    for job in range(able.shape[1]):
        found = np.flatnonzero(able[:, job])
        crew[job, : len(found)] = found
    return crew


def _near(travel: Small, jobs: int) -> Small:
    """Nearest by the way there and back; ties by the job's order."""
    both = travel[:jobs, :jobs].astype(np.int64) + travel[:jobs, :jobs].T
    np.fill_diagonal(both, -1)  # each job is its own nearest
    return np.argsort(both, axis=1, kind="stable")[:, : NEAR + 1].astype(np.int32)


def _room(problem: Problem, travel: Small) -> int:
    """More stops than any route can have: the shortest jobs, each with the shortest way to it, one after another."""
    if not problem.vehicles or not problem.jobs:
        return 0
    longest = max(v.window[1] + v.overtime_max - v.window[0] for v in problem.vehicles)
    n = len(problem.jobs)
    there = travel.min(axis=0)[:-1, :n].copy()  # without "nowhere": only the first job is come to from there
    there[np.arange(n), np.arange(n)] = np.iinfo(np.int32).max
    shortest = [
        min(job.service, *job.service_by_type.values()) + int(way)
        if job.service_by_type
        else job.service + int(way)
        for job, way in zip(problem.jobs, there.min(axis=0), strict=True)
    ]
    fitting = int((np.cumsum(np.sort(np.array(shortest))) <= longest).sum())
    return min(n, max(v.max_tasks for v in problem.vehicles), fitting + 2)
