"""Are the slots of a day exactly the times that the rules allow?"""

from __future__ import annotations

from datetime import date, datetime, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.claims import allowed_starts, visit_at
from tests.planning_days import DAYS, ZONES, jobs, technician_days, without_conditions
from wom_tui.domain import feasibility
from wom_tui.domain.feasibility import Job, TechnicianDay
from wom_tui.domain.technician import local_instant
from wom_tui.domain.violation import hard
from wom_tui.planning.insertion import earliest_slot, round_up, slots


@st.composite
def cases(draw: st.DrawFn) -> tuple[Job, TechnicianDay, datetime]:
    on: date = draw(st.sampled_from(DAYS))
    zone = draw(st.sampled_from(ZONES))
    now = local_instant(on, draw(st.integers(-300, 1300)), zone) + timedelta(seconds=draw(st.integers(0, 59)))
    return without_conditions(draw(jobs(on, zone))), draw(technician_days(on, zone)), now


@settings(max_examples=200)
@given(cases(), st.booleans())
def test_no_slot_breaks_a_hard_rule(case: tuple[Job, TechnicianDay, datetime], with_overtime: bool) -> None:
    job, day, now = case

    for slot in slots(job, day, now, with_overtime=with_overtime):
        found = feasibility.violations(visit_at(slot.start_at, job, day), job, day)

        assert hard(found) == ()
        assert slot.end_at - slot.start_at == day.lasts(job)
        assert slot.start_at == round_up(slot.start_at)
        assert with_overtime or "shift.overtime" not in {v.code for v in found}


@settings(max_examples=150)
@given(cases())
def test_no_start_that_the_rules_allow_comes_before_the_earliest_slot(
    case: tuple[Job, TechnicianDay, datetime],
) -> None:
    job, day, now = case

    slot = earliest_slot(job, day, now)

    assert (slot.start_at if slot else None) == next(allowed_starts(job, day, now), None)


@given(cases())
def test_slots_come_in_order(
    case: tuple[Job, TechnicianDay, datetime],
) -> None:
    job, day, now = case

    found = slots(job, day, now)

    assert [s.start_at for s in found] == sorted({s.start_at for s in found})
