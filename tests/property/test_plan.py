"""Does a plan keep every hard rule, on whatever day?"""

from __future__ import annotations

from hypothesis import given, settings

from tests.planning_days import snapshots
from wom_tui.domain.violation import hard
from wom_tui.planning.snapshot import Snapshot
from wom_tui.planning.solve import solve
from wom_tui.planning.verify import violations_of


@settings(max_examples=100)
@given(snapshots())
def test_a_plan_never_breaks_a_hard_rule(snapshot: Snapshot) -> None:
    plan = solve(snapshot)

    assert hard(violations_of(plan, snapshot)) == ()


@settings(max_examples=50)
@given(snapshots())
def test_every_order_is_planned_once_or_left_out_with_a_reason(snapshot: Snapshot) -> None:
    plan = solve(snapshot)

    named = sorted([v.order for v in plan.visits] + [u.order for u in plan.unplanned])
    assert named == sorted(ready.job.order.id for ready in snapshot.jobs)
    assert all(u.reason for u in plan.unplanned)


@settings(max_examples=30)
@given(snapshots())
def test_the_same_snapshot_gives_the_same_plan(snapshot: Snapshot) -> None:
    assert solve(snapshot) == solve(snapshot)
