"""What stands in a file that somebody exported, and what is written back for a person to put right."""

from __future__ import annotations

import csv
import gzip
from dataclasses import replace
from pathlib import Path

import pytest

from wom_tui.errors import GatewayError, InvalidInput
from wom_tui.gateways.files.reading import lines_of, open_sheet
from wom_tui.gateways.files.rejects import write_rejects
from wom_tui.gateways.files.sheet import Sheet

TABLE = "a,b,c\n1,2,3\n4,ü,6\n"


def a_file(folder: Path, content: bytes, name: str = "rows.csv") -> Path:
    path = folder / name
    path.write_bytes(content)
    return path


def a_sheet(path: Path, *header: str) -> Sheet:
    return Sheet(path, content_hash="", encoding="utf-8", header=header)


def cells(path: Path) -> list[list[str]]:
    return [line.cells for line in lines_of(open_sheet(path))]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_the_usual_encodings_are_told_apart(tmp_path: Path, encoding: str) -> None:
    path = a_file(tmp_path, TABLE.encode(encoding))

    assert open_sheet(path).header == ("a", "b", "c")
    assert cells(path) == [["1", "2", "3"], ["4", "ü", "6"]]


@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"])
def test_lines_end_as_they_like(tmp_path: Path, newline: str) -> None:
    assert cells(a_file(tmp_path, TABLE.replace("\n", newline).encode())) == [
        ["1", "2", "3"],
        ["4", "ü", "6"],
    ]


def test_a_gzipped_file_is_the_same_file(tmp_path: Path) -> None:
    plain, packed = (
        a_file(tmp_path, TABLE.encode()),
        a_file(tmp_path, gzip.compress(TABLE.encode()), "rows.csv.gz"),
    )

    assert cells(packed) == cells(plain)
    assert open_sheet(packed).content_hash == open_sheet(plain).content_hash


def test_rows_are_named_by_the_line_that_they_begin_on(tmp_path: Path) -> None:
    path = a_file(tmp_path, b'a,b\n1,"two\nlines"\n\n,\n3,4\n')

    assert [(line.number, line.cells) for line in lines_of(open_sheet(path))] == [
        (2, ["1", "two\nlines"]),
        (6, ["3", "4"]),
    ]


def test_a_ragged_row_is_told_and_the_others_go_on(tmp_path: Path) -> None:
    path = a_file(tmp_path, b"a,b,c\n1,2\n1,2,3,4\n1,2,3,,\n5,6,7\n")

    lines = list(lines_of(open_sheet(path)))

    assert [bool(line.problem) for line in lines] == [True, True, False, False]
    assert lines[0].problem == "has 2 cells where the header has 3"


def test_a_quote_that_is_never_closed_takes_no_row_along(tmp_path: Path) -> None:
    path = a_file(tmp_path, b'a,b\n1,2\n3,"four\n5,6\n7,8\n')

    whole, broken = lines_of(open_sheet(path))

    assert whole.cells == ["1", "2"]
    assert (broken.number, broken.problem) == (3, "cannot be read as a row: a quote is not closed")


def test_a_cell_may_be_a_long_text_but_not_a_file(tmp_path: Path) -> None:
    long = a_file(tmp_path, b'a,b\n1,"' + b"x\n" * 200_000 + b'"\n')

    ((_, text),) = (line.cells for line in lines_of(open_sheet(long)))
    assert len(text) == 400_000
    with pytest.raises(InvalidInput, match="quote on line 2"):
        list(lines_of(open_sheet(a_file(tmp_path, b'a,b\n1,"' + b"x\n" * 600_000))))


@pytest.mark.parametrize(
    ("content", "error"),
    [
        (b"", InvalidInput),
        (b"\n\n", InvalidInput),
        (b" \n  \n", InvalidInput),
        (b"\x81\x8d\x8f", InvalidInput),
        (gzip.compress(TABLE.encode(), mtime=0)[:-12], GatewayError),
        (b"\x1f\x8bnothing", GatewayError),
    ],
)
def test_what_is_no_table_is_refused_in_words(tmp_path: Path, content: bytes, error: type[Exception]) -> None:
    with pytest.raises(error, match=r"rows\.csv"):
        open_sheet(a_file(tmp_path, content))


def test_a_file_that_is_not_there_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InvalidInput):
        open_sheet(tmp_path / "nothing.csv")


def test_rejects_are_read_again_as_they_were(tmp_path: Path) -> None:
    rows = [["=1+1", "-71.05", "plain"], ["'=x", "@you", "a\nb"], ["\r", "a\rb", "a\r\nb"]]
    path = write_rejects(
        a_sheet(tmp_path / "in.csv", "a", "b", "c"),
        [(r, (2, "a", "bad", "=1+1")) for r in rows],
        tmp_path / "out.csv",
    )

    sheet = open_sheet(path)

    assert sheet.is_reject_file
    assert sheet.columns == ("a", "b", "c")
    assert cells(path) == rows


