"""Whatever form a table has: the same rows come out of it, and what is none is said so."""

from __future__ import annotations

import gzip
import json
from collections.abc import Sequence
from datetime import date, datetime
from pathlib import Path

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from wom_tui.errors import GatewayError, InvalidInput
from wom_tui.gateways.files.reading import lines_of, open_sheet

ROWS = [["1", "Müller", "4417"], ["2", "Sørensen", "4418"]]
HEADER = ("nr", "name", "order")


def a_file(folder: Path, name: str, content: bytes | str) -> Path:
    path = folder / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return path


def a_workbook(folder: Path, *sheets: Sequence[Sequence[object]]) -> Path:
    book = openpyxl.Workbook()
    book.remove(book.worksheets[0])
    for number, rows in enumerate(sheets):
        sheet = book.create_sheet(f"sheet {number}")
        for row in rows:
            sheet.append(row)
    path = folder / "book.xlsx"
    book.save(path)
    return path


def read(path: Path, *wanted: str) -> tuple[tuple[str, ...], list[list[str]]]:
    sheet = open_sheet(path, wanted=wanted)
    return sheet.header, [line.cells for line in lines_of(sheet)]


def records() -> list[dict[str, object]]:
    return [dict(zip(HEADER, row, strict=True)) for row in ROWS]


@pytest.mark.parametrize("separator", [",", ";", "\t", "|"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-32", "cp1252"])
def test_a_csv_may_have_any_separator_and_encoding(tmp_path: Path, separator: str, encoding: str) -> None:
    text = "\r\n".join(separator.join(row) for row in [HEADER, *ROWS])

    assert read(a_file(tmp_path, "rows.csv", text.encode(encoding))) == (HEADER, ROWS)


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("rows.json", json.dumps(records())),
        ("rows.json", json.dumps({"@odata.context": "x", "value": records(), "count": 2}, indent=2)),
        ("rows.json", json.dumps({"totalSize": 2, "done": True, "tags": [1, 2], "records": records()})),
        ("rows.ndjson", "\n".join(map(json.dumps, records()))),
        ("rows.txt", "\n".join(map(json.dumps, records()))),
        ("rows.json.gz", gzip.compress(json.dumps(records()).encode(), mtime=0)),
        (
            "rows.xml",
            "<?xml version='1.0' encoding='utf-8'?><rows>"
            + "".join(f"<row><nr>{a}</nr><name>{b}</name><order>{c}</order></row>" for a, b, c in ROWS)
            + "</rows>",
        ),
        (
            "rows.xml",
            (
                "<?xml version='1.0' encoding='iso-8859-1'?><rows>"
                + "".join(f"<row><nr>{a}</nr><name>{b}</name><order>{c}</order></row>" for a, b, c in ROWS)
                + "</rows>"
            ).encode("iso-8859-1"),
        ),
    ],
)
def test_other_forms_give_the_same_rows(tmp_path: Path, name: str, content: bytes | str) -> None:
    assert read(a_file(tmp_path, name, content)) == (HEADER, ROWS)


def test_a_workbook_gives_the_same_rows(tmp_path: Path) -> None:
    path = a_workbook(tmp_path, [list(HEADER), [1, "Müller", 4417.0], ["2", "Sørensen", 4418]])

    assert read(path) == (HEADER, ROWS)


def test_cells_of_a_workbook_are_told_as_they_are_meant(tmp_path: Path) -> None:
    values = [
        datetime.fromisoformat("2015-05-04T01:54:54"),
        date(2015, 5, 4),
        2122.0,
        1.5,
        True,
        None,
        "007",
        "=1+1",
    ]
    path = a_workbook(tmp_path, [[f"c{i}" for i in range(8)], [*values]])

    (_, (cells,)) = read(path)

    assert cells == ["2015-05-04 01:54:54", "2015-05-04 00:00:00", "2122", "1.5", "true", "", "007", ""]


def test_the_sheet_with_the_wanted_columns_is_taken(tmp_path: Path) -> None:
    path = a_workbook(tmp_path, [["notes"], ["read me"]], [list(row) for row in (HEADER, *ROWS)])

    assert read(path, "name", "order") == (HEADER, ROWS)
    assert read(path)[0] == ("notes",)


def test_titles_above_the_header_are_passed_over(tmp_path: Path) -> None:
    text = "Service report\n\nas of;4 May\nnr;name;order\n1;Müller;4417\n2;Sørensen;4418\n"

    path = a_file(tmp_path, "rows.csv", text)

    assert read(path) == (HEADER, ROWS)
    assert [line.number for line in lines_of(open_sheet(path))] == [5, 6]


