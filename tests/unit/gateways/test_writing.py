"""What goes out: every text arrives as a text, no cell computes anything, and half a file is none."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from wom_tui.errors import GatewayError, InvalidInput
from wom_tui.gateways.files.form import Form
from wom_tui.gateways.files.harmless import harmless, original
from wom_tui.gateways.files.reading import lines_of, open_sheet
from wom_tui.gateways.files.writing import form_of_target, write_table, write_to

BOSTON = ZoneInfo("America/New_York")
AT = datetime(2015, 5, 4, 13, 18, tzinfo=UTC)
HEADER = ("number", "title", "at", "on", "share", "is_open")
ROWS = [(4417, 'Müller; "Söhne"\nKG', AT, date(2015, 5, 4), 0.5, True), (4418, "", None, None, None, False)]
TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=30)


def written(form: Form, rows: Sequence[Sequence[Any]], *, is_raw: bool = False) -> bytes:
    target = io.BytesIO()
    write_to(target, form, HEADER[: len(rows[0])], rows, zone=BOSTON, is_raw=is_raw)
    return target.getvalue()


def test_csv_has_moments_with_their_offset() -> None:
    rows = list(csv.reader(io.StringIO(written(Form.CSV, [*ROWS]).decode())))

    assert rows == [
        list(HEADER),
        ["4417", 'Müller; "Söhne"\nKG', "2015-05-04T09:18:00-04:00", "2015-05-04", "0.5", "true"],
        ["4418", "", "", "", "", "false"],
    ]


@pytest.mark.parametrize("form", [Form.JSON, Form.NDJSON])
def test_json_keeps_every_value_as_what_it_is(form: Form) -> None:
    text = written(form, [*ROWS]).decode()

    records = json.loads(text) if form is Form.JSON else [json.loads(line) for line in text.splitlines()]

    assert records[0] == {
        "number": 4417,
        "title": 'Müller; "Söhne"\nKG',
        "at": "2015-05-04T09:18:00-04:00",
        "on": "2015-05-04",
        "share": 0.5,
        "is_open": True,
    }
    assert records[1]["at"] is None


def test_a_table_without_rows_is_still_a_table(tmp_path: Path) -> None:
    for form in (Form.CSV, Form.JSON, Form.NDJSON, Form.XLSX):
        assert write_table(tmp_path / f"none.{form}", form, HEADER, [], zone=BOSTON) == 0

    assert json.loads((tmp_path / "none.json").read_text()) == []


def test_a_workbook_has_times_of_the_offices_clock(tmp_path: Path) -> None:
    path = tmp_path / "out.xlsx"

    assert write_table(path, Form.XLSX, HEADER, ROWS, zone=BOSTON) == 2

    sheet = openpyxl.load_workbook(path).active
    assert sheet is not None
    values = [cell.value for cell in next(sheet.iter_rows(min_row=2))]
    assert values[0] == 4417
    assert str(values[2]) == "2015-05-04 09:18:00"


@given(st.lists(st.tuples(TEXTS), min_size=1, max_size=5))
def test_no_cell_of_a_spreadsheet_is_a_formula(rows: list[tuple[str]]) -> None:
    book = openpyxl.load_workbook(io.BytesIO(written(Form.XLSX, [*rows])))

    assert book.active is not None
    assert all(cell.data_type != "f" for row in book.active.iter_rows() for cell in row)
    for (cell,) in csv.reader(io.StringIO(written(Form.CSV, [("x",), *rows]).decode())):
        assert not cell.startswith(("=", "@", "\t", "\r"))
        assert not cell.startswith(("+", "-")) or float(cell) is not None


@given(TEXTS)
def test_what_was_made_harmless_comes_back(text: str) -> None:
    assert original(harmless(text)) == text


@given(st.lists(st.tuples(TEXTS.filter(str.isprintable).filter(str.strip)), min_size=1, max_size=4))
def test_a_raw_table_is_read_as_it_was_written(
    tmp_path_factory: pytest.TempPathFactory, rows: list[tuple[str]]
) -> None:
    path = tmp_path_factory.mktemp("raw") / "out.ndjson"
    write_table(path, Form.NDJSON, ("title",), rows, zone=BOSTON)

    assert [tuple(line.cells) for line in lines_of(open_sheet(path))] == rows


def test_half_a_file_is_none(tmp_path: Path) -> None:
    path = tmp_path / "out.csv"
    path.write_text("as it was")

    def rows() -> Iterator[tuple[str]]:  # breaks off
        yield ("1",)
        raise InvalidInput("row", 2, "one that can be written")

    with pytest.raises(InvalidInput):
        write_table(path, Form.CSV, ("number",), rows(), zone=BOSTON)

    assert path.read_text() == "as it was"
    assert list(tmp_path.iterdir()) == [path]


def test_a_folder_that_is_not_there_is_an_error_that_says_so(tmp_path: Path) -> None:
    with pytest.raises(GatewayError, match="cannot be written"):
        write_table(tmp_path / "none" / "out.csv", Form.CSV, ("number",), [], zone=BOSTON)


@pytest.mark.parametrize(
    ("name", "said", "form"),
    [("a.csv", None, Form.CSV), ("a", "XLSX", Form.XLSX), ("a.jsonl", None, Form.NDJSON)],
)
def test_the_name_or_a_word_says_the_form(name: str, said: str | None, form: Form) -> None:
    assert form_of_target(Path(name), said) is form


@pytest.mark.parametrize(("name", "said"), [("a.pdf", None), ("a.xml", None), ("a", "doc")])
def test_a_form_that_cannot_be_written_is_refused(name: str, said: str | None) -> None:
    with pytest.raises(InvalidInput, match="csv, xlsx, json, ndjson"):
        form_of_target(Path(name), said)
