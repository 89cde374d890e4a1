"""What was left over is not lost: by hand, with the completion, by a rule; and what repeats is known as a repeat."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from tests.commands.test_records import facts
from tests.commands.typed import do, the_order
from tests.office import HOUR, LIGHTS, ManualClock, an_order, number_of
from tests.upkeep import BOILER, with_plans
from wom_tui.commands.ending import CompleteOrder
from wom_tui.commands.facts import LoadFacts
from wom_tui.commands.order import EditOrder
from wom_tui.commands.undo import Undo
from wom_tui.desk import Desk
from wom_tui.domain.filter import parse_filter
from wom_tui.domain.follow_up import PointsState, is_failing, points_state
from wom_tui.domain.work_order import Approval, ChecklistItem, OrderStatus, Priority, Relation, WorkOrder
from wom_tui.domain.work_type import WorkType
from wom_tui.errors import InvalidInput, Rejected
from wom_tui.queries.order import order_detail
from wom_tui.queries.orders import order_rows

POINTS = (ChecklistItem(text="Seal tight", answer="no, drips"), ChecklistItem(text="Lamp on", answer="yes"))
DAY = timedelta(days=1)


def children(desk: Desk, number: int) -> list[WorkOrder]:
    return facts(desk, WorkOrder, parent_id=number)


def test_what_is_said_becomes_an_order_at_the_same_place(desk: Desk, order: int) -> None:
    receipt = do(desk, f"followup {order} insulate the pipe pri=1")

    (child,) = children(desk, order)
    assert (child.title, child.relation, child.priority) == (
        "insulate the pipe",
        Relation.FOLLOW_UP,
        Priority.P1,
    )
    assert (child.site_id, child.work_type_id, child.status) == (1, LIGHTS, OrderStatus.READY)
    assert receipt.result["number"] == child.id
    detail = desk.ask(order_detail, order, desk.now())
    assert [one.number for one in detail.kin.children] == [child.id]


def test_it_is_as_urgent_as_its_work_type_and_not_as_its_order(desk: Desk, order: int) -> None:
    do(desk, f"priority {order} 1")
    (kind,) = facts(desk, WorkType, id=LIGHTS)
    usual = kind.priority

    do(desk, f"followup {order} paint the pole", f'complete {order} replaced lamp code=fixed rest="test it"')

    assert usual is not Priority.P1
    assert [child.priority for child in children(desk, order)] == [usual, usual]


def test_said_again_it_is_the_same_order(desk: Desk, order: int) -> None:
    first = do(desk, f"followup {order} insulate the pipe").result["number"]

    again = do(desk, f"followup {order} Insulate the pipe")

    assert (again.result["number"], list(again.events)) == (first, [])


def test_without_words_it_takes_the_points_that_failed(desk: Desk, order: int) -> None:
    desk.run(EditOrder(order=order, changes=(("checklist", POINTS),)))

    do(desk, f"followup {order}")

    assert [child.title for child in children(desk, order)] == ["Seal tight"]


def test_else_why_the_last_visit_did_not_finish(desk: Desk, order: int) -> None:
    do(desk, f"assign {order} kim 15:00", f"dispatch {order}", f"arrive {order}")
    do(desk, f"fail {order} part missing")

    do(desk, f"followup {order}")

    assert [child.title for child in children(desk, order)] == ["part missing"]


def test_nothing_is_invented(desk: Desk, order: int) -> None:
    with pytest.raises(Rejected, match="nothing is known to be left"):
        do(desk, f"followup {order}")


def test_the_rest_of_a_completion_is_an_order_and_undo_takes_both_back(desk: Desk, order: int) -> None:
    receipt = do(desk, f'complete {order} replaced lamp code=fixed rest="paint the pole"')

    (child,) = children(desk, order)
    assert (child.title, the_order(desk, order).status) == ("paint the pole", OrderStatus.COMPLETED)
    do(desk, f'complete {order} replaced lamp code=fixed rest="paint the pole"')
    assert len(children(desk, order)) == 1

    desk.run(Undo(receipt=receipt.command_id))

    assert children(desk, order) == []
    assert the_order(desk, order).status is OrderStatus.READY


def test_whoever_completes_says_how_urgent_the_rest_is_else_it_is_as_usual(desk: Desk, order: int) -> None:
    usual = Priority(the_order(desk, order).priority)
    do(desk, f"priority {order} 1", f'complete {order} lamp code=fixed rest="paint the pole"')
    do(desk, f'complete {order} lamp code=fixed rest="mend the fence" pri=4')

    told = {child.title: child.priority for child in children(desk, order)}
    assert told == {"paint the pole": usual, "mend the fence": Priority.P4}


def test_a_priority_without_anything_left_over_is_refused(desk: Desk, order: int) -> None:
    with pytest.raises(InvalidInput, match="rest="):
        do(desk, f"complete {order} lamp code=fixed pri=4")


@pytest.mark.parametrize(
    ("answer", "fails"),
    [
        *((said, True) for said in ("no", "No, drips", "NOK", "failed twice", "not ok")),
        *((said, False) for said in ("yes", "normal", "none", "12.5", None, "ok")),
    ],
)
def test_a_point_fails_by_the_word_that_its_answer_begins_with(answer: str | None, fails: bool) -> None:
    assert is_failing(ChecklistItem(text="Seal tight", answer=answer)) is fails


def test_the_worst_point_counts() -> None:
    failed, good = POINTS

    assert points_state([good]) is PointsState.DONE
    assert points_state([good, ChecklistItem(text="Photo")]) is PointsState.OPEN
    assert points_state([ChecklistItem(text="Photo"), failed]) is PointsState.FAILED


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        *(
            (said, True)
            for said in ("checklist=failed", "parent=none", "relation=none", "approval=not_needed")
        ),
        *(
            (said, False)
            for said in ("checklist=done", "checklist=none", "relation=repeat", "approval=pending")
        ),
    ],
)
def test_a_rule_can_ask_for_it(desk: Desk, order: int, asked: str, found: bool) -> None:
    desk.run(EditOrder(order=order, changes=(("checklist", POINTS),)))

    rows = desk.ask(lambda reader: order_rows(reader, ids=[order]))

    assert bool(parse_filter(asked, now=desk.now(), zone="UTC").apply(rows)) is found


# -- repeats ---------------------------------------------------------------------------------------------------


def a_repair(desk: Desk, clock: ManualClock, **given: object) -> int:
    """An order about the boiler that was completed an hour later."""
    number = number_of(desk, an_order(asset=BOILER, **given))
    clock.forward(HOUR)
    desk.run(CompleteOrder(order=number, resolution_code="fixed"))
    return number


@pytest.mark.parametrize(("days", "is_repeat"), [(0, True), (29, True), (31, False)])
def test_the_same_asset_within_thirty_days_is_a_repeat(
    desk: Desk, clock: ManualClock, days: int, is_repeat: bool
) -> None:
    with_plans(desk)
    before = a_repair(desk, clock)
    clock.forward(days * DAY)

    receipt = desk.run(an_order(asset=BOILER))

    order = the_order(desk, receipt.result["number"])
    assert (order.parent_id, order.relation) == ((before, Relation.REPEAT) if is_repeat else (None, None))
    assert [v.code for v in receipt.violations] == (["order.repeat"] if is_repeat else [])


def test_another_asset_no_asset_and_a_follow_up_are_no_repeats(desk: Desk, clock: ManualClock) -> None:
    with_plans(desk)
    before = a_repair(desk, clock)
    plain = number_of(desk, an_order())
    follow_up = do(desk, f"followup {before} paint it").result["number"]

    assert the_order(desk, plain).relation is None
    assert the_order(desk, follow_up).relation is Relation.FOLLOW_UP


@pytest.fixture
def dear(desk: Desk) -> int:
    """An order of a type that asks above 300.00, for 450.00, approved."""
    kind = WorkType(id=9, name="Boiler", duration_min=60, skills=(), approval_above_cents=30_000)
    desk.run(LoadFacts(facts=(kind,), what="a type"))
    number = number_of(desk, an_order(work_type=9, estimate_cents=45_000))
    do(desk, f"approve {number}")
    return number


def test_an_approval_for_less_does_not_hold_for_more(desk: Desk, dear: int) -> None:
    for within in ("400", "450"):
        do(desk, f"edit {dear} estimate={within}")
        assert the_order(desk, dear).approval is Approval.GIVEN
    receipt = do(desk, f"edit {dear} estimate=900")

    assert the_order(desk, dear).approval is Approval.PENDING
    assert [v.code for v in receipt.violations] == ["order.approved"]


def test_each_turn_of_an_approval_is_told_as_things_stood_then(
    desk: Desk, dear: int, clock: ManualClock
) -> None:
    before = clock.at
    clock.forward(HOUR)
    do(desk, f"edit {dear} estimate=900", f"refuse {dear}")
    (kind,) = facts(desk, WorkType, id=9)
    desk.run(LoadFacts(facts=(replace(kind, approval_above_cents=10_000),), what="a type"))

    steps = desk.ask(order_detail, dear, desk.now()).approvals
    assert [(one.to.value, one.estimate_cents, one.above_cents) for one in steps] == [
        ("pending", 45_000, 30_000),
        ("given", 45_000, 30_000),
        ("pending", 90_000, 30_000),
        ("refused", 90_000, 30_000),
    ]
    assert {one.who for one in steps} == {"admin"}
    then = desk.ask_as_of(before, lambda reader: order_detail(reader, dear, before)).approvals
    assert [one.to.value for one in then] == ["pending", "given"]
