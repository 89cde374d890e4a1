"""Whatever happens to orders, people, runners and clocks: the alerts are those that an oracle names, minute by minute.

The oracle knows nothing of how alerts are watched. It looks at every order at every minute, by rules written out here.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from datetime import datetime, timedelta
from itertools import pairwise
from random import Random

import pytest

from tests.automation.test_any_turns import Died
from tests.office import HOUR, MINUTE, ManualClock, an_order, desk_on, filled, number_of
from tests.ruled import an_alert_rule
from wom_tui.automation.runner import Runner
from wom_tui.commands.alert import AcknowledgeAlert, ClearAlert, SnoozeAlert
from wom_tui.commands.ending import CancelOrder
from wom_tui.commands.order import SetPriority
from wom_tui.commands.rule import EnableRule
from wom_tui.domain.alert import Alert, AlertStatus
from wom_tui.domain.lease import Fence
from wom_tui.domain.work_order import Priority, WorkOrder
from wom_tui.rule_desk import RuleDesk
from wom_tui.store.reader import EITHER, Reader
from wom_tui.store.replay import differences

SEEDS = int(os.environ.get("WOM_RULE_SEEDS", "4"))
STEPS, ORDERS, LASTING = 60, 8, 5
RULES = (
    an_alert_rule("urgent", when="pri=1"),
    an_alert_rule("lasting", when="pri=1", lasting=f"{LASTING}m"),
    an_alert_rule("sticky", when="pri=1", clear_when="pri>2"),
    an_alert_rule("old", when="pri<=2 opened<-30m"),
    an_alert_rule("timer", after="45m", of="opened", when="pri>=3"),
    an_alert_rule("many", count="pri<=2", by="territory", at_least=3, clear_below=2),
    an_alert_rule("climbs", when="pri=1", escalate=["3m dispatcher", "9m manager"]),
)

pytestmark = pytest.mark.database
About = tuple[str, str]  # rule and subject


class Oracle:
    """What is true of the office, said anew at every minute, and what has to stand because of it."""

    def __init__(self) -> None:
        self.since: dict[int, datetime] = {}
        self.standing: set[About] = set()

    def see(self, orders: list[WorkOrder], now: datetime) -> None:
        live = [order for order in orders if order.is_open]
        urgent = {order.id for order in live if order.priority is Priority.P1}
        self.since = {number: self.since.get(number, now) for number in urgent}
        found = {(name, f"order:{n}") for n in urgent for name in ("urgent", "climbs")}
        found |= {("lasting", f"order:{n}") for n, at in self.since.items() if now - at >= LASTING * MINUTE}
        found |= {("sticky", f"order:{order.id}") for order in live if self._sticks(order)}
        found |= {
            ("old", f"order:{order.id}")
            for order in live
            if order.priority <= 2 and order.opened_at < now - 30 * MINUTE
        }
        found |= {
            ("timer", f"order:{order.id}")
            for order in live
            if order.priority >= 3 and order.opened_at + 45 * MINUTE <= now
        }
        count = sum(order.priority <= 2 for order in live)
        if count >= 3 or (count >= 2 and ("many", "territory:West") in self.standing):
            found.add(("many", "territory:West"))
        self.standing = found

    def _sticks(self, order: WorkOrder) -> bool:
        was = ("sticky", f"order:{order.id}") in self.standing
        return order.priority is Priority.P1 or (was and order.priority <= 2)


class Office:
    """Orders that change by chance, and a runner that looks at them once a minute."""

    def __init__(self, url: str, seed: int) -> None:
        self.random, self.clock, self.oracle = Random(seed), ManualClock(), Oracle()
        self.desk = filled(desk_on(url, clock=self.clock))
        self.rules = RuleDesk(self.desk)
        for text in RULES:
            self.desk.run(EnableRule(text=text))
        for _ in range(ORDERS):
            number_of(self.desk, an_order())
        self.lives = 10**9  # questions for its right to act until the runner dies
        self.deaths = 0
        self.fence: Fence | None = None
        self.begin()

    def begin(self) -> None:
        self.fence = self.rules.leases.take("one", 0, is_hinted=False)
        self.runner = Runner(self.rules, self.right, per_minute=10**9, clock=lambda: 0.0)

    def right(self) -> Fence | None:
        self.lives -= 1
        if self.lives < 0:
            raise Died
        return self.fence

    def step(self) -> None:
        """Something happens to an order, or to nothing."""
        number = self.random.randint(1, ORDERS)
        if self.random.random() < 0.03:
            if self.the(number).is_open:
                self.desk.run(CancelOrder(order=number, reason="no more"))
        elif self.random.random() < 0.7 and self.the(number).is_open:
            self.desk.run(SetPriority(order=number, priority=Priority(self.random.randint(1, 4))))

    def the(self, number: int) -> WorkOrder:
        return self.desk.ask(Reader.get, WorkOrder, number)

    def tick(self) -> None:
        """A minute later the runner looks; what it raises it does not have to look at again."""
        self.clock.forward(MINUTE)
        self.oracle.see(self.orders(), self.clock.at)
        told = self.runner.tick()
        assert told.failed == {}

    def orders(self) -> list[WorkOrder]:
        return list(self.desk.ask(Reader.select, WorkOrder))

    def alerts(self) -> list[Alert]:
        return list(self.desk.ask(Reader.select, Alert, is_withdrawn=EITHER))

    def standing(self) -> set[About]:
        return {(alert.rule, alert.subject) for alert in self.alerts() if alert.is_open}


@pytest.fixture
def make(new_database: str) -> Callable[[int], Office]:
    return lambda seed: Office(new_database, seed)


@pytest.mark.parametrize("seed", range(SEEDS))
def test_at_every_minute_those_stand_that_the_oracle_names(make: Callable[[int], Office], seed: int) -> None:
    office = make(seed)

    for _ in range(STEPS):
        office.step()
        office.tick()
        assert office.standing() == office.oracle.standing

    assert_each_has_one_story(office)


@pytest.mark.parametrize("seed", range(SEEDS))
def test_whoever_dies_in_the_middle_the_next_one_finds_the_same(
    make: Callable[[int], Office], seed: int
) -> None:
    """With deaths a minute may be missed, so the oracle is asked when somebody healthy has looked."""
    office = make(seed)

    for _ in range(STEPS):
        office.step()
        office.lives = office.random.choice([10**9, office.random.randrange(8)])
        try:
            office.tick()
        except Died:
            office.deaths += 1
            office.lives = 10**9
            office.begin()
            office.runner.tick()  # in the same minute
        known = {about for about in office.standing() if about[0] != "lasting"}
        assert known == {about for about in office.oracle.standing if about[0] != "lasting"}

    office.lives = 10**9
    for _ in range(LASTING + 1):
        office.tick()
    assert office.standing() == office.oracle.standing
    assert office.deaths > 0
    assert_each_has_one_story(office)


@pytest.mark.parametrize("seed", range(SEEDS))
def test_a_clock_that_jumps_changes_nothing_of_what_stands_in_the_end(
    make: Callable[[int], Office], seed: int
) -> None:
    office = make(seed)

    for step in range(STEPS):
        office.step()
        office.tick()
        if step % 15 == 14:
            office.clock.forward(
                office.random.choice([HOUR, -HOUR, timedelta(days=365), timedelta(days=-365)])
            )

    for _ in range(LASTING + 2):
        office.tick()
    # Since when it has held neither of them can know, after that; and that the clock jumped back it has not seen.
    known = {about for about in office.standing() if about[0] not in ("lasting", "sticky", "many")}
    assert known == {
        about for about in office.oracle.standing if about[0] not in ("lasting", "sticky", "many")
    }
    assert_one_at_a_time(office)


@pytest.mark.parametrize("seed", range(SEEDS))
def test_what_people_do_meanwhile_is_heeded(make: Callable[[int], Office], seed: int) -> None:
    """Cleared by hand: not raised again before it has ended. Snoozed: back at its time, if it goes on."""
    office = make(seed)
    cleared: set[int] = set()

    for _ in range(STEPS):
        office.step()
        open_ones = [alert for alert in office.alerts() if alert.is_open]
        if open_ones and office.random.random() < 0.5:
            alert = office.random.choice(open_ones)
            until_at = office.clock.at + office.random.randint(1, 10) * MINUTE
            office.desk.run(
                office.random.choice(
                    [
                        AcknowledgeAlert(alert=alert.id),
                        SnoozeAlert(alert=alert.id, until_at=until_at, reason="later"),
                        ClearAlert(alert=alert.id, reason="we know"),
                    ]
                )
            )
        office.tick()
        office.runner.tick()
        alerts = office.alerts()
        cleared = {a.id for a in alerts if a.cleared_by == "admin" and a.ended_at is None}
        by_hand = {(a.rule, a.subject) for a in alerts if a.id in cleared}
        assert office.standing() == office.oracle.standing - by_hand
        assert not any(a.status is AlertStatus.SNOOZED and not a.is_away(office.clock.at) for a in alerts)

    assert_each_has_one_story(office)


def test_the_seeds_do_have_alerts_of_every_rule_and_all_their_steps(make: Callable[[int], Office]) -> None:
    office = make(1)

    for _ in range(2 * STEPS):
        office.step()
        office.tick()

    alerts = office.alerts()
    assert len({alert.rule for alert in alerts}) == len(RULES)
    assert {alert.rule for alert in alerts if alert.cleared_by == f"rule:{alert.rule}"} >= {
        "urgent",
        "lasting",
    }
    assert max(len(alert.escalations) for alert in alerts) == 2


def assert_one_at_a_time(office: Office) -> None:
    """Of each rule and subject one stands; and the journal tells the tables."""
    standing = [(alert.rule, alert.subject) for alert in office.alerts() if alert.is_open]
    assert len(standing) == len(set(standing))
    with office.desk.engine.connect() as connection:
        assert differences(connection) == []


def assert_each_has_one_story(office: Office) -> None:
    """None was raised while another one stood; steps were taken in their order, each once, and not too soon."""
    assert_one_at_a_time(office)
    by_about: dict[About, list[Alert]] = {}
    for alert in sorted(office.alerts(), key=lambda alert: alert.id):
        by_about.setdefault((alert.rule, alert.subject), []).append(alert)
        assert [step.to for step in alert.escalations] in ([], ["dispatcher"], ["dispatcher", "manager"])
        for step, after in zip(alert.escalations, (3, 9), strict=False):
            assert step.at - alert.raised_at >= after * MINUTE
            assert alert.acknowledged_at is None or step.at <= alert.acknowledged_at
    for alerts in by_about.values():
        for earlier, later in pairwise(alerts):
            assert earlier.ended_at is not None
            assert earlier.ended_at <= later.raised_at
