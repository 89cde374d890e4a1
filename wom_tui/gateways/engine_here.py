"""The engine in this process: for the command line, where nobody waits for a key."""

from __future__ import annotations

import time

from wom_tui.planning.effort import Effort, Reached, Routed, Watch
from wom_tui.planning.problem import Problem


def search_here(problem: Problem, effort: Effort, watch: Watch) -> Routed:
    """Search until the effort is spent, or `watch` has seen enough.

    The compiled code has to have its place before: see `compiled_code`.
    """
    from wom_tui.planning.engine.search import search

    begun: list[float] = []

    def used(reached: Reached) -> float:
        now = time.monotonic()
        begun[:] = begun or [now]  # the first question comes when all is compiled
        if not watch(reached):
            return 1.0
        if effort.stages:
            return 0.0
        return 1.0 if effort.budget_s == 0 else (now - begun[0]) / effort.budget_s

    return search(problem, effort.seed, used, effort.iterations, effort.stages)
