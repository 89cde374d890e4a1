"""Whatever spreadsheet of orders somebody has: each row is counted once, and importing it again writes nothing."""

from __future__ import annotations

import csv
import tempfile
from functools import cache
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.foreign import made_preset
from tests.imported_again import changed_nothing, goes_back
from tests.office import ADMIN, T0, ManualClock, new_office, straight_line
from wom_tui.desk import Desk
from wom_tui.importing.run import import_files
from wom_tui.store.engine import database_url, open_engine

# Names that a column may have, and few cells for each, right and wrong ones, so that rows meet.
NEEDED: dict[tuple[str, ...], tuple[str, ...]] = {
    ("Auftragsnummer", "Ticket ID", "Numéro"): ("0017", "17", "18.0", "OT-3", ""),
    ("Eingangsdatum", "Created At"): ("03.04.2026 08:00", "13.04.2026", "2026-02-01T08:00:00Z", "soon", ""),
}
OTHERS: dict[tuple[str, ...], tuple[str, ...]] = {
    ("Auftragsart", "Category"): ("Street light", "Heizung", "Aufzug", ""),
    ("Status", "Zustand"): (
        "offen",
        "erledigt",
        "closed",
        "storniert",
        "on hold",
        "Kaffeepause",
        "geplant",
        "",
    ),
    ("Kurztext", "Subject"): ("Heizung kalt", "[/red]\x1b[2J", "=1+1", ""),
    ("Priorität", "Urgency"): ("hoch", "1", "sehr dringend", ""),
    ("Erledigt am", "Closed Date"): ("14.04.2026 09:00", "01.01.2026", "x", ""),
    ("Kunde", "Client"): ("Nordbau", "nordbau", "Klinik", ""),
    ("Ansprechpartner",): ("Frau Özdemir", ""),
    ("Telefon",): ("0731 1", "0731 2", ""),
    ("Straße", "Street Address"): ("Hauptstr. 5", "1 High Street", ""),
    ("Breitengrad",): ("42,31", "0", "x", ""),
    ("Längengrad",): ("-71,05", "0", ""),
    ("Dauer (min)", "Dauer (Std.)"): ("90", "1,5", "1:30", "ewig", ""),
    ("Kosten",): ("1.240,00 €", "12,5", "viel", ""),
    ("Anlage",): ("L-3", "B-12", ""),
    ("Monteur",): ("kim", "A. Diallo", "Niemand", ""),
    ("Geplant am",): ("2026-03-02 16:00", "2026-03-02 16:30", "2026-01-01 09:00", ""),
    ("Farbe",): ("rot", ""),
}
SEPARATORS = (",", ";", "\t")


@cache
def an_office() -> bytes:
    """The file of a database with people and types in it, made once."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "office.db"
        new_office(str(path)).close()
        return path.read_bytes()


@st.composite
def tables(draw: st.DrawFn) -> list[list[str]]:
    """A header and its rows."""
    some = draw(st.lists(st.sampled_from(list(OTHERS)), unique=True))
    kinds = draw(st.permutations([*NEEDED, *some]))
    cells = NEEDED | OTHERS
    header = [draw(st.sampled_from(names)) for names in kinds]
    row = st.tuples(*(st.sampled_from(cells[names]) for names in kinds))
    good = ["0099" if names in NEEDED and "0017" in cells[names] else cells[names][0] for names in kinds]
    return [header, good, *map(list, draw(st.lists(row, max_size=10)))]


@settings(max_examples=40)
@given(tables(), st.sampled_from(SEPARATORS), st.booleans())
def test_every_row_of_a_spreadsheet_is_counted_once_and_a_second_import_writes_nothing(
    table: list[list[str]], separator: str, is_later: bool
) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "in.csv"
        with path.open("w", newline="", encoding="utf-8") as file:
            csv.writer(file, delimiter=separator).writerows(table)
        office = Path(folder) / "office.db"
        office.write_bytes(an_office())
        clock = ManualClock(T0)
        engine = open_engine(database_url(str(office)))
        desk = Desk(engine, ADMIN, session="test", clock=clock, travel=straight_line)
        try:
            rejects = Path(folder) / "rejects.csv"
            preset = made_preset(desk, path)
            first = import_files(desk, [path], preset, reject_file=rejects)
            assert first.read == sum(any(cells) for cells in table[1:])  # blank lines are no rows
            assert first.read == first.created + first.updated + first.unchanged + first.rejected
            seq = desk.last_seq()

            if is_later:
                clock.forward(T0 - T0.replace(hour=0))
            second = import_files(desk, [path], preset, reject_file=rejects)

            changed_nothing(desk, seq, first, second)
            goes_back(desk, first)
        finally:
            desk.close()
