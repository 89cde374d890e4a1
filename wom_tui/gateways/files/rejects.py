"""Rows that could not be used, written back out for a person to put right; and read back without what was added."""

from __future__ import annotations

import io
import os
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from wom_tui.gateways.files.csv_rows import csv_writer
from wom_tui.gateways.files.harmless import harmless, original
from wom_tui.gateways.files.sheet import REJECT_COLUMNS, Line
from wom_tui.gateways.files.whole import written_whole

_ENDINGS = (".gz", ".csv", ".tsv", ".txt", ".xlsx", ".json", ".ndjson", ".jsonl", ".xml", ".rejects")
_LONGEST_STEM = 200  # bytes; file systems allow names of 255


def write_rejects(
    source: Path,
    header: Sequence[str],
    rows: Iterable[tuple[Sequence[str], Sequence[object]]],
    to: Path | None = None,
) -> Path:
    """Write rows that were put aside, as they stood there, with `line, column, reason, value` behind them.

    An older file is never written over: somebody may have put half of it right. The same content twice is one file.

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
    writer = csv_writer(text)
    writer.writerow([*header, *REJECT_COLUMNS])
    for cells, added in rows:
        padded = [*cells, *[""] * (len(header) - len(cells))][: max(len(header), len(cells))]
        writer.writerow([harmless(str(cell)) for cell in (*padded, *added)])
    content = text.getvalue().encode("utf-8", "replace")
    for path in [to] if to else _names(source):
        if _holds(path, content):
            return path
        if to is not None or not os.path.lexists(path):  # a link that leads nowhere is there as well
            with written_whole(path) as target:
                target.write(content)
            return path
    raise AssertionError("names do not run out")


def unquoted(line: Line) -> Line:
    """A row of a reject file, as it stood in the file that it comes from."""
    return Line(line.number, [original(cell) for cell in line.cells[: -len(REJECT_COLUMNS)]], line.problem)


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
