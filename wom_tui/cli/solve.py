"""`wom solve`: plan a problem that comes as a file, in the words of VROOM. No office, no database."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from wom_tui.cli.effort import Budget, Iterations, Seed, Stages, effort_of, keep_compiled_once
from wom_tui.cli.output import answer, print_text, say, tell
from wom_tui.cli.shell import shell_of
from wom_tui.errors import WomError

if TYPE_CHECKING:
    from wom_tui.planning.effort import Effort
    from wom_tui.planning.problem import Problem


def solve(
    context: typer.Context,
    problem: Annotated[Path, typer.Argument(metavar="PROBLEM", help="VROOM's input, as JSON.")],
    budget: Budget = None,
    seed: Seed = 1,
    iterations: Iterations = None,
    stages: Stages = None,
    output: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Write VROOM's output there; else to stdout.")
    ] = None,
) -> None:
    """Plan a problem in VROOM's format: who does what, in which order and when. Members not known are refused."""
    from wom_tui.gateways.files.problem_file import read_problem

    effort = effort_of(seed, budget, iterations, stages)
    read = read_problem(problem)
    keep_compiled_once()
    document = _solved(read, effort)
    text = json.dumps(document, ensure_ascii=True, separators=(",", ":")) + "\n"
    if output is None:
        print_text(text)
        say(_told(document))
        return
    from wom_tui.gateways.files.whole import written_whole

    with written_whole(output) as target:
        target.write(text.encode())
    answer(shell_of(context).is_json, document["summary"] | document["x-wom"], lambda: tell(_told(document)))


def _solved(problem: Problem, effort: Effort) -> dict[str, Any]:
    """Search, count again, and only then write it down."""
    from wom_tui.gateways.engine_here import search_here
    from wom_tui.planning.proof import verdict_on
    from wom_tui.planning.vroom_out import document_of

    found = search_here(problem, effort, lambda reached: True)
    verdict = verdict_on(problem, found.routes, found.begins)
    if verdict.broken:
        rules = "; ".join(map(str, verdict.broken))
        raise WomError(f"the plan that was found breaks rules, and is not shown: {rules}")
    run = {"seed": effort.seed, "iterations": found.iterations, "stages": found.stages}
    return document_of(problem, verdict, run)


def _told(document: dict[str, Any]) -> str:
    cost, left = document["x-wom"], document["summary"]["unassigned"]
    planned = sum(step["type"] == "job" for route in document["routes"] for step in route["steps"])
    return (
        f"{planned} planned, {left} left out, {cost['travel_s'] // 60} min on the road; "
        f"costs {cost['total']} after {cost['iterations']} steps"
    )
