"""Does the shell find what was told twice, and where does the number of a merged order lead?"""

from __future__ import annotations

import csv
import io

import pytest

from tests.cli.conftest import Wom
from tests.office import HOUR, T0, an_order, number_of
from wom_tui.desk import Desk


@pytest.fixture
def pair(desk: Desk) -> tuple[int, int]:
    return (
        number_of(desk, an_order(opened_at=T0 - 3 * HOUR)),
        number_of(desk, an_order(opened_at=T0 - HOUR, title="Light out again")),
    )


def test_suspects_come_with_a_score_and_a_reason(wom: Wom, pair: tuple[int, int]) -> None:
    (found,) = wom("wo", "duplicates", "--json").json

    assert (found["keep"], found["drop"], found["score"]) == (*pair, 88)
    assert found["reason"] == "same site, 2:00 h between, 67 % of the words"


def test_suspects_as_a_table_and_as_csv_say_the_same(wom: Wom, pair: tuple[int, int]) -> None:
    table, sheet = wom("wo", "duplicates"), wom("wo", "duplicates", "--csv")

    assert "88     1     2     same site, 2:00 h between, 67 % of the words" in table.out
    assert table.err == "1 suspect\n"
    (row,) = csv.DictReader(io.StringIO(sheet.out))
    assert (row["keep"], row["drop"], row["score"]) == ("1", "2", "88")


def test_a_narrower_search_finds_fewer(wom: Wom, pair: tuple[int, int]) -> None:
    assert wom("wo", "duplicates", "--days", "0.05", "--json").json == []
    assert wom("wo", "duplicates", "--score", "90", "--json").json == []


def test_the_number_of_a_merged_order_shows_the_one_that_goes_on(wom: Wom, pair: tuple[int, int]) -> None:
    keep, drop = pair
    wom("do", f"merge {keep} {drop}")

    shown, itself = wom("wo", "show", str(drop)), wom("wo", "show", str(drop), "--itself")

    assert shown.out.startswith(f"{keep}  Light out\n")
    assert shown.err == f"{drop} was merged into {keep}, which is shown; --itself shows {drop}\n"
    assert f"also       {drop}" in shown.out
    assert itself.out.startswith(f"{drop}  Light out again\n")
    assert f"merged     into {keep}, which goes on" in itself.out
    document = wom("wo", "show", str(drop), "--json").json
    assert (document["number"], document["original"], document["merged"]) == (keep, None, [drop])


def test_a_verb_on_a_merged_number_says_where_to_go(wom: Wom, pair: tuple[int, int]) -> None:
    keep, drop = pair
    wom("do", f"merge {keep} {drop}")

    refused = wom("do", f"hold {drop} parts")

    assert refused.code == 4
    assert f"order {drop} was merged into {keep}" in refused.err
