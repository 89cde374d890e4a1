"""Every sheet holds together: its examples can be read, its columns are the fact's, its keys are its columns."""

from __future__ import annotations

from dataclasses import fields
from zoneinfo import ZoneInfo

import pytest

from wom_tui.domain.sheets.catalogue import SHEETS
from wom_tui.domain.sheets.order import together
from wom_tui.domain.sheets.row import read_row
from wom_tui.domain.sheets.sheet import is_comment, template_rows
from wom_tui.domain.sheets.shown import HANDLES

UTC = ZoneInfo("UTC")


@pytest.mark.parametrize("noun", SHEETS)
def test_the_examples_of_a_sheet_can_be_read(noun: str) -> None:
    sheet = SHEETS[noun]
    rows = [row for row in template_rows(sheet) if not is_comment(row)]
    header = [column.name for column in sheet.columns]

    assert rows
    for line, row in enumerate(rows):
        assert read_row(sheet, line, dict(zip(header, row, strict=True)), UTC).faults == ()


@pytest.mark.parametrize("noun", SHEETS)
def test_the_columns_of_a_sheet_are_fields_of_its_records(noun: str) -> None:
    sheet = SHEETS[noun]
    known = {field.name for field in fields(sheet.fact)}
    known |= {field.name for field in fields(sheet.part.cls)} if sheet.part else set()

    assert {name for column in sheet.columns for name in column.fields} <= known
    assert sheet.identity <= {column.name for column in sheet.columns}
    assert len({column.name for column in sheet.columns}) == len(sheet.columns)


def test_every_record_that_a_cell_can_name_has_names() -> None:
    named = {column.kind.refers for sheet in SHEETS.values() for column in sheet.columns}

    assert named - {None} == set(HANDLES)


def test_a_long_sheet_is_put_in_with_what_is_named_first() -> None:
    sheet = SHEETS["territories"]
    told = [("Quay", "Dock"), ("Dock", "Port"), ("Port", ""), ("dock", "Port")]
    rows = [
        read_row(sheet, line, {"name": name, "parent": parent}, UTC)
        for line, (name, parent) in enumerate(told)
    ]

    groups = together(sheet, rows, lambda row, name: row.texts[name])

    assert [[row.texts["name"] for row in group] for group in groups] == [
        ["Port"],
        ["Dock", "dock"],
        ["Quay"],
    ]
