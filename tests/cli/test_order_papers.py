"""Reports, approval records and close-out drafts: what is in them, what is never in them, and the file whole or not."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.conftest import Wom
from tests.commands.typed import do
from tests.office import an_order, number_of
from wom_tui.commands.facts import LoadFacts
from wom_tui.commands.order import EditOrder
from wom_tui.desk import Desk
from wom_tui.domain.site import Customer
from wom_tui.domain.work_order import ChecklistItem, OrderStatus, WorkOrder
from wom_tui.domain.work_type import WorkType
from wom_tui.store.reader import Reader

POINTS = (
    ChecklistItem(text="Lamp on", answer="yes"),
    ChecklistItem(text="Photo", is_required=True, answer="no"),
)


@pytest.fixture
def done(desk: Desk) -> int:
    """An order that Kim has been at, with everything that may and may not be told of it."""
    desk.run(LoadFacts(facts=(Customer(id=9, name="Byrne & <Sons>"),), what="customers"))
    number = number_of(desk, an_order(customer=9, estimate_cents=12_345))
    do(desk, f"assign {number} kim 9:00", f"dispatch {number}")
    do(desk, f"travel {number} at=8:40", f"arrive {number} at=8:55", f"done {number} at=9:00")
    desk.run(EditOrder(order=number, changes=(("checklist", POINTS),)))
    do(desk, f"note {number} customer never pays on time")
    do(desk, f"attach {number} https://photos.example/secret/pole-12.jpg hangs by its cable")
    do(desk, f"attach {number} https://files.example/internal-quote.pdf")
    do(desk, f'complete {number} new lamp code=fixed rest="paint the pole"')
    do(desk, f'edit {number} materials="lamp*2@77.77"')
    return number


def the_order(desk: Desk, number: int) -> WorkOrder:
    return desk.ask(Reader.get, WorkOrder, number)


def test_a_report_tells_what_was_done_when_and_with_which_parts(wom: Wom, done: int) -> None:
    told = wom("wo", "report", str(done)).out

    for words in (
        "new lamp",
        "| 2026\\-03\\-02 | 08:55 | 09:00 | K. Moran | done |",
        "pole-12.jpg",
        "Lamp on",
    ):
        assert words.replace("\\-", "-") in told
    assert "| 2 | lamp |" in told
    assert "paint the pole (ready)" in told.replace("\\", "")
    assert "Byrne \\& \\<Sons\\>" in told


@pytest.mark.parametrize("form", ["md", "html"])
def test_nothing_private_and_no_cost_is_ever_in_it(wom: Wom, done: int, form: str) -> None:
    told = wom("wo", "report", str(done), "--format", form).out

    for private in ("never pays", "77.77", "7777", "123.45", "12345", "secret", "by its cable", "quote"):
        assert private not in told


def test_each_form_is_written_whole_by_the_end_of_its_name(wom: Wom, done: int, tmp_path: Path) -> None:
    begins = {"md": b"# Service report", "html": b"<!DOCTYPE html>", "pdf": b"%PDF"}
    for ending, begin in begins.items():
        file = tmp_path / f"report.{ending}"
        for _ in range(2):
            assert wom("wo", "report", str(done), "--out", str(file)).code == 0
        first = file.read_bytes()
        wom("wo", "report", str(done), "--out", str(file))
        assert first.startswith(begin)
        assert file.read_bytes() == first
    assert {path.name for path in tmp_path.iterdir()} == {f"report.{ending}" for ending in begins}


def test_programs_get_the_same_document_as_json(wom: Wom, done: int) -> None:
    told = wom("wo", "report", str(done), "--json").json

    assert told["title"] == f"Service report {done}"
    assert [section["heading"] for section in told["sections"]][:2] == ["What was done", "Visits"]


def test_another_form_is_refused(wom: Wom, done: int, tmp_path: Path) -> None:
    answer = wom("wo", "report", str(done), "--out", str(tmp_path / "report.docx"))

    assert (answer.code, "md, html, pdf" in answer.err) == (2, True)


def test_what_the_pdf_cannot_show_is_said(wom: Wom, desk: Desk, tmp_path: Path) -> None:
    number = number_of(desk, an_order(title="東京 lamp"))

    answer = wom("wo", "report", str(number), "--out", str(tmp_path / "report.pdf"))

    assert (answer.code, "cannot show 2 of its characters" in answer.err) == (0, True)


def test_an_approval_says_who_at_which_cost_when_and_by_which_policy(wom: Wom, desk: Desk) -> None:
    kind = WorkType(id=9, name="Boiler", duration_min=60, skills=(), approval_above_cents=30_000)
    desk.run(LoadFacts(facts=(kind,), what="a type"))
    number = number_of(desk, an_order(work_type=9, estimate_cents=45_000))
    do(desk, f"approve {number}")
    desk.run(LoadFacts(facts=(kind.__class__(**{**vars(kind), "id": 10, "name": "Other"}),), what="a type"))

    told = wom("wo", "approval", str(number), "--format", "md").out.replace("\\", "")

    assert "| given | admin | 2026-03-02 09:00 | 450.00 | Boiler asks above 300.00 |" in told
    assert "given by admin, 2026-03-02 09:00, at 450.00" in wom("wo", "show", str(number)).out
    (asked, given) = wom("wo", "show", str(number), "--json").json["approvals"]
    assert (asked["approval"], given["approval"], given["asks_above_cents"]) == ("pending", "given", 30_000)


def test_an_order_and_what_follows_it_show_each_other(wom: Wom, done: int) -> None:
    (child,) = wom("wo", "list", "relation=follow_up", f"parent={done}", "--json").json

    assert f"followed by {child['number']}, ready: paint the pole" in wom("wo", "show", str(done)).out
    assert f"follow-up of {done}" in wom("wo", "show", str(child["number"])).out
    (told,) = wom("wo", "show", str(done), "--json").json["followed_by"]
    assert (told["number"], told["relation"]) == (child["number"], "follow_up")


# -- close-out -------------------------------------------------------------------------------------------------


def test_a_draft_tells_times_parts_notes_and_what_is_missing(wom: Wom, done: int) -> None:
    told = wom("wo", "closeout", str(done), "--json").json

    assert (told["labour_min"], told["travel_min"]) == (5, 15)
    (visit,) = told["visits"]
    assert (visit["technician"], visit["on_site_min"], visit["doubts"]) == ("kim", 5, [])
    assert told["notes"] == ["customer never pays on time"]
    assert told["missing"] == ["cover", f"point 2 failed: Photo, no; followup {done} keeps it"]
    assert told["line"] == f"close {done} labour=5m"
    shown = wom("wo", "closeout", str(done)).out
    assert "missing    cover" in shown
    assert "08:55 to 2026-03-02 09:00" in shown


def test_nothing_is_confirmed_that_nobody_said(wom: Wom, desk: Desk, done: int) -> None:
    refused = wom("wo", "closeout", str(done), "--confirm")
    assert (refused.code, "cover" in refused.err) == (4, True)

    assert wom("wo", "closeout", str(done), "cover=contract", "--confirm").code == 0

    order = the_order(desk, done)
    assert (order.status, order.labour_min) == (OrderStatus.CLOSED, 5)


def test_a_time_that_nobody_noted_is_not_invented(wom: Wom, desk: Desk) -> None:
    number = number_of(desk, an_order())
    do(desk, f"assign {number} kim 9:00", f"dispatch {number}", f"done {number}")

    told = wom("wo", "closeout", str(number), "--json").json

    assert (told["labour_min"], told["line"]) == (None, f"complete {number}")
    assert f"visit {number}/1: nobody noted the arrival" in told["missing"]
    refused = wom("do", f"close {number} labour=visits")
    assert (refused.code, "nobody noted how long" in refused.err) == (4, True)


def test_what_is_not_completed_yet_is_completed_first_and_then_closed(wom: Wom, desk: Desk) -> None:
    number = number_of(desk, an_order())
    assert (
        "a visit: nobody was there, or is to come"
        in wom("wo", "closeout", str(number), "--json").json["missing"]
    )
    do(desk, f"assign {number} kim 9:00", f"dispatch {number}", f"arrive {number}", f"done {number}")

    told = wom("wo", "closeout", str(number), "--json").json
    assert (told["line"].split()[0], told["missing"]) == ("complete", ["resolution code"])
    assert "to complete complete" in wom("wo", "closeout", str(number)).out
    assert wom("wo", "closeout", str(number), "code=fixed", "--confirm").code == 0

    assert the_order(desk, number).status is OrderStatus.COMPLETED
    assert wom("wo", "closeout", str(number), "--json").json["line"].startswith(f"close {number}")


def test_from_a_hold_nothing_is_closed(wom: Wom, desk: Desk) -> None:
    number = number_of(desk, an_order())
    do(desk, f"hold {number} parts")

    assert wom("wo", "closeout", str(number), "--json").json["line"] == ""
    assert "neither completed nor closed" in wom("wo", "closeout", str(number)).out
    assert wom("wo", "closeout", str(number), "--confirm").code == 4


def test_labour_is_booked_as_the_visits_tell(wom: Wom, desk: Desk, done: int) -> None:
    assert wom("do", f"close {done} labour=visits cover=billable").code == 0

    assert the_order(desk, done).labour_min == 5
