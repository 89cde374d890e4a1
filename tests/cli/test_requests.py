"""What is asked for and is no order yet, at the shell."""

from __future__ import annotations

import csv
import io

import pytest

from tests.cli.conftest import Wom
from tests.office import an_order, number_of
from wom_tui.desk import Desk


@pytest.fixture
def asked(wom: Wom) -> None:
    wom(
        "request",
        "add",
        "no light at the corner",
        "--by",
        "K. Byrne",
        "--channel",
        "phone",
        "--received",
        "8:00",
    )
    wom("request", "add", 'it said "tree down" = now', "--site", "Site 2", "--phone", "555 0100")


def test_what_is_added_is_listed_the_oldest_first_with_its_age(wom: Wom, asked: None) -> None:
    table, documents = wom("request", "list"), wom("request", "list", "--json").json

    assert (
        table.out.splitlines()[1].split() == "1 new 08:00 1:00 no light at the corner K. Byrne phone".split()
    )
    assert table.err == "2 requests\n"
    assert [(d["number"], d["age_s"], d["text"]) for d in documents] == [
        (1, 3600, "no light at the corner"),
        (2, 0, 'it said "tree down" = now'),
    ]


def test_a_list_is_narrowed_by_words_channel_and_status(wom: Wom, asked: None) -> None:
    wom("request", "decline", "1", "not", "our", "street")

    def numbers(*words: str) -> list[int]:
        return [document["number"] for document in wom("request", "list", *words, "--json").json]

    assert numbers() == numbers("TREE", "site") == [2]
    assert numbers("--status", "declined") == numbers("--status", "all", "--channel", "phone") == [1]
    assert numbers("--status", "all") == [1, 2]
    assert wom("request", "list", "--status", "lost").code == 2


def test_the_list_as_csv_holds_no_formula(wom: Wom) -> None:
    wom("request", "add", "=1+1")

    (row,) = csv.DictReader(io.StringIO(wom("request", "list", "--csv").out))

    assert row["text"] == "'=1+1"


def test_a_request_is_shown_with_whom_to_call_back(wom: Wom, asked: None) -> None:
    shown = wom("request", "show", "2")

    assert shown.out.splitlines()[:2] == ["request 2  new", '  | it said "tree down" = now']
    assert "  phone      555 0100" in shown.out
    assert "  where      Site 2" in shown.out
    assert wom("request", "show", "2", "--json").json["phone"] == "555 0100"
    assert wom("request", "show", "99").code == 3


def test_a_line_break_in_what_was_said_looks_like_no_fact(wom: Wom) -> None:
    wom("request", "add", "dark\n  order      4417")

    assert "  | dark\n  |   order      4417\n" in wom("request", "show", "1").out


def test_it_becomes_an_order_and_undo_takes_that_back(wom: Wom, asked: None) -> None:
    made = wom("request", "convert", "1", "type=Street light", "pri=1", "title=Lamp out = dark")

    assert made.code == 0, made.err
    order = wom("wo", "show", "1", "--json").json
    assert (order["title"], order["priority"], order["description"]) == (
        "Lamp out = dark",
        1,
        "no light at the corner",
    )
    assert wom("request", "show", "1", "--json").json["order"] == 1
    wom("undo")
    assert wom("request", "show", "1", "--json").json["status"] == "new"


def test_it_may_be_about_an_order_that_is_there(wom: Wom, desk: Desk, asked: None) -> None:
    number = number_of(desk, an_order())

    wom("request", "convert", "1", "--into", str(number))

    assert wom("request", "show", "1", "--json").json["order"] == number


@pytest.mark.parametrize(
    "words",
    [
        ("convert", "1", "plumbing"),
        ("convert", "1", "colour=red"),
        ("convert", "x"),
        ("decline", "1"),
        ("add", ""),
        ("add", "hello", "--site", "#x"),
    ],
)
def test_what_makes_no_sense_is_refused(wom: Wom, desk: Desk, asked: None, words: tuple[str, ...]) -> None:
    before = desk.last_seq()

    assert wom("request", *words).code in (2, 3)
    assert desk.last_seq() == before
