"""Several programs run the rules, and their leader is killed or put to sleep: nothing is done twice, nothing missed."""

from __future__ import annotations

import logging
import os
import signal
import time
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from tests.e2e.one_engine import Told
from tests.e2e.programs import FAULTS, LIMIT_S, LOOK_S, Programs
from tests.e2e.shared_clock import SharedClock
from tests.office import MONDAY, T0, an_order, close_desks, desk_on, filled, number_of
from tests.ruled import a_rule, an_alert_rule
from tests.upkeep import a_plan, dues, every, with_plans
from tests.whole import is_whole
from wom_tui.commands.order import CreateOrder
from wom_tui.commands.rule import EnableRule
from wom_tui.desk import Desk
from wom_tui.domain.alert import Alert
from wom_tui.domain.maintenance import SOURCE
from wom_tui.domain.note import Note
from wom_tui.domain.rule import Outcome
from wom_tui.domain.work_order import WorkOrder
from wom_tui.errors import StoreBusy
from wom_tui.presets.shipped import shipped_rules
from wom_tui.queries.rules import actions
from wom_tui.store.reader import Reader

ENGINES = 4
SPEED = 60.0  # a minute of the office in a second
WEEKS = [MONDAY + timedelta(days=7 * week) for week in range(8)]  # in which maintenance is due
MINUTES = 2  # of the office at least, so that the clock's rule has something to show

_LOG = logging.getLogger(__name__)

pytestmark = pytest.mark.fault


class Office:
    """The engines, and the orders that come in meanwhile."""

    def __init__(self, url: str, folder: Path, ttl_s: float, heartbeat_s: float) -> None:
        clock = SharedClock(folder / "clock")
        clock.set(T0, SPEED)
        self.desk = filled(desk_on(url, clock=clock))
        self.told = Told(url, str(clock.path), ttl_s, heartbeat_s)
        self.programs = Programs(self.desk, folder, self.take_order)
        self.orders: list[int] = []
        self._waiting: CreateOrder | None = None  # that could not be taken yet

    def start(self) -> None:
        while len(self.programs.running) < ENGINES:
            self.programs.start(self.told.command)

    def take_order(self) -> bool:
        """Answers whether it is taken; else the same command comes again with the next one, and is done once."""
        order, self._waiting = self._waiting or an_order(), None
        try:
            self.orders.append(number_of(self.desk, order))
        except StoreBusy:
            self._waiting = order
        time.sleep(LOOK_S)  # the pace of the callers, not a wait for a result
        return self._waiting is None


@pytest.fixture
def make(database_url: str, tmp_path: Path) -> Iterator[Callable[[float, float], Office]]:
    offices: list[Office] = []

    def made(ttl_s: float, heartbeat_s: float) -> Office:
        office = Office(database_url, tmp_path, ttl_s, heartbeat_s)
        offices.append(office)
        told = a_rule("answer", when="source=wom", do="note {order} answered", event="order.created")
        office.desk.run(EnableRule(text=told))
        with_plans(office.desk, a_plan(every=every(1, "week"), horizon_days=7 * len(WEEKS)))
        office.desk.run(EnableRule(text=shipped_rules()["maintenance"]))
        clockwork = a_rule(
            "clockwork", when="number=1", do="note {order} minute", every="1m", catch_up="run_all"
        )
        office.desk.run(EnableRule(text=clockwork))
        office.desk.run(EnableRule(text=an_alert_rule("told", when="source=wom pri<=4")))
        office.take_order()
        office.start()
        return office

    yield made
    for office in offices:
        office.programs.close()
    close_desks()


def notes(desk: Desk, text: str) -> Counter[int]:
    return Counter(note.order_id for note in desk.ask(Reader.select, Note) if note.text == text)


def alerts(desk: Desk) -> Counter[int | None]:
    return Counter(alert.order_id for alert in desk.ask(Reader.select, Alert))


def settled(office: Office) -> None:
    """No more orders; whatever is still to be done is done, and on a fast machine some minutes go by as well."""
    began = time.monotonic()
    while not (
        len(notes(office.desk, "answered")) >= len(office.orders)
        and notes(office.desk, "minute")[1] > MINUTES
        and len(alerts(office.desk)) >= len(office.orders)
        and len(dues(office.desk)) >= len(WEEKS)
    ):
        assert time.monotonic() - began < LIMIT_S, office.programs.said()
        time.sleep(LOOK_S)


def assert_all_was_done_once(office: Office) -> None:
    desk = office.desk
    assert notes(desk, "answered") == Counter(dict.fromkeys(office.orders, 1))
    assert alerts(desk) == Counter(dict.fromkeys(office.orders, 1))
    done = desk.ask(actions, None, 100_000)
    assert {action.outcome for action in done} == {Outcome.DONE}
    minutes = sorted(action.due_at for action in done if action.rule == "clockwork")
    assert notes(desk, "minute") == {1: len(minutes)}
    assert len(minutes) > MINUTES
    first = minutes[0]
    assert minutes == [first + timedelta(minutes=n) for n in range(len(minutes))]
    assert dues(desk)[: len(WEEKS)] == WEEKS
    assert len(desk.ask(lambda reader: reader.select(WorkOrder, source=SOURCE))) == len(dues(desk))
    assert is_whole(desk)


def test_the_death_of_a_leader_is_noticed_long_before_its_time_is_over(
    make: Callable[[float, float], Office],
) -> None:
    office = make(LIMIT_S, 5.0)
    pid, token = office.programs.leader()
    took = []
    for _ in range(FAULTS):
        began = time.monotonic()
        office.programs.kill(pid)
        office.start()
        pid, token = office.programs.leader(but=token)
        took.append(time.monotonic() - began)

    _LOG.info("seconds until another led: %s", [round(one, 2) for one in took])
    office.programs.all_ready()
    settled(office)
    assert set(office.programs.end()) == {0}
    assert max(took) < LIMIT_S / 2
    assert token == FAULTS + 1
    assert_all_was_done_once(office)


def test_a_leader_that_sleeps_is_followed_and_writes_nothing_when_it_wakes(
    make: Callable[[float, float], Office],
) -> None:
    office = make(1.5, 0.4)
    pid, token = office.programs.leader()
    took = []
    for fault in range(FAULTS):
        office.programs.put_to_sleep(pid)
        began = time.monotonic()
        other, token = office.programs.leader(but=token, besides=pid)
        took.append(time.monotonic() - began)
        while time.monotonic() - began < 3.0:  # asleep for twice its time
            office.take_order()
        office.programs.wake(pid)
        if fault % 2:
            office.programs.kill(other)
            office.start()
        pid, token = office.programs.leader(but=token) if fault % 2 else (other, token)

    _LOG.info("seconds until another led: %s", [round(one, 2) for one in took])
    office.programs.all_ready()
    settled(office)
    assert set(office.programs.end()) == {0}
    assert_all_was_done_once(office)


def test_who_is_told_to_end_lets_go_at_once(make: Callable[[float, float], Office]) -> None:
    office = make(LIMIT_S, 5.0)
    pid, token = office.programs.leader()

    os.kill(pid, signal.SIGTERM)
    assert office.programs.running.pop(pid).wait(LIMIT_S) == 0

    other, _ = office.programs.leader(but=token)
    assert other != pid
    office.programs.all_ready()
    settled(office)
    office.programs.end()
    assert_all_was_done_once(office)
