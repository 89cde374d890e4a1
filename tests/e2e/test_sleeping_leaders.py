"""A leader falls asleep between the look at its right to act and the act: what it does when it wakes is refused."""

from __future__ import annotations

import logging
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest

from tests.e2e.one_engine import Told
from tests.e2e.programs import FAULTS, LIMIT_S, LOOK_S, Programs
from tests.e2e.shared_clock import SharedClock
from tests.office import T0, an_order, close_desks, desk_on, filled
from tests.ruled import a_rule
from tests.whole import is_whole
from wom_tui.commands.rule import EnableRule
from wom_tui.domain.note import Note
from wom_tui.domain.work_order import WorkOrder
from wom_tui.errors import StoreBusy
from wom_tui.store.reader import Reader

ENGINES = 3
ONE_IN = 8  # acts before which its program falls asleep

_LOG = logging.getLogger(__name__)

pytestmark = pytest.mark.fault


class Office:
    """Programs that fall asleep, and orders that they answer."""

    def __init__(self, url: str, folder: Path) -> None:
        clock = SharedClock(folder / "clock")
        clock.set(T0, speed=60.0)
        self.desk = filled(desk_on(url, clock=clock))
        text = a_rule("answer", do="note {order} answered", event="order.created", catch_up="run_all")
        self.desk.run(EnableRule(text=text))
        told = Told(url, str(clock.path), ttl_s=1.0, heartbeat_s=0.3, sleeps=1 / ONE_IN)
        self.programs = Programs(self.desk, folder, self.take_order)
        for _ in range(ENGINES):
            self.programs.start(told.command)
        self.overtaken: set[str] = set()  # acts, by the token with which they were to be done

    def take_order(self) -> bool:
        try:
            self.desk.run(an_order())
        except StoreBusy:
            return False
        return True

    def sleepers(self) -> list[int]:
        return [pid for pid in self.programs.running if _is_asleep(pid)]

    def act_of(self, pid: int) -> str:
        """Which act it sleeps before."""
        lines = self.programs.lines_of(pid)
        return [line.split()[1] for line in lines if line.startswith("asleep ")][-1]

    def fault(self) -> None:
        """Somebody sleeps; when another leads it is woken, in the middle of its act."""
        self.programs.until_true(lambda: bool(self.sleepers()))
        asleep = [self.act_of(pid) for pid in self.sleepers()]
        if self.is_overtaken():
            self.overtaken.update(asleep)
        self.wake_all()

    def is_overtaken(self) -> bool:
        """Another leads; else the sleeper has the file in its hands, and nobody can."""
        try:
            standing = self.programs.standing()
            assert standing is not None
            began = time.monotonic()
            while self.take_order():
                now = self.programs.standing()
                if now is not None and now.token != standing.token:
                    return True
                assert time.monotonic() - began < LIMIT_S, self.programs.said()
                time.sleep(LOOK_S)  # the pace of the callers, not a wait for a result
        except StoreBusy:
            pass
        return False

    def wake_all(self) -> None:
        for pid in self.sleepers():
            self.programs.wake(pid)

    def told(self, *words: str) -> set[str]:
        """Acts before which somebody slept, and of which that became."""
        lines = [line.split() for line in self.programs.lines()]
        return {line[1] for line in lines if len(line) > 1 and line[0] in words}

    def is_all_answered(self) -> bool:
        """Whoever sleeps meanwhile is woken."""
        self.wake_all()
        return len(self.desk.ask(Reader.select, Note)) >= len(self.desk.ask(Reader.select, WorkOrder))


def _is_asleep(pid: int) -> bool:
    return psutil.Process(pid).status() == psutil.STATUS_STOPPED


@pytest.fixture
def office(database_url: str, tmp_path: Path) -> Iterator[Office]:
    made = Office(database_url, tmp_path)
    yield made
    made.programs.close()
    close_desks()


def test_no_act_of_an_old_term_is_accepted(office: Office) -> None:
    while len(office.overtaken) < FAULTS:
        office.fault()
    office.programs.meanwhile = lambda: True
    office.programs.until_true(office.is_all_answered)
    office.programs.until_true(lambda: office.told("refused", "repeated", "accepted") >= office.overtaken)

    accepted, refused = office.told("accepted"), office.told("refused")
    _LOG.info("acts overtaken %d, refused %d, in time %d", *map(len, (office.overtaken, refused, accepted)))
    assert accepted & office.overtaken == set()
    orders = office.desk.ask(Reader.select, WorkOrder)
    notes = Counter(note.order_id for note in office.desk.ask(Reader.select, Note))
    assert notes == Counter({order.id: 1 for order in orders})
    assert is_whole(office.desk)