def put_aside(path: Path) -> Path:
    """The reject file of all rows of a file."""
    sheet = open_sheet(path)
    rows = [(line.cells, (line.number, "", line.problem, "")) for line in lines_of(sheet)]
    return write_rejects(sheet, rows, path.with_name("out.csv"))


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
@pytest.mark.parametrize("separator", ",;\t|")
def test_a_reject_file_is_written_as_the_file_is_that_its_rows_come_from(
    tmp_path: Path, encoding: str, separator: str
) -> None:
    text = f'Straße{separator}b\n"Gasse, 5;\t|"{separator}2\n'
    path = a_file(tmp_path, text.encode(encoding))
    sheet = open_sheet(path)

    written = put_aside(path)

    found = open_sheet(written)
    assert (found.separator, found.encoding, found.columns) == (separator, encoding, sheet.columns)
    assert cells(written) == cells(path) == [["Gasse, 5;\t|", "2"]]


@pytest.mark.parametrize("cell", ["Žižka → Praha", "Ã¤"])
def test_what_an_encoding_does_not_hold_or_would_be_read_as_another_is_written_in_marked_utf_8(
    tmp_path: Path, cell: str
) -> None:
    sheet = replace(a_sheet(tmp_path / "in.csv", "a", "b"), encoding="cp1252")

    path = write_rejects(sheet, [([cell, "2"], (2, "a", "bad", cell))], tmp_path / "out.csv")

    assert (open_sheet(path).encoding, cells(path)) == ("utf-8-sig", [[cell, "2"]])


def test_a_row_with_too_many_cells_comes_back_whole_once_it_is_mended(tmp_path: Path) -> None:
    source = a_file(tmp_path, b"a;b;c;d;e\n1;one;two;3;4;x;y\n2;one;two;3;4\n3;one;two;3\n")

    path = put_aside(source)

    header, too_long, *others = path.read_text(encoding="utf-8").splitlines()
    first, second, third = lines_of(open_sheet(path))
    assert header == "a;b;c;d;e;[surplus];[surplus];line;column;reason;value"
    assert too_long == "1;one;two;3;4;x;y;2;;has 7 cells where the header has 5;"
    assert open_sheet(path).columns == ("a", "b", "c", "d", "e")
    assert (first.cells, first.problem) == (
        ["1", "one", "two", "3", "4", "x", "y"],
        "has 7 cells where the header has 5",
    )
    assert (second.cells, third.cells) == (["2", "one", "two", "3", "4"], ["3", "one", "two", "3", ""])
    # In a spreadsheet two cells are emptied, in an editor they are taken out, or what was added goes as well.
    row = "1;one, two;3 4;x;y"
    for mended in (f"{row};;;2;;too many;", f"{row};2;;too many;", row):
        path.write_text("\n".join([header, mended, *others]), encoding="utf-8")
        line = next(lines_of(open_sheet(path)))
        assert (line.cells, line.problem) == (row.split(";"), "")


def test_a_row_that_is_longer_than_any_table_leaves_a_reject_file_that_can_be_read(tmp_path: Path) -> None:
    path = put_aside(a_file(tmp_path, b"a,b\n" + b"1,2\n" * 20 + b"1" + b",2" * 3_000 + b"\n"))

    assert [len(row) for row in cells(path)] == [2] * 20 + [3_001]


def test_no_cell_of_a_reject_file_is_a_formula(tmp_path: Path) -> None:
    dangerous = ["=cmd()", "+1+cmd", "-2+cmd", "@sum", "\tx", "＝x"]
    path = write_rejects(
        a_sheet(tmp_path / "in.csv", "a"), [([c], (2, "a", c, c)) for c in dangerous], tmp_path / "out.csv"
    )

    with path.open(newline="", encoding="utf-8") as file:
        written = [cell for row in csv.reader(file) for cell in row]

    assert not [cell for cell in written if cell.startswith(("=", "+", "-", "@", "\t", "＝"))]


def test_a_reject_file_is_never_written_over(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    first = write_rejects(a_sheet(Path("in.csv.gz"), "a"), [(["1"], (2, "a", "bad", "1"))])
    first.write_text("half of it is right now", encoding="utf-8")

    second = write_rejects(a_sheet(Path("in.csv.gz"), "a"), [(["1"], (2, "a", "bad", "1"))])
    third = write_rejects(a_sheet(Path("in.csv.gz"), "a"), [(["1"], (2, "a", "bad", "1"))])

    assert (first.name, second.name, third.name) == ("in.rejects.csv", "in.rejects-2.csv", "in.rejects-2.csv")
    assert first.read_text(encoding="utf-8") == "half of it is right now"


def test_a_folder_that_may_not_be_written_is_said(tmp_path: Path) -> None:
    with pytest.raises(GatewayError, match="cannot be written"):
        write_rejects(
            a_sheet(Path("in.csv"), "a"),
            [(["1"], (2, "a", "bad", "1"))],
            tmp_path / "no" / "such" / "out.csv",
        )
