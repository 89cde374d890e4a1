"""Given an office, when an order goes its way, then these events and no others."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

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
    an_order,
    desk_on,
    number_of,
)
from wom_tui.commands.ending import CancelOrder, CloseOrder, CompleteOrder, ReopenOrder
from wom_tui.commands.hold import HoldOrder, ReleaseOrder
from wom_tui.commands.order import ApproveOrder, EditOrder, SetPriority
from wom_tui.commands.roster import AddAbsence
from wom_tui.commands.undo import Undo
from wom_tui.commands.visit import (
    AdvanceVisit,
    AssignVisit,
    CancelVisit,
    DispatchVisit,
    FailVisit,
    PinVisit,
    UnassignVisit,
)
from wom_tui.desk import Desk
from wom_tui.domain.policy import Role
from wom_tui.domain.receipt import Receipt
from wom_tui.domain.visit import Visit, VisitStatus
from wom_tui.domain.work_order import Cover, HoldReason, OrderStatus, Priority, WorkOrder
from wom_tui.errors import Forbidden, InvalidInput, Rejected
from wom_tui.queries.order import order_detail

S, V = OrderStatus, VisitStatus


def order_of(desk: Desk, number: int) -> WorkOrder:
    return desk.ask(lambda reader: reader.get(WorkOrder, number))


def visit_of(desk: Desk, id: int = 1) -> Visit:
    return desk.ask(lambda reader: reader.get(Visit, id))


def kinds(receipt: Receipt) -> list[str]:
    return [event.kind for event in receipt.events]


def codes(caught: pytest.ExceptionInfo[Rejected]) -> set[str]:
    return {v.code for v in caught.value.violations}


def assigned(desk: Desk, **given: object) -> int:
    number = number_of(desk, an_order(**given))
    desk.run(AssignVisit(order=number, technician=KIM, start_at=T0 + HOUR))
    return number


def test_a_complete_order_is_ready_and_an_incomplete_one_a_draft(desk: Desk) -> None:
    assert order_of(desk, number_of(desk, an_order())).status is S.READY
    draft = number_of(desk, an_order(site=None))
    assert order_of(desk, draft).status is S.DRAFT

    desk.run(EditOrder(order=draft, changes=(("site_id", 1),)))

    assert order_of(desk, draft).status is S.READY


def test_an_order_goes_all_the_way_to_closed(desk: Desk, clock: ManualClock) -> None:
    number = number_of(desk, an_order())

    assert kinds(desk.run(AssignVisit(order=number, technician=KIM, start_at=T0 + HOUR))) == [
        "visit.assigned",
        "order.scheduled",
    ]
    assert kinds(desk.run(DispatchVisit(visit=1))) == ["visit.dispatched", "order.dispatched"]
    assert kinds(desk.run(AdvanceVisit(visit=1, to=V.ACCEPTED))) == ["visit.accepted"]
    assert kinds(desk.run(AdvanceVisit(visit=1, to=V.TRAVELLING))) == ["visit.travelling"]
    clock.forward(HOUR)
    arrived = desk.run(AdvanceVisit(visit=1, to=V.ON_SITE))
    assert kinds(arrived) == ["visit.arrived", "order.responded", "order.in_progress"]
    clock.forward(HOUR)
    done = desk.run(CompleteOrder(order=number, resolution_code="fixed"))
    assert kinds(done) == ["visit.done", "order.completed"]
    with pytest.raises(Rejected) as caught:
        desk.run(CloseOrder(order=number))
    assert [v.facts["field"] for v in caught.value.violations] == ["labour_min", "materials", "cover"]
    closed = desk.run(CloseOrder(order=number, labour_min=60, materials=(), cover=Cover.CONTRACT))
    assert kinds(closed) == ["order.closed"]

    order = order_of(desk, number)
    assert (order.responded_at, order.completed_at) == (T0 + HOUR, T0 + 2 * HOUR)
    assert visit_of(desk).ended_at == T0 + 2 * HOUR


def test_completing_asks_for_what_the_type_requires(desk: Desk) -> None:
    number = assigned(desk)

    with pytest.raises(Rejected) as caught:
        desk.run(CompleteOrder(order=number))

    assert [v.facts["field"] for v in caught.value.violations] == ["resolution_code"]


def test_a_hold_frees_the_technician_and_stops_the_clock_where_it_is_agreed(
    desk: Desk, clock: ManualClock
) -> None:
    number = assigned(desk)
    due_at = order_of(desk, number).resolve_due_at
    clock.forward(HOUR)

    held = desk.run(HoldOrder(order=number, reason=HoldReason.PARTS, until_at=T0 + 24 * HOUR))

    assert kinds(held) == ["visit.cancelled", "order.held"]
    assert [v.code for v in held.violations] == ["visit.released"]
    clock.forward(2 * HOUR)
    assert kinds(desk.run(ReleaseOrder(order=number))) == ["order.released"]
    order = order_of(desk, number)
    assert order.status is S.READY
    assert due_at is not None
    assert order.resolve_due_at == due_at + 2 * HOUR
    other = number_of(desk, an_order())
    desk.run(AssignVisit(order=other, technician=KIM, start_at=T0 + 4 * HOUR))


def test_a_hold_for_weather_does_not_stop_this_clock(desk: Desk, clock: ManualClock) -> None:
    number = number_of(desk, an_order())
    due_at = order_of(desk, number).resolve_due_at

    desk.run(HoldOrder(order=number, reason=HoldReason.WEATHER, until_at=T0 + 24 * HOUR))
    clock.forward(2 * HOUR)
    desk.run(ReleaseOrder(order=number))

    assert order_of(desk, number).resolve_due_at == due_at


def test_a_held_order_is_not_given_to_anybody(desk: Desk) -> None:
    number = number_of(desk, an_order())
    desk.run(HoldOrder(order=number, reason=HoldReason.PARTS, until_at=T0 + 24 * HOUR))

    with pytest.raises(Rejected) as caught:
        desk.run(AssignVisit(order=number, technician=KIM, start_at=T0 + HOUR))

    assert codes(caught) == {"order.transition"}


def test_a_hold_needs_a_time_to_come(desk: Desk) -> None:
    number = number_of(desk, an_order())

    with pytest.raises(InvalidInput):
        desk.run(HoldOrder(order=number, reason=HoldReason.PARTS, until_at=T0))


def test_what_is_waited_for_may_change_and_each_wait_stands_in_the_order(
    desk: Desk, clock: ManualClock
) -> None:
    number = number_of(desk, an_order())
    desk.run(HoldOrder(order=number, reason=HoldReason.PARTS, until_at=T0 + 24 * HOUR))
    clock.forward(HOUR)
    desk.run(HoldOrder(order=number, reason=HoldReason.ACCESS, until_at=T0 + 48 * HOUR))

    holds = order_of(desk, number).holds

    assert [(h.reason, h.from_at, h.to_at) for h in holds] == [
        (HoldReason.PARTS, T0, T0 + HOUR),
        (HoldReason.ACCESS, T0 + HOUR, None),
    ]


def test_cancelling_ends_what_runs_and_names_the_original(desk: Desk) -> None:
    original, number = number_of(desk, an_order()), assigned(desk, site=2)

    receipt = desk.run(CancelOrder(order=number, reason="called twice", duplicate_of=original))

    assert kinds(receipt) == ["visit.cancelled", "order.cancelled"]
    assert order_of(desk, number).duplicate_of_id == original
    for wrong in (original, 999):
        with pytest.raises(Rejected) as caught:
            desk.run(CancelOrder(order=original, reason="called twice", duplicate_of=wrong))
        assert codes(caught) == {"order.duplicate"}


def test_no_clock_of_a_cancelled_order_runs_on(desk: Desk, clock: ManualClock) -> None:
    number = number_of(desk, an_order())
    desk.run(CancelOrder(order=number, reason="called off"))
    clock.forward(100 * HOUR)

    detail = desk.ask(order_detail, number, desk.now())

    assert detail.respond is not None
    assert detail.resolve is not None
    assert [c.clock.used_min for c in (detail.respond, detail.resolve)] == [0, 0]


def test_reopening_keeps_the_first_completion(desk: Desk, clock: ManualClock) -> None:
    number = number_of(desk, an_order())
    desk.run(CompleteOrder(order=number, resolution_code="fixed"))
    clock.forward(HOUR)
    desk.run(ReopenOrder(order=number, reason="dark again"))
    clock.forward(HOUR)
    desk.run(CompleteOrder(order=number, resolution_code="fixed"))

    order = order_of(desk, number)

    assert (order.first_completed_at, order.completed_at) == (T0, T0 + 2 * HOUR)


def test_another_priority_is_another_target_and_the_clock_runs_on(desk: Desk) -> None:
    number = number_of(desk, an_order())

    receipt = desk.run(SetPriority(order=number, priority=Priority.P1))

    assert kinds(receipt) == ["order.prioritised"]
    assert order_of(desk, number).opened_at == T0


def test_due_times_are_counted_in_business_time_where_the_site_is(desk: Desk) -> None:
    evening = datetime(2026, 3, 6, 22, 30, tzinfo=UTC)  # Friday 17:30 in New York: closed

    number = number_of(desk, an_order(opened_at=evening))

    order = order_of(desk, number)
    # Monday 10:30, by then on summer time.
    assert order.respond_due_at == datetime(2026, 3, 9, 14, 30, tzinfo=UTC)
    assert order.resolve_due_at == datetime(2026, 3, 10, 12, 30, tzinfo=UTC)


def test_an_override_needs_a_reason_and_is_counted(desk: Desk) -> None:
    tree = number_of(desk, an_order(work_type=TREES))
    command = AssignVisit(order=tree, technician=KIM, start_at=T0 + HOUR)
    with pytest.raises(Rejected) as caught:
        desk.run(command)
    assert codes(caught) == {"skill.missing"}

    receipt = desk.run(replace(command, override="storm, nobody else is near"))

    assert [v.code for v in receipt.overrides] == ["skill.missing"]
    with pytest.raises(InvalidInput):
        desk.run(replace(command, override=" "))


def test_an_approval_is_given_by_a_manager_and_not_by_a_dispatcher(desk: Desk, tmp_path: Path) -> None:
    number = number_of(desk, an_order())
    dispatcher = desk_on(str(tmp_path / "office.db"), actor=replace(ADMIN, name="li", role=Role.DISPATCHER))

    with pytest.raises(Forbidden):
        dispatcher.run(ApproveOrder(order=number))
    assert kinds(desk.run(ApproveOrder(order=number))) == ["order.approval_given"]


def test_a_visit_that_moves_must_be_sent_anew_and_one_that_began_stays(desk: Desk) -> None:
    number = assigned(desk)
    desk.run(DispatchVisit(visit=1))
    desk.run(AssignVisit(order=number, visit=1, technician=ALI, start_at=T0 + 2 * HOUR))
    moved = visit_of(desk)
    assert (moved.status, moved.technician_id, moved.dispatched_at) == (V.PLANNED, ALI, None)

    desk.run(DispatchVisit(visit=1))
    desk.run(AdvanceVisit(visit=1, to=V.TRAVELLING))
    with pytest.raises(Rejected) as caught:
        desk.run(AssignVisit(order=number, visit=1, technician=KIM, start_at=T0 + 2 * HOUR))
    assert codes(caught) == {"visit.started"}


def test_a_pinned_visit_stays_unless_somebody_says_why(desk: Desk) -> None:
    number = assigned(desk)
    desk.run(PinVisit(visit=1))
    move = AssignVisit(order=number, visit=1, technician=KIM, start_at=T0 + 2 * HOUR)
    with pytest.raises(Rejected) as caught:
        desk.run(move)
    assert codes(caught) == {"visit.pinned"}

    assert desk.run(replace(move, override="promised by the boss")).overrides


def test_a_visit_that_is_declined_missed_or_taken_off_leaves_the_order_ready(desk: Desk) -> None:
    number = assigned(desk)
    desk.run(DispatchVisit(visit=1))
    assert kinds(desk.run(FailVisit(visit=1, to=V.DECLINED, reason="no ladder"))) == [
        "visit.declined",
        "order.ready",
    ]
    desk.run(AssignVisit(order=number, technician=ALI, start_at=T0 + HOUR))
    assert kinds(desk.run(UnassignVisit(visit=2))) == ["visit.unassigned", "order.ready"]
    assert visit_of(desk, 1).decline_reason == "no ladder"


def test_taking_a_visit_from_whoever_was_sent_there_is_said(desk: Desk) -> None:
    number = assigned(desk)
    assert not desk.run(UnassignVisit(visit=1), dry_run=True).violations
    sent = desk.run(DispatchVisit(visit=1))

    def said(receipt: Receipt) -> list[str]:
        return [v.code for v in receipt.violations if v.code == "visit.recalled"]

    later = AssignVisit(order=number, visit=1, technician=KIM, start_at=T0 + 2 * HOUR)
    assert said(desk.run(UnassignVisit(visit=1), dry_run=True)) == ["visit.recalled"]
    assert said(desk.run(replace(later, technician=ALI), dry_run=True)) == ["visit.recalled"]
    assert not said(desk.run(later, dry_run=True))  # sent anew, which tells them
    struck = desk.run(CancelVisit(visit=1), dry_run=True)
    assert [v.message for v in struck.violations] == [
        "visit 1/1 is struck, tell K. Moran, who was sent there"
    ]
    assert said(desk.run(Undo(receipt=sent.command_id))) == ["visit.recalled"]
    assert not desk.run(CancelVisit(visit=1), dry_run=True).violations
    assert not said(desk.run(UnassignVisit(visit=1)))


def test_an_unplanned_visit_is_not_dispatched(desk: Desk) -> None:
    number = assigned(desk)
    desk.run(UnassignVisit(visit=1))

    with pytest.raises(Rejected) as caught:
        desk.run(DispatchVisit(visit=1))

    assert codes(caught) == {"visit.unplanned"}
    assert order_of(desk, number).status is S.READY


def test_a_night_shift_reaches_into_the_next_day(desk: Desk) -> None:
    from wom_tui.commands.facts import LoadFacts
    from wom_tui.domain.technician import Shift

    # Monday 22:00 to 06:00.
    night = Shift(id=9, technician_id=KIM, weekdays=(0,), start_min=1320, end_min=1800)
    desk.run(LoadFacts(facts=(night,), what="night shift"))
    number = number_of(desk, an_order())

    receipt = desk.run(AssignVisit(order=number, technician=KIM, start_at=T0 + 16 * HOUR))  # Tuesday 01:00

    assert kinds(receipt)[0] == "visit.assigned"


def test_an_absence_is_known_to_the_next_assignment(desk: Desk) -> None:
    number = number_of(desk, an_order())
    desk.run(AddAbsence(technician=KIM, start_at=T0, end_at=T0 + 5 * HOUR, reason="sick"))

    with pytest.raises(Rejected) as caught:
        desk.run(AssignVisit(order=number, technician=KIM, start_at=T0 + HOUR))

    assert codes(caught) == {"absence.absent"}
    assert "sick" in str(caught.value)


def test_what_a_technician_reports_later_keeps_the_time_at_which_it_happened(
    desk: Desk, clock: ManualClock
) -> None:
    assigned(desk)
    desk.run(DispatchVisit(visit=1))
    clock.forward(3 * HOUR)

    receipt = desk.run(AdvanceVisit(visit=1, to=V.ON_SITE, at=T0 + 65 * MINUTE))

    assert {event.at for event in receipt.events} == {T0 + 65 * MINUTE}
    assert visit_of(desk).arrived_at == T0 + 65 * MINUTE
