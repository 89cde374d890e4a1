"""Which orders wait for somebody, why, and what the shift has done."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from tests.office import ALI, HOUR, KIM, MINUTE, T0, ManualClock, an_order, number_of
from wom_tui.commands.hold import HoldOrder
from wom_tui.commands.order import SetPriority
from wom_tui.commands.promise import PromiseWindow
from wom_tui.commands.roster import AddUser
from wom_tui.commands.undo import Redo, Undo
from wom_tui.commands.visit import AssignVisit, DispatchVisit, FailVisit
from wom_tui.desk import Desk
from wom_tui.domain.policy import Role
from wom_tui.domain.visit import Visit, VisitStatus
from wom_tui.domain.work_order import HoldReason, Priority
from wom_tui.domain.worktime import Window
from wom_tui.errors import NotFound
from wom_tui.queries.decisions import Reason
from wom_tui.queries.handover import Handover, handover, shift_began


def seen(desk: Desk, at: datetime = T0, since: datetime | None = None) -> Handover:
    return desk.ask(handover, at, "admin", since=since)


def reasons(desk: Desk, at: datetime = T0) -> list[tuple[int, Reason]]:
    return [(one.row.number, one.reason) for one in seen(desk, at).decisions]


def booked(desk: Desk, at: datetime = T0 + HOUR) -> int:
    number = number_of(desk, an_order())
    desk.run(AssignVisit(order=number, technician=KIM, start_at=at))
    return number


def promised(desk: Desk, number: int, start_at: datetime) -> None:
    visit = desk.ask(lambda reader: reader.find(Visit, 1))
    desk.run(
        PromiseWindow(
            order=number, visit=visit.id if visit else None, window=Window(start_at, start_at + HOUR)
        )
    )


def test_what_goes_its_way_needs_nobody(desk: Desk) -> None:
    number = booked(desk)
    promised(desk, number, T0 + HOUR)

    assert reasons(desk) == []
    assert [(one.row.number, one.technician) for one in seen(desk).promises] == [(number, "K. Moran")]


def test_who_needs_a_technician_is_counted_as_on_the_board(desk: Desk) -> None:
    booked(desk)
    number_of(desk, an_order())
    desk.run(an_order(site=None))  # a draft waits for its facts, not for a technician

    assert seen(desk).nobody == 1


def test_a_visit_that_has_not_begun_is_asked_about(desk: Desk) -> None:
    number = booked(desk)

    assert reasons(desk, T0 + HOUR + 10 * MINUTE) == []
    assert reasons(desk, T0 + HOUR + 11 * MINUTE) == [(number, Reason.NOT_UNDER_WAY)]


def test_a_promise_is_in_danger_and_then_broken(desk: Desk) -> None:
    number = number_of(desk, an_order())
    promised(desk, number, T0 + 3 * HOUR)

    assert reasons(desk, T0 - 2 * HOUR) == []
    assert reasons(desk) == [(number, Reason.PROMISE_OPEN)]
    assert reasons(desk, T0 + 4 * HOUR) == [(number, Reason.PROMISE_BROKEN)]
    assert seen(desk, T0 + 4 * HOUR).promises == ()


def test_a_declined_order_lies_there_until_somebody_takes_it(desk: Desk) -> None:
    number = booked(desk)
    desk.run(DispatchVisit(visit=1))
    desk.run(FailVisit(visit=1, to=VisitStatus.DECLINED, reason="ill"))

    assert reasons(desk) == [(number, Reason.GIVEN_BACK)]
    desk.run(AssignVisit(order=number, technician=ALI, start_at=T0 + 2 * HOUR))
    assert reasons(desk) == []


def test_an_order_without_anybody_is_told_when_its_due_comes_near(desk: Desk) -> None:
    number = number_of(desk, an_order())

    assert reasons(desk) == []
    assert reasons(desk, T0 + 100 * MINUTE) == [(number, Reason.DUE_SOON)]
    assert reasons(desk, T0 + 3 * HOUR) == [(number, Reason.PAST_DUE)]


def test_a_hold_is_looked_at_when_it_is_over(desk: Desk) -> None:
    number = number_of(desk, an_order())
    desk.run(HoldOrder(order=number, reason=HoldReason.PARTS, until_at=T0 + HOUR))

    assert reasons(desk) == []
    assert reasons(desk, T0 + HOUR) == [(number, Reason.HOLD_OVER)]
    assert [row.number for row in seen(desk).holds] == [number]


def test_the_most_important_order_stands_first(desk: Desk) -> None:
    late = [number_of(desk, an_order()) for _ in range(3)]
    desk.run(SetPriority(order=late[2], priority=Priority.P1))

    assert [number for number, _ in reasons(desk, T0 + 30 * HOUR)] == [late[2], late[0], late[1]]


def test_mine_is_what_i_have_touched_in_my_shift_and_is_open(desk: Desk) -> None:
    before = number_of(desk, an_order())
    clock = desk.clock
    assert isinstance(clock, ManualClock)
    clock.forward(5 * HOUR)
    mine = booked(desk, T0 + 6 * HOUR)

    now = T0 + 6 * HOUR
    found = seen(desk, now)

    assert found.since == T0 + 5 * HOUR
    assert [row.number for row, _ in found.mine] == [mine]
    assert found.my_acts["order.created"] == 1
    assert [row.number for row, _ in seen(desk, now, since=T0).mine] == [mine, before]


def test_what_was_taken_back_is_not_told_as_done_and_what_was_done_again_is_told_once(desk: Desk) -> None:
    booked(desk)
    before = seen(desk).acts
    booked(desk, T0 + 3 * HOUR)
    done = seen(desk).acts

    desk.run(Undo())
    assert seen(desk).acts == {**before, "order.created": 2, "requirement.created": 2}
    desk.run(Redo())
    assert seen(desk).acts == done


def test_what_an_import_has_touched_is_nobodys_own(desk: Desk) -> None:
    brought, touched = number_of(desk, an_order()), number_of(desk, an_order())
    clock = desk.clock
    assert isinstance(clock, ManualClock)
    clock.forward(5 * HOUR)
    desk.run(SetPriority(order=touched, priority=Priority.P1))
    replace(desk, door="import").run(SetPriority(order=brought, priority=Priority.P1))

    assert [row.number for row, _ in seen(desk, T0 + 6 * HOUR).mine] == [touched]


def test_somebody_who_is_not_there_has_no_shift(desk: Desk) -> None:
    desk.run(AddUser(name="ann", role=Role.DISPATCHER, os_user="ann"))

    with pytest.raises(NotFound):
        desk.ask(handover, T0, "bob")


@pytest.mark.parametrize(
    ("hours_ago", "began"),
    [
        ([], 8),
        ([1, 2, 5], 5),
        ([1, 2, 7], 2),
        ([5], 8),
        ([0, 3, 6, 9, 12, 15, 18], 15),
        ([-1, 2], 2),
    ],
)
def test_a_shift_begins_with_the_first_act_after_a_long_pause(hours_ago: list[int], began: int) -> None:
    assert shift_began(T0, [T0 - timedelta(hours=n) for n in hours_ago]) == T0 - timedelta(hours=began)
