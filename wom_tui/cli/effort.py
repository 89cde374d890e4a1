"""How long shall it search? Four options that mean the same wherever it is planned; and is anything compiled first?"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Annotated

import typer

from wom_tui.cli.output import say
from wom_tui.errors import InvalidInput

if TYPE_CHECKING:
    from wom_tui.planning.effort import Effort

Budget = Annotated[
    str | None, typer.Option(metavar="TIME", help="How long to search, as 500ms or 2m; else 10s.")
]
Seed = Annotated[int, typer.Option(min=0, max=2**31 - 1, help="Another seed, another search.")]
Iterations = Annotated[
    int | None, typer.Option(min=0, help="Search so many steps instead: the same plan each time.")
]
Stages = Annotated[
    str | None,
    typer.Option(
        metavar="N,N,…", help="Make a search again that the clock ended: its stages, as --json tells them."
    ),
]
_BUDGET_S = 10.0
_UNITS = {"ms": 0.001, "s": 1.0, "": 1.0, "m": 60.0}


def effort_of(seed: int, budget: str | None, iterations: int | None, stages: str | None = None) -> Effort:
    """What was asked for; with both, whichever is spent first ends the search."""
    from wom_tui.planning.effort import Effort

    if stages is not None and (budget is not None or iterations is not None):
        raise InvalidInput("--stages", stages, "neither --budget nor --iterations beside it")
    without = _BUDGET_S if iterations is None else float("inf")
    return Effort(
        seed=seed,
        budget_s=_seconds(budget) if budget else without,
        iterations=iterations,
        stages=_steps(stages) if stages is not None else (),
    )


def keep_compiled_once() -> None:
    """Keep what the compiler makes of the engine, and say so where that has still to be made."""
    from wom_tui.gateways.compiled_code import keep_compiled_code

    if keep_compiled_code():
        say("the engine is compiled first: half a minute, once")


def _steps(said: str) -> tuple[int, ...]:
    if re.fullmatch(r"\d{1,12}(?:,\d{1,12})*", said, re.ASCII) is None:
        raise InvalidInput("--stages", said, "numbers of steps: 400,600,600")
    return tuple(map(int, said.split(",")))


def _seconds(said: str) -> float:
    found = re.fullmatch(r"(\d+(?:\.\d+)?)(ms|s|m|)", said)
    if found is None:
        raise InvalidInput("--budget", said, "a length of time: 10s, 500ms, 2m")
    return float(found[1]) * _UNITS[found[2]]
