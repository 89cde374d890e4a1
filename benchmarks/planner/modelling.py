"""What several solvers' models share."""

from __future__ import annotations

from typing import Any

from benchmarks.planner.contract import FOREVER, Job, Problem, Window
from benchmarks.planner.greedy import Routes
from benchmarks.planner.judge import judge
from benchmarks.planner.plans import make_plan


class Unsupported(Exception):
    """This peer cannot express the problem."""


def has_plan(p: Problem) -> bool:
    return any(j.assigned is not None for j in p.jobs.values())


def has_due(p: Problem) -> bool:
    return any(j.due is not None and j.late_cost_per_min for j in p.jobs.values())


def windows_of(j: Job, deadline: bool) -> tuple[Window, ...]:
    """The job's windows, cut at its due time where that leaves any."""
    if deadline and j.due is not None and j.late_cost_per_min:
        return tuple((a, min(b, j.due)) for a, b in j.windows if a <= j.due) or j.windows
    return j.windows


def best_of(p: Problem, plans: list[Routes]) -> Routes:
    def total(r: Routes) -> int:
        t = judge(p, make_plan(p, r))["total"]
        return FOREVER if t is None else int(t)

    return min(plans, key=total)


def plain(p: Problem) -> None:
    if any(j.setup or j.setup_per_type or j.service_per_type for j in p.jobs.values()):
        raise Unsupported("setup or per-type service times")
    if any(v.start is None or v.end is None for v in p.vehicles.values()):
        raise Unsupported("open routes")


def ends(p: Problem) -> list[int]:
    """Distinct places where vehicles start or end."""
    return sorted({x for v in p.vehicles.values() for x in (v.start, v.end) if x is not None})


def dimensions(p: Problem, skills: bool) -> list[tuple[dict[int, int], dict[int, int]]]:
    """(demand by job, capacity by vehicle): real amounts, max_tasks and, if asked, one dimension per distinct
    skill/pin need.
    """
    jobs, vehicles = p.jobs.values(), p.vehicles.values()
    if any(any(j.delivery) for j in jobs) and any(any(j.pickup) for j in jobs):
        raise Unsupported("deliveries and pickups together")
    out = []
    for d in range(max((len(a) for j in jobs for a in (j.delivery, j.pickup)), default=0)):
        need = {
            j.id: (j.delivery[d] if d < len(j.delivery) else 0) + (j.pickup[d] if d < len(j.pickup) else 0)
            for j in jobs
        }
        out.append((need, {v.id: v.capacity[d] if d < len(v.capacity) else 0 for v in vehicles}))
    if any(v.max_tasks < FOREVER for v in vehicles):
        out.append(({j.id: 1 for j in jobs}, {v.id: min(v.max_tasks, len(p.jobs)) for v in vehicles}))
    if skills:
        kinds: dict[tuple[Any, ...], list[int]] = {}
        for j in jobs:
            kinds.setdefault((tuple(sorted(j.skills)), j.assigned if j.pinned else None), []).append(j.id)
        for ids in kinds.values():
            can = {v.id: int(p.allowed(v, p.jobs[ids[0]])) for v in vehicles}
            if not all(can.values()):
                out.append(
                    ({j.id: int(j.id in set(ids)) for j in jobs}, {v: c * len(ids) for v, c in can.items()})
                )
    return out


def horizon(p: Problem) -> int:
    """Nothing can happen later than this."""
    return max(min(v.window[1], 10**8) + v.overtime_max for v in p.vehicles.values())
