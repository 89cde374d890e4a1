"""Whatever bytes a file has: it is read, or refused in words, and nothing else happens.

Valid files of every form are damaged in ways that files are damaged in, from a seed that a failure prints. The run of
every day does some hundred for each form; with WOM_FUZZ_S=60 each form is damaged for a minute (`make soak`).
"""

from __future__ import annotations

import gzip
import io
import json
import os
import time
import zipfile
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from random import Random

import openpyxl
import pytest

from wom_tui.errors import WomError
from wom_tui.gateways.files.reading import lines_of, open_sheet

SECONDS = float(os.environ.get("WOM_FUZZ_S", "0"))
TIMES = {"xlsx": 80}  # a workbook takes a hundred times as long as any other
USUAL_TIMES = 400
MOST_BYTES = 20_000

RECORDS = [
    {"nr": "1", "name": 'Müller; "Söhne"', "at": "2015-05-04 01:54:54", "due": "05/04/2015 01:54:54 AM"},
    {"nr": "2122.0", "name": "two\nlines", "at": "29/2/2016 01:16", "due": ""},
    {"nr": "007", "name": "漏水 \U0001f6b0", "at": "N/A", "due": "1e400"},
]


def csv_seeds() -> Iterator[bytes]:
    text = "nr,name,at,due\n" + "".join(
        ",".join('"' + value.replace('"', '""') + '"' for value in record.values()) + "\r\n"
        for record in RECORDS
    )
    for encoding in ("utf-8", "utf-8-sig", "utf-16", "utf-32"):
        yield text.encode(encoding)
    yield "Kunde;;Auftrag;\nName;Ort;Nr;Am\nMüller;Köln;1;4.5.2015\n".encode("cp1252")
    yield b"title of the export\n\na\tb\tc\n1\t2\t3\n"


def json_seeds() -> Iterator[bytes]:
    yield json.dumps(RECORDS).encode()
    yield json.dumps(
        {"value": RECORDS, "count": 3, "deep": {"a": [1, {"b": [None, True]}]}}, indent=2
    ).encode()
    yield json.dumps([{"a": {"b": {"c": {"d": {"e": {"f": 1}}}}}, "list": [1, [2]]}]).encode("utf-16")


def ndjson_seeds() -> Iterator[bytes]:
    yield "\n".join(map(json.dumps, RECORDS)).encode()
    yield b'\xef\xbb\xbf{"a":1}\r\n\r\n{"a":"\\ud800","b":NaN}\n[1]\nnull\n'


def xml_seeds() -> Iterator[bytes]:
    body = "".join(
        f"<row id='{n}'><nr>{n}</nr><name><![CDATA[{record['name']}]]></name><a><b x='1'>y</b></a></row>"
        for n, record in enumerate(RECORDS)
    )
    for encoding in ("utf-8", "utf-16"):
        yield f"<?xml version='1.0' encoding='{encoding}'?><rows><!-- rows -->{body}</rows>".encode(encoding)
    yield b"<?xml version='1.0' encoding='iso-8859-1'?><r xmlns:a='b'><a:x>\xfc &amp; &#65;</a:x></r>"


def workbook_seed() -> bytes:
    book, target = openpyxl.Workbook(), io.BytesIO()
    sheet = book.worksheets[0]
    sheet.append(list(RECORDS[0]))
    for record in RECORDS:
        sheet.append(list(record.values()))
    sheet.append([1.5, True, "=1+1", None])
    sheet.merge_cells("A5:B6")
    book.create_sheet("empty")
    book.save(target)
    return target.getvalue()


# What files are made of, and what has broken readers before.
BLANKS = (b"\n", b"\r", b"\r\n", b"\n\n", b"\t", b" ", b"\xa0", b"\0", b"\x1a")
ENCODED = (
    b"\xff\xfe",
    b"\xef\xbb\xbf",
    b"\xff",
    b"\x81",
    b"\xed\xa0\x80",
    b"\xf4\x90\x80\x80",
    b"\x1f\x8b",
    b"PK\x03\x04",
)
CSV = b"""' " "" , ; | = + -1 0x 1/0/0 99999999999999999999""".split()
JSON = rb"""[ ] { } : {"a": [[ null NaN -Infinity 1e999 \ud800 \u0000""".split()
XML = b"""< > </ /> <a> </a> <!DOCTYPE <!-- ]]> <![CDATA[ &lt; &#0; &x; <?a version='1.1' encoding='utf-7'
    encoding='cp037' encoding='shift_jis' encoding='x'""".split()
