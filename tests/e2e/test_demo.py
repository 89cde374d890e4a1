"""Does `wom demo` work as a newcomer meets it: as a process of its own, with and without a terminal?"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pexpect
import pytest

from wom_tui.desk import open_desk
from wom_tui.queries.orders import order_rows

WOM = [sys.executable, "-m", "wom_tui"]
PATIENCE_S = 60


def wom(*arguments: str) -> subprocess.CompletedProcess[str]:
    """Run the command, without a terminal."""
    return subprocess.run(
        [*WOM, *arguments], capture_output=True, text=True, timeout=PATIENCE_S, stdin=subprocess.DEVNULL
    )


def document(*arguments: str) -> dict[str, Any]:
    done = wom(*arguments)
    assert done.returncode == 0, done.stderr
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def test_a_boston_morning_is_told_as_one_document() -> None:
    told = document("demo", "boston_may", "--at", "2015-05-12T09:00", "--headless", "--json")

    assert (told["world"], told["at"]) == ("boston_may", "2015-05-12T13:00:00+00:00")
    assert told["travel_source"] == "road graph Boston (OpenStreetMap)"
    assert [line.split(",")[0] for line in told["attribution"]] == [
        "City of Boston",
        "© OpenStreetMap contributors (ODbL 1.0)",
    ]
    orders, lanes, plan = told["orders"], told["lanes"], told["plan"]
    assert sum(orders["by_status"].values()) == sum(orders["by_group"].values()) == orders["open"] > 600
    assert {"ready", "scheduled", "dispatched", "on_site", "travelling", "on_hold"} <= orders[
        "by_state"
    ].keys()
    assert orders["by_sla"]["breached"] > 20
    assert (lanes["technicians"], lanes["working"]) == (40, 38)
    assert lanes["visits"]["done"] > 20
    assert plan["planned"] > 50
    assert plan["unplanned"][0].keys() == {"number", "reason"}
    assert plan["violations"] == []
    assert len(told["rows"]) == 20
    dues = [row["respond_due_at"] or row["resolve_due_at"] for row in told["rows"]]
    assert dues == sorted(dues)


def test_without_a_terminal_a_person_reads_a_few_lines_and_progress_goes_to_stderr() -> None:
    done = wom("demo", "tiny_town")

    assert done.returncode == 0
    assert done.stdout.splitlines()[0].startswith("Tiny Town, a Monday morning")
    assert "open orders: 7" in done.stdout
    assert "setting up the office" in done.stderr
    assert "wom console --db" in done.stderr


def test_a_world_that_is_not_there_is_an_error_for_programs_too() -> None:
    done = wom("demo", "boston_mai", "--json")

    assert done.returncode == 3
    assert "boston_may" in done.stdout + done.stderr


def test_the_database_that_was_named_is_used_and_kept(tmp_path: Path) -> None:
    path = tmp_path / "town.db"

    told = document("demo", "tiny_town", "--speed", "0", "--json", "--db", str(path))

    assert told["database"] == str(path)
    rows = document_rows(path)
    assert len(rows) == 7
    again = document("demo", "tiny_town", "--speed", "0", "--json", "--db", str(path))
    assert again["plan"]["planned"] == 0


def document_rows(path: Path) -> list[dict[str, Any]]:
    done = wom("wo", "list", "--json", "--db", str(path))
    assert done.returncode == 0, done.stderr
    found: list[dict[str, Any]] = json.loads(done.stdout)
    return found


@pytest.mark.pty
def test_new_orders_arrive_while_the_console_is_open(tmp_path: Path) -> None:
    path = tmp_path / "boston.db"
    arguments = ["demo", "boston_may", "--at", "2015-05-05T09:00", "--speed", "600", "--db", str(path)]
    environment = {**os.environ, "TERM": "xterm-256color"}
    child = pexpect.spawn(
        WOM[0], [*WOM[1:], *arguments], env=environment, dimensions=(40, 120), timeout=PATIENCE_S
    )
    child.expect("a second console on the same orders")
    child.expect("Act now")
    desk = open_desk(str(path), os_user="demo")
    known = {row.external_id for row in desk.ask(order_rows)}

    while not (new := {row.external_id for row in desk.ask(order_rows)} - known):
        child.expect(r"[\s\S]", timeout=PATIENCE_S)  # something is drawn

    assert new
    desk.close()
    child.send("q")
    child.expect("a second console on the same orders")
    child.expect(pexpect.EOF)
    child.close()
    assert child.exitstatus == 0
