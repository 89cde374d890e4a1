"""Does it tick by itself, take its turn, and let go when it is told to end?"""

from __future__ import annotations

import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.commands.typed import do
from tests.office import desk_on
from tests.ruled import Ruled, a_rule
from wom_tui.automation.embedded import rules_running
from wom_tui.automation.engine import Engine, Job, run_once
from wom_tui.automation.runner import Tick
from wom_tui.commands.rule import DisableRule
from wom_tui.desk import Desk
from wom_tui.domain.lease import Fence
from wom_tui.domain.policy import Actor, Role
from wom_tui.errors import StoreBusy, StoreError

ROOT = Path(__file__).parents[2]
LONG_S = 60.0  # a machine that is slower than this has another trouble


@contextmanager
def running(engine: Engine) -> Iterator[None]:
    engine.start()
    try:
        yield
    finally:
        engine.stop()


def is_free(office: Ruled) -> bool:
    standing = Engine(office.desk).desk.leases.standing()
    return standing is None or standing.left_s <= 0


def test_what_comes_due_is_done_without_anybody_asking(office: Ruled, order: int) -> None:
    office.enable(a_rule(event="order.prioritised"))
    done = threading.Event()

    def look(tick: Tick) -> None:
        if tick.done:
            done.set()

    engine = Engine(office.desk, beat_s=0.05, tick_s=0.05, on_tick=look)
    with running(engine):
        do(office.desk, f"priority {order} 1")
        assert done.wait(LONG_S)
        assert engine.leader.fence is not None

    assert office.noted() == [order]
    assert engine.leader.fence is None
    assert is_free(office)


def test_what_somebody_writes_is_answered_before_the_next_tick_would_come(
    office: Ruled, order: int, database_url: str
) -> None:
    office.enable(a_rule(event="order.prioritised"))
    done, ticked = threading.Event(), threading.Event()

    def look(tick: Tick) -> None:
        if tick.is_leader:
            ticked.set()
        if tick.done:
            done.set()

    engine = Engine(office.desk, beat_s=0.05, tick_s=10 * LONG_S, on_tick=look)
    with running(engine):
        assert ticked.wait(LONG_S)  # to lead is written down, too
        do(desk_on(database_url), f"priority {order} 1")
        assert done.wait(LONG_S)

    assert office.noted() == [order]


def test_where_no_rule_is_on_nobody_leads(office: Ruled, order: int) -> None:
    engine = Engine(office.desk)

    engine.beat()
    assert engine.leader.fence is None
    office.enable(a_rule())
    for _ in range(10):
        engine.beat()
    assert engine.leader.fence is not None
    office.desk.run(DisableRule(name="note-it", reason="stop"))
    for _ in range(10):
        engine.beat()
    assert engine.leader.fence is None
    assert is_free(office)


def test_only_who_leads_listens_for_what_is_written(office: Ruled) -> None:
    first, second = Engine(office.desk), Engine(office.desk)
    office.enable(a_rule())

    for engine in (first, second, first):
        engine.beat()
    assert (first._watch is not None, second._watch is not None) == (True, False)
    first.stop()
    second.beat()
    assert (first._watch is not None, second._watch is not None) == (False, True)
    second.stop()
    assert second._watch is None


def test_a_bug_is_told_once_and_the_next_tick_comes(office: Ruled, monkeypatch: pytest.MonkeyPatch) -> None:
    office.enable(a_rule())
    told: list[str] = []
    ticks = threading.Semaphore(0)
    engine = Engine(office.desk, beat_s=0.05, tick_s=0.02, on_trouble=told.append)

    def broken() -> Tick:
        ticks.release()
        raise ZeroDivisionError("a bug")

    monkeypatch.setattr(engine.runner, "tick", broken)
    with running(engine):
        for _ in range(3):
            assert ticks.acquire(timeout=LONG_S)

    assert told == ["the rules do not run: ZeroDivisionError('a bug')"]


