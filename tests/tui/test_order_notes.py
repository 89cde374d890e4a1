"""`t` writes down what was said: does the line come, is it kept, and does it stand where one looks for it?"""

from __future__ import annotations

import pytest

from tests.tui.driving import console, driven
from tests.tui.office import desk_at
from tests.tui.rooms import order_page
from tests.tui.test_triage import go_to, on_triage
from wom_tui.commands.message import SendMessage
from wom_tui.commands.note import AddNote
from wom_tui.present.labels import ASCII, WGL4, Signs

NUMBER = 4407
GATE = "caller says gate code is 1234"
LONG = f"the lower door, {'not the upper one ' * 40}, code https://gate.example/{'x' * 300}-end"


def noted(address: str, *texts: str) -> None:
    desk = desk_at(address)
    for text in texts:
        desk.run(AddNote(order=NUMBER, text=text))


def test_t_begins_the_line_and_enter_keeps_what_was_said(office: str) -> None:
    async def script() -> None:
        async with console(office) as c:
            c.board.go_to(NUMBER)
            await c.press("t")
            assert c.app.line.text == f"note {NUMBER} "
            await c.type(GATE)
            await c.press("enter")
            await c.shows(f"note {GATE}")
            view = await order_page(c, NUMBER)
            await c.shows("Notes 1")

            assert view.detail is not None
            assert [one.fact.text for one in view.detail.notes] == [GATE]
            assert f"note: {GATE}" in c.text
            await c.press("u")
            await c.until(lambda: view.detail is not None and not view.detail.notes, "it is taken back")

    driven(script)


def test_t_notes_on_all_that_is_marked(office: str) -> None:
    async def script() -> None:
        async with console(office) as c:
            c.board.go_to(NUMBER)
            await c.press("space", "space", "t")
            verb, numbers = c.app.line.text.split()
            assert (verb, len(numbers.split(","))) == ("note", 2)
            await c.type("2 dogs in the yard")
            await c.press("enter")
            await c.shows("2 will be done")

    driven(script)


def test_on_many_marks_a_number_that_is_said_first_is_no_order(office: str) -> None:
    async def script() -> None:
        async with console(office) as c:
            c.board.go_to(4401)
            await c.press(*["space"] * 8, "t")
            assert c.app.line.text == "note . "
            await c.type("7 steps up, key in box")
            await c.press("enter")
            await c.shows("8 will be done")

    driven(script)


@pytest.mark.parametrize("who", ["here", "elsewhere"])
def test_the_last_note_below_the_list_is_the_last_note(office: str, who: str) -> None:
    async def script() -> None:
        async with console(office) as c:
            c.board.go_to(NUMBER)
            await c.read()
            if who == "here":
                await c.say(f"note {NUMBER} {GATE}")
            else:
                noted(office, GATE)
            await c.shows(GATE[:20])
            await c.until(
                lambda: GATE[:20] in "".join(c.text.splitlines()[-6:]), "it is read where one looks for it"
            )

    driven(script)


@pytest.mark.parametrize("size", [(120, 35), (80, 24), (200, 50)])
@pytest.mark.parametrize("signs", [WGL4, ASCII])
def test_the_page_has_the_newest_below_the_facts_and_all_words_in_the_tab(
    office: str, size: tuple[int, int], signs: Signs
) -> None:
    noted(office, "first call", "second call", "third call", LONG)

    async def script() -> None:
        async with console(office, size=size, signs=signs) as c:
            view = await order_page(c, NUMBER)
            page = "\n".join("".join(text for text, _ in line) for line in view.sheet.left)
            assert "3 of 4" in page
            assert page.index("lower door") < page.index("third call") < page.index("second call")
            assert "first call" not in page
            while view.part != "Notes":
                await c.press("right_square_bracket")
            page = "".join("".join(text for text, _ in line).strip() for line in view.sheet.left)

            assert "x-end" in page
            assert "first call" in page

    driven(script)


def test_the_tab_that_goes_away_leaves_the_facts(office: str) -> None:
    async def script() -> None:
        async with console(office) as c:
            view = await order_page(c, NUMBER)
            await c.say(f"note {GATE}")
            await c.shows("Notes 1")
            await c.press("left_square_bracket")
            assert view.part == "Notes"
            await c.press("u")
            await c.until(lambda: view.detail is not None and not view.detail.notes, "it is taken back")

            await c.press("down")
            assert "Priority" in c.text

    driven(script)


@pytest.mark.parametrize("size", [(120, 35), (200, 50)])
def test_the_board_tells_the_last_thing_that_was_said(office: str, size: tuple[int, int]) -> None:
    noted(office, "first call", GATE)

    async def script() -> None:
        async with console(office, size=size) as c:
            c.board.go_to(NUMBER)
            await c.shows("gate code is 1234")

            assert "first call" not in c.text.split("History")[0]

    driven(script)


def test_the_queue_tells_it_among_the_facts(office: str) -> None:
    noted(office, GATE)

    async def script() -> None:
        async with console(office) as c:
            view = await on_triage(c)
            await go_to(c, view, NUMBER)

            assert "gate code is 1234" in c.text

    driven(script)


def test_t_is_there_while_one_looks_who_could_take_it(office: str) -> None:
    async def script() -> None:
        async with console(office) as c:
            c.board.go_to(NUMBER)
            await c.press("a", "t")

            assert c.app.line.text == f"note {NUMBER} "

    driven(script)


def test_what_office_and_field_say_stands_on_the_page_and_comes_by_itself(office: str) -> None:
    async def script() -> None:
        async with console(office) as c:
            await order_page(c, NUMBER)
            desk_at(office).run(SendMessage(order=NUMBER, text=f"@kim {GATE}", needs_ack=True))

            await c.shows("Messages")
            await c.shows(f"@kim {GATE}")

    driven(script)
