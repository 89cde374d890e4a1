"""A week of runners that die, sleep, take over and come back in any order: whatever the seed, each firing has one act.

Everything runs in one thread, by a clock and a chance of its own, so that a seed which fails fails again, by the same
steps: `WOM_RULE_FIRST=4711 WOM_RULE_SEEDS=1` runs that one alone.
"""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import replace
from datetime import timedelta
from random import Random

import pytest

from tests.databases import Databases, create_schema
from tests.office import HOUR, MINUTE, T0, ManualClock, an_order, close_desks, desk_on, filled, number_of
from tests.ruled import a_rule
from wom_tui.automation.runner import Runner
from wom_tui.commands.rule import EnableRule
from wom_tui.desk import Desk
from wom_tui.domain.lease import Fence
from wom_tui.domain.note import Note
from wom_tui.domain.work_order import WorkOrder
from wom_tui.rule_desk import RuleDesk
from wom_tui.store.reader import Reader
from wom_tui.store.replay import differences

SEEDS, FIRST = int(os.environ.get("WOM_RULE_SEEDS", "200")), int(os.environ.get("WOM_RULE_FIRST", "0"))
A_TEST, ON_A_SERVER = 20, 2  # seeds; a server takes longer to make a database than the week takes
RUNNERS = 3
WEEK, DAY = timedelta(days=7), timedelta(days=1)
MIDNIGHT = T0 + timedelta(hours=10)  # the first moment of what comes every twelve hours
DAYS_END = timedelta(hours=7)  # after T0: `at` of the daily rule

pytestmark = pytest.mark.database


class Died(BaseException):
    """The process of a runner ended, in the middle of what it did."""


def open_office(url: str) -> None:
    """What all seeds begin with: a small office with an order and its rules."""
    desk = filled(desk_on(url))
    number_of(desk, an_order())
    for text in (
        a_rule("answer", do="note {order} answered", event="order.created", catch_up="run_all"),
        a_rule("clock", when="number=1", do="note {order} clock", every="12h", catch_up="run_all"),
        a_rule("daily", when="number=1", do="note {order} daily", at="21:00", catch_up="run_all"),
        a_rule("timer", do="note {order} timer", after="30m", of="opened"),
    ):
        desk.run(EnableRule(text=text))
    close_desks()


class Office:
    """Three runners, each of which may believe that it leads, and a clock that goes on by chance."""

    def __init__(self, desk: Desk, seed: int) -> None:
        self.seed, self.random, self.clock = seed, Random(seed), ManualClock()
        self.desk = replace(desk, clock=self.clock)
        self.rules = RuleDesk(self.desk)
        self.fences: list[Fence | None] = [None] * RUNNERS
        self.lives = [10**9] * RUNNERS  # questions for its right to act until it dies
        self.runners = [self.born(place) for place in range(RUNNERS)]
        self.deaths = self.overtaken = 0
        self.trace: list[str] = []

    def born(self, place: int) -> Runner:
        return Runner(self.rules, lambda: self.right_of(place), per_minute=10**9, clock=lambda: 0.0)

    def right_of(self, place: int) -> Fence | None:
        self.lives[place] -= 1
        if self.lives[place] < 0:
            raise Died
        return self.fences[place]

    def a_week(self) -> None:
        """As much happens as happens in a week; at its end somebody healthy leads, and sees to what is left."""
        while self.clock.at < T0 + WEEK:
            self.step()
        self.lives = [10**9] * RUNNERS
        self.take_over(0)
        self.tick(0)
        assert self.runners[0].tick().outcomes == [], self.said()

    def step(self) -> None:
        """Something happens."""
        place = self.random.randrange(RUNNERS)
        acts: list[tuple[Callable[[int], None], int]] = [
            (self.tick, 10),
            (self.take_over, 3),
            (self.take_ill, 3),
            (self.wait, 6),
            (self.order, 2),
        ]
        ((act, _),) = self.random.choices(acts, weights=[weight for _, weight in acts])
        self.trace.append(f"{self.clock.at:%a %H:%M:%S} {place} {act.__name__}")
        act(place)

    def tick(self, place: int) -> None:
        believed = self.fences[place]
        try:
            told = self.runners[place].tick()
            self.trace.append(" ".join(["", *told.outcomes]))
            if believed and not told.is_leader:
                self.overtaken += 1
                self.fences[place] = None
        except Died:
            self.trace.append(" died")
            self.deaths += 1
            self.fences[place], self.lives[place] = None, 10**9
            self.runners[place] = self.born(place)

    def take_over(self, place: int) -> None:
        """The others go on believing that they lead, until they are told otherwise."""
        self.fences[place] = self.rules.leases.take(f"runner {place}", 0, is_hinted=False)

    def take_ill(self, place: int) -> None:
        self.lives[place] = self.random.randrange(12)

    def wait(self, _place: int) -> None:
        """Minutes, or a day and a half at most."""
        most = self.random.choice([20 * MINUTE, 36 * HOUR])
        self.clock.forward(timedelta(seconds=self.random.randrange(int(most.total_seconds()))))

    def order(self, _place: int) -> None:
        number_of(self.desk, an_order())

    def notes(self, text: str) -> Counter[int]:
        return Counter(note.order_id for note in self.desk.ask(Reader.select, Note) if note.text == text)

    def said(self) -> str:
        """What has happened, for whoever looks for a fault."""
        return "\n".join([f"seed {self.seed}", *self.trace])


