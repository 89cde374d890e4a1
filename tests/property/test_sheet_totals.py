"""Whatever the rows of a sheet say: each is counted once, a second import writes nothing, an undo takes all back."""

from __future__ import annotations

import csv
import tempfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.databases import Databases, create_schema
from tests.office import ADMIN, close_desks, desk_on, office_facts
from tests.property.any_office import ODD
from wom_tui.commands.facts import LoadFacts
from wom_tui.domain.fact import Fact
from wom_tui.domain.part import Part, Warehouse
from wom_tui.domain.sheets.catalogue import SHEETS
from wom_tui.domain.sheets.kinds import TEXT
from wom_tui.domain.sheets.sheet import Column, Sheet
from wom_tui.domain.site import Asset, Customer, Site, Territory
from wom_tui.domain.technician import Technician
from wom_tui.domain.work_calendar import Calendar
from wom_tui.domain.work_type import WorkType
from wom_tui.importing.undo import undo_import
from wom_tui.sheet_files import import_sheets
from wom_tui.store.replay import differences

pytestmark = pytest.mark.database
# What the office has, by the class that a cell names; and what it has not.
NAMES: dict[type[Fact], list[str]] = {
    Technician: ["kim", "ali", "KIM"],
    Territory: ["West", "East"],
    Calendar: ["business"],
    WorkType: ["Street light", "Tree"],
    Site: ["Site 1"],
    Customer: [""],
    Asset: [""],
    Part: ["PUMP-3", "belt"],
    Warehouse: ["main"],
}
STORES = (
    Part(id=1, code="PUMP-3", name="Pump"),
    Part(id=2, code="BELT", name="Belt"),
    Warehouse(id=1, name="main"),
)
OWN = ["kim", "Kim", "ali", "West", "Street light", "tree", "business", "Site 1", "lights", "admin", "new"]
WRONG = [*ODD, "kmi", "", "25:00", "1", "P2", "yes", "mon-fri", "2026-01-01"]


def cells(sheet: Sheet, column: Column) -> st.SearchStrategy[str]:
    """Mostly such as fit."""
    fitting = NAMES[column.kind.refers] if column.kind.refers else list(filter(None, column.examples))
    if column.name in sheet.identity and column.kind.asked == "text" and not column.kind.refers:
        fitting = [*fitting, *OWN] if column.kind is TEXT else fitting
    if not column.is_required:
        fitting = [*fitting, ""]
    some = st.sampled_from(fitting)
    return st.integers(0, 9).flatmap(lambda n: st.sampled_from(WRONG) if n == 0 else some)


@st.composite
def told(draw: st.DrawFn) -> tuple[Sheet, list[list[str]]]:
    """A noun, and rows for it: few different cells, so that rows meet."""
    sheet = draw(st.sampled_from(list(SHEETS.values())))
    # Seen, or of another office; see the price in decision 15.
    version = st.sampled_from(["", "", "", "1", "9"])
    row = st.tuples(*(cells(sheet, column) for column in sheet.columns), version).map(list)
    return sheet, [list(sheet.header), *draw(st.lists(row, min_size=1, max_size=8))]


@settings(
    max_examples=30,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
@given(said=told())
def test_every_row_is_counted_once_and_a_second_import_changes_nothing(
    databases: Databases, said: tuple[Sheet, list[list[str]]]
) -> None:
    sheet, rows = said
    with databases.fresh(create_schema) as url, tempfile.TemporaryDirectory() as folder:
        path, rejects = Path(folder) / "sheet.csv", Path(folder) / "rejects.csv"
        with path.open("w", newline="", encoding="utf-8") as file:
            csv.writer(file).writerows(rows)
        desk = desk_on(url, actor=ADMIN)
        desk.run(LoadFacts(facts=(*office_facts(), *STORES), what="office"))

        first = import_sheets(desk, [path], sheet, reject_file=rejects)
        seq = desk.last_seq()
        second = import_sheets(desk, [path], sheet, reject_file=Path(folder) / "more.csv")

        assert first.read == first.created + first.updated + first.unchanged + first.rejected
        assert (second.read, second.created, second.updated) == (first.read, 0, 0)
        assert (second.import_id, desk.last_seq()) == (None, seq)
        if first.import_id and sheet.name != "contacts":
            undo_import(desk, first.import_id)
        with desk.engine.connect() as connection:
            assert not list(differences(connection))
        close_desks()
