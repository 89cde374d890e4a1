"""Does ranking by numpy find the very slots, in the very order, that asking day by day finds?"""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.planning_days import snapshots
from wom_tui.domain.feasibility import Job
from wom_tui.gateways.travel import Geodesic
from wom_tui.planning import explain
from wom_tui.planning.insertion import slots
from wom_tui.planning.openings import Opening, Openings, opening
from wom_tui.planning.snapshot import Snapshot


def one_by_one(job: Job, snapshot: Snapshot, without: int | None) -> list[Opening]:
    """The slow way: every slot of every day."""
    days = [
        replace(day, stops=tuple(s for s in day.stops if s.visit.id != without))
        for day in snapshot.days.values()
        if explain.eligibility(job, day) is None
    ]
    found = [opening(job, slot, day, snapshot.now) for day in days for slot in slots(job, day, snapshot.now)]
    return sorted(found, key=lambda one: one.rank)


@settings(max_examples=60)
@given(snapshots(), st.booleans(), st.data())
def test_the_best_slots_are_the_best_of_all(
    snapshot: Snapshot, is_straight: bool, data: st.DataObject
) -> None:
    if is_straight:
        days = {id: replace(day, travel=Geodesic()) for id, day in snapshot.days.items()}
        snapshot = replace(snapshot, days=days)
    openings = Openings(snapshot.days.values())
    booked = [stop.visit.id for day in snapshot.days.values() for stop in day.stops]
    without = data.draw(st.sampled_from([None, *booked]))
    for job in (ready.job for ready in snapshot.jobs):
        wanted = data.draw(st.sampled_from([None, 1, 2]))
        job = replace(job, requirement=replace(job.requirement, preferred_technician_id=wanted))
        expected = one_by_one(job, snapshot, without)

        found = openings.ranked(job, snapshot.now, without=without)
        first = openings.ranked(job, snapshot.now, without=without, limit=2)

        assert [(o.rank, o.slot) for o in found] == [(o.rank, o.slot) for o in expected]
        assert [o.rank for o in first] == [o.rank for o in expected[:2]]


@settings(max_examples=20)
@given(snapshots())
def test_a_time_that_stands_in_two_days_is_offered_once(snapshot: Snapshot) -> None:
    days = list(snapshot.days.values())
    for job in (ready.job for ready in snapshot.jobs):
        once = Openings(days).ranked(job, snapshot.now)
        again = Openings([*days, *days])

        assert [o.slot for o in again.ranked(job, snapshot.now)] == [o.slot for o in once]
        assert [o.rank for o in again.ranked(job, snapshot.now, limit=2)] == [o.rank for o in once[:2]]
