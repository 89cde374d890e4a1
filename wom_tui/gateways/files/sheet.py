"""One table out of a file: its columns, and each row as text with the place that it begins at."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence, Sized
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from wom_tui.errors import InvalidInput
from wom_tui.gateways.files.form import Form

MOST_COLUMNS = 2_000
REJECT_COLUMNS = ("line", "column", "reason", "value")
SURPLUS = "[surplus]"  # what a reject file calls a column of cells that the header has none for


@dataclass(frozen=True)
class Sheet:
    """A file that has been read through once.

    Attributes:
        content_hash: SHA-256 of the content, the same whether it is gzipped or not.
        header: the columns' names; the first one may be empty.
        separator: between the cells of a csv.
        header_at: the first line of the header, from 1; 0 where the names stand with every row.
        header_rows: how many lines the header takes.
        part: the sheet of a workbook, or the path of the list in a JSON document; empty where there is only one.
    """

    path: Path
    content_hash: str
    encoding: str
    header: tuple[str, ...]
    form: Form = Form.CSV
    separator: str = ","
    header_at: int = 1
    header_rows: int = 1
    part: str = ""

    @property
    def is_reject_file(self) -> bool:
        """It is one that `write_rejects` wrote."""
        return self.header[-len(REJECT_COLUMNS) :] == REJECT_COLUMNS

    @property
    def columns(self) -> tuple[str, ...]:
        """The header without what a reject file adds."""
        if not self.is_reject_file:
            return self.header
        width = len(self.header) - len(REJECT_COLUMNS)
        while width and self.header[width - 1] == SURPLUS:
            width -= 1
        return self.header[:width]


class Line(NamedTuple):
    """One row.

    Attributes:
        number: where it begins: the line of a text, the row of a workbook, else its place in the list, from 1.
        cells: as many as the header has columns, unless there is a problem.
        problem: why it is no row of this table; empty for most.
    """

    number: int
    cells: list[str]
    problem: str = ""


def few_enough(names: Sized, name: str) -> None:
    """Refuse more columns than any table has.

    Raises:
        InvalidInput: there are more than `MOST_COLUMNS`.
    """
    if len(names) > MOST_COLUMNS:
        raise InvalidInput("file", name, f"a table with up to {MOST_COLUMNS:,} columns")


def picker(columns: Sequence[str], wanted: Collection[str]) -> Callable[[list[str]], dict[str, str]]:
    """A function from the cells of a whole row to those of some columns, by name."""
    places = [(name, at) for at, name in enumerate(columns) if name in wanted]
    return lambda cells: {name: cells[at] for name, at in places}


def fitted(number: int, cells: list[str], width: int) -> Line:
    """The row, or why it does not fit the header. Empty cells at its end are no cells."""
    if len(cells) > width and not any(cells[width:]):
        cells = cells[:width]
    if len(cells) == width:
        return Line(number, cells)
    return Line(number, cells, f"has {len(cells)} cells where the header has {width}")
