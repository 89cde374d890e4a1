"""Taking back: what an act did is undone by new events, or refused with the reason."""

from __future__ import annotations

from dataclasses import replace

import pytest
from sqlalchemy import update

from tests.office import HOUR, KIM, T0, an_order, desk_on, number_of
from tests.store.test_unit import the_order
from tests.whole import is_whole
from wom_tui.commands.ending import CompleteOrder
from wom_tui.commands.facts import LoadFacts
from wom_tui.commands.hold import HoldOrder
from wom_tui.commands.order import EditOrder, SetPriority
from wom_tui.commands.undo import Redo, Undo
from wom_tui.commands.visit import AssignVisit, DispatchVisit
from wom_tui.desk import Desk
from wom_tui.domain.site import Contact
from wom_tui.domain.visit import Visit
from wom_tui.domain.work_order import HoldReason, OrderStatus, Priority
from wom_tui.errors import NotFound, Rejected
from wom_tui.store.bookkeeping import receipt_table


def codes(caught: pytest.ExceptionInfo[Rejected]) -> list[str]:
    return [v.code for v in caught.value.violations]


def test_a_whole_day_is_taken_back_step_by_step_and_done_again(desk: Desk) -> None:
    number = number_of(desk, an_order())
    states = [desk.ask(the_order, number).status]
    for command in (
        AssignVisit(order=number, technician=KIM, start_at=T0 + HOUR),
        DispatchVisit(visit=1),
        HoldOrder(order=number, reason=HoldReason.PARTS, until_at=T0 + 24 * HOUR),
    ):
        desk.run(command)
        states.append(desk.ask(the_order, number).status)

    for expected in reversed(states[:-1]):
        desk.run(Undo())
        assert desk.ask(the_order, number).status is expected

    assert states == [OrderStatus.READY, OrderStatus.SCHEDULED, OrderStatus.DISPATCHED, OrderStatus.ON_HOLD]
    assert is_whole(desk)


def test_redo_brings_back_what_undo_took_and_only_right_after_it(desk: Desk) -> None:
    number = number_of(desk, an_order())
    desk.run(SetPriority(order=number, priority=Priority.P1))
    desk.run(Undo())

    desk.run(Redo())
    assert desk.ask(the_order, number).priority is Priority.P1

    desk.run(Undo())
    desk.run(SetPriority(order=number, priority=Priority.P4))
    with pytest.raises(Rejected) as caught:
        desk.run(Redo())
    assert codes(caught) == ["undo.nothing"]


def test_undo_after_redo_takes_the_act_back_once_more(desk: Desk) -> None:
    number = number_of(desk, an_order())
    desk.run(SetPriority(order=number, priority=Priority.P1))
    for command, expected in (
        (Undo, Priority.P2),
        (Redo, Priority.P1),
        (Undo, Priority.P2),
        (Redo, Priority.P1),
    ):
        desk.run(command())
        assert desk.ask(the_order, number).priority is expected
    assert is_whole(desk)


def test_an_undo_and_a_redo_say_what_they_are_about(desk: Desk) -> None:
    number = number_of(desk, an_order())
    act = desk.run(SetPriority(order=number, priority=Priority.P1)).summary

    told = [desk.run(command()).summary for command in (Undo, Redo, Undo, Redo)]

    assert told == [f"undo {act}", f"redo {act}"] * 2


def test_several_undos_are_done_again_in_turn(desk: Desk) -> None:
    number = number_of(desk, an_order())
    for priority in (Priority.P1, Priority.P4):
        desk.run(SetPriority(order=number, priority=priority))
    desk.run(Undo())
    desk.run(Undo())

    desk.run(Redo())
    assert desk.ask(the_order, number).priority is Priority.P1
    desk.run(Redo())
    assert desk.ask(the_order, number).priority is Priority.P4


def test_undoing_a_creation_withdraws_the_record_and_keeps_its_number(desk: Desk) -> None:
    number = number_of(desk, an_order())

    desk.run(Undo())

    with pytest.raises(NotFound):
        desk.ask(the_order, number)
    assert number_of(desk, an_order()) > number
    assert is_whole(desk)


def test_a_later_change_stands_in_the_way_and_is_named(desk: Desk, database_url: str) -> None:
    number = number_of(desk, an_order())
    mine = desk.run(SetPriority(order=number, priority=Priority.P1))
    other = desk_on(database_url, actor=replace(desk.actor, name="maria"), session="other")
    other.run(EditOrder(order=number, changes=(("title", "Pole"),)))

    with pytest.raises(Rejected) as caught:
        desk.run(Undo(receipt=mine.command_id))

    assert codes(caught) == ["undo.changed"]
    assert "maria" in str(caught.value)
    assert desk.ask(the_order, number).priority is Priority.P1


def test_mine_is_what_i_did_here_and_not_what_another_did(desk: Desk, database_url: str) -> None:
    number = number_of(desk, an_order())
    desk.run(SetPriority(order=number, priority=Priority.P1))
    other = desk_on(database_url, actor=replace(desk.actor, name="maria"), session="other")
    other.run(EditOrder(order=number_of(other, an_order()), changes=(("title", "Pole"),)))

    receipt = desk.run(Undo())

    assert receipt.result["undone"] == f"priority {number} P1"


def test_what_has_left_the_house_is_not_called_back(desk: Desk) -> None:
    number = number_of(desk, an_order())
    done = desk.run(SetPriority(order=number, priority=Priority.P1))
    with desk.engine.connect().execution_options(write=True) as connection:
        of_it = receipt_table.c.command_id == done.command_id
        connection.execute(update(receipt_table).where(of_it).values(left_at=T0))
        connection.commit()

    with pytest.raises(Rejected) as caught:
        desk.run(Undo())

    assert codes(caught) == ["undo.left"]


def test_an_act_is_taken_back_once(desk: Desk) -> None:
    number = number_of(desk, an_order())
    done = desk.run(SetPriority(order=number, priority=Priority.P1))
    desk.run(Undo(receipt=done.command_id[:12]))

    with pytest.raises(Rejected) as caught:
        desk.run(Undo(receipt=done.command_id))

    assert codes(caught) == ["undo.already"]


def test_personal_data_is_not_in_the_journal_and_so_cannot_be_put_back(desk: Desk) -> None:
    contact = Contact(id=1, name="Rosa Parks", phone="+1 617 555 0143", salt="s")
    made = desk.run(LoadFacts(facts=(contact,), what="contact"))

    assert "Rosa" not in str(made.events)
    assert "617 555 0143" not in str(made.events)
    assert desk.ask(lambda reader: reader.get(Contact, 1)).phone == "+1 617 555 0143"
    assert is_whole(desk)


def test_completing_ends_the_visit_and_undo_brings_it_back_on_site(desk: Desk) -> None:
    number = number_of(desk, an_order())
    desk.run(AssignVisit(order=number, technician=KIM, start_at=T0 + HOUR))
    desk.run(DispatchVisit(visit=1))
    desk.run(CompleteOrder(order=number, resolution_code="fixed"))
    assert desk.ask(lambda r: r.get(Visit, 1)).status.value == "done"

    desk.run(Undo())

    assert desk.ask(lambda r: r.get(Visit, 1)).status.value == "dispatched"
    assert desk.ask(the_order, number).status is OrderStatus.DISPATCHED
