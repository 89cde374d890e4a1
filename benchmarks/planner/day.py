"""Seeded, realistic field-service days as VROOM JSON with "x-wom" prices.

    python -m benchmarks.planner.day --jobs 200 --techs 40 --seed 1 --output day.json
    python -m benchmarks.planner.day --jobs 200 --techs 40 --seed 1 --variant sick --output sick.json
    python -m benchmarks.planner.day --sites boston --data DIR --jobs 200 --techs 26 --output boston.json

Variants: plain; nobreak; sla (soft due times and paid overtime instead of some windows); emergency and sick (in-day
re-planning at 09:30: done and started visits are cut off, every open visit carries `assigned` and `stay_price`, one in
twenty is pinned). The "existing plan" is made by this race's own insertion search (about 10 s for 200 jobs) or
read with
--base-plan PLAN.json. Usual sizes: 50/10, 200/40, 500/100, 1000/200 (synthetic); 50/8, 200/26, 500/60 (Boston).
Times are
seconds after local midnight.
"""

from __future__ import annotations

import argparse
import json
import random
import sys
from pathlib import Path
from typing import Any

from benchmarks.planner.boston import boston
from benchmarks.planner.contract import Problem
from benchmarks.planner.greedy import Routes, greedy
from benchmarks.planner.synthetic import LATE, H, a_job, synthetic
from benchmarks.planner.timing import Failure, simulate


def soften(raw: dict[str, Any], seed: int) -> None:
    """Half of the visits without an appointment get a soft due time; everybody may work one paid hour longer."""
    rng = random.Random(seed * 31 + 5)
    for j in raw["jobs"]:
        a, b = j["time_windows"][0]
        if b - a > 4 * H and rng.random() < 0.5:
            prio = int(j["description"][1])
            j["x-wom"] |= {"due": int(rng.uniform(9, 15) * 4) * 900, "late_cost_per_min": LATE[prio]}
    for v in raw["vehicles"]:
        v["x-wom"] = {"overtime_max": H, "overtime_cost_per_min": 90}


def disrupt(
    raw: dict[str, Any],
    routes: Routes,
    kind: str,
    seed: int,
    at: int = int(9.5 * H),
    freeze: int = 900,
    stay: int = 3600,
) -> dict[str, Any]:
    """The same day at time `at`: what is done, on the way or about to start is cut off and the vehicle
    continues from there.
    """
    p, rng = Problem(raw), random.Random(seed * 131 + 7)
    by_id = {j["id"]: j for j in raw["jobs"]}
    vehicles: list[dict[str, Any]] = []
    jobs: dict[int, dict[str, Any]] = {}
    rest_of: dict[int, list[int]] = {}
    done: set[int] = set()
    for v0 in raw["vehicles"]:
        v, r = p.vehicles[v0["id"]], routes.get(v0["id"], [])
        line = simulate(p, v, [p.jobs[i] for i in r])
        assert not isinstance(line, Failure)
        stops = [s for s in line.stops if s.job is not None]
        cut = sum(1 for s in stops if s.start <= at + freeze or s.start - s.travel <= at)
        while True:
            new = json.loads(json.dumps(v0))
            begin = max(at, v.window[0], stops[cut - 1].finish if cut else 0)
            new["time_window"] = [begin, max(begin, v.window[1])]
            if cut:
                new["start_index"] = p.jobs[r[cut - 1]].loc
                taken = {b.id for s in line.stops[:cut] for b, _ in s.breaks}
                new["breaks"] = [b for b in v0.get("breaks", []) if b["id"] not in taken]
            trial = Problem({**raw, "vehicles": [new]})
            if not isinstance(simulate(trial, trial.vehicles[v.id], [p.jobs[i] for i in r[cut:]]), Failure):
                break
            cut += 1
        vehicles.append(new)
        rest_of[v.id], done = r[cut:], done | set(r[:cut])
    planned = {i: vid for vid, r in rest_of.items() for i in r}
    for i, j in by_id.items():
        if i in done or (i not in planned and j["time_windows"][0][1] < at):
            continue
        j = json.loads(json.dumps(j))
        if i in planned:
            j["x-wom"] |= {"assigned": planned[i], "stay_price": stay}
        jobs[i] = j
    note: dict[str, Any] = {"at": at, "open": len(jobs)}
    if kind == "sick":
        gone = rng.choice([v["id"] for v in vehicles if len(rest_of[v["id"]]) >= 3])
        vehicles = [v for v in vehicles if v["id"] != gone]
        for i in rest_of[gone]:
            jobs[i]["x-wom"] = {
                k: v for k, v in jobs[i]["x-wom"].items() if k not in ("assigned", "stay_price")
            }
        note |= {"sick": gone, "lost": rest_of[gone]}
    else:
        like = rng.choice(raw["jobs"])
        new_id = max(by_id) + 1
        jobs[new_id] = a_job(
            new_id,
            rng.choice(raw["jobs"])["location_index"],
            1,
            3600,
            (at, at + int(2.5 * H)),
            like["skills"],
            "emergency",
        )
        note |= {"emergency": new_id}
    for j in jobs.values():
        if "assigned" in j["x-wom"] and rng.random() < 0.05:
            j["x-wom"]["pinned"] = True
    return {
        "vehicles": vehicles,
        "jobs": list(jobs.values()),
        "matrices": raw["matrices"],
        "x-bench": {**raw.get("x-bench", {}), **note},
    }


