"""A file that was made to do harm is refused in words, and never takes more memory than an office has."""

from __future__ import annotations

import gzip
import io
import json
import subprocess
import sys
import zipfile
from collections.abc import Callable, Mapping
from pathlib import Path

import openpyxl
import pytest

from wom_tui.errors import InvalidInput
from wom_tui.gateways.files.reading import lines_of, open_sheet

MOST_MB = 300
MB = 1 << 20
SHEET = "xl/worksheets/sheet1.xml"
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
HEADER = '<row r="1"><c r="A1" t="inlineStr"><is><t>a</t></is></c><c r="B1" t="inlineStr"><is><t>b</t></is></c></row>'
LAUGHS = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
DOCTYPE = f'<?xml version="1.0"?><!DOCTYPE r [<!ENTITY l0 "ha">{LAUGHS}]><r><x><a>&l9;</a></x></r>'


def a_workbook(
    change: Callable[[str, bytes], bytes], *, add: Mapping[str, int | bytes] | None = None
) -> bytes:
    """A small workbook whose parts somebody has changed; a number adds so many megabytes of nothing."""
    book = openpyxl.Workbook()
    for row in (["a", "b"], ["1", "2"]):
        book.worksheets[0].append(row)
    plain, made = io.BytesIO(), io.BytesIO()
    book.save(plain)
    with (
        zipfile.ZipFile(plain) as source,
        zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as target,
    ):
        for member in source.infolist():
            target.writestr(member.filename, change(member.filename, source.read(member)))
        for name, content in (add or {}).items():
            with target.open(name, "w") as part:
                for chunk in [content] if isinstance(content, bytes) else [bytes(MB)] * content:
                    part.write(chunk)
    return made.getvalue()


def rows(inner: str) -> Callable[[str, bytes], bytes]:
    """Another sheet: its header, and what stands below it."""
    data = f'<dimension ref="A1:XFD1048576"/><sheetData>{HEADER}{inner}</sheetData>'
    sheet = f'<worksheet xmlns="{MAIN}">{data}</worksheet>'
    return lambda name, content: sheet.encode() if name == SHEET else content


def far_rows(count: int) -> str:
    return "".join(f'<row r="{n}"><c r="XFD{n}"><v>1</v></c></row>' for n in range(2, count + 2))


def styles(name: str, content: bytes) -> bytes:
    one = b'<xf numFmtId="0" fontId="0" fillId="0" borderId="0"/>'
    return (
        content.replace(b"<cellXfs", b"<cellXfs>" + one * 400_000 + b"</cellXfs><old")
        if "styles" in name
        else content
    )


def shared(inner: str, cells: str = "") -> bytes:
    """A workbook with a part of texts that its cells share."""
    part = '<Override PartName="/xl/sharedStrings.xml" ContentType="application/vnd.openxmlformats-'
    part += 'officedocument.spreadsheetml.sharedStrings+xml"/></Types>'
    texts = f'<sst xmlns="{MAIN}">{inner}</sst>'.encode()

    def change(name: str, old: bytes) -> bytes:
        old = rows(cells)(name, old) if cells else old
        return old.replace(b"</Types>", part.encode()) if "Content_Types" in name else old

    return a_workbook(change, add={"xl/sharedStrings.xml": texts})


def beside_the_rows(name: str, content: bytes) -> bytes:
    merged = b"<mergeCells>" + b'<mergeCell ref="A1:B1"/>' * 300_000 + b"</mergeCells></worksheet>"
    return content.replace(b"</worksheet>", merged) if name == SHEET else content


