"""Does free time lead to what fits there, and from there to a booking?"""

from __future__ import annotations

from tests.tui.driving import Console, console, driven
from tests.tui.test_moving import MORAN, answered, on_visit
from wom_tui.tui.screens.free_gaps import FreeGaps

SILVA = 3  # lacks the level that every order of the tray needs


async def listed(c: Console) -> FreeGaps:
    """Open the list, and wait for it."""
    await c.press("l")
    panel = c.app.screen
    assert isinstance(panel, FreeGaps)
    await c.until(lambda: panel.found is not None, "the gaps are read")
    await c.settled()
    return panel


def test_free_time_is_listed_with_what_fits_and_enter_tries_it_there(office: str) -> None:
    async def script() -> None:
        async with console(office) as c:
            view, _ = await on_visit(c, MORAN)
            panel = await listed(c)
            chosen = panel.chosen
            assert chosen is not None
            assert chosen.fit is not None
            assert f"try {chosen.fit.order} there" in c.text
            await c.press("enter")
            await answered(c, view)

            move = view.moving.move
            assert move is not None
            assert move.what.order == chosen.fit.order
            assert move.place.window.start_at == chosen.fit.start_at

    driven(script)


def test_left_and_right_choose_what_goes_there(office: str) -> None:
    async def script() -> None:
        async with console(office) as c:
            await on_visit(c, MORAN)
            panel = await listed(c)
            first = panel.chosen
            await c.press("right")
            second = panel.chosen
            await c.press("left")

            assert first is not None
            assert second is not None
            assert first.fit != second.fit
            assert panel.chosen == first

    driven(script)


def test_tab_shows_everybody_who_is_free_then(office: str) -> None:
    async def script() -> None:
        async with console(office) as c:
            view, _ = await on_visit(c, MORAN)
            panel = await listed(c)
            await c.press("tab")
            await c.until(lambda: panel.found is not None, "the gaps are read")
            await c.settled()

            assert "Free at" in c.text
            assert panel.found is not None
            assert len({gap.technician for gap in panel.found}) > 1
            await c.press("escape")
            assert not view.moving.is_on

    driven(script)


def test_where_nothing_fits_enter_leads_the_cursor_there(office: str) -> None:
    async def script() -> None:
        async with console(office) as c:
            view, _ = await on_visit(c, SILVA)
            panel = await listed(c)
            assert "nothing of the tray fits" in c.text
            await c.press("down", "enter")

            assert panel.found is not None
            assert not view.moving.is_on
            assert (view.model.cursor, view.model.at) == (SILVA, panel.found[1].start_at)

    driven(script)
