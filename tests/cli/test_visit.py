"""`wom visit list|show`, `wom export visits|requests`: who goes where, and what was asked for, out of the house."""

from __future__ import annotations

import csv
import io
from pathlib import Path

from tests.cli.conftest import Wom
from tests.office import an_order
from wom_tui.desk import Desk


def test_visits_are_listed_by_start_and_picked_by_day_technician_and_state(
    wom: Wom, desk: Desk, order: int
) -> None:
    wom("do", f"assign {order} kim 14:30")
    desk.run(an_order(site=2))
    wom("wo", "assign", "2", "ali", "tomorrow 9:00")

    every = [row["visit"] for row in wom("visit", "list", "--json").json]
    today = wom("visit", "list", "--date", "today", "--technician", "KIM", "--json").json

    assert every == ["1/1", "2/1"]
    assert [(row["visit"], row["technician"], row["status"]) for row in today] == [("1/1", "kim", "planned")]
    assert wom("visit", "list", "--status", "done", "--json").json == []
    assert wom("visit", "list", "--technician", "nobody").code == 3


def test_a_visit_is_shown_with_what_happened_to_it(wom: Wom, order: int) -> None:
    wom("do", f"assign {order} kim 14:30", f"pin {order}")

    shown = wom("visit", "show", f"{order}/1", "--json").json

    assert (shown["technician"], shown["is_pinned"]) == ("kim", True)
    assert shown["history"][-1]["kind"] == "visit.pinned"
    assert "technician        kim" in wom("visit", "show", f"{order}/1").out
    assert wom("visit", "show", f"{order}/2").code == 3


def test_visits_and_requests_go_out_as_tables(wom: Wom, order: int, tmp_path: Path) -> None:
    wom("do", f"assign {order} kim 14:30", 'request add "=no heat" by=Byrne')

    visits = list(csv.DictReader(io.StringIO(wom("export", "visits", "--date", "today").out)))
    requests = list(csv.DictReader(io.StringIO(wom("export", "requests").out)))

    assert [(row["visit"], row["technician"]) for row in visits] == [(f"{order}/1", "kim")]
    assert [(row["text"], row["status"]) for row in requests] == [("'=no heat", "new")]
    assert wom("export", "requests", "--out", str(tmp_path / "r.json"), "--json").json["rows"] == 1
