"""Parts as they are typed: stock comes and goes, orders have a claim on it, wait for it, use it, give it back."""

from __future__ import annotations

from datetime import timedelta

import pytest

from tests.commands.typed import do, the_order
from tests.office import HOUR, T0, ManualClock, an_order, number_of
from wom_tui.commands.undo import Undo
from wom_tui.desk import Desk
from wom_tui.domain.part import Part, PurchaseEta, Reservation, Stock
from wom_tui.domain.receipt import Receipt
from wom_tui.domain.work_order import MaterialLine, OrderStatus, PartsState
from wom_tui.errors import InvalidInput, NotFound, Rejected
from wom_tui.store.reader import Reader

DAY = timedelta(days=1)


@pytest.fixture
def desk(desk: Desk) -> Desk:
    """An office with five pumps in the warehouse and one in K. Moran's van."""
    do(
        desk,
        "warehouse main",
        "part PUMP-3 Circulation pump price=84.50",
        "part BELT Door belt",
        "receive PUMP-3 5 main",
        "receive PUMP-3 1 kim",
    )
    return desk


def stock(desk: Desk, code: str = "PUMP-3") -> dict[str, tuple[int, int]]:
    """Of each place: how many there are, and how many of them are reserved."""
    (part,) = desk.ask(Reader.select, Part, code=code)
    return {
        "main" if one.warehouse_id else "van": (one.quantity, one.reserved)
        for one in desk.ask(Reader.select, Stock, part_id=part.id)
    }


def parts_of(desk: Desk, number: int) -> tuple[PartsState | None, str | None]:
    order = the_order(desk, number)
    return order.parts_state, order.parts_awaited


def refusal(desk: Desk, line: str) -> list[str]:
    with pytest.raises(Rejected) as caught:
        do(desk, line)
    return [violation.code for violation in caught.value.violations]


def warnings(receipt: Receipt) -> list[str]:
    return [violation.code for violation in receipt.violations]


# -- stock -----------------------------------------------------------------------------------------


def test_parts_come_in_are_counted_and_move_between_places(desk: Desk) -> None:
    do(desk, "receive pump 2", "transfer PUMP-3 3 main kim", "adjust PUMP-3 3 main")

    assert stock(desk) == {"main": (3, 0), "van": (4, 0)}


def test_a_part_is_typed_by_as_much_of_its_code_as_fits_and_never_guessed(desk: Desk) -> None:
    do(desk, "part PUMP-4 Booster pump")

    with pytest.raises(InvalidInput) as caught:
        do(desk, "receive PUMP 1 main")
    with pytest.raises(NotFound):
        do(desk, "receive VALVE 1 main")

    assert "PUMP-3, PUMP-4" in str(caught.value)


def test_putting_a_part_that_is_there_changes_what_is_said_and_nothing_else(desk: Desk) -> None:
    do(desk, "part pump-3 price=90")

    (pump,) = desk.ask(Reader.select, Part, code="PUMP-3")
    assert (pump.name, pump.price_cents) == ("Circulation pump", 9000)


def test_a_part_that_is_not_kept_any_more_is_offered_nowhere(desk: Desk) -> None:
    do(desk, "part PUMP-3 active=no")

    with pytest.raises(NotFound):
        do(desk, "receive PUMP-3 1 main")
    do(desk, "part PUMP-3 active=yes", "receive PUMP-3 1 main")


def test_stock_is_never_negative(desk: Desk) -> None:
    assert refusal(desk, "transfer PUMP-3 6 main kim") == ["stock.short"]
    assert stock(desk) == {"main": (5, 0), "van": (1, 0)}


def test_falling_below_the_minimum_is_said_and_done(desk: Desk) -> None:
    do(desk, "minimum PUMP-3 4 main")

    receipt = do(desk, "transfer PUMP-3 2 main kim")

    assert warnings(receipt) == ["stock.below_minimum"]
    assert stock(desk)["main"] == (3, 0)


