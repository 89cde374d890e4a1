"""PyVRP."""

from __future__ import annotations

import time
from typing import Any

from benchmarks.planner.contract import MANDATORY, Problem, Vehicle
from benchmarks.planner.greedy import Routes, greedy, repair
from benchmarks.planner.modelling import (
    Unsupported,
    best_of,
    dimensions,
    ends,
    has_due,
    has_plan,
    horizon,
    plain,
    windows_of,
)


def solve_pyvrp(p: Problem, budget: float, seed: int) -> Routes:
    if not has_due(p):
        return _pyvrp(p, budget, seed, deadline=False)
    return best_of(p, [repair(p, _pyvrp(p, budget / 2, seed, deadline))[0] for deadline in (True, False)])


def _pyvrp(p: Problem, budget: float, seed: int, deadline: bool) -> Routes:
    import numpy as np
    import pyvrp
    from pyvrp.stop import MaxRuntime

    plain(p)
    if any(len(j.windows) > 1 for j in p.jobs.values()):
        raise Unsupported("several time windows per job")
    began = time.perf_counter()
    jobs = [j for j in p.jobs.values() if j.windows]
    col = {j.id: k for k, j in enumerate(jobs)}
    end = horizon(p)
    overtime = any(v.overtime_max for v in p.vehicles.values())
    unit = (
        60 if overtime else 1
    )  # one cost unit = 1/60 s so that a price per minute stays a whole number per second
    dims = dimensions(p, skills=True)
    places = ends(p)
    loc = places + [j.loc for j in jobs]
    depot = {x: k for k, x in enumerate(places)}
    big = len(p.vehicles) * len(loc) ** 2 > 40_000_000
    stay = not big and any(j.stay_price and j.assigned is not None for j in jobs)

    groups: dict[tuple[Any, ...], list[Vehicle]] = {}
    for v in p.vehicles.values():
        key = (
            v.start,
            v.end,
            v.window,
            v.profile,
            v.speed_factor,
            tuple(c[v.id] for _, c in dims),
            sum(b.service for b in v.breaks),
            v.overtime_max,
            v.overtime_cost_per_min,
            v.id if stay else None,
        )
        groups.setdefault(key, []).append(v)
    dist: list[Any] = []
    dur: list[Any] = []
    types: list[Any] = []
    profiles: dict[tuple[Any, ...], int] = {}
    for members in groups.values():
        v = members[0]
        matrix = (v.profile, v.speed_factor, v.id if stay else None)
        if matrix not in profiles:
            profiles[matrix] = len(dist)
            t = np.array(p.matrix(v), dtype=np.int64)[np.ix_(loc, loc)]
            np.fill_diagonal(t, 0)
            d = t.copy()
            if stay:
                extra = np.array(
                    [0] * len(places) + [j.stay_price if j.assigned not in (None, v.id) else 0 for j in jobs],
                    dtype=np.int64,
                )
                d += extra[None, :]
                np.fill_diagonal(d, 0)
            dist.append(d)
            dur.append(t)
        length = min(v.window[1], end) - v.window[0]
        types.append(
            pyvrp.VehicleType(
                len(members),
                capacity=[int(c[v.id]) for _, c in dims],
                start_depot=depot[v.start or 0],
                end_depot=depot[v.end or 0],
                tw_early=v.window[0],
                tw_late=min(v.window[1], end) + v.overtime_max,
                shift_duration=max(0, length - sum(b.service for b in v.breaks)),
                profile=profiles[matrix],
                unit_distance_cost=unit,
                max_overtime=v.overtime_max,
                unit_overtime_cost=v.overtime_cost_per_min if overtime else 0,
            )
        )
    clients = [
        pyvrp.Client(
            len(places) + k,
            delivery=[int(n[j.id]) for n, _ in dims],
            service_duration=j.service,
            tw_early=j.windows[0][0],
            tw_late=min(windows_of(j, deadline)[0][1], end),
            prize=unit * j.unassigned_cost,
            required=j.unassigned_cost >= MANDATORY,
        )
        for k, j in enumerate(jobs)
    ]
    data = pyvrp.ProblemData(
        [pyvrp.Location(0, 0) for _ in loc],
        clients,
        [pyvrp.Depot(depot[x]) for x in places],
        types,
        dist,
        dur,
    )
    initial = None
    order = list(groups.values())
    if has_plan(p):
        kind = {v.id: k for k, g in enumerate(order) for v in g}
        initial = pyvrp.Solution(
            data, [pyvrp.Route(data, [col[i] for i in r], kind[vid]) for vid, r in greedy(p).items() if r]
        )
    res = pyvrp.solve(
        data,
        MaxRuntime(max(0.1, budget - (time.perf_counter() - began))),
        seed=seed,
        collect_stats=False,
        display=False,
        initial_solution=initial,
    )
    free = [list(g) for g in order]
    out: Routes = {}
    for r in res.best.routes():
        out[free[r.vehicle_type()].pop(0).id] = [jobs[a.idx].id for a in r if a.is_client()]
    return out
