"""Is every reason true, and is everybody counted once?"""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given, settings

from tests.planning_days import snapshots
from wom_tui.domain import feasibility
from wom_tui.domain.feasibility import Job, Stop, TechnicianDay
from wom_tui.domain.place import Place
from wom_tui.domain.site import GeocodeQuality, Site
from wom_tui.domain.technician import Absence, SkillGrant, Technician, WorkSpan
from wom_tui.domain.violation import Violation
from wom_tui.domain.visit import Visit
from wom_tui.domain.work_order import OrderStatus, Requirement, SkillNeed, WorkOrder
from wom_tui.domain.worktime import Window
from wom_tui.planning.explain import Refusal, aggregate, eligibility, nearest_first, no_time
from wom_tui.planning.insertion import slots
from wom_tui.planning.snapshot import Snapshot

T0 = datetime(2026, 3, 2, 8, tzinfo=UTC)
HOUR = timedelta(hours=1)
HERE = Place(42.3, -71.0)


def a_job(hours: float = 1, **given: Any) -> Job:
    order = WorkOrder(id=1, title="x", status=OrderStatus.READY, opened_at=T0)
    need = Requirement(id=1, order_id=1, duration_min=int(hours * 60), skills=())
    site = Site(id=1, name="x", lat=HERE.lat, lon=HERE.lon, geocode_quality=GeocodeQuality.EXACT)
    return Job(order=order, requirement=replace(need, **given), site=site)


def a_day(**given: Any) -> TechnicianDay:
    day = TechnicianDay(
        technician=Technician(id=7, code="kim", name="Kim"),
        on=date(2026, 3, 2),
        spans=(WorkSpan(window=Window(T0, T0 + 8 * HOUR)),),
    )
    return replace(day, **given)


def a_stop(from_h: float, to_h: float) -> Stop:
    visit = Visit(
        id=9, order_id=9, ordinal=1, technician_id=7, start_at=T0 + from_h * HOUR, end_at=T0 + to_h * HOUR
    )
    return Stop(visit=visit, place=HERE)


def absence(from_h: float, to_h: float) -> Absence:
    return Absence(id=1, technician_id=7, start_at=T0 + from_h * HOUR, end_at=T0 + to_h * HOUR)


@pytest.mark.parametrize(
    ("job", "day", "now_h", "reason"),
    [
        (a_job(), a_day(spans=()), 0, "is off that day"),
        (a_job(), a_day(absences=(absence(0, 8),)), 0, "is absent"),
        (a_job(), a_day(absences=(absence(2, 9),)), 3, "is absent"),
        (a_job(), a_day(), 9, "has ended work"),
        (a_job(), a_day(stops=(a_stop(0, 7.5),)), 0, "is full until 16:00"),
        (a_job(9), a_day(), 0, "ends before 17:00"),
        (a_job(2), a_day(), 7, "has no 2:00 left"),
        (a_job(windows=(Window(T0 + 7.5 * HOUR, T0 + 9 * HOUR),)), a_day(), 0, "ends before 16:30"),
        (a_job(windows=(Window(T0, T0 + HOUR),)), a_day(), 3, "cannot be there when expected"),
        (a_job(earliest_start_at=T0 + 7.5 * HOUR), a_day(), 0, "ends before 16:30"),
    ],
)
def test_a_technician_without_a_slot_has_the_reason_that_holds(
    job: Job, day: TechnicianDay, now_h: float, reason: str
) -> None:
    now = T0 + now_h * HOUR

    assert slots(job, day, now) == ()
    assert no_time(job, day, now).reason == reason


def test_a_skill_is_missing_too_low_or_expired() -> None:
    job = a_job(skills=(SkillNeed(name="gas", level=3),))
    low = SkillGrant(id=1, technician_id=7, skill="gas", level=2)
    old = SkillGrant(id=1, technician_id=7, skill="gas", level=3, valid_to_on=date(2026, 3, 1))
    good = SkillGrant(id=1, technician_id=7, skill="gas", level=3)

    said = [eligibility(job, a_day(grants=grants)) for grants in ((), (low,), (old,), (good,))]

    assert [r.reason if r else None for r in said] == [
        "lacks gas 3",
        "lacks gas 3",
        "has an expired gas",
        None,
    ]


def test_refusals_are_counted_with_the_most_frequent_first() -> None:
    refusals = [
        Refusal(technician=n, code="skill.missing", reason="lacks gas", many="lack gas") for n in (1, 2)
    ]
    refusals.append(Refusal(technician=3, code="absence.absent", reason="is absent", many="are absent"))

    assert aggregate(refusals) == "2 lack gas, 1 is absent"
    assert aggregate([]) == ""


@settings(max_examples=60)
@given(snapshots())
def test_nobody_is_refused_without_a_rule_and_everybody_is_counted_once(snapshot: Snapshot) -> None:
    for ready in snapshot.jobs:
        refusals = []
        for day in snapshot.days.values():
            refusal = eligibility(ready.job, day)
            if refusal is not None:
                assert refusal.code in {v.code for v in at_any_time(ready.job, day)}
                refusals.append(refusal)
            elif not slots(ready.job, day, snapshot.now):
                refusals.append(no_time(ready.job, day, snapshot.now))

        counts = [int(n) for n in re.findall(r"(?:^|, )(\d+) ", aggregate(refusals))]
        assert sum(counts) == len(refusals)


def at_any_time(job: Job, day: TechnicianDay) -> tuple[Violation, ...]:
    start_at = datetime(2015, 1, 1, tzinfo=UTC)
    visit = Visit(id=1, order_id=1, ordinal=1, start_at=start_at, end_at=start_at + job.duration)
    return feasibility.violations(visit, job, day)


def test_who_could_come_at_another_time_stands_before_who_lacks_what_it_takes() -> None:
    codes = ["skill.missing", "technician.excluded", "absence.absent", "visit.overlap", "skill.level"]
    refusals = [Refusal(technician=n, code=code, reason="", many="") for n, code in enumerate(codes)]

    assert [r.technician for r in nearest_first(refusals)] == [3, 2, 4, 0, 1]