def make(
    n: int,
    t: int,
    seed: int,
    variant: str = "plain",
    sites: str = "synthetic",
    base_plan: Routes | None = None,
    stay: int = 3600,
    data: Path | None = None,
) -> dict[str, Any]:
    breaks = variant != "nobreak"
    if sites == "boston":
        if data is None:
            raise SystemExit("boston needs --data")
        raw = boston(n, t, seed, data, breaks)
    else:
        raw = synthetic(n, t, seed, breaks)
    if variant == "sla":
        soften(raw, seed)
    elif variant in ("emergency", "sick"):
        raw = disrupt(
            raw,
            base_plan or greedy(Problem(raw), iterations=min(10 * n, 3000), seed=seed),
            variant,
            seed,
            stay=stay,
        )
    raw["x-bench"] = {
        **raw.get("x-bench", {}),
        "generator": "day",
        "sites": sites,
        "variant": variant,
        "jobs": n,
        "techs": t,
        "seed": seed,
    }
    return raw


def main() -> int:
    a = argparse.ArgumentParser(description="Generate a field-service day as VROOM JSON.")
    a.add_argument("--jobs", type=int, default=200)
    a.add_argument("--techs", type=int, default=40)
    a.add_argument("--seed", type=int, default=1)
    a.add_argument("--variant", choices=["plain", "nobreak", "sla", "emergency", "sick"], default="plain")
    a.add_argument("--sites", choices=["synthetic", "boston"], default="synthetic")
    a.add_argument(
        "--base-plan", help="existing plan (VROOM output for the plain day) for emergency and sick"
    )
    a.add_argument("--data", type=Path, help="folder with Boston's orders and streets")
    a.add_argument("--stay-price", type=int, default=3600)
    a.add_argument("--output", required=True)
    o = a.parse_args()
    base = None
    if o.base_plan:
        plan = json.loads(Path(o.base_plan).read_text(encoding="utf-8"))
        base = {
            r["vehicle"]: [s.get("id", s.get("job")) for s in r["steps"] if s["type"] == "job"]
            for r in plan["routes"]
        }
    raw = make(o.jobs, o.techs, o.seed, o.variant, o.sites, base, o.stay_price, o.data)
    Problem(raw)
    Path(o.output).write_text(json.dumps(raw, separators=(",", ":")), encoding="utf-8")
    print(
        f"{o.output}: {len(raw['jobs'])} jobs, {len(raw['vehicles'])} vehicles {raw['x-bench']}",
        file=sys.stderr,
    )
    return 0


if __name__ == "__main__":
    sys.exit(main())
