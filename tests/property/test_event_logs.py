"""Whatever an event log says: each row is counted once, and a second import changes nothing."""

from __future__ import annotations

import csv
import tempfile
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.property.test_import_totals import an_empty_office
from wom_tui.desk import Desk
from wom_tui.domain.policy import Actor, Role
from wom_tui.importing.run import import_files
from wom_tui.importing.undo import undo_import
from wom_tui.presets.loader import load_preset
from wom_tui.store.engine import database_url, open_engine
from wom_tui.store.replay import differences

PRESET = load_preset("servicenow")
FIRST = {"opened_at": "4/4/2016 09:00", "contact_type": "Phone", "location": "Here", "caller_id": "Caller"}
CELLS = {
    "number": st.sampled_from(["INC1", "INC2", "INC3", "INC3", ""]),
    "incident_state": st.sampled_from(
        ["New", "Active", "Awaiting User Info", "Awaiting Vendor", "Resolved", "Closed", "Canceled"] * 4
        + ["Lost"]
    ),
    "sys_mod_count": st.integers(0, 9).map(str),
    "sys_updated_at": st.integers(0, 59).map(lambda minute: f"4/4/2016 10:{minute:02}"),
    "resolved_at": st.sampled_from(["?", "4/4/2016 10:30", "3/4/2016 08:00"]),
    "closed_at": st.sampled_from(["?", "9/4/2016 10:30"]),
    "priority": st.sampled_from(["3 - Moderate", "1 - Critical", "?"]),
    "assignment_group": st.sampled_from(["?", "Group 1", "Group 2"]),
    "assigned_to": st.sampled_from(["?", "Resolver 1", "[/red]\x1b[2J"]),
    "subcategory": st.sampled_from(["Mail", "Network", "?"]),
}
ROWS = st.lists(st.fixed_dictionaries(CELLS), min_size=1, max_size=14)


def write(path: Path, rows: list[dict[str, str]]) -> Path:
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.DictWriter(file, [*CELLS, *FIRST])
        writer.writeheader()
        writer.writerows(FIRST | row for row in rows)
    return path


@settings(max_examples=25)
@given(ROWS, st.integers(0, 14))
def test_a_log_in_two_parts_and_whole_is_counted_and_taken_back(rows: list[dict[str, str]], cut: int) -> None:
    with tempfile.TemporaryDirectory() as folder:
        rejects, office = Path(folder) / "rejects.csv", Path(folder) / "office.db"
        office.write_bytes(an_empty_office())
        desk = Desk(
            open_engine(database_url(str(office))), Actor(name="admin", role=Role.ADMIN), session="test"
        )
        try:
            imports = []
            for name, part in (("part.csv", rows[:cut]), ("whole.csv", rows), ("whole.csv", rows)):
                before = desk.last_seq()
                path = write(Path(folder) / name, part)
                report = import_files(desk, [path], PRESET, reject_file=rejects)
                assert report.read == len(part)
                assert report.read == report.created + report.updated + report.unchanged + report.rejected
                imports.append((report, desk.last_seq() - before))

            (_, (whole, _), (again, written)) = imports
            assert (again.created, again.updated, again.rejected, written) == (0, 0, whole.rejected, 0)
            for report, _ in reversed(imports):
                if report.import_id:
                    undo_import(desk, report.import_id)
            with desk.engine.connect() as connection:
                assert not list(differences(connection))
        finally:
            desk.close()
