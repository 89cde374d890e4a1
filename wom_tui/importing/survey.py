"""What do files hold: how many rows, which numbers occur again further down, which positions do too many rows share?

`survey` reads them through before anything is stored; `read_rows` then gives each row as a draft, or the reason why it
is none.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from wom_tui.domain.intake.cell import BadCell
from wom_tui.domain.intake.draft import OrderDraft, Reject
from wom_tui.domain.intake.position import Point, shared_points
from wom_tui.domain.intake.preset import Preset
from wom_tui.domain.intake.row import Intake
from wom_tui.errors import InvalidInput
from wom_tui.gateways.files import Line, Sheet, lines_of, open_sheet, picker

Place = tuple[int, int]  # which of the files, which line of it


@dataclass(frozen=True)
class Survey:
    """What the first reading has found.

    Attributes:
        last: external id → where it occurs last, for those that occur more than once.
        shared: positions that too many rows without an address share.
    """

    sheets: tuple[Sheet, ...]
    rows: int
    last: dict[str, Place]
    shared: frozenset[Point]


@dataclass(frozen=True)
class ReadRow:
    """A row after reading: a draft, or why there is none."""

    line: Line
    draft: OrderDraft | None
    reject: Reject | None = None


def survey(paths: Sequence[Path], intake: Intake) -> Survey:
    """Read the files through.

    Raises:
        InvalidInput, GatewayError: one of them cannot be read, or lacks a column.
    """
    sheets = tuple(open_sheet(path, wanted=intake.preset.read_columns) for path in paths)
    seen: dict[str, Place] = {}
    last: dict[str, Place] = {}
    points: list[Point] = []
    rows = 0
    for number, sheet in enumerate(sheets):
        _check_columns(sheet, intake.preset)
        row_of = picker(sheet.columns, intake.placing_columns)
        for line in lines_of(sheet):
            rows += 1
            if line.problem:
                continue
            row = row_of(line.cells)
            try:
                external_id = intake.external_id(row)
                point = intake.unaddressed_point(row)
            except BadCell:
                continue  # the second reading says so, and puts the row aside
            if external_id in seen:
                last[external_id] = (number, line.number)
            seen[external_id] = (number, line.number)
            if point is not None:
                points.append(point)
    return Survey(sheets, rows, last, shared_points(points))


def _check_columns(sheet: Sheet, preset: Preset) -> None:
    if missing := preset.missing_columns(sheet.columns):
        raise InvalidInput(
            "file", sheet.path.name, f"the columns of {preset.name}; there is no {', '.join(missing)}"
        )
    doubled = [name for name, n in Counter(sheet.columns).items() if n > 1 and name in preset.read_columns]
    if doubled:
        raise InvalidInput("file", sheet.path.name, f"each column once; {', '.join(doubled)} is there twice")


def read_rows(sheet: Sheet, intake: Intake) -> Iterator[ReadRow]:
    """Every row of a file as a draft, or with the reason why it is none."""
    row_of = picker(sheet.columns, intake.preset.read_columns)
    for line in lines_of(sheet):
        if line.problem:
            yield ReadRow(line, None, Reject(line=line.number, column="", reason=line.problem, value=""))
            continue
        try:
            yield ReadRow(line, intake.draft(row_of(line.cells), line.number))
        except BadCell as bad:
            reject = Reject(line=line.number, column=bad.column, reason=bad.reason, value=bad.value)
            yield ReadRow(line, None, reject)
