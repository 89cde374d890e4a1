"""Run one other solver on a VROOM JSON problem (with "x-wom") and write a VROOM JSON plan.

    python -m benchmarks.planner.peers {vroom,pyvrp,ortools,greedy} PROBLEM.json --budget 10 --seed 1 --output PLAN.json

vroom, pyvrp, ortools are packages of their own (pip install pyvroom pyvrp ortools numpy pandas), best in an
environment of
their own. `--budget` is search time; start-up and reading are on top. One thread. What each model can express:
  vroom    skills, windows, breaks, capacity, max_tasks, max_travel_time, pinned (private skill). Priorities 0..100 in
           proportion to unassigned_cost, lexicographic. No lateness, overtime or stay price. Instead the budget
           is split
           over up to four runs (assigned jobs locked to their vehicle or not; due times as hard deadlines or
           ignored) and
           the best plan is kept.
  pyvrp    skills and pins as load dimensions, capacity, stay price as per-vehicle distances, overtime (on duration),
           optional jobs as prizes. No breaks: the length is taken off the shift. No lateness: half the budget with due
           times as deadlines, half without, the better plan is kept. One window per job.
  ortools  skills, several windows, breaks, capacity, stay price, lateness, overtime, all priced exactly.
pyvrp and ortools start from the greedy plan when the problem has an existing plan. No adapter: setup times,
open routes.
Repair (all): a route the judge rejects loses its cheapest jobs until it holds; then every job left over is
offered to every
vehicle once more (cheapest insertion). Locked or pinned jobs whose vehicle is gone are free.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Callable
from pathlib import Path

from benchmarks.planner.contract import Problem, load
from benchmarks.planner.greedy import Routes, greedy, repair
from benchmarks.planner.modelling import Unsupported
from benchmarks.planner.peer_ortools import solve_ortools
from benchmarks.planner.peer_pyvrp import solve_pyvrp
from benchmarks.planner.peer_vroom import solve_vroom
from benchmarks.planner.plans import make_plan

PEERS: dict[str, Callable[[Problem, float, int], Routes]] = {
    "vroom": solve_vroom,
    "pyvrp": solve_pyvrp,
    "ortools": solve_ortools,
    "greedy": lambda p, budget, seed: greedy(p),
}


def main() -> int:
    a = argparse.ArgumentParser(description="Run a peer solver on a VROOM JSON problem.")
    a.add_argument("peer", choices=sorted(PEERS))
    a.add_argument("problem")
    a.add_argument("--budget", default="10", help="search seconds, 10 or 10s")
    a.add_argument("--seed", type=int, default=1)
    a.add_argument("--output", required=True)
    o = a.parse_args()
    p = load(o.problem)
    try:
        raw = PEERS[o.peer](p, float(str(o.budget).rstrip("s")), o.seed)
    except (Unsupported, ImportError) as e:
        print(f"{o.peer}: cannot run this problem: {e}", file=sys.stderr)
        return 3
    routes, dropped = repair(p, raw)
    plan = make_plan(p, routes)
    plan["x-peer"] = {"name": o.peer, "repair_dropped": dropped}
    Path(o.output).write_text(json.dumps(plan), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
