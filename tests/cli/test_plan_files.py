"""`wom plan export | diff | check | apply`: is a plan a text that can be edited, compared, checked and taken over?"""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.conftest import Wom
from tests.office import KIM, T0, an_order, number_of
from wom_tui.commands.visit import AssignVisit
from wom_tui.desk import Desk

DAY = "2026-03-02"


@pytest.fixture
def plan(wom: Wom, desk: Desk, tmp_path: Path) -> Path:
    """The file of a day on which Kim has two visits."""
    for hours in (1, 3):
        number = number_of(desk, an_order())
        desk.run(AssignVisit(order=number, technician=KIM, start_at=T0.replace(hour=14 + hours)))
    path = tmp_path / "plan.txt"
    assert wom("plan", "export", "--date", DAY, "--output", str(path)).code == 0
    return path


def text_of(path: Path) -> list[str]:
    return path.read_text().splitlines()


def test_the_day_as_it_is_differs_from_nothing(wom: Wom, plan: Path) -> None:
    assert text_of(plan) == [
        "# wom plan 2026-03-02 America/New_York",
        "kim           10:00   1:00  1/1",
        "kim           12:00   1:00  2/1",
    ]
    assert wom("plan", "diff", str(plan), "--json").json == {"gone": [], "come": []}


def test_what_is_edited_is_one_line_of_the_difference_and_can_be_taken_over(wom: Wom, plan: Path) -> None:
    plan.write_text(plan.read_text().replace("kim           12:00", "ali           13:30"))

    assert wom("plan", "diff", str(plan)).out.splitlines()[2:] == [
        "+ali           13:30   1:00  2/1",
        "-kim           12:00   1:00  2/1",
    ]
    assert wom("plan", "check", str(plan)).code == 0
    assert wom("plan", "apply", str(plan), "--dry-run", "--json").json["booked"] == 1
    assert wom("plan", "diff", str(plan)).out != ""
    applied = wom("plan", "apply", str(plan), "--json").json
    assert (applied["booked"], applied["freed"], applied["refused"]) == (1, 0, [])
    assert wom("plan", "diff", str(plan)).out == ""
    assert wom("undo").code == 0
    assert len(wom("plan", "diff", str(plan)).out.splitlines()) == 4


def test_what_is_not_in_the_file_loses_its_place_and_a_new_visit_gets_one(
    wom: Wom, desk: Desk, plan: Path
) -> None:
    number = number_of(desk, an_order())
    plan.write_text("\n".join([*text_of(plan)[:2], f"ali 14:00 1:00 {number}/+"]))

    applied = wom("plan", "apply", str(plan), "--json").json

    assert (applied["booked"], applied["freed"]) == (1, 1)
    there = {row["visit"]: row["technician"] for row in wom("visit", "list", "--json").json}
    assert there == {"1/1": "kim", "2/1": None, f"{number}/1": "ali"}


def test_a_plan_that_breaks_rules_is_told_by_name_and_changes_nothing(wom: Wom, plan: Path) -> None:
    plan.write_text(plan.read_text().replace("kim           12:00", "kim           10:30"))

    checked = wom("plan", "check", str(plan), "--json")

    assert checked.code == 4
    broken = {(v["visit"], v["code"]) for v in checked.json["violations"] if v["hard"]}
    assert broken == {("1/1", "visit.overlap"), ("2/1", "visit.overlap")}
    refused = wom("plan", "apply", str(plan), "--json").json["refused"]
    assert [line["number"] for line in refused] == [2]


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("nobody 10:00 1:00 1/1", "a technician's code"),
        ("kim 10:00 1:00 99/1", "an order's number"),
        ("kim 10:00 1:00 1/7", "a visit that is still to be done"),
    ],
)
def test_what_is_not_there_is_named(wom: Wom, plan: Path, line: str, expected: str) -> None:
    plan.write_text("\n".join([text_of(plan)[0], line]))

    answer = wom("plan", "check", str(plan), "--json")

    assert answer.code == 2
    assert expected in answer.json["error"]["message"]


def test_a_search_can_be_saved_compared_and_taken_over_later(wom: Wom, desk: Desk, plan: Path) -> None:
    number = number_of(desk, an_order())
    found = plan.with_name("found.txt")

    assert wom("plan", "--iterations", "20", "--save", str(found)).code == 0

    (come,) = wom("plan", "diff", str(plan), str(found), "--json").json["come"]
    assert come["order"] == number
    assert wom("plan", "apply", str(found), "--json").json["booked"] == 1


def test_several_days_are_planned_and_accepted_as_one_act(wom: Wom, order: int) -> None:
    found = wom("plan", "--days", "2", "--iterations", "20", "--accept", "--json").json

    assert [day["on"] for day in found["days"]] == ["2026-03-02", "2026-03-03"]
    assert (found["planned"], found["unplanned"]) == (1, [])
    wom("undo")
    assert wom("wo", "show", str(order), "--json").json["status"] == "ready"
    assert wom("plan", "--days", "2", "--save", "day.plan", "--iterations", "20").code == 2
