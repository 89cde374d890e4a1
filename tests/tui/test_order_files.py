"""Do the files of an order stand on its page, can one go through them, and does nothing ever open one?"""

from __future__ import annotations

import pytest

from tests.tui.driving import Console, console, driven
from tests.tui.office import desk_at
from tests.tui.rooms import order_page
from wom_tui.commands.attachment import AttachFile
from wom_tui.present.labels import ASCII, WGL4, Signs
from wom_tui.tui.screens.order import OrderView

NUMBER = 4407
PHOTO = "https://photos.example/2026/05/12/catch-basin-4407.jpg"
LONG = f"https://photos.example/{'deep/' * 300}x.jpg"


def attached(address: str, *places: str, note: str = "") -> None:
    desk = desk_at(address)
    for place in places:
        desk.run(AttachFile(order=NUMBER, place=place, note=note))


async def on_files(c: Console) -> OrderView:
    view = await order_page(c, NUMBER)
    while view.part != "Files":
        await c.press("right_square_bracket")
    return view


@pytest.mark.parametrize("size", [(120, 35), (80, 24), (200, 50)])
@pytest.mark.parametrize("signs", [WGL4, ASCII])
def test_the_tab_says_what_each_file_is_where_and_whose(
    office: str, size: tuple[int, int], signs: Signs
) -> None:
    attached(office, PHOTO, "permits/permit 4407.pdf", note="from the kerb")

    async def script() -> None:
        async with console(office, size=size, signs=signs) as c:
            await on_files(c)

            assert "Files 2" in c.text
            for words in ("catch-basin-4407", "picture", "permit 4407.pdf", "document", "from the kerb"):
                assert words in c.text
            assert "https://photos.example" in c.text

    driven(script)


def test_y_copies_the_place_of_the_file_under_the_cursor(office: str) -> None:
    attached(office, PHOTO, LONG)

    async def script() -> None:
        async with console(office) as c:
            await on_files(c)
            await c.press("y")
            assert c.app.clipboard == PHOTO
            await c.press("down", "down", "y")
            assert c.app.clipboard == LONG
            await c.press("k", "y")
            assert c.app.clipboard == PHOTO

    driven(script)


def test_enter_opens_nothing_and_says_what_there_is(office: str) -> None:
    attached(office, PHOTO)

    async def script() -> None:
        async with console(office) as c:
            view = await on_files(c)
            await c.press("enter", "e")

            assert (view.part, c.app.context) == ("Files", "order")
            assert "files are not opened from here" in c.toasts

    driven(script)


def test_a_line_attaches_and_detaches_while_one_looks(office: str) -> None:
    async def script() -> None:
        async with console(office) as c:
            c.board.go_to(NUMBER)
            await c.press("enter")
            assert "Files" not in c.text
            await c.say(f"attach {PHOTO} from the kerb")
            await c.shows("Files 1")
            assert "catch-basin-4407.jpg" in c.text
            await c.say("detach catch-basin-4407.jpg")
            view = c.app.query_one(OrderView)
            await c.until(lambda: view.detail is not None and not view.detail.files, "it is gone")
            await c.press("u")
            await c.shows("Files 1")

    driven(script)


def test_the_tab_that_goes_away_leaves_the_facts(office: str) -> None:
    attached(office, PHOTO)

    async def script() -> None:
        async with console(office) as c:
            view = await on_files(c)
            await c.say("detach catch-basin-4407.jpg")
            await c.until(lambda: view.detail is not None and not view.detail.files, "it is gone")
            await c.press("down")

            assert "Priority" in c.text

    driven(script)


def test_what_is_no_place_is_refused_with_the_reason(office: str) -> None:
    async def script() -> None:
        async with console(office) as c:
            await c.say(f"attach {NUMBER} javascript:alert(1)")

            assert "javascript: is none of them" in c.toasts[-1]

    driven(script)


def test_the_last_of_many_files_is_kept_in_sight(office: str) -> None:
    attached(office, *(f"permits/{n}.pdf" for n in range(30)))

    async def script() -> None:
        async with console(office, size=(80, 24)) as c:
            view = await on_files(c)
            await c.press(*["down"] * 29)

            assert view.files.place == "permits/29.pdf"
            assert "permits/29.pdf" in c.text

    driven(script)
