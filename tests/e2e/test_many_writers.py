"""Six consoles write the same few orders and are killed at any moment: nothing is lost, nothing doubled."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from random import Random

import pytest
from sqlalchemy import func, select

from tests.office import an_order, close_desks, desk_on, number_of, office_facts
from tests.whole import is_whole
from wom_tui.commands.facts import LoadFacts
from wom_tui.desk import Desk
from wom_tui.domain.work_order import WorkOrder
from wom_tui.store.bookkeeping import receipt_table

ROOT = Path(__file__).parents[2]
WRITERS, ORDERS, KILL_EVERY_S = 6, 4, 0.8
EDITS = {
    "sqlite": int(os.environ.get("WOM_EDITS", "5000")),
    "postgres": int(os.environ.get("WOM_EDITS", "2000")),
}
LIMIT_S = 3600.0  # a machine that is slower than this has another trouble

pytestmark = pytest.mark.fault


@pytest.fixture
def desk(database_url: str) -> Iterator[Desk]:
    desk = desk_on(database_url)
    desk.run(LoadFacts(facts=office_facts(), what="office"))
    for _ in range(ORDERS):
        number_of(desk, an_order())
    yield desk
    close_desks()


class Office:
    """The writers, and who kills them."""

    def __init__(self, url: str, folder: Path, seed: int, *, is_careful: bool) -> None:
        self._url, self._folder, self._random = url, folder, Random(seed)
        self._manner = "careful" if is_careful else "careless"
        self._running: list[subprocess.Popen[bytes]] = []
        self.kills = 0

    def start(self) -> None:
        while len(self._running) < WRITERS:
            log = self._folder / f"{self.kills}-{len(self._running)}.log"
            seed = str(self._random.randint(0, 1 << 30))
            arguments = [self._url, seed, str(ORDERS), str(log), self._manner]
            command = [sys.executable, "-m", "tests.e2e.one_writer", *arguments]
            self._running.append(subprocess.Popen(command, cwd=ROOT, stderr=subprocess.DEVNULL))

    def kill_one(self) -> None:
        """Kill -9 one of them, and start another in its place."""
        victim = self._running.pop(self._random.randrange(len(self._running)))
        victim.kill()
        victim.wait()
        self.kills += 1
        self.start()

    def stop(self) -> None:
        for writer in self._running:
            writer.kill()
        for writer in self._running:
            writer.wait()

    def acknowledged(self) -> list[str]:
        """Command ids of which a writer was told that they are done; a torn last line was never told in full."""
        lines = [line for log in self._folder.glob("*.log") for line in log.read_text().splitlines()]
        return [line for line in lines if len(line) == 32]


def write_until(desk: Desk, office: Office, edits: int) -> None:
    """Let them write that many edits, one of them killed every now and then."""
    began, target = time.monotonic(), desk.last_seq() + edits
    office.start()
    try:
        while desk.last_seq() < target:
            assert time.monotonic() - began < LIMIT_S, "the writers do not get on"
            time.sleep(KILL_EVERY_S)  # the pace of the killer, not a wait for a result
            office.kill_one()
    finally:
        office.stop()


def stored(desk: Desk) -> set[str]:
    with desk.engine.connect() as connection:
        return set(connection.scalars(select(receipt_table.c.command_id)))


def counted(desk: Desk) -> int:
    return sum(order.labour_min or 0 for order in desk.ask(lambda reader: reader.select(WorkOrder)))


def test_nothing_that_was_acknowledged_is_lost_and_nothing_is_done_twice(
    desk: Desk, database_url: str, engine_name: str, tmp_path: Path
) -> None:
    before = len(stored(desk))
    office = Office(database_url, tmp_path, seed=1, is_careful=True)

    write_until(desk, office, EDITS[engine_name])

    kept, acknowledged = stored(desk), office.acknowledged()
    assert office.kills > 3
    assert len(acknowledged) > EDITS[engine_name] // 2
    assert set(acknowledged) <= kept
    assert len(acknowledged) == len(set(acknowledged))
    assert counted(desk) == len(kept) - before
    assert is_whole(desk)
    with desk.engine.connect() as connection:
        assert connection.scalar(select(func.count()).select_from(receipt_table)) == len(kept)


def test_the_negative_control_does_lose_updates(desk: Desk, database_url: str, tmp_path: Path) -> None:
    """The same writers without versions: if none of their updates were lost, the test above could not see one."""
    before = len(stored(desk))
    office = Office(database_url, tmp_path, seed=2, is_careful=False)

    write_until(desk, office, 600)

    assert counted(desk) < len(stored(desk)) - before