BOMBS: dict[str, Callable[[], bytes]] = {
    "cell without end.csv": lambda: b'a,b\n1,"' + b"x,y\n" * (2 * MB),
    "line without end.csv": lambda: b"a,b\n" + b"x" * (5 * MB),
    "nothing but line ends.csv": lambda: b"a,b\n" + b"\r" * (2 * MB),
    "columns.csv": lambda: b",".join(b"c%d" % n for n in range(200_000)) + b"\n1\n",
    "packed.csv.gz": lambda: gzip.compress(b"a,b\n" + b"0" * (80 * MB), mtime=0),
    "packed lines.csv.gz": lambda: gzip.compress(b"a,b\n" + b"0,0\n" * (20 * MB), mtime=0),
    "lists.json": lambda: b"[" * MB,
    "list in a cell.json": lambda: b'[{"a":' + b"[" * 100_000 + b"]" * 100_000 + b"}]",
    "objects.json": lambda: b'[{"a":' + b'{"b":' * 100_000 + b"1" + b"}" * 100_000 + b"}]",
    "objects.ndjson": lambda: b'{"a":' * 100_000 + b"1" + b"}" * 100_000 + b"\n",
    "text without end.json": lambda: b'[{"a":"' + b"x" * (12 * MB),
    "fields.json": lambda: b"[" + b",".join(b'{"k%d":1}' % n for n in range(300_000)) + b"]",
    "fields.ndjson": lambda: b"\n".join(b'{"k%d":1}' % n for n in range(300_000)),
    "laughs.xml": DOCTYPE.encode,
    "a file of the machine.xml": lambda: (
        b'<!DOCTYPE r [<!ENTITY x SYSTEM "file:///etc/hostname">]><r><x>&x;</x></r>'
    ),
    "deep.xml": lambda: b"<r>" + b"<a>" * MB,
    "text without end.xml": lambda: b"<r><x><a>" + b"x" * (5 * MB) + b"</a></x></r>",
    "tag without end.xml": lambda: b"<r><" + b"x" * (24 * MB),
    "comment without end.xml": lambda: b"<r><!--" + b"x" * (24 * MB),
    "attribute without end.xml": lambda: b'<r><x a="' + b"x" * (24 * MB) + b'"/></r>',
    "attributes.xml": lambda: b"<r><x " + b" ".join(b'a%d=""' % n for n in range(200_000)) + b"/></r>",
    "one field again and again.xml": lambda: b"<r><x>" + b"<a>1</a>" * 600_000 + b"</x></r>",
    "fields.xml": lambda: (
        b"<r>" + b"".join(b"<x><k%d>1</k%d></x>" % (n, n) for n in range(100_000)) + b"</r>"
    ),
    "text without end.xlsx": lambda: a_workbook(
        rows(f'<row r="2"><c r="A2"><v>{"1" * (64 * MB)}</v></c></row>')
    ),
    "deep.xlsx": lambda: a_workbook(rows('<row r="2">' + "<c>" * MB)),
    "laughs.xlsx": lambda: a_workbook(lambda name, old: DOCTYPE.encode() if name == SHEET else old),
    "columns.xlsx": lambda: a_workbook(rows(far_rows(3_000))),
    "column that is none.xlsx": lambda: a_workbook(rows('<row r="2"><c r="ZZZZZZ2"><v>1</v></c></row>')),
    "styles.xlsx": lambda: a_workbook(styles),
    "parts.xlsx": lambda: a_workbook(lambda _, old: old, add={f"xl/p{n}": b"" for n in range(20_000)}),
    "zeros.xlsx": lambda: a_workbook(lambda _, old: old, add={"xl/media/1.png": 800}),
    "zeros in the sheet.xlsx": lambda: a_workbook(
        lambda name, old: old + bytes(8 * MB) if name == SHEET else old
    ),
    "texts.xlsx": lambda: shared("<si/>" * (3 * MB)),
    "text for a text.xlsx": lambda: shared(f"<si><t>{'x' * 100}</t></si>" * MB),
    "deep text.xlsx": lambda: shared("<si>" * MB),
    "empty rows.xlsx": lambda: a_workbook(rows("<row/>" * (20 * MB))),
    "cells of one row.xlsx": lambda: a_workbook(rows(f'<row r="2">{"<c/>" * MB}</row>')),
    "merged cells.xlsx": lambda: a_workbook(beside_the_rows),
    "no workbook.xlsx": lambda: a_workbook(lambda name, _: name.encode()),
}


@pytest.mark.fault
def test_a_file_that_was_made_to_do_harm_is_refused_within_its_memory(tmp_path: Path) -> None:
    paths = [tmp_path / name for name in BOMBS]
    for path in paths:
        path.write_bytes(BOMBS[path.name]())
    paths.append(sparse(tmp_path / "cell of a gigabyte.csv"))

    told = subprocess.run(
        [sys.executable, "-m", "tests.bomb_reader", *map(str, paths)],
        capture_output=True,
        text=True,
        check=True,
    )

    answers = [json.loads(line) for line in told.stdout.splitlines()]
    assert [answer["name"] for answer in answers] == [path.name for path in paths]
    assert [answer for answer in answers if not answer["outcome"].startswith("refused: ")] == []
    assert [answer for answer in answers if answer["most_mb"] > MOST_MB] == []