@pytest.fixture
def make(databases: Databases) -> Iterator[Callable[[int], AbstractContextManager[Office]]]:
    """One office after the other, each as the first was when it was opened, and by the same statements."""
    with databases.fresh(create_schema) as template, databases.fresh(None) as url:
        open_office(template)
        databases.refill(url, template)
        desk = desk_on(url)

        @contextmanager
        def made(seed: int) -> Iterator[Office]:
            desk.engine.dispose()
            databases.refill(url, template)
            yield Office(desk, seed)

        yield made
        close_desks()


Make = Callable[[int], AbstractContextManager[Office]]


@pytest.mark.parametrize("first", range(FIRST, FIRST + SEEDS, A_TEST))
def test_every_firing_has_one_act(make: Make, engine_name: str, first: int) -> None:
    seeds = range(first, min(first + A_TEST, FIRST + SEEDS))
    for seed in seeds if engine_name == "sqlite" else seeds[:ON_A_SERVER]:
        with make(seed) as office:
            office.a_week()
            assert_all_was_done_once(office)


def assert_all_was_done_once(office: Office) -> None:
    now, orders = office.clock.at, office.desk.ask(Reader.select, WorkOrder)
    expected = {order.id: 1 for order in orders if order.id > 1}
    assert office.notes("answered") == expected, office.said()
    assert office.notes("clock") == Counter({1: (now - MIDNIGHT) // (12 * HOUR) + 1}), office.said()
    assert office.notes("daily") == Counter({1: (now - T0 - DAYS_END) // DAY + 1}), office.said()
    waited = {order.id: 1 for order in orders if order.opened_at + 30 * MINUTE <= now}
    assert office.notes("timer") == waited, office.said()
    with office.desk.engine.connect() as connection:
        assert differences(connection) == [], office.said()


def test_a_seed_that_is_run_again_does_the_same_again(make: Make) -> None:
    traces = []
    for _ in range(2):
        with make(4711) as office:
            office.a_week()
            traces.append(office.trace)

    assert traces[0] == traces[1]


def test_the_seeds_do_have_deaths_and_takeovers(make: Make) -> None:
    deaths = overtaken = 0
    for seed in range(5):
        with make(seed) as office:
            office.a_week()
            deaths, overtaken = deaths + office.deaths, overtaken + office.overtaken

    assert deaths > 0
    assert overtaken > 0
