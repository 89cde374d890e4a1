"""When does a program believe that it leads, and when does it stop?"""

from __future__ import annotations

from typing import Any, cast

import pytest

from wom_tui.automation.lease import Leader, Timing
from wom_tui.domain.lease import Fence
from wom_tui.errors import StoreBusy
from wom_tui.rule_desk import Leases

TIMING = Timing(ttl_s=10, heartbeat_s=3, jitter=0.2, margin_s=1)


class Row:
    """The lease of a database that is slow, busy or taken when the test says so."""

    def __init__(self, clock: Clock) -> None:
        self.clock = clock
        self.token, self.holder, self.ends = 0, "", 0.0
        self.takes_s, self.is_busy, self.hints = 0.0, False, list[bool]()

    def is_free(self, *, is_hinted: bool) -> bool:
        self._asked()
        return self.clock.s >= self.ends

    def take(self, holder: str, ttl_s: float, *, is_hinted: bool) -> Fence | None:
        if not self.is_free(is_hinted=is_hinted):
            return None
        self.hints.append(is_hinted)
        self.token, self.holder, self.ends = self.token + 1, holder, self.clock.s + ttl_s
        return Fence("leader", holder, self.token)

    def renew(self, fence: Fence, ttl_s: float, *, is_hinted: bool) -> bool:
        self._asked()
        if fence.token != self.token:
            return False
        self.ends = self.clock.s + ttl_s
        return True

    def release(self, fence: Fence) -> bool:
        self._asked()
        self.ends = 0.0
        return True

    def _asked(self) -> None:
        self.clock.s += self.takes_s
        if self.is_busy:
            raise StoreBusy


class Clock:
    def __init__(self) -> None:
        self.s = 100.0

    def __call__(self) -> float:
        return self.s


class Lock:
    def __init__(self) -> None:
        self.is_free, self.is_mine = True, False

    def take(self) -> bool:
        self.is_mine = self.is_mine or self.is_free
        return self.is_mine

    def drop(self) -> None:
        self.is_mine = False


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def row(clock: Clock) -> Row:
    return Row(clock)


@pytest.fixture
def lock() -> Lock:
    return Lock()


@pytest.fixture
def leader(row: Row, clock: Clock, lock: Lock) -> Leader:
    return Leader(cast("Leases", cast("Any", row)), lock, TIMING, clock=clock, chance=lambda: 0.5)


def test_who_finds_nobody_leads(leader: Leader, row: Row) -> None:
    assert leader.fence is None
    assert leader.beat()

    assert leader.fence == Fence("leader", row.holder, 1)
    assert row.hints == [True]


def test_it_stops_before_its_time_is_over(leader: Leader, clock: Clock) -> None:
    leader.beat()

    clock.s += 8.9
    assert leader.fence is not None
    clock.s += 0.2
    assert leader.fence is None


def test_its_time_counts_from_before_it_asked(leader: Leader, row: Row, clock: Clock) -> None:
    row.takes_s = 4.0
    leader.beat()

    clock.s += 4.9
    assert leader.fence is not None
    clock.s += 0.2
    assert leader.fence is None


def test_it_renews_with_each_heartbeat_a_little_early(leader: Leader, row: Row, clock: Clock) -> None:
    leader.beat()
    ends = row.ends

    clock.s += 2.6
    leader.beat()
    assert row.ends == ends
    clock.s += 0.2
    leader.beat()
    assert row.ends == clock.s + TIMING.ttl_s


def test_a_renewal_that_is_refused_ends_it_at_once(
    leader: Leader, row: Row, clock: Clock, lock: Lock
) -> None:
    leader.beat()
    row.token += 1
    clock.s += 3

    assert not leader.beat()
    assert leader.fence is None
    assert not lock.is_mine


def test_a_database_that_does_not_answer_takes_nothing_but_time(
    leader: Leader, row: Row, clock: Clock, lock: Lock
) -> None:
    leader.beat()
    row.is_busy = True
    clock.s += 5

    assert leader.beat()
    assert leader.fence is not None
    clock.s += 5
    assert not leader.beat()
    assert not lock.is_mine


def test_who_does_not_get_it_keeps_no_lock(leader: Leader, row: Row, clock: Clock, lock: Lock) -> None:
    row.ends = clock.s + 100

    assert not leader.beat()
    assert not lock.is_mine
    row.is_busy = True
    assert not leader.beat()
    assert not lock.is_mine


def test_who_has_the_lock_goes_first(leader: Leader, row: Row, clock: Clock, lock: Lock) -> None:
    lock.is_free = False  # somebody has it who is about to look at the lease, or asleep

    assert not leader.beat()
    clock.s += TIMING.heartbeat_s / 4
    assert not leader.beat()
    clock.s += TIMING.heartbeat_s / 4
    assert leader.beat()
    assert row.hints == [False]


def test_who_had_time_enough_once_has_to_be_waited_for_again(
    leader: Leader, row: Row, clock: Clock, lock: Lock
) -> None:
    lock.is_free = False
    leader.beat()
    row.ends = clock.s + TIMING.heartbeat_s  # who has the lock has taken the lease
    clock.s += TIMING.heartbeat_s / 2
    assert not leader.beat()

    row.ends = clock.s
    clock.s += TIMING.heartbeat_s / 2
    assert not leader.beat()
    clock.s += TIMING.heartbeat_s / 2
    assert leader.beat()


def test_who_resigns_lets_both_go(leader: Leader, row: Row, lock: Lock) -> None:
    leader.beat()

    leader.resign()

    assert leader.fence is None
    assert row.ends == 0.0
    assert not lock.is_mine


def test_each_term_has_a_name_of_its_own(leader: Leader, row: Row) -> None:
    leader.beat()
    first = row.holder
    leader.resign()
    leader.beat()

    assert row.holder != first
    assert leader.fence == Fence("leader", row.holder, 2)
