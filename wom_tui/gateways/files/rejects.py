"""Rows that could not be used, written back out for a person to put right; and read back without what was added."""

from __future__ import annotations

import csv
import io
import os
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from wom_tui.errors import GatewayError
from wom_tui.gateways.files.sheet import REJECT_COLUMNS, Line

# A spreadsheet takes a cell that begins like this for a formula; such a cell is written with an apostrophe
# before it.
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")
_ENDINGS = (".gz", ".csv", ".tsv", ".txt", ".xlsx", ".json", ".ndjson", ".jsonl", ".xml", ".rejects")


def write_rejects(
    source: Path,
    header: Sequence[str],
    rows: Iterable[tuple[Sequence[str], Sequence[object]]],
    to: Path | None = None,
) -> Path:
    """Write rows that were put aside, as they stood there, with `line, column, reason, value` behind them.

    An older file is never written over: somebody may have put half of it right. The same content twice is
        one file.

    Args:
        source: the file that they come from.
        rows: cells, and the four values of the added columns.
        to: where; unless given `NAME.rejects.csv` in the current folder, or the next free name.

    Returns:
        The file that holds them.

    Raises:
        GatewayError: it cannot be written.
    """
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow([*header, *REJECT_COLUMNS])
    for cells, added in rows:
        padded = [*cells, *[""] * (len(header) - len(cells))][: max(len(header), len(cells))]
        writer.writerow([_harmless(str(cell)) for cell in (*padded, *added)])
    content = text.getvalue().encode("utf-8", "replace")
    for path in [to] if to else _names(source):
        if path.exists() and path.read_bytes() == content:
            return path
        if to is not None or not path.exists():
            _write_whole(path, content)
            return path
    raise AssertionError("names do not run out")


def unquoted(line: Line) -> Line:
    """A row of a reject file, as it stood in the file that it comes from."""
    cells = [c[1:] if c[:1] == "'" and c.lstrip("'").startswith(_FORMULA) else c for c in line.cells]
    return Line(line.number, cells[: -len(REJECT_COLUMNS)], line.problem)


def _names(source: Path) -> Iterator[Path]:
    stem = source.name
    for suffix in _ENDINGS:
        stem = stem.removesuffix(suffix)
    yield Path.cwd() / f"{stem}.rejects.csv"
    for number in range(2, 1_000_000):
        yield Path.cwd() / f"{stem}.rejects-{number}.csv"


def _harmless(cell: str) -> str:
    return f"'{cell}" if cell.lstrip("'").startswith(_FORMULA) and not _is_number(cell) else cell


def _is_number(cell: str) -> bool:
    try:
        float(cell)
    except ValueError:
        return False
    return True


def _write_whole(path: Path, content: bytes) -> None:
    """All of it or nothing: a kill in the middle leaves no half of a file."""
    draft = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        draft.write_bytes(content)
        draft.replace(path)
    except OSError as error:
        draft.unlink(missing_ok=True)
        raise GatewayError(f"{path} cannot be written: {error.strerror}") from error
