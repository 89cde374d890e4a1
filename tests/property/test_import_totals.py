"""Whatever a file says, each row is counted once, and importing it again changes nothing."""

from __future__ import annotations

import tempfile
from functools import cache
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.boston import CLOSED, GOOD, PRESET, write_rows
from tests.imported_again import changed_nothing, goes_back
from wom_tui.desk import Desk
from wom_tui.domain.policy import Actor, Role
from wom_tui.importing.run import import_files
from wom_tui.store import schema
from wom_tui.store.engine import database_url, open_engine

# Few values for each cell, right and wrong ones, so that rows meet: same numbers, same places, same types.
CELLS = {
    "CASE_ENQUIRY_ID": st.sampled_from(["1", "2", "3", "4.0", ""]),
    "OPEN_DT": st.sampled_from(["05/04/2015 09:15:00 AM", "11/01/2015 01:30:00 AM", "soon"]),
    "TARGET_DT": st.sampled_from(["", "05/18/2015 09:15:00 AM"]),
    "TYPE": st.sampled_from(["Street Light Outages", "Tree in Park", ""]),
    "CASE_TITLE": st.sampled_from(["PRINTED", "Lamp", "[/red]\x1b[2J"]) | st.text(max_size=8),
    "Location": st.sampled_from(
        ["", "14 Marie St  Dorchester  MA  02122", "INTERSECTION of A & B  Boston  MA"]
    ),
    "Property_ID": st.sampled_from(["", "1.0", "2"]),
    "LATITUDE": st.sampled_from(["42.3058", "42.3594", "0", "", "x"]),
    "LONGITUDE": st.sampled_from(["-71.0636", "-71.0587", "0", ""]),
    "neighborhood": st.sampled_from(["", "Dorchester", "Allston"]),
    "Source": st.sampled_from(["Self Service", "Pigeon"]),
}
CLOSING = st.sampled_from(
    ["Case Resolved lamp", "Duplicate of Existing Case see 1 or 000002", "Case Invalid", "Eaten"]
)


@cache
def an_empty_office() -> bytes:
    """The file of a database with its tables, made once: that takes longer than an import."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "office.db"
        engine = open_engine(database_url(str(path)))
        schema.create(engine)
        engine.dispose()
        return path.read_bytes()


@st.composite
def rows(draw: st.DrawFn) -> dict[str, str]:
    """One row, right or wrong, open or closed."""
    row = GOOD | draw(st.fixed_dictionaries({}, optional=CELLS))
    if draw(st.booleans()):
        said = f"Case Closed. Closed date : 2015-05-06 15:30:00.52 {draw(CLOSING)}"
        row |= CLOSED | {
            "CLOSURE_REASON": said,
            "CLOSED_DT": draw(st.sampled_from(["05/06/2015 03:30:00 PM", "05/04/2015 01:00:00 AM", ""])),
        }
    return row


@settings(max_examples=40)
@given(st.lists(rows(), max_size=12))
def test_every_row_is_counted_once_and_a_second_import_changes_nothing(told: list[dict[str, str]]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = write_rows(Path(folder) / "in.csv", told)
        rejects = Path(folder) / "rejects.csv"
        office = Path(folder) / "office.db"
        office.write_bytes(an_empty_office())
        engine = open_engine(database_url(str(office)))
        desk = Desk(engine, Actor(name="admin", role=Role.ADMIN), session="test")
        try:
            first = import_files(desk, [path], PRESET, reject_file=rejects)
            assert first.read == len(told) == first.created + first.updated + first.unchanged + first.rejected
            seq = desk.last_seq()

            second = import_files(desk, [path], PRESET, reject_file=rejects)
            changed_nothing(desk, seq, first, second)
            goes_back(desk, first)
        finally:
            desk.close()
