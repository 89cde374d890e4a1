"""Is it said truly why an order is where it is, and what would make room for one?"""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from tests.office import ALI, HOUR, KIM, MINUTE, MONDAY, T0, TREES, an_order, number_of
from wom_tui.commands.command import Command
from wom_tui.commands.hold import HoldOrder
from wom_tui.commands.order import EditOrder
from wom_tui.commands.promise import PromiseWindow
from wom_tui.commands.roster import AddAbsence
from wom_tui.commands.visit import AssignVisit, DispatchVisit, PinVisit
from wom_tui.desk import Desk
from wom_tui.domain.visit import Visit
from wom_tui.domain.work_order import HoldReason, Priority
from wom_tui.domain.worktime import Window
from wom_tui.errors import NotFound
from wom_tui.grammar.questions import answered, question_in
from wom_tui.planning.sentence import Sentence
from wom_tui.queries.why import Asking
from wom_tui.store.reader import Reader

DAY = timedelta(days=1)


def asked(desk: Desk, line: str) -> list[Sentence]:
    question = question_in(line)
    assert question is not None
    at = Asking(now=desk.now(), travel=desk.travel, room=desk.room)
    return list(desk.ask(answered, question, at).sentences)


def texts(desk: Desk, line: str) -> list[str]:
    return [sentence.text for sentence in asked(desk, line)]


def codes(desk: Desk, line: str) -> list[str]:
    return [sentence.code for sentence in asked(desk, line)]


def booked(desk: Desk, technician: int = KIM, at: timedelta = HOUR, **given: object) -> int:
    number = number_of(desk, an_order(**given))
    desk.run(AssignVisit(order=number, technician=technician, start_at=T0 + at))
    return number


def visit_of(desk: Desk, number: int) -> Visit:
    (visit,) = desk.ask(Reader.select, Visit, order_id=number)
    return visit


def full_day(desk: Desk, technician: int, **given: object) -> list[int]:
    """Hour by hour until the shift ends at 16:30."""
    return [booked(desk, technician, timedelta(minutes=65 * n), **given) for n in range(7)]


def test_of_a_booked_order_it_is_told_what_holds_it_and_what_two_others_would_cost(desk: Desk) -> None:
    number = booked(desk)
    visit = visit_of(desk, number)
    desk.run(PromiseWindow(order=number, visit=visit.id, window=Window(T0 + HOUR, T0 + 2 * HOUR)))
    desk.run(PinVisit(visit=visit.id))
    desk.run(DispatchVisit(visit=visit.id))

    assert texts(desk, f"why {number}") == [
        "K. Moran has it Mon 2 Mar 10:00: 1 min on the road",
        "admin booked it, 09:00",
        "admin promised Mon 2 Mar 10:00–11:00, 09:00",
        "admin pinned it, 09:00",
        "admin sent it, 09:00",
        "K. Moran Mon 2 Mar 09:05 would cost 14 min less: 55 min earlier",
        "A. Diallo Mon 2 Mar 09:05 would cost 14 min less: 55 min earlier",
    ]


def test_of_an_order_that_nobody_has_it_is_told_who_could_and_why_the_others_cannot(desk: Desk) -> None:
    number = number_of(desk, an_order(work_type=TREES))

    found = asked(desk, f"why {number}")

    assert [one.text for one in found] == [
        f"nobody has planned order {number}",
        "A. Diallo could begin Mon 2 Mar 09:05",
        "1 lacks trees",
    ]
    assert found[-1].code == "skill.missing"
    assert found[-1].facts["technicians"] == ["kim"]


def test_of_an_order_on_hold_and_of_one_that_is_over_it_is_told_so(desk: Desk) -> None:
    number = number_of(desk, an_order())
    desk.run(HoldOrder(order=number, reason=HoldReason.PARTS, until_at=T0 + DAY))

    assert codes(desk, f"why {number}") == ["order.transition"]
    with pytest.raises(NotFound):
        asked(desk, "why 9999")


