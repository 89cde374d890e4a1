"""Races of the planning engine against VROOM, PyVRP and OR-Tools: run what is not raced yet, and sum it up.

`WOM_PEERS` names a Python that has the peers (see planner/README.md), `WOM_DATA` the folder with the public files. Each
race is kept in build/races/NAME.json and is not run again while that is there: the three take an hour and a half.
"""

from __future__ import annotations

import json
import math
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from statistics import mean
from typing import Any

from benchmarks.figures import Figure

ROOT = Path(__file__).parent.parent
KEPT = ROOT / "build" / "races"
SIZES, SEEDS = (50, 200, 500, 1000), range(301, 311)  # seeds that nothing was tuned on
PER_TECHNICIAN = 5  # jobs
PUBLIC = ("euro-neurips", "homberger", "solomon")
Result = dict[str, Any]


def figures() -> list[Figure]:
    """All three races."""
    return [
        *_days("days-1s", 1, "vroom", ((50, "≤ 1.00"), (200, "≤ 1.00"), (500, ""), (1000, "≤ 1.02"))),
        *_days("days-10s", 10, "vroom,pyvrp,ortools", tuple((size, "") for size in SIZES)),
        *_worst("days-10s"),
        *_public("vrptw-10s", 10, "vroom,pyvrp,ortools"),
    ]


def _days(name: str, budget_s: int, peers: str, targets: Sequence[tuple[int, str]]) -> Iterable[Figure]:
    results = _raced(name, budget_s, peers, _made_days)
    for size, target in targets:
        ratios = [one["ratio_to_best"] for one in results if one["jobs"] == size]
        yield Figure(
            f"cost / the best of {peers.replace(',', ', ')}, {size} jobs",
            _geometric(ratios),
            "×",
            target,
            f"{len(ratios)} days, seeds {SEEDS[0]} to {SEEDS[-1]}, {budget_s} s",
        )
    walls = [one["runs"]["candidate"]["wall"] for one in results]
    on = f"{len(walls)} days, {budget_s} s"
    yield Figure("the whole process, the longest", max(walls), "s", f"≤ {budget_s + 1.5}", on)


def _worst(name: str) -> Iterable[Figure]:
    ratios = [one["ratio_to_best"] for one in _kept(name)]
    on = f"{len(ratios)} days of {', '.join(map(str, SIZES))} jobs, 10 s"
    near = 100 * sum(ratio <= 1.005 for ratio in ratios) / len(ratios)
    yield Figure("… of all sizes", _geometric(ratios), "×", "≤ 0.88", on)
    yield Figure("… the worst day", max(ratios), "×", "≤ 1.02", on)
    yield Figure("days on which it is at most 1.005", near, "%", "≥ 95", on)


def _public(name: str, budget_s: int, peers: str) -> Iterable[Figure]:
    """Mean per cent above the best known, of each solver on the files that it planned whole."""
    results = _raced(name, budget_s, peers, _public_files)
    gaps: dict[str, list[float]] = {}
    behind = []
    for one in results:
        found = {solver: gap for solver, run in one["runs"].items() if (gap := run.get("gap")) is not None}
        for solver, gap in found.items():
            gaps.setdefault(solver, []).append(gap)
        others = [found[solver] for solver in ("vroom", "ortools") if solver in found]
        if "candidate" in found and others:
            behind.append(found["candidate"] - min(others))
    for solver, own in gaps.items():
        who = "the engine" if solver == "candidate" else solver
        target = "below VROOM and OR-Tools, PyVRP + 5" if solver == "candidate" else ""
        on = f"{len(own)} files of {', '.join(PUBLIC)}, {budget_s} s"
        yield Figure(f"above the best known, {who}", mean(own), "%", target, on)
    on = f"{len(behind)} files, {budget_s} s"
    yield Figure("… behind the better of VROOM and OR-Tools, at worst", max(behind), "points", "≤ 5", on)


def _geometric(ratios: Sequence[float]) -> float:
    return math.exp(mean(map(math.log, ratios)))


# --------------------------------------------------------------------------------------------------------- racing


def _kept(name: str) -> list[Result]:
    found: list[Result] = json.loads((KEPT / f"{name}.json").read_text(encoding="utf-8"))["results"]
    return found


def _raced(name: str, budget_s: int, peers: str, files: Callable[[], list[str]]) -> list[Result]:
    """The results of a race; it is run where there are none."""
    if not (KEPT / f"{name}.json").exists():
        KEPT.mkdir(parents=True, exist_ok=True)
        wom = shutil.which("wom", path=str(Path(sys.executable).parent)) or "wom"
        argv = [sys.executable, "-m", "benchmarks.planner.race", "--budget", str(budget_s), "--peers", peers]
        argv += ["--peer-python", os.environ.get("WOM_PEERS", sys.executable)]
        argv += [
            "--candidate",
            f"{wom} solve {{problem}} --budget {{budget}}s --seed {{seed}} --output {{output}}",
        ]
        subprocess.run([*argv, "--json", str(KEPT / f"{name}.json"), *files()], cwd=ROOT, check=True)
    return _kept(name)


def _made_days() -> list[str]:
    made = []
    for size in SIZES:
        for seed in SEEDS:
            path = KEPT / f"d{size}-{seed}.json"
            if not path.exists():
                argv = ["--jobs", str(size), "--techs", str(size // PER_TECHNICIAN), "--seed", str(seed)]
                command = [sys.executable, "-m", "benchmarks.planner.day", *argv, "--output", str(path)]
                subprocess.run(command, cwd=ROOT, check=True, stdout=subprocess.DEVNULL)
            made.append(str(path))
    return made


def _public_files() -> list[str]:
    if "WOM_DATA" not in os.environ:
        raise SystemExit("WOM_DATA has to name the folder that holds " + ", ".join(PUBLIC))
    data = Path(os.environ["WOM_DATA"])
    return [str(path) for folder in PUBLIC for path in sorted((data / folder).glob("*.txt"))]
