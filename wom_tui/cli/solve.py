"""`wom solve`: plan a problem that comes as a file, in the words of VROOM. No office, no database."""

from __future__ import annotations

import json
import re
import time
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from wom_tui.cli.output import answer, print_text, say, tell
from wom_tui.cli.shell import shell_of
from wom_tui.errors import InvalidInput, WomError

if TYPE_CHECKING:
    from wom_tui.planning.engine.search import Reached
    from wom_tui.planning.problem import Problem

_BUDGET_S = 10.0
_UNITS = {"ms": 0.001, "s": 1.0, "": 1.0, "m": 60.0}


def solve(
    context: typer.Context,
    problem: Annotated[Path, typer.Argument(metavar="PROBLEM", help="VROOM's input, as JSON.")],
    budget: Annotated[
        str | None, typer.Option(metavar="TIME", help="How long to search, as 500ms or 2m; else 10s.")
    ] = None,
    seed: Annotated[int, typer.Option(min=0, max=2**31 - 1, help="Another seed, another search.")] = 1,
    iterations: Annotated[
        int | None, typer.Option(min=0, help="Search so many steps instead: the same plan each time.")
    ] = None,
    output: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Write VROOM's output there; else to stdout.")
    ] = None,
) -> None:
    """Plan a problem in VROOM's format: who does what, in which order and when. Members not known are refused."""
    from wom_tui.gateways.compiled_code import keep_compiled_code
    from wom_tui.gateways.files.problem_file import read_problem

    limit_s = _seconds(budget) if budget is not None else _BUDGET_S if iterations is None else float("inf")
    read = read_problem(problem)
    if keep_compiled_code():
        say("the engine is compiled first: half a minute, once")
    document = _solved(read, seed, limit_s, iterations)
    text = json.dumps(document, ensure_ascii=True, separators=(",", ":")) + "\n"
    if output is None:
        print_text(text)
        say(_told(document))
        return
    from wom_tui.gateways.files.whole import written_whole

    with written_whole(output) as target:
        target.write(text.encode())
    answer(shell_of(context).is_json, document["summary"] | document["x-wom"], lambda: tell(_told(document)))


def _solved(problem: Problem, seed: int, limit_s: float, iterations: int | None) -> dict[str, Any]:
    """Search, count again, and only then write it down."""
    from wom_tui.planning.engine.search import search
    from wom_tui.planning.proof import verdict_on
    from wom_tui.planning.vroom_out import document_of

    found = search(problem, seed, _clock(limit_s), iterations)
    verdict = verdict_on(problem, found.routes)
    if verdict.broken:
        rules = "; ".join(map(str, verdict.broken))
        raise WomError(f"the plan that was found breaks rules, and is not shown: {rules}")
    return document_of(problem, verdict, {"seed": seed, "iterations": found.iterations})


def _clock(limit_s: float) -> Callable[[Reached], float]:
    """Tells which part of the time is used, from the first time it is asked on."""
    begun: list[float] = []

    def used(reached: Reached) -> float:
        now = time.monotonic()
        begun[:] = begun or [now]
        return 1.0 if limit_s == 0 else (now - begun[0]) / limit_s

    return used


def _seconds(said: str) -> float:
    found = re.fullmatch(r"(\d+(?:\.\d+)?)(ms|s|m|)", said)
    if found is None:
        raise InvalidInput("--budget", said, "a length of time: 10s, 500ms, 2m")
    return float(found[1]) * _UNITS[found[2]]


def _told(document: dict[str, Any]) -> str:
    cost, left = document["x-wom"], document["summary"]["unassigned"]
    planned = sum(step["type"] == "job" for route in document["routes"] for step in route["steps"])
    return (
        f"{planned} planned, {left} left out, {cost['travel_s'] // 60} min on the road; "
        f"costs {cost['total']} after {cost['iterations']} steps"
    )
