"""Cheapest insertion: a baseline, the repair of other solvers' routes, and the maker of "existing plans"."""

from __future__ import annotations

import random

from benchmarks.planner.contract import FOREVER, Job, Problem, Vehicle, earliest
from benchmarks.planner.judge import route_violations
from benchmarks.planner.timing import Timeline, simulate

Routes = dict[int, list[int]]


def hopeless(p: Problem, v: Vehicle, ids: list[int]) -> bool:
    """Quick necessary test: too late even without breaks and setup."""
    m, t, at = p.matrix(v), v.window[0], v.start
    for i in ids:
        j = p.jobs[i]
        if at is not None:
            t += m[at][j.loc]
        s = earliest(j.windows, t)
        if s is None:
            return True
        t, at = s + (0 if j.service_per_type else j.service), j.loc
    return t + (0 if at is None or v.end is None else m[at][v.end]) > v.window[1] + v.overtime_max


def ok(p: Problem, v: Vehicle, ids: list[int]) -> bool:
    return not hopeless(p, v, ids) and not route_violations(p, v, [p.jobs[i] for i in ids])[0]


def soft(p: Problem, v: Vehicle, ids: list[int]) -> int:
    if not v.overtime_max and all(p.jobs[i].due is None for i in ids):
        return 0
    line = simulate(p, v, [p.jobs[i] for i in ids])
    return line.lateness_cost + line.overtime_cost if isinstance(line, Timeline) else FOREVER


def cheapest(
    p: Problem, routes: Routes, j: Job, limit: int, only: int | None = None
) -> tuple[int, int, int] | None:
    """Cheapest feasible (cost, vehicle, position) below limit. Lateness and overtime are added after the
    travel bound.
    """
    found: list[tuple[int, int, int]] = []
    for v in p.vehicles.values():
        if (only is not None and v.id != only) or not p.allowed(v, j):
            continue
        m, r = p.matrix(v), routes[v.id]
        stops = [v.start, *(p.jobs[i].loc for i in r), v.end]
        move = j.stay_price if j.assigned is not None and j.assigned != v.id else 0
        for k in range(len(r) + 1):
            a, b = stops[k], stops[k + 1]
            into, out = (0 if a is None else m[a][j.loc]), (0 if b is None else m[j.loc][b])
            skip = 0 if a is None or b is None or not r else m[a][b]
            if (c := into + out - skip + move) < limit:
                found.append((c, v.id, k))
    best: tuple[int, int, int] | None = None
    base: dict[int, int] = {}
    for c, vid, k in sorted(found):
        if best is not None and c >= best[0]:
            break
        v, r = p.vehicles[vid], routes[vid]
        new = [*r[:k], j.id, *r[k:]]
        if ok(p, v, new):
            if vid not in base:
                base[vid] = soft(p, v, r) if r else 0
            c += soft(p, v, new) - base[vid]
            if c < (best[0] if best else limit):
                best = (c, vid, k)
    return best


def greedy(p: Problem, iterations: int = 0, seed: int = 1) -> Routes:
    """Pinned, then assigned jobs on their own vehicle, then the rest, dearest and tightest first; then a small
    improving search
    (remove 2..8 neighbours, insert again, annealing). Deterministic for given iterations and seed."""
    routes: Routes = {v: [] for v in p.vehicles}
    rng = random.Random(seed)

    def width(j: Job) -> int:
        return sum(b - a for a, b in j.windows)

    order = sorted(
        p.jobs.values(), key=lambda j: (not j.pinned, j.assigned is None, -j.unassigned_cost, width(j), j.id)
    )

    def place(j: Job, own: bool) -> int:
        hit = cheapest(
            p,
            routes,
            j,
            FOREVER if j.pinned else j.unassigned_cost + j.stay_price,
            j.assigned if own else None,
        )
        if hit:
            routes[hit[1]].insert(hit[2], j.id)
            return hit[0]
        return j.unassigned_cost + (j.stay_price if j.assigned is not None else 0)

    late: list[Job] = []
    for j in order:
        own = routes.get(j.assigned) if j.assigned is not None else None
        place(j, own=own is not None)
        if own is not None and not j.pinned and j.id not in own:
            late.append(j)
    for j in late:
        place(j, own=False)

    def cost() -> int:
        done = {i: v for v, r in routes.items() for i in r}
        c = sum(
            sum(p.legs(p.vehicles[v], [p.jobs[i] for i in r])) + soft(p, p.vehicles[v], r)
            for v, r in routes.items()
            if r
        )
        return c + sum(
            (j.unassigned_cost if j.id not in done else 0)
            + (j.stay_price if j.assigned is not None and done.get(j.id) != j.assigned else 0)
            for j in p.jobs.values()
        )

    if iterations and p.jobs:
        m = next(iter(p.durations.values()))
        near = {
            j.id: [
                x.id for x in sorted(p.jobs.values(), key=lambda x: m[j.loc][x.loc] + m[x.loc][j.loc])[:20]
            ]
            for j in p.jobs.values()
        }
        now = best = cost()
        champion = {v: list(r) for v, r in routes.items()}
        for step in range(iterations):
            keep = {v: list(r) for v, r in routes.items()}
            done = {i: v for v, r in routes.items() for i in r}
            centre = rng.choice(list(p.jobs))
            out = [i for i in near[centre] if not p.jobs[i].pinned][: rng.randint(2, 8)]
            for i in out:
                if i in done:
                    routes[done[i]].remove(i)
            pool = (
                out + rng.sample(left, min(6, len(left)))
                if (left := [i for i in p.jobs if i not in done and i not in out])
                else out
            )
            pool.sort(key=lambda i: (-p.jobs[i].unassigned_cost * rng.random(), i))
            for i in pool:
                place(p.jobs[i], own=False)
            new = (
                cost()
                if all(ok(p, p.vehicles[done[i]], routes[done[i]]) for i in out if i in done)
                else FOREVER
            )
            if new < now + 2000 * (1 - step / iterations) * rng.expovariate(
                1
            ):  # annealing: a falling random threshold
                now = new
                if now < best:
                    best, champion = now, {v: list(r) for v, r in routes.items()}
            else:
                routes = keep
        routes = champion
    return routes


def _worst(p: Problem, v: Vehicle, r: list[int]) -> int:
    """The job to take out of a broken route: not a pinned one, one that mends it, a cheap one."""

    def key(i: int) -> tuple[bool, bool, int, int]:
        rest = [x for x in r if x != i]
        return (p.jobs[i].pinned, not ok(p, v, rest), p.jobs[i].unassigned_cost, i)

    return min(r, key=key)


def repair(p: Problem, routes: Routes) -> tuple[Routes, int]:
    """Feasible routes, left-over jobs inserted where they fit, and how many jobs had to be taken out of the
    peer's own routes.
    """
    out: Routes = {v: [] for v in p.vehicles}
    seen: set[int] = set()
    dropped = 0
    for vid, ids in routes.items():
        v = p.vehicles[vid]
        r = [i for i in dict.fromkeys(ids) if i not in seen]
        seen.update(r)
        while r and not ok(p, v, r):
            r.remove(_worst(p, v, r))
            dropped += 1
        out[vid] = r
    kept = {i for r in out.values() for i in r}
    for j in sorted((j for j in p.jobs.values() if j.id not in kept), key=lambda j: -j.unassigned_cost):
        if hit := cheapest(p, out, j, FOREVER if j.pinned else j.unassigned_cost):
            out[hit[1]].insert(hit[2], j.id)
    return out, dropped
