"""Excel workbooks: the sheet that has the table, its cells as text. Read row by row, never a whole sheet at once.

A date is written `2015-05-04 01:54:54`, whatever the cell shows; a whole number has no point; formulas give their
last result.
"""

from __future__ import annotations

import itertools
import warnings
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any
from xml.parsers import expat

from wom_tui.errors import GatewayError, InvalidInput
from wom_tui.gateways.files.form import Form
from wom_tui.gateways.files.header import Header, find_header
from wom_tui.gateways.files.kept import read_once
from wom_tui.gateways.files.members import check_members
from wom_tui.gateways.files.raw import Content
from wom_tui.gateways.files.shared_texts import shared_texts
from wom_tui.gateways.files.sheet import MOST_COLUMNS, Line, Sheet, fitted

if TYPE_CHECKING:
    from openpyxl import Workbook

_LOOKED_AT = 40
_MOST_WIDE = 1_000  # rows that reach beyond any table's columns
_MOST_BLANK = 10_000  # rows without anything, after which nothing comes any more


def open_workbook(path: Path, content: Content, wanted: frozenset[str]) -> Sheet:
    """The table in a workbook: on the sheet that has most of the wanted columns, else on the first that has any rows.

    Raises:
        InvalidInput: it is no workbook, has no table, or would grow beyond measure.
    """
    check_members(path)
    best: tuple[int, str, int, Header] | None = None
    with _open(path) as book:
        for name in book.sheetnames:
            rows = list(itertools.islice(_rows(book, name), _LOOKED_AT))
            header = find_header([cells for _, cells in rows], wanted)
            if header is None:
                continue
            hits = len(wanted & set(header.names))
            if best is None or hits > best[0]:
                best = (hits, name, rows[header.at][0], header)
    if best is None:
        raise InvalidInput("file", path.name, "a workbook with a table on one of its sheets")
    _, part, at, header = best
    return Sheet(
        path, content.digest, "", header.names, Form.XLSX, header_at=at, header_rows=header.rows, part=part
    )


def workbook_lines(sheet: Sheet) -> Iterator[Line]:
    """The rows after the header."""
    return read_once(sheet, _lines(sheet))


def _lines(sheet: Sheet) -> Iterator[Line]:
    width, header_left = len(sheet.header), sheet.header_rows
    with _open(sheet.path) as book:
        for number, cells in _rows(book, sheet.part):
            if number < sheet.header_at:
                continue
            if header_left:
                header_left -= 1
                continue
            yield fitted(number, [*cells, *[""] * (width - len(cells))], width)


@contextmanager
def _open(path: Path) -> Iterator[Workbook]:
    from openpyxl.utils.exceptions import InvalidFileException

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # styles and extensions that do not matter to data
            with path.open("rb") as source:  # by its content: its name may end as it likes
                book = _loaded(source, path.name)
                try:
                    yield book
                finally:
                    book.close()
    except (InvalidInput, GatewayError):
        raise
    except OSError as error:
        raise GatewayError(f"{path.name} cannot be read: {error.strerror or error}") from error
    except (
        InvalidFileException,
        zipfile.BadZipFile,
        KeyError,
        ValueError,
        TypeError,
        AttributeError,
        IndexError,
        SyntaxError,
        EOFError,
        OverflowError,
        NotImplementedError,
        RecursionError,
        AssertionError,
        expat.ExpatError,
    ) as error:
        # The library reports what is wrong with a workbook by whatever happens to fail in it.
        raise InvalidInput(
            "file", path.name, f"an Excel workbook that is whole ({type(error).__name__}: {error})"
        ) from error


def _loaded(source: IO[bytes], name: str) -> Workbook:
    from openpyxl.reader.excel import ExcelReader
    from openpyxl.xml.constants import SHARED_STRINGS

    class Reader(ExcelReader):
        """The library's, but for the texts that cells share."""

        def read_strings(self) -> None:
            parts: Any = self.package  # half of the library says of what type it is
            if (told := parts.find(SHARED_STRINGS)) is not None:
                with self.archive.open(told.PartName[1:]) as part:
                    texts: Any = shared_texts(part, name)
                    self.shared_strings = texts

    reader = Reader(source, read_only=True, data_only=True, keep_links=False)
    reader.read()
    return reader.wb


def _rows(book: Workbook, name: str) -> Iterator[tuple[int, list[str]]]:
    """The rows of a sheet that hold anything, with their numbers."""
    sheet = book[name]
    if not hasattr(sheet, "iter_rows"):
        return  # a chart has no rows
    sheet.reset_dimensions()  # what a file claims to be its size need not be so
    blank = wide = 0
    for number, values in enumerate(sheet.iter_rows(values_only=True), start=1):
        wide += len(values) > MOST_COLUMNS
        if wide > _MOST_WIDE:
            raise InvalidInput("sheet", name, f"a table with up to {MOST_COLUMNS:,} columns")
        cells = [_text(value) for value in values]
        while cells and not cells[-1]:
            cells.pop()
        if cells:
            blank = 0
            yield number, cells
            continue
        blank += 1
        if blank > _MOST_BLANK:
            return


def _text(value: Any) -> str:
    match value:
        case None:
            return ""
        case str():
            return value
        case bool():
            return "true" if value else "false"
        case float() if value.is_integer() and abs(value) < 1e15:
            return str(int(value))
        case datetime():
            return value.isoformat(sep=" ", timespec="seconds")
        case date() | time():
            return value.isoformat()
        case timedelta():
            return f"{value.total_seconds() / 3600:g}"
        case _:
            return str(value)
