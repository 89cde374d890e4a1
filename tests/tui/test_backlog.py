"""Does the backlog count what the board shows, and does each count lead there?"""

from __future__ import annotations

import pytest

from tests.tui.backlogs import piled_up
from tests.tui.driving import Console, console, driven
from wom_tui.domain.filter import parse_filter
from wom_tui.present.backlog_heat import COLUMNS
from wom_tui.present.labels import ASCII, WGL4, Signs
from wom_tui.queries.backlog import By
from wom_tui.tui.screens.backlog import BacklogView

ROOM = 13  # orders below the table of a large screen


def told_below(c: Console) -> list[str]:
    """The lines of the orders below the table."""
    _, _, below = c.text.partition(f"{'Order':>10}  P")
    return [line for line in below.splitlines()[1:] if line.strip() and line.split()[0].isdigit()]


def shown_on_board(c: Console, text: str) -> set[int]:
    """The orders that the board has for a filter."""
    wanted = parse_filter(text, now=c.app.now(), zone=c.app.seat.zone.key)
    return {row.number for row in c.board.model.rows.values() if wanted.matches(row)}


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


def test_wherever_the_cursor_rests_the_orders_below_are_those_that_the_board_would_show(office: str) -> None:
    piled_up(office)

    async def script() -> None:
        async with console(office, size=(200, 50)) as c:
            view = await on_backlog(c)
            view._rest.seconds = 0.001
            for _ in By:
                await c.press("g", *["left"] * COLUMNS)
                for _ in range(COLUMNS):
                    await c.until(lambda: view.is_told, "the cursor has rested")
                    board = shown_on_board(c, view.filter) if view.filter else set()
                    below = {int(line.split()[0]) for line in told_below(c)}
                    assert below <= board
                    assert len(below) == min(len(board), ROOM), view.filter
                    await c.press("down", "right")
                await c.press("C")

    driven(script)


def test_until_the_cursor_rests_the_orders_of_the_cell_before_stay(office: str) -> None:
    piled_up(office)

    async def script() -> None:
        async with console(office, size=(120, 35)) as c:
            view = await on_backlog(c)
            await c.until(lambda: view.is_told, "the cursor has rested")
            before = told_below(c)
            view._rest.seconds = 1000
            await c.press("down")

            assert told_below(c) == before
            assert not view.is_told
            view._rest._then()
            await c.settled()
            assert view.is_told
            assert told_below(c) != before

    driven(script)


def test_the_weeks_stand_beside_the_table_or_at_its_end_and_letters_have_figures_alone(office: str) -> None:
    piled_up(office)

    async def script(size: tuple[int, int], signs: Signs, said: str, *, has_bars: bool) -> None:
        async with console(office, size=size, signs=signs) as c:
            await on_backlog(c)
            await c.press("G")

            assert said in c.text
            assert ("█" in c.text) is has_bars
            assert "+12" in c.text

    driven(lambda: script((200, 50), WGL4, "Week until", has_bars=True))
    driven(lambda: script((120, 35), WGL4, "Seven days until", has_bars=True))
    driven(lambda: script((80, 24), WGL4, "Week until", has_bars=True))
    driven(lambda: script((80, 24), ASCII, "Week until", has_bars=False))


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
