"""The clock of the program that leads jumps a year ahead: no more is done in a minute than may be, nothing is lost."""

from __future__ import annotations

import logging
import os
from collections.abc import Iterator
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path

import pytest

from tests.e2e.one_engine import Told
from tests.e2e.programs import Programs
from tests.e2e.shared_clock import SharedClock
from tests.office import MINUTE, T0, an_order, close_desks, desk_on, filled, number_of
from tests.ruled import a_rule
from tests.whole import is_whole
from wom_tui.commands.rule import EnableRule
from wom_tui.domain.rule import PER_MINUTE
from wom_tui.queries.rules import actions, marks
from wom_tui.store.rule_state import Action

ENGINES = 3
YEAR = timedelta(days=365)
A_WHILE = 5 * MINUTE  # that the clock of the leader is wrong
JUST_UNDER = timedelta(seconds=58)  # an act is counted when it begins, and written down when it ends
LONG_S = 200.0
JUMPS = int(os.environ.get("WOM_CLOCK_JUMPS", "2"))  # in the long form

_LOG = logging.getLogger(__name__)

pytestmark = pytest.mark.fault


class Office:
    """Programs that each have a clock of their own, and rules that go by it, each with another way to catch up."""

    def __init__(self, url: str, folder: Path) -> None:
        self.clock = SharedClock(folder / "clock")  # the one that is right
        self.clock.set(T0)
        self.desk = filled(desk_on(url, clock=self.clock))
        number_of(self.desk, an_order())
        for name, catch_up in (
            ("each", "run_all"),
            ("last", "run_latest"),
            ("lately", "skip_older_than 10m"),
        ):
            text = a_rule(name, do=f"note {{order}} {name}", every="1m", catch_up=catch_up)
            self.desk.run(EnableRule(text=text))
        self.desk.run(EnableRule(text=a_rule("timer", do="note {order} timer", after="30m", of="opened")))
        self._url, self._folder = url, folder
        self._clocks: dict[int, SharedClock] = {}
        self.programs = Programs(self.desk, folder)

    def start(self) -> None:
        while len(self.programs.running) < ENGINES:
            own = SharedClock(self._folder / f"clock{len(self._clocks)}")
            own.set(self.clock())
            told = Told(self._url, str(own.path), per_minute=PER_MINUTE)
            self._clocks[self.programs.start(told.command)] = own

    def jump(self, pid: int) -> None:
        """One clock is a year ahead, and all others go on."""
        now = self.clock()
        self.clock.set(now + A_WHILE)
        for other in self.programs.running:
            self._clocks[other].set(now + (YEAR if other == pid else A_WHILE))

    def actions(self) -> list[Action]:
        """The first first."""
        return self.desk.ask(actions, None, 100_000)[::-1]

    def held(self) -> int:
        return sum(mark.held for mark in self.desk.ask(marks).values())

    def dues(self, rule: str) -> list[datetime]:
        return sorted(action.due_at for action in self.actions() if action.rule == rule)

    def is_made_up_for(self, missed: list[datetime]) -> bool:
        """Each rule has done what it does about moments that have passed."""
        is_each_done = all(set(missed) <= set(self.dues(rule)) for rule in ("each", "lately"))
        return is_each_done and missed[-1] in self.dues("last")


@pytest.fixture
def office(database_url: str, tmp_path: Path) -> Iterator[Office]:
    made = Office(database_url, tmp_path)
    yield made
    made.programs.close()
    close_desks()


def most_in_a_minute(office: Office) -> int:
    times = sorted(action.recorded_at for action in office.actions())
    return max(sum(first <= one < first + JUST_UNDER for one in times) for first in times)


def assert_done_once_as_each_rule_says(office: Office, jumps: int) -> None:
    assert most_in_a_minute(office) <= PER_MINUTE
    ahead = {name: [at for at in office.dues(name) if at > office.clock()] for name in ("last", "lately")}
    assert len(ahead["last"]) <= jumps
    assert len(ahead["lately"]) <= 10 * jumps
    each = office.dues("each")
    assert each == [T0 + MINUTE * (n + 1) for n in range(len(each))]
    assert len(office.dues("timer")) <= 1
    assert is_whole(office.desk)


def test_a_leader_that_is_a_year_ahead_does_what_may_be_done_in_a_minute_and_no_more(office: Office) -> None:
    office.start()
    pid, token = office.programs.leader()

    office.jump(pid)
    office.programs.until_true(lambda: len(office.actions()) >= PER_MINUTE and office.held() > 0)
    office.programs.kill(pid)
    office.programs.leader(but=token)

    assert len(office.actions()) == PER_MINUTE
    assert_done_once_as_each_rule_says(office, 1)


@pytest.mark.soak
def test_what_passed_while_the_leader_was_a_year_ahead_is_made_up_for(office: Office) -> None:
    for _ in range(JUMPS):
        office.start()
        pid, token = office.programs.leader()
        began = office.clock()
        office.jump(pid)
        office.programs.until_true(lambda: office.held() > 0)
        office.programs.kill(pid)
        office.programs.leader(but=token)
        missed = [began + MINUTE * (n + 1) for n in range(A_WHILE // MINUTE)]
        office.programs.until_true(partial(office.is_made_up_for, missed), LONG_S)

    _LOG.info("%d acts, %d at most in a minute", len(office.actions()), most_in_a_minute(office))
    assert_done_once_as_each_rule_says(office, JUMPS)
