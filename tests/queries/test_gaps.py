"""Is what is called free really free, and does what is said to fit have room there?"""

from __future__ import annotations

from tests.office import ALI, HOUR, KIM, MINUTE, MONDAY, T0, TREES, an_order, number_of
from tests.queries.test_lanes import booked
from wom_tui.commands.roster import AddAbsence
from wom_tui.commands.visit import AssignVisit
from wom_tui.desk import Desk
from wom_tui.queries.gaps import FreeGap, free_gaps


def gaps_of(desk: Desk, technician: int = KIM) -> tuple[FreeGap, ...]:
    return desk.ask(free_gaps, MONDAY, desk.now(), desk.travel, technician=technician)


def test_between_the_visits_and_the_break_somebody_is_free(desk: Desk) -> None:
    booked(desk, minutes=60)
    booked(desk, minutes=240)

    found = [(gap.start_at - T0, gap.end_at - T0) for gap in gaps_of(desk)]

    assert found == [(0 * HOUR, HOUR), (2 * HOUR, 2.5 * HOUR), (3 * HOUR, 4 * HOUR), (5 * HOUR, 7.5 * HOUR)]


def test_an_absence_is_not_free_time(desk: Desk) -> None:
    desk.run(AddAbsence(technician=KIM, start_at=T0 + HOUR, end_at=T0 + 2 * HOUR, reason="doctor"))

    found = [(gap.start_at - T0, gap.end_at - T0) for gap in gaps_of(desk)]

    assert found == [(0 * HOUR, HOUR), (2 * HOUR, 2.5 * HOUR), (3 * HOUR, 7.5 * HOUR)]


def test_what_fits_can_be_booked_just_there(desk: Desk) -> None:
    booked(desk, minutes=60)
    number = number_of(desk, an_order())

    gap = next(gap for gap in gaps_of(desk) if gap.fits)
    (one,) = gap.fits
    desk.run(AssignVisit(order=one.order, technician=KIM, start_at=one.start_at, end_at=one.end_at))

    assert one.order == number
    assert gap.start_at <= one.start_at
    assert one.end_at <= gap.end_at


def test_what_is_too_long_or_needs_another_skill_does_not_fit(desk: Desk) -> None:
    number_of(desk, an_order(work_type=TREES))

    assert [gap.fits for gap in gaps_of(desk, KIM)] == [(), ()]
    assert [len(gap.fits) for gap in gaps_of(desk, ALI)] == [1, 1]
    desk.run(AddAbsence(technician=ALI, start_at=T0 + HOUR, end_at=T0 + 12 * HOUR, reason="ill"))
    assert [gap.fits for gap in gaps_of(desk, ALI)] == [()]


def test_of_everybody_the_longest_rest_comes_first(desk: Desk) -> None:
    booked(desk, minutes=60)

    found = desk.ask(free_gaps, MONDAY, desk.now(), desk.travel, at=T0 + 30 * MINUTE)

    assert [(gap.technician, gap.minutes) for gap in found] == [(ALI, 150), (KIM, 60)]
