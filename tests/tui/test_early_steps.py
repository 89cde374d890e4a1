"""Does the cursor go where it was sent, on every view, though the console was not live yet?"""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Any

import pytest

from tests.tui.driving import Console, driven
from tests.tui.office import desk_at
from wom_tui.desk import Desk
from wom_tui.tui.app import WomApp
from wom_tui.tui.screens.backlog import BacklogView
from wom_tui.tui.screens.lanes import LanesView
from wom_tui.tui.screens.log import LogView
from wom_tui.tui.screens.order import OrderView
from wom_tui.tui.screens.rules import RulesView
from wom_tui.tui.screens.triage import TriageView
from wom_tui.tui.seat import Seat


def lane(c: Console) -> object:
    model = c.app.query_one(LanesView).model
    return model.cursor, model.current_bar and model.current_bar.visit


def fact(c: Console) -> object:
    return c.app.query_one(OrderView).editing.at


CASES: dict[str, tuple[tuple[str, ...], tuple[str, ...], type[Any], Callable[[Console], object]]] = {
    "lanes": (("2",), ("down", "down", "right"), LanesView, lane),
    "log": (("9",), ("down", "down", "j"), LogView, lambda c: c.app.query_one(LogView).model.line),
    "order": (("colon", *"4405", "enter"), ("down", "down", "down"), OrderView, fact),
    "triage": (("7",), ("down", "G"), TriageView, lambda c: c.app.query_one(TriageView).cursor),
    "backlog": (("3",), ("down", "down"), BacklogView, lambda c: c.app.query_one(BacklogView).cursor),
    "rules": (
        ("colon", *"rules", "enter"),
        ("down", "down", "down", "up"),
        RulesView,
        lambda c: c.app.query_one(RulesView).cursor,
    ),
}


@pytest.mark.parametrize("name", CASES)
def test_steps_that_are_made_before_the_lines_come_are_made_when_they_do(office: str, name: str) -> None:
    there, steps, view, where = CASES[name]
    may_open = threading.Event()

    def slow_desk() -> Desk:
        assert may_open.wait(60)
        return desk_at(office)

    async def at_the_end(early: bool) -> object:
        if not early:
            may_open.set()
        app = WomApp(Seat(slow_desk))
        async with app.run_test(size=(120, 35)) as pilot:
            c = Console(app, pilot)
            if not early:
                await c.until(lambda: app.is_live, "the console is live")
                await c.settled()
            for key in there:
                await pilot.press(key)
            while app.context != name:  # without waiting for whoever opens the desk
                await pilot.pause()
            if not early:
                await c.until(lambda: app.query_one(view).has_come, "its lines are there")
                await c.settled()
            await pilot.press(*steps)
            may_open.set()
            await c.until(lambda: app.is_live and app.query_one(view).has_come, "its lines are there")
            await c.settled()
            return where(c)

    async def script() -> None:
        assert await at_the_end(early=True) == await at_the_end(early=False)

    driven(script)
