"""Guard by guard: what keeps a visit from being planned or sent, and whether a written reason goes past it.

The list stands in docs/explanation/guards.md; a guard that is missing here is missing there.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import timedelta

import pytest

from tests.office import (
    ADMIN,
    ALI,
    HOUR,
    KIM,
    MINUTE,
    T0,
    TREES,
    ManualClock,
    a_site,
    an_order,
    close_desks,
    desk_on,
    number_of,
    office_facts,
)
from wom_tui.commands.ending import CancelOrder, CompleteOrder, ReopenOrder
from wom_tui.commands.facts import LoadFacts
from wom_tui.commands.hold import HoldOrder
from wom_tui.commands.order import ApproveOrder, EditOrder
from wom_tui.commands.roster import AddAbsence
from wom_tui.commands.undo import Undo
from wom_tui.commands.visit import AssignVisit, CancelVisit, DispatchVisit, PinVisit
from wom_tui.desk import Desk
from wom_tui.domain.policy import Role
from wom_tui.domain.site import GeocodeQuality
from wom_tui.domain.technician import Technician
from wom_tui.domain.visit import Visit, VisitStatus
from wom_tui.domain.work_calendar import Hours
from wom_tui.domain.work_order import ChecklistItem, HoldReason, OrderStatus, SkillNeed, WorkOrder
from wom_tui.domain.work_type import RequiredFields, WorkType
from wom_tui.domain.worktime import Window
from wom_tui.errors import InvalidInput, NotFound, Rejected
from wom_tui.store.reader import Reader

FELLING, SURVEY = 11, 12
TYPES = (
    WorkType(id=FELLING, name="Felling", duration_min=60, skills=(), needs_approval=True),
    WorkType(
        id=SURVEY,
        name="Survey",
        duration_min=60,
        skills=(),
        required=(
            RequiredFields(state=OrderStatus.SCHEDULED, fields=("fault_code",)),
            RequiredFields(state=OrderStatus.DISPATCHED, fields=("estimate_cents",)),
        ),
    ),
)
SITES = (
    replace(a_site(21), geocode_quality=GeocodeQuality.SUSPICIOUS),
    replace(a_site(22), access_hours=((Hours(840, 900),),) * 7),  # 14:00 to 15:00 only
    replace(a_site(23), territory_id=2),
)


@pytest.fixture
def desk(database_url: str, clock: ManualClock) -> Iterator[Desk]:
    desk = desk_on(database_url, clock=clock)
    desk.run(LoadFacts(facts=(*office_facts(), *TYPES, *SITES), what="office"))
    yield desk
    close_desks()


def assign(number: int, who: int = KIM, start: timedelta = HOUR) -> AssignVisit:
    return AssignVisit(order=number, technician=who, start_at=T0 + start)


def edited(desk: Desk, number: int, **changes: object) -> int:
    desk.run(EditOrder(order=number, changes=tuple(changes.items())))
    return number


def with_absence(desk: Desk) -> AssignVisit:
    # Away from 10:50: the start is free, the end is not.
    desk.run(AddAbsence(technician=KIM, start_at=T0 + 110 * MINUTE, end_at=T0 + 5 * HOUR, reason="ill"))
    return assign(number_of(desk, an_order()))


def with_neighbour(desk: Desk, start: timedelta) -> AssignVisit:
    desk.run(assign(number_of(desk, an_order(site=5))))
    return assign(number_of(desk, an_order(site=1)), start=start)


def held(desk: Desk) -> AssignVisit:
    number = number_of(desk, an_order())
    desk.run(HoldOrder(order=number, reason=HoldReason.PARTS, until_at=T0 + HOUR))
    return assign(number)


def after_another(desk: Desk) -> AssignVisit:
    first, number = number_of(desk, an_order()), number_of(desk, an_order())
    return assign(edited(desk, number, after_order_ids=(first,)))


def after_a_cancelled_one(desk: Desk) -> AssignVisit:
    command = after_another(desk)
    desk.run(CancelOrder(order=command.order - 1, reason="called off"))
    return command


def pinned(desk: Desk) -> AssignVisit:
    number = number_of(desk, an_order())
    desk.run(assign(number))
    desk.run(PinVisit(visit=1))
    return replace(assign(number, start=2 * HOUR), visit=1)


def needs(name: str, level: int) -> dict[str, object]:
    return {"skills": (SkillNeed(name=name, level=level),)}


Given = Callable[[Desk], AssignVisit]
# guard → what breaks it and only it, the code, and whether a reason goes past it
HARD: dict[str, tuple[Given, str, bool]] = {
    "required fields": (
        lambda d: assign(number_of(d, an_order(work_type=SURVEY))),
        "order.incomplete",
        True,
    ),
    "skill": (lambda d: assign(number_of(d, an_order(work_type=TREES))), "skill.missing", True),
    "skill level": (
        lambda d: assign(number_of(d, an_order(**needs("lights", 3))), who=ALI),
        "skill.level",
        True,
    ),
    "skill on the day": (
        lambda d: assign(number_of(d, an_order(**needs("trees", 1))), who=ALI, start=365 * 24 * HOUR + HOUR),
        "skill.expired",
        True,
    ),
    "shift to its end": (lambda d: assign(number_of(d, an_order()), start=7 * HOUR), "shift.outside", True),
    "absence in the middle": (with_absence, "absence.absent", True),
    "overlap": (lambda d: with_neighbour(d, 90 * MINUTE), "visit.overlap", False),
    "travel": (lambda d: with_neighbour(d, 2 * HOUR), "visit.travel", True),
    "approval": (lambda d: assign(number_of(d, an_order(work_type=FELLING))), "order.approval", False),
    "predecessor": (after_another, "order.predecessor", True),
    "predecessor that was cancelled": (after_a_cancelled_one, "order.predecessor", True),
    "access hours": (lambda d: assign(number_of(d, an_order(site=22))), "site.access", True),
    "customer's window": (
        lambda d: assign(number_of(d, an_order(windows=(Window(T0 + 2 * HOUR, T0 + 3 * HOUR),)))),
        "window.missed",
        True,
    ),
    "earliest start": (
        lambda d: assign(number_of(d, an_order(earliest_start_at=T0 + 2 * HOUR))),
        "window.early",
        True,
    ),
    "territory": (lambda d: assign(number_of(d, an_order(site=23))), "territory.outside", True),
    "excluded technician": (
        lambda d: assign(edited(d, number_of(d, an_order()), excluded_technician_ids=(KIM,))),
        "technician.excluded",
        True,
    ),
    "pin": (pinned, "visit.pinned", True),
    "hold": (held, "order.transition", False),
}


@pytest.mark.parametrize(("given", "code", "may_pass"), HARD.values(), ids=list(HARD))
def test_a_hard_guard_refuses_and_only_some_give_way_to_a_reason(
    desk: Desk, given: Given, code: str, may_pass: bool
) -> None:
    command = given(desk)

    with pytest.raises(Rejected) as caught:
        desk.run(command)

    assert {v.code for v in caught.value.violations} == {code}
    insisted = replace(command, override="the mayor insists")
    if may_pass:
        assert [v.code for v in desk.run(insisted).overrides] == [code]
    else:
        with pytest.raises(Rejected):
            desk.run(insisted)


def test_a_fake_position_is_never_planned(desk: Desk) -> None:
    command = assign(number_of(desk, an_order(site=21)))

    with pytest.raises(Rejected) as caught:
        desk.run(replace(command, override="I know the place"))

    assert "site.position" in {v.code for v in caught.value.violations}


def with_overtime(desk: Desk) -> AssignVisit:
    desk.run(LoadFacts(facts=(replace(desk.ask(Reader.get, Technician, KIM), max_overtime_min=60),)))
    return assign(number_of(desk, an_order()), start=7 * HOUR)


SOFT: dict[str, tuple[Given, str]] = {
    "crew": (lambda d: assign(edited(d, number_of(d, an_order()), crew_size=2)), "crew.incomplete"),
    "due": (lambda d: assign(number_of(d, an_order()), start=3 * HOUR), "sla.late"),
    "past": (lambda d: assign(number_of(d, an_order()), start=-30 * MINUTE), "visit.past"),
    "break": (
        # 11:30 to 13:00, half an hour somewhere in it: a long visit takes all of it.
        lambda d: replace(assign(number_of(d, an_order()), start=145 * MINUTE), end_at=T0 + 235 * MINUTE),
        "shift.break",
    ),
    "overtime": (with_overtime, "shift.overtime"),
}


@pytest.mark.parametrize(("given", "code"), SOFT.values(), ids=list(SOFT))
def test_a_soft_guard_is_said_and_goes_on(desk: Desk, given: Given, code: str) -> None:
    receipt = desk.run(given(desk))

    assert code in [v.code for v in receipt.violations]
    assert receipt.events


# -- before a visit is sent -----------------------------------------------------------------------------


def test_what_a_type_asks_for_before_sending_is_asked_for_then(desk: Desk) -> None:
    number = edited(desk, number_of(desk, an_order(work_type=SURVEY)), fault_code="F1")
    desk.run(assign(number))

    with pytest.raises(Rejected) as caught:
        desk.run(DispatchVisit(visit=1))

    assert [v.facts["field"] for v in caught.value.violations] == ["estimate_cents"]


def test_an_approval_that_was_taken_back_stops_the_sending(desk: Desk) -> None:
    number = number_of(desk, an_order(work_type=FELLING))
    desk.run(ApproveOrder(order=number))
    desk.run(assign(number))
    changed = desk.run(ApproveOrder(order=number, is_given=False))

    with pytest.raises(Rejected) as caught:
        desk.run(DispatchVisit(visit=1))

    assert [v.code for v in changed.violations] == ["order.replaced"]
    assert [v.code for v in caught.value.violations] == ["order.approval"]


def test_who_has_fallen_ill_meanwhile_is_not_sent(desk: Desk) -> None:
    desk.run(assign(number_of(desk, an_order())))
    desk.run(AddAbsence(technician=KIM, start_at=T0, end_at=T0 + 8 * HOUR, reason="ill"))

    with pytest.raises(Rejected) as caught:
        desk.run(DispatchVisit(visit=1))

    assert [v.code for v in caught.value.violations] == ["absence.absent"]


def test_a_crew_that_is_not_complete_is_said_before_it_is_sent(desk: Desk) -> None:
    number = edited(desk, number_of(desk, an_order()), crew_size=2)
    desk.run(assign(number))
    assert [v.code for v in desk.run(DispatchVisit(visit=1)).violations] == ["crew.incomplete"]

    desk.run(Undo())
    desk.run(assign(number, who=ALI))

    assert desk.run(DispatchVisit(visit=1)).violations == ()


# -- beside the plan ------------------------------------------------------------------------------------


def test_a_pinned_visit_is_not_struck_without_a_reason(desk: Desk) -> None:
    desk.run(assign(number_of(desk, an_order())))
    desk.run(PinVisit(visit=1))

    with pytest.raises(Rejected, match="is pinned"):
        desk.run(CancelVisit(visit=1))

    desk.run(CancelVisit(visit=1, override="customer moved away"))
    assert desk.ask(Reader.get, Visit, 1).status is VisitStatus.CANCELLED


def test_a_required_point_of_the_checklist_is_answered_before_completion(desk: Desk) -> None:
    point = ChecklistItem(text="lamp burns", is_required=True)
    number = edited(desk, number_of(desk, an_order()), checklist=(point,))

    with pytest.raises(Rejected) as caught:
        desk.run(CompleteOrder(order=number, resolution_code="fixed"))

    (violation,) = caught.value.violations
    assert violation.code == "order.checklist"
    assert violation.message.endswith(f"not answered: 1 lamp burns (answer {number} 1 yes)")
    edited(desk, number, checklist=(replace(point, answer="yes"),))
    desk.run(CompleteOrder(order=number, resolution_code="fixed"))


def test_an_order_follows_another_that_is_there_and_not_itself(desk: Desk) -> None:
    number = number_of(desk, an_order())

    with pytest.raises(NotFound):
        edited(desk, number, after_order_ids=(999,))
    with pytest.raises(InvalidInput, match="another order than itself"):
        edited(desk, number, after_order_ids=(number,))


def test_who_may_not_go_past_a_rule_is_told_so(desk: Desk) -> None:
    number = number_of(desk, an_order())
    technician = desk_on(
        str(desk.engine.url.render_as_string(hide_password=False)),
        actor=replace(ADMIN, name="kim", role=Role.TECHNICIAN, technician_id=KIM),
    )
    desk.run(AssignVisit(order=number, technician=KIM, start_at=T0 + HOUR))

    with pytest.raises(Rejected) as caught:
        technician.run(CompleteOrder(order=number, override="it is fine"))

    assert "actor.override" in {v.code for v in caught.value.violations}


def test_why_an_order_was_opened_again_is_kept(desk: Desk) -> None:
    number = number_of(desk, an_order())
    desk.run(CompleteOrder(order=number, resolution_code="fixed"))

    desk.run(ReopenOrder(order=number, reason="dark again"))

    assert desk.ask(Reader.get, WorkOrder, number).reopen_reason == "dark again"


@pytest.mark.parametrize("title", ["", "  ", None])
def test_an_order_keeps_a_title(desk: Desk, title: str | None) -> None:
    number = number_of(desk, an_order())

    with pytest.raises(InvalidInput) as refused:
        desk.run(EditOrder(order=number, changes=(("title", title),)))
    assert refused.value.field == "title"
