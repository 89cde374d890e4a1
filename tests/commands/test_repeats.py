"""What is so already is not done again: a repeat writes nothing, and what replaces something says so."""

from __future__ import annotations

from datetime import timedelta

import pytest

from tests.commands.typed import do, the_order, visits
from tests.office import HOUR, KIM, MINUTE, T0, ManualClock, an_order, number_of
from wom_tui.commands.visit import AssignVisit
from wom_tui.desk import Desk
from wom_tui.domain.receipt import Receipt
from wom_tui.domain.work_order import HoldReason, OrderStatus
from wom_tui.errors import InvalidInput, Rejected


def soft(receipt: Receipt) -> list[str]:
    return [v.code for v in receipt.violations]


REPEATS: tuple[tuple[str, list[str]], ...] = (
    ("hold {n} parts until fri 9:00", []),
    ("hold {n} parts until fri 9:00|hold {n} parts", []),  # the date that stands is meant
    ("cancel {n} called off", []),
    ("complete {n} fixed code=fixed labour=20m", []),
    ("complete {n} fixed code=fixed|complete {n}", []),
    ("priority {n} 1", []),
    ("approve {n}", []),
    ("assign {n} kim 15:00", []),
    ("assign {n} kim 15:00|move {n} 15:00", []),
    ("dispatch {n}", ["assign {n} kim 15:00"]),
    ("move {n} 15:00", ["assign {n} kim 15:00", "dispatch {n}"]),
    ("accept {n}", ["assign {n} kim 15:00", "dispatch {n}"]),
    ("arrive {n}", ["assign {n} kim 15:00", "dispatch {n}"]),
    ("arrive {n} at=14:05", ["assign {n} kim 15:00", "dispatch {n}"]),
    ("done {n}/1", ["assign {n} kim 15:00", "dispatch {n}"]),
    ("decline {n}/1 no ladder", ["assign {n} kim 15:00", "dispatch {n}"]),
    ("strike {n}/1", ["assign {n} kim 15:00"]),
    ("pin {n}/1", ["assign {n} kim 15:00"]),
    ("close {n} labour=10m materials=none cover=contract", ["complete {n} code=fixed"]),
)


@pytest.mark.parametrize(("lines", "given"), REPEATS, ids=[lines for lines, _ in REPEATS])
def test_the_same_again_writes_nothing(
    desk: Desk, clock: ManualClock, order: int, lines: str, given: list[str]
) -> None:
    clock.forward(10 * MINUTE)
    for line in given:
        do(desk, line.format(n=order))
    first, _, again = lines.partition("|")
    do(desk, first.format(n=order))
    before = desk.last_seq()
    clock.forward(MINUTE)

    receipt = do(desk, (again or first).format(n=order))

    assert (receipt.events, receipt.violations) == ((), ())
    assert desk.last_seq() == before


def test_a_dispatched_visit_keeps_the_time_at_which_it_was_sent(
    desk: Desk, clock: ManualClock, order: int
) -> None:
    do(desk, f"assign {order} kim 15:00", f"dispatch {order}")
    clock.forward(HOUR)

    do(desk, f"dispatch {order}")
    desk.run(AssignVisit(order=order, visit=1, technician=KIM, start_at=T0 + HOUR))

    assert visits(desk, order)[0].dispatched_at == T0


def test_a_hold_for_another_reason_says_what_it_replaces(desk: Desk, clock: ManualClock, order: int) -> None:
    do(desk, f"hold {order} parts until fri 9:00")
    clock.forward(HOUR)

    receipt = do(desk, f"hold {order} access until fri 9:00")

    assert [v.message for v in receipt.violations] == [
        f"order {order} is on hold for parts; from now on it is for access"
    ]
    assert [h.reason for h in the_order(desk, order).holds] == [HoldReason.PARTS, HoldReason.ACCESS]


def test_another_date_to_look_again_is_noted_and_said(desk: Desk, order: int) -> None:
    do(desk, f"hold {order} parts until fri 9:00")

    receipt = do(desk, f"hold {order} parts until fri 10:00")

    assert soft(receipt) == ["order.replaced"]
    (hold,) = the_order(desk, order).holds
    assert (hold.from_at, hold.until_at) == (T0, T0 + timedelta(days=3, hours=20))  # of UTC, 10:00 on Friday


def test_completing_again_puts_the_words_right_and_keeps_the_time(
    desk: Desk, clock: ManualClock, order: int
) -> None:
    do(desk, f"complete {order} code=fixed")
    clock.forward(HOUR)

    added = do(desk, f'complete {order} "valve replaced"')
    changed = do(desk, f'complete {order} "seal replaced"')

    assert (soft(added), soft(changed)) == ([], ["order.replaced"])
    done = the_order(desk, order)
    assert (done.completed_at, done.resolution_text) == (T0, "seal replaced")
    with pytest.raises(Rejected, match="reopen it to complete it at another time"):
        do(desk, f"complete {order} at=14:30")


