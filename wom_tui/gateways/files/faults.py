"""How do several faults of one row stand in the columns of a reject file, and how are they told apart again?"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import groupby
from typing import NamedTuple

from wom_tui.domain.intake.draft import Reject


class Fault(NamedTuple):
    """A fault as a reject file tells it."""

    column: str
    reason: str
    value: str = ""


def rows_with_faults(
    entries: Iterable[tuple[Sequence[str], Reject]],
) -> Iterator[tuple[Sequence[str], tuple[int, str, str, str]]]:
    """Each row once, with all of its faults, as `write_rejects` takes them.

    Args:
        entries: cells of a row and one of its faults; those of one row follow each other.
    """
    for line, group in groupby(entries, key=lambda entry: entry[1].line):
        (cells, first), *others = group
        yield cells, (line, *_joined([first, *(reject for _, reject in others)]))


def _joined(faults: Sequence[Reject]) -> Fault:
    """Column, reason and value of a row; of several faults each reason with its column."""
    if len(faults) == 1:
        return Fault(faults[0].column, faults[0].reason, faults[0].value)
    reasons = (f"{fault.column}: {fault.reason}" if fault.column else fault.reason for fault in faults)
    columns, values = ([getattr(f, name) for f in faults] for name in ("column", "value"))
    return Fault(", ".join(filter(None, columns)), "; ".join(reasons), ", ".join(filter(None, values)))


def apart(told: Fault, row: Mapping[str, str]) -> list[Fault]:
    """The faults that were joined; what was not, or cannot be told apart for sure, is one.

    Args:
        row: the cells by their column: what a value of several is told by.
    """
    columns = told.column.split(", ")
    reasons = _reasons(told.reason, columns)
    if reasons is None:
        return [told]
    values = _values(told.value, columns, row)
    return [Fault(*fault) for fault in zip(columns, reasons, values, strict=True)]


def _reasons(told: str, columns: Sequence[str]) -> list[str] | None:
    """The reasons behind their columns, which stand there in this order; None where they do not."""
    if len(columns) < 2 or not told.startswith(f"{columns[0]}: "):
        return None
    found, rest = list[str](), told.removeprefix(f"{columns[0]}: ")
    for column in columns[1:]:
        reason, is_there, rest = rest.partition(f"; {column}: ")
        if not is_there:
            return None
        found.append(reason)
    return [*found, rest]


def _values(told: str, columns: Sequence[str], row: Mapping[str, str]) -> list[str]:
    """What the row has in these columns; where that has been mended since, what was told of it, if that is sure."""
    whole, parts = " ".join(told.split()), told.split(", ")
    rest = parts if len(parts) == len(columns) else [""] * len(columns)
    cells = (" ".join(row.get(column, "").split()) for column in columns)
    return [cell if cell and cell in whole else part for cell, part in zip(cells, rest, strict=True)]
