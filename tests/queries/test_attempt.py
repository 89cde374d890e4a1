"""Are the figures of a place those that the act would leave behind?"""

from __future__ import annotations

from tests.office import ALI, HOUR, KIM, MINUTE, T0, TREES, an_order, number_of
from tests.queries.test_lanes import booked, lane_of
from wom_tui.commands.visit import AssignVisit
from wom_tui.desk import Desk
from wom_tui.domain.visit import Visit
from wom_tui.queries.attempt import Attempt, attempt


def tried(desk: Desk, number: int, minutes: int, technician: int = KIM, length: int | None = None) -> Attempt:
    visit = next((b.visit for t in (KIM, ALI) for b in lane_of(desk, t).bars if b.order == number), None)
    start_at = T0 + minutes * MINUTE
    end_at = start_at + length * MINUTE if length else None
    return desk.ask(attempt, number, visit, technician, start_at, end_at, desk.travel)


def test_the_ways_are_those_that_the_act_stores(desk: Desk) -> None:
    number, later = booked(desk, minutes=30, site=1), booked(desk, minutes=200, site=2)

    told = tried(desk, number, 60)

    bar = lane_of(desk).bars[0]
    desk.run(AssignVisit(order=number, visit=bar.visit, technician=KIM, start_at=T0 + HOUR))
    after = {b.order: b.travel_s for b in lane_of(desk).bars}
    assert (told.travel_s, told.onward_s) == (after[number], after[later])


def test_the_last_one_of_the_day_leads_nowhere(desk: Desk) -> None:
    number = booked(desk, minutes=30)

    assert tried(desk, number, 60).onward_s is None


def test_nobody_s_length_is_another_unless_it_is_said(desk: Desk) -> None:
    number = booked(desk, minutes=30)

    assert tried(desk, number, 60).end_at == T0 + 2 * HOUR
    assert tried(desk, number, 60, length=15).end_at == T0 + 75 * MINUTE


def test_the_end_of_the_shift_and_what_goes_beyond_it(desk: Desk) -> None:
    number = booked(desk, minutes=30)

    inside, beyond, outside = (tried(desk, number, minutes) for minutes in (60, 420, 600))

    assert (inside.shift_end_at, inside.overtime_min) == (T0 + 7.5 * HOUR, 0)
    assert beyond.overtime_min == 30
    assert outside.shift_end_at is None


def test_a_missing_skill_is_named(desk: Desk) -> None:
    number = number_of(desk, an_order(work_type=TREES))

    assert tried(desk, number, 60).lacks == ("trees",)
    assert tried(desk, number, 60, technician=ALI).lacks == ()


def test_nothing_is_written(desk: Desk) -> None:
    number = booked(desk, minutes=30)
    before = desk.last_seq()

    tried(desk, number, 90)

    assert desk.last_seq() == before
    (visit,) = desk.ask(lambda reader: reader.select(Visit, order_id=number))
    assert visit.start_at == T0 + 30 * MINUTE