def test_a_database_that_does_not_answer_is_told_and_asked_again(
    office: Ruled, order: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    office.enable(a_rule(event="order.prioritised"))
    told: list[str] = []
    engine = Engine(office.desk, on_trouble=told.append)
    engine.beat()
    do(office.desk, f"priority {order} 1")
    whole = engine.runner.tick

    def busy() -> Tick:
        raise StoreBusy("the database is busy")

    with monkeypatch.context() as broken:
        broken.setattr(engine.runner, "tick", busy)
        engine.tick()
        engine.tick()
    assert told == ["the database is busy"]
    assert engine.runner.tick == whole
    engine.tick()
    assert office.noted() == [order]
    engine.stop()


def test_a_rule_that_fails_is_told(office: Ruled, order: int) -> None:
    office.enable(a_rule(do="assign {order} nobody-of-that-name", event="order.prioritised"))
    told: list[str] = []
    engine = Engine(office.desk, on_trouble=told.append)
    engine.beat()
    do(office.desk, f"priority {order} 1")

    engine.tick()
    engine.tick()
    engine.stop()

    assert len(told) == 1
    assert told[0].startswith("rule note-it: ")


def test_what_else_the_leader_does_is_done_again_and_again_though_no_rule_is_on(office: Ruled) -> None:
    turns = threading.Semaphore(0)
    fences: list[Fence] = []

    def turn(fence: Fence) -> str:
        fences.append(fence)
        turns.release()
        return ""

    engine = Engine(office.desk, beat_s=0.05, tick_s=LONG_S, jobs=[Job("count", 0.05, turn)])
    with running(engine):
        for _ in range(3):
            assert turns.acquire(timeout=LONG_S)

    assert len(set(fences)) == 1
    assert is_free(office)


def test_one_tick_alone_leaves_nothing_behind(office: Ruled, order: int) -> None:
    office.enable(a_rule(event="order.prioritised"))
    do(office.desk, f"priority {order} 1")

    came = run_once(office.desk)

    assert (came.tick.done, came.other) == (1, "")
    assert is_free(office)


def test_a_console_runs_them_beside_its_work_and_lets_go_when_it_closes(
    office: Ruled, order: int, database_url: str
) -> None:
    office.enable(a_rule(event="order.prioritised"))
    do(office.desk, f"priority {order} 1")
    with rules_running(lambda: desk_on(database_url), after_s=0):
        _wait_for(lambda: bool(office.noted()))

    assert office.noted() == [order]
    assert is_free(office)


def _wait_for(look: Callable[[], bool]) -> None:
    tries = threading.Event()
    for _ in range(int(LONG_S / 0.05)):
        if look():
            return
        tries.wait(0.05)
    raise AssertionError("it does not happen")


def test_who_may_do_nothing_runs_no_rules(office: Ruled, order: int, database_url: str) -> None:
    office.enable(a_rule(event="order.prioritised"))
    do(office.desk, f"priority {order} 1")
    opened: list[Desk] = []

    def as_viewer() -> Desk:
        opened.append(desk_on(database_url, actor=Actor(name="v", role=Role.VIEWER)))
        return opened[-1]

    with rules_running(as_viewer, after_s=0):
        _wait_for(lambda: bool(opened))

    assert office.noted() == []


def test_a_console_that_closes_at_once_has_opened_nothing() -> None:
    def never() -> Desk:
        raise AssertionError("it was opened")

    with rules_running(never, after_s=LONG_S):
        pass


def test_a_database_that_cannot_be_opened_is_the_matter_of_the_console() -> None:
    tried = threading.Event()

    def broken() -> Desk:
        tried.set()
        raise StoreError("gone")

    with rules_running(broken, after_s=0):
        assert tried.wait(LONG_S)


def test_a_console_loads_no_scheduler_before_it_needs_one() -> None:
    script = (
        "import sys; import wom_tui.automation.embedded; "
        "sys.exit(bool({'apscheduler', 'sqlalchemy'} & sys.modules.keys()))"
    )

    assert subprocess.run([sys.executable, "-c", script], cwd=ROOT, check=False).returncode == 0
