"""Is the room that is kept the room that there is, whatever was written meanwhile?"""

from __future__ import annotations

from tests.office import ALI, HOUR, KIM, MINUTE, MONDAY, T0, an_order, number_of
from wom_tui.commands.command import Command
from wom_tui.commands.order import EditOrder, SetPriority
from wom_tui.commands.roster import AddAbsence
from wom_tui.commands.undo import Undo
from wom_tui.commands.visit import AssignVisit, UnassignVisit
from wom_tui.desk import Desk
from wom_tui.domain.work_order import Priority
from wom_tui.queries.room import Room


def test_what_is_kept_follows_every_act(desk: Desk) -> None:
    first, second = (number_of(desk, an_order(site=site)) for site in (1, 4))
    kept = Room(desk.travel)
    acts: list[Command] = [
        AssignVisit(order=first, technician=KIM, start_at=T0 + HOUR),
        AssignVisit(order=first, visit=1, technician=ALI, start_at=T0 + 2 * HOUR),
        SetPriority(order=second, priority=Priority.P1),
        EditOrder(order=first, changes=(("site_id", 5),)),
        UnassignVisit(visit=1),
        Undo(),
        AddAbsence(technician=ALI, start_at=T0, end_at=T0 + 90 * MINUTE, reason="ill"),
    ]

    for act in acts:
        desk.run(act)

        found = desk.ask(kept.of, MONDAY, 2)

        assert found.days == desk.ask(Room(desk.travel).of, MONDAY, 2).days, act


def test_nothing_is_read_again_where_no_day_is_another(desk: Desk) -> None:
    number = number_of(desk, an_order())
    before = desk.ask(desk.room.of, MONDAY, 2)

    desk.run(SetPriority(order=number, priority=Priority.P1))

    assert desk.ask(desk.room.of, MONDAY, 2) is before
