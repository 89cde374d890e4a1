"""Public benchmark files -> VROOM JSON (with "x-wom" unassigned costs), and published solutions -> plans.

    python -m benchmarks.planner.convert DATA/solomon/R112.txt --output r112.json
    python -m benchmarks.planner.convert DATA/pcvrptw/C1_10_6.vrp --output c.json --solution C1_10_6.sol --plan
    c.plan.json

The kind is recognised from the text. What survives the conversion and what does not:
  Solomon, Homberger   Everything, with the distance-only objective. Unit 0.1 (times and distances x10,
  distances truncated:
                       the DIMACS convention). Fleet minimisation (hierarchical objective) is NOT expressed.
  EURO-NeurIPS         Everything (static variant), unit seconds. The competition's fleet is unlimited; here it is the
                       VEHICLES line.
  PCVRPTW              Everything, unit 0.1; the prize becomes unassigned_cost.
  STRSP (noTeam)       Everything: levels are skills one above the other, a task that is left out costs what the
                       paper has it done outside for, 200 + (sum of its requirements) ** 1.5. Unit 0.1 (truncated). The
                       technicians are those of `technicians_noTeam/`, or of the folder that --crew names. Teams that
                       are formed for a day are NOT expressed.
  MDVRPTW              Refused: the limit on route duration has no VROOM member.
Jobs without a price of their own cost 1000000 when unassigned ("serve all"). Best-known values found next to
the file are
copied to "x-bench" (best_known, best_known_kind) for display; they are never used to steer a solver.
"""

from __future__ import annotations

import argparse
import json
import re
import sys
from pathlib import Path
from typing import Any

import numpy as np

from benchmarks.planner.contract import MANDATORY, Problem

Raw = dict[str, Any]


def truncated(xy: np.ndarray) -> np.ndarray:
    """Euclidean distances x10, truncated."""
    d: np.ndarray = np.floor(10 * np.sqrt(((xy[:, None] - xy[None]) ** 2).sum(-1)) + 1e-9).astype(np.int64)
    return d


def build(
    d: np.ndarray,
    demand: Any,
    early: Any,
    late: Any,
    service: Any,
    vehicles: int,
    capacity: int,
    cost: Any = None,
) -> Raw:
    """One depot (row 0), identical vehicles."""
    jobs: list[Raw] = [
        {
            "id": k,
            "location_index": k,
            "service": int(service[k]),
            "delivery": [int(demand[k])],
            "time_windows": [[int(early[k]), int(late[k])]],
            "x-wom": {"unassigned_cost": MANDATORY if cost is None else int(cost[k])},
        }
        for k in range(1, len(d))
    ]
    if cost is not None:
        top = max(1, int(max(cost)))
        for j in jobs:
            j["priority"] = max(1, round(100 * j["x-wom"]["unassigned_cost"] / top))
    fleet = [
        {
            "id": k + 1,
            "start_index": 0,
            "end_index": 0,
            "capacity": [int(capacity)],
            "time_window": [int(early[0]), int(late[0])],
        }
        for k in range(vehicles)
    ]
    return {"vehicles": fleet, "jobs": jobs, "matrices": {"car": {"durations": d.tolist()}}}


def solomon(text: str, vehicles: int | None, path: Path) -> Raw:
    rows = [x.split() for x in text.splitlines()]
    i = next(k for k, x in enumerate(rows) if x and x[0] == "NUMBER")
    fleet, capacity = int(rows[i + 1][0]), int(rows[i + 1][1])
    a = np.array([list(map(int, x)) for x in rows[i + 2 :] if len(x) == 7 and x[0].isdigit()])
    raw = build(
        truncated(a[:, 1:3]), a[:, 3], a[:, 4] * 10, a[:, 5] * 10, a[:, 6] * 10, vehicles or fleet, capacity
    )
    table = path.parent / "bks.json"
    known = json.loads(table.read_text(encoding="utf-8")).get(path.stem, {}) if table.exists() else {}
    if known.get("min_distance_1dec"):
        raw["x-bench"] = {"best_known": round(known["min_distance_1dec"] * 10), "best_known_kind": "travel_s"}
    return raw


