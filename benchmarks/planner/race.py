"""Race a candidate planner against other solvers on the same files, one core each, judged by judge.py.

    python -m benchmarks.planner.race --budget 10 --json result.json --peers vroom --peer-python PYTHON \\
        --candidate 'wom solve {problem} --budget {budget}s --seed {seed} --output {output}' day1.json ...

Problems are VROOM JSON, or public files that convert.py knows (`--data DIR solomon/R112.txt`). Solvers run one after
another (never side by side), each pinned to the same single core where the system allows it, in an order that rotates
from problem to problem. Placeholders: {problem} {budget} {seed} {output}. Exit status: 0 the candidate was feasible
everywhere (won or not), 1 it was infeasible, crashed or wrote no plan somewhere, 2 usage.
"""

from __future__ import annotations

import argparse
import contextlib
import json
import math
import os
import platform
import shlex
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from importlib import metadata
from pathlib import Path
from typing import Any

from benchmarks.planner.contract import Problem, ProblemError
from benchmarks.planner.convert import convert
from benchmarks.planner.judge import judge

ROOT = Path(__file__).resolve().parents[2]  # the peers' interpreter imports `benchmarks` from here
PACKAGES = {"vroom": "pyvroom", "pyvrp": "pyvrp", "ortools": "ortools", "greedy": None}
THREADS = dict.fromkeys(
    ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "NUMBA_NUM_THREADS", "RAYON_NUM_THREADS"),
    "1",
)


@contextlib.contextmanager
def _pinned(core: int | None) -> Iterator[None]:
    """What is started inside runs on that core alone: a process begins where the one runs that starts it."""
    if core is None:
        yield
        return
    before = os.sched_getaffinity(0)
    os.sched_setaffinity(0, {core})
    try:
        yield
    finally:
        os.sched_setaffinity(0, before)


def run(argv: list[str], core: int | None, limit: float) -> dict[str, Any]:
    """Run to the end or to the hard limit; wall and CPU seconds of the process and its children."""
    load = os.getloadavg()[0]
    began = time.perf_counter()
    with tempfile.TemporaryFile() as err:
        try:
            with _pinned(core):
                proc = subprocess.Popen(
                    argv,
                    stdin=subprocess.DEVNULL,
                    stdout=subprocess.DEVNULL,
                    stderr=err,
                    start_new_session=True,
                    env={**os.environ, **THREADS},
                    cwd=ROOT,
                )
        except OSError as e:
            return dict(rc=127, wall=0.0, cpu=0.0, load=load, killed=False, stderr=str(e))
        killed = threading.Event()

        def stop() -> None:
            killed.set()
            with contextlib.suppress(ProcessLookupError):
                os.killpg(proc.pid, signal.SIGKILL)

        timer = threading.Timer(limit, stop)
        timer.start()
        _, status, usage = os.wait4(proc.pid, 0)
        timer.cancel()
        proc.returncode = os.waitstatus_to_exitcode(status)
        wall = time.perf_counter() - began
        err.seek(0)
        text = err.read().decode("utf-8", "replace").strip()
    return dict(
        rc=proc.returncode,
        wall=round(wall, 2),
        cpu=round(usage.ru_utime + usage.ru_stime, 2),
        load=round(load, 2),
        killed=killed.is_set(),
        stderr=text.splitlines()[-1][:200] if text else "",
    )


def attempt(
    name: str,
    argv: list[str],
    problem: Problem,
    output: Path,
    budget: float,
    core: int | None,
    o: argparse.Namespace,
) -> dict[str, Any]:
    output.unlink(missing_ok=True)
    r = run(argv, core, o.kill_after * budget + 30)
    row: dict[str, Any] = dict(
        solver=name,
        **r,
        overrun=r["wall"] > budget * 1.1 + o.startup,
        starved=r["wall"] > 0.5 and r["cpu"] < 0.8 * min(r["wall"], budget),
    )
    if r["rc"] == 3 and name != "candidate":
        return row | dict(status="cannot")  # the peer cannot express this problem
    if r["rc"] != 0 or not output.exists():
        return row | dict(status="none")
    try:
        plan = json.loads(output.read_text(encoding="utf-8"))
        verdict = judge(problem, plan, o.strict_times)
    except (ValueError, KeyError, TypeError, AttributeError) as e:
        return row | dict(status="none", stderr=f"unreadable plan: {type(e).__name__}: {e}")
    verdict["stated_errors"], verdict["stated_error_count"] = (
        verdict["stated_errors"][:5],
        len(verdict["stated_errors"]),
    )
    return row | dict(
        status="ok" if verdict["feasible"] else "infeasible",
        repair_dropped=plan.get("x-peer", {}).get("repair_dropped"),
        **verdict,
    )


