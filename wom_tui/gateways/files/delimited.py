"""Tables whose cells are separated by a comma, a semicolon, a tab or a bar; the header need not come first."""

from __future__ import annotations

import csv
import itertools
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path

from wom_tui.errors import InvalidInput
from wom_tui.gateways.files import raw
from wom_tui.gateways.files.form import Form
from wom_tui.gateways.files.header import Header, find_header
from wom_tui.gateways.files.raw import Content
from wom_tui.gateways.files.rejects import unquoted
from wom_tui.gateways.files.sheet import Line, Sheet, fitted

SEPARATORS = ",;\t|"
_LOOKED_AT = 40  # rows: enough to see which separator and which header a file has


def open_csv(path: Path, content: Content, wanted: frozenset[str]) -> Sheet:
    """The table in a text.

    Raises:
        InvalidInput: it is no text, or has no header.
    """
    if not content.encoding:
        raise InvalidInput("file", path.name, "text in UTF-8 or Windows-1252")
    found = [(separator, _first_rows(path, content.encoding, separator)) for separator in SEPARATORS]
    tried = [
        (separator, rows, find_header([cells for _, cells in rows], wanted)) for separator, rows in found
    ]
    separator, rows, header = max(
        tried, key=lambda one: _likeness([cells for _, cells in one[1]], one[2], wanted)
    )
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
    return map(unquoted, lines) if sheet.is_reject_file else lines


def whole_lines(sheet: Sheet) -> Iterator[Line]:
    """The rows after the header, with what a reject file adds."""
    width = len(sheet.header)
    with raw.text_of(sheet.path, sheet.encoding) as text:
        numbered = _numbered(csv.reader(raw.physical_lines(text, sheet.path.name), delimiter=sheet.separator))
        header_left = sheet.header_rows
        for number, cells in numbered:
            if isinstance(cells, csv.Error):
                yield Line(number, [], f"cannot be read as a row: {cells}")
            elif number >= sheet.header_at and header_left:
                header_left -= any(cells)
            elif number > sheet.header_at and any(cells):
                yield fitted(number, cells, width)


def _numbered(reader: Iterator[list[str]]) -> Iterator[tuple[int, list[str] | csv.Error]]:
    """Each row with the line that it begins on; a row that cannot be read is its error."""
    while True:
        number = reader.line_num + 1  # type: ignore[attr-defined]  # a csv reader counts its lines
        try:
            yield number, next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            yield number, error


def _first_rows(path: Path, encoding: str, separator: str) -> list[tuple[int, list[str]]]:
    with raw.text_of(path, encoding) as text:
        rows = _numbered(csv.reader(raw.physical_lines(text, path.name), delimiter=separator))
        first = itertools.islice(rows, _LOOKED_AT)
        return [(number, cells) for number, cells in first if not isinstance(cells, csv.Error) and any(cells)]


def _likeness(
    rows: Sequence[Sequence[str]], header: Header | None, wanted: frozenset[str]
) -> tuple[int, bool, int, int]:
    """How much rows look like a table: columns asked for; more than one; rows as wide as the header; its width."""
    if header is None:
        return (0, False, 0, 0)
    width = len(header.names)
    alike = Counter(len(cells) for cells in rows[header.at + header.rows :])
    return (len(wanted & set(header.names)), width > 1, alike[width], width)
