"""Do the rules that come with the program do what they say, on an office where they have something to do?"""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.commands.typed import do, the_order, visits
from tests.office import HOUR, KIM, MINUTE, T0, an_order, number_of
from tests.ruled import Ruled
from tests.running_day import away, booked, mended, there
from wom_tui.commands.ending import CompleteOrder, ReopenOrder
from wom_tui.commands.order import EditOrder
from wom_tui.commands.undo import Undo
from wom_tui.domain.message import Me
from wom_tui.domain.rule import Group, Outcome
from wom_tui.domain.rule_text import read_rule
from wom_tui.domain.visit import VisitStatus
from wom_tui.domain.work_order import ChecklistItem, Cover, OrderStatus, Priority, Relation, WorkOrder
from wom_tui.presets.shipped import shipped_rules
from wom_tui.queries.messages import message_rows


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


def test_points_that_failed_are_followed_up_once_when_the_order_is_completed(
    office: Ruled, order: int
) -> None:
    points = (ChecklistItem(text="Seal tight", answer="no"), ChecklistItem(text="Lamp on", answer="yes"))
    office.desk.run(EditOrder(order=order, changes=(("checklist", points),)))
    fine = number_of(office.desk, an_order(site=2))
    switch_on(office, "follow-up-failed")
    for number in (order, fine):
        office.desk.run(CompleteOrder(order=number, resolution_code="fixed"))

    assert office.tick().outcomes == [Outcome.DONE]
    office.desk.run(ReopenOrder(order=order, reason="forgot something"))
    office.desk.run(CompleteOrder(order=order, resolution_code="fixed"))
    assert office.tick().outcomes == [Outcome.SO_ALREADY]

    (child,) = office.desk.ask(lambda reader: reader.select(WorkOrder, parent_id=order))
    assert (child.title, child.relation) == ("Seal tight", Relation.FOLLOW_UP)


def test_urgent_orders_go_to_whom_they_fit_as_they_come_in_and_that_can_be_undone(
    office: Ruled, order: int
) -> None:
    switch_on(office, "assign-new")
    urgent = number_of(office.desk, an_order(site=2, priority=Priority.P1))

    assert office.tick().outcomes == [Outcome.DONE]
    assert [visit.status for visit in visits(office.desk, urgent)] == [VisitStatus.PLANNED]
    assert list(visits(office.desk, order)) == []
    do(office.desk, f"priority {order} 1")
    assert office.tick().outcomes == [Outcome.DONE]
    (first,), (second,) = visits(office.desk, urgent), visits(office.desk, order)
    assert first.technician_id != second.technician_id or first.start_at != second.start_at

    for action in office.actions():
        office.desk.run(Undo(receipt=action.command_id))

    assert {the_order(office.desk, number).status for number in (urgent, order)} == {OrderStatus.READY}
    assert office.tick(MINUTE).outcomes == []


@pytest.mark.parametrize(
    ("before", "then"),
    [
        ("edit {order} duration=none", "edit {order} duration=60m"),
        ("edit {order} site=none", 'edit {order} site="Site 2"'),
        ("hold {order} customer until +1d", "release {order}"),
        ("hold {order} customer until +1d", "undo"),
        ("cancel {order} wrong number", "undo"),
    ],
)
def test_an_urgent_order_is_planned_once_whatever_has_made_it_ready(
    office: Ruled, order: int, before: str, then: str
) -> None:
    do(office.desk, f"priority {order} 1")
    switch_on(office, "assign-new")
    do(office.desk, before.format(order=order))
    assert office.tick().outcomes == []

    do(office.desk, then.format(order=order))

    assert office.tick().outcomes == [Outcome.DONE]
    assert [visit.status for visit in visits(office.desk, order)] == [VisitStatus.PLANNED]
    do(office.desk, f"edit {order} description=more")
    assert office.tick().outcomes == []


def test_an_urgent_order_is_planned_when_its_parts_have_come(office: Ruled, order: int) -> None:
    do(office.desk, "warehouse main", "part BELT Belt", f"priority {order} 1", f"edit {order} parts=BELT")
    bought = do(office.desk, f"purchase BELT 1 main eta=wed for={order}").result["purchase"]
    switch_on(office, "assign-new")
    assert office.tick().outcomes == []

    do(office.desk, f"deliver {bought}")

    assert office.tick().outcomes == [Outcome.DONE]


