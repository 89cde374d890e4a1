"""A technician's day on a phone: what to do, what is needed there, and how far they are."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from tests.cli.conftest import ME, Answer, Wom
from tests.office import ALI, HOUR, KIM, T0, an_order, number_of
from wom_tui.commands.facts import LoadFacts
from wom_tui.commands.message import SendMessage
from wom_tui.commands.order import EditOrder
from wom_tui.commands.roster import AddUser
from wom_tui.commands.visit import AssignVisit
from wom_tui.desk import Desk
from wom_tui.domain.policy import Role, User
from wom_tui.domain.site import Contact, Customer, Site
from wom_tui.domain.visit import Visit
from wom_tui.domain.work_order import ChecklistItem
from wom_tui.store.reader import Reader


@pytest.fixture
def mine(desk: Desk, order: int) -> int:
    """The first of two orders that Kim goes to, and the user is Kim."""
    second = number_of(desk, an_order(site=2, title="Lamp hums at the corner of a very long street name"))
    for number, hours in ((order, 1), (second, 3)):
        desk.run(AssignVisit(order=number, technician=KIM, start_at=T0 + hours * HOUR, is_sent=True))
    desk.run(AddUser(name="boss", role=Role.ADMIN))
    desk.run(AddUser(name="kim", role=Role.TECHNICIAN, os_user=ME))
    (user,) = desk.ask(Reader.select, User, name="kim")
    desk.run(LoadFacts(facts=(replace(user, technician_id=KIM),), what="user"))
    return order


def status(desk: Desk, number: int) -> str:
    return desk.ask(Reader.select, Visit, order_id=number)[0].status.value


def lines(answer: Answer) -> list[str]:
    assert answer.code == 0, answer.err
    return answer.out.splitlines()


def test_the_day_stands_there_with_what_comes_next_in_forty_columns(wom: Wom, desk: Desk, mine: int) -> None:
    told = lines(wom("my"))

    assert told[0] == "Mon 2 Mar, K. Moran, 2 visits"
    assert f"> 10:00 {mine}/1 P2 dispatched" in told
    assert "  next: accept or decline" in told
    assert max(map(len, told)) <= 40
    assert " ".join(told).count("Lamp hums at the corner") == 1


def test_what_is_needed_there_is_told(wom: Wom, desk: Desk, mine: int) -> None:
    site = desk.ask(Reader.get, Site, 1)
    desk.run(
        LoadFacts(
            facts=(
                replace(
                    site,
                    address="12 Main St",
                    access_notes="ring twice, key under the third pot",
                ),
                Contact(id=1, name="Ada Quill", phone="617 555 0100"),
            ),
            what="site",
        )
    )
    points = (ChecklistItem(text="lamp burns", is_required=True), ChecklistItem(text="photo", answer="done"))
    desk.run(EditOrder(order=mine, changes=(("contact_id", 1), ("checklist", points))))

    told = " ".join(" ".join(lines(wom("my", "show"))).split())

    for said in (
        "12 Main St",
        "key under the third pot",
        "Ada Quill, 617 555 0100",
        "[!] 1 lamp burns",
        "[x] 2 photo",
    ):
        assert said in told


def test_steps_go_to_the_visit_that_waits_for_them(wom: Wom, desk: Desk, mine: int) -> None:
    for word, then in (
        ("accept", "accepted"),
        ("travelling", "travelling"),
        ("arrived", "on_site"),
        ("done", "done"),
    ):
        lines(wom("my", word))
        assert status(desk, mine) == then
    assert status(desk, mine + 1) == "dispatched"
    assert f"> 12:00 {mine + 1}/1 P2 dispatched" in lines(wom("my"))


def test_a_visit_can_be_named_and_a_time_be_told_on_the_clock_there(wom: Wom, desk: Desk, mine: int) -> None:
    lines(wom("my", "arrived", str(mine + 1), "--at", "8:50"))

    (visit,) = desk.ask(Reader.select, Visit, order_id=mine + 1)
    assert visit.arrived_at == T0 - timedelta(minutes=10)
    assert status(desk, mine) == "dispatched"


def test_reasons_notes_and_messages_are_said(wom: Wom, desk: Desk, mine: int) -> None:
    lines(wom("my", "note", "2 dogs in the yard"))
    lines(wom("my", "message", "which cellar?"))
    lines(wom("my", "decline", "no ladder on the van", "--order", str(mine)))

    shown = wom("wo", "show", str(mine), "--json").json
    assert [note["text"] for note in shown["notes"]] == ["2 dogs in the yard"]
    assert [(one["text"], one["to"]) for one in shown["messages"]] == [("which cellar?", ["office"])]
    assert shown["visits"][0]["decline_reason"] == "no ladder on the van"


def test_what_the_office_says_is_shown_and_acknowledged(wom: Wom, desk: Desk, mine: int) -> None:
    told = desk.run(SendMessage(order=mine, text="the gate code is 1234", needs_ack=True))
    number = told.result["message"]
    assert "the gate code is 1234" in wom("my").out
    assert "the gate code is 1234" in wom("my").out  # seen, and still to be acknowledged

    lines(wom("my", "ack", str(number)))

    assert "the gate code is 1234" not in wom("my").out
    assert wom("message", "show", str(number), "--json").json["thread"][0]["acknowledged_by"] == ["kim"]


def test_a_slip_is_taken_back(wom: Wom, desk: Desk, mine: int) -> None:
    lines(wom("my", "arrived"))

    lines(wom("my", "undo"))

    assert status(desk, mine) == "dispatched"


def test_nobody_reports_on_anothers_visit(wom: Wom, desk: Desk, mine: int) -> None:
    other = number_of(desk, an_order(site=3))
    desk.run(AssignVisit(order=other, technician=ALI, start_at=T0 + HOUR, is_sent=True))

    assert wom("my", "arrived", str(other)).code == 3
    for words in (("arrive", str(other)), ("note", str(other), "hi"), ("complete", str(other), "fixed")):
        refused = wom("wo", *words)
        assert (refused.code, "is not kim's" in refused.err) == (4, True)
    assert wom("my", "--technician", "ali").code == 5
    assert status(desk, other) == "dispatched"


def test_who_is_no_technician_is_told_what_to_do(wom: Wom, desk: Desk) -> None:
    refused = wom("my")

    assert refused.code == 2
    assert "wom user edit ann technician=CODE" in refused.err


def test_it_has_to_be_said_which_where_none_waits(wom: Wom, desk: Desk, mine: int) -> None:
    refused = wom("my", "done")

    assert refused.code == 2
    assert "no visit of yours waits to be done" in refused.err


def test_the_day_comes_as_data(wom: Wom, desk: Desk, mine: int) -> None:
    day = wom("my", "--json").json

    assert (day["technician"], day["current"], len(day["visits"])) == ("kim", f"{mine}/1", 2)
    first = day["visits"][0]
    assert (first["number"], first["status"], first["next"]) == (mine, "dispatched", ["accept", "decline"])
    assert first["zone"] == "America/New_York"


def test_times_are_those_of_the_clock_there(wom: Wom, desk: Desk, mine: int) -> None:
    site = desk.ask(Reader.get, Site, 1)
    desk.run(LoadFacts(facts=(replace(site, zone="America/Chicago"),), what="site"))

    assert f"> 09:00 CST {mine}/1 P2 dispatched" in lines(wom("my"))


def test_lines_are_taken_one_after_the_other(wom: Wom, desk: Desk, mine: int) -> None:
    said = (
        "accept",
        f"{mine} arrived 8:50",
        "frobnicate",
        f"{mine + 1} note: ring twice",
        "message all well",
    )

    told = wom("my", "prompt", stdin="\n".join((*said, "show", "undo", "quit", "travelling", "")))

    assert told.code == 0
    assert "done: accepted" in told.out
    assert "one of accept" in told.out
    assert status(desk, mine) == "on_site"
    shown = wom("wo", "show", str(mine + 1), "--json").json
    assert [note["text"] for note in shown["notes"]] == ["ring twice"]
    assert "done: undo" in told.out


def test_a_line_that_never_ends_is_cut(wom: Wom, desk: Desk, mine: int) -> None:
    told = wom("my", "prompt", stdin="note " + "x" * 50_000 + "\naccept\n")

    assert told.code == 0
    assert status(desk, mine) == "accepted"
    (note,) = wom("wo", "show", str(mine), "--json").json["notes"]
    assert len(note["text"]) < 2_000


def test_an_admin_who_acts_for_a_technician_is_in_the_field(wom: Wom, desk: Desk, order: int) -> None:
    desk.run(AssignVisit(order=order, technician=KIM, start_at=T0 + HOUR, is_sent=True))
    desk.run(AddUser(name="boss", role=Role.ADMIN, os_user=ME))
    desk.run(LoadFacts(facts=(User(id=9, name="kim", role=Role.TECHNICIAN, technician_id=KIM),), what="user"))

    assert "K. Moran" in lines(wom("my", "--as", "kim"))[0]
    lines(wom("my", "message", "which cellar?", "--as", "kim"))
    lines(wom("my", "arrived", "--as", "kim"))

    shown = wom("wo", "show", str(order), "--json").json
    (said,) = shown["messages"]
    assert (said["author"], said["from_technician"], said["to"]) == ("kim", "kim", ["office"])
    assert shown["visits"][0]["status"] == "on_site"
    assert wom("my").code == 2
    assert lines(wom("my", "--technician", "kim"))[0].startswith("Mon 2 Mar, K. Moran")


def test_a_guest_over_ssh_leaves_no_file_here_even_where_this_program_has_a_fault(
    wom: Wom, mine: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(line: str, *rest: object) -> None:
        raise ZeroDivisionError(line)

    monkeypatch.setattr("wom_tui.cli.my_prompt.command_of", broken)

    told = wom("my", "prompt", "--restricted", stdin="arrived\n")

    assert told.code == 1
    assert [path for path in tmp_path.rglob("*") if path.is_file()] == []


def test_what_waits_for_no_such_step_is_told_in_words(wom: Wom, desk: Desk, mine: int) -> None:
    for _ in range(2):
        assert wom("my", "accept").code == 0

    refused = wom("my", "accept")

    assert refused.code == 2
    assert "no visit of yours waits to be accepted; expected one that `wom my` shows" in refused.err


def test_a_label_and_what_it_labels_stand_apart(wom: Wom, desk: Desk, mine: int) -> None:
    desk.run(LoadFacts(facts=(Customer(id=9, name="Acme"),), what="customer"))
    desk.run(EditOrder(order=mine, changes=(("customer_id", 9),)))

    label, _, said = next(line for line in lines(wom("my")) if line.startswith("Customer")).partition(":")

    assert (label, said[0]) == ("Customer", " ")
