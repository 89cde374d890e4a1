"""An order without its parts: nobody is sent by a slip, the planner waits for them, and everybody sees why."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from tests.commands.typed import do, the_order, visits
from tests.office import (
    HOUR,
    MONDAY,
    T0,
    ManualClock,
    an_order,
    number_of,
)
from wom_tui.commands.plan import AcceptPlan
from wom_tui.desk import Desk
from wom_tui.domain.filter import parse_filter
from wom_tui.domain.receipt import Receipt
from wom_tui.domain.visit import VisitStatus
from wom_tui.errors import Rejected
from wom_tui.queries.candidates import candidates
from wom_tui.queries.lanes import tray
from wom_tui.queries.order import order_detail
from wom_tui.queries.orders import order_rows

WEDNESDAY = date(2026, 3, 4)


@pytest.fixture
def desk(desk: Desk) -> Desk:
    """A belt is in A. Diallo's van; another is to come on Wednesday at 10:00 (15:00 UTC)."""
    do(
        desk,
        "warehouse main",
        "part BELT Door belt",
        "receive BELT 1 ali",
        'purchase BELT 4 main eta="wed 15:00"',
    )
    return desk


def codes(receipt: Receipt) -> list[str]:
    return [violation.code for violation in receipt.violations]


def refused(desk: Desk, line: str) -> list[str]:
    with pytest.raises(Rejected) as caught:
        do(desk, line)
    return [violation.code for violation in caught.value.violations]


# -- guards ----------------------------------------------------------------------------------------


def test_an_order_that_is_short_of_parts_is_given_to_nobody_without_a_reason(desk: Desk, order: int) -> None:
    do(desk, f"edit {order} parts=BELT")

    assert refused(desk, f"assign {order} kim 15:00") == ["parts.short"]
    receipt = do(desk, f'assign {order} kim 15:00 why="brings his own"')

    assert [override.code for override in receipt.overrides] == ["parts.short"]


def test_a_visit_does_not_begin_before_the_parts_are_there(desk: Desk, order: int) -> None:
    do(desk, f"reserve {order} 1 BELT")

    assert refused(desk, f'assign {order} kim "wed 14:55"') == ["parts.late"]
    assert codes(do(desk, f'assign {order} kim "wed 15:00"')).count("parts.late") == 0


def test_sending_somebody_whose_parts_are_not_there_is_done_and_said(desk: Desk, order: int) -> None:
    do(desk, f"assign {order} kim 15:00", f"edit {order} parts=BELT")

    short = do(desk, f"dispatch {order}")
    assert visits(desk, order)[0].status is VisitStatus.DISPATCHED

    assert codes(short) == ["parts.short"]
    assert "1 BELT neither reserved nor ordered" in short.violations[0].message


def test_sending_somebody_before_the_parts_come_says_when_they_come(desk: Desk, order: int) -> None:
    do(desk, f"assign {order} kim 15:00", f"reserve {order} 1 BELT")

    receipt = do(desk, f"dispatch {order}")

    assert codes(receipt) == ["parts.late"]
    assert "4 Mar 10:00" in receipt.violations[0].message


def test_parts_in_the_van_of_another_are_named_and_no_obstacle(desk: Desk, order: int) -> None:
    do(desk, f"reserve {order} 1 BELT from=ali")

    assert codes(do(desk, f"assign {order} kim 15:00")) == ["parts.elsewhere"]
    assert "parts.elsewhere" not in codes(do(desk, f"reassign {order} ali"))


def test_a_later_arrival_names_the_visits_that_are_planned_before_it(desk: Desk, order: int) -> None:
    do(desk, f"reserve {order} 1 BELT", f'assign {order} kim "wed 15:00"')

    receipt = do(desk, "eta 1 thu 15:00")

    assert codes(receipt) == ["parts.late"]
    assert f"visit {order}/1 is planned before" in receipt.violations[0].message
    assert codes(do(desk, "calloff 1")) == []  # it needs none that nobody reserved


# -- planner ---------------------------------------------------------------------------------------


def test_the_planner_waits_for_the_parts_and_says_so(desk: Desk, order: int) -> None:
    do(desk, f"reserve {order} 1 BELT")

    today, wednesday = desk.plan(MONDAY), desk.plan(WEDNESDAY)

    assert today.visits == ()
    assert [(u.order, u.reason) for u in today.unplanned] == [
        (order, f"order {order} waits for parts until 4 Mar 10:00: 1 BELT")
    ]
    (planned,) = wednesday.visits
    assert planned.start_at >= T0 + timedelta(days=2) + HOUR


