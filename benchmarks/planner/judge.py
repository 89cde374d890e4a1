"""Independent judge for field-service plans (VROOM JSON in, VROOM JSON out, "x-wom" extensions).

    python -m benchmarks.planner.judge PROBLEM.json PLAN.json [--json] [--strict-times]

Only the order of jobs on each vehicle is read from the plan; every time is computed again from the
problem. Exit status 0 = feasible, 1 = infeasible, 2 = the files cannot be judged. Stdlib only.

Rules (the whole contract, see README.md for the reasons):
* A job's time window, `release` and `due` are about the START of its service (as in VROOM).
* A break may be taken anywhere between two services: on the road, before leaving, after arriving.
  It starts inside one of its windows. It is owed unless the vehicle is back before that window closes.
  Several breaks are taken in the order of their windows. Waiting is always allowed and free.
* Among all break placements the judge takes the cheapest (lateness + overtime) for the given order.
* travel = round-half-up(durations[a][b] / speed_factor), whole seconds.
* cost.total = travel + unassigned + lateness + overtime + stay, all in travel-second equivalents;
  lateness and overtime = rate per minute * seconds // 60; stay_price is paid by a job with `assigned`
  that is not on that vehicle in the plan (moved or dropped). An unused vehicle costs nothing.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from benchmarks.planner.contract import Job, Problem, Vehicle, Violation, load
from benchmarks.planner.timing import Failure, Timeline, simulate


def _amount(amounts: tuple[int, ...], d: int) -> int:
    return amounts[d] if d < len(amounts) else 0


def route_violations(p: Problem, v: Vehicle, jobs: Sequence[Job]) -> tuple[list[Violation], Timeline | None]:
    """Every hard rule for one route; the timeline is None when the times cannot work."""
    bad: list[Violation] = []
    for j in jobs:
        if not j.skills <= v.skills:
            bad.append(Violation("skill", f"lacks {sorted(j.skills - v.skills)}", v.id, j.id))
        if j.pinned and j.assigned != v.id:
            bad.append(Violation("pinned", f"pinned to vehicle {j.assigned}", v.id, j.id))
    if len(jobs) > v.max_tasks:
        bad.append(Violation("max_tasks", f"{len(jobs)} > {v.max_tasks}", v.id))
    if sum(p.legs(v, jobs)) > v.max_travel_time:
        bad.append(Violation("max_travel_time", f"{sum(p.legs(v, jobs))} > {v.max_travel_time}", v.id))
    dims = max([len(v.capacity)] + [len(a) for j in jobs for a in (j.delivery, j.pickup)], default=0)
    for d in range(dims):
        load = peak = sum(_amount(j.delivery, d) for j in jobs)
        for j in jobs:
            load += _amount(j.pickup, d) - _amount(j.delivery, d)
            peak = max(peak, load)
        if peak > _amount(v.capacity, d):
            bad.append(Violation("capacity", f"dimension {d}: {peak} > {_amount(v.capacity, d)}", v.id))
    res = simulate(p, v, jobs)
    if isinstance(res, Failure):
        where = (
            f"before job {res.job.id}"
            if res.job and res.kind == "break"
            else f"at job {res.job.id}"
            if res.job
            else "at the end of the route"
        )
        bad.append(Violation(res.kind, where, v.id, res.job.id if res.job else None))
        return bad, None
    return bad, res


def _step_id(step: dict[str, Any]) -> Any:
    return step.get("id", step.get("job"))


def stated_errors(p: Problem, v: Vehicle, steps: Sequence[dict[str, Any]], tol: int = 1) -> list[str]:
    """Is the timeline PRINTED in the plan possible as printed? (Reported apart: the costs never use it.)"""
    if any("arrival" not in s for s in steps):
        return [f"vehicle {v.id}: a step has no arrival"]
    out: list[str] = []
    m = p.matrix(v)
    breaks = {b.id: b for b in v.breaks}
    loc, free, rest, rest_end = v.start, v.window[0], 0, 0
    stated_breaks = set()
    for s in steps:
        begin = int(s["arrival"]) + int(s.get("waiting_time") or 0)
        kind, sid = s.get("type"), _step_id(s)
        if kind == "break":
            b = breaks.get(sid)
            stated_breaks.add(sid)
            if b is None or not any(x - tol <= begin <= y + tol for x, y in b.windows):
                out.append(f"vehicle {v.id}: break {sid} at {begin} is outside its window")
            if begin < max(free, rest_end) - tol:
                out.append(f"vehicle {v.id}: break {sid} at {begin} starts before the vehicle is free")
            rest += b.service if b else 0
            rest_end = begin + (b.service if b else 0)
            continue
        if kind == "start":
            if begin < v.window[0]:
                out.append(f"vehicle {v.id}: starts at {begin}, before its shift")
            free = begin
            continue
        to = v.end if kind == "end" else p.jobs[sid].loc
        travel = 0 if loc is None or to is None else int(m[loc][to])
        if begin < max(free + travel + rest, rest_end) - tol:
            out.append(
                f"vehicle {v.id}: {kind} {sid if sid is not None else ''} at {begin}, "
                f"possible from {max(free + travel + rest, rest_end)}"
            )
        if kind == "end":
            if begin > v.window[1] + v.overtime_max + tol:
                out.append(f"vehicle {v.id}: ends at {begin}, after its shift")
            owed = [b.id for b in v.breaks if b.id not in stated_breaks and begin > b.windows[-1][1]]
            if owed:
                out.append(f"vehicle {v.id}: breaks {owed} are not in the plan")
        else:
            job = p.jobs[sid]
            if not any(x - tol <= begin <= y + tol for x, y in job.windows):
                out.append(f"vehicle {v.id}: job {sid} at {begin} is outside its window")
            free = begin + p.work(v, job, loc)
        loc, rest, rest_end = to, 0, 0
    return out


def judge(p: Problem, plan: dict[str, Any], strict_times: bool = False) -> dict[str, Any]:
    """Violations and cost vector of a plan; `feasible` is False as soon as one violation exists."""
    bad: list[Violation] = []
    stated: list[str] = []
    where: dict[int, int] = {}
    if plan.get("code", 0) != 0:
        bad.append(Violation("format", f"code {plan['code']}"))
    routes = plan.get("routes")
    if not isinstance(routes, list):
        routes = []
        bad.append(Violation("format", "no routes list"))
    travel = late = over_cost = over_s = late_jobs = used = 0
    seen_vehicles: set[int] = set()
    for r in routes:
        v = p.vehicles.get(r.get("vehicle"))
        if v is None:
            bad.append(Violation("unknown_vehicle", f"vehicle {r.get('vehicle')}"))
            continue
        if v.id in seen_vehicles:
            bad.append(Violation("duplicate_vehicle", "two routes", v.id))
        seen_vehicles.add(v.id)
        jobs: list[Job] = []
        known = True
        for s in r.get("steps") or []:
            if s.get("type") in ("start", "end", "break"):
                continue
            j = p.jobs.get(_step_id(s)) if s.get("type") == "job" else None
            if j is None:
                known = False
                bad.append(Violation("unknown_job", f"step {s.get('type')} {_step_id(s)}", v.id))
            elif j.id in where:
                bad.append(Violation("duplicate_job", f"also on vehicle {where[j.id]}", v.id, j.id))
            else:
                where[j.id] = v.id
                jobs.append(j)
        if not jobs:
            continue
        used += 1
        wrong, line = route_violations(p, v, jobs)
        bad += wrong
        travel += sum(p.legs(v, jobs))
        if line:
            late, over_cost, over_s = (
                late + line.lateness_cost,
                over_cost + line.overtime_cost,
                over_s + line.overtime_s,
            )
            late_jobs += line.late_jobs
        if known:
            stated += stated_errors(p, v, r["steps"])
    listed = [u.get("id") for u in plan.get("unassigned") or []]
    for i, n in Counter(listed).items():
        if i not in p.jobs or n > 1:
            bad.append(
                Violation(
                    "format",
                    f"unassigned lists {i} {n} times" if i in p.jobs else f"unassigned lists unknown job {i}",
                )
            )
        elif i in where:
            bad.append(Violation("accounting", "both planned and unassigned", where[i], i))
    un = [j for j in p.jobs.values() if j.id not in where]
    for j in un:
        if j.id not in listed:
            bad.append(Violation("accounting", "neither planned nor unassigned", None, j.id))
        if j.pinned:
            bad.append(Violation("pinned", f"pinned to vehicle {j.assigned} but unassigned", None, j.id))
    gone = [j for j in p.jobs.values() if j.assigned is not None and where.get(j.id) != j.assigned]
    if strict_times:
        bad += [Violation("stated_times", s) for s in stated]
    cost = dict(
        travel_s=travel,
        unassigned_cost=sum(j.unassigned_cost for j in un),
        lateness_cost=late,
        overtime_cost=over_cost,
        stay_cost=sum(j.stay_price for j in gone),
    )
    by_prio = Counter(str(j.priority) for j in un)
    return dict(
        feasible=not bad,
        total=None if bad else sum(cost.values()),
        cost=cost,
        unassigned=len(un),
        unassigned_by_priority={k: by_prio[k] for k in sorted(by_prio, key=int, reverse=True)},
        late_jobs=late_jobs,
        overtime_s=over_s,
        moved=len(gone),
        vehicles_used=used,
        violations=[{k: getattr(b, k) for k in b.__slots__} for b in bad],
        stated_errors=stated,
    )


def lines(r: dict[str, Any]) -> Iterable[str]:
    yield (
        "feasible" if r["feasible"] else "INFEASIBLE"
    ) + f"  total {r['total']}  vehicles {r['vehicles_used']}"
    yield "cost   " + "  ".join(f"{k} {v}" for k, v in r["cost"].items())
    shown = dict(list(r["unassigned_by_priority"].items())[:6])
    more = " ..." if len(r["unassigned_by_priority"]) > 6 else ""
    yield (
        f"jobs   unassigned {r['unassigned']} by priority {shown}{more}  late {r['late_jobs']}  "
        f"overtime {r['overtime_s']} s  moved {r['moved']}"
    )
    for b in r["violations"]:
        yield f"violation  {b['kind']}  vehicle {b['vehicle']}  job {b['job']}  {b['detail']}"
    for s in r["stated_errors"]:
        yield f"printed times  {s}"


def main() -> int:
    a = argparse.ArgumentParser(description="Judge a plan against its problem.")
    a.add_argument("problem")
    a.add_argument("plan")
    a.add_argument("--json", action="store_true")
    a.add_argument(
        "--strict-times", action="store_true", help="an impossible printed timeline is a violation too"
    )
    o = a.parse_args()
    try:
        p = load(o.problem)
        plan = json.loads(Path(o.plan).read_text(encoding="utf-8"))
        r = judge(p, plan, o.strict_times)
    except (OSError, ValueError, KeyError, TypeError) as e:
        print(f"cannot judge: {type(e).__name__}: {e}", file=sys.stderr)
        return 2
    print(json.dumps(r, indent=1) if o.json else "\n".join(lines(r)))
    return 0 if r["feasible"] else 1


if __name__ == "__main__":
    sys.exit(main())
