"""`wom import --what NOUN`, `wom import template NOUN`, `wom export NOUN`: out, over, and in again."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import pytest

from tests.cli.conftest import Wom
from tests.systems import DATA
from wom_tui.domain.sheets.catalogue import SHEETS

# Every noun as csv, one noun in every form: tests/property/test_sheet_round_trip.py has the rest.
EXPORTS = [*((noun, "csv") for noun in SHEETS), *(("shifts", form) for form in ("xlsx", "json", "ndjson"))]
HEADER = ["technician", "days", "shift", "breaks", "from"]


@pytest.fixture(autouse=True)
def _here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def write(name: str, *rows: list[str]) -> str:
    with Path(name).open("w", newline="", encoding="utf-8") as file:
        csv.writer(file).writerows(rows)
    return name


def read(name: str) -> list[list[str]]:
    with Path(name).open(newline="", encoding="utf-8") as file:
        return list(csv.reader(file))


def counts(wom: Wom, file: str, noun: str, *options: str) -> tuple[int, int, int, int, int]:
    """read, created, updated, unchanged, rejected."""
    found = wom("import", file, "--what", noun, "--json", *options)
    assert found.code == 0, found.out
    told = found.json
    return tuple(told[name] for name in ("read", "created", "updated", "unchanged", "rejected"))


@pytest.mark.parametrize(("noun", "form"), EXPORTS)
def test_importing_an_export_changes_nothing(noun: str, form: str, wom: Wom) -> None:
    rows = wom("export", noun, "--out", f"sheet.{form}", "--json").json["rows"]

    assert counts(wom, f"sheet.{form}", noun) == (rows, 0, 0, rows, 0)


@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_the_templates_load_into_a_fresh_office_one_after_the_other(
    form: str, shell: Wom, empty_database_url: str
) -> None:
    shell("--db", empty_database_url, "init", "--zone", "Europe/Berlin")

    of_orders = {"feedback", "attachments"}  # and a fresh office has none
    for noun in (noun for noun in SHEETS if noun not in of_orders):
        assert shell("import", "template", noun, "--out", f"{noun}.{form}").code == 0

        loaded = shell("--db", empty_database_url, "import", f"{noun}.{form}", "--what", noun, "--json").json
        again = shell("--db", empty_database_url, "import", f"{noun}.{form}", "--what", noun, "--json").json

        assert loaded["rejected"] == 0, (noun, loaded)
        assert loaded["read"] == loaded["created"] + loaded["updated"] > 0
        assert again["unchanged"] == again["read"] == loaded["read"]


def test_the_template_of_orders_loads_without_a_question(shell: Wom, empty_database_url: str) -> None:
    shell("--db", empty_database_url, "init", "--zone", "Europe/Berlin")
    for noun in ("work-types", "technicians", "orders"):
        shell("import", "template", noun, "--out", f"{noun}.csv")
    for noun in ("work-types", "technicians"):
        shell("--db", empty_database_url, "import", f"{noun}.csv", "--what", noun)

    loaded, again = (
        shell("--db", empty_database_url, "import", "orders.csv", "--yes", "--json") for _ in range(2)
    )

    assert (loaded.json["read"], loaded.json["created"], again.json["unchanged"]) == (2, 2, 2)
    assert "not sure" not in loaded.err
    assert "nobody has said what they are" not in loaded.err


def test_an_export_of_orders_does_not_come_in_a_second_time(wom: Wom) -> None:
    wom("do", 'new "Light out" type="Street light" site="Site 1"')
    wom("export", "orders", "--out", "orders.csv")

    refused = wom("import", "orders.csv", "--yes", "--map", "ours.toml")

    assert refused.code == 2
    assert "would all be there twice" in refused.err
    assert len(wom("wo", "list", "--json").json) == len(read("orders.csv")) - 1


def test_a_template_says_what_its_columns_mean(wom: Wom) -> None:
    said = list(csv.reader(wom("import", "template", "shifts").out.splitlines()))

    assert said[0][:3] == ["technician", "days", "shift"]
    assert said[1][0] == "# whose it is: the technician's code (needed)"
    assert "07:00-15:30" in said[2][2]
    assert said[3] == ["kim", "mon-fri", "07:00-15:30", "30m 11:30-13:00", "", ""]


def test_a_template_of_nothing_we_have_names_what_there_is(wom: Wom) -> None:
    refused = wom("import", "template", "lorries")

    assert refused.code == 3
    assert "technicians, skills, shifts" in refused.err


def test_what_cannot_be_used_is_told_with_line_column_and_what_is_allowed(wom: Wom) -> None:
    rows = [["kim", "mon-fri", "25:00", "", ""], ["kmi", "sat", "07:00-12:00", "", ""]]
    write("shifts.csv", HEADER, *rows, ["ali", "sat", "07:00-12:00", "", ""])

    told = wom("import", "shifts.csv", "--what", "shifts")

    assert "3 rows: 1 created, 0 updated, 0 unchanged, 2 rejected" in told.out
    assert "line 2: shift: write a span of the day such as 07:00-15:30" in told.err
    assert "line 3: technician: no technician is called that; is it kim? ('kmi')" in told.err
    assert [row[5:7] for row in read("shifts.rejects.csv")] == [
        ["line", "column"],
        ["2", "shift"],
        ["3", "technician"],
    ]


def test_a_reject_file_that_was_put_right_loads(wom: Wom) -> None:
    write("shifts.csv", HEADER, ["kmi", "sat", "07:00-12:00", "", ""])
    wom("import", "shifts.csv", "--what", "shifts")
    Path("shifts.rejects.csv").write_text(
        Path("shifts.rejects.csv").read_text().replace("kmi,sat", "kim,sat")
    )

    assert counts(wom, "shifts.rejects.csv", "shifts") == (1, 1, 0, 0, 0)


def test_a_dry_run_says_the_same_and_stores_nothing(wom: Wom) -> None:
    write("technicians.csv", ["code", "name"], ["lee", "Lee Park"])

    assert counts(wom, "technicians.csv", "technicians", "--dry-run") == (1, 1, 0, 0, 0)
    assert counts(wom, "technicians.csv", "technicians", "--dry-run") == (1, 1, 0, 0, 0)


def test_undo_takes_an_import_back_as_one(wom: Wom) -> None:
    before = wom("export", "technicians").out
    write("technicians.csv", ["code", "name"], ["lee", "Lee Park"], ["kim", "Kim Moran"])
    wom("export", "technicians", "--out", "seen.csv")
    rows = read("seen.csv")
    write(
        "seen.csv", rows[0], ["kim", "Kim Moran", *rows[1][2:]], ["lee", "Lee Park", *[""] * len(rows[0][2:])]
    )
    assert counts(wom, "seen.csv", "technicians") == (2, 1, 1, 0, 0)

    assert wom("undo").code == 0

    names = [row.split(",")[:2] for row in before.splitlines()]
    assert [row.split(",")[:2] for row in wom("export", "technicians").out.splitlines()] == names


def test_what_somebody_here_has_set_stays_and_is_told(wom: Wom) -> None:
    write("technicians.csv", ["code", "name", "languages"], ["kim", "Kim Moran-Diaz", "en"])

    told = wom("import", "technicians.csv", "--what", "technicians")

    assert "1 row differs from what somebody here has changed since; theirs stays" in told.out
    assert "technicians.csv line 2: name: somebody here has changed it" in told.err
    exported = json.loads(wom("export", "technicians", "--format", "json").out)[0]
    assert (exported["name"], exported["languages"]) == ("K. Moran", "en")


def test_an_export_that_was_edited_changes_what_its_writer_has_seen(wom: Wom) -> None:
    wom("export", "technicians", "--out", "seen.csv")
    text = Path("seen.csv").read_text()
    Path("seen.csv").write_text(text.replace("K. Moran", "Kim Moran"))

    assert counts(wom, "seen.csv", "technicians") == (2, 0, 1, 1, 0)

    Path("seen.csv").write_text(text.replace("K. Moran", "Kimberly Moran"))
    found = wom("import", "seen.csv", "--what", "technicians", "--json").json
    assert (found["updated"], found["kept"]) == (0, 1)


def test_a_sheet_without_the_columns_that_tell_its_records_apart_is_refused(wom: Wom) -> None:
    write("sheet.csv", ["name"], ["Kim"])

    refused = wom("import", "sheet.csv", "--what", "technicians")

    assert refused.code == 2
    assert "there is no column code" in refused.err
    assert "wom import template technicians" in refused.err


def test_a_long_sheet_is_stored_piece_by_piece_and_taken_back_as_one(
    wom: Wom, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("wom_tui.sheet_files.BATCH", 2)
    rows = [[f"Dock {i}", f"Dock {i + 1}" if i < 5 else ""] for i in range(6)]
    write("territories.csv", ["name", "parent"], *rows)

    assert counts(wom, "territories.csv", "territories") == (6, 6, 0, 0, 0)
    assert counts(wom, "territories.csv", "territories") == (6, 0, 0, 6, 0)

    assert wom("undo").code == 0
    assert len(wom("export", "territories").out.splitlines()) == 3


def test_a_sheet_that_names_its_records_by_number_needs_no_more(wom: Wom) -> None:
    write("sites.csv", ["external_id", "name"], ["S-1", "Depot"])
    wom("import", "sites.csv", "--what", "sites")
    write("sites.csv", ["external_id", "", "lat", "lon", ""], ["S-1", "x", "42.3", "-71.0", "y"])

    assert counts(wom, "sites.csv", "sites") == (1, 0, 1, 0, 0)


def test_a_template_is_not_written_over_a_sheet_that_may_have_been_filled_in(wom: Wom) -> None:
    write("sites.csv", ["name"], ["Depot"])

    refused = wom("import", "template", "sites", "--out", "sites.csv")

    assert (refused.code, read("sites.csv")) == (2, [["name"], ["Depot"]])
    assert "sites.csv" in refused.err


@pytest.mark.parametrize(
    "option", [("--preset", "boston311"), ("--atomic",), ("--map", "m.toml"), ("--zone", "UTC"), ("--guess",)]
)
def test_what_only_orders_know_is_refused_for_other_nouns_and_named(
    wom: Wom, option: tuple[str, ...]
) -> None:
    write("sites.csv", ["name", "lat"], ["Depot", ""], ["Yard", "x"])

    refused = wom("import", "sites.csv", "--what", "sites", *option)

    assert refused.code == 2
    assert option[0] in refused.err
    assert counts(wom, "sites.csv", "sites") == (2, 1, 0, 0, 1)


def test_rejects_are_told_by_line_and_those_that_are_not_shown_are_counted(wom: Wom) -> None:
    rows = [[f"Lot {n}", "nowhere" if n % 2 else "", "" if n % 2 else "x"] for n in range(12)]
    write("sites.csv", ["name", "territory", "lat"], *rows)

    told = wom("import", "sites.csv", "--what", "sites").err.splitlines()

    assert [line.partition(":")[0] for line in told] == [
        *(f"line {n}" for n in range(2, 12)),
        "and 2 more, with their reasons in the reject file",
    ]


def test_an_export_takes_a_filter(wom: Wom) -> None:
    told = wom("export", "skills", "technician=ali", "level>=2").out.splitlines()

    assert told[1:] == ["ali,trees,2,,2026-12-31,1"]


def test_no_cell_of_an_export_is_a_formula(wom: Wom) -> None:
    write("sites.csv", ["name", "address"], ["=1+1", "+49 30 123"])
    wom("import", "sites.csv", "--what", "sites")

    told = list(csv.reader(wom("export", "sites", "name==1+1").out.splitlines()))

    assert told[1][1:3] == ["'=1+1", "'+49 30 123"]


def test_an_office_that_is_taken_over_by_its_sheets_exports_the_same(
    wom: Wom, shell: Wom, empty_database_url: str
) -> None:
    other = ("--db", empty_database_url)
    shell(*other, "init", "--zone", "UTC")
    sheets = [noun for noun in SHEETS if noun != "users"]

    for noun in sheets:
        wom("export", noun, "--out", f"{noun}.csv")
        shell(*other, "import", f"{noun}.csv", "--what", noun)

    for noun in sheets:
        shell(*other, "export", noun, "--out", "again.csv")
        assert [row[:-1] for row in read("again.csv")] == [row[:-1] for row in read(f"{noun}.csv")]


def test_columns_that_mean_nothing_here_are_told(wom: Wom) -> None:
    write("technicians.csv", ["code", "lenguages"], ["kim", "en"])

    told = wom("import", "technicians.csv", "--what", "technicians")

    assert "columns that were not read: lenguages" in told.err


def test_a_file_with_too_many_rows_is_refused_before_anything_is_stored(
    wom: Wom, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("wom_tui.sheet_files.MOST_ROWS", 1)
    write("technicians.csv", ["code", "name"], ["lee", "Lee"], ["zoe", "Zoe"])

    refused = wom("import", "technicians.csv", "--what", "technicians")

    assert refused.code == 2
    assert "at most 1 rows; cut it into several" in refused.err


def test_a_city_s_list_of_services_comes_in_as_work_types(wom: Wom) -> None:
    services = str(DATA / "giessen_services.xml")

    assert counts(wom, services, "work-types") == (8, 8, 0, 0, 0)
    assert counts(wom, services, "work-types") == (8, 0, 0, 8, 0)
    assert "Laterne defekt" in wom("type", "list").out


def test_an_agreement_says_of_how_many_open_orders_it_moves_the_dues(wom: Wom, order: int) -> None:
    wom("export", "sla", "--out", "sla.csv")
    header, *rows = read("sla.csv")
    at = header.index("resolve")
    write("sla.csv", header, *([*row[:at], "30 minutes", *row[at + 1 :]] for row in rows))

    told = wom("import", "sla.csv", "--what", "sla")

    assert "1 updated" in told.out
    assert "1 open order has other dues now" in told.err