def test_a_place_that_nobody_knows_is_refused_and_the_only_warehouse_need_not_be_named(desk: Desk) -> None:
    with pytest.raises(NotFound):
        do(desk, "receive PUMP-3 1 cellar")
    do(desk, "warehouse north")

    with pytest.raises(InvalidInput) as caught:
        do(desk, "receive PUMP-3 1")

    assert "main, north" in str(caught.value)


# -- reservations ----------------------------------------------------------------------------------


def test_what_is_reserved_is_ready_and_nobody_else_has_it(desk: Desk, order: int) -> None:
    do(desk, f"reserve {order} 4 PUMP-3")

    assert parts_of(desk, order) == (PartsState.READY, None)
    assert stock(desk)["main"] == (5, 4)
    other = number_of(desk, an_order())
    assert refusal(desk, f"reserve {other} 2 PUMP-3") == ["stock.short"]
    assert refusal(desk, "transfer PUMP-3 2 main kim") == ["stock.reserved"]
    assert refusal(desk, "adjust PUMP-3 3 main") == ["stock.reserved"]


def test_the_van_of_the_technician_is_asked_first_and_no_other_van(desk: Desk, order: int) -> None:
    other = number_of(desk, an_order(site=2))
    do(desk, f"assign {order} kim 15:00", f"assign {other} ali 15:00")

    do(desk, f"reserve {order} 1 PUMP-3")
    do(desk, f"reserve {other} 1 PUMP-3")

    assert stock(desk) == {"main": (5, 1), "van": (1, 1)}


def test_an_order_that_needs_parts_is_short_until_they_are_reserved(desk: Desk, order: int) -> None:
    do(desk, f"edit {order} parts=PUMP-3*2,BELT")
    assert parts_of(desk, order) == (PartsState.SHORT, "2 PUMP-3, 1 BELT")

    receipt = do(desk, f"supply {order}")

    assert warnings(receipt) == ["parts.short"]
    assert parts_of(desk, order) == (PartsState.SHORT, "1 BELT")
    (lacking,) = do(desk, "receive BELT 2 ali", f"supply {order}").violations
    assert lacking.message.endswith(
        "none are free in the warehouses, none are ordered; 2 lie in the van of ali"
    )
    do(desk, "receive BELT 1 main", f"supply {order}")
    assert parts_of(desk, order) == (PartsState.READY, None)


def test_a_new_order_says_at_once_what_it_needs(desk: Desk) -> None:
    receipt = do(desk, 'new "Pump broken" parts=PUMP-3')

    assert parts_of(desk, receipt.result["number"]) == (PartsState.SHORT, "1 PUMP-3")


def test_letting_go_gives_back_and_the_order_needs_it_no_more(desk: Desk, order: int) -> None:
    do(desk, f"reserve {order} 2 PUMP-3", f"unreserve {order} PUMP-3")

    assert stock(desk)["main"] == (5, 0)
    assert parts_of(desk, order) == (None, None)


def test_parts_are_reserved_for_open_orders_only(desk: Desk, order: int) -> None:
    do(desk, f"cancel {order} not needed")

    assert refusal(desk, f"reserve {order} 1 PUMP-3") == ["order.transition"]


# -- purchases -------------------------------------------------------------------------------------


def test_an_order_waits_for_what_was_ordered_and_is_ready_when_the_last_part_comes(
    desk: Desk, order: int, clock: ManualClock
) -> None:
    do(desk, f"hold {order} parts until fri")
    bought = do(desk, f"purchase BELT 3 main eta=wed for={order}").result["purchase"]
    waiting = the_order(desk, order)
    assert (waiting.parts_state, waiting.parts_awaited) == (PartsState.WAITING, "3 BELT")
    assert waiting.parts_ready_at == T0 + 2 * DAY + 8 * HOUR  # 17:00, when the office closes

    clock.forward(DAY)
    do(desk, f"deliver {bought} 2")
    assert the_order(desk, order).status is OrderStatus.ON_HOLD
    do(desk, f"deliver {bought}")

    released = the_order(desk, order)
    assert (released.status, released.hold) == (OrderStatus.READY, None)
    assert parts_of(desk, order) == (PartsState.READY, None)
    assert stock(desk, "BELT") == {"main": (3, 3)}


