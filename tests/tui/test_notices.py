"""Does what the console says stand where nobody reads anything else, and is it said in whole sentences?"""

from __future__ import annotations

import pytest

from tests.tui.driving import Console, console, driven
from tests.tui.office import desk_at
from wom_tui.commands.order import SetPriority
from wom_tui.domain.work_order import Priority
from wom_tui.present.cells import plain
from wom_tui.tui.key import ANYWHERE
from wom_tui.tui.keys import rows_of
from wom_tui.tui.screens.help import HelpLines, help_lines
from wom_tui.tui.view import PLACES
from wom_tui.tui.widgets import toasts
from wom_tui.tui.widgets.toasts import Toasts


def covered(c: Console, height: int) -> set[int]:
    """Lines of the screen that a notice stands on and that somebody reads: cursor, reading area, line."""
    notice, view = c.app.toasts.region, c.app.view
    read = set(range(height - 1 - c.app.line.height - view.foot, height))
    return set(range(notice.y, notice.bottom)) & (read | {view.cursor_y or -1})


@pytest.mark.parametrize("size", [(120, 35), (80, 24), (40, 12)])
def test_a_notice_hides_neither_the_reading_area_nor_the_line_nor_the_cursor(
    office: str, size: tuple[int, int]
) -> None:
    async def script() -> None:
        async with console(office, size=size) as c:
            c.board.go_to(4407)
            for error in (False, True):
                c.app.toast("held 4407", "u takes it back", is_error=error)
            for keys in ((), ("G",), ("colon",), ("d", "i"), ("escape",), ("g",), ("2",), ("G",), ("1",)):
                await c.press(*keys)
                if not c.app.toasts.shown:
                    c.app.toast("held 4407", "u takes it back")
                    await c.settled()
                await c.until(lambda: not covered(c, size[1]), "nothing that is read is hidden")

    driven(script)


def test_a_notice_on_an_order_leaves_its_history_to_be_read(office: str) -> None:
    async def script() -> None:
        async with console(office) as c:
            desk = desk_at(office, session="two")
            for priority in (1, 2) * 15:
                desk.run(SetPriority(order=4405, priority=Priority(priority)))
            c.board.go_to(4405)
            await c.press("enter")
            await c.until(lambda: "priority P" in c.text, "its history is there")
            before = [line[52:] for line in c.text.splitlines()[:-1]]
            c.app.toast("held 4407", "u takes it back")
            c.app.toast("not done: order 4405 is on hold", is_error=True)
            await c.settled()

            assert "not done: order 4405 is on hold" in c.text
            assert [line[52:] for line in c.text.splitlines()[:-1]] == before

    driven(script)


def test_what_a_notice_covers_of_a_long_page_can_be_rolled_out_from_under_it(office: str) -> None:
    async def script() -> None:
        async with console(office, size=(80, 24)) as c:
            desk = desk_at(office, session="two")
            for priority in (1, 2) * 15:
                desk.run(SetPriority(order=4405, priority=Priority(priority)))
            c.board.go_to(4405)
            await c.press("enter")
            await c.until(lambda: "Facts" in c.text, "the order is shown")
            await c.press("right_square_bracket", "right_square_bracket")
            c.app.toast("not done: order 4405 is on hold", is_error=True)
            await c.settled()
            await c.press("G")

            assert c.text.splitlines()[-3].split() == ["23", "Nov", "setup", "loaded"]

    driven(script)


def test_a_notice_that_goes_by_itself_goes_with_the_first_key_once_it_could_be_read(
    office: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def script() -> None:
        async with console(office) as c:
            c.app.toast("not done: order 4405 is on hold", is_error=True)
            c.app.toast("held 4407", "u takes it back")
            await c.press("down")
            assert "held 4407  u takes it back" in c.text
            monkeypatch.setattr(toasts, "READ_S", 0.0)
            await c.press("down")

            assert "held 4407  u takes it back" not in c.text
            assert "not done: order 4405 is on hold" in c.text

    driven(script)


def test_a_short_notice_takes_one_line(office: str) -> None:
    async def script() -> None:
        async with console(office) as c:
            c.app.toast("held 4407", "u takes it back")
            await c.settled()

            assert c.app.query_one(Toasts).region.height == 1
            assert "held 4407  u takes it back" in c.text

    driven(script)


@pytest.mark.parametrize("width", [40, 80, 109, 110, 120, 200])
@pytest.mark.parametrize("context", sorted(ANYWHERE & PLACES.keys()))
def test_the_help_says_every_sentence_whole(context: str, width: int) -> None:
    lines = [plain(line) for line in help_lines(context, width)]

    assert max(map(len, lines)) <= width
    assert "…" not in "".join(lines)
    columns = (
        [lines]
        if width < 110
        else [[line[: width // 2 - 1] for line in lines], [line[width // 2 - 1 :] for line in lines]]
    )
    said = " ".join(" ".join(word for line in column for word in line.split()) for column in columns)
    for row in rows_of(context):
        assert row.tooltip_in(context) in said
    assert {"merge", "request", "receive", "absent"} <= set(" ".join(lines).replace(",", "").split())


def test_the_help_rolls_to_its_last_line_on_a_small_screen(office: str) -> None:
    async def script() -> None:
        async with console(office, size=(80, 24)) as c:
            await c.press("question_mark")
            page = c.app.screen.query_one(HelpLines)
            assert "arrows roll" in c.text.splitlines()[0]
            assert plain(page.shown[-1]).strip() not in c.text
            await c.press("end")

            assert plain(page.shown[-1]).strip() in c.text
            assert "Keys of the board" in c.text.splitlines()[0]

    driven(script)
