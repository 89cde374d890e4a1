"""Does the last line say what keys do now, while something is typed as well?"""

from __future__ import annotations

import pytest

from tests.tui.driving import Console, console, driven
from wom_tui.present.labels import ASCII
from wom_tui.tui.screens.order import OrderView


def last(c: Console) -> str:
    return c.text.splitlines()[-1].rstrip()


def test_while_a_line_is_typed_the_key_bar_tells_of_the_line(office: str) -> None:
    async def script() -> None:
        async with console(office) as c:
            verbs = last(c)
            assert verbs.startswith(" Enter open   a assign")
            await c.press("colon")
            assert last(c) == " Enter run   Tab complete   ↑ earlier lines   Esc leave"
            await c.press("escape")
            assert last(c) == verbs
            await c.press("slash")
            assert last(c) == " Enter keep   ↑ earlier filters   Esc as before"
            await c.type("pri<=2")
            await c.press("enter")
            assert last(c) == verbs
            await c.press("h")  # a verb that opens the line
            assert last(c).startswith(" Enter run")
            await c.type("parts")
            await c.press("enter")
            assert "Enter run" not in c.text

    driven(script)


def test_a_line_that_comes_back_is_told_of_again(office: str) -> None:
    async def script() -> None:
        async with console(office) as c:
            await c.press("slash")
            await c.type("nonsense=1")
            await c.press("enter")  # no filter, so it goes on being typed

            assert last(c).startswith(" Enter keep")

    driven(script)


def test_while_a_fact_is_typed_the_key_bar_tells_of_the_fact(office: str) -> None:
    async def script() -> None:
        async with console(office) as c:
            await c.app.open_order(4407)
            view = c.app.query_one(OrderView)
            await c.until(lambda: view.detail is not None, "the order is read")
            await c.settled()
            verbs = last(c)
            await c.press("enter")
            while view.editing.fact is None or not view.editing.fact.field:
                await c.press("down")
            await c.press("enter")
            assert last(c) == " Enter send   Esc leave as it is"
            await c.press("escape")

            assert last(c) == verbs

    driven(script)


@pytest.mark.parametrize("size", [(80, 24), (40, 12)])
def test_it_is_cut_where_there_is_no_room_and_asks_for_no_sign_that_is_not_there(
    office: str, size: tuple[int, int]
) -> None:
    async def script() -> None:
        async with console(office, size=size, signs=ASCII) as c:
            await c.press("colon")

            assert last(c).startswith(" Enter run   Tab complete   Up ear")
            assert last(c).isascii()

    driven(script)
