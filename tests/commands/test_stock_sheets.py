"""Parts, warehouses and stock from sheets: a quantity is a count, and moves what an `adjust` would move."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.commands.test_records import counts, put, the
from tests.office import KIM, an_order, close_desks, new_office, number_of
from wom_tui.commands.part import AddWarehouse, PutPart
from wom_tui.commands.reservation import ReservePart
from wom_tui.commands.stock import ReceiveStock
from wom_tui.desk import Desk
from wom_tui.domain.part import Part, Stock, StockPlace

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
