"""Has everything its turn when it should, and no more when it should not?"""

from __future__ import annotations

from collections.abc import Iterator
from threading import Event, Semaphore, Thread

import pytest

from wom_tui.automation.turns import Turns

LONG_S = 30.0  # nobody waits that long, unless something is wrong
MOMENT_S = 0.2


@pytest.fixture
def bugs() -> list[BaseException]:
    return []


@pytest.fixture
def turns(bugs: list[BaseException]) -> Iterator[Turns]:
    made = Turns(bugs.append)
    yield made
    made.stop()


def test_it_comes_again_and_again(turns: Turns) -> None:
    come = Semaphore(0)
    turns.add(come.release, 0.02)
    turns.start()

    for _ in range(3):
        assert come.acquire(timeout=LONG_S)


def test_what_has_a_pause_comes_when_it_goes_on_and_at_once(turns: Turns) -> None:
    come = Semaphore(0)
    turn = turns.add(come.release, 0.02, is_paused=True)
    turns.start()
    turn.every(LONG_S * 10)
    turn.within(0.0)
    assert not come.acquire(timeout=MOMENT_S)

    turn.go_on()
    assert come.acquire(timeout=LONG_S)
    turn.pause()
    turn.within(0.0)
    assert not come.acquire(timeout=MOMENT_S)


def test_it_may_come_sooner_and_from_then_on_as_before(turns: Turns) -> None:
    come = Semaphore(0)
    turn = turns.add(come.release, LONG_S * 10)
    turns.start()
    turn.within(LONG_S * 20)
    assert not come.acquire(timeout=MOMENT_S)

    turn.within(0.01)
    assert come.acquire(timeout=LONG_S)
    assert not come.acquire(timeout=MOMENT_S)
    turn.every(0.02)
    for _ in range(3):
        assert come.acquire(timeout=LONG_S)


def test_a_bug_is_told_and_the_next_time_comes(turns: Turns, bugs: list[BaseException]) -> None:
    come = Semaphore(0)

    def broken() -> None:
        come.release()
        raise ZeroDivisionError

    turns.add(broken, 0.02)
    turns.start()

    for _ in range(3):
        assert come.acquire(timeout=LONG_S)
    assert isinstance(bugs[0], ZeroDivisionError)


def test_what_changes_turns_while_it_is_waited_for_at_the_end_is_not_waited_for_in_vain() -> None:
    turns, begun, goes_on = Turns(lambda _: None), Event(), Event()

    def long() -> None:
        begun.set()
        goes_on.wait(LONG_S)
        turn.every(LONG_S)
        turn.within(0.0)
        turn.pause()
        turn.go_on()

    turn = turns.add(long, 0.01)
    turns.start()
    assert begun.wait(LONG_S)
    leaving = Thread(target=turns.stop, daemon=True)
    leaving.start()
    leaving.join(MOMENT_S)
    assert leaving.is_alive()

    goes_on.set()
    leaving.join(LONG_S)
    assert not leaving.is_alive()
