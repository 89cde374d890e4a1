"""Closed orders go to those who write the bills; the answer says where the next export begins."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest

from tests.cli.conftest import Wom
from tests.office import an_order, number_of
from wom_tui.commands.ending import CloseOrder, CompleteOrder
from wom_tui.desk import Desk
from wom_tui.domain.work_order import Cover, MaterialLine


@pytest.fixture
def closed(desk: Desk) -> int:
    number = number_of(desk, an_order(title="=light"))
    desk.run(CompleteOrder(order=number, resolution_code="fixed"))
    lamp = MaterialLine(name="lamp", quantity=2, price_cents=1250)
    desk.run(CloseOrder(order=number, labour_min=45, materials=(lamp,), cover=Cover.WARRANTY))
    return number


def test_a_bill_has_cover_labour_and_materials(wom: Wom, closed: int, desk: Desk) -> None:
    told = wom("export", "billing")

    (row,) = csv.DictReader(io.StringIO(told.out))
    assert (row["entry"], row["number"], row["title"], row["cover"]) == (
        "closed",
        str(closed),
        "'=light",
        "warranty",
    )
    assert (row["labour_min"], row["materials"], row["materials_cents"]) == (
        "45",
        "2 x lamp at 12.50",
        "2500",
    )
    assert told.err == f"next time: --since-seq {desk.last_seq()}\n"


def test_json_has_materials_as_they_are(wom: Wom, closed: int) -> None:
    (row,) = json.loads(wom("export", "billing", "--format", "json").out)

    assert row["materials"] == [{"name": "lamp", "quantity": 2, "price_cents": 1250}]
    assert row["technicians"] == []


def test_the_answer_says_where_the_next_one_begins(wom: Wom, closed: int, tmp_path: Path, desk: Desk) -> None:
    path, last = tmp_path / "bills.xlsx", desk.last_seq()

    told = wom("export", "billing", "--out", str(path), "--json").json
    following = wom("export", "billing", "--since-seq", str(told["next_since_seq"]), "--format", "ndjson")

    assert told == {"file": str(path), "rows": 1, "since_seq": 0, "next_since_seq": last}
    assert (following.out, following.code) == ("", 0)


def test_since_is_a_time_or_an_event(wom: Wom, closed: int, desk: Desk) -> None:
    def bills(*words: str) -> list[str]:
        return wom("export", "billing", "--format", "ndjson", *words).out.splitlines()

    assert len(bills("--since", "today")) == 1
    assert bills("--since", "tomorrow") == []
    assert wom("export", "billing", "--since", "today", "--since-seq", "1").code == 2
    assert wom("export", "billing", "--since-seq", str(desk.last_seq() + 1)).code == 2
    assert wom("export", "billing", "--as-of", "today").code == 2
