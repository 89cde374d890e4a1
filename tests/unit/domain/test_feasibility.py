"""May this technician take this visit then? Each rule alone: a day on which only that rule can say no."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

import pytest

from tests.office import HOUR, MINUTE, MONDAY, T0, ZONE, a_site, straight_line
from wom_tui.domain.feasibility import Job, Stop, TechnicianDay, violations
from wom_tui.domain.place import Place
from wom_tui.domain.site import Customer, GeocodeQuality, Site
from wom_tui.domain.technician import Absence, Break, Shift, SkillGrant, Technician, WorkSpan, spans_on
from wom_tui.domain.visit import Visit
from wom_tui.domain.work_calendar import Hours
from wom_tui.domain.work_order import Requirement, SkillNeed, WorkOrder
from wom_tui.domain.worktime import Window

# T0 is Monday 09:00 in New York; the shift is 08:00 to 16:30 there, the break between 11:30 and 13:00.
KIM = Technician(
    id=1, code="kim", name="K. Moran", zone=ZONE, home_lat=42.30, home_lon=-71.05, territory_id=1
)
SHIFT = Shift(
    id=1,
    technician_id=1,
    weekdays=(0, 1, 2, 3, 4),
    start_min=480,
    end_min=990,
    breaks=(Break(earliest_min=690, latest_min=780, duration_min=30),),
)
LIGHTS = SkillGrant(id=1, technician_id=1, skill="lights", level=2)


def a_day(**given: Any) -> TechnicianDay:
    fields: dict[str, Any] = {
        "technician": KIM,
        "on": MONDAY,
        "grants": (LIGHTS,),
        "spans": spans_on([SHIFT], MONDAY, ZONE),
        "travel": straight_line,
    }
    return TechnicianDay(**(fields | given))


def a_job(*, site: Site | None = None, order: WorkOrder | None = None, **needs: Any) -> Job:
    fields: dict[str, Any] = {"duration_min": 60, "skills": (SkillNeed(name="lights", level=2),)}
    return Job(
        order=order or WorkOrder(id=7, title="Light out", opened_at=T0, site_id=1, territory_id=1),
        requirement=Requirement(id=7, order_id=7, **(fields | needs)),
        site=site or a_site(1),
    )


def a_visit(start_at: datetime = T0 + HOUR, minutes: int = 60) -> Visit:
    end_at = start_at + timedelta(minutes=minutes)
    return Visit(id=9, order_id=7, ordinal=1, technician_id=1, start_at=start_at, end_at=end_at)


def a_stop(start_at: datetime, minutes: int = 60, site: int = 1) -> Stop:
    other = replace(a_visit(start_at, minutes), id=20, order_id=8)
    return Stop(visit=other, place=Place(42.30 + site / 100, -71.05))


def codes(visit: Visit, job: Job, day: TechnicianDay) -> list[str]:
    return [v.code for v in violations(visit, job, day)]


def test_a_visit_that_fits_breaks_nothing() -> None:
    assert codes(a_visit(), a_job(), a_day()) == []


@pytest.mark.parametrize(
    ("grants", "code"),
    [
        ((), "skill.missing"),
        ((replace(LIGHTS, level=1),), "skill.level"),
        ((replace(LIGHTS, valid_to_on=date(2026, 3, 1)),), "skill.expired"),
        ((replace(LIGHTS, valid_from_on=date(2026, 3, 3)),), "skill.expired"),
    ],
)
def test_a_skill_counts_at_its_level_on_its_days(grants: tuple[SkillGrant, ...], code: str) -> None:
    assert codes(a_visit(), a_job(), a_day(grants=grants)) == [code]


def test_a_certificate_is_valid_on_its_last_day() -> None:
    last = replace(LIGHTS, valid_from_on=MONDAY, valid_to_on=MONDAY)

    assert codes(a_visit(), a_job(), a_day(grants=(last,))) == []


@pytest.mark.parametrize(
    ("start", "minutes", "found"),
    [
        (-2 * HOUR, 60, ["shift.outside"]),  # before the shift
        (6 * HOUR + 30 * MINUTE, 60, []),  # ends with it
        (6 * HOUR + 31 * MINUTE, 60, ["shift.outside"]),  # begins inside, ends after
        (8 * HOUR, 60, ["shift.outside"]),
    ],
)
def test_the_whole_visit_lies_in_a_shift(start: timedelta, minutes: int, found: list[str]) -> None:
    assert codes(a_visit(T0 + start, minutes), a_job(), a_day()) == found


def test_overtime_is_soft_as_far_as_it_is_allowed() -> None:
    day = a_day(technician=replace(KIM, max_overtime_min=30))

    (over,) = violations(a_visit(T0 + 7 * HOUR), a_job(), day)
    assert (over.code, over.hard, over.facts["minutes"]) == ("shift.overtime", False, 30)
    assert codes(a_visit(T0 + 7 * HOUR + MINUTE), a_job(), day) == ["shift.outside"]


def test_an_absence_anywhere_in_the_visit_is_in_the_way() -> None:
    away = Absence(
        id=1, technician_id=1, start_at=T0 + HOUR + 59 * MINUTE, end_at=T0 + 5 * HOUR, reason="sick"
    )

    assert codes(a_visit(), a_job(), a_day(absences=(away,))) == ["absence.absent"]
    assert codes(a_visit(T0 + 5 * HOUR), a_job(), a_day(absences=(away,))) == []


def test_nobody_is_in_two_places_and_ending_when_the_next_begins_is_no_overlap() -> None:
    day = a_day(stops=(a_stop(T0 + 2 * HOUR),))

    assert codes(a_visit(T0 + HOUR), a_job(), day) == []
    assert codes(a_visit(T0 + HOUR, 61), a_job(), day)[0] == "visit.overlap"


def test_there_must_be_time_for_the_way_from_the_stop_before_and_to_the_one_after() -> None:
    far = a_stop(T0, 60, site=31)  # half an hour away
    later = a_stop(T0 + 3 * HOUR, 60, site=31)
    no_break = spans_on([replace(SHIFT, breaks=())], MONDAY, ZONE)
    after, before = a_day(stops=(far,), spans=no_break), a_day(stops=(later,), spans=no_break)

    assert codes(a_visit(T0 + HOUR + 29 * MINUTE), a_job(), after) == ["visit.travel"]
    assert codes(a_visit(T0 + HOUR + 30 * MINUTE), a_job(), after) == []
    assert codes(a_visit(T0 + HOUR + 31 * MINUTE), a_job(), before) == ["visit.travel"]
    assert codes(a_visit(T0 + HOUR + 30 * MINUTE), a_job(), before) == []


def test_a_shift_begins_at_home_whatever_was_done_the_evening_before() -> None:
    site = a_site(31)  # half an hour from home
    evening = a_stop(T0 - 12 * HOUR, 60, site=31)

    assert codes(a_visit(T0 - 31 * MINUTE), a_job(site=site), a_day(stops=(evening,))) == ["visit.travel"]
    assert codes(a_visit(T0 - 29 * MINUTE), a_job(site=site), a_day(stops=(evening,))) == []


def test_between_two_shifts_one_goes_home() -> None:
    spans = (
        WorkSpan(window=Window(T0, T0 + 3 * HOUR)),
        WorkSpan(window=Window(T0 + 4 * HOUR, T0 + 8 * HOUR)),
    )
    # Five hours away: too far, but that is its own matter.
    far = a_stop(T0 + 4 * HOUR + 31 * MINUTE, 60, site=300)
    day = a_day(stops=(far,), spans=spans)

    assert codes(a_visit(T0 + HOUR), a_job(), day) == []
    assert "visit.travel" in codes(a_visit(T0 + 4 * HOUR, 30), a_job(), day)


def test_a_fake_position_is_never_planned_and_remote_work_needs_none() -> None:
    fake = replace(a_site(1), geocode_quality=GeocodeQuality.SUSPICIOUS)

    assert codes(a_visit(), a_job(site=fake), a_day()) == ["site.position"]
    assert codes(a_visit(), a_job(site=replace(fake, is_remote=True)), a_day()) == []


def test_territories_bind_those_who_have_some() -> None:
    elsewhere = WorkOrder(id=7, title="Light out", opened_at=T0, site_id=1, territory_id=2)

    assert codes(a_visit(), a_job(order=elsewhere), a_day()) == ["territory.outside"]
    both = replace(KIM, territory_ids=(2,))
    assert codes(a_visit(), a_job(order=elsewhere), a_day(technician=both)) == []
    anywhere = replace(KIM, territory_id=None)
    assert codes(a_visit(), a_job(order=elsewhere), a_day(technician=anywhere)) == []


def test_service_begins_in_one_of_the_windows() -> None:
    windows = (Window(T0 + HOUR, T0 + 2 * HOUR), Window(T0 + 5 * HOUR, T0 + 6 * HOUR))

    assert codes(a_visit(T0 + 59 * MINUTE), a_job(windows=windows), a_day()) == ["window.missed"]
    assert codes(a_visit(T0 + 2 * HOUR), a_job(windows=windows), a_day()) == []
    assert codes(a_visit(T0 + 3 * HOUR), a_job(windows=windows), a_day()) == ["window.missed"]
    assert codes(a_visit(T0 + 5 * HOUR), a_job(windows=windows), a_day()) == []


def test_nothing_begins_before_it_may() -> None:
    job = a_job(earliest_start_at=T0 + 2 * HOUR)

    assert codes(a_visit(), job, a_day()) == ["window.early"]
    assert codes(a_visit(T0 + 2 * HOUR), job, a_day()) == []


def test_a_site_is_open_by_its_own_clock_for_the_whole_visit() -> None:
    opening = ((Hours(540, 660),),) + ((),) * 6  # Monday 09:00 to 11:00
    site = replace(a_site(1), access_hours=opening)

    assert codes(a_visit(T0 + HOUR), a_job(site=site), a_day()) == []
    assert codes(a_visit(T0 + HOUR + MINUTE), a_job(site=site), a_day()) == ["site.access"]


def test_what_must_come_first_must_be_done() -> None:
    first = WorkOrder(id=3, title="Dig", opened_at=T0)

    assert codes(a_visit(), replace(a_job(), predecessors=(first,)), a_day()) == ["order.predecessor"]
    done = replace(first, completed_at=T0)
    assert codes(a_visit(), replace(a_job(), predecessors=(done,)), a_day()) == []


def test_who_is_excluded_stays_out_by_order_or_by_customer() -> None:
    assert codes(a_visit(), a_job(excluded_technician_ids=(1,)), a_day()) == ["technician.excluded"]
    customer = Customer(id=1, name="Library", excluded_technician_ids=(1,))
    assert codes(a_visit(), replace(a_job(), customer=customer), a_day()) == ["technician.excluded"]
    assert codes(a_visit(), a_job(), a_day(technician=replace(KIM, is_active=False))) == [
        "technician.inactive"
    ]


def test_a_break_that_no_longer_fits_a_crew_that_is_short_and_a_late_end_are_only_told() -> None:
    over_noon = violations(a_visit(T0 + 2 * HOUR, 150), a_job(), a_day())
    assert [(v.code, v.hard) for v in over_noon] == [("shift.break", False)]

    short = violations(a_visit(), a_job(crew_size=2), a_day())
    assert [(v.code, v.hard) for v in short] == [("crew.incomplete", False)]

    due = WorkOrder(id=7, title="Light out", opened_at=T0, territory_id=1, resolve_due_at=T0 + 90 * MINUTE)
    late = violations(a_visit(), a_job(order=due), a_day())
    assert [(v.code, v.hard, v.facts["minutes"]) for v in late] == [("sla.late", False, 30)]


def test_what_a_dispatcher_may_override_and_what_nobody_may() -> None:
    day = a_day(grants=(), stops=(a_stop(T0 + HOUR),))

    found = {v.code: v.can_override for v in violations(a_visit(), a_job(), day)}

    assert found == {"skill.missing": True, "visit.overlap": False}


@pytest.mark.parametrize(
    ("late_by", "said"), [(MINUTE, "1 min"), (6 * HOUR + 5 * MINUTE, "6:05 h"), (100 * HOUR, "4 days")]
)
def test_how_late_it_would_be_is_told_as_people_say_it(late_by: timedelta, said: str) -> None:
    due = WorkOrder(
        id=7, title="Light out", opened_at=T0, territory_id=1, resolve_due_at=T0 + 2 * HOUR - late_by
    )
    (late,) = violations(a_visit(), a_job(order=due), a_day())
    assert late.message.endswith(f"due by {said}")