def test_a_plan_is_not_taken_over_for_an_order_whose_parts_come_later_by_now(desk: Desk, order: int) -> None:
    do(desk, f"reserve {order} 1 BELT")
    plan = desk.plan(WEDNESDAY)
    do(desk, "eta 1 thu 15:00")

    accepted = desk.run(AcceptPlan(plan=plan))

    (refused_line,) = accepted.result["refused"]
    assert refused_line["number"] == order
    assert "waits for parts until 5 Mar 10:00: 1 BELT" in refused_line["reason"]


def test_the_planner_leaves_out_what_nobody_can_date(desk: Desk, order: int, clock: ManualClock) -> None:
    other = number_of(desk, an_order())
    do(desk, f"edit {other} parts=BELT", f"reserve {order} 1 BELT", "eta 1 none")

    reasons = {u.order: u.reason for u in desk.plan(WEDNESDAY).unplanned}

    assert reasons == {
        order: f"order {order} waits for parts: 1 BELT ordered, nobody knows for when",
        other: f"order {other} waits for parts: 1 BELT neither reserved nor ordered",
    }


def test_an_expected_time_that_has_passed_is_no_time_any_more(
    desk: Desk, order: int, clock: ManualClock
) -> None:
    do(desk, f"reserve {order} 1 BELT")
    clock.forward(timedelta(days=2, hours=2))

    (left,) = desk.plan(WEDNESDAY).unplanned

    assert left.reason == f"order {order} waits for parts: 1 BELT overdue"
    do(desk, "deliver 1")
    assert [planned.order for planned in desk.plan(WEDNESDAY).visits] == [order]


def test_who_could_come_is_asked_for_a_day_on_which_the_parts_are_there(desk: Desk, order: int) -> None:
    do(desk, f"reserve {order} 1 BELT")

    found = desk.ask(candidates, order, desk.now(), desk.travel)

    assert found.on == WEDNESDAY
    assert all(c.slot.start_at >= T0 + timedelta(days=2) + HOUR for c in found.ranked)
    late = desk.ask(candidates, order, desk.now(), desk.travel, on=MONDAY)
    assert late.sentence == "2 wait for parts until 4 Mar 10:00"


def test_candidates_are_told_in_whose_van_the_parts_lie(desk: Desk, order: int) -> None:
    do(desk, f"reserve {order} 1 BELT from=ali")

    found = desk.ask(candidates, order, desk.now(), desk.travel)

    said = {c.code: [v.code for v in c.violations] for c in found.ranked}
    assert said == {"ali": [], "kim": ["parts.elsewhere"]}


# -- what is seen ----------------------------------------------------------------------------------


def test_a_row_says_how_the_parts_stand_and_a_filter_finds_it(desk: Desk, order: int) -> None:
    other = number_of(desk, an_order())
    do(desk, f"edit {other} parts=BELT", f"reserve {order} 1 BELT")

    rows = {row.number: row for row in desk.ask(order_rows)}

    assert [(rows[n].parts, rows[n].parts_awaited) for n in (order, other)] == [
        ("waiting", "1 BELT"),
        ("short", "1 BELT"),
    ]
    for words, expected in (
        ("parts=waiting", [order]),
        ("parts=sh", [other]),
        ("parts=none", []),
        ("parts_ready=wed", [order]),
    ):
        chosen = parse_filter(words, now=T0, zone="America/New_York")
        assert [number for number, row in sorted(rows.items()) if chosen.matches(row)] == expected, words


def test_the_tray_lists_last_what_cannot_be_planned_for_want_of_parts(desk: Desk, order: int) -> None:
    do(desk, f"edit {order} parts=BELT")

    ((row,), _) = desk.ask(tray, desk.now())

    assert (row.order, row.is_plannable) == (order, False)


def test_the_order_tells_where_each_of_its_parts_is(desk: Desk, order: int) -> None:
    do(desk, f"edit {order} parts=BELT*3", f"reserve {order} 1 BELT from=ali", f"reserve {order} 1 BELT")

    (part,) = desk.ask(order_detail, order, desk.now()).parts

    assert (part.code, part.line.needed, part.line.held, part.line.coming, part.line.short) == (
        "BELT",
        3,
        1,
        1,
        1,
    )
    assert part.places == ("1 in ali's van", "1 of purchase 1")
    assert the_order(desk, order).parts_awaited == "1 BELT"
