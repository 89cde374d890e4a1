"""Does the backlog count what the board shows, and does each count lead there?"""

from __future__ import annotations

import pytest

from tests.tui.driving import Console, console, driven
from wom_tui.present.backlog_heat import COLUMNS
from wom_tui.queries.backlog import By
from wom_tui.tui.screens.backlog import BacklogView


async def on_backlog(c: Console) -> BacklogView:
    await c.press("3")
    view = c.app.query_one(BacklogView)
    await c.until(lambda: view.seen is not None, "the backlog is read")
    await c.settled()
    return view


def test_the_page_counts_all_open_orders_and_says_what_they_wait_for(office: str) -> None:
    async def script() -> None:
        async with console(office, size=(120, 50)) as c:
            view = await on_backlog(c)

            assert view.seen is not None
            open_rows = sum(row.is_open for row in c.app.board.model.rows.values())
            assert view.seen.count == open_rows
            assert sum(share.count for share in view.seen.reasons) == open_rows
            assert sum(share.count for share in view.seen.kinds) == open_rows
            for words in ("Work type", "Past due", "by rank", "Seven days until", f"{open_rows} open"):
                assert words in c.text

    driven(script)


def test_enter_shows_on_the_board_just_those_that_are_counted(office: str) -> None:
    async def script() -> None:
        async with console(office) as c:
            view = await on_backlog(c)
            assert view.seen is not None
            for by in By:
                assert view.by is by
                for share in view.seen.groups(by):
                    await c.press("3", "g")
                    while view.entry is not None and view.entry.said != share.name:
                        await c.press("down")
                    await c.press("enter")

                    assert c.app.context == "board"
                    assert c.app.board.filter_text == share.filter
                    assert len(list(c.app.board.model.shown)) == share.count, share.name
                await c.press("3", "C")

    driven(script)


def test_every_cell_leads_to_the_orders_that_it_counts(office: str) -> None:
    async def script() -> None:
        async with console(office) as c:
            view = await on_backlog(c)
            assert view.seen is not None
            await c.press("G", *["left"] * COLUMNS)
            for column, aged in enumerate(view.seen.ages):
                assert (view.cursor, view.column) == ("all", column)
                await c.press("enter")
                shown = len(list(c.app.board.model.shown)) if c.app.context == "board" else 0
                assert shown == aged.count
                await c.press("3", "right")

            assert "there is no order to show here" in c.toasts

    driven(script)


def test_the_orders_of_the_cell_are_told_below_with_what_they_wait_for(office: str) -> None:
    async def script() -> None:
        async with console(office, size=(120, 50)) as c:
            view = await on_backlog(c)
            await c.press("G", "right")
            await c.until(lambda: view.is_told, "the cursor has rested")

            assert "all, past due  2" in c.text
            assert "Why they wait" in c.text
            assert "Signal dark, 4-way" in c.text
            assert view.targets() == ()

    driven(script)


@pytest.mark.parametrize("size", [(80, 24), (100, 30), (200, 50)])
def test_no_line_is_wider_than_the_terminal_and_the_cursor_stays_in_sight(
    office: str, size: tuple[int, int]
) -> None:
    async def script() -> None:
        async with console(office, size=size) as c:
            view = await on_backlog(c)
            await c.press("G")

            assert view.list.top <= view.cursor_line < view.list.top + view.list.size.height
            await c.press("g")
            assert view.cursor_line == 1

    driven(script)
