"""Tables whose cells are separated by a comma, a semicolon, a tab or a bar; the header need not come first."""

from __future__ import annotations

import csv
import itertools
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import suppress
from pathlib import Path
from typing import IO

from wom_tui.errors import InvalidInput
from wom_tui.gateways.files import raw
from wom_tui.gateways.files.form import Form
from wom_tui.gateways.files.header import Header, find_header
from wom_tui.gateways.files.raw import Content
from wom_tui.gateways.files.rejects import as_it_stood
from wom_tui.gateways.files.sheet import Line, Sheet, fitted

SEPARATORS = ",;\t|"
LONGEST_CELL = 1 << 20  # characters
_MOST_BLANK = 1_000_000  # lines without anything, one after the other
_WHOLE = "an Excel workbook that is whole, saved as .xlsx"
_LOOKED_AT = 40  # rows: enough to see which separator and which header a file has


def open_csv(path: Path, content: Content, wanted: frozenset[str]) -> Sheet:
    """The table in a text.

    Raises:
        InvalidInput: it is no text, or has no header.
    """
    is_workbook = path.suffix.casefold().startswith(".xls")  # by its name; some programs write text under it
    if not content.encoding or (is_workbook and content.is_binary):
        raise InvalidInput("file", path.name, _WHOLE if is_workbook else "text in UTF-8 or Windows-1252")
    found = [(separator, _first_rows(path, content.encoding, separator)) for separator in SEPARATORS]
    tried = [
        (separator, rows, find_header([cells for _, cells in rows], wanted)) for separator, rows in found
    ]
    separator, rows, header = max(
        tried, key=lambda one: _likeness([cells for _, cells in one[1]], one[2], wanted)
    )
    if is_workbook and (header is None or len(header.names) < 2):
        raise InvalidInput("file", path.name, _WHOLE)
    if header is None:
        raise InvalidInput("file", path.name, "a table with a header in its first line")
    return Sheet(
        path=path,
        content_hash=content.digest,
        encoding=content.encoding,
        header=header.names,
        form=Form.CSV,
        separator=separator,
        header_at=rows[header.at][0],
        header_rows=header.rows,
    )


def csv_lines(sheet: Sheet) -> Iterator[Line]:
    """The rows after the header; those of a reject file as they stood in the file that they come from."""
    lines = whole_lines(sheet)
    width = len(sheet.columns)
    return (as_it_stood(line, width) for line in lines) if sheet.is_reject_file else lines


def whole_lines(sheet: Sheet) -> Iterator[Line]:
    """The rows after the header, with what a reject file adds."""
    width = len(sheet.header)
    with raw.text_of(sheet.path, sheet.encoding) as text:
        rows = _Rows(text, sheet.path.name, sheet.separator)
        header_left, last = sheet.header_rows, 0
        for number, cells in rows:
            if not cells and number - last > _MOST_BLANK:
                raise InvalidInput(
                    "file", sheet.path.name, f"a table; from line {last + 1} on there is nothing"
                )
            last = number if cells else last
            if isinstance(cells, csv.Error):
                yield Line(number, [], f"cannot be read as a row: {cells}")
            elif number >= sheet.header_at and header_left:
                header_left -= any(cells)
            elif number > sheet.header_at and any(cells):
                yield fitted(number, cells, width)


_Row = tuple[int, list[str] | csv.Error]


class _Rows:
    """The rows of a text, each with the line that it begins on; a row that cannot be read is its error."""

    def __init__(self, text: IO[str], name: str, separator: str) -> None:
        csv.field_size_limit(LONGEST_CELL)  # of the whole process
        self._name, self._separator = name, separator
        self._lines: list[str] = []  # of the row that is being read
        self._reader = csv.reader(self._noted(raw.physical_lines(text, name)), delimiter=separator)

    def __iter__(self) -> Iterator[_Row]:
        """Only the last row can have a quote that is left open, so each is held back until there is another.

        Raises:
            InvalidInput: a cell has no end. What comes after it would be read as something else than it is.
        """
        held: _Row | None = None
        lines: list[str] = []
        while True:
            try:
                row = self._next()
            except InvalidInput:
                if held is not None:
                    yield held
                raise
            if row is None:
                break
            if held is not None:
                yield held
            held, lines, self._lines = row, self._lines, []
        if held is not None:
            yield (held[0], csv.Error("a quote is not closed")) if self._is_open(lines) else held

    def _next(self) -> _Row | None:
        number = self._reader.line_num + 1
        try:
            return number, next(self._reader)
        except StopIteration:
            return None
        except csv.Error as error:
            if self._reader.line_num > number:
                expected = (
                    f"cells of up to {LONGEST_CELL:,} characters; is a quote on line {number} not closed?"
                )
                raise InvalidInput("file", self._name, expected) from error
            return number, error

    def _noted(self, lines: Iterator[str]) -> Iterator[str]:
        for line in lines:
            self._lines.append(line)
            yield line

    def _is_open(self, lines: Sequence[str]) -> bool:
        """The row took all further lines into a cell, to the end of the file."""
        if len(lines) < 2:
            return False
        try:
            list(csv.reader(lines, delimiter=self._separator, strict=True))
        except csv.Error as error:
            return "unexpected end" in str(error)
        return False


def _first_rows(path: Path, encoding: str, separator: str) -> list[tuple[int, list[str]]]:
    """What the first rows would be with that separator; those before a cell that has no end, for another may fit."""
    found: list[tuple[int, list[str]]] = []
    with raw.text_of(path, encoding) as text, suppress(InvalidInput):
        for number, cells in itertools.islice(_Rows(text, path.name, separator), _LOOKED_AT):
            if not isinstance(cells, csv.Error) and any(cells):
                found.append((number, cells))
    return found


def _likeness(
    rows: Sequence[Sequence[str]], header: Header | None, wanted: frozenset[str]
) -> tuple[int, bool, int, int]:
    """How much rows look like a table: columns asked for; more than one; rows as wide as the header; its width."""
    if header is None:
        return (0, False, 0, 0)
    width = len(header.names)
    alike = Counter(len(cells) for cells in rows[header.at + header.rows :])
    return (len(wanted & set(header.names)), width > 1, alike[width], width)
