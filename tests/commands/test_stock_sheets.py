"""Parts, stock and purchases from sheets: a quantity is a count, an expected time is what `eta` says."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest

from tests.commands.test_records import counts, put, the
from tests.office import KIM, an_order, close_desks, new_office, number_of
from wom_tui.commands.part import AddWarehouse, PutPart
from wom_tui.commands.reservation import ReservePart
from wom_tui.commands.stock import ReceiveStock
from wom_tui.desk import Desk
from wom_tui.domain.part import Part, Stock, StockPlace
from wom_tui.domain.work_order import WorkOrder

MAIN = StockPlace(warehouse=1)


@pytest.fixture
def desk(empty_database_url: str) -> Iterator[Desk]:
    desk = new_office(empty_database_url)
    desk.run_all([AddWarehouse(name="main"), PutPart(code="PUMP"), PutPart(code="BELT")])
    yield desk
    close_desks()


def kinds_since(desk: Desk, seq: int) -> list[str]:
    return [event.kind for event in desk.events(seq)]


def test_a_quantity_in_a_sheet_is_a_count(desk: Desk) -> None:
    desk.run(ReceiveStock(part=1, quantity=5, place=MAIN))
    seq = desk.last_seq()

    receipt = put(
        desk,
        "stock",
        {"part": "PUMP", "warehouse": "main", "quantity": "3", "minimum": "4", "version": "1"},
        {"part": "belt", "van": "kim", "quantity": "2"},
    )

    assert counts(receipt) == (1, 1, 0, 0)
    assert kinds_since(desk, seq) == ["stock.counted", "stock.counted"]
    assert (the(desk, Stock, part_id=1).quantity, the(desk, Stock, part_id=2).technician_id) == (3, KIM)
    assert [v.code for v in receipt.violations] == ["stock.below_minimum"]


def test_what_was_taken_since_the_export_is_not_put_back(desk: Desk) -> None:
    desk.run_all([ReceiveStock(part=1, quantity=n, place=MAIN) for n in (5, 4)])

    receipt = put(desk, "stock", {"part": "PUMP", "warehouse": "main", "quantity": "6", "version": "1"})

    assert [kept["columns"] for kept in receipt.result["kept"]] == [["quantity"]]
    assert the(desk, Stock, part_id=1).quantity == 9


def test_a_quantity_below_what_is_reserved_is_refused(desk: Desk) -> None:
    number = number_of(desk, an_order())
    desk.run(ReceiveStock(part=1, quantity=5, place=MAIN))
    desk.run(ReservePart(order=number, part=1, quantity=4, place=MAIN))

    row = {"part": "PUMP", "warehouse": "main", "quantity": "3", "version": "2"}
    receipt = put(desk, "stock", row, {"part": "BELT", "warehouse": "main", "quantity": "1"})

    assert counts(receipt) == (1, 0, 0, 1)
    assert f"4 are reserved, for order {number}" in receipt.result["refused"][0]["reason"]


@pytest.mark.parametrize("where", [{}, {"warehouse": "main", "van": "kim"}])
def test_stock_lies_at_one_place(desk: Desk, where: dict[str, str]) -> None:
    receipt = put(desk, "stock", {"part": "PUMP", "quantity": "3"} | where)

    assert "a warehouse or the van" in receipt.result["refused"][0]["reason"]


def test_a_part_keeps_a_code_that_a_line_can_say(desk: Desk) -> None:
    receipt = put(
        desk, "parts", {"code": "TWO WORDS", "name": "x"}, {"code": "pump", "name": "Pump", "price": "9.5"}
    )

    assert counts(receipt) == (0, 1, 0, 1)
    assert the(desk, Part, code="PUMP").price_cents == 950


# -- purchases -----------------------------------------------------------------------------------------------

ORDERED = {
    "reference": "PO-7",
    "part": "PUMP",
    "warehouse": "main",
    "quantity": "3",
    "ordered": "2026-02-20 09:00",
}
NUMBER = {"reference": "PO-7", "part": "PUMP"}


def test_a_new_eta_in_a_sheet_is_what_the_orders_wait_for(desk: Desk) -> None:
    put(desk, "purchases", ORDERED | {"eta": "2026-03-05 12:00"})
    number = number_of(desk, an_order())
    desk.run(ReservePart(order=number, part=1, quantity=2))
    seq = desk.last_seq()

    again = put(desk, "purchases", ORDERED | {"eta": "2026-03-05 12:00"})
    moved = put(desk, "purchases", NUMBER | {"eta": "2026-03-06 12:00"})

    assert (counts(again), counts(moved)) == ((0, 0, 1, 0), (0, 1, 0, 0))
    assert kinds_since(desk, seq) == ["purchase.eta_changed", "order.parts_counted"]
    assert the(desk, WorkOrder, id=number).parts_ready_at == datetime(2026, 3, 6, 17, tzinfo=UTC)


@pytest.mark.parametrize(
    ("cells", "column", "why"),
    [
        ({"eta": "2026-02-27 12:00"}, "eta", "a time to come"),
        ({"arrived": "1"}, "arrived", "0 have come; say that more have by `deliver 1`"),
        ({"quantity": "1"}, "quantity", "0 have come, 2 more are reserved"),
        ({"van": "kim"}, "warehouse", "one of both"),
    ],
)
def test_what_moves_a_purchase_by_acts_of_its_own_is_refused_in_a_sheet(
    desk: Desk, cells: dict[str, str], column: str, why: str
) -> None:
    put(desk, "purchases", ORDERED)
    desk.run(ReservePart(order=number_of(desk, an_order()), part=1, quantity=2))

    (refused,) = put(desk, "purchases", NUMBER | cells | {"version": "2"}).result["refused"]

    assert refused["column"] == column
    assert why in refused["reason"]


def test_an_overdue_purchase_is_taken_over_and_one_of_nothing_is_not(desk: Desk) -> None:
    nothing = ORDERED | {"reference": "PO-8", "quantity": "0"}

    assert counts(put(desk, "purchases", ORDERED | {"eta": "2026-02-27 12:00"}, nothing)) == (1, 0, 0, 1)