def test_of_a_purchase_an_order_is_kept_no_more_than_it_lacks(desk: Desk, order: int) -> None:
    do(desk, f"edit {order} parts=BELT", f"purchase BELT 3 main eta=wed for={order}")

    assert parts_of(desk, order) == (PartsState.WAITING, "1 BELT")


def test_a_hold_for_another_reason_does_not_end_with_the_last_part(desk: Desk, order: int) -> None:
    do(desk, f"hold {order} customer until fri")

    do(desk, f"reserve {order} 1 PUMP-3")

    assert the_order(desk, order).status is OrderStatus.ON_HOLD


def test_who_waits_longest_has_its_parts_first_and_the_rest_is_free(desk: Desk, order: int) -> None:
    other = number_of(desk, an_order())
    bought = do(desk, "purchase BELT 4 main eta=wed").result["purchase"]
    do(desk, f"reserve {order} 2 BELT", f"reserve {other} 1 BELT")

    do(desk, f"deliver {bought} 2")

    assert parts_of(desk, order)[0] is PartsState.READY
    assert parts_of(desk, other)[0] is PartsState.WAITING
    do(desk, f"deliver {bought}")
    assert stock(desk, "BELT") == {"main": (4, 3)}


def test_stock_comes_before_what_is_only_ordered_and_a_claim_may_lie_on_both(desk: Desk, order: int) -> None:
    do(desk, "purchase PUMP-3 4 main eta=wed")

    do(desk, f"reserve {order} 7 PUMP-3")

    kept = desk.ask(Reader.select, Reservation, order_id=order)
    assert [(one.quantity, one.stock_id is not None) for one in kept] == [(5, True), (2, False)]
    assert parts_of(desk, order) == (PartsState.WAITING, "2 PUMP-3")


def test_another_time_of_arrival_moves_every_order_that_waits_for_it(desk: Desk, order: int) -> None:
    bought = do(desk, f"purchase BELT 1 main eta=wed for={order}").result["purchase"]

    do(desk, f"eta {bought} thu 15:00")
    assert the_order(desk, order).parts_ready_at == T0 + 3 * DAY + HOUR
    do(desk, f"eta {bought} none")

    assert the_order(desk, order).parts_ready_at is None


def test_an_expected_time_lies_ahead_and_no_more_comes_than_was_ordered(desk: Desk) -> None:
    with pytest.raises(InvalidInput):
        do(desk, 'purchase BELT 1 main eta="today 8:00"')
    bought = do(desk, "purchase BELT 2 main").result["purchase"]
    with pytest.raises(InvalidInput):
        do(desk, f"deliver {bought} 3")
    do(desk, f"deliver {bought}")

    assert refusal(desk, f"deliver {bought}") == ["stock.short"]


def test_what_is_called_off_leaves_the_order_short(desk: Desk, order: int) -> None:
    do(desk, f"edit {order} parts=BELT*2")
    bought = do(desk, f"purchase BELT 2 main eta=wed for={order}").result["purchase"]

    do(desk, f"calloff {bought}")

    assert parts_of(desk, order) == (PartsState.SHORT, "2 BELT")
    assert desk.ask(Reader.get, PurchaseEta, bought).coming == 0


# -- close-out -------------------------------------------------------------------------------------


def test_completing_takes_what_was_used_and_frees_the_rest(desk: Desk, order: int) -> None:
    do(desk, f"assign {order} kim 15:00", f"reserve {order} 3 PUMP-3 from=main")

    receipt = do(desk, f"complete {order} code=fixed parts=PUMP-3*2")

    assert "parts.unused" in warnings(receipt)
    assert stock(desk) == {"main": (3, 0), "van": (1, 0)}
    assert parts_of(desk, order)[0] is PartsState.USED


