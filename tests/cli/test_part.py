"""`wom part`: what is in stock, where, for whom, and what is on its way."""

from __future__ import annotations

import csv
import io

import pytest

from tests.cli.conftest import Wom
from tests.office import an_order, number_of
from wom_tui.desk import Desk

LINES = """
warehouse main
part PUMP-3 =Circulation pump price=84.50
part BELT
receive PUMP-3 5 main
receive PUMP-3 1 kim
minimum PUMP-3 6 main
purchase BELT 3 main eta="wed 10:00" reference=A-17
"""


@pytest.fixture
def order(wom: Wom, desk: Desk) -> int:
    """An order with two pumps, in an office with stock."""
    number = number_of(desk, an_order())
    assert wom("do", "-", stdin=f"{LINES}reserve {number} 2 PUMP-3").code == 0
    return number


def test_parts_are_listed_with_what_is_there_and_what_is_coming(wom: Wom, order: int) -> None:
    pump = {"part": "PUMP-3", "name": "=Circulation pump", "unit": "piece", "price_cents": 8450}
    belt = {"part": "BELT", "name": "BELT", "unit": "piece", "price_cents": 0}

    assert wom("part", "list", "--json").json == [
        belt | {"quantity": 0, "reserved": 0, "free": 0, "coming": 3},
        pump | {"quantity": 6, "reserved": 2, "free": 4, "coming": 0},
    ]
    assert "PUMP-3  =Circulation pump  piece  84.50  6" in wom("part", "list").out


def test_a_list_for_a_spreadsheet_has_no_formula(wom: Wom, order: int) -> None:
    rows = list(csv.DictReader(io.StringIO(wom("part", "stock", "--csv").out)))

    assert [(row["name"], row["place"], row["free"]) for row in rows] == [
        ("'=Circulation pump", "kim's van", "1"),
        ("'=Circulation pump", "main", "3"),
    ]
    both = wom("part", "stock", "--csv", "--json")
    assert (both.code, "one of the two" in both.json["error"]["message"]) == (2, True)


def test_stock_of_one_place_and_what_is_below_its_minimum(wom: Wom, order: int) -> None:
    (van,) = wom("part", "stock", "--place", "KIM", "--json").json
    (below,) = wom("part", "below-minimum", "--json").json

    assert (van["place"], van["quantity"]) == ("kim's van", 1)
    assert (below["place"], below["quantity"], below["minimum"]) == ("main", 5, 6)
    lost = wom("part", "stock", "--place", "cellar")
    assert (lost.code, "main" in lost.err) == (3, True)


def test_purchases_are_listed_until_they_have_come(wom: Wom, order: int) -> None:
    (bought,) = wom("part", "purchases", "--json").json

    assert (bought["part"], bought["coming"], bought["reference"]) == ("BELT", 3, "A-17")
    assert bought["eta_at"] == "2026-03-04T15:00:00+00:00"
    assert "2026-03-04 10:00" in wom("part", "purchases").out
    wom("do", f"deliver {bought['purchase']}")
    assert wom("part", "purchases", "--json").json == []
    assert [one["arrived"] for one in wom("part", "purchases", "--all", "--json").json] == [3]


def test_one_part_with_its_stock_its_orders_and_every_movement(wom: Wom, order: int) -> None:
    wom("do", f"complete {order} code=fixed parts=PUMP-3")

    sheet, told = wom("part", "show", "pump-3", "--json").json, wom("part", "show", "pump-3").out

    assert sheet["quantity"] == 5
    assert sheet["reservations"] == [{"number": order, "place": "main", "quantity": 0, "used": 1}]
    assert [move["kind"] for move in sheet["movements"][:2]] == ["stock.freed", "stock.used"]
    assert "used            -1  main  ann" in told
    missing = wom("part", "show", "PIMP-3")
    assert (missing.code, "PUMP-3" in missing.err) == (3, True)


def test_orders_are_listed_and_shown_with_their_parts(wom: Wom, order: int) -> None:
    wom("do", f"edit {order} parts=BELT,PUMP-3*2", f"reserve {order} 1 BELT")

    (row,) = wom("wo", "list", "parts=waiting", "--json").json
    shown, sheet = wom("wo", "show", str(order), "--json").json, wom("wo", "show", str(order)).out

    assert (row["parts"], row["parts_ready_at"], row["parts_awaited"]) == (
        "waiting",
        "2026-03-04T15:00:00+00:00",
        "1 BELT",
    )
    assert "waiting 4 Mar 10:00" in wom("wo", "list").out
    assert [(p["part"], p["state"], p["held"], p["coming"]) for p in shown["part_lines"]] == [
        ("BELT", "waiting", 0, 1),
        ("PUMP-3", "ready", 2, 0),
    ]
    assert "1 needed, waiting, 1 of purchase 1, expected 2026-03-04 10:00" in sheet
