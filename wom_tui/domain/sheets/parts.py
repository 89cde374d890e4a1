"""A sheet whose rows are parts of a record, such as the points of a checklist: how rows become a record, and back."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Any
from zoneinfo import ZoneInfo

from wom_tui.domain.intake.cell import BadCell, folded
from wom_tui.domain.sheets.kinds import Kind
from wom_tui.domain.sheets.row import SheetRow
from wom_tui.domain.sheets.sheet import Column, Part, Sheet
from wom_tui.domain.sheets.shown import on_paper


def whole(sheet: Sheet[Any]) -> Sheet[Any]:
    """The same sheet with a row for each record: its key, and all its parts in one cell."""
    part = sheet.part
    if part is None:
        return sheet
    own = tuple(column for column in sheet.columns if column.name in sheet.identity)
    parts = Column(
        name=part.field,
        kind=Kind(f"the {part.field}", lambda text, _zone: text, lambda value, _zone: _words(value)),
        meaning="",
        examples=(),
    )
    return replace(sheet, columns=(*own, parts))


def gathered(sheet: Sheet[Any], rows: Iterable[SheetRow], known: Iterable[str]) -> list[SheetRow]:
    """The rows of each record as one, at the line of the first.

    They are the whole of it: where one cannot be used the others wait for it, each with that for a fault.

    Args:
        known: what the records are called that are there; two may be the same but for the case.
    """
    part = sheet.part
    if part is None:
        return list(rows)
    exact = frozenset(known)
    alike = Counter(map(folded, exact))
    groups: dict[tuple[str, bool], list[SheetRow]] = {}
    for row in rows:
        said = on_paper(row.texts.get(sheet.keys[0][0], ""))
        is_one_of_several = said in exact and alike[folded(said)] > 1
        groups.setdefault((said if is_one_of_several else folded(said), is_one_of_several), []).append(row)
    told: list[SheetRow] = []
    for group in groups.values():
        bad = next((row for row in group if row.faults), None)
        told += [_as_one(sheet, part, group)] if bad is None else (_waiting(sheet, row, bad) for row in group)
    return told


def _waiting(sheet: Sheet[Any], row: SheetRow, bad: SheetRow) -> SheetRow:
    if row.faults:
        return row
    name = sheet.keys[0][0]
    said = f"line {bad.line} cannot be used; all rows of a {sheet.one} come in together"
    return replace(row, faults=(BadCell(name, row.texts[name], said),))


def _as_one(sheet: Sheet[Any], part: Part, rows: Sequence[SheetRow]) -> SheetRow:
    first = rows[0]
    parts = tuple(_part(sheet, part, row) for row in rows)
    own = {name: first.texts[name] for name in sheet.identity}
    values = {name: first.values[name] for name in sheet.identity}
    return SheetRow(
        line=first.line,
        texts=own | {part.field: _words(parts)},
        values=values | {part.field: parts},
        version=first.version,
        more=tuple(row.line for row in rows[1:]),
    )


def _part(sheet: Sheet[Any], part: Part, row: SheetRow) -> Any:
    columns = [column for column in sheet.columns if column.name not in sheet.identity]
    said: dict[str, Any] = {}
    for column in columns:
        value = (
            row.values[column.name]
            if column.name in row.values
            else sheet.default(column, ZoneInfo("UTC").key)
        )
        said |= column.values(value)
    return part.cls(**said)


def _words(parts: Sequence[Any]) -> str:
    """The parts as one text, to be compared."""
    return " | ".join(
        str(
            {
                name: on_paper(value) if isinstance(value, str) else value
                for name, value in vars(part).items()
                if value
            }
        )
        for part in parts
    )
