"""Is an act called what it is: a visit that is put elsewhere moved, several acts by their orders? Is its lateness told
once?"""

from __future__ import annotations

from dataclasses import replace

from tests.commands.test_lifecycle import assigned, order_of
from tests.office import ALI, HOUR, KIM, T0, an_order, number_of
from wom_tui.commands.command import Command
from wom_tui.commands.order import SetPriority
from wom_tui.commands.roster import AddAbsence
from wom_tui.commands.undo import Undo
from wom_tui.commands.visit import AdvanceVisit, AssignVisit, DispatchVisit
from wom_tui.desk import Desk
from wom_tui.domain.receipt import Receipt
from wom_tui.domain.visit import VisitStatus
from wom_tui.domain.work_order import Priority


def late(receipt: Receipt) -> list[str]:
    return [v.facts["clock"] for v in receipt.violations if v.code == "sla.late"]


def test_an_act_that_puts_a_visit_elsewhere_is_called_what_it_is(desk: Desk) -> None:
    number = assigned(desk)
    later = AssignVisit(order=number, visit=1, technician=KIM, start_at=T0 + 2 * HOUR)

    assert desk.run(later, dry_run=True).summary == f"move {number}"
    assert desk.run(replace(later, technician=ALI), dry_run=True).summary == f"reassign {number}"
    sent = replace(later, is_sent=True)
    assert desk.run(sent, dry_run=True).summary == f"move and dispatch {number}"
    desk.run(later)
    assert desk.run(Undo()).summary == f"undo move {number}"


def test_that_it_would_be_late_is_said_when_it_becomes_so_and_not_of_what_is_late_already(desk: Desk) -> None:
    number = assigned(desk)
    due_at = order_of(desk, number).resolve_due_at
    assert due_at is not None
    past = AssignVisit(order=number, visit=1, technician=KIM, start_at=due_at + HOUR)
    further = replace(past, start_at=due_at + 2 * HOUR, command_id="further")

    assert "resolve" in late(desk.run(past))
    assert late(desk.run(further)) == []


def test_several_acts_are_named_by_what_they_do_and_to_how_many_orders(desk: Desk) -> None:
    number = assigned(desk)
    sent, there = DispatchVisit(visit=1), AdvanceVisit(visit=1, to=VisitStatus.ON_SITE)
    other = SetPriority(order=number_of(desk, an_order()), priority=Priority(1))

    def named(*commands: Command) -> str:
        return desk.run_all(commands, dry_run=True).summary

    assert named(other, SetPriority(order=number, priority=Priority(1))) == "priority 2 orders"
    assert named(sent, there) == "dispatch and on site 1 order"
    assert named(sent, there, other) == "3 acts on 2 orders: dispatch, on site, priority"
    away = AddAbsence(technician=KIM, start_at=T0, end_at=T0 + HOUR)
    assert named(other, away) == "2 acts: absent, priority"
