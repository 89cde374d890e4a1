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
from wom_tui.domain.intake.position import Point, shared_points
from wom_tui.domain.intake.preset import Preset
from wom_tui.domain.intake.row import Intake
from wom_tui.errors import InvalidInput
from wom_tui.gateways.files.reading import lines_of, open_sheet
from wom_tui.gateways.files.sheet import Sheet, picker
from wom_tui.importing.logs import read_log
from wom_tui.importing.read_row import ReadRow

Place = tuple[int, int]  # which of the files, which line of it


@dataclass(frozen=True)
class Survey:
    """What the first reading has found.

    Attributes:
        last: external id → where it occurs last, for those that occur more than once; in an event log all rows count.
        strewn: which of the files are event logs in which the rows of an order do not all stand together.
        shared: positions that too many rows without an address share.
        leaves_zone_open: there are times that do not say on which clock they are.
    """

    sheets: tuple[Sheet, ...]
    rows: int
    last: dict[str, Place]
    shared: frozenset[Point]
    strewn: frozenset[int] = frozenset()
    leaves_zone_open: bool = False


def survey(paths: Sequence[Path], intake: Intake) -> Survey:
    """Read the files through.

    Raises:
        InvalidInput, GatewayError: one of them cannot be read, or lacks a column.
    """
    sheets = tuple(open_sheet(path, wanted=intake.preset.read_columns) for path in paths)
    seen: dict[str, Place] = {}
    last: dict[str, Place] = {}
    points: list[Point] = []
    strewn: set[int] = set()
    rows, is_open = 0, False
    for number, sheet in enumerate(sheets):
        _check_columns(sheet, intake.preset)
        fitted, before = intake.fitted(sheet.columns), ""
        row_of = picker(sheet.columns, fitted.placing_columns)
        for line in lines_of(sheet):
            rows += 1
            previous, before = before, ""
            if line.problem:
                continue
            row = row_of(line.cells)
            is_open = is_open or fitted.leaves_zone_open(row)
            try:
                external_id = fitted.external_id(row)
                point = fitted.unaddressed_point(row)
            except BadCell:
                continue  # the second reading says so, and puts the row aside
            if external_id in seen and fitted.preset.fold is None:
                last[external_id] = (number, line.number)
            elif external_id != previous and seen.get(external_id, (-1, 0))[0] == number:
                strewn.add(number)
            before = external_id
            seen[external_id] = (number, line.number)
            if point is not None:
                points.append(point)
    return Survey(sheets, rows, last, shared_points(points), frozenset(strewn), is_open)


def _check_columns(sheet: Sheet, preset: Preset) -> None:
    if mistaken := preset.mistaken(sheet.columns):
        raise InvalidInput("file", sheet.path.name, f"a file of {preset.name}; this is {mistaken}")
    if missing := preset.missing_columns(sheet.columns):
        raise InvalidInput(
            "file", sheet.path.name, f"the columns of {preset.name}; there is no {', '.join(missing)}"
        )
    doubled = [name for name, n in Counter(sheet.columns).items() if n > 1 and name in preset.read_columns]
    if doubled:
        raise InvalidInput("file", sheet.path.name, f"each column once; {', '.join(doubled)} is there twice")


def read_rows(sheet: Sheet, intake: Intake, *, is_strewn: bool = True) -> Iterator[ReadRow]:
    """Every row of a file as a draft, or with the reason why it is none.

    Args:
        is_strewn: see `Survey.strewn`; where that is not known, they may be.
    """
    intake = intake.fitted(sheet.columns)
    if intake.preset.fold is not None:
        yield from read_log(sheet, intake, is_strewn=is_strewn)
        return
    row_of = picker(sheet.columns, intake.preset.read_columns)
    for line in lines_of(sheet):
        if line.problem:
            yield ReadRow.put_aside(line, line.problem)
            continue
        row = row_of(line.cells)
        try:
            yield ReadRow(line, intake.draft(row, line.number))
        except BadCell as bad:
            yield ReadRow.with_bad(line, intake.faults(row, bad), intake.preset)
