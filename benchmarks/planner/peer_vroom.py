"""VROOM, through pyvroom."""

from __future__ import annotations

import datetime as dt
from typing import Any

from benchmarks.planner.contract import FOREVER, Problem
from benchmarks.planner.greedy import Routes, repair
from benchmarks.planner.modelling import (
    best_of,
    has_due,
    windows_of,
)


def solve_vroom(p: Problem, budget: float, seed: int) -> Routes:
    import numpy as np
    import vroom

    top = max((j.unassigned_cost for j in p.jobs.values()), default=1) or 1
    priced = any((j.get("x-wom") or {}).get("unassigned_cost") is not None for j in p.raw["jobs"])

    def once(seconds: float, lock: bool, deadline: bool) -> Routes:
        q = vroom.Input()
        profiles: dict[tuple[str, float], str] = {}
        for v in p.vehicles.values():
            key = (v.profile, v.speed_factor)
            if key not in profiles:
                profiles[key] = f"p{len(profiles)}"
                q.set_durations_matrix(profiles[key], np.array(p.matrix(v), dtype=np.uint32))
            kw: dict[str, Any] = {}
            if v.max_tasks < FOREVER:
                kw["max_tasks"] = v.max_tasks
            if v.max_travel_time < FOREVER:
                kw["max_travel_time"] = v.max_travel_time
            q.add_vehicle(
                vroom.Vehicle(
                    v.id,
                    start=v.start,
                    end=v.end,
                    profile=profiles[key],
                    capacity=list(v.capacity),
                    skills=set(v.skills) | {1_000_000 + v.id},
                    time_window=vroom.TimeWindow(v.window[0], min(v.window[1], 10**8)),
                    type=v.type,
                    breaks=[
                        vroom.Break(
                            b.id,
                            time_windows=[vroom.TimeWindow(a, min(c, 10**8)) for a, c in b.windows],
                            service=b.service,
                        )
                        for b in v.breaks
                    ],
                    **kw,
                )
            )
        for j in p.jobs.values():
            if not j.windows:
                continue
            pin = {1_000_000 + j.assigned} if j.assigned in p.vehicles and (j.pinned or lock) else set()
            prio = max(1, round(100 * j.unassigned_cost / top)) if priced else j.priority
            q.add_job(
                vroom.Job(
                    j.id,
                    j.loc,
                    default_setup=j.setup,
                    default_service=j.service,
                    delivery=list(j.delivery),
                    pickup=list(j.pickup),
                    skills=set(j.skills) | pin,
                    priority=prio,
                    time_windows=[vroom.TimeWindow(a, min(b, 10**8)) for a, b in windows_of(j, deadline)],
                    service_per_type=j.service_per_type or None,
                    setup_per_type=j.setup_per_type or None,
                )
            )
        sol = q.solve(exploration_level=5, nb_threads=1, timeout=dt.timedelta(seconds=seconds))
        df = sol.routes
        return {
            int(v): [int(x) for x in g["id"]]
            for v, g in df[df["type"] == "job"].groupby("vehicle_id", sort=False)
        }

    locks = (
        (True, False) if any(j.stay_price and j.assigned in p.vehicles for j in p.jobs.values()) else (False,)
    )
    deadlines = (True, False) if has_due(p) else (False,)
    modes = [(a, b) for a in locks for b in deadlines]
    if len(modes) == 1:
        return once(budget, lock=False, deadline=False)
    return best_of(p, [repair(p, once(budget / len(modes), *m))[0] for m in modes])
