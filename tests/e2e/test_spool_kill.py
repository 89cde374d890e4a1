"""Whoever reads the spool folder is killed in the middle: what was reported is done once, and nothing is lost."""

from __future__ import annotations

import json
import random
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.office import HOUR, KIM, T0, ManualClock, an_order, close_desks, desk_on, filled, number_of
from tests.whole import is_whole
from wom_tui.commands.visit import AssignVisit
from wom_tui.desk import Desk
from wom_tui.domain.note import Note
from wom_tui.domain.visit import Visit
from wom_tui.queries.inbound import inbound_rows
from wom_tui.store.reader import Reader

pytestmark = pytest.mark.fault

ROOT = Path(__file__).parents[2]
SEED = 4417


@pytest.fixture
def desk(database_url: str) -> Iterator[Desk]:
    yield filled(desk_on(database_url, clock=ManualClock()))
    close_desks()


def run(url: str, folder: Path, fatal: int) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "tests.killed_spool", url, str(folder), str(fatal)]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=600, check=False)


def test_a_reader_killed_again_and_again_does_nothing_twice_and_loses_nothing(
    desk: Desk, database_url: str, tmp_path: Path
) -> None:
    order = number_of(desk, an_order())
    desk.run(AssignVisit(order=order, technician=KIM, start_at=T0 + HOUR, is_sent=True))
    mine = {"technician": "kim", "order": order}
    told = [
        {"id": "1", "act": "travelling"} | mine,
        *({"id": f"note {n}", "act": "note", "text": f"note {n}"} | mine for n in range(3)),
        {"id": "2", "act": "arrived"} | mine,
        {"id": "3", "act": "frobnicate"} | mine,
    ]
    (tmp_path / "a.jsonl").write_text("\n".join(map(json.dumps, told)), encoding="utf-8")
    (tmp_path / "b.eml").write_text("From: x@y\nSubject: z\nMessage-ID: <1@x>\n\ndone\n", encoding="utf-8")
    chance, kills, ended = random.Random(SEED), 0, False

    while not ended:
        finished = run(database_url, tmp_path, chance.randint(1, 40 + 4 * kills))
        ended = finished.returncode == 0
        assert ended or finished.returncode == -9, finished.stderr
        kills += not ended
        assert not (tmp_path / "failed").exists() or not list((tmp_path / "failed").iterdir())

    assert kills >= 3
    assert sorted(path.name for path in (tmp_path / "done").iterdir()) == ["a.jsonl", "b.eml"]
    assert sorted(path.name for path in tmp_path.iterdir()) == ["done", "failed"]
    (visit,) = desk.ask(Reader.select, Visit)
    assert visit.status.value == "on_site"
    assert sorted(note.text for note in desk.ask(Reader.select, Note)) == ["note 0", "note 1", "note 2"]
    assert sorted(row.why for row in desk.ask(inbound_rows)) == ["no_code", "unknown"]
    kinds = [event.kind for event in desk.events() if event.door == "inbound"]
    assert sorted(kind for kind in kinds if kind.startswith("visit")) == ["visit.arrived", "visit.travelling"]
    assert is_whole(desk)
