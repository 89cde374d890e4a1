"""Does `/` on the lanes leave those technicians that are looked for, and Esc bring the others back?"""

from __future__ import annotations

from tests.tui.driving import console, driven
from tests.tui.test_lanes import on_lanes

SILVA = 3


def test_the_heads_say_how_many_lanes_are_above_and_below(office: str) -> None:
    async def script() -> None:
        async with console(office, size=(120, 16)) as c:
            view = await on_lanes(c)
            hidden = len(view.model.order) - view.chart.size.height
            assert hidden > 0
            assert f"{hidden} below" in c.text.splitlines()[4] + c.text.splitlines()[3]
            await c.press("G")
            assert f"{hidden} above" in c.text
            assert "below" not in c.text

    driven(script)


def test_a_slash_shows_only_the_technicians_that_fit_and_escape_all_again(office: str) -> None:
    async def script() -> None:
        async with console(office) as c:
            view = await on_lanes(c)
            everybody = list(view.model.order)
            await c.press("slash")
            await c.type("silva")
            await c.press("enter")
            assert (c.app.context, view.model.order, view.model.cursor) == ("lanes", [SILVA], SILVA)
            assert "1 of 9 technicians" in c.text
            await c.press("escape")
            assert (view.model.order, view.model.cursor) == (everybody, SILVA)

    driven(script)


def test_a_visit_s_number_or_title_finds_who_has_it(office: str) -> None:
    async def script() -> None:
        async with console(office) as c:
            view = await on_lanes(c)
            bar = view.model.lanes[SILVA].bars[0]
            for text in (str(bar.order), bar.title, "cooling " + bar.title.upper()):
                view.filter_by(text)
                assert view.model.order == [SILVA]
            view.filter_by("nobody of that name")
            assert (view.model.order, view.targets()) == ([], ())
            await c.shows("no technician fits the filter")
            await c.press("escape")
            assert len(view.model.order) == 9

    driven(script)
