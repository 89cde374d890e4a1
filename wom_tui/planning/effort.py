"""How long is a plan searched for, and by whom? What whoever asks for a plan and whoever searches agree on."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:  # whoever only says how long need not load numpy
    from wom_tui.planning.problem import Problem
    from wom_tui.planning.proof import Routes


@dataclass(frozen=True, kw_only=True)
class Effort:
    """Attributes:
    budget_s: seconds of searching.
    iterations: search so many steps instead; then the same seed gives the same plan, whatever the clock says.
    stages: search as a search did that the clock ended: its own `Routed.stages`.
    """

    seed: int = 1
    budget_s: float = 10.0
    iterations: int | None = None
    stages: tuple[int, ...] = ()


REPAIRING = Effort(budget_s=0.5)  # somebody is on the phone


@dataclass(frozen=True, kw_only=True)
class Routed:
    """What was found.

    Attributes:
        routes: by vehicle, its jobs in order; vehicles without jobs are not in it.
        cost: as the engine counts it.
        stages: of a search by the clock, how many steps it made in each stage: with them it is made again.
        begins: when each linked job begins that is planned.
    """

    routes: Routes
    cost: int
    iterations: int
    stages: tuple[int, ...] = ()
    begins: Mapping[int, int] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class Reached:
    """Where a search stands: the best that it has found.

    Attributes:
        left: jobs that are left out.
    """

    iterations: int
    cost: int
    left: int = 0
    travel_s: int = 0


@dataclass(frozen=True, slots=True)
class Placed:
    """Where the first plan stands, which takes each order in turn."""

    done: int
    of: int


# Told where the search stands; answers whether to go on.
Watch = Callable[[Reached], bool]
Searcher: TypeAlias = "Callable[[Problem, Effort, Watch], Routed]"
