"""Do the lines of a plan, one by one, change together what the whole plan changes?"""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.planning_days import running, snapshots
from wom_tui.domain.plan import Plan
from wom_tui.gateways.engine_here import search_here
from wom_tui.planning.day_plan import best_plan
from wom_tui.planning.effort import Effort
from wom_tui.planning.policy import BALANCED
from wom_tui.planning.repair import Trouble, repaired, with_trouble
from wom_tui.planning.shares import Share, shares
from wom_tui.planning.snapshot import Snapshot
from wom_tui.planning.solve import route_s, solve
from wom_tui.planning.verify import as_stop, with_stops

MUCH = timedelta(minutes=15)


@settings(max_examples=60)
@given(snapshots())
def test_the_lines_of_a_plan_add_up(snapshot: Snapshot) -> None:
    plan = solve(snapshot)

    found = shares(snapshot, plan, BALANCED)

    after = found.as_is + found.change
    assert after.travel == road_min(snapshot, plan)
    assert after.unassigned == len(plan.unplanned)
    assert found.as_is.cost + sum(one.cost for one in found.by_line.values()) == after.cost


@settings(max_examples=40)
@given(snapshots())
def test_lines_add_up_where_work_is_to_be_spread(snapshot: Snapshot) -> None:
    policy = replace(BALANCED, balance=36_000)
    plan = best_plan(snapshot, search_here, policy=policy, effort=Effort(iterations=10))

    found = shares(snapshot, plan, policy)

    after = found.as_is + found.change
    assert found.as_is.cost + sum(one.cost for one in found.by_line.values()) == after.cost
    assert after.uneven >= found.as_is.uneven
    # Five minutes weigh less than one on the road, and only whole ones are told.
    if any(line.end_at - line.start_at >= MUCH for line in plan.visits):
        assert after.uneven > found.as_is.uneven


@settings(max_examples=40)
@given(snapshots(), st.data())
def test_the_lines_of_a_repair_add_up(day: Snapshot, data: st.DataObject) -> None:
    sick = data.draw(st.frozensets(st.sampled_from(sorted(day.days) or [0]), max_size=1)) & day.days.keys()
    trouble = Trouble(sick=sick)
    repair = repaired(
        with_trouble(running(day), trouble),
        trouble,
        search_here,
        policy=BALANCED,
        effort=Effort(iterations=10),
    )

    found = shares(repair.snapshot, repair.plan, BALANCED)

    after = found.as_is + found.change
    assert after.travel == road_min(repair.snapshot, repair.plan)
    assert after.unassigned == len(repair.plan.unplanned)


def road_min(snapshot: Snapshot, plan: Plan) -> int:
    """Minutes on the road with all of the plan's visits in place."""
    jobs = {(ready.job.order.id, ready.visit): ready for ready in snapshot.jobs}
    routes = dict(snapshot.days)
    for index, line in enumerate(plan.visits):
        routes[line.technician] = with_stops(routes[line.technician], [as_stop(line, index, jobs)])
    return sum(-(-route_s(route) // 60) for route in routes.values())


@settings(max_examples=30)
@given(snapshots())
def test_a_plan_that_leaves_everything_where_it_is_changes_nothing(snapshot: Snapshot) -> None:
    nothing = replace(solve(snapshot), visits=(), unplanned=())

    found = shares(snapshot, nothing, BALANCED)

    assert found.change == Share()
