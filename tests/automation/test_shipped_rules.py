"""Do the rules that come with the program do what they say, on an office where they have something to do?"""

from __future__ import annotations

from tests.commands.typed import do, the_order, visits
from tests.office import HOUR, KIM, MINUTE, T0, an_order, number_of
from tests.ruled import Ruled
from tests.running_day import away, booked, mended, there
from wom_tui.automation.shipped import shipped_rules
from wom_tui.commands.ending import CompleteOrder
from wom_tui.commands.order import EditOrder
from wom_tui.domain.rule import Outcome
from wom_tui.domain.visit import VisitStatus
from wom_tui.domain.work_order import Cover, OrderStatus, Priority


def switch_on(office: Ruled, name: str) -> None:
    office.enable(shipped_rules()[name])


def test_technicians_are_told_half_an_hour_before(office: Ruled, order: int) -> None:
    later = number_of(office.desk, an_order(site=2))
    do(office.desk, f"assign {order} kim 16:00", f"assign {later} ali 20:00")
    switch_on(office, "dispatch-ahead")

    assert office.tick(HOUR + 29 * MINUTE).outcomes == []
    assert office.tick(MINUTE).outcomes == [Outcome.DONE]

    assert [visit.status for visit in visits(office.desk, order)] == [VisitStatus.DISPATCHED]
    assert [visit.status for visit in visits(office.desk, later)] == [VisitStatus.PLANNED]


def test_nobody_is_told_to_go_who_should_have_left_an_hour_ago(office: Ruled, order: int) -> None:
    do(office.desk, f"assign {order} kim 16:00")
    switch_on(office, "dispatch-ahead")

    assert office.tick(3 * HOUR).outcomes == []
    assert [visit.status for visit in visits(office.desk, order)] == [VisitStatus.PLANNED]


def test_what_is_completed_and_booked_is_closed_at_six(office: Ruled, order: int) -> None:
    unbooked = number_of(office.desk, an_order(site=2))
    booked = (("labour_min", 30), ("materials", ()), ("cover", Cover.CONTRACT))
    office.desk.run(EditOrder(order=order, changes=booked))
    for number in (order, unbooked):
        office.desk.run(CompleteOrder(order=number, resolution_code="fixed"))
    switch_on(office, "close-completed")

    assert office.tick(3 * HOUR + 59 * MINUTE).outcomes == []
    assert office.tick(MINUTE).outcomes == [Outcome.DONE, Outcome.REFUSED]

    assert the_order(office.desk, order).status is OrderStatus.CLOSED
    (said,) = (one.said for one in office.actions() if one.order == unbooked)
    assert "labour is needed" in said


def test_what_is_due_soon_and_nobody_has_stands_first(office: Ruled, order: int) -> None:
    theirs = number_of(office.desk, an_order(site=2))
    do(office.desk, f"assign {theirs} kim 20:00")
    switch_on(office, "due-soon-first")
    due_at = the_order(office.desk, order).resolve_due_at
    assert due_at is not None

    assert office.tick(due_at - 2 * HOUR - office.clock.at - MINUTE).outcomes == []
    assert office.tick(MINUTE).outcomes == [Outcome.DONE]

    assert the_order(office.desk, order).priority is Priority.P1
    assert the_order(office.desk, theirs).priority is Priority.P2


def test_what_mends_the_day_only_proposes_as_it_comes(office: Ruled) -> None:
    switch_on(office, "reassign")
    office.tick()
    lost = booked(office, KIM, T0 + 2 * HOUR)
    away(office, KIM)

    assert mended(office) == [Outcome.PROPOSED]
    assert there(office, lost)[0] == KIM