def vrplib(text: str, vehicles: int | None, path: Path) -> Raw:
    head: dict[str, str] = {}
    sec: dict[str, list[float]] = {}
    now = None
    for line in text.splitlines():
        w = line.split()
        if not w:
            continue
        if w[0].endswith("_SECTION"):
            now = sec.setdefault(w[0][:-8], [])
        elif now is not None and re.match(r"-?\d", w[0]):
            now += [float(x) for x in w]
        elif ":" in line:
            key, _, value = line.partition(":")
            head[key.strip()] = value.strip()
    if "VEHICLES_MAX_DURATION" in head or "VEHICLES_DEPOT" in sec:
        raise SystemExit("multi-depot files with a duration limit cannot be expressed")
    n = int(head["DIMENSION"])

    def table(name: str, c: int) -> np.ndarray:
        return np.array(sec[name]).reshape(n, c)

    explicit = head["EDGE_WEIGHT_TYPE"] == "EXPLICIT"
    unit = 1 if explicit else 10
    d = table("EDGE_WEIGHT", n).astype(np.int64) if explicit else truncated(table("NODE_COORD", 3)[:, 1:])
    tw = table("TIME_WINDOW", 3)[:, 1:] * unit
    service = (
        table("SERVICE_TIME", 2)[:, 1]
        if "SERVICE_TIME" in sec
        else np.array([0.0] + [float(head.get("SERVICE_TIME", 0))] * (n - 1))
    ) * unit
    prize = table("PRIZE", 2)[:, 1] * unit if "PRIZE" in sec else None
    raw = build(
        d,
        table("DEMAND", 2)[:, 1],
        tw[:, 0],
        tw[:, 1],
        service,
        vehicles or int(head.get("VEHICLES", n - 1)),
        int(float(head["CAPACITY"])),
        prize,
    )
    sol = path.with_suffix(".sol")
    if sol.exists() and (m := re.search(r"Cost:?\s*([\d.]+)", sol.read_text(encoding="utf-8"))):
        raw["x-bench"] = {
            "best_known": round(float(m[1]) * (1 if explicit or "." not in m[1] else 10)),
            "best_known_kind": "travel_s" if prize is None else "total",
        }
    return raw


def strsp(text: str, vehicles: int | None, path: Path, crew: Path | None) -> Raw:
    rows = [line.split() for line in text.splitlines()]
    a = np.array([list(map(int, row)) for row in rows if len(row) > 8 and row[0].isdigit()])
    needs = a[:, 8:]
    outside = 10 * (200 + needs.sum(1) ** 1.5)
    raw = build(
        truncated(a[:, 1:3]), a[:, 3], a[:, 4] * 10, a[:, 5] * 10, a[:, 6] * 10, 0, 0, np.rint(outside)
    )
    folder = crew or path.parent.parent / "technicians_noTeam"
    told = (folder / f"technicians_{path.name}").read_text(encoding="utf-8").splitlines()
    domains, levels = (
        int(next(line for line in told if line.startswith(word)).rpartition(":")[2])
        for word in ("domains", "proficiency level")
    )
    for job, row in zip(raw["jobs"], needs[1:], strict=True):
        del job["delivery"]
        # d13 = 1 asks for level 3 in domain 1, whoever has 4 has 3 as well
        job["skills"] = [d * levels + n for d in range(domains) for n in range(levels) if row[d * levels + n]]
    window = [int(a[0, 4]) * 10, int(a[0, 5]) * 10]
    people = [list(map(int, line.split())) for line in told if line[:1].isdigit()]
    raw["vehicles"] = [
        {
            "id": id,
            "start_index": 0,
            "end_index": 0,
            "time_window": window,
            "skills": [d * levels + n for d in range(domains) for n in range(own[d])],
        }
        for id, *own in people[:vehicles]
    ]
    return raw


def solution(text: str, p: Problem) -> Raw:
    """Published route lists -> a plan without times (the judge computes them); route k goes to the k-th vehicle."""
    ids = list(p.vehicles)
    routes: list[Raw] = []
    for m in re.finditer(r"Route\s*#?(\d+)\s*:\s*([\d ]+)", text):
        steps = [{"type": "start"}, *({"type": "job", "id": int(x)} for x in m[2].split()), {"type": "end"}]
        routes.append({"vehicle": ids[len(routes)], "steps": steps})
    done = {s["id"] for r in routes for s in r["steps"] if "id" in s}
    return {"code": 0, "routes": routes, "unassigned": [{"id": i} for i in p.jobs if i not in done]}


def convert(path: Path, vehicles: int | None = None, crew: Path | None = None) -> Raw:
    text = path.read_text(encoding="utf-8")
    if "EDGE_WEIGHT_TYPE" in text:
        raw = vrplib(text, vehicles, path)
    elif "CUST NO." in text and re.search(r"\bd11\b", text):
        raw = strsp(text, vehicles, path, crew)
    elif "VEHICLE" in text and "CUST NO." in text:
        raw = solomon(text, vehicles, path)
    else:
        raise SystemExit(f"{path.name}: unknown format")
    raw["x-bench"] = {**raw.get("x-bench", {}), "source": path.name}
    return raw


def main() -> int:
    a = argparse.ArgumentParser(description="Convert a public benchmark file to VROOM JSON.")
    a.add_argument("file", type=Path)
    a.add_argument("--output", required=True)
    a.add_argument("--vehicles", type=int, help="fleet size instead of the file's")
    a.add_argument("--crew", type=Path, help="STRSP: the folder of its technicians")
    a.add_argument("--solution", type=Path, help="published .sol file ...")
    a.add_argument("--plan", help="... written as a plan here")
    o = a.parse_args()
    raw = convert(o.file, o.vehicles, o.crew)
    Path(o.output).write_text(json.dumps(raw, separators=(",", ":")), encoding="utf-8")
    if o.solution and o.plan:
        Path(o.plan).write_text(
            json.dumps(solution(o.solution.read_text(encoding="utf-8"), Problem(raw))), encoding="utf-8"
        )
    print(
        f"{o.output}: {len(raw['jobs'])} jobs, {len(raw['vehicles'])} vehicles {raw['x-bench']}",
        file=sys.stderr,
    )
    return 0


if __name__ == "__main__":
    sys.exit(main())
