"""Rows of Boston's 311 service for tests: the real excerpt, and one row that is right, to be made wrong."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from wom_tui.desk import Desk
from wom_tui.domain.intake.row import Intake, OrderDraft, Surroundings
from wom_tui.domain.site import Site, Territory
from wom_tui.domain.work_order import WorkOrder
from wom_tui.domain.work_type import WorkType
from wom_tui.importing.report import ImportReport
from wom_tui.importing.run import import_files
from wom_tui.presets.loader import load_preset

EXCERPT = Path(__file__).parent / "data" / "boston311.csv"
PRESET = load_preset("boston311")

GOOD = {
    "": "559370",
    "CASE_ENQUIRY_ID": "101001369068",
    "OPEN_DT": "05/04/2015 09:15:00 AM",
    "TARGET_DT": "05/18/2015 09:15:00 AM",
    "CLOSED_DT": "",
    "OnTime_Status": "ONTIME",
    "CASE_STATUS": "Open",
    "CLOSURE_REASON": "",
    "CASE_TITLE": "Street Light Outages",
    "SUBJECT": "Public Works Department",
    "REASON": "Street Lights",
    "TYPE": "Street Light Outages",
    "QUEUE": "PWDx_Street Light Outages",
    "Department": "PWDx",
    "SubmittedPhoto": "",
    "ClosedPhoto": "",
    "Location": "14 Marie St  Dorchester  MA  02122",
    "pwd_district": "03",
    "neighborhood": "Dorchester",
    "LOCATION_ZIPCODE": "2122.0",
    "Property_Type": "Address",
    "Property_ID": "268626.0",
    "LATITUDE": "42.3058",
    "LONGITUDE": "-71.0636",
    "Source": "Citizens Connect App",
}
CLOSED = {
    "CASE_STATUS": "Closed",
    "CLOSED_DT": "05/06/2015 03:30:00 PM",
    "CLOSURE_REASON": "Case Closed. Closed date : 2015-05-06 15:30:00.52 Case Resolved Replaced the lamp",
}


def a_row(**changes: str) -> dict[str, str]:
    """A row that can be read, with some cells changed."""
    return GOOD | changes


def a_draft(changes: Mapping[str, str] | None = None, around: Surroundings | None = None) -> OrderDraft:
    """What the preset reads in such a row."""
    return Intake(PRESET, around=around).draft(GOOD | dict(changes or {}), 2)


def write_rows(path: Path, rows: Iterable[Mapping[str, str]]) -> Path:
    """A csv file of such rows."""
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.DictWriter(file, list(GOOD))
        writer.writeheader()
        writer.writerows(rows)
    return path


# -- an office that imports


def bring(desk: Desk, *paths: Path, **given: Any) -> ImportReport:
    """Import by the preset; every row has to be counted once."""
    report = import_files(desk, paths, PRESET, **given)
    assert report.read == report.created + report.updated + report.unchanged + report.rejected
    return report


def counts(report: ImportReport) -> tuple[int, int, int, int]:
    """Created, updated, unchanged, rejected."""
    return report.created, report.updated, report.unchanged, report.rejected


def orders(desk: Desk) -> dict[str, WorkOrder]:
    """The orders that are there, by external id."""
    return {order.external_id or "": order for order in desk.ask(lambda r: r.select(WorkOrder))}


def counted(desk: Desk) -> list[int]:
    """How many orders, sites, work types and territories there are."""
    return desk.ask(lambda r: [r.count(cls) for cls in (WorkOrder, Site, WorkType, Territory)])
