"""Does the engine, asked about whatever day, plan nothing that the rules refuse?"""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given, settings

from tests.planning_days import snapshots, violations_of
from wom_tui.domain.violation import hard
from wom_tui.gateways.engine_here import search_here
from wom_tui.planning.day_plan import best_plan, judged, lines_of
from wom_tui.planning.day_problem import day_problem
from wom_tui.planning.effort import Effort
from wom_tui.planning.policy import BALANCED, Policy
from wom_tui.planning.proof import verdict_on
from wom_tui.planning.snapshot import Snapshot
from wom_tui.planning.solve import solve
from wom_tui.planning.verify import checked

FEW = Effort(iterations=40)
WITH_OVERTIME = replace(BALANCED, name="overtime", overtime=60)


@settings(max_examples=60)
@given(snapshots())
def test_what_the_engine_finds_keeps_every_rule_of_the_field(snapshot: Snapshot) -> None:
    for policy in (BALANCED, WITH_OVERTIME):
        asked = day_problem(snapshot, policy)
        found = search_here(asked.problem, FEW, lambda reached: True)

        assert verdict_on(asked.problem, found.routes, found.begins).broken == ()
        lines = list(lines_of(asked, found))
        for line, broken in zip(lines, checked(lines, snapshot), strict=True):
            assert hard(broken) == () or _is_called_out(snapshot, line.technician)


def _is_called_out(snapshot: Snapshot, technician: int) -> bool:
    """Somebody has booked a visit after a shift: the engine knows nothing of it, what is in its way is placed anew."""
    day = snapshot.days[technician]
    begins = [stop.start_at for stop in day.stops]
    return any(span.window.end_at <= at for span in day.spans for at in begins)


@settings(max_examples=60)
@given(snapshots())
def test_the_best_plan_is_verified_and_no_worse_than_each_order_in_turn(snapshot: Snapshot) -> None:
    plan = best_plan(snapshot, search_here, effort=FEW)

    assert hard(violations_of(plan, snapshot)) == ()
    named = sorted([v.order for v in plan.visits] + [u.order for u in plan.unplanned])
    assert named == sorted(ready.job.order.id for ready in snapshot.jobs)
    asked = day_problem(snapshot, BALANCED)
    assert judged(asked, plan).cost.total <= judged(asked, solve(snapshot)).cost.total


@settings(max_examples=10)
@given(snapshots())
def test_the_same_seed_and_steps_give_the_same_plan(snapshot: Snapshot) -> None:
    def planned(policy: Policy) -> object:
        return best_plan(snapshot, search_here, policy=policy, effort=FEW)

    assert planned(BALANCED) == planned(BALANCED)
