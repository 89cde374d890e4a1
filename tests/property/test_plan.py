"""Does a plan keep every hard rule, on whatever day?"""

from __future__ import annotations

from datetime import datetime
from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.planning_days import snapshots, violations_of
from wom_tui.domain.pick_up import PickUp
from wom_tui.domain.place import Place
from wom_tui.domain.plan import Plan
from wom_tui.domain.technician_day import TechnicianDay
from wom_tui.domain.violation import hard
from wom_tui.planning.insertion import is_of_day
from wom_tui.planning.snapshot import Snapshot
from wom_tui.planning.solve import solve, with_visits

_Stop = tuple[datetime, Place | None, tuple[PickUp, ...]]


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
    jobs = {(ready.job.order.id, ready.visit): ready.job for ready in snapshot.jobs}
    booked = [(stop.start_at, stop.place, stop.pick_ups) for stop in day.stops if is_of_day(stop, day)]
    own = [line for line in plan.visits if line.technician == technician]
    added = [(line.start_at, (job := jobs[line.order, line.visit]).place, job.pick_ups) for line in own]

    def way_s(stops: list[_Stop]) -> int:
        ordered = sorted(stops, key=lambda stop: stop[0])
        places = [day.home, *(place for _, place, _ in ordered)]
        return sum(
            day.way_s(here, there, _missing(day, ordered, k))
            for k, (here, there) in enumerate(pairwise(places))
        )

    return way_s(booked + added) - way_s(booked)


def _missing(day: TechnicianDay, stops: list[_Stop], k: int) -> list[PickUp]:
    """What is to be fetched for that stop and was not for one before it in the same shift."""
    at, _, wanted = stops[k]
    begun_at = max((span.window.start_at for span in day.spans if span.window.start_at <= at), default=None)
    earlier = [s for s in day.stops if s.start_at < at and begun_at is not None and s.end_at <= begun_at]
    gone = {stop.start_at for stop in earlier}
    had = [one for start_at, _, fetched in stops[:k] if start_at not in gone for one in fetched]
    if begun_at is None:
        had += [one for stop in day.stops if stop.start_at < at for one in stop.pick_ups]
    return [one for one in wanted if one not in had]
