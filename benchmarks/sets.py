"""Public sets that no general solver has words for: visits of two that keep step, tools and parts fetched at a depot.

`WOM_DATA` names the folder with the public files. Each set is kept in build/races/NAME.json and is not run again while
that is there: both together take half an hour. See planner/hhcrsp.py and planner/trsp.py.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path
from statistics import mean
from typing import Any

from benchmarks.figures import Figure
from benchmarks.races import KEPT, ROOT

BUDGET_S = 30


def figures() -> list[Figure]:
    """Both sets."""
    return [
        *_told("hhcrsp", "care visits of two, each in step with the other (HHCRSP)", "≤ 10"),
        *_told("trsp", "technicians with tools and parts, the rest at a depot (TRSP)", ""),
    ]


def _told(name: str, what: str, worst: str) -> Iterable[Figure]:
    results = _kept(name)
    gaps = [100 * (one["cost"] / one["published"] - 1) for one in results if one["published"]]
    on = f"{len(gaps)} files with a published value, {BUDGET_S} s"
    yield Figure(
        f"{what}: plans that break a rule", sum(bool(one["broken"]) for one in results), "", "0", _of(results)
    )
    yield Figure("… above the best published, mean", mean(gaps), "%", "≤ 3" if not worst else "", on)
    yield Figure("… above the best published, at worst", max(gaps), "%", worst, on)


def _of(results: list[dict[str, Any]]) -> str:
    return f"{len(results)} files, {BUDGET_S} s"


def _kept(name: str) -> list[dict[str, Any]]:
    path = KEPT / f"{name}.json"
    if not path.exists():
        KEPT.mkdir(parents=True, exist_ok=True)
        data = Path(os.environ["WOM_DATA"]) / name
        argv = [sys.executable, "-m", f"benchmarks.planner.{name}", "--data", str(data)]
        argv += ["--budget", str(BUDGET_S), "--json", str(path)]
        subprocess.run(argv, cwd=ROOT, check=True)
    found: list[dict[str, Any]] = json.loads(path.read_text(encoding="utf-8"))["results"]
    return found
