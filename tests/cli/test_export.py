"""What goes out: files for spreadsheets, programs and calendars; and what comes in is looked at first."""

from __future__ import annotations

import csv
import io
import json
from datetime import timedelta
from pathlib import Path

import openpyxl
import pytest

from tests.cli.conftest import Wom
from tests.office import KIM, T0, an_order, number_of
from wom_tui.commands.visit import AssignVisit
from wom_tui.desk import Desk


@pytest.fixture
def order(desk: Desk) -> int:
    number = number_of(desk, an_order(title="=1+1"))
    desk.run(AssignVisit(order=number, technician=KIM, start_at=T0))
    return number


def test_orders_go_into_a_spreadsheet_without_a_formula(wom: Wom, order: int, tmp_path: Path) -> None:
    path = tmp_path / "out.xlsx"

    told = wom("export", "orders", "--out", str(path), "--json")

    assert told.json == {"file": str(path), "form": "xlsx", "rows": 1}
    sheet = openpyxl.load_workbook(path).active
    assert sheet is not None
    header, row = (list(cells) for cells in sheet.iter_rows())
    title = row[[cell.value for cell in header].index("title")]
    assert (title.value, title.data_type) == ("=1+1", "s")


def test_csv_goes_to_stdout_and_a_filter_picks_orders(wom: Wom, order: int) -> None:
    (row,) = csv.DictReader(io.StringIO(wom("export", "orders", "status=scheduled").out))

    assert (row["number"], row["title"], row["technician"]) == (str(order), "'=1+1", "kim")
    assert wom("export", "orders", "status=draft").out.startswith("number,external_id,source,title")


def test_lines_of_json_hold_texts_as_they_are(wom: Wom, order: int) -> None:
    (line,) = wom("export", "orders", "--format", "ndjson").out.splitlines()

    assert json.loads(line)["title"] == "=1+1"


def test_raw_is_warned_of(wom: Wom, order: int) -> None:
    told = wom("export", "orders", "--raw")

    assert "=1+1" in told.out
    assert "computes" in told.err


def test_a_form_that_cannot_be_written_is_a_usage_error(wom: Wom, order: int, tmp_path: Path) -> None:
    assert wom("export", "orders", "--out", str(tmp_path / "out.pdf")).code == 2
    assert not (tmp_path / "out.pdf").exists()


def test_visits_go_into_a_calendar(wom: Wom, order: int, tmp_path: Path) -> None:
    text = wom("export", "calendar", "--technician", "KIM").out

    assert text.count("BEGIN:VEVENT") == 1
    assert f"SUMMARY:{order}/1 P" in text
    path = tmp_path / "kim.ics"
    assert wom("export", "calendar", "--out", str(path), "--json").json == {"file": str(path), "visits": 1}
    assert path.read_bytes().decode() == wom("export", "calendar").out


def test_an_entry_of_a_calendar_was_changed_when_its_visit_was(wom: Wom, desk: Desk) -> None:
    old = T0 - timedelta(days=30)
    number = number_of(desk, an_order(at=old))
    desk.run(
        AssignVisit(
            order=number, technician=KIM, start_at=T0 + timedelta(hours=5), at=T0 - timedelta(hours=1)
        )
    )

    text = wom("export", "calendar").out

    (entry,) = [part for part in text.split("BEGIN:VEVENT") if f"SUMMARY:{number}/1 " in part]
    assert "LAST-MODIFIED:20260302T130000Z" in entry


def test_a_calendar_of_nobody_is_refused(wom: Wom, order: int) -> None:
    assert wom("export", "calendar", "--technician", "nobody").code == 3
    assert wom("export", "calendar", "--territory", "nowhere").code == 3


def test_columns_of_a_file_are_told_before_anything_is_imported(wom: Wom, tmp_path: Path) -> None:
    path = tmp_path / "orders.csv"
    path.write_text(
        "Auftrag Nr;Betreff;Status;Angelegt am\n1;Heizung;offen;29.2.2016\n2;Lift;Kaffeepause;1.3.2016\n"
    )

    told = wom("import", str(path), "--guess", "--json").json

    assert [(c["column"], c["field"], c["sure"]) for c in told["columns"]] == [
        ("Auftrag Nr", "external_id", True),
        ("Betreff", "title", True),
        ("Status", "status", False),
        ("Angelegt am", "opened_at", True),
    ]
    assert told["columns"][3]["order"] == "day_first"
    assert "what is Kaffeepause?" in wom("import", str(path), "--guess").out


def test_an_import_without_a_preset_says_which_there_are(wom: Wom, tmp_path: Path) -> None:
    path = tmp_path / "orders.csv"
    path.write_text("a,b\n1,2\n")

    told = wom("import", str(path))

    assert told.code == 2
    assert "boston311" in told.err
    assert "--guess" in told.err
