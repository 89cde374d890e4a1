"""Are the slots of several days those on which the technician may do the order?"""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from tests.office import ALI, HOUR, KIM, MONDAY, T0, TREES, an_order, number_of
from wom_tui.commands.facts import LoadFacts
from wom_tui.commands.roster import AddAbsence
from wom_tui.commands.visit import AssignVisit
from wom_tui.desk import Desk
from wom_tui.domain.technician import SkillGrant
from wom_tui.queries.slots import RankedSlots, ranked_slots


def slots_of(desk: Desk, number: int, *, days: int = 3) -> RankedSlots:
    return desk.ask(ranked_slots, number, desk.now(), desk.room, days=days, limit=None)


def test_a_skill_that_ends_gives_slots_until_it_does_and_one_without_a_date_on_all_days(desk: Desk) -> None:
    number = number_of(desk, an_order(work_type=TREES))
    until = SkillGrant(
        id=9, technician_id=KIM, skill="trees", level=2, valid_to_on=MONDAY + timedelta(days=1)
    )
    desk.run(LoadFacts(facts=(until,), what="skill"))

    found = {(one.technician.id, (one.on - MONDAY).days) for one in slots_of(desk, number).slots}

    assert found == {(KIM, 0), (KIM, 1), (ALI, 0), (ALI, 1), (ALI, 2)}


def test_the_time_of_the_visit_itself_counts_as_free(desk: Desk) -> None:
    number = number_of(desk, an_order())
    desk.run(AssignVisit(order=number, technician=KIM, start_at=T0 + HOUR))

    found = slots_of(desk, number, days=1)

    assert [one.technician.id for one in found.slots] == [KIM, ALI]
    assert found.label == f"{number}/1"


def test_slots_beyond_the_shift_are_told_only_where_there_are_no_others(desk: Desk) -> None:
    number = number_of(desk, an_order())
    (kim,) = (day.technician for day in desk.ask(desk.room.of, MONDAY, 1).days if day.technician.id == KIM)
    desk.run(LoadFacts(facts=(replace(kim, max_overtime_min=60),), what="overtime"))
    for technician in (KIM, ALI):
        away = AddAbsence(technician=technician, start_at=T0, end_at=T0 + 7 * HOUR, reason="meeting")
        desk.run(away)

    found = slots_of(desk, number, days=1)

    assert found.needs_overtime
    assert [(one.technician.id, one.slot.start_at - T0) for one in found.slots] == [(KIM, 7 * HOUR)]
