"""Five consoles and an engine without one at one database: one of them leads, and when it goes another does."""

from __future__ import annotations

import logging
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.e2e.programs import FAULTS, Programs
from tests.office import an_order, close_desks, desk_on, filled
from tests.ruled import a_rule, an_alert_rule
from tests.whole import is_whole
from wom_tui.commands.rule import EnableRule
from wom_tui.desk import real_clock
from wom_tui.domain.alert import Alert
from wom_tui.domain.note import Note
from wom_tui.domain.work_order import WorkOrder
from wom_tui.errors import StoreBusy
from wom_tui.store.reader import Reader

CONSOLES = 5
EVERY_S = 3.0  # an order

_LOG = logging.getLogger(__name__)

pytestmark = pytest.mark.fault


class Office:
    """The consoles' engines, `wom engine`, and the orders that they answer."""

    def __init__(self, url: str, folder: Path) -> None:
        self._url = url
        self.desk = filled(desk_on(url, clock=real_clock))
        text = a_rule("answer", do="note {order} answered", event="order.created", catch_up="run_all")
        self.desk.run(EnableRule(text=text))
        self.desk.run(EnableRule(text=an_alert_rule("told", when="source=wom pri<=4")))
        self.programs = Programs(self.desk, folder, self.take_order)
        self.consoles: set[int] = set()
        self._next_s = 0.0  # when the next order comes in

    def start(self) -> None:
        while len(self.consoles) < CONSOLES:
            self.consoles.add(self.programs.start(["tests.e2e.one_console", self._url]))

    def start_engine(self) -> int:
        return self.programs.start(["wom_tui", "--db", self._url, "engine"])

    def take_order(self) -> bool:
        """No more of them than rules may answer in a minute."""
        if time.monotonic() < self._next_s:
            return True
        self._next_s = time.monotonic() + EVERY_S
        try:
            self.desk.run(an_order())
        except StoreBusy:
            return False
        return True

    def leading_console(self, but: int = 0) -> tuple[int, int]:
        """A console that leads: where it is the engine, its turn ends first."""
        pid, token = self.programs.leader(but)
        if pid in self.consoles:
            return pid, token
        self.programs.end_one(pid)
        self.start_engine()
        return self.leading_console(token)

    def numbers(self) -> list[int]:
        return [order.id for order in self.desk.ask(Reader.select, WorkOrder)]

    def notes(self) -> Counter[int]:
        return Counter(note.order_id for note in self.desk.ask(Reader.select, Note))

    def alerts(self) -> Counter[int | None]:
        return Counter(alert.order_id for alert in self.desk.ask(Reader.select, Alert))

    def is_all_done(self) -> bool:
        count = len(self.numbers())
        return sum(self.notes().values()) >= count and sum(self.alerts().values()) >= count


@pytest.fixture
def office(database_url: str, tmp_path: Path) -> Iterator[Office]:
    made = Office(database_url, tmp_path)
    yield made
    made.programs.close()
    close_desks()


def test_when_a_console_that_leads_is_closed_or_killed_another_leads_and_all_is_done_once(
    office: Office,
) -> None:
    office.start()
    office.start_engine()
    took = []
    pid, token = office.leading_console()
    for fault in range(max(3, FAULTS // 4)):  # a console takes longer to open
        began = time.monotonic()
        if fault % 2:
            office.programs.kill(pid)
        else:
            assert office.programs.end_one(pid) == 0, office.programs.said()  # somebody has closed it
        office.programs.leader(but=token)
        took.append(time.monotonic() - began)
        office.consoles.remove(pid)
        office.start()
        pid, token = office.leading_console()
    office.programs.meanwhile = lambda: True
    office.programs.until_true(office.is_all_done)

    _LOG.info("seconds until another led: %s", [round(one, 2) for one in took])
    once = Counter(dict.fromkeys(office.numbers(), 1))
    assert office.notes() == once
    assert office.alerts() == once
    assert is_whole(office.desk)
    office.programs.all_ready(office.consoles)
    assert {office.programs.end_one(pid) for pid in office.consoles} == {0}