def test_completing_with_all_that_was_reserved(desk: Desk, order: int) -> None:
    do(desk, f"reserve {order} 2 PUMP-3", f"complete {order} code=fixed parts=reserved")

    assert stock(desk)["main"] == (3, 0)


def test_what_was_not_reserved_is_taken_from_the_van_or_from_where_one_says(desk: Desk, order: int) -> None:
    with pytest.raises(InvalidInput) as caught:
        do(desk, f"complete {order} code=fixed parts=PUMP-3")
    assert caught.value.field == "from"
    do(desk, f"assign {order} kim 15:00")
    assert refusal(desk, f"use {order} 2 PUMP-3") == ["stock.short"]

    do(desk, f"use {order} 1 PUMP-3", f"complete {order} code=fixed parts=PUMP-3*2 from=main")

    assert stock(desk) == {"main": (3, 0), "van": (0, 0)}


def test_what_is_used_for_one_order_is_not_taken_from_what_another_has_reserved(
    desk: Desk, order: int
) -> None:
    other = number_of(desk, an_order())
    do(desk, f"reserve {other} 4 PUMP-3")

    assert refusal(desk, f"use {order} 2 PUMP-3 from=main") == ["stock.reserved"]


def test_reopening_gives_the_parts_back_unless_they_stay_where_they_are(desk: Desk, order: int) -> None:
    do(desk, f"reserve {order} 2 PUMP-3", f"complete {order} code=fixed parts=reserved")

    receipt = do(desk, f"reopen {order} never done")

    assert warnings(receipt) == ["parts.returned"]
    assert stock(desk)["main"] == (5, 2)
    assert parts_of(desk, order)[0] is PartsState.READY
    do(desk, f"complete {order} code=fixed parts=reserved", f"reopen {order} leaks parts=kept")
    assert stock(desk)["main"] == (3, 0)
    assert parts_of(desk, order)[0] is PartsState.USED


def test_cancelling_frees_what_was_reserved(desk: Desk, order: int) -> None:
    do(desk, f"reserve {order} 2 PUMP-3", f"cancel {order} not needed")

    assert stock(desk)["main"] == (5, 0)
    assert parts_of(desk, order) == (None, None)


def test_what_was_used_is_the_material_that_is_booked(desk: Desk, order: int) -> None:
    do(desk, f"reserve {order} 2 PUMP-3", f"complete {order} code=fixed parts=reserved")

    do(desk, f"close {order} labour=1h cover=billable")

    booked = MaterialLine(name="PUMP-3 Circulation pump", quantity=2, price_cents=8450)
    assert the_order(desk, order).materials == (booked,)


# -- undo ------------------------------------------------------------------------------------------


def test_an_undo_gives_back_what_was_used_and_what_was_reserved(desk: Desk, order: int) -> None:
    do(desk, f"reserve {order} 2 PUMP-3")
    do(desk, f"complete {order} code=fixed parts=reserved")

    desk.run(Undo())
    assert (stock(desk)["main"], the_order(desk, order).status) == ((5, 2), OrderStatus.READY)
    desk.run(Undo())

    assert stock(desk)["main"] == (5, 0)
    assert parts_of(desk, order) == (None, None)


def test_what_somebody_has_a_claim_on_by_now_is_not_taken_away_by_an_undo(desk: Desk, order: int) -> None:
    received = do(desk, "receive BELT 2 main")
    do(desk, f"reserve {order} 2 BELT")

    with pytest.raises(Rejected) as caught:
        desk.run(Undo(receipt=received.command_id))

    (said,) = caught.value.violations
    assert (said.code, said.facts["record"]) == ("undo.changed", "BELT in main")
    assert stock(desk, "BELT")["main"] == (2, 2)
