"""The engine made ready before anybody waits for it: one small search compiles all of it."""

from __future__ import annotations

import numpy as np

from wom_tui.planning.effort import Effort, Searcher
from wom_tui.planning.problem import FOREVER, Job, Link, Problem, Rest, Vehicle

# All that an engine can be asked about, so that nothing is left to be compiled.
_SMALL = Problem(
    jobs=(
        Job(id=1, place=0, service=60, due=0, late_cost_per_min=1),
        Job(id=2, place=1, service=60, delivery=(1,), assigned=1, stay_price=1, keep_until=0),
    ),
    vehicles=(
        Vehicle(
            id=1,
            start=0,
            end=None,
            window=(0, 7200),
            breaks=(Rest(id=1, windows=((0, 3600),), service=60),),
            capacity=(2,),
            overtime_max=600,
            overtime_cost_per_min=1,
        ),
    ),
    durations={"car": np.array([[0, 60], [60, 0]], np.int32)},
    links=(Link(1, 2, 0, FOREVER, is_apart=False),),
)


def warm_up(searcher: Searcher) -> None:
    """Let it search once.

    Raises:
        GatewayError: it cannot.
    """
    searcher(_SMALL, Effort(iterations=1), lambda reached: True)
