"""How an event log is read: its rows order by order, each order as one draft with its history.

An order of which one row cannot be used is put aside whole: all of its rows lie in the reject file, so that what comes
in after they were put right is its whole history.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator, Sequence

from wom_tui.domain.intake.cell import BadCell
from wom_tui.domain.intake.event_log import BadLine, EventLog, LoggedRow
from wom_tui.domain.intake.preset import Preset
from wom_tui.domain.intake.row import Intake, Row
from wom_tui.gateways.files.grouping import grouped
from wom_tui.gateways.files.reading import lines_of
from wom_tui.gateways.files.sheet import Line, Sheet, picker
from wom_tui.importing.read_row import ReadRow

RowOf = Callable[[list[str]], Row]


def read_log(sheet: Sheet, intake: Intake, *, is_strewn: bool) -> Iterator[ReadRow]:
    """Every row of an event log; the last one of an order carries its draft."""
    log, row_of = EventLog(intake), picker(sheet.columns, intake.preset.read_columns)

    def number_of(line: Line) -> str | None:
        try:
            return None if line.problem else intake.external_id(row_of(line.cells))
        except BadCell:
            return None  # a group of its own, which says so

    places = itertools.count(1)
    for lines in grouped(lines_of(sheet), number_of, are_together=not is_strewn):
        yield from _read_order(lines, log, row_of, places, intake.preset)


def _read_order(
    lines: Sequence[Line], log: EventLog, row_of: RowOf, places: Iterator[int], preset: Preset
) -> Iterator[ReadRow]:
    if broken := next((line for line in lines if line.problem), None):
        yield from _put_aside(lines, ReadRow.put_aside(broken, broken.problem), places)
        return
    try:
        draft = log.draft([LoggedRow(row_of(line.cells), line.number) for line in lines])
    except BadLine as bad:
        line = next(line for line in lines if line.number == bad.line)
        yield from _put_aside(lines, ReadRow.with_bad(line, bad.cells, preset), places)
        return
    *before, last = lines
    for line in before:
        yield ReadRow(line, None, place=next(places))
    yield ReadRow(last, draft, place=next(places))


def _put_aside(lines: Sequence[Line], broken: ReadRow, places: Iterator[int]) -> Iterator[ReadRow]:
    """All rows of an order, of which one cannot be used."""
    for line in lines:
        if line is broken.line:
            yield broken._replace(place=next(places))
        else:
            why = f"belongs to an order of which line {broken.line.number} cannot be used"
            yield ReadRow.put_aside(line, why, next(places))
