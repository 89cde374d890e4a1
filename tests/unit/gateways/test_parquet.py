"""What goes into a Parquet file comes out of it, with its type; texts stay as they are."""

from __future__ import annotations

import io
from datetime import UTC, date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.parquet import column_types, read_parquet
from wom_tui.domain.work_order import Cover, Priority
from wom_tui.errors import InvalidInput
from wom_tui.gateways.files import parquet
from wom_tui.gateways.files.form import Form
from wom_tui.gateways.files.reading import open_sheet
from wom_tui.gateways.files.writing import write_table

AT = datetime(2015, 5, 4, 13, 18, 0, 5, tzinfo=UTC)
KINDS = (
    st.integers(-(1 << 63), (1 << 63) - 1),
    st.floats(allow_nan=False),
    st.booleans(),
    st.text(st.characters(exclude_categories=["Cs"]), max_size=20),
    st.dates(),
    st.datetimes(timezones=st.just(UTC)),
)


def round_trip(header: list[str], rows: list[tuple[object, ...]]) -> list[tuple[object, ...]]:
    target = io.BytesIO()
    assert parquet.write_parquet(target, header, rows) == len(rows)
    names, found = read_parquet(target.getvalue())
    assert names == header
    return found


@settings(max_examples=60)
@given(st.lists(st.tuples(*(st.none() | kind for kind in KINDS)), max_size=40))
def test_values_of_every_type_come_back(rows: list[tuple[object, ...]]) -> None:
    assert round_trip(["int", "float", "bool", "text", "on", "at"], rows) == rows


def test_formulas_and_control_characters_stay_as_they_are() -> None:
    rows: list[tuple[object, ...]] = [("=1+1",), ("\x1b[2J\0",), ("",), (None,)]

    assert round_trip(["title"], rows) == rows


def test_values_without_a_type_of_their_own_become_texts() -> None:
    made = (Cover.WARRANTY, Priority.P2, 1 << 70, [{"name": "lamp"}], 1, None)
    other: tuple[object, ...] = (Cover.CONTRACT, Priority.P1, 1, [], "one", None)

    assert round_trip(["cover", "priority", "large", "list", "mixed", "none"], [made, other]) == [
        ("warranty", 2, str(1 << 70), '[{"name": "lamp"}]', "1", None),
        ("contract", 1, "1", "[]", "one", None),
    ]


def test_whole_and_broken_numbers_are_numbers() -> None:
    assert round_trip(["n"], [(1,), (2.5,), (None,)]) == [(1.0,), (2.5,), (None,)]


def test_a_moment_is_the_same_in_any_zone() -> None:
    assert round_trip(["at"], [(AT.astimezone(ZoneInfo("America/New_York")),)]) == [(AT,)]


def test_a_column_without_values_is_what_its_name_says() -> None:
    names = ["due_at", "seen_on", "labour_min", "title"]
    target = io.BytesIO()
    parquet.write_parquet(target, names, [])

    assert column_types(target.getvalue()) == [(2, 10), (1, 6), (2, None), (6, 0)]
    assert round_trip(names, [(None,) * 4]) == [(None,) * 4]


def test_many_rows_come_in_groups(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(parquet, "_GROUP", 7)
    rows: list[tuple[object, ...]] = [(n, None if n % 3 else date(2015, 5, 4)) for n in range(50)]

    assert round_trip(["n", "on"], rows) == rows


def test_it_is_written_and_not_read(tmp_path: Path) -> None:
    path = tmp_path / "out.parquet"

    assert write_table(path, Form.PARQUET, ("n",), [(1,)], zone=ZoneInfo("UTC")) == 1

    with pytest.raises(InvalidInput, match="only written"):
        open_sheet(path)
