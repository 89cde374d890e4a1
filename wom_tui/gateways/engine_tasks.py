"""What the planner's process can be asked: to search, or to make whole plans. All of it goes over a pipe."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from wom_tui.domain.plan import Plan
from wom_tui.gateways.engine_here import search_here
from wom_tui.planning.effort import Effort, Routed, Watch
from wom_tui.planning.planner import Asked
from wom_tui.planning.problem import Problem
from wom_tui.planning.solve import GoOn
from wom_tui.planning.travel_rows import TravelRows

MOST = 1_500  # places whose table is sent: four bytes for each pair


@dataclass(frozen=True)
class Searching:
    """Search for routes."""

    problem: Problem
    effort: Effort

    def done(self, go_on: GoOn, watch: Watch) -> Routed:
        return search_here(self.problem, self.effort, watch)


@dataclass(frozen=True)
class Planning:
    """Make plans."""

    asked: Asked

    def done(self, go_on: GoOn, watch: Watch) -> list[Plan]:
        return self.asked.planned(search_here, go_on, watch)


@dataclass(frozen=True)
class Result:
    """What has come of it."""

    value: Any


def with_tables(asked: Asked) -> Asked | None:
    """The same with its ways written out, for where no map is; None where that would be too much."""
    travels = {id(day.travel): day.travel for seen in asked.snapshots for day in seen.days.values()}
    rows = {key: one for key, one in travels.items() if isinstance(one, TravelRows) and len(one) <= MOST}
    if len(rows) < len(travels):
        return None
    return replace(
        asked,
        snapshots=tuple(
            replace(
                seen,
                days={
                    who: replace(day, travel=rows[id(day.travel)].whole()) for who, day in seen.days.items()
                },
            )
            for seen in asked.snapshots
        ),
    )
