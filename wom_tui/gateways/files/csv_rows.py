"""How is a row of csv written so that any reader takes it for one row?"""

from __future__ import annotations

import csv
from collections.abc import Iterable
from typing import IO, Any, Protocol

# The standard library quotes a cell for the characters that end its rows, and for no others.
_QUOTED_FOR = "\r\n"


class RowWriter(Protocol):
    """What `csv.writer` gives."""

    def writerow(self, row: Iterable[Any], /) -> Any: ...


def csv_writer(file: IO[str], separator: str = ",") -> RowWriter:
    """A writer whose rows end in a line feed, and which quotes a cell that holds any line break, a lone `\\r` too."""
    return csv.writer(_LineFeeds(file), delimiter=separator, lineterminator=_QUOTED_FOR)


class _LineFeeds:
    """Takes whole rows; ends them as people's tools expect."""

    def __init__(self, file: IO[str]) -> None:
        self._write = file.write

    def write(self, row: str) -> int:
        return self._write(row.removesuffix(_QUOTED_FOR) + "\n")