def sparse(path: Path) -> Path:
    """A csv with one cell of a gigabyte, which takes no room on the disk."""
    with path.open("wb") as target:
        target.write(b'a,b\n1,"')
        target.seek(1 << 30)
        target.write(b'"\n')
    return path


def test_a_workbook_that_claims_to_be_large_is_read_as_it_is(tmp_path: Path) -> None:
    path = tmp_path / "book.xlsx"
    far = '<row r="2"><c r="A2"><v>1</v></c></row><row r="3"><c r="XFD3"><v>2</v></c></row>'
    path.write_bytes(a_workbook(rows(far)))

    first, second = lines_of(open_sheet(path))

    assert (first.cells, first.problem) == (["1", ""], "")
    assert second.problem == "has 16384 cells where the header has 2"


def test_shared_texts_are_told_without_their_looks_and_their_sound(tmp_path: Path) -> None:
    path = tmp_path / "book.xlsx"
    texts = "<si><r><t>Mül</t></r><r><rPr><b/></rPr><t xml:space='preserve'>ler &amp; </t></r></si><si/>"
    texts += "<si><t>東京</t><rPh sb='0' eb='2'><t>トウキョウ</t></rPh></si>"
    cells = '<c r="A2" t="s"><v>0</v></c><c r="B2" t="s"><v>2</v></c>'
    path.write_bytes(shared(texts, f'<row r="2">{cells}</row>'))

    assert [line.cells for line in lines_of(open_sheet(path))] == [["Müller & ", "東京"]]


def test_a_workbook_is_taken_apart_once_and_read_again_as_it_was(tmp_path: Path) -> None:
    path = tmp_path / "book.xlsx"
    path.write_bytes(a_workbook(lambda _, old: old))
    sheet = open_sheet(path)
    first = list(lines_of(sheet))
    path.unlink()

    again, changed = list(lines_of(sheet)), tmp_path / "other.xlsx"
    changed.write_bytes(a_workbook(rows('<row r="2"><c r="A2"><v>7</v></c></row>')))

    assert (len(first), again) == (1, first)
    assert [line.cells for line in lines_of(open_sheet(changed))] == [["7", ""]]


def test_parts_with_names_that_lead_elsewhere_are_written_nowhere(tmp_path: Path) -> None:
    path = tmp_path / "in" / "book.xlsx"
    path.parent.mkdir()
    names = ("../../evil.xml", "/evil.xml", "xl\\..\\..\\evil.xml", "C:evil.xml")
    path.write_bytes(a_workbook(lambda _, old: old, add=dict.fromkeys(names, b"<evil/>")))

    assert [line.cells for line in lines_of(open_sheet(path))] == [["1", "2"]]
    assert [found.name for found in tmp_path.rglob("*")] == ["in", "book.xlsx"]


def test_drawings_of_old_programs_need_not_be_xml(tmp_path: Path) -> None:
    path = tmp_path / "book.xlsx"
    path.write_bytes(
        a_workbook(lambda _, old: old, add={"xl/drawings/vmlDrawing1.vml": b"<xml><br><p></xml>"})
    )

    assert [line.cells for line in lines_of(open_sheet(path))] == [["1", "2"]]


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("orders.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(range(256)) * 20),
        ("orders.xlsx", b"\0\0xl/worksheets/sheet1.xml,;" * 20),
        ("orders.xlsx", b"PK\n" * 20),
        ("orders.xlsx", b""),
    ],
)
def test_an_old_or_a_broken_workbook_is_told_how_to_become_a_new_one(
    tmp_path: Path, name: str, content: bytes
) -> None:
    path = tmp_path / name
    path.write_bytes(content)

    with pytest.raises(InvalidInput, match=r"workbook that is whole, saved as \.xlsx"):
        open_sheet(path)


def test_a_text_that_a_program_calls_a_workbook_is_read_as_text(tmp_path: Path) -> None:
    path = tmp_path / "orders.xls"
    path.write_bytes(b"nr\tname\n1\tFoo\n")

    assert open_sheet(path).header == ("nr", "name")