@pytest.mark.parametrize(
    ("given", "line"),
    [
        ("cancel {n} called off", "cancel {n} a duplicate after all"),
        ("complete {n} code=fixed|close {n} labour=1h materials=none cover=contract", "close {n} labour=2h"),
    ],
)
def test_what_is_closed_or_cancelled_stands(desk: Desk, order: int, given: str, line: str) -> None:
    do(desk, *(one.format(n=order) for one in given.split("|")))
    before = the_order(desk, order)

    with pytest.raises(Rejected, match="its facts stand"):
        do(desk, line.format(n=order))

    assert the_order(desk, order) == before


def test_another_time_of_arrival_is_put_right_and_moves_the_response_with_it(
    desk: Desk, clock: ManualClock, order: int
) -> None:
    do(desk, f"assign {order} kim 15:00", f"dispatch {order}")
    clock.forward(HOUR)
    do(desk, f"arrive {order}")

    receipt = do(desk, f"arrive {order} at=14:50")

    assert soft(receipt) == ["visit.replaced"]
    assert visits(desk, order)[0].arrived_at == T0 + 50 * MINUTE
    assert the_order(desk, order).responded_at == T0 + 50 * MINUTE


def test_another_reason_for_a_failure_says_which_one_it_replaces(desk: Desk, order: int) -> None:
    do(desk, f"assign {order} kim 15:00", f"dispatch {order}", f"decline {order} no ladder")

    receipt = do(desk, f"decline {order}/1 van broken")

    assert [v.message for v in receipt.violations] == [
        f"visit {order}/1 is declined already; another decline reason is noted instead of “no ladder”"
    ]


# -- one person, one place ------------------------------------------------------------------------------


def test_who_is_still_on_site_elsewhere_does_not_arrive(desk: Desk, clock: ManualClock, order: int) -> None:
    other = number_of(desk, an_order())
    do(desk, f"assign {order} kim 15:00", f"assign {other} kim 17:00", f"dispatch {order} {other}")
    do(desk, f"arrive {order}")

    with pytest.raises(Rejected, match=rf"K. Moran is still on site for {order}/1") as caught:
        do(desk, f"arrive {other}")

    assert [v.code for v in caught.value.violations] == ["visit.elsewhere"]
    assert [v.code for v in do(desk, f'arrive {other} why="sent on by phone"').overrides] == [
        "visit.elsewhere"
    ]


def test_who_sets_out_while_still_on_site_elsewhere_is_asked_about(desk: Desk, order: int) -> None:
    other = number_of(desk, an_order())
    do(desk, f"assign {order} kim 15:00", f"assign {other} kim 17:00", f"dispatch {order} {other}")
    do(desk, f"arrive {order}")

    assert soft(do(desk, f"travel {other}")) == ["visit.elsewhere"]
    do(desk, f"done {order}")
    assert soft(do(desk, f"arrive {other}")) == []


# -- completing what nobody has reported from -----------------------------------------------------------


def test_completing_a_scheduled_order_says_that_its_visit_is_struck(desk: Desk, order: int) -> None:
    do(desk, f"assign {order} kim 15:00")

    receipt = do(desk, f"complete {order} code=fixed")

    assert [v.message for v in receipt.violations] == [
        f"visit {order}/1 of K. Moran never took place and is struck; attended=9:00-10:00 if it did"
    ]
    assert visits(desk, order)[0].status.value == "cancelled"


def test_completing_a_dispatched_order_says_that_nobody_reported(desk: Desk, order: int) -> None:
    do(desk, f"assign {order} kim 15:00", f"dispatch {order}")

    receipt = do(desk, f"complete {order} code=fixed")

    assert [(v.code, v.facts["becomes"]) for v in receipt.violations] == [("visit.unattended", "done")]
    assert visits(desk, order)[0].arrived_at is None


def test_completing_from_the_site_asks_nothing(desk: Desk, order: int) -> None:
    do(desk, f"assign {order} kim 15:00", f"dispatch {order}", f"arrive {order}")

    assert soft(do(desk, f"complete {order} code=fixed")) == []


def test_when_somebody_was_there_can_be_told_with_the_completion(
    desk: Desk, clock: ManualClock, order: int
) -> None:
    do(desk, f"assign {order} kim 15:00")
    clock.forward(3 * HOUR)
    with pytest.raises(InvalidInput, match="attended"):
        do(desk, f"complete {order} code=fixed attended=16:00-18:00")

    receipt = do(desk, f"complete {order} code=fixed attended=15:10-15:40")

    assert soft(receipt) == []
    (visit,) = visits(desk, order)
    assert visit.status.value == "done"
    assert (visit.arrived_at, visit.ended_at) == (T0 + 70 * MINUTE, T0 + 100 * MINUTE)
    done = the_order(desk, order)
    assert (done.status, done.responded_at) == (OrderStatus.COMPLETED, T0 + 70 * MINUTE)


def test_a_batch_counts_what_it_did_apart_from_what_was_so_already(desk: Desk, order: int) -> None:
    others = [number_of(desk, an_order()) for _ in range(2)]
    do(desk, f"hold {order} parts until fri 9:00")

    held = do(desk, *(f"hold {number} parts until fri 9:00" for number in (order, *others)))
    again = do(desk, *(f"hold {number} parts until fri 9:00" for number in (order, *others)))

    assert (held.result["done"], held.so_already) == (2, 1)
    assert (again.result["done"], again.so_already, again.events) == (0, 3, ())
