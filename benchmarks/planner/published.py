"""Sets with objectives of their own: each instance through `wom solve`, judged, and laid beside what is published."""

from __future__ import annotations

import argparse
import json
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable
from dataclasses import asdict, dataclass, field
from pathlib import Path
from statistics import mean
from typing import Any


@dataclass(frozen=True, kw_only=True)
class Result:
    """Attributes:
    cost: by the set's own objective.
    published: the best that is known; None = nothing is.
    broken: the rules that the plan breaks, in words.
    terms: what the cost is made of.
    """

    name: str
    cost: float
    published: float | None
    broken: list[str]
    terms: dict[str, float] = field(default_factory=dict)

    @property
    def gap(self) -> float | None:
        """Percent above what is published."""
        return None if self.published is None else 100 * (self.cost / self.published - 1)


def solved(problem: dict[str, Any], budget: float, seed: int) -> dict[str, Any]:
    """What `wom solve` makes of it."""
    wom = shutil.which("wom", path=str(Path(sys.executable).parent)) or "wom"
    with tempfile.TemporaryDirectory() as folder:
        file, output = Path(folder) / "problem.json", Path(folder) / "plan.json"
        file.write_text(json.dumps(problem), encoding="utf-8")
        argv = [wom, "solve", str(file), "--budget", f"{budget:g}s"]
        argv += ["--seed", str(seed), "--output", str(output)]
        subprocess.run(argv, check=True, stdout=subprocess.DEVNULL)
        plan: dict[str, Any] = json.loads(output.read_text(encoding="utf-8"))
        return plan


def run(
    name: str, files: Callable[[Path], list[Path]], told: Callable[[Path, argparse.Namespace], Result]
) -> int:
    """The command line of a set; 1 if a plan breaks a rule."""
    parser = argparse.ArgumentParser(prog=f"python -m benchmarks.planner.{name}")
    parser.add_argument("names", nargs="*", help="instances; all where none is named")
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--budget", type=float, default=30, help="seconds for each instance")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--json", type=Path, help="results, written here")
    asked = parser.parse_args()
    results = []
    for file in files(asked.data):
        if asked.names and file.stem not in asked.names:
            continue
        results.append(told(file, asked))
        print(_line(results[-1]), flush=True)
    gaps = [one.gap for one in results if one.gap is not None]
    broken = sum(bool(one.broken) for one in results)
    worst = max(gaps, default=0)
    print(
        f"{len(results)} instances, {broken} with a broken rule, gap {mean(gaps or [0]):+.1f} % in the mean of "
        f"{len(gaps)}, {worst:+.1f} % at worst"
    )
    if asked.json:
        document = {"budget": asked.budget, "seed": asked.seed, "results": [asdict(one) for one in results]}
        asked.json.write_text(json.dumps(document, indent=1), encoding="utf-8")
    return 1 if broken else 0


def _line(one: Result) -> str:
    known = f"{one.published:10.2f}  {one.gap:+6.1f} %" if one.published is not None else f"{'-':>10}"
    return f"{one.name:46} {one.cost:10.2f}  published {known}  {'; '.join(one.broken[:2])}".rstrip()
