"""Is what differs between two moments shown order by order, and does Enter lead there?"""

from __future__ import annotations

import pytest

from tests.tui.driving import Console, console, driven
from tests.tui.test_time_travel import worked
from wom_tui.tui.screens.diff import DiffView


async def compared(c: Console, words: str) -> DiffView:
    await c.say(f"diff {words}")
    await c.until(lambda: c.app.context == "diff", "the view is there")
    view = c.app.query_one(DiffView)
    await c.until(lambda: view.seen is not None, "both moments are read")
    await c.settled()
    return view


def test_two_moments_are_counted_and_told_and_enter_opens_the_order(office: str) -> None:
    worked(office)

    async def script() -> None:
        async with console(office) as c:
            view = await compared(c, "13:00 now")
            assert "what differs  13:00 → now" in c.text
            assert "1 given to somebody    1 changed" in c.text
            assert "priority P3 → P1" in c.text
            assert "technician Sam Okafor" in c.text
            assert view.order_here == 4405
            await c.press("enter")
            await c.until(lambda: c.app.context == "order", "the order is open")
            await c.press("escape")
            assert c.app.context == "diff"
            await c.press("escape")
            assert c.app.context == "board"

    driven(script)


def test_between_two_moments_of_the_past_later_changes_are_not_told(office: str) -> None:
    worked(office)

    async def script() -> None:
        async with console(office) as c:
            await compared(c, "13:00 13:45")
            assert "1 changed" in c.text
            assert "given to somebody" not in c.text
            await compared(c, "14:10 14:20")
            assert "no order differs" in c.text
            await c.say("diff soon")

            assert "expected two moments that have been" in " ".join(c.toasts)

    driven(script)


def test_as_of_leads_to_the_board_as_it_was_then(office: str) -> None:
    worked(office)

    async def script() -> None:
        async with console(office) as c:
            await compared(c, "13:00 now")
            await c.say("as-of 13:40")
            await c.until(lambda: c.app.context == "board", "the board as it was")

            assert "13:40" in c.text.splitlines()[0]

    driven(script)


@pytest.mark.parametrize("size", [(40, 12), (80, 24), (200, 50)])
def test_it_fits_any_screen(office: str, size: tuple[int, int]) -> None:
    worked(office)

    async def script() -> None:
        async with console(office, size=size) as c:
            view = await compared(c, "13:00 now")
            for key in ("G", "g", "down"):
                await c.press(key)
                assert view.list.top <= view.cursor_line < view.list.top + view.list.size.height

    driven(script)
