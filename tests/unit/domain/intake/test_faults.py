"""All that is wrong with a row is told at once, and nothing else."""

from __future__ import annotations

import csv

import pytest

from tests import theirs
from tests.boston import CLOSED, EXCERPT, GOOD, PRESET, a_draft
from wom_tui.domain.intake.cell import BadCell
from wom_tui.domain.intake.preset import Preset
from wom_tui.domain.intake.row import Intake, Row, Surroundings


def all_faults(cells: dict[str, str]) -> list[tuple[str, str]]:
    with pytest.raises(BadCell) as caught:
        a_draft(cells)
    return [(bad.column, bad.value) for bad in Intake(PRESET).faults(GOOD | cells, caught.value)]


def test_all_that_is_wrong_with_a_row_is_told_at_once() -> None:
    wrong = {"OPEN_DT": "soon", "TYPE": "Moon", "REASON": "Space", "LATITUDE": "north", "CASE_ENQUIRY_ID": ""}

    assert sorted(all_faults(wrong)) == sorted(
        [("OPEN_DT", "soon"), ("TYPE", "Moon"), ("LATITUDE", "north"), ("CASE_ENQUIRY_ID", "")]
    )
    assert all_faults(CLOSED | {"CLOSED_DT": "", "CLOSURE_REASON": "Eaten"}) == [
        ("CLOSED_DT", ""),
        ("CLOSURE_REASON", "Eaten"),
    ]


def test_what_hangs_on_a_cell_that_cannot_be_used_is_no_fault_of_its_own() -> None:
    assert all_faults(CLOSED | {"OPEN_DT": "soon"}) == [("OPEN_DT", "soon")]
    assert all_faults(CLOSED | {"CASE_STATUS": "Lost", "CLOSURE_REASON": ""}) == [("CASE_STATUS", "Lost")]


def test_a_row_that_can_be_used_has_no_fault() -> None:
    with EXCERPT.open(newline="", encoding="utf-8") as source:
        known: list[tuple[Preset, Row]] = [(PRESET, row) for row in csv.DictReader(source)]
    plan = theirs.PLANNED | {"ended_at": "", "planned_end_at": ""}
    known += [(theirs.PRESET, theirs.ROW | plan), (theirs.PRESET, theirs.ROW | {"status": "cancelled"})]
    around, probe = Surroundings(work_types=frozenset({"street light"})), BadCell("none", "", "asked for")

    for preset, row in known:
        intake = Intake(preset, around=around)
        intake.draft(row, 2)
        assert intake.faults(row, probe) == (probe,)
