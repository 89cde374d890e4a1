"""`wom engine` as a process: it says what it does, and ends well when it is told to."""

from __future__ import annotations

import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.office import an_order, close_desks, desk_on, filled, number_of
from tests.ruled import a_rule
from wom_tui.commands.rule import EnableRule
from wom_tui.desk import Desk, real_clock
from wom_tui.rule_desk import RuleDesk

ROOT = Path(__file__).parents[2]
LIMIT_S = 60.0

pytestmark = pytest.mark.fault


@pytest.fixture
def desk(database_url: str) -> Iterator[Desk]:
    desk = filled(desk_on(database_url))
    desk.clock = real_clock
    desk.run(EnableRule(text=a_rule(event="order.created")))
    yield desk
    close_desks()


def test_it_says_which_database_and_who_leads_and_ends_on_sigterm(desk: Desk, database_url: str) -> None:
    command = [sys.executable, "-m", "wom_tui", "--db", database_url, "engine"]
    with subprocess.Popen(
        command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as process:
        killer = threading.Timer(LIMIT_S, process.kill)
        killer.start()
        assert process.stderr is not None
        assert process.stdout is not None
        said = process.stderr.readline()
        while "this one runs the rules" not in (line := process.stderr.readline()):
            assert line
        process.send_signal(signal.SIGTERM)
        told = process.stdout.read()
        killer.cancel()

    assert process.returncode == 0
    assert said.startswith("database: ")
    assert "rules on: 1" in said
    assert told.splitlines() == ["acts: none"]
    standing = RuleDesk(desk).leases.standing()
    assert standing is not None
    assert standing.left_s <= 0
    assert str(process.pid) in standing.holder


def test_an_order_that_comes_in_is_answered(desk: Desk, database_url: str) -> None:
    number = number_of(desk, an_order())
    command = [sys.executable, "-m", "wom_tui", "--db", database_url, "engine", "--once"]

    ended = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=LIMIT_S, check=True)

    assert ended.stdout.splitlines() == ["the rules are run by this one", "acts: 1 done"]
    assert [event.actor for event in desk.latest_events(1)] == ["rule:note-it"]
    assert desk.latest_events(1)[0].after["order_id"] == number
