"""What do the columns of somebody's own spreadsheet mean? Six of them, none alike, and what they really mean."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from random import Random

import openpyxl
import pytest

from wom_tui.domain.intake.dates import DateOrder
from wom_tui.domain.intake.guess import Guess, guess, plain, profile
from wom_tui.gateways.files.reading import lines_of, open_sheet
from wom_tui.presets.words import words

EMPTY = frozenset({"", "-", "k.A.", "n/a", "NULL"})
NOON = datetime.fromisoformat("2026-03-28T12:00")


@dataclass(frozen=True)
class Foreign:
    """A file, and what its columns mean: theirs → ours, None where we have nothing like it."""

    name: str
    truth: Mapping[str, str | None]
    rows: int = 40
    separator: str = ","
    encoding: str = "utf-8"
    above: Sequence[Sequence[str]] = ()
    form: str = "%Y-%m-%d %H:%M"


FILES = (
    Foreign(
        "german, semicolon, cp1252, day first",
        {
            "Auftrags-Nr.": "external_id",
            "Kurztext": "title",
            "Auftragsart": "work_type",
            "Priorität": "priority",
            "Auftragsstatus": "status",
            "Eingangsdatum": "opened_at",
            "Fällig am": "due_at",
            "Erledigt am": "ended_at",
            "Kunde": "customer",
            "Straße": "address",
            "PLZ": "zipcode",
            "Ort": "city",
            "Monteur": "technician",
            "Dauer (min)": "duration_min",
            "Bemerkungen": "description",
            "Farbe": None,
        },
        separator=";",
        encoding="cp1252",
        form="%d.%m.%Y %H:%M",
    ),
    Foreign(
        "british, tabs, day first",
        {
            "Job No": "external_id",
            "Summary": "title",
            "Job Type": "work_type",
            "Urgency": "priority",
            "Status": "status",
            "Reported": "opened_at",
            "Target Date": "due_at",
            "Completed": "ended_at",
            "Client": "customer",
            "Site": "site_name",
            "Site Address": "address",
            "Postcode": "zipcode",
            "Engineer": "technician",
            "Asset": "asset",
            "Est. Hours": "duration_min",
            "Colour": None,
        },
        separator="\t",
        form="%d/%m/%Y %H:%M",
    ),
    Foreign(
        "american, month first, a report's title above",
        {
            "Ticket ID": "external_id",
            "Subject": "title",
            "Category": "work_type",
            "Priority": "priority",
            "State": "status",
            "Created At": "opened_at",
            "Due Date": "due_at",
            "Closed Date": "ended_at",
            "Street Address": "address",
            "City": "city",
            "Zip Code": "zipcode",
            "Latitude": "lat",
            "Longitude": "lon",
            "Assigned To": "technician",
            "Requested By": "contact",
            "Color": None,
        },
        above=[["Open and closed work orders"], ["exported 28 March"]],
        form="%m/%d/%Y %I:%M:%S %p",
    ),
    Foreign(
        "german workbook with two rows of names",
        {
            "Auftrag Nummer": "external_id",
            "Auftrag Betreff": "title",
            "Auftrag Kategorie": "work_type",
            "Auftrag Status": "status",
            "Termine Angelegt am": "opened_at",
            "Termine Frist": "due_at",
            "Termine Geplant": "planned_start_at",
            "Ort Gebäude": "site_name",
            "Ort Anschrift": "address",
            "Ort Breitengrad": "lat",
            "Ort Längengrad": "lon",
            "Einsatz Mitarbeiter": "technician",
        },
        above=[["Auftrag", "", "", "", "Termine", "", "", "Ort", "", "", "", "Einsatz"]],
        encoding="xlsx",
    ),
    Foreign(
        "french",
        {
            "Numéro": "external_id",
            "Objet": "title",
            "Catégorie": "work_type",
            "Priorité": "priority",
            "Statut": "status",
            "Créé le": "opened_at",
            "Échéance": "due_at",
            "Terminé le": "ended_at",
            "Client": "customer",
            "Rue": "address",
            "Code postal": "zipcode",
            "Ville": "city",
            "Technicien": "technician",
            "Commentaire": "description",
        },
        separator=";",
        encoding="utf-8-sig",
        form="%d/%m/%Y",
    ),
    Foreign(
        "a program's own names",
        {
            "work_order_id": "external_id",
            "shortDescription": "title",
            "u_category": "work_type",
            "priority": "priority",
            "workOrderStatus": "status",
            "created_at": "opened_at",
            "dueDate": "due_at",
            "completedAt": "ended_at",
            "msdyn_serviceaccount": "customer",
            "locationName": "site_name",
            "postal_code": "zipcode",
            "geoLat": "lat",
            "geoLon": "lon",
            "assignedTechnician": "technician",
            "estimatedDuration": "duration_min",
            "checksum": None,
        },
        form="%Y-%m-%dT%H:%M:%SZ",
    ),
)
CELLS: Mapping[str | None, Sequence[str]] = {
    "title": ("Heizung kalt", "Boiler lockout", "Lift stuck at 3", "No hot water"),
    "description": ("ruft vorher an", "dog in the yard", "Schlüssel beim Pförtner", ""),
    "work_type": ("Heating", "Lift", "Electric"),
    "priority": ("1", "2", "3", "4"),
    "status": ("open", "erledigt", "in progress", "closed"),
    "customer": ("Acme", "City Hospital", "Nordbau"),
    "site_name": ("Wing B", "Dock 4", "Yard"),
    "address": ("Tremont St 12", "Hauptstraße 5", "1 High Street"),
    "zipcode": ("02125", "89073", "10115"),
    "city": ("Ulm", "Boston", "Leeds"),
    "technician": ("Kim", "Ali", "Maria"),
    "contact": ("J. Doe", "A. Roe"),
    "asset": ("B-12", "L-3"),
    "duration_min": ("30", "45", "90"),
    "lat": ("42.3412", "42.2987"),
    "lon": ("-71.0587", "-71.1002"),
    None: ("red", "x9f3", "blue"),
}


def cell(field: str | None, row: int, form: str, random: Random) -> str:
    if field == "external_id":
        return str(4400 + row)
    if field is not None and field.endswith("_at"):
        return (NOON + timedelta(hours=7 * row)).strftime(form)
    return random.choice(CELLS[field])


def write(foreign: Foreign, folder: Path) -> Path:
    random = Random(4417)
    header = list(foreign.truth)
    if foreign.encoding == "xlsx":
        groups = ("Auftrag ", "Termine ", "Ort ", "Einsatz ")
        header = [next((name.removeprefix(g) for g in groups if name.startswith(g)), name) for name in header]
    rows = [
        [cell(field, row, foreign.form, random) for field in foreign.truth.values()]
        for row in range(foreign.rows)
    ]
    table = [*foreign.above, header, *rows]
    if foreign.encoding == "xlsx":
        book = openpyxl.Workbook(write_only=True)
        sheet = book.create_sheet("Tabelle1")
        for line in table:
            sheet.append(list(line))
        path = folder / "foreign.xlsx"
        book.save(path)
        return path
    text = io.StringIO()
    csv.writer(text, delimiter=foreign.separator).writerows(table)
    path = folder / "foreign.csv"
    path.write_bytes(text.getvalue().encode(foreign.encoding))
    return path


def guessed(path: Path) -> dict[str, Guess]:
    sheet = open_sheet(path)
    columns = profile(sheet.header, (line.cells for line in lines_of(sheet)), EMPTY)
    return {one.column: one for one in guess(columns, words())}


@pytest.mark.parametrize("foreign", FILES, ids=[f.name for f in FILES])
def test_nine_of_ten_columns_of_a_foreign_file_are_understood(tmp_path: Path, foreign: Foreign) -> None:
    found = guessed(write(foreign, tmp_path))

    right = [name for name, field in foreign.truth.items() if found[name].field == field]
    assert len(right) >= 0.9 * len(foreign.truth), set(foreign.truth) - set(right)


@pytest.mark.parametrize("foreign", FILES, ids=[f.name for f in FILES])
def test_what_is_sure_is_right(tmp_path: Path, foreign: Foreign) -> None:
    found = guessed(write(foreign, tmp_path))

    assert {name: one.field for name, one in found.items() if one.is_sure} == {
        name: foreign.truth[name] for name, one in found.items() if one.is_sure
    }


def test_moments_of_a_guessed_column_know_their_order(tmp_path: Path) -> None:
    german, british, american, *_ = (guessed(write(foreign, tmp_path)) for foreign in FILES)

    for found, name, order in (
        (german, "Eingangsdatum", DateOrder.DAY_FIRST),
        (british, "Reported", DateOrder.DAY_FIRST),
        (american, "Created At", DateOrder.MONTH_FIRST),
    ):
        verdict = found[name].verdict
        assert verdict is not None
        assert verdict.order is order


def test_words_for_a_state_that_nobody_knows_are_asked_about() -> None:
    columns = profile(["Status"], [["open"], ["offen"], ["Kaffeepause"], ["done"]], EMPTY)

    (found,) = guess(columns, words())

    assert found.field == "status"
    assert found.values == {"open": "open", "offen": "open", "Kaffeepause": None, "done": "completed"}
    assert not found.is_sure


@pytest.mark.parametrize("heading", ["Fälligkeitstermin", "Fälligkeitsdatum", "Fälligkeit", "Solltermin"])
def test_the_long_words_for_a_due_are_known(heading: str) -> None:
    columns = profile([heading], [["04.10.2026"], ["15.09.2026"]], EMPTY)

    assert [one.field for one in guess(columns, words())] == ["due_at"]


def test_cells_that_contradict_a_name_are_believed() -> None:
    columns = profile(["Latitude", "Due date"], [["red", "blue"], ["green", "yellow"]], EMPTY)

    assert [one.field for one in guess(columns, words())] == [None, None]


def test_two_columns_never_mean_the_same_field() -> None:
    columns = profile(["Status", "State"], [["open", "open"], ["closed", "done"]], EMPTY)

    fields = [one.field for one in guess(columns, words()) if one.field is not None]
    assert len(fields) == len(set(fields))


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("Auftrag-Nr.", "auftrag nr"),
        ("workOrderID", "work order id"),
        ("msdyn_workordertype", "workordertype"),
        ("Priorität", "prioritat"),
        ("Straße", "strasse"),
        ("  __  ", ""),
    ],
)
def test_names_are_compared_without_their_dress(name: str, shown: str) -> None:
    assert plain(name) == shown
