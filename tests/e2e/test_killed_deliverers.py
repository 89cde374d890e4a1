"""Who delivers is killed between sending and marking: nothing is lost, and nothing comes twice without its key."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

import pytest

from tests.delivering import a_notification
from tests.endpoints import Hooks, hook_server
from tests.office import an_order, close_desks, desk_on, filled, number_of
from wom_tui.commands.notify import EnableNotification
from wom_tui.desk import Desk
from wom_tui.domain.outbox import Outgoing, OutgoingState
from wom_tui.queries.outbox import in_states
from wom_tui.rule_desk import RuleDesk

ROOT = Path(__file__).parents[2]
LIMIT_S = 60.0  # a machine that is slower than this has another trouble
PROGRAMS, FAULTS = 2, 3

pytestmark = pytest.mark.fault


class Office:
    """The programs, who kills them, and where their messages arrive."""

    def __init__(self, url: str, hooks: Hooks, log: Path) -> None:
        self.desk = filled(desk_on(url))
        self.hooks, self.log = hooks, log
        self._command = [sys.executable, "-m", "tests.e2e.one_deliverer", url, hooks.url]
        self._command.append(datetime.now(UTC).isoformat())
        self.running: dict[int, subprocess.Popen[bytes]] = {}

    def start(self) -> None:
        with self.log.open("ab") as log:
            while len(self.running) < PROGRAMS:
                process = subprocess.Popen(self._command, cwd=ROOT, stderr=log)
                self.running[process.pid] = process

    def leader(self) -> int | None:
        standing = RuleDesk(self.desk).leases.standing()
        pid = int(standing.holder.split(":")[1]) if standing else 0
        return pid if pid in self.running else None

    def kill_leader(self) -> None:
        pid = self.until(self.leader)
        os.kill(pid, signal.SIGKILL)
        self.running.pop(pid).wait()

    def until(self, look: Callable[[], int | None]) -> int:
        began = time.monotonic()
        while not (found := look()):
            assert time.monotonic() - began < LIMIT_S, self.said()
            time.sleep(0.02)
        return found

    def said(self) -> str:
        """What the programs and their messages have to say, for whoever looks for a fault."""
        counted = Counter((one.state.value, one.attempts, one.said) for one in self.all_outgoing())
        return f"{counted}, {len(self.hooks.came)} came\n{self.log.read_text()}"

    def came_since(self, seen: int) -> int:
        """How many requests came after so many."""
        return len(self.hooks.came) - seen

    def all_outgoing(self, *states: OutgoingState) -> list[Outgoing]:
        return self.desk.ask(in_states, states or tuple(OutgoingState), 10_000)

    def end(self) -> None:
        for process in self.running.values():
            process.kill()
            process.wait()


@pytest.fixture
def office(database_url: str, tmp_path: Path) -> Iterator[Office]:
    with hook_server() as hooks:
        made = Office(database_url, hooks, tmp_path / "log")
        told = a_notification(event="order.created", by="webhook", to="", body="", keep="168h")
        made.desk.run(EnableNotification(text=told))
        yield made
        made.end()
    close_desks()


def orders(desk: Desk, count: int) -> None:
    for _ in range(count):
        number_of(desk, an_order())


def test_a_message_of_whom_nobody_knows_whether_it_left_is_sent_again_with_its_key(office: Office) -> None:
    office.hooks.replies.extend(["hang"] * FAULTS)
    orders(office.desk, 1)
    for fault in range(FAULTS):
        office.start()
        office.until(partial(office.came_since, fault))
        office.kill_leader()  # it has been sent, and is not marked
    office.start()
    office.until(lambda: len(office.all_outgoing(OutgoingState.SENT)))

    (outgoing,) = office.all_outgoing()
    assert set(office.hooks.keys) == {outgoing.dedupe_key}
    assert len(office.hooks.came) > FAULTS
    assert len({one.body for one in office.hooks.came}) == 1


def test_whatever_endpoint_and_deliverers_do_every_message_arrives_and_has_one_key(office: Office) -> None:
    rough: list[int | str] = [200, 503, 200, "drop", 200, "hang", 200, 429, "lie", 200]
    office.hooks.replies.extend(rough * 3)
    office.start()
    for _ in range(FAULTS):
        orders(office.desk, 8)
        office.until(partial(office.came_since, len(office.hooks.came)))
        office.kill_leader()
        office.start()
    count = 8 * FAULTS
    office.until(lambda: len(office.all_outgoing(OutgoingState.SENT)) == count)

    sent = {outgoing.dedupe_key: outgoing.seq for outgoing in office.all_outgoing()}
    came = Counter(office.hooks.keys)
    assert came.keys() == sent.keys()
    for one in office.hooks.came:
        document = json.loads(one.body)
        assert document["id"] == one.headers["Idempotency-Key"]
        assert document["seq"] == sent[document["id"]]
