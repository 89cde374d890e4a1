"""OR-Tools' routing solver."""

from __future__ import annotations

import time
from itertools import pairwise
from typing import Any

from benchmarks.planner.contract import MANDATORY, Problem
from benchmarks.planner.greedy import Routes, greedy
from benchmarks.planner.modelling import (
    Unsupported,
    dimensions,
    ends,
    has_plan,
    horizon,
    plain,
)


def solve_ortools(p: Problem, budget: float, seed: int) -> Routes:
    import numpy as np
    from ortools.constraint_solver import pywrapcp
    from ortools.constraint_solver import routing_enums_pb2 as enums

    plain(p)
    began = time.perf_counter()
    jobs, vehicles = [j for j in p.jobs.values() if j.windows], list(p.vehicles.values())
    places = ends(p)
    loc = places + [j.loc for j in jobs]
    node = {x: k for k, x in enumerate(places)}
    base, n, end = len(places), len(loc), horizon(p)
    work = np.array([0] * base + [j.service for j in jobs], dtype=np.int64)
    unit = (
        60
        if any(j.due is not None and j.late_cost_per_min for j in jobs)
        or any(v.overtime_max for v in vehicles)
        else 1
    )
    stay = len(vehicles) * n * n <= 30_000_000 and any(j.stay_price and j.assigned is not None for j in jobs)
    mgr = pywrapcp.RoutingIndexManager(
        n, len(vehicles), [node[v.start or 0] for v in vehicles], [node[v.end or 0] for v in vehicles]
    )
    rt = pywrapcp.RoutingModel(mgr)
    solver = rt.solver()
    cost_cb: dict[Any, int] = {}
    time_cb: dict[Any, int] = {}
    transits = []
    for k, v in enumerate(vehicles):
        key = (v.profile, v.speed_factor)
        if key not in time_cb:
            t = np.array(p.matrix(v), dtype=np.int64)[np.ix_(loc, loc)]
            time_cb[key] = rt.RegisterTransitMatrix((t + work[:, None]).tolist())
        ckey = (*key, v.id if stay else None)
        if ckey not in cost_cb:
            t = np.array(p.matrix(v), dtype=np.int64)[np.ix_(loc, loc)]
            if stay:
                t = (
                    t
                    + np.array(
                        [0] * base + [j.stay_price if j.assigned not in (None, v.id) else 0 for j in jobs],
                        dtype=np.int64,
                    )[None, :]
                )
            cost_cb[ckey] = rt.RegisterTransitMatrix((unit * t).tolist())
        rt.SetArcCostEvaluatorOfVehicle(cost_cb[ckey], k)
        transits.append(time_cb[key])
    rt.AddDimensionWithVehicleTransits(transits, end, end, False, "T")
    dim = rt.GetDimensionOrDie("T")
    for k, v in enumerate(vehicles):
        last = min(v.window[1], end)
        dim.CumulVar(rt.Start(k)).SetRange(v.window[0], last)
        dim.CumulVar(rt.End(k)).SetRange(v.window[0], last + v.overtime_max)
        if v.overtime_max and v.overtime_cost_per_min:
            dim.SetCumulVarSoftUpperBound(rt.End(k), last, v.overtime_cost_per_min)
        if v.breaks:
            if any(len(b.windows) > 1 for b in v.breaks):
                raise Unsupported("several windows per break")
            lo, name = v.window[0], f"b{v.id}_"  # the model would otherwise rest before the shift
            ivs = [
                solver.FixedDurationIntervalVar(
                    max(b.windows[0][0], lo),
                    max(lo, min(b.windows[0][1], end)),
                    b.service,
                    False,
                    f"{name}{b.id}",
                )
                for b in v.breaks
            ]
            dim.SetBreakIntervalsOfVehicle(ivs, k, [int(work[mgr.IndexToNode(i)]) for i in range(rt.Size())])
    for d, (need, cap) in enumerate(dimensions(p, skills=False)):
        cb = rt.RegisterUnaryTransitVector([0] * base + [int(need[j.id]) for j in jobs])
        rt.AddDimensionWithVehicleCapacity(cb, 0, [int(cap[v.id]) for v in vehicles], True, f"L{d}")
    for k, j in enumerate(jobs):
        i = mgr.NodeToIndex(base + k)
        cum = dim.CumulVar(i)
        cum.SetRange(j.windows[0][0], min(j.windows[-1][1], end))
        for (_, a), (b, _) in pairwise(j.windows):
            cum.RemoveInterval(a + 1, b - 1)
        if j.due is not None and j.late_cost_per_min:
            dim.SetCumulVarSoftUpperBound(i, j.due, j.late_cost_per_min)
        rt.VehicleVar(i).SetValues([-1, *(q for q, v in enumerate(vehicles) if p.allowed(v, j))])
        rt.AddDisjunction([i], unit * (j.unassigned_cost if not j.pinned else 10 * MANDATORY))
    q = pywrapcp.DefaultRoutingSearchParameters()
    first = enums.FirstSolutionStrategy
    q.first_solution_strategy = (
        first.LOCAL_CHEAPEST_INSERTION
        if any(v.breaks for v in vehicles)
        else first.PARALLEL_CHEAPEST_INSERTION
    )
    q.local_search_metaheuristic = enums.LocalSearchMetaheuristic.GUIDED_LOCAL_SEARCH
    q.time_limit.FromMilliseconds(max(100, int(1000 * (budget - (time.perf_counter() - began)))))
    sol = None
    if has_plan(p):
        col = {j.id: base + k for k, j in enumerate(jobs)}
        rt.CloseModelWithParameters(q)
        r = greedy(p)
        hint = rt.ReadAssignmentFromRoutes(
            [[mgr.NodeToIndex(col[i]) for i in r[v.id]] for v in vehicles], True
        )
        q.time_limit.FromMilliseconds(max(100, int(1000 * (budget - (time.perf_counter() - began)))))
        if hint is not None:
            sol = rt.SolveFromAssignmentWithParameters(hint, q)
    if sol is None:
        sol = rt.SolveWithParameters(q)
    out: Routes = {}
    if sol is not None:
        for k, v in enumerate(vehicles):
            i = sol.Value(rt.NextVar(rt.Start(k)))
            while not rt.IsEnd(i):
                out.setdefault(v.id, []).append(jobs[mgr.IndexToNode(i) - base].id)
                i = sol.Value(rt.NextVar(i))
    return out
