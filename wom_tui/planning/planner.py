"""Who makes plans? Whoever can be asked like this: here, or in a process of its own."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from wom_tui.domain.plan import Plan
from wom_tui.planning.effort import Effort, Searcher, Watch
from wom_tui.planning.horizon import best_plans
from wom_tui.planning.policy import Policy
from wom_tui.planning.snapshot import Snapshot
from wom_tui.planning.solve import GoOn


@dataclass(frozen=True, kw_only=True)
class Asked:
    """What a plan is made from.

    Attributes:
        snapshots: days that follow one another; a later one has all orders of the earlier.
    """

    snapshots: Sequence[Snapshot]
    policy: Policy
    effort: Effort

    def planned(self, searcher: Searcher, go_on: GoOn | None, watch: Watch | None) -> list[Plan]:
        """A plan for each day; see `best_plans`."""
        return best_plans(
            self.snapshots, searcher, policy=self.policy, effort=self.effort, go_on=go_on, watch=watch
        )


class Planner(Protocol):
    """Makes the plans that are asked for."""

    def plan(self, asked: Asked, go_on: GoOn | None, watch: Watch | None) -> list[Plan]:
        """A plan for each day; see `best_plans`."""
