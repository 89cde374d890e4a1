"""`wom import` and `wom sla`: what the pipe gets, and how a command ends."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tests.boston import CLOSED, EXCERPT, a_row, write_rows
from tests.systems import DATA
from wom_tui.cli.root import run

Printed = pytest.CaptureFixture[str]


@pytest.fixture
def address(tmp_path: Path, capsys: Printed, monkeypatch: pytest.MonkeyPatch) -> str:
    monkeypatch.chdir(tmp_path)
    assert run(["--db", "office.db", "init", "--zone", "America/New_York"]) == 0
    capsys.readouterr()
    return "office.db"


def document(capsys: Printed, *words: str) -> dict[str, Any]:
    assert run([*words, "--db", "office.db", "--json"]) == 0
    found: dict[str, Any] = json.loads(capsys.readouterr().out)
    return found


@pytest.mark.usefixtures("address")
def test_an_import_answers_one_document(capsys: Printed) -> None:
    found = document(capsys, "import", str(EXCERPT), "--preset", "boston311", "--yes")

    assert found.pop("seconds") >= 0
    assert len(found.pop("import")) == 24
    assert found == {
        "read": 56,
        "created": 56,
        "updated": 0,
        "unchanged": 0,
        "rejected": 0,
        "quarantined": 13,
        "repeated": 0,
        "kept": 0,
        "unplaced": 0,
        "reject_file": None,
        "reject_files": [],
        "unknown_technicians": {},
        "zone": "America/New_York",
        "zone_assumed": False,
        "cancelled": False,
        "dry_run": False,
    }
    assert document(capsys, "import", str(EXCERPT), "--preset", "boston311")["unchanged"] == 56


@pytest.mark.usefixtures("address")
def test_a_dry_run_stores_nothing(capsys: Printed) -> None:
    assert document(capsys, "import", str(EXCERPT), "--preset", "boston311", "--dry-run")["created"] == 56

    assert document(capsys, "import", str(EXCERPT), "--preset", "boston311", "--dry-run")["created"] == 56


@pytest.mark.usefixtures("address")
def test_numbers_that_several_rows_have_are_told_with_their_lines(capsys: Printed, tmp_path: Path) -> None:
    seven = [a_row(CASE_ENQUIRY_ID=str(n)) for n in range(1, 8)]
    one = write_rows(tmp_path / "one.csv", [*[a_row(CASE_ENQUIRY_ID="7")] * 5, *seven, *seven])
    two = write_rows(tmp_path / "two.csv", [a_row(CASE_ENQUIRY_ID="1")])

    assert run(["--db", "office.db", "import", str(one), str(two), "--preset", "boston311"]) == 0

    told = capsys.readouterr().out
    assert "13 rows tell of an order of which another row tells too: the last one says how it stands" in told
    assert "  7: lines 2, 3, 4, 5, 6, …, 20\n" in told
    assert "  1: one.csv line 7, one.csv line 14, two.csv line 2\n" in told
    assert "  and 2 more numbers\n" in told


@pytest.mark.usefixtures("address")
def test_rejects_are_told_on_stderr_and_lie_in_a_file(capsys: Printed, tmp_path: Path) -> None:
    rows = [a_row(), a_row(CASE_ENQUIRY_ID="2", Source="\x1b[2JPigeon")]
    path = write_rows(tmp_path / "in.csv", rows)

    assert run(["--db", "office.db", "import", str(path), "--preset", "boston311"]) == 0

    printed = capsys.readouterr()
    assert "2 rows: 1 created, 0 updated, 0 unchanged, 1 rejected" in printed.out
    assert "in.rejects.csv" in printed.out
    assert "line 3: Source: is not in the preset's table [values.channel]" in printed.err
    assert "line 3: Source: is not in the preset's table [values.requester]" in printed.err
    assert "\x1b" not in printed.out + printed.err
    assert (tmp_path / "in.rejects.csv").exists()


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (("nothing.csv", "--preset", "boston311"), 2),
        ((str(EXCERPT), "--preset", "bosten311"), 3),
        ((str(EXCERPT), "--preset", "boston311", "--zone", "Mars/Base"), 2),
        ((str(EXCERPT),), 2),
    ],
)
@pytest.mark.usefixtures("address")
def test_what_cannot_be_imported_ends_with_its_exit_code(
    words: tuple[str, ...], code: int, capsys: Printed
) -> None:
    assert run(["--db", "office.db", "import", *words]) == code
    assert capsys.readouterr().err


@pytest.mark.usefixtures("address")
@pytest.mark.parametrize(
    ("words", "zone", "is_assumed"),
    [
        ((), "UTC", True),
        (("--zone", "Europe/Berlin"), "Europe/Berlin", False),
        (("--zone", "UTC"), "UTC", False),
    ],
)
def test_a_zone_that_nobody_has_said_is_told(
    capsys: Printed, words: tuple[str, ...], zone: str, is_assumed: bool
) -> None:
    call = [
        "--db",
        "office.db",
        "import",
        str(DATA / "odoo.csv"),
        "--preset",
        "odoo",
        *words,
        "--dry-run",
        "--json",
    ]

    assert run(call) == 0

    printed = capsys.readouterr()
    found = json.loads(printed.out)
    assert (found["zone"], found["zone_assumed"]) == (zone, is_assumed)
    assert ("read as UTC: say --zone" in printed.err) is is_assumed


@pytest.mark.usefixtures("address")
def test_a_file_that_is_not_there_is_told_before_anything_is_asked_about_it(capsys: Printed) -> None:
    assert run(["--db", "office.db", "import", "nothing.csv"]) == 2
    assert "'nothing.csv' cannot be used; expected a file that is there" in capsys.readouterr().err


@pytest.mark.usefixtures("address")
def test_undo_takes_the_whole_import_back(capsys: Printed, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("wom_tui.importing.run.BATCH", 10)
    import_id = document(capsys, "import", str(EXCERPT), "--preset", "boston311")["import"]
    listed: Any = document(capsys, "wo", "list", "status=ready")
    number = listed[0]["number"]
    assert run(["--db", "office.db", "do", f"hold {number} parts"]) == 0
    capsys.readouterr()

    assert run(["--db", "office.db", "undo", import_id]) == 4
    assert f"order {number} has changed since: " in capsys.readouterr().err
    assert run(["--db", "office.db", "undo"]) == 0
    capsys.readouterr()
    assert document(capsys, "undo") == {"import": import_id, "batches": 6}
    assert run(["--db", "office.db", "undo", import_id]) == 4


@pytest.mark.usefixtures("address")
def test_rules_are_fitted_accepted_and_audited(capsys: Printed, tmp_path: Path) -> None:
    rows = [a_row(CASE_ENQUIRY_ID=str(number)) for number in range(8)] + [
        a_row(CASE_ENQUIRY_ID="9", **CLOSED)
    ]
    document(capsys, "import", str(write_rows(tmp_path / "in.csv", rows)), "--preset", "boston311")

    fitted = document(capsys, "sla", "fit", "--preset", "boston311", "--cases", "even")
    assert (fitted["samples"], fitted["accepted"]) == (4, None)
    assert [(r["work_type"], r["target"]) for r in fitted["rules"]] == [
        ("Street Light Outages", "10 business days")
    ]
    assert document(capsys, "sla", "audit")["compared"] == 0

    accepted = document(capsys, "sla", "accept", "--preset", "boston311", "--cases", "even", "--yes")
    assert accepted["accepted"]["result"]["added"] == 1
    audit = document(capsys, "sla", "audit", "--cases", "odd")
    assert (audit["compared"], audit["within_2_min"]) == (5, 5)
    assert [t["work_type"] for t in audit["by_type"]] == ["Street Light Outages"]


@pytest.mark.usefixtures("address")
def test_rules_are_not_accepted_without_a_yes(capsys: Printed) -> None:
    assert run(["--db", "office.db", "sla", "accept", "--preset", "boston311"]) == 2
    assert "yes" in capsys.readouterr().err


@pytest.mark.usefixtures("address")
def test_an_audit_of_an_office_without_imports_is_empty(capsys: Printed) -> None:
    found = document(capsys, "sla", "audit")

    assert (found["compared"], found["within_2_min"], found["by_type"]) == (0, 0, [])


def test_the_presets_are_listed_and_one_is_printed_to_be_copied(
    capsys: Printed, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert run(["import", "--presets"]) == 0
    listed = capsys.readouterr().out
    assert "salesforce" in listed
    assert "Odoo Field Service tasks" in listed

    assert run(["import", "--show-preset", "boston311"]) == 0
    (tmp_path / "mine.toml").write_text(capsys.readouterr().out, encoding="utf-8")

    assert run(["--db", "office.db", "init", "--zone", "America/New_York"]) == 0
    capsys.readouterr()
    assert document(capsys, "import", str(EXCERPT), "--preset", "./mine.toml")["created"] == 56
    assert run(["import", "--presets", "--json"]) == 0
    assert {p["name"] for p in json.loads(capsys.readouterr().out)["presets"]} >= {"atlas", "servicenow"}
    assert run(["import", "--show-preset", "salesfroce"]) == 3
    assert "salesforce" in capsys.readouterr().err
