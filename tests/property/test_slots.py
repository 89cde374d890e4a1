"""Are the slots of a day exactly the times that the rules allow?"""

from __future__ import annotations

from datetime import date, datetime, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.planning_days import DAYS, ZONES, jobs, technician_days, without_conditions
from wom_tui.domain import feasibility
from wom_tui.domain.feasibility import Job, TechnicianDay
from wom_tui.domain.technician import local_instant
from wom_tui.domain.violation import hard
from wom_tui.domain.visit import Visit
from wom_tui.planning.insertion import STEP, best_slot, earliest_slot, is_of_day, round_up, slots


@st.composite
def cases(draw: st.DrawFn) -> tuple[Job, TechnicianDay, datetime]:
    on: date = draw(st.sampled_from(DAYS))
    zone = draw(st.sampled_from(ZONES))
    now = local_instant(on, draw(st.integers(-300, 1300)), zone) + timedelta(seconds=draw(st.integers(0, 59)))
    return without_conditions(draw(jobs(on, zone))), draw(technician_days(on, zone)), now


def visit_at(start_at: datetime, job: Job) -> Visit:
    return Visit(
        id=1,
        order_id=job.order.id,
        ordinal=1,
        technician_id=1,
        start_at=start_at,
        end_at=start_at + job.duration,
    )


@settings(max_examples=200)
@given(cases(), st.booleans())
def test_no_slot_breaks_a_hard_rule(case: tuple[Job, TechnicianDay, datetime], with_overtime: bool) -> None:
    job, day, now = case

    for slot in slots(job, day, now, with_overtime=with_overtime):
        found = feasibility.violations(visit_at(slot.start_at, job), job, day)

        assert hard(found) == ()
        assert slot.end_at - slot.start_at == job.duration
        assert slot.start_at == round_up(slot.start_at)
        assert with_overtime or "shift.overtime" not in {v.code for v in found}


@settings(max_examples=150)
@given(cases())
def test_no_start_that_the_rules_allow_comes_before_the_earliest_slot(
    case: tuple[Job, TechnicianDay, datetime],
) -> None:
    job, day, now = case

    slot = earliest_slot(job, day, now)

    assert (slot.start_at if slot else None) == first_allowed(job, day, now)


def first_allowed(job: Job, day: TechnicianDay, now: datetime) -> datetime | None:
    """The slow way: ask the rules about every five minutes of every shift."""
    for span in day.spans:
        at = round_up(span.window.start_at)
        while at < span.window.end_at:
            if is_allowed(at, job, day, now):
                return at
            at += STEP
    return None


def is_allowed(at: datetime, job: Job, day: TechnicianDay, now: datetime) -> bool:
    visit = visit_at(at, job)
    found = feasibility.violations(visit, job, day)
    elsewhen = visit_at(at.replace(year=2030), job)  # breaks that are lost already are not this visit's fault
    lost, kept = (
        len(list(feasibility.breaks(visit, job, day))),
        len(list(feasibility.breaks(elsewhen, job, day))),
    )
    if hard(found) or "shift.overtime" in {v.code for v in found} or lost > kept:
        return False
    before = max((s for s in day.stops if s.end_at <= at), key=lambda s: s.end_at, default=None)
    span = next(s for s in day.spans if at in s.window)
    is_from_stop = before is not None and is_of_day(before, day)
    origin = before.place if before is not None and is_from_stop else day.home
    free_at = max(now, span.window.start_at, before.end_at if before is not None else now)
    return free_at + timedelta(seconds=day.trip_s(origin, job.place)) <= at


@given(cases())
def test_slots_come_in_order_and_the_best_adds_the_least_travel(
    case: tuple[Job, TechnicianDay, datetime],
) -> None:
    job, day, now = case

    found = slots(job, day, now)
    best = best_slot(job, day, now)

    assert [s.start_at for s in found] == sorted({s.start_at for s in found})
    assert (best.added_travel_s if best else None) == min((s.added_travel_s for s in found), default=None)