def test_every_reason_against_a_technician_is_told(desk: Desk) -> None:
    number = number_of(desk, an_order(work_type=TREES))
    desk.run(AddAbsence(technician=KIM, start_at=T0 - HOUR, end_at=T0 + 9 * HOUR, reason="ill"))

    assert texts(desk, f"why not kim {number}") == ["K. Moran lacks trees", "K. Moran is absent"]
    assert codes(desk, f"why-not kim {number} tomorrow") == ["skill.missing"]


def test_of_who_can_the_price_against_the_best_is_told(desk: Desk) -> None:
    booked(desk, KIM, 5 * MINUTE)
    number = number_of(desk, an_order(site=3))

    assert texts(desk, f"why not kim {number}") == [
        "K. Moran could begin Mon 2 Mar 10:10",
        "K. Moran Mon 2 Mar 10:10 would cost 15 min more: 1:05 h later, 1 min less on the road",
    ]
    assert codes(desk, f"why not ali {number}") == ["slot.possible", "slot.best"]


def test_the_visit_that_stands_in_the_way_is_named(desk: Desk) -> None:
    first = full_day(desk, KIM)[0]
    number = number_of(desk, an_order())

    assert texts(desk, f"why not kim {number}") == [f"K. Moran is blocked by {first}/1"]


# -- relax -----------------------------------------------------------------------------------------------


def test_nothing_has_to_be_relaxed_where_there_is_room(desk: Desk) -> None:
    assert codes(desk, f"relax {number_of(desk, an_order())}") == ["relax.needless", "slot.possible"]


def test_where_nothing_can_move_the_first_of_the_least_urgent_that_has_not_begun_could_go(desk: Desk) -> None:
    full_day(desk, ALI, priority=Priority.P2)
    kim = full_day(desk, KIM, priority=Priority.P4)
    number = number_of(desk, an_order(priority=Priority.P1))

    found = {one.code: one for one in reversed(asked(desk, f"relax {number}"))}

    assert found["relax.drop"].text == (f"if {kim[1]}/1 (P4) is dropped: K. Moran Mon 2 Mar 10:00")
    assert found["relax.day"].facts["on"] == "2026-03-03"


def test_a_visit_that_moves_is_told_with_its_new_slot(desk: Desk) -> None:
    commands: list[Command] = [
        AddAbsence(technician=KIM, start_at=T0 + 2 * HOUR, end_at=T0 + 8 * HOUR, reason="training"),
        AddAbsence(technician=ALI, start_at=T0 - HOUR, end_at=T0 + 2 * HOUR, reason="doctor"),
    ]
    desk.run_all(commands)
    lights = booked(desk, KIM, 30 * MINUTE, priority=Priority.P4)
    number = number_of(desk, an_order(priority=Priority.P1))
    desk.run(EditOrder(order=number, changes=(("windows", (Window(T0, T0 + 90 * MINUTE),)),)))

    found = {one.code: one for one in asked(desk, f"relax {number}")}

    assert found["relax.move"].text == (
        f"if {lights}/1 (P4) moves to A. Diallo Mon 2 Mar 11:00: K. Moran Mon 2 Mar 09:05"
    )
    desk.run(PromiseWindow(order=lights, visit=visit_of(desk, lights).id, window=Window(T0, T0 + HOUR)))
    assert "relax.move" not in codes(desk, f"relax {number}")


def test_after_a_write_the_answer_is_another(desk: Desk) -> None:
    number = number_of(desk, an_order())
    assert "relax.needless" in codes(desk, f"relax {number}")
    for technician in (KIM, ALI):
        desk.run(AddAbsence(technician=technician, start_at=T0 - HOUR, end_at=T0 + 9 * HOUR, reason="ill"))

    found = asked(desk, f"relax {number}")

    assert [one.code for one in found] == ["relax.day"]
    assert date.fromisoformat(found[0].facts["on"]) == MONDAY + DAY
