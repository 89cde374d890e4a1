"""Rows that could not be used, written back out for a person to put right; and read back without what was added."""

from __future__ import annotations

import io
import os
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from pathlib import Path

from wom_tui.gateways.files.csv_rows import csv_writer
from wom_tui.gateways.files.form import Form
from wom_tui.gateways.files.harmless import harmless, original
from wom_tui.gateways.files.sheet import REJECT_COLUMNS, SURPLUS, Line, Sheet, fitted
from wom_tui.gateways.files.whole import written_whole

_ENDINGS = (".gz", ".csv", ".tsv", ".txt", ".xlsx", ".json", ".ndjson", ".jsonl", ".xml", ".rejects")
_LONGEST_STEM = 200  # bytes; file systems allow names of 255


def write_rejects(
    sheet: Sheet,
    rows: Iterable[tuple[Sequence[str], Sequence[object]]],
    to: Path | None = None,
) -> Path:
    """Write rows that were put aside, as they stood there, with `line, column, reason, value` behind them.

    Of a csv it keeps separator and encoding, so that it opens as that one does; of any other form it is a csv in UTF-8.
    Cells that the header has no column for stand in columns of their own. An older file is never written over:
    somebody may have put half of it right. The same content twice is one file.

    Args:
        sheet: where they come from.
        rows: cells, and the four values of the added columns.
        to: where; unless given `NAME.rejects.csv` in the current folder, or the next free name.

    Returns:
        The file that holds them.

    Raises:
        GatewayError: it cannot be written.
    """
    content = _encoded(_text(sheet, list(rows)), sheet.encoding if sheet.form is Form.CSV else "utf-8")
    for path in [to] if to else _names(sheet.path):
        if _holds(path, content):
            return path
        if to is not None or not os.path.lexists(path):  # a link that leads nowhere is there as well
            with written_whole(path) as target:
                target.write(content)
            return path
    raise AssertionError("names do not run out")


def as_it_stood(line: Line, width: int) -> Line:
    """A row of a reject file, as it stood in the file that it comes from; what was added may have been taken away.

    Args:
        width: of that file.
    """
    if not line.cells:
        return line
    is_whole = len(line.cells) >= width + len(REJECT_COLUMNS)
    own = line.cells[: -len(REJECT_COLUMNS)] if is_whole else line.cells
    return fitted(line.number, [original(cell) for cell in own], width)


def _text(sheet: Sheet, rows: Sequence[tuple[Sequence[str], Sequence[object]]]) -> str:
    """The reject file: every row as wide as the widest, and then what is added."""
    text = io.StringIO(newline="")
    writer = csv_writer(text, sheet.separator)
    width = max([len(sheet.columns), *(len(cells) for cells, _ in rows)])
    surplus = [SURPLUS] * (width - len(sheet.columns))
    writer.writerow([*sheet.columns, *surplus, *REJECT_COLUMNS])
    for cells, added in rows:
        padding = [""] * (width - len(cells))
        writer.writerow([harmless(str(cell)) for cell in (*cells, *padding, *added)])
    return text.getvalue()


def _encoded(text: str, encoding: str) -> bytes:
    """The text in that encoding; in UTF-8 that says so where it has no such characters, or would be read as others."""
    with suppress(UnicodeEncodeError):
        content = text.encode(encoding)
        if encoding != "cp1252" or text.isascii() or not _is_utf8(content):
            return content
    return text.encode("utf-8-sig", "replace")


def _is_utf8(content: bytes) -> bool:
    try:
        content.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def _holds(path: Path, content: bytes) -> bool:
    """It is a file of its own, and has just that."""
    if path.is_symlink() or not path.is_file() or path.stat().st_size != len(content):
        return False
    return path.read_bytes() == content


def _names(source: Path) -> Iterator[Path]:
    stem = source.name
    for suffix in _ENDINGS:
        stem = stem.removesuffix(suffix)
    stem = os.fsencode(stem)[:_LONGEST_STEM].decode("utf-8", "ignore")
    yield Path.cwd() / f"{stem}.rejects.csv"
    for number in range(2, 1_000_000):
        yield Path.cwd() / f"{stem}.rejects-{number}.csv"