def problem_in(named: Path, data: Path | None, tmp: Path) -> tuple[dict[str, Any], Path]:
    """The problem, and the JSON file that every solver is given."""
    path = named if data is None or named.exists() else data / named
    if path.suffix == ".json":
        return json.loads(path.read_text(encoding="utf-8")), path.resolve()
    raw = convert(path)
    made = tmp / f"{path.stem}.problem.json"
    made.write_text(json.dumps(raw), encoding="utf-8")
    return raw, made


def ratio(a: int, b: int) -> float:
    return 1.0 if a == b else math.inf if b == 0 else a / b


def flags(r: dict[str, Any]) -> str:
    out = [r["status"].upper()] if r["status"] != "ok" else []
    if r["status"] == "infeasible":
        out.append(",".join(sorted({v["kind"] for v in r["violations"]})))
    out += [k for k in ("overrun", "starved", "killed") if r[k]]
    if r.get("stated_error_count"):
        out.append(f"printed-times:{r['stated_error_count']}")
    if r.get("repair_dropped"):
        out.append(f"repaired:{r['repair_dropped']}")
    return " ".join(out)


def row_text(name: str, r: dict[str, Any], ref: int | None, known: str) -> str:
    if r["status"] == "ok":
        c = r["cost"]
        cells = [
            f"{r['total']}",
            f"{ratio(r['total'], ref):.3f}" if ref is not None else "-",
            f"{r['unassigned']}",
            f"{c['travel_s']}",
            f"{c['lateness_cost']}",
            f"{c['overtime_cost']}",
            f"{r['moved']}",
        ]
    else:
        cells = ["-"] * 7
    return (
        f"{name:<28.28} {r['solver']:<10}"
        + "".join(f"{x:>10}" for x in cells)
        + f"{r['wall']:>8.1f}  {flags(r)}{known}"
    )


