"""kill -9 of whoever leads, in the midst of the night's backup: one whole file all the same, and one line about it."""

from __future__ import annotations

import time
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import psutil
import pytest

from tests.e2e.programs import LIMIT_S
from tests.e2e.test_many_engines import Office
from tests.office import MONDAY, T0, close_desks
from wom_tui import databases
from wom_tui.commands.rule import EnableRule
from wom_tui.domain.rule import Outcome
from wom_tui.presets.shipped import shipped_rules
from wom_tui.queries.rules import actions
from wom_tui.store import journal
from wom_tui.store.rule_state import Action

pytestmark = pytest.mark.fault

NAME = "nightly-backup"
LOOK_S = 0.002
ORDERS = 20
STAGES = ("process", "begun", "named")  # what is seen of a backup, one after the other


@pytest.fixture
def office(database_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Office]:
    monkeypatch.setattr("tests.e2e.test_many_engines.ENGINES", 2)
    office = Office(database_url, tmp_path, ttl_s=LIMIT_S, heartbeat_s=5.0)
    for _ in range(ORDERS):
        office.take_order()
    at = f"{(office.desk.clock() + timedelta(minutes=2)):%H:%M}"
    text = shipped_rules()[NAME].replace('"backups"', f'"{tmp_path / "nights"}"').replace("02:00", at)
    office.desk.run(EnableRule(text=text))
    office.start()
    yield office
    office.programs.close()
    close_desks()


def done(office: Office) -> list[Action]:
    return office.desk.ask(actions, NAME, 100)


def is_at(stage: str, leader: int, folder: Path) -> bool:
    """The leader's backup has come so far."""
    if stage == "process":
        return bool(psutil.Process(leader).children())
    return any(folder.glob("*.part" if stage == "begun" else "*.backup"))


def killed_at(stage: str, office: Office, folder: Path, before: int) -> int:
    """Kill whoever leads as soon as its backup has come so far; answers its token.

    Args:
        before: the token of whoever led and was killed.
    """
    leader, token = office.programs.leader(but=before)
    began = time.monotonic()
    while not is_at(stage, leader, folder) and not done(office):
        assert time.monotonic() - began < LIMIT_S, office.programs.said()
        time.sleep(LOOK_S)
    office.programs.kill(leader)
    office.start()
    return token


def test_however_often_the_leader_is_killed_the_night_has_one_whole_backup(
    office: Office, tmp_path: Path
) -> None:
    folder = tmp_path / "nights"

    token = 0
    for stage in STAGES:
        token = killed_at(stage, office, folder, token)

    (action,) = office.programs.until(lambda: done(office) or None)
    assert set(office.programs.end()) == {0}
    (file,) = folder.iterdir()
    assert file.name == action.said.partition(",")[0]
    assert file.name.endswith(f"-{MONDAY.isoformat()}.backup")
    assert (action.outcome, action.due_at.date()) == (Outcome.DONE, T0.date())
    proved = databases.verify_backup(file)
    assert proved.rows["work_order"] >= ORDERS
    with office.desk.engine.connect() as connection:
        (same,) = journal.events(connection, since=proved.head.seq - 1, limit=1)
        assert same.hash == proved.head.hash
        assert journal.verify(connection).is_whole
