"""A technician's calendar: the same event for the same visit, off where it is off, right when the clocks change."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.cli.conftest import Wom
from tests.commands.typed import do
from tests.office import an_order, number_of
from wom_tui.desk import Desk
from wom_tui.present.calendar import file_name


def events(text: str) -> dict[str, dict[str, str]]:
    """The events of a calendar by their UID."""
    unfolded = text.replace("\r\n ", "")
    found = {}
    for block in re.findall(r"BEGIN:VEVENT\r\n(.*?)END:VEVENT", unfolded, re.DOTALL):
        values = dict(line.split(":", 1) for line in block.splitlines())
        found[values["UID"]] = values
    return found


@pytest.fixture
def order(desk: Desk) -> int:
    number = number_of(desk, an_order())
    do(desk, f"assign {number} kim fri 9:00")
    return number


def test_a_visit_that_moves_is_the_same_event_with_a_higher_sequence(
    wom: Wom, desk: Desk, order: int
) -> None:
    (before,) = events(wom("technician", "calendar", "KIM").out).values()
    do(desk, f"move {order} 2026-03-09 9:00")  # behind the Sunday on which New York's clocks go forward
    (after,) = events(wom("technician", "calendar", "kim").out).values()

    assert before["UID"] == after["UID"]
    assert int(before["SEQUENCE"]) < int(after["SEQUENCE"])
    assert (before["DTSTART"], after["DTSTART"]) == ("20260306T140000Z", "20260309T130000Z")


def test_a_visit_that_is_struck_is_told_as_cancelled(wom: Wom, desk: Desk, order: int) -> None:
    do(desk, f"strike {order}")

    (event,) = events(wom("technician", "calendar", "kim").out).values()

    assert event["STATUS"] == "CANCELLED"


@pytest.mark.parametrize("line", ["reassign {n} ali", "unassign {n}"])
def test_a_visit_that_somebody_else_has_by_now_is_off_for_who_had_it(
    wom: Wom, desk: Desk, order: int, line: str
) -> None:
    (before,) = events(wom("technician", "calendar", "kim").out).values()
    do(desk, line.format(n=order))

    (event,) = events(wom("technician", "calendar", "kim").out).values()

    assert (event["STATUS"], event["UID"], event["DTSTART"]) == (
        "CANCELLED",
        before["UID"],
        before["DTSTART"],
    )
    assert int(event["SEQUENCE"]) > int(before["SEQUENCE"])
    theirs = events(wom("technician", "calendar", "ali").out)
    assert [one["STATUS"] for one in theirs.values()] == ["CONFIRMED"] * ("ali" in line)


def test_a_folder_has_a_file_for_each_and_nothing_half_written(wom: Wom, order: int, tmp_path: Path) -> None:
    told = wom("technician", "calendar", "--into", str(tmp_path), "--json").json

    assert sorted(path.name for path in tmp_path.iterdir()) == ["ali.ics", "kim.ics"]
    assert told["visits"] == 1
    assert (tmp_path / "kim.ics").read_bytes().decode() == wom("technician", "calendar", "kim").out


def test_a_file_holds_what_stdout_would(wom: Wom, order: int, tmp_path: Path) -> None:
    file = tmp_path / "kim.ics"

    assert "1 visit in" in wom("technician", "calendar", "kim", "--ics", str(file)).out
    assert file.read_bytes().startswith(b"BEGIN:VCALENDAR\r\n")


@pytest.mark.parametrize(
    ("code", "name"), [("KIM", "kim.ics"), ("../x", "%2E%2E%2Fx.ics"), ("a b", "a%20b.ics"), (".", "%2E.ics")]
)
def test_a_code_never_leads_out_of_the_folder(code: str, name: str) -> None:
    assert file_name(code) == name


@pytest.mark.parametrize(
    "words",
    [[], ["kim", "--into", "."], ["--ics", "x.ics"], ["--into", "nowhere"], ["--into", ".", "--ics", "x"]],
)
def test_what_is_asked_for_has_to_be_clear(wom: Wom, words: list[str]) -> None:
    assert wom("technician", "calendar", *words).code == 2
