"""Does a bar that is pulled with the mouse go where the pointer goes, and only when the button is released?"""

from __future__ import annotations

from datetime import timedelta

from tests.tui.driving import Console, console, driven
from tests.tui.test_moving import DIALLO, HADDAD, on_visit, stored
from wom_tui.domain.worktime import Window
from wom_tui.present.time_axis import layout_for
from wom_tui.queries.lane import Bar
from wom_tui.tui.screens.lanes import LanesView


async def pulled(c: Console, view: LanesView, bar: Bar, cells: int, to: int) -> tuple[int, int]:
    """Press on a bar, and go so many cells and to somebody's lane; answers where the pointer is then."""
    chart, span = view.chart, view.axis.span(Window(bar.start_at, bar.end_at))
    at = (layout_for(chart.size.width).chart_from + span.start, view.model.line_of(bar.technician))
    there = (at[0] + cells, view.model.line_of(to))
    await c.pilot.mouse_down(chart, offset=at)
    await c.pilot.hover(chart, offset=(at[0] + 1, at[1]))
    await c.settled()
    await c.pilot.hover(chart, offset=there)
    await c.settled()
    return there


async def released(c: Console, view: LanesView, at: tuple[int, int]) -> None:
    await c.pilot.mouse_up(view.chart, offset=at)
    await c.settled()


def test_a_bar_is_pulled_to_another_time_and_dropped_where_the_button_is_released(office: str) -> None:
    async def script() -> None:
        async with console(office) as c:
            view, bar = await on_visit(c)
            at = await pulled(c, view, bar, 6, DIALLO)
            assert view.moving.is_on
            assert stored(office, bar.visit).start_at == bar.start_at
            await released(c, view, at)
            await c.until(lambda: not view.moving.is_on, "it is dropped")

            there = stored(office, bar.visit).start_at
            assert there is not None
            assert timedelta(minutes=50) < there - bar.start_at <= timedelta(minutes=60)
            assert there.minute % view.axis.step_min == 0

    driven(script)


def test_a_bar_is_pulled_to_somebody_else(office: str) -> None:
    async def script() -> None:
        async with console(office) as c:
            view, bar = await on_visit(c)
            above = view.model.order[max(0, view.model.order.index(DIALLO) - 1)]
            to = above if above != DIALLO else HADDAD
            at = await pulled(c, view, bar, 0, to)
            assert view.moving.technician is not None
            await released(c, view, at)
            await c.until(lambda: not view.moving.is_on, "it is dropped")

            assert stored(office, bar.visit).technician_id != DIALLO

    driven(script)


def test_escape_puts_back_what_is_pulled_and_the_button_drops_nothing(office: str) -> None:
    async def script() -> None:
        async with console(office) as c:
            view, bar = await on_visit(c)
            at = await pulled(c, view, bar, 6, DIALLO)
            await c.press("escape")
            await c.pilot.hover(view.chart, offset=(60, 3))
            await released(c, view, at)

            assert not view.moving.is_on
            assert stored(office, bar.visit).start_at == bar.start_at

    driven(script)


def test_a_click_on_a_bar_moves_nothing(office: str) -> None:
    async def script() -> None:
        async with console(office) as c:
            view, bar = await on_visit(c)
            span = view.axis.span(Window(bar.start_at, bar.end_at))
            at = (layout_for(view.chart.size.width).chart_from + span.start, view.model.line_of(DIALLO))
            await c.pilot.click(view.chart, offset=at)
            await c.settled()

            assert not view.moving.is_on
            assert view.model.bar == bar.visit

    driven(script)