def test_two_rows_of_names_are_one_header(tmp_path: Path) -> None:
    text = "Kunde;;Auftrag;\nName;Ort;Nr;Datum\nMüller;Ulm;4417;04.05.2015\n"

    header, rows = read(a_file(tmp_path, "rows.csv", text))

    assert header == ("Kunde Name", "Kunde Ort", "Auftrag Nr", "Auftrag Datum")
    assert rows == [["Müller", "Ulm", "4417", "04.05.2015"]]


def test_fields_of_fields_are_columns_and_numbers_keep_their_digits(tmp_path: Path) -> None:
    record = '[{"id": 1.50, "big": 10000000000000000001, "at": {"lat": 41.9, "more": {"x": null}}, "tags": ["a", 2], '
    record += '"notes": [{"n": 1}], "done": false}]'

    header, rows = read(a_file(tmp_path, "rows.json", record))

    assert header == ("id", "big", "at.lat", "at.more.x", "tags", "notes", "done")
    assert rows == [["1.50", "10000000000000000001", "41.9", "", "a; 2", '[{"n": "1"}]', "false"]]


def test_records_need_not_have_the_same_fields(tmp_path: Path) -> None:
    path = a_file(tmp_path, "rows.ndjson", '{"a": 1}\n\n{"b": 2}\n[3]\nnot json\n')

    lines = list(lines_of(open_sheet(path)))

    assert [(line.number, line.cells) for line in lines[:2]] == [(1, ["1", ""]), (3, ["", "2"])]
    assert [(line.number, bool(line.problem)) for line in lines[2:]] == [(4, True), (5, True)]


def test_elements_of_elements_and_attributes_are_columns(tmp_path: Path) -> None:
    text = '<r xmlns:x="u"><x:row><a n="1">2</a><b><c>3</c><c>4</c></b><d/></x:row></r>'

    assert read(a_file(tmp_path, "rows.xml", text)) == (("a@n", "a", "b.c", "d"), [["1", "2", "3; 4", ""]])


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("lol.xml", '<!DOCTYPE r [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;">]><r><x>&b;</x></r>'),
        ("outside.xml", '<!DOCTYPE r [<!ENTITY a SYSTEM "file:///etc/passwd">]><r><x>&a;</x></r>'),
        ("deep.xml", "<a>" * 1000 + "</a>" * 1000),
        ("cut.xml", "<rows><row><a>1</a>"),
        ("long.xml", "<rows><row><a>" + "x" * 2_000_000 + "</a></row></rows>"),
        ("deep.json", '{"a":' * 100_000 + "1" + "}" * 100_000),
        ("deep.json", "[" * 200_000),
        ("cut.json", '[{"a": 1}, {"b"'),
        ("cut.json", '[{"a": 1}'),
        ("garbled.json", '[{"a": 1} {"b": 2}]'),
        ("empty.json", "[]"),
        ("number.json", "{}"),
        ("empty.xml", "<rows/>"),
        ("line.csv", "a,b\n" + "x" * 5_000_000),
        ("not.xlsx", b"PK\x03\x04" + b"\0" * 100),
        ("utf16.json", json.dumps(records()).encode("cp1252") + "é".encode("cp1252")),
    ],
)
def test_what_is_no_table_or_does_harm_is_refused(tmp_path: Path, name: str, content: bytes | str) -> None:
    path = a_file(tmp_path, name, content)

    with pytest.raises((InvalidInput, GatewayError)) as refused:
        list(lines_of(open_sheet(path)))

    assert name in str(refused.value)


def test_what_unpacks_without_end_is_refused(tmp_path: Path) -> None:
    path = a_file(tmp_path, "bomb.csv.gz", gzip.compress(b"a,b\n" + b"1,2\n" * 25_000_000, compresslevel=9))

    with pytest.raises(InvalidInput, match="unpacked"):
        open_sheet(path)


@given(st.binary(max_size=400), st.sampled_from(["x.csv", "x.json", "x.ndjson", "x.xml", "x.xlsx"]))
def test_any_bytes_give_rows_or_a_clear_refusal(
    tmp_path_factory: pytest.TempPathFactory, content: bytes, name: str
) -> None:
    starts = {"x.csv": b"", "x.json": b"[", "x.ndjson": b"{", "x.xml": b"<", "x.xlsx": b"PK\x03\x04"}
    path = a_file(tmp_path_factory.mktemp("any"), name, starts[name] + content)

    try:
        sheet = open_sheet(path)
        lines = list(lines_of(sheet))
    except (InvalidInput, GatewayError):
        return

    assert all(line.problem or len(line.cells) == len(sheet.header) for line in lines)
