"""Are the views that take their time there when somebody opens them, and does nobody notice before?"""

from __future__ import annotations

import pytest

from tests.tui.driving import Console, console, driven
from wom_tui.tui import ahead

VIEWS = {"order", "lanes", "triage", "backlog", "log", "map", "alerts", "rules", "messages", "outbox"}


def made(c: Console) -> set[str]:
    return {str(view.id) for view in c.app.views} - {"board"}


def test_they_are_read_behind_the_board_and_there_at_once(
    office: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ahead, "QUIET_S", 0.05)

    async def script() -> None:
        async with console(office, reads_ahead=True) as c:
            await c.read()
            before = c.text
            await c.until(lambda: made(c) == VIEWS, "all of them are made")
            await c.settled()
            assert c.text == before
            assert c.app.context == "board"
            assert [view.id for view in c.app.views if view.display] == ["board"]

            c.app.live.is_on = False  # nothing can be read from here on
            shown = {
                "2": "9 technicians",
                "3": "21 open",
                "7": "running over",
                "8": "five orders",
                "5": "no alert is open",
                "9": "all that was done",
            }
            for key, words in shown.items():
                await c.press(key)
                assert words in c.text, key

    driven(script)


def test_a_key_puts_them_off(office: str) -> None:
    async def script() -> None:
        async with console(office, reads_ahead=True) as c:
            await c.press("down")
            assert made(c) == set()
            assert c.app.ahead is not None
            assert not any(c.app.ahead.is_reading(view) for view in c.app.views)

    driven(script)


def test_nothing_is_read_ahead_where_the_console_was_not_asked_to(office: str) -> None:
    async def script() -> None:
        async with console(office) as c:
            assert c.app.ahead is None

    driven(script)