def main() -> int:
    a = argparse.ArgumentParser(description="Race a planner against peers.")
    a.add_argument("problems", nargs="+", type=Path)
    a.add_argument("--data", type=Path, help="folder of public files that problems are named in")
    a.add_argument("--candidate", required=True, help="command with {problem} {budget} {seed} {output}")
    a.add_argument("--peers", default="vroom,pyvrp,ortools", help=f"of {','.join(PACKAGES)}")
    a.add_argument("--peer-python", default=sys.executable, help="interpreter that has the peers installed")
    a.add_argument("--budget", type=float, default=10.0)
    a.add_argument("--seeds", default="1")
    a.add_argument("--core", type=int, default=-1, help="core to pin to (default: the last one allowed)")
    a.add_argument(
        "--startup",
        type=float,
        default=2.0,
        help="seconds allowed on top of 1.1 x budget before a run counts as an overrun",
    )
    a.add_argument("--kill-after", type=float, default=6.0, help="hard stop at this many budgets + 30 s")
    a.add_argument("--tie", type=float, default=0.005, help="ratios within this of 1 are ties")
    a.add_argument("--strict-times", action="store_true", help="an impossible printed timeline is infeasible")
    a.add_argument("--json", type=Path)
    o = a.parse_args()
    peers = [x for x in o.peers.split(",") if x]
    if bad := [x for x in peers if x not in PACKAGES]:
        a.error(f"unknown peers {bad}")
    core = None
    if hasattr(os, "sched_setaffinity"):
        allowed = sorted(os.sched_getaffinity(0))
        core = allowed[-1] if o.core < 0 else o.core
    budget = f"{o.budget:g}"
    versions = {}
    for q in peers:
        if PACKAGES[q]:
            try:
                versions[PACKAGES[q]] = subprocess.run(
                    [
                        o.peer_python,
                        "-c",
                        f"from importlib.metadata import version; print(version('{PACKAGES[q]}'))",
                    ],
                    capture_output=True,
                    text=True,
                    check=True,
                ).stdout.strip()
            except (OSError, subprocess.CalledProcessError, metadata.PackageNotFoundError):
                versions[PACKAGES[q]] = "not installed"
    meta = dict(
        budget_s=o.budget,
        peers=versions,
        python=platform.python_version(),
        system=platform.system(),
        cores=os.cpu_count(),
        pinned=core is not None,
    )
    print(
        f"budget {budget} s, one core each{'' if core is not None else ' (NOT pinned: this system cannot)'}, "
        f"peers {versions}"
    )
    print(
        f"{'problem':<28} {'solver':<10}"
        + "".join(f"{x:>10}" for x in ("total", "ratio", "unass.", "travel", "late", "overtime", "moved"))
        + f"{'wall':>8}  notes"
    )
    results: list[dict[str, Any]] = []
    turn = 0
    with tempfile.TemporaryDirectory() as tmp:
        for path in o.problems:
            try:
                raw, path = problem_in(path, o.data, Path(tmp))
                problem = Problem(raw)
            except (OSError, ValueError, ProblemError) as e:
                a.error(f"{path.name}: {e}")
            for seed in map(int, o.seeds.split(",")):
                order = ["candidate", *peers]
                order = order[turn % len(order) :] + order[: turn % len(order)]
                turn += 1
                rows: dict[str, dict[str, Any]] = {}
                for name in order:
                    out = Path(tmp) / f"{name}.json"
                    if name == "candidate":
                        argv = [
                            x.format(problem=str(path), budget=budget, seed=seed, output=str(out))
                            for x in shlex.split(o.candidate)
                        ]
                    else:
                        argv = [
                            o.peer_python,
                            "-m",
                            "benchmarks.planner.peers",
                            name,
                            str(path),
                            "--budget",
                            budget,
                            "--seed",
                            str(seed),
                            "--output",
                            str(out),
                        ]
                    rows[name] = attempt(name, argv, problem, out, o.budget, core, o)
                totals = {q: rows[q]["total"] for q in peers if rows[q]["status"] == "ok"}
                best = min(totals, key=lambda q: (totals[q], q)) if totals else None
                ref = totals[best] if best else None
                me = rows["candidate"]
                known = raw.get("x-bench", {})
                for name in ["candidate", *peers]:
                    gap = ""
                    if (
                        known.get("best_known")
                        and rows[name]["status"] == "ok"
                        and not (known["best_known_kind"] == "travel_s" and rows[name]["unassigned"])
                    ):
                        value = (
                            rows[name]["total"]
                            if known["best_known_kind"] == "total"
                            else rows[name]["cost"]["travel_s"]
                        )
                        rows[name]["gap"] = 100 * (value / known["best_known"] - 1)
                        gap = f" best-known {rows[name]['gap']:+.1f}%"
                    print(
                        row_text(
                            path.stem if "," not in o.seeds else f"{path.stem} seed {seed}",
                            rows[name],
                            ref,
                            gap,
                        ),
                        flush=True,
                    )
                results.append(
                    dict(
                        problem=path.stem,
                        seed=seed,
                        jobs=len(problem.jobs),
                        vehicles=len(problem.vehicles),
                        order=order,
                        best_peer=best,
                        ratio_to_best=round(ratio(me["total"], ref), 5)
                        if me["status"] == "ok" and ref is not None
                        else None,
                        ratio_to={q: round(ratio(me["total"], t), 5) for q, t in totals.items()}
                        if me["status"] == "ok"
                        else {},
                        runs=rows,
                    )
                )

    def mean(xs: list[float]) -> float | None:
        xs = [x for x in xs if 0 < x < math.inf]
        return round(math.exp(sum(map(math.log, xs)) / len(xs)), 4) if xs else None

    got = [r["ratio_to_best"] for r in results if r["ratio_to_best"] is not None]
    fails = [
        f"{r['problem']} seed {r['seed']}: {flags(r['runs']['candidate'])} {r['runs']['candidate']['stderr']}".strip()
        for r in results
        if r["runs"]["candidate"]["status"] != "ok"
    ]
    summary = dict(
        runs=len(results),
        compared=len(got),
        geometric_mean=mean(got),
        worst=max(got, default=None),
        wins=sum(x < 1 - o.tie for x in got),
        ties=sum(abs(x - 1) <= o.tie for x in got),
        losses=sum(x > 1 + o.tie for x in got),
        hard_fails=fails,
        geometric_mean_to={q: mean([r["ratio_to"][q] for r in results if q in r["ratio_to"]]) for q in peers},
        overruns={
            q: n for q in ["candidate", *peers] if (n := sum(r["runs"][q]["overrun"] for r in results))
        },
        starved=sum(x["starved"] for r in results for x in r["runs"].values()),
        printed_time_errors=sum(r["runs"]["candidate"].get("stated_error_count", 0) for r in results),
    )
    print(
        "\ncandidate / best peer: "
        + "  ".join(f"{k} {summary[k]}" for k in ("geometric_mean", "worst", "wins", "ties", "losses"))
        + f"  hard fails {len(fails)}"
    )
    print(
        f"against each peer (geometric mean): {summary['geometric_mean_to']}   "
        f"overruns: {summary['overruns'] or 'none'}"
    )
    for x in fails:
        print(f"HARD FAIL  {x}")
    if summary["starved"]:
        print(
            f"{summary['starved']} runs got less than 80 % of their core: the machine was busy, repeat before quoting"
        )
    if o.json:
        o.json.write_text(
            json.dumps(dict(meta=meta, summary=summary, results=results), indent=1), encoding="utf-8"
        )
    return 1 if fails else 0


if __name__ == "__main__":
    sys.exit(main())
