"""What stands in a file that somebody exported: its rows as text, each with the line it begins on.

Reads csv, plain or gzipped, in UTF-8 (with or without a byte-order mark), UTF-16 with one, or Windows-1252;
and writes the rows that could not be used back out, for a person to put right.
"""

from __future__ import annotations

import codecs
import csv
import gzip
import hashlib
import io
import os
import zlib
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO, cast

from wom_tui.errors import GatewayError, InvalidInput

_CHUNK = 1 << 20
_BOMS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
REJECT_COLUMNS = ("line", "column", "reason", "value")
# A spreadsheet takes a cell that begins like this for a formula; such a cell is written with an apostrophe
# before it.
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")


@dataclass(frozen=True)
class Sheet:
    """A file that has been read through once.

    Attributes:
        content_hash: SHA-256 of the content, the same whether it is gzipped or not.
        header: the columns' names; the first one may be empty.
    """

    path: Path
    content_hash: str
    encoding: str
    header: tuple[str, ...]

    @property
    def is_reject_file(self) -> bool:
        """It is one that `write_rejects` wrote."""
        return self.header[-len(REJECT_COLUMNS) :] == REJECT_COLUMNS

    @property
    def columns(self) -> tuple[str, ...]:
        """The header without what a reject file adds."""
        return self.header[: -len(REJECT_COLUMNS)] if self.is_reject_file else self.header


@dataclass(frozen=True, slots=True)
class Line:
    """One row.

    Attributes:
        number: the line of the file that it begins on, from 1; the header is 1.
        cells: as many as the header has columns, unless there is a problem.
        problem: why it is no row of this table; empty for most.
    """

    number: int
    cells: list[str]
    problem: str = ""


def open_sheet(path: Path) -> Sheet:
    """Read the file through: what is it?

    Raises:
        InvalidInput: there is no such file, or it is no table in a known encoding.
        GatewayError: it is damaged.
    """
    digest, utf8, cp1252 = hashlib.sha256(), _Trial("utf-8"), _Trial("cp1252")
    start = b""
    with _bytes_of(path) as source:
        while chunk := source.read(_CHUNK):
            start = start or chunk[:4]
            digest.update(chunk)
            utf8.feed(chunk)
            cp1252.feed(chunk)
    encoding = next((name for bom, name in _BOMS if start.startswith(bom)), "")
    if not encoding:
        utf8.end()
        encoding = "utf-8" if utf8.fits else "cp1252"
        if not utf8.fits and not cp1252.fits:
            raise InvalidInput("file", path.name, "text in UTF-8 or Windows-1252")
    header = _header(path, encoding)
    return Sheet(path, digest.hexdigest(), encoding, header)


def lines_of(sheet: Sheet) -> Iterator[Line]:
    """The rows after the header. Blank lines are no rows.

    Raises:
        GatewayError: the file is damaged.
    """
    width = len(sheet.header)
    with _text_of(sheet.path, sheet.encoding) as source:
        reader = csv.reader(source)
        next(reader, None)
        while True:
            number = reader.line_num + 1
            try:
                cells = next(reader)
            except StopIteration:
                return
            except csv.Error as error:
                yield Line(number, [], f"cannot be read as a row: {error}")
                continue
            if any(cells):
                line = _fitted(number, cells, width)
                yield _unquoted(line) if sheet.is_reject_file else line


def _fitted(number: int, cells: list[str], width: int) -> Line:
    if len(cells) > width and not any(cells[width:]):
        cells = cells[:width]
    if len(cells) == width:
        return Line(number, cells)
    return Line(number, cells, f"has {len(cells)} cells where the header has {width}")


def _unquoted(line: Line) -> Line:
    cells = [c[1:] if c[:1] == "'" and c.lstrip("'").startswith(_FORMULA) else c for c in line.cells]
    return Line(line.number, cells[: -len(REJECT_COLUMNS)], line.problem)


@contextmanager
def _bytes_of(path: Path) -> Iterator[IO[bytes]]:
    try:
        with path.open("rb") as raw:
            is_gzip = raw.read(2) == b"\x1f\x8b"
            raw.seek(0)
            yield cast("IO[bytes]", gzip.GzipFile(fileobj=raw)) if is_gzip else raw
    except (EOFError, gzip.BadGzipFile, zlib.error) as error:
        raise GatewayError(f"{path.name} is damaged: {error}") from error
    except (FileNotFoundError, IsADirectoryError) as error:
        raise InvalidInput("file", str(path), "a file that is there") from error
    except OSError as error:
        raise GatewayError(f"{path.name} cannot be read: {error.strerror or error}") from error


@contextmanager
def _text_of(path: Path, encoding: str) -> Iterator[IO[str]]:
    with _bytes_of(path) as source, io.TextIOWrapper(source, encoding=encoding, newline="") as text:
        try:
            yield text
        except UnicodeDecodeError as error:
            raise InvalidInput(
                "file", path.name, f"text in {encoding.upper()}, as its first bytes say"
            ) from error


def _header(path: Path, encoding: str) -> tuple[str, ...]:
    with _text_of(path, encoding) as text:
        try:
            header = next(csv.reader(text), [])
        except csv.Error as error:
            raise InvalidInput("file", path.name, f"a csv table ({error})") from error
    if not any(header):
        raise InvalidInput("file", path.name, "a table with a header in its first line")
    return tuple(name.strip() for name in header)


class _Trial:
    """Whether all bytes of a file fit an encoding."""

    def __init__(self, encoding: str) -> None:
        self._decoder = codecs.getincrementaldecoder(encoding)()
        self.fits = True

    def feed(self, chunk: bytes, *, final: bool = False) -> None:
        if self.fits:
            try:
                self._decoder.decode(chunk, final)
            except UnicodeDecodeError:
                self.fits = False

    def end(self) -> None:
        self.feed(b"", final=True)


# -- rejects -----------------------------------------------------------------------------------------------


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


def _names(source: Path) -> Iterator[Path]:
    stem = source.name
    for suffix in (".gz", ".csv", ".rejects"):
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
