"""`wom message`: sent, listed, shown, acknowledged, called back, and kept texts."""

from __future__ import annotations

import pytest

from tests.cli.conftest import Wom
from tests.office import HOUR, KIM, T0
from wom_tui.commands.visit import AssignVisit
from wom_tui.desk import Desk


@pytest.fixture
def visited(desk: Desk, order: int) -> int:
    desk.run(AssignVisit(order=order, technician=KIM, start_at=T0 + HOUR))
    return order


def test_what_is_said_is_listed_for_people_programs_and_spreadsheets(wom: Wom, visited: int) -> None:
    sent = wom("message", "send", "the", "gate is locked", "--order", str(visited), "--ack", "--json")
    assert (sent.code, sent.json["result"]["message"]) == (0, 1)

    table = wom("message", "list")
    assert "the gate is locked" in table.out
    assert "kim" in table.out
    (row,) = wom("message", "list", "--json").json
    assert (row["order"], row["to"], row["waits_for"], row["is_unread"]) == (visited, ["kim"], ["kim"], False)
    csv = wom("message", "list", "--csv", "--columns", "number,text,waits_for").out.splitlines()
    assert csv == ["number,text,waits_for", "1,the gate is locked,kim"]


def test_a_formula_in_a_message_is_none_in_a_spreadsheet(wom: Wom, visited: int) -> None:
    wom("message", "send", "=1+1", "--order", str(visited))

    assert wom("message", "list", "--csv", "--columns", "text").out.splitlines()[1] == "'=1+1"


def test_a_list_is_picked(wom: Wom, visited: int) -> None:
    wom("message", "send", "one", "--order", str(visited))
    wom("message", "send", "two", "--technician", "kim", "--ack")
    wom("message", "send", "three", "--technician", "ali", "--to", "office")

    def texts(*words: str) -> list[str]:
        return [row["text"] for row in wom("message", "list", *words, "--json").json]

    assert texts("--order", str(visited)) == ["one"]
    assert texts("--technician", "kim") == ["two", "one"]
    assert texts("--open") == ["two"]
    assert texts("TWO") == ["two"]
    assert texts("--mine") == texts("--unread") == []
    assert texts("--sort", "text") == ["one", "three", "two"]
    assert wom("message", "list", "--technician", "nobody").code == 3


def test_a_message_is_shown_in_its_thread_and_seen_then(wom: Wom, visited: int) -> None:
    wom("message", "send", "one", "--order", str(visited), "--to", "office")
    wom("message", "send", "two", "--reply", "1")

    shown = wom("message", "show", "2")
    assert shown.out.splitlines()[0] == f"about order {visited}"
    assert "* 2" in shown.out
    assert wom("message", "show", "9").code == 3
    assert [row["text"] for row in wom("wo", "show", str(visited), "--json").json["messages"]] == [
        "one",
        "two",
    ]
    assert "message" in wom("wo", "show", str(visited)).out


def test_it_is_acknowledged_for_who_has_called_and_that_is_taken_back(wom: Wom, visited: int) -> None:
    wom("message", "send", "one", "--order", str(visited), "--ack")

    assert wom("message", "ack", "1").code == 4
    assert wom("message", "ack", "1", "--for", "kim").code == 0
    assert wom("message", "list", "--open", "--json").json == []
    assert wom("undo").code == 0
    assert len(wom("message", "list", "--open", "--json").json) == 1


def test_it_is_called_back(wom: Wom, visited: int) -> None:
    wom("message", "send", "one", "--order", str(visited))

    assert wom("message", "withdraw", "1", "--dry-run").code == 0
    assert len(wom("message", "list", "--json").json) == 1
    assert wom("message", "withdraw", "1").code == 0
    assert wom("message", "list", "--json").json == []


def test_texts_that_are_said_often_are_kept_and_filled_in(wom: Wom, visited: int) -> None:
    made = wom("message", "canned", "create", "name=off", "text={order} at {site} is off.")
    assert made.code == 0, made.err
    assert wom("message", "canned", "create", "name=bad", "text={password}").code == 2
    assert [one["name"] for one in wom("message", "canned", "list", "--json").json] == ["off"]

    assert wom("message", "send", "--canned", "off", "--order", str(visited)).code == 0

    assert wom("message", "list", "--json").json[0]["text"] == f"{visited} at Site 1 is off."
    assert wom("export", "canned").out.splitlines()[0].startswith("name,text")
    assert wom("message", "canned", "remove", "off").code == 0


def test_nothing_that_a_terminal_obeys_comes_out(wom: Wom, visited: int) -> None:
    wom("message", "send", "\x1b[2J\u202eevil", "--order", str(visited))

    for words in (
        ("message", "list"),
        ("message", "show", "1"),
        ("wo", "show", str(visited)),
        ("my", "--technician", "kim"),
    ):
        told = wom(*words)
        assert told.code == 0, told.err
        assert "\x1b" not in told.out
        assert "\u202e" not in told.out
