"""Does a file that was written later tell a moment only what was known then?"""

from __future__ import annotations

import gzip
from datetime import UTC, datetime
from pathlib import Path

import pytest

from wom_tui.errors import GatewayError
from wom_tui.presets.loader import load_preset
from wom_tui.worlds.chronicle import Chronicle, read_rows

BOSTON = load_preset("boston311")


def a_row(number: str, opened: str, closed: str = "") -> dict[str, str]:
    """A row as the city wrote it in the end."""
    return {
        "CASE_ENQUIRY_ID": number,
        "OPEN_DT": f"05/12/2015 {opened}",
        "CLOSED_DT": f"05/12/2015 {closed}" if closed else "",
        "CASE_STATUS": "Closed" if closed else "Open",
        "CLOSURE_REASON": "Case Closed Case Resolved" if closed else "",
        "TYPE": "Sign Repair",
    }


def at(hour: int, minute: int = 0) -> datetime:
    """A local time of that day."""
    return datetime(2015, 5, 12, hour + 4, minute, tzinfo=UTC)


ROWS = [
    a_row("3", "09:30:00 AM", "11:00:00 AM"),
    a_row("1", "08:00:00 AM", "08:45:00 AM"),
    a_row("2", "08:30:00 AM", "10:00:00 AM"),
    a_row("4", "10:00:00 AM"),
]


def test_what_was_opened_later_is_not_known_and_what_was_closed_later_is_open() -> None:
    known = Chronicle(ROWS, BOSTON).known_at(at(9))

    told = [(t.cells["CASE_ENQUIRY_ID"], t.cells["CASE_STATUS"], t.cells["CLOSED_DT"] != "") for t in known]
    assert told == [("1", "Closed", True), ("2", "Open", False)]
    assert [t.cells["CLOSURE_REASON"] for t in known] == ["Case Closed Case Resolved", ""]


def test_orders_come_in_by_time_and_open_whatever_became_of_them() -> None:
    come = Chronicle(ROWS, BOSTON).opened_between(at(8, 30), at(10))

    assert [(t.cells["CASE_ENQUIRY_ID"], t.cells["CASE_STATUS"]) for t in come] == [
        ("2", "Open"),
        ("3", "Open"),
        ("4", "Open"),
    ]
    assert [t.line for t in come] == [4, 2, 5]


def test_a_row_without_a_time_is_left_out() -> None:
    rows = [*ROWS, a_row("5", "no time at all"), a_row("6", "08:10:00 AM", "never")]

    known = Chronicle(rows, BOSTON).known_at(at(19))

    assert [t.cells["CASE_ENQUIRY_ID"] for t in known] == ["1", "2", "3", "4"]


def test_the_file_itself_is_not_changed() -> None:
    before = [dict(row) for row in ROWS]

    Chronicle(ROWS, BOSTON).known_at(at(8, 30))

    assert before == ROWS


def test_a_file_is_read_gzipped_or_not_and_a_broken_one_is_named(tmp_path: Path) -> None:
    plain, packed, broken = (tmp_path / name for name in ("rows.csv", "rows.csv.gz", "broken.csv.gz"))
    plain.write_text("a,b\n1,\n2\n", encoding="utf-8")
    packed.write_bytes(gzip.compress(plain.read_bytes()))
    broken.write_bytes(packed.read_bytes()[:-9])

    assert read_rows(plain) == read_rows(packed) == [{"a": "1", "b": ""}, {"a": "2", "b": ""}]
    with pytest.raises(GatewayError, match=r"broken\.csv\.gz cannot be read"):
        read_rows(broken)
