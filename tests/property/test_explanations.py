"""Is every sentence true? Each one is placed again, by the rules alone."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.claims import allowed_starts, can, is_allowed, is_true_of, relaxed, visit_at
from tests.planning_days import jobs, snapshots
from wom_tui.domain.feasibility import Job, Stop, TechnicianDay
from wom_tui.domain.technician import local_instant
from wom_tui.domain.visit import Visit, VisitStatus
from wom_tui.planning import explain, objective
from wom_tui.planning import why as said
from wom_tui.planning.insertion import as_booked
from wom_tui.planning.openings import Openings
from wom_tui.planning.relax import Question, relaxations
from wom_tui.planning.snapshot import Ready, Snapshot


def why_nobody_and_why_not(snapshot: Snapshot) -> None:
    days = {day.technician.code: day for day in snapshot.days.values()}
    for job in (ready.job for ready in snapshot.jobs):
        able = {code for code, day in days.items() if is_able(job, day, snapshot.now)}

        counted = said.counted(job, days.values(), snapshot.now)

        named = [code for sentence in counted for code in sentence.facts["technicians"]]
        assert sorted(named) == sorted(days.keys() - able)
        for sentence in counted:
            codes = sentence.facts["technicians"]
            assert sentence.text.startswith(f"{len(codes)} ")
            assert all(is_true_of(sentence, job, days[code], snapshot.now) for code in codes)
        for code, day in days.items():
            found = said.obstacles(job, day, snapshot.now)
            assert not found if code in able else found
            assert all(is_true_of(sentence, job, day, snapshot.now) for sentence in found)


def is_able(job: Job, day: TechnicianDay, now: datetime) -> bool:
    return not explain.eligibility(job, day) and not explain.order_violations(job, day) and can(job, day, now)


def what_other_slots_cost(snapshot: Snapshot) -> None:
    days = {day.technician.code: day for day in snapshot.days.values()}
    for job in (ready.job for ready in snapshot.jobs):
        found = Openings(snapshot.days.values()).ranked(job, snapshot.now)
        for other in found[1:3]:
            facts = said.compared(found[0], other, job, snapshot.zone).facts

            costs = []
            for claim in (facts["than"], facts):
                day, start_at = days[claim["technician"]], datetime.fromisoformat(claim["start_at"])
                assert is_allowed(start_at, job, day, snapshot.now)
                costs.append(_cost(job, day, start_at, snapshot.now))
            assert facts["more_s"] == costs[1] - costs[0] >= 0


def _cost(job: Job, day: TechnicianDay, start_at: datetime, now: datetime) -> int:
    """The price of a visit that begins then, counted from the visit."""
    visit = _visit(job, day, start_at)
    return objective.slot_cost(job, as_booked(visit, job, day), day, now)


def _visit(job: Job, day: TechnicianDay, start_at: datetime) -> Visit:
    visit = replace(visit_at(start_at, job, day), technician_id=day.technician.id)
    return replace(visit, status=VisitStatus.PLANNED)


def what_would_make_room(snapshot: Snapshot, others: dict[int, Job]) -> None:
    days = {day.technician.code: day for day in snapshot.days.values()}
    for job in (ready.job for ready in snapshot.jobs):
        if any(is_able(job, day, snapshot.now) for day in days.values()):
            continue
        asked = Question(
            job=job,
            days=tuple(snapshot.days.values()),
            now=snapshot.now,
            zone=snapshot.zone,
            orders={number: other.order for number, other in others.items()},
            job_of=others.__getitem__,
        )
        for way in relaxations(asked):
            changed, after = relaxed(way.sentence, job, days)
            facts = way.sentence.facts
            code, start_at = facts["technician"], datetime.fromisoformat(facts["start_at"])
            assert is_allowed(start_at, changed, after[code], snapshot.now, overtime=True), way.sentence
            if way.code in ("relax.move", "relax.drop"):
                _moved(facts, changed, days, after, others, snapshot.now)


def _moved(
    facts: Mapping[str, Any],
    job: Job,
    days: Mapping[str, TechnicianDay],
    after: dict[str, TechnicianDay],
    others: Mapping[int, Job],
    now: datetime,
) -> None:
    """Visits that make room may be moved, and have their new slots beside the order's and each other's."""
    code = facts["technician"]
    _place(job, code, facts["start_at"], after)
    for claim in facts["visits"]:
        moved = next(s.visit for s in days[code].stops if s.visit.label == claim["visit"])
        other, to = others[moved.order_id], claim["to"]
        assert not moved.is_pinned
        assert moved.promised is None
        assert claim["priority"] == other.order.priority > job.order.priority
        if to is not None:
            start_at = datetime.fromisoformat(to["start_at"])
            assert is_allowed(start_at, other, after[to["technician"]], now)
            _place(other, to["technician"], to["start_at"], after)
        else:
            assert not any(is_able_within(other, day, now) for day in after.values())


def is_able_within(job: Job, day: TechnicianDay, now: datetime) -> bool:
    return not explain.eligibility(job, day) and next(allowed_starts(job, day, now), None) is not None


def _place(job: Job, code: str, start_at: str, days: dict[str, TechnicianDay]) -> None:
    day = days[code]
    visit = _visit(job, day, datetime.fromisoformat(start_at))
    placed = Stop(visit=visit, place=job.place, pick_ups=job.pick_ups)
    stops = sorted((*day.stops, placed), key=lambda stop: stop.start_at)
    days[code] = replace(day, stops=tuple(stops))


# -- so many of them ---------------------------------------------------------------------------------------


@st.composite
def cases(draw: st.DrawFn) -> tuple[Snapshot, dict[int, Job]]:
    """Days, and the orders that the visits in them are of."""
    snapshot = draw(snapshots())
    snapshot = replace(snapshot, jobs=tuple(_booked_first(draw, ready, snapshot) for ready in snapshot.jobs))
    numbers = {stop.visit.order_id for day in snapshot.days.values() for stop in day.stops}
    others = {n: draw(jobs(snapshot.on, snapshot.zone, number=n)) for n in sorted(numbers)}
    return snapshot, others


def _booked_first(draw: st.DrawFn, ready: Ready, seen: Snapshot) -> Ready:
    """What must be done before the order is booked, until whenever."""
    ends_at = local_instant(seen.on, draw(st.integers(0, 1440)), seen.zone)
    first_ends = {other.id: ends_at for other in ready.job.open_predecessors}
    return replace(ready, job=replace(ready.job, first_ends=first_ends))


def check(case: tuple[Snapshot, dict[int, Job]]) -> None:
    snapshot, others = case
    why_nobody_and_why_not(snapshot)
    what_other_slots_cost(snapshot)
    what_would_make_room(snapshot, others)


@settings(max_examples=12)
@given(cases())
def test_every_sentence_is_true(case: tuple[Snapshot, dict[int, Job]]) -> None:
    check(case)


@pytest.mark.soak
@settings(max_examples=1_000)
@given(cases())
def test_every_sentence_of_1000_days_is_true(case: tuple[Snapshot, dict[int, Job]]) -> None:
    check(case)
