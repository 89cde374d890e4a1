"""Do lanes and cursor keep their places while things are read anew, after an act of one's own as well?"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from time import monotonic

import pytest

from tests.tui.driving import console, driven
from tests.tui.test_lanes import on_lanes
from wom_tui.tui.changes import Changes
from wom_tui.tui.screens.lanes import LanesView
from wom_tui.tui.screens.preview import Preview

SILVA = 3
HELD = 4408


def test_from_an_order_s_page_one_comes_to_its_visit(office: str) -> None:
    async def script() -> None:
        async with console(office) as c:
            view = await on_lanes(c)
            there = next(bar for bar in view.model.lanes[SILVA].bars)
            assert view.order_here != there.order
            await c.app.open_order(there.order)
            await c.press("2")
            assert (view.model.cursor, view.model.bar) == (SILVA, there.visit)

            await c.press("enter", "2")
            assert (view.model.cursor, view.model.bar) == (SILVA, there.visit)

    driven(script)


@pytest.mark.parametrize("way", ["page", "board"])
def test_where_the_chosen_order_has_no_visit_the_cursor_is_on_none_and_that_is_said(
    office: str, way: str
) -> None:
    async def script() -> None:
        async with console(office) as c:
            if way == "page":
                await c.app.open_order(HELD)
                await c.settled()
            else:
                c.board.model.go(HELD)
            view = await on_lanes(c)
            assert view.targets() == ()
            assert f"{HELD} has no visit today" in c.text

            await c.press("right")
            assert view.targets()
            assert "has no visit" not in c.text

    driven(script)


def test_0_shows_the_axis_on_which_the_day_was_opened(office: str) -> None:
    async def script() -> None:
        async with console(office) as c:
            view = await on_lanes(c)
            axis = view.axis
            await c.press("0")
            assert view.axis == axis
            await c.press("L", "L", "equals_sign", "0")
            assert view.axis == axis

    driven(script)


def test_more_room_is_used_for_the_axis_unless_somebody_has_panned(office: str) -> None:
    async def script() -> None:
        async with console(office) as c, console(office, size=(200, 50), session="two") as wide:
            opened = (await on_lanes(wide)).axis
            view = await on_lanes(c)
            await c.press("0", "left", "right")
            await c.pilot.resize_terminal(200, 50)
            await c.until(lambda: view.axis == opened, "it has the room")

            await c.press("L")
            start_at = view.axis.start_at
            await c.pilot.resize_terminal(120, 35)
            await c.until(lambda: view.size.width <= 120, "the room is gone")
            await c.settled()
            assert view.axis.start_at == start_at

    driven(script)


def test_after_an_own_act_lanes_keep_their_place_however_long_its_preview_was_read(
    office: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    later_s, waits_s = [0.0], list[float]()
    original = LanesView.set_timer

    def noted(this: LanesView, delay: float, callback: Callable[[], object]) -> object:
        if callback == this.quiet._over:
            waits_s.append(delay)
        return original(this, delay, callback)

    monkeypatch.setattr(LanesView, "set_timer", noted)
    monkeypatch.setattr("wom_tui.tui.rest.monotonic", lambda: monotonic() + later_s[0])

    async def script() -> None:
        async with console(office) as c:
            view = await on_lanes(c)
            bar = next(bar for bar in view.model.lanes[SILVA].bars if bar.late_min)
            view.model.go_to_visit(SILVA, bar.visit, bar.start_at)
            before = list(view.model.order)
            await c.press("h", "p", "enter")
            assert isinstance(c.app.screen, Preview)
            later_s[0] = 60.0
            await c.press("Y")
            await c.until(lambda: view.model.bar_of(bar.visit) is None, "it is struck")
            assert view.model.moved
            assert min(waits_s) > 1  # a moment's quiet has yet to come
            assert (view.model.order, view.model.cursor, view.targets()) == (before, SILVA, ())

            await c.press("full_stop")
            assert view.model.order != before

    driven(script)


def test_where_the_own_act_has_struck_the_visit_the_cursor_stays_on_the_lane_with_none_chosen(
    office: str,
) -> None:
    async def script() -> None:
        async with console(office) as c:
            view = await on_lanes(c)
            await c.press("right_parenthesis")
            await c.until(lambda: view.dates_read == (date(2026, 11, 25),), "tomorrow")
            bar = next(bar for lane in view.model.lanes.values() for bar in lane.bars)
            view.model.go_to_visit(bar.technician, bar.visit, bar.start_at)
            c.board.model.go(view.model.tray[0].order)
            await c.press("h", "p", "enter")
            await c.press("Y")
            await c.until(lambda: view.model.bar_of(bar.visit) is None, "it is struck")
            view.rows_changed(Changes(is_all=True))  # all is read anew
            await c.settled()

            assert (view.model.cursor, view.model.in_tray, view.targets()) == (bar.technician, False, ())

    driven(script)
