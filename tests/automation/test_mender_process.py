"""Is the day mended by a process of its own, and does that end when the engine is told to?"""

from __future__ import annotations

import threading
from typing import Any

import pytest

from tests.automation.test_engine import LONG_S, running
from tests.office import ALI, HOUR, KIM, T0
from tests.ruled import FEW, Ruled
from tests.running_day import away, booked, reassign, there
from wom_tui.automation.engine import Engine, run_once
from wom_tui.automation.runner import Tick
from wom_tui.domain.rule import Outcome


def engine_of(office: Ruled, tell: threading.Event) -> Engine:
    """One that ticks fast, and tells when something was mended."""

    def look(tick: Tick) -> None:
        if Outcome.DONE in tick.outcomes:
            tell.set()

    engine = Engine(office.desk, beat_s=0.05, tick_s=0.05, on_tick=look)
    engine.runner.mender.effort, engine.runner.mender.settle_s = FEW, 0.0
    return engine


def test_the_day_is_mended_while_beats_and_ticks_go_on(office: Ruled) -> None:
    reassign(office)
    lost, done = booked(office, KIM, T0 + 2 * HOUR), threading.Event()
    engine = engine_of(office, done)

    with running(engine):
        away(office, KIM)
        assert done.wait(LONG_S)
        assert engine.searching is not None

    assert there(office, lost)[0] == ALI
    assert engine.searching is None


def test_whoever_is_told_to_end_waits_for_no_search(office: Ruled, monkeypatch: pytest.MonkeyPatch) -> None:
    reassign(office)
    lost, begun = booked(office, KIM, T0 + 2 * HOUR), threading.Event()
    engine = engine_of(office, threading.Event())
    whole = engine.runner.mender._solve

    def solve(*given: Any) -> None:
        begun.set()
        whole(*given)

    monkeypatch.setattr(engine.runner.mender, "_solve", solve)
    engine.runner.mender.effort = type(FEW)(budget_s=10 * LONG_S)

    with running(engine):
        away(office, KIM)
        assert begun.wait(LONG_S)

    assert there(office, lost)[0] == KIM
    assert engine.searching is None


def test_once_is_enough_to_mend_what_has_gone_wrong(office: Ruled) -> None:
    reassign(office)
    lost = booked(office, KIM, T0 + 2 * HOUR)
    away(office, KIM)

    came = run_once(office.desk)

    assert (came.tick.outcomes, came.other) == ([Outcome.DONE], "")
    assert there(office, lost)[0] == ALI
