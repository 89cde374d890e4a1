"""Whatever the days: does every order have one place, that keeps the rules of its own day, or a reason?"""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given, settings

from tests.planning_days import horizons, violations_of
from wom_tui.domain.plan import PlannedVisit
from wom_tui.domain.violation import hard
from wom_tui.gateways.engine_here import search_here
from wom_tui.planning.effort import Effort
from wom_tui.planning.horizon import best_plans
from wom_tui.planning.sequences import ends_of, following
from wom_tui.planning.snapshot import Snapshot

FEW = Effort(iterations=40)


@settings(max_examples=40)
@given(horizons())
def test_of_two_days_every_order_is_planned_once_by_the_rules_or_has_a_reason(days: list[Snapshot]) -> None:
    plans = best_plans(days, search_here, effort=FEW)

    named = [line.order for plan in plans for line in plan.visits]
    named += [one.order for plan in plans for one in plan.unplanned]
    assert sorted(named) == sorted(ready.job.order.id for ready in days[-1].jobs)
    assert all(one.reason for plan in plans for one in plan.unplanned)
    before: list[PlannedVisit] = []
    for seen, plan in zip(days, plans, strict=True):
        assert plan.on == seen.on
        jobs = tuple(following(ready, ends_of(before)) for ready in days[-1].jobs)
        assert hard(violations_of(plan, replace(seen, jobs=jobs))) == ()
        before += plan.visits
    assert best_plans(days, search_here, effort=FEW) == plans
