"""Does a plan keep every hard rule, on whatever day?"""

from __future__ import annotations

from datetime import datetime
from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.planning_days import snapshots
from wom_tui.domain.place import Place
from wom_tui.domain.plan import Plan
from wom_tui.domain.violation import hard
from wom_tui.planning.insertion import is_of_day
from wom_tui.planning.snapshot import Snapshot
from wom_tui.planning.solve import solve, with_visits
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


@settings(max_examples=50)
@given(snapshots(), st.data())
def test_a_plan_of_fewer_lines_costs_what_these_are_driven_in(
    snapshot: Snapshot, data: st.DataObject
) -> None:
    plan = solve(snapshot)
    taken = [line for line in plan.visits if data.draw(st.booleans())]

    fewer = with_visits(plan, taken, snapshot)

    assert with_visits(plan, plan.visits, snapshot) == plan
    assert [line.order for line in fewer.visits] == [line.order for line in taken]
    assert fewer.travel_s == sum(_driven_s(fewer, id, snapshot) for id in {line.technician for line in taken})


def _driven_s(plan: Plan, technician: int, snapshot: Snapshot) -> int:
    """What the lines add to a technician's way, counted leg by leg."""
    day = snapshot.days[technician]
    places = {(ready.job.order.id, ready.visit): ready.job.place for ready in snapshot.jobs}
    booked = [(stop.start_at, stop.place) for stop in day.stops if is_of_day(stop, day)]
    added = [(v.start_at, places[v.order, v.visit]) for v in plan.visits if v.technician == technician]

    def way_s(stops: list[tuple[datetime, Place | None]]) -> int:
        return sum(
            day.trip_s(a, b) for a, b in pairwise([day.home, *(place for _, place in sorted(stops, key=at))])
        )

    def at(stop: tuple[datetime, Place | None]) -> datetime:
        return stop[0]

    return way_s(booked + added) - way_s(booked)
