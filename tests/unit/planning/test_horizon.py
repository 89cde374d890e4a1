"""On which of several days is an order done?"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise

from tests.planning_days import a_ready
from wom_tui.domain.feasibility import Stop, TechnicianDay
from wom_tui.domain.place import Place
from wom_tui.domain.technician import Absence, Technician, WorkSpan
from wom_tui.domain.visit import Visit
from wom_tui.domain.work_order import Priority
from wom_tui.domain.worktime import Window
from wom_tui.gateways.engine_here import search_here
from wom_tui.planning.effort import Effort
from wom_tui.planning.horizon import best_plans
from wom_tui.planning.snapshot import Ready, Snapshot

MONDAY = date(2026, 3, 2)
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
MORNING = datetime(2026, 3, 2, 8, tzinfo=UTC)
HOME, FAR = Place(42.3, -71.0), Place(43.3, -71.0)
FEW = Effort(iterations=40)


def an_hours_drive(a: Place, b: Place) -> int:
    return round(abs(a.lat - b.lat) * 3600)


def an_order(
    number: int, at: Place = HOME, priority: Priority = Priority.P4, asked_for: int | None = None
) -> Ready:
    """An hour's work that nobody waits for."""
    return a_ready(number, at, priority=priority, asked_for=asked_for)


def a_day(ahead: int, id: int = 1, hours: int = 8, begin: datetime = MORNING) -> TechnicianDay:
    """One shift."""
    opens = begin + ahead * DAY
    return TechnicianDay(
        technician=Technician(
            id=id, version=1, code=f"t{id}", name=f"T. {id}", home_lat=HOME.lat, home_lon=HOME.lon
        ),
        on=MONDAY + ahead * DAY,
        spans=(WorkSpan(window=Window(start_at=opens, end_at=opens + hours * HOUR)),),
        travel=an_hours_drive,
    )


def with_visit(day: TechnicianDay, at: Place) -> TechnicianDay:
    """Somebody is there already from the third hour on."""
    begin = day.spans[0].window.start_at + 2 * HOUR
    visit = Visit(
        id=900 + day.on.day,
        order_id=900,
        ordinal=1,
        technician_id=day.technician.id,
        start_at=begin,
        end_at=begin + HOUR,
    )
    return replace(day, stops=(Stop(visit=visit, place=at),))


def horizon(orders: Sequence[Ready], *days: Sequence[TechnicianDay]) -> list[Snapshot]:
    return [
        Snapshot(
            on=people[0].on,
            now=MORNING,
            basis=0,
            jobs=tuple(orders),
            days={day.technician.id: day for day in people},
        )
        for people in days
    ]


def planned(days: list[Snapshot]) -> dict[int, tuple[date, int]]:
    """By order, the day and who has it."""
    plans = best_plans(days, search_here, effort=FEW)
    return {line.order: (plan.on, line.technician) for plan in plans for line in plan.visits}


def test_an_order_waits_for_the_day_on_which_somebody_is_near_anyway_and_an_urgent_one_does_not() -> None:
    today, tomorrow = [a_day(0)], [with_visit(a_day(1), FAR)]

    patient = planned(horizon([an_order(1, FAR)], today, tomorrow))
    urgent = planned(horizon([an_order(1, FAR, priority=Priority.P1)], today, tomorrow))

    assert patient == {1: (MONDAY + DAY, 1)}
    assert urgent == {1: (MONDAY, 1)}


def test_early_days_fill_first() -> None:
    orders = [an_order(number) for number in range(1, 7)]

    found = planned(horizon(orders, [a_day(0, hours=4)], [a_day(1, hours=4)], [a_day(2, hours=4)]))

    assert sorted(on for on, _ in found.values()) == [MONDAY] * 4 + [MONDAY + DAY] * 2


def test_who_is_asked_for_comes_on_any_day_at_no_price() -> None:
    orders = [an_order(number, asked_for=2) for number in range(1, 6)]
    days = [[a_day(ahead), a_day(ahead, id=2, hours=4)] for ahead in range(2)]

    found = planned(horizon(orders, *days))
    plans = best_plans(horizon(orders, *days), search_here, effort=FEW)

    # A stranger on Monday would cost as much as a day's waiting: the one who is asked for is not dearer on Tuesday.
    assert list(found.values()).count((MONDAY, 2)) == 4
    assert plans[0].search is not None
    terms = plans[0].search.terms
    assert terms.moved + terms.later == 900


def test_a_night_shift_is_one_and_not_one_on_each_of_its_days() -> None:
    evening = MORNING + 14 * HOUR
    night = a_day(0, begin=evening, hours=4)
    next_day = replace(a_day(1, begin=evening, hours=4), spans=(*night.spans, *a_day(1).spans))
    orders = [an_order(number) for number in range(1, 9)]

    plans = best_plans(horizon(orders, [night], [next_day]), search_here, effort=FEW)

    lines = sorted((line for plan in plans for line in plan.visits), key=lambda line: line.start_at)
    assert len(lines) == len(orders)
    assert all(a.end_at <= b.start_at for a, b in pairwise(lines))


def test_what_no_day_has_a_place_for_says_why_of_each() -> None:
    away = Absence(id=1, technician_id=1, start_at=MORNING, end_at=MORNING + 8 * HOUR)
    absent, short = replace(a_day(0), absences=(away,)), a_day(1, hours=0)
    short = replace(
        short, spans=(WorkSpan(window=Window(short.spans[0].window.start_at, MORNING + DAY + HOUR / 2)),)
    )

    both = best_plans(horizon([an_order(1)], [absent], [short]), search_here, effort=FEW)
    same = best_plans(
        horizon([an_order(1)], [short], [replace(short, on=MONDAY + DAY)]), search_here, effort=FEW
    )

    assert [one.reason for one in both[0].unplanned] == []
    assert [one.reason for one in both[1].unplanned] == [
        "Mon 2 Mar: 1 is absent; Tue 3 Mar: 1 ends before 09:00"
    ]
    assert len(same[1].unplanned) == 1
