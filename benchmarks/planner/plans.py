"""Routes as a VROOM document; used by the other solvers, never by the judging."""

from __future__ import annotations

from typing import Any

from benchmarks.planner.contract import Problem
from benchmarks.planner.timing import Failure, simulate


def make_plan(
    p: Problem, routes: dict[int, list[int]], reasons: dict[int, str] | None = None
) -> dict[str, Any]:
    """VROOM-shaped plan for feasible routes {vehicle id: [job id, ...]}; used by the peers, not by the judging."""
    out: list[dict[str, Any]] = []
    travel_all = service_all = wait_all = 0
    for vid, ids in routes.items():
        if not ids:
            continue
        v = p.vehicles[vid]
        line = simulate(p, v, [p.jobs[i] for i in ids])
        if isinstance(line, Failure):
            raise ValueError(f"route of vehicle {vid} is infeasible: {line.kind}")
        steps: list[dict[str, Any]] = [
            dict(type="start", arrival=v.window[0], duration=0, waiting_time=0, service=0)
        ]
        driven = 0
        for stop in line.stops:
            for b, s in stop.breaks:
                steps.append(
                    dict(type="break", id=b.id, arrival=s, duration=driven, waiting_time=0, service=b.service)
                )
            driven += stop.travel
            wait = stop.start - stop.arrival
            if stop.job is None:
                steps.append(
                    dict(type="end", arrival=stop.arrival, duration=driven, waiting_time=0, service=0)
                )
            else:
                steps.append(
                    dict(
                        type="job",
                        id=stop.job.id,
                        arrival=stop.arrival,
                        duration=driven,
                        waiting_time=wait,
                        service=stop.finish - stop.start,
                    )
                )
                wait_all, service_all = wait_all + wait, service_all + stop.finish - stop.start
        travel_all += driven
        out.append(dict(vehicle=vid, duration=driven, steps=steps))
    done = {i for ids in routes.values() for i in ids}
    un = [
        dict(id=i, **({"reason": reasons[i]} if reasons and i in reasons else {}))
        for i in p.jobs
        if i not in done
    ]
    return dict(
        code=0,
        summary=dict(
            cost=travel_all,
            routes=len(out),
            unassigned=len(un),
            duration=travel_all,
            service=service_all,
            waiting_time=wait_all,
        ),
        unassigned=un,
        routes=out,
    )
