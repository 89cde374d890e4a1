"""Orders that need several at a time: whole crews at one time, or nobody; and no rule is broken for it."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.planning_days import snapshots, violations_of
from wom_tui.domain.plan import Plan
from wom_tui.domain.violation import hard
from wom_tui.gateways.engine_here import search_here
from wom_tui.planning.day_plan import best_plan, judged, lines_of
from wom_tui.planning.day_problem import day_problem
from wom_tui.planning.effort import Effort
from wom_tui.planning.policy import BALANCED
from wom_tui.planning.proof import verdict_on
from wom_tui.planning.shares import shares
from wom_tui.planning.snapshot import Ready, Snapshot
from wom_tui.planning.solve import solve


@st.composite
def days_with_crews(draw: st.DrawFn) -> Snapshot:
    """Any day on which some orders need two or three."""
    day = draw(snapshots())
    sizes = [draw(st.sampled_from((1, 2, 2, 3))) for _ in day.jobs]
    jobs = (_of(ready, size) for ready, size in zip(day.jobs, sizes, strict=True))
    return replace(day, jobs=tuple(jobs))


def _of(ready: Ready, size: int) -> Ready:
    need = replace(ready.job.requirement, crew_size=size)
    return replace(ready, job=replace(ready.job, requirement=need))


@settings(max_examples=60)
@given(days_with_crews())
def test_a_crew_begins_together_or_not_at_all(day: Snapshot) -> None:
    in_turn, best = solve(day), best_plan(day, search_here, effort=Effort(iterations=20))
    for plan in (in_turn, best):
        assert hard(violations_of(plan, day)) == ()
        assert_whole(plan, day)
        costs = shares(day, plan, BALANCED)
        assert len(costs.by_line) == len(plan.visits) + len(plan.unplanned)
        assert (costs.as_is + costs.change).unassigned == len(plan.unplanned)
    asked = day_problem(day, BALANCED)
    assert judged(asked, best).cost.total <= judged(asked, in_turn).cost.total


@settings(max_examples=60)
@given(days_with_crews())
def test_the_engine_brings_crews_together_each_member_on_a_day_of_its_own(day: Snapshot) -> None:
    asked = day_problem(day, BALANCED)
    found = search_here(asked.problem, Effort(iterations=20), lambda reached: True)

    assert verdict_on(asked.problem, found.routes, found.begins).broken == ()
    crews = defaultdict(list)
    for line in lines_of(asked, found):
        crews[line.order].append(line)
    for order, lines in crews.items():
        (size,) = {r.job.requirement.crew_size for r in day.jobs if r.job.order.id == order}
        assert len({line.technician for line in lines}) == len(lines) == size
        assert len({line.start_at for line in lines}) == 1


def assert_whole(plan: Plan, day: Snapshot) -> None:
    sizes = {ready.job.order.id: ready.job.requirement.crew_size for ready in day.jobs}
    crews = defaultdict(list)
    for line in plan.visits:
        crews[line.order].append(line)
    for order, lines in crews.items():
        assert len(lines) == sizes[order]
        assert len({line.start_at for line in lines}) == 1
        assert len({line.technician for line in lines}) == len(lines)
    assert {one.order for one in plan.unplanned} == sizes.keys() - crews.keys()