def test_what_a_person_takes_off_a_day_stays_off_it(office: Ruled, order: int) -> None:
    do(office.desk, f"priority {order} 1", f"assign {order} kim 16:00")
    switch_on(office, "assign-new")

    do(office.desk, f"unassign {order}")

    assert office.tick().outcomes == []


def test_an_urgent_order_that_nobody_has_room_for_is_refused_and_the_rule_stays_on(
    office: Ruled, order: int
) -> None:
    do(office.desk, f"edit {order} skills=boats")
    switch_on(office, "assign-new")

    do(office.desk, f"priority {order} 1")

    assert office.tick().outcomes == [Outcome.REFUSED]
    assert office.actions()[0].said == f"nobody has room for order {order} in the next 14 days"
    assert office.rule("assign-new").is_on


def test_what_is_not_answered_an_hour_before_is_taken_back_and_that_can_be_undone(
    office: Ruled, order: int
) -> None:
    answered = number_of(office.desk, an_order(site=2))
    for number, who in ((order, "kim"), (answered, "ali")):
        do(office.desk, f"assign {number} {who} 17:00", f"dispatch {number}")
    switch_on(office, "take-back-unanswered")
    do(office.desk, f"accept {answered}")

    assert office.tick(HOUR + 59 * MINUTE).outcomes == []
    assert office.tick(MINUTE).outcomes == [Outcome.DONE]

    assert the_order(office.desk, order).status is OrderStatus.READY
    assert office.notes() == [(order, "not answered an hour before: taken back")]
    assert the_order(office.desk, answered).status is OrderStatus.DISPATCHED
    (action,) = office.actions()
    office.desk.run(Undo(receipt=action.command_id))
    assert [visit.status for visit in visits(office.desk, order)] == [VisitStatus.DISPATCHED]
    assert office.notes() == []
    assert office.tick(MINUTE).outcomes == []


def test_an_order_whose_parts_have_come_is_planned_and_that_can_be_undone(office: Ruled, order: int) -> None:
    do(office.desk, "warehouse main", "part BELT Belt", f"hold {order} parts until fri")
    bought = do(office.desk, f"purchase BELT 2 main eta=wed for={order}").result["purchase"]
    switch_on(office, "plan-parts-there")

    do(office.desk, f"deliver {bought} 1")
    assert office.tick(MINUTE).outcomes == []
    do(office.desk, f"deliver {bought}")
    assert office.tick(MINUTE).outcomes == [Outcome.DONE]

    assert the_order(office.desk, order).status is OrderStatus.SCHEDULED
    office.desk.run(Undo(receipt=office.actions()[0].command_id))
    assert the_order(office.desk, order).status is OrderStatus.READY
    assert office.tick(MINUTE).outcomes == []


def test_who_has_not_answered_for_ten_minutes_is_asked_again_once(office: Ruled, order: int) -> None:
    theirs = number_of(office.desk, an_order(site=2))
    do(office.desk, f"assign {order} kim 16:00", f"assign {theirs} ali 16:00")
    do(office.desk, f"dispatch {order}", f"dispatch {theirs}", f"accept {theirs}")
    switch_on(office, "nudge-technician")

    assert office.tick(9 * MINUTE).outcomes == []
    assert office.tick(MINUTE).outcomes == [Outcome.DONE]
    assert office.tick(HOUR).outcomes == []

    (said,) = office.desk.ask(message_rows, Me("byrne", is_office=True))
    assert (said.order, said.to, said.needs_ack) == (order, ("kim",), True)
    assert "accept, or decline" in said.text


def test_every_rule_has_its_test() -> None:
    here = Path(__file__).parent
    told = "".join(path.read_text(encoding="utf-8") for path in here.glob("test_*.py"))

    assert [name for name in shipped_rules() if f'"{name}"' not in told] == []


def test_every_rule_says_in_which_group_it_is() -> None:
    groups = {name: read_rule(text, name).group for name, text in shipped_rules().items()}

    assert [name for name, group in groups.items() if group is Group.OWN] == []


def test_what_mends_the_day_only_proposes_as_it_comes(office: Ruled) -> None:
    switch_on(office, "reassign")
    office.tick()
    lost = booked(office, KIM, T0 + 2 * HOUR)
    away(office, KIM)

    assert mended(office) == [Outcome.PROPOSED]
    assert there(office, lost)[0] == KIM
