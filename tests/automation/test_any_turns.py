"""Runners that die, sleep, take over and come back in any order: whatever the seed, each firing has one act."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Callable
from datetime import timedelta
from random import Random

import pytest

from tests.office import MINUTE, T0, ManualClock, an_order, desk_on, filled, number_of
from tests.ruled import a_rule
from wom_tui.automation.runner import Runner
from wom_tui.commands.rule import EnableRule
from wom_tui.domain.lease import Fence
from wom_tui.domain.note import Note
from wom_tui.domain.work_order import WorkOrder
from wom_tui.rule_desk import RuleDesk
from wom_tui.store.reader import Reader
from wom_tui.store.replay import differences

SEEDS = int(os.environ.get("WOM_RULE_SEEDS", "12"))
STEPS, RUNNERS = 50, 3

pytestmark = pytest.mark.database


class Died(BaseException):
    """The process of a runner ended, in the middle of what it did."""


class Office:
    """Three runners, each of which may believe that it leads, and a clock that goes on by chance."""

    def __init__(self, url: str, seed: int) -> None:
        self.random, self.clock = Random(seed), ManualClock()
        self.desk = filled(desk_on(url, clock=self.clock))
        self.rules = RuleDesk(self.desk)
        number_of(self.desk, an_order())
        for text in (
            a_rule("answer", do="note {order} answered", event="order.created", catch_up="run_all"),
            a_rule("clock", when="number=1", do="note {order} clock", every="5m", catch_up="run_all"),
            a_rule("timer", do="note {order} timer", after="30m", of="opened"),
        ):
            self.desk.run(EnableRule(text=text))
        self.fences: list[Fence | None] = [None] * RUNNERS
        self.lives = [10**9] * RUNNERS  # questions for its right to act until it dies
        self.runners = [self.born(place) for place in range(RUNNERS)]
        self.deaths = self.overtaken = 0

    def born(self, place: int) -> Runner:
        return Runner(self.rules, lambda: self.right_of(place), per_minute=10**9, clock=lambda: 0.0)

    def right_of(self, place: int) -> Fence | None:
        self.lives[place] -= 1
        if self.lives[place] < 0:
            raise Died
        return self.fences[place]

    def step(self) -> None:
        """Something happens."""
        place = self.random.randrange(RUNNERS)
        acts: list[tuple[Callable[[int], None], int]] = [
            (self.tick, 10),
            (self.take_over, 3),
            (self.take_ill, 3),
            (self.wait, 6),
            (self.order, 4),
        ]
        ((act, _),) = self.random.choices(acts, weights=[weight for _, weight in acts])
        act(place)

    def tick(self, place: int) -> None:
        believed = self.fences[place]
        try:
            told = self.runners[place].tick()
            if believed and not told.is_leader:
                self.overtaken += 1
                self.fences[place] = None
        except Died:
            self.deaths += 1
            self.fences[place], self.lives[place] = None, 10**9
            self.runners[place] = self.born(place)

    def take_over(self, place: int) -> None:
        """The others go on believing that they lead, until they are told otherwise."""
        self.fences[place] = self.rules.leases.take(f"runner {place}", 0, is_hinted=False)

    def take_ill(self, place: int) -> None:
        self.lives[place] = self.random.randrange(12)

    def wait(self, _place: int) -> None:
        self.clock.forward(timedelta(seconds=self.random.randrange(20 * 60)))

    def order(self, _place: int) -> None:
        number_of(self.desk, an_order())

    def end(self) -> None:
        """Somebody healthy leads, and sees to what is left."""
        self.lives = [10**9] * RUNNERS
        self.take_over(0)
        self.tick(0)
        assert self.runners[0].tick().outcomes == []

    def notes(self, text: str) -> Counter[int]:
        return Counter(note.order_id for note in self.desk.ask(Reader.select, Note) if note.text == text)


@pytest.fixture
def make(new_database: str) -> Callable[[int], Office]:
    return lambda seed: Office(new_database, seed)


@pytest.mark.parametrize("seed", range(SEEDS))
def test_every_firing_has_one_act(make: Callable[[int], Office], seed: int) -> None:
    office = make(seed)

    for _ in range(STEPS):
        office.step()
    office.end()

    orders = office.desk.ask(Reader.select, WorkOrder)
    expected = {order.id: 1 for order in orders if order.id > 1}
    assert office.notes("answered") == expected
    assert office.notes("clock") == Counter({1: (office.clock.at - T0) // (5 * MINUTE)})
    waited = {order.id: 1 for order in orders if order.opened_at + 30 * MINUTE <= office.clock.at}
    assert office.notes("timer") == waited
    with office.desk.engine.connect() as connection:
        assert differences(connection) == []


def test_the_seeds_do_have_deaths_and_takeovers(make: Callable[[int], Office]) -> None:
    office = make(1)

    for _ in range(STEPS * 3):
        office.step()

    assert office.deaths > 0
    assert office.overtaken > 0
