"""Another system that tells for whom, how urgent, how long, when and by whom; an office that takes in what it tells."""

from __future__ import annotations

import csv
from pathlib import Path

from tests.boston import orders
from tests.office import T0, ManualClock, desk_on, office_facts
from wom_tui.commands.facts import LoadFacts
from wom_tui.desk import Desk
from wom_tui.domain.intake.dates import DateOrder
from wom_tui.domain.intake.preset import Preset
from wom_tui.domain.visit import Visit
from wom_tui.domain.work_order import WorkOrder
from wom_tui.importing.report import ImportReport
from wom_tui.importing.run import import_files
from wom_tui.store.reader import Reader

TIMES = ("opened_at", "ended_at", "planned_start_at", "planned_end_at", "earliest_start_at")
FIELDS = (
    *(
        "external_id",
        "status",
        "work_type",
        "description",
        "priority",
        "customer",
        "contact",
        "phone",
        "email",
    ),
    *("asset", "cost", "technician", "duration_min", "address", "lat", "lon", *TIMES),
)
PRESET = Preset(
    name="theirs",
    title="theirs",
    source="theirs",
    zone="UTC",
    time_format="",
    columns={name: name for name in FIELDS},
    dates=dict.fromkeys(TIMES, DateOrder.YEAR_FIRST),
    defaults={"channel": "import"},
)
ROW = {
    "external_id": "1",
    "status": "open",
    "work_type": "Street light",
    "description": "the third one",
    "priority": "P1",
    "customer": "Nordbau",
    "contact": "J. Doe",
    "phone": "0731 1",
    "asset": "Lamp 7",
    "cost": "12.50",
    "duration_min": "45",
    "address": "1 Main St",
    "lat": "42.31",
    "lon": "-71.05",
    "opened_at": "2026-03-01 09:00",
}
PLANNED = {"technician": "KIM", "planned_start_at": "2026-03-02 16:00"}


def an_office_that_imports(url: str) -> Desk:
    """With people and types, on Monday morning."""
    desk = desk_on(url, clock=ManualClock(T0))
    desk.run(LoadFacts(facts=office_facts()))
    return desk


def rows_file(desk: Desk, *rows: dict[str, str]) -> Path:
    path = Path(f"{desk.last_seq()}.csv")
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.DictWriter(file, FIELDS, restval="")
        writer.writeheader()
        writer.writerows(rows)
    return path


def bring(desk: Desk, **cells: str) -> ImportReport:
    """The row with these cells, as another export of the same system."""
    report = import_files(desk, [rows_file(desk, ROW | cells)], PRESET)
    assert report.read == report.created + report.updated + report.unchanged + report.rejected
    return report


def the_order(desk: Desk) -> WorkOrder:
    (order,) = orders(desk).values()
    return order


def the_visit(desk: Desk) -> Visit:
    (visit,) = desk.ask(Reader.select, Visit)
    return visit
