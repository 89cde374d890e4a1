"""Whatever an office holds: what it exports comes back as it went out, and changes nothing."""

from __future__ import annotations

import tempfile
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.databases import Databases, create_schema
from tests.office import ADMIN, close_desks, desk_on
from tests.property.any_office import offices
from wom_tui.commands.facts import LoadFacts
from wom_tui.domain.fact import Fact
from wom_tui.domain.sheets.catalogue import SHEETS
from wom_tui.gateways.files.form import Form
from wom_tui.gateways.files.writing import write_table
from wom_tui.queries.sheets import sheet_records
from wom_tui.sheet_files import import_sheets

pytestmark = pytest.mark.database
FORMS = st.sampled_from([Form.CSV, Form.XLSX, Form.JSON, Form.NDJSON])


@settings(
    max_examples=20,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
@given(facts=offices(), form=FORMS)
def test_importing_the_export_of_any_office_changes_nothing(
    databases: Databases, facts: list[Fact], form: Form
) -> None:
    with databases.fresh(create_schema) as url, tempfile.TemporaryDirectory() as folder:
        desk = desk_on(url, actor=ADMIN)
        desk.run(LoadFacts(facts=tuple(facts), what="office"))
        seq = desk.last_seq()

        for sheet in SHEETS.values():
            path = Path(folder) / f"{sheet.name}.{form.value}"
            zone = ZoneInfo("UTC")
            records = desk.ask(sheet_records, sheet, zone)
            rows = [[record.cells[name] for name in sheet.header] for record in records]
            write_table(path, form, sheet.header, rows, zone=zone)
            report = import_sheets(desk, [path], sheet, reject_file=Path(folder) / "rejects.csv")

            changed = [(event.subject, event.before, event.after) for event in desk.events(seq)]
            assert (report.rejects, changed) == ((), [])
            assert (report.read, report.unchanged) == (len(rows), len(rows)), sheet.name

        close_desks()
