"""A table for somebody else: csv, an Excel workbook, JSON, one JSON object a line, Parquet; most of them row by row.

In csv and workbooks no cell is a formula and none holds a control character, unless `is_raw` asks for the texts as
they are. JSON and Parquet hold every text as it is: nothing computes it.
"""

from __future__ import annotations

import io
import json
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from enum import Enum
from pathlib import Path
from typing import IO, Any
from zoneinfo import ZoneInfo

from wom_tui.domain.texts import shortened
from wom_tui.errors import InvalidInput
from wom_tui.gateways.files.csv_rows import csv_writer
from wom_tui.gateways.files.form import Form
from wom_tui.gateways.files.harmless import harmless
from wom_tui.gateways.files.parquet import write_parquet
from wom_tui.gateways.files.whole import written_whole

WRITABLE = (Form.CSV, Form.XLSX, Form.JSON, Form.NDJSON, Form.PARQUET)
_MOST_ROWS = 1_048_575  # of a workbook's sheet, without its header
_LONGEST_CELL = 32_767  # characters of a workbook's cell
_NO_CHARACTERS = {0xFFFE: None, 0xFFFF: None}  # of XML; a workbook with one of them cannot be opened
Cell = str | int | float | bool | datetime | date | None
Rows = Iterable[Sequence[Cell]]


def form_of_target(path: Path, said: str | None = None) -> Form:
    """The form to write: the one that was asked for, else what the name ends in.

    Raises:
        InvalidInput: it is none that can be written.
    """
    name = said or path.suffix.removeprefix(".").replace("jsonl", "ndjson")
    try:
        form = Form(name.casefold())
    except ValueError:
        form = Form.XML
    if form not in WRITABLE:
        raise InvalidInput("form", name or path.name, f"one of {', '.join(WRITABLE)}")
    return form


def write_table(
    path: Path, form: Form, header: Sequence[str], rows: Rows, *, zone: ZoneInfo, is_raw: bool = False
) -> int:
    """Write a table to a file, whole or not at all; answers how many rows it has.

    Args:
        zone: a workbook knows no zones, so its times are those of this one's clock; elsewhere times carry their offset.
        is_raw: texts as they are, formulas too.

    Raises:
        GatewayError: it cannot be written.
        InvalidInput: a workbook has no room for so many rows.
    """
    with written_whole(path) as target:
        return write_to(target, form, header, rows, zone=zone, is_raw=is_raw)


def write_to(
    target: IO[bytes], form: Form, header: Sequence[str], rows: Rows, *, zone: ZoneInfo, is_raw: bool = False
) -> int:
    """Write a table to an open file or a pipe; see `write_table`."""
    if form is Form.XLSX:
        return _write_workbook(target, header, rows, zone, is_raw=is_raw)
    if form is Form.PARQUET:
        return write_parquet(target, header, rows)
    text = io.TextIOWrapper(target, encoding="utf-8", errors="replace", newline="", write_through=True)
    try:
        if form is Form.CSV:
            return _write_csv(text, header, rows, zone, is_raw=is_raw)
        return _write_objects(text, header, rows, zone, is_list=form is Form.JSON)
    finally:
        text.detach()


def _write_csv(text: IO[str], header: Sequence[str], rows: Rows, zone: ZoneInfo, *, is_raw: bool) -> int:
    writer = csv_writer(text)
    writer.writerow([_text(name, is_raw=is_raw) for name in header])
    count = 0
    for row in rows:
        writer.writerow([_text(_plain(cell, zone), is_raw=is_raw) for cell in row])
        count += 1
    return count


def _text(cell: Any, *, is_raw: bool) -> str:
    if cell is None:
        return ""
    if not isinstance(cell, str):
        return "true" if cell is True else "false" if cell is False else str(cell)
    return cell if is_raw else harmless(_printable(cell))


def _printable(text: str) -> str:
    """Without control characters; line breaks and tabs within a text stay."""
    if text.isprintable():
        return text
    lines = _with_plain_ends(text)
    return "".join(char for char in lines if char.isprintable() or char in "\n\t" or ord(char) > 0x9F)


def _with_plain_ends(text: str) -> str:
    """Every line ends with a line feed, as a workbook's own do."""
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _write_objects(text: IO[str], header: Sequence[str], rows: Rows, zone: ZoneInfo, *, is_list: bool) -> int:
    before, between, after = ("[\n", ",\n", "\n]\n") if is_list else ("", "\n", "\n")
    count = 0
    text.write(before)
    for count, row in enumerate(rows, start=1):
        record = dict(zip(header, (_plain(cell, zone) for cell in row), strict=True))
        text.write((between if count > 1 else "") + json.dumps(record, ensure_ascii=False))
    text.write(after if count or is_list else "")
    return count


def _plain(cell: Any, zone: ZoneInfo) -> Any:
    """Moments as the clock there shows them, with its offset; all else as it is."""
    match cell:
        case datetime():
            return cell.astimezone(zone).isoformat()
        case date():
            return cell.isoformat()
        case Enum():
            return cell.value
        case _:
            return cell


def _write_workbook(
    target: IO[bytes], header: Sequence[str], rows: Rows, zone: ZoneInfo, *, is_raw: bool
) -> int:
    from openpyxl import Workbook

    book = Workbook(write_only=True)
    sheet = book.create_sheet("wom")
    sheet.freeze_panes = "A2"
    sheet.append([_workbook_cell(sheet, name, zone, is_raw=is_raw) for name in header])
    count = 0
    for count, row in enumerate(rows, start=1):
        if count > _MOST_ROWS:
            raise InvalidInput("rows", f"more than {_MOST_ROWS:,}", "fewer for a workbook: a filter, or csv")
        sheet.append([_workbook_cell(sheet, cell, zone, is_raw=is_raw) for cell in row])
    book.save(target)
    return count


def _workbook_cell(sheet: Any, cell: Any, zone: ZoneInfo, *, is_raw: bool) -> Any:
    """A cell that is what it says: a text is a text even where it begins like a formula."""
    from openpyxl.cell import WriteOnlyCell
    from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE

    match cell:
        case datetime():
            return cell.astimezone(zone).replace(tzinfo=None)
        case Enum():
            return cell.value
        case str() if cell.startswith("=") or not cell.isprintable() or len(cell) > _LONGEST_CELL:
            text = ILLEGAL_CHARACTERS_RE.sub("", _with_plain_ends(cell)).translate(_NO_CHARACTERS)
            made = WriteOnlyCell(sheet, value=shortened(text, _LONGEST_CELL))
            if not is_raw:
                made.data_type = "s"
            return made
        case _:
            return cell