WORKBOOK = b"""t="s" t="d" t="e" t="n" s="9" s="-1" r="A0" r="XFD1" r="1" <v>1e999</v> <v></v>""".split()
PIECES = (*BLANKS, *ENCODED, *CSV, *JSON, *XML, *WORKBOOK, b"9" * 5000)


def damaged(content: bytes, random: Random) -> bytes:
    """The content after one to six accidents."""
    for _ in range(random.randint(1, 6)):
        at = random.randrange(len(content) + 1)
        to = min(len(content), at + random.choice((1, 2, 8, 64, 512)))
        match random.randrange(7):
            case 0:
                content = content[:at] + random.choice(PIECES) + content[at:]
            case 1:
                content = content[:at] + random.choice(PIECES) + content[to:]
            case 2:
                content = content[:at] + content[to:]
            case 3:
                content = content[:to] + content[at:to] * random.randint(1, 40) + content[to:]
            case 4:
                content = content[:at]
            case 5:
                content = content[:at] + random.randbytes(to - at) + content[to:]
            case _:
                flipped = bytes(byte ^ (1 << random.randrange(8)) for byte in content[at : at + 1])
                content = content[:at] + flipped + content[at + 1 :]
    return content[:MOST_BYTES]


def damaged_workbook(seed: bytes, random: Random) -> bytes:
    """A workbook with one part damaged inside, so that the rest of it is still opened; or damaged from outside."""
    if random.random() < 0.25:
        return damaged(seed, random)
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(seed)) as source, zipfile.ZipFile(made, "w") as target:
        members = source.infolist()
        hit = random.choice(members)
        for member in members:
            content = source.read(member)
            if member is hit or "sheet1" in member.filename:
                content = damaged(content, random)
            if member is not hit or random.random() < 0.9:
                target.writestr(member.filename, content)
    return made.getvalue()


def damaged_gzip(seeds: Sequence[bytes], random: Random) -> bytes:
    content = random.choice(seeds)
    if random.random() < 0.5:
        return damaged(gzip.compress(content, mtime=0), random)
    return gzip.compress(damaged(content, random), mtime=0)


def maker(form: str) -> Callable[[Random], bytes]:
    """How a damaged file of that form is made."""
    if form == "xlsx":
        seed = workbook_seed()
        return lambda random: damaged_workbook(seed, random)
    seeds = {
        "csv": csv_seeds,
        "csv.gz": csv_seeds,
        "json": json_seeds,
        "ndjson": ndjson_seeds,
        "xml": xml_seeds,
    }
    found = list(seeds[form]())
    if form == "csv.gz":
        return lambda random: damaged_gzip(found, random)
    return lambda random: damaged(random.choice(found), random)


@pytest.mark.parametrize("form", ["csv", "csv.gz", "json", "ndjson", "xml", "xlsx"])
def test_a_damaged_file_is_read_or_refused(form: str, tmp_path: Path) -> None:
    make, path, refused = maker(form), tmp_path / f"rows.{form}", 0

    for seed in seeds_for(form):
        path.write_bytes(make(Random(seed)))
        try:
            for line in lines_of(open_sheet(path, wanted=("nr", "name"))):
                assert all(isinstance(cell, str) for cell in line.cells)
        except WomError:
            refused += 1
        except Exception as error:
            error.add_note(f"{form}, seed {seed}")
            raise

    assert refused > 0


def seeds_for(form: str) -> Iterator[int]:
    """So many, or for so long."""
    if not SECONDS:
        yield from range(TIMES.get(form, USUAL_TIMES))
        return
    began, seed = time.monotonic(), 1_000_000
    while time.monotonic() - began < SECONDS:
        yield seed
        seed += 1
