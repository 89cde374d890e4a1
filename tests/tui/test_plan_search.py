"""Can whoever waits for a plan leave at any time, whatever the engine is busy with?"""

from __future__ import annotations

import threading
from typing import Any

import pytest

from tests.tui.driving import Console, console, driven
from tests.tui.office import desk_at
from wom_tui.desk import Desk
from wom_tui.errors import GatewayError
from wom_tui.planning.effort import Effort, Reached, Routed, Watch
from wom_tui.tui import plan_search
from wom_tui.tui.screens.proposal import ProposalView
from wom_tui.tui.seat import Seat


class Engine:
    """An engine that takes its time: it has told of the first plan, or of some steps, and is not heard of again."""

    def __init__(self, iterations: int) -> None:
        self.iterations = iterations
        self.begun, self.go = threading.Event(), threading.Event()
        self.was_wanted: bool | None = None

    def __call__(self, problem: Any, effort: Effort, watch: Watch) -> Routed:
        watch(Reached(iterations=self.iterations, cost=0))
        self.begun.set()
        assert self.go.wait(20)
        self.was_wanted = watch(Reached(iterations=self.iterations + 1, cost=0))
        raise GatewayError("the planner's process has ended before the plan was made", "plan again")

    def desk(self, address: str) -> Desk:
        desk = desk_at(address)
        desk.searcher = self
        return desk


async def waiting(c: Console, engine: Engine, key: str) -> ProposalView:
    c.board.go_to(4407)
    await c.pilot.press(key)
    while not engine.begun.is_set():
        await c.pilot.pause()
    view = c.app.query_one(ProposalView)
    for _ in range(5):  # what was told is drawn
        await c.pilot.pause()
    return view


def of(address: str, engine: Engine) -> Seat:
    return Seat(lambda: engine.desk(address), effort=Effort(budget_s=5.0))


@pytest.mark.parametrize("key", ["P", "F"])
def test_esc_leaves_while_the_engine_starts(office: str, key: str) -> None:
    engine = Engine(iterations=0)

    async def script() -> None:
        async with console(office, seat=of(office, engine)) as c:
            view = await waiting(c, engine, key)
            assert "the engine starts" in c.text
            assert "Esc stops" in c.text
            await c.pilot.press("escape")
            await c.pilot.pause()
            assert c.app.context == "board"
            assert c.toasts[-1] == "the search was stopped"
            engine.go.set()
            await c.settled()

            assert engine.was_wanted is False
            assert (view.proposal, c.app.context) == (None, "board")
            assert c.toasts[-1] == "the search was stopped"  # what became of it is nobody's business

    driven(script)


def test_who_waits_for_an_engine_that_is_not_heard_of_is_told_why(
    office: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    engine = Engine(iterations=0)

    def silent(*_: Any, **__: Any) -> None:
        engine.begun.set()
        assert engine.go.wait(20)
        raise GatewayError("the planner's process has ended before the plan was made", "plan again")

    monkeypatch.setattr(plan_search, "_SLOW_S", 0.01)
    monkeypatch.setattr(Desk, "search", silent)

    async def script() -> None:
        async with console(office, seat=of(office, engine)) as c:
            await waiting(c, engine, "P")
            await c.shows("the engine starts: half a minute after an update")
            await c.pilot.press("escape")
            engine.go.set()
            await c.settled()

    driven(script)


def test_whoever_has_taken_it_as_it_is_need_not_wait_for_that_either(office: str) -> None:
    engine = Engine(iterations=100)

    async def script() -> None:
        async with console(office, seat=of(office, engine)) as c:
            await waiting(c, engine, "F")
            assert "Esc takes it as it is" in c.text
            await c.pilot.press("escape")
            await c.pilot.pause()
            assert c.app.context == "proposal"
            assert "Esc stops" in c.text
            await c.pilot.press("escape")
            await c.pilot.pause()
            assert c.app.context == "board"
            engine.go.set()
            await c.settled()

    driven(script)
