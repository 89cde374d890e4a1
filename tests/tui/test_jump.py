"""Do the letters at a row lead to it, whatever others do meanwhile?"""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.tui.driving import Console, console, driven
from tests.tui.office import desk_at
from wom_tui.grammar.line import commands_of
from wom_tui.tui.screens.backlog import BacklogView
from wom_tui.tui.screens.jump import LETTERS, JumpPanel, labels
from wom_tui.tui.screens.lanes import LanesView


def label_of(c: Console, words: str) -> str:
    """The label in the gutter of the line with these words."""
    line = next(line for line in c.text.splitlines() if words in line)
    return line[:3].strip()


@given(st.integers(0, len(LETTERS) ** 2))
def test_labels_are_unique_and_none_is_the_beginning_of_another(count: int) -> None:
    made = labels(count)

    assert len(set(made)) == len(made) == count
    assert all(len(label) == 1 for label in made) or count > len(LETTERS)
    longer = {label[0] for label in made if len(label) == 2}
    assert longer.isdisjoint(label for label in made if len(label) == 1)


@pytest.mark.parametrize("size", [(120, 35), (200, 50), (80, 24)])
def test_a_letter_puts_the_cursor_on_its_row(office: str, size: tuple[int, int]) -> None:
    async def script() -> None:
        async with console(office, size=size) as c:
            await c.press("J")
            assert label_of(c, "Act now") == ""
            label = label_of(c, "4407")
            assert label.isalpha()
            await c.press(label)

            assert c.board.model.cursor == 4407
            assert label_of(c, "4406") == ""

    driven(script)


def test_of_many_rows_two_letters_are_typed_and_the_others_go(office: str) -> None:
    async def script() -> None:
        desk = desk_at(office, session="import")
        for number in range(12):
            desk.run_all(commands_of(f'new "Lamp {number:02}" type="cooling, corrective"', desk))
        desk.close()
        async with console(office, size=(120, 50)) as c:
            await c.press("J")
            label = label_of(c, "Lamp 11")
            assert len(label) == 2
            await c.press(label[0])
            assert label_of(c, "4401") == ""
            await c.press(label[1])

            row = c.board.model.row
            assert row is not None
            assert row.title == "Lamp 11"

    driven(script)


def test_escape_leaves_and_what_was_typed_before_the_labels_were_seen_is_no_label(office: str) -> None:
    async def script() -> None:
        async with console(office) as c:
            before = c.board.model.cursor
            await c.press("J", "f")
            assert isinstance(c.app.screen, JumpPanel)
            await c.press("escape")

            assert (c.board.model.cursor, len(c.app.screen_stack)) == (before, 1)

    driven(script)


def test_a_window_that_is_pulled_takes_the_labels_away_once(office: str) -> None:
    async def script() -> None:
        async with console(office) as c:
            await c.press("J")
            for width in range(100, 90, -1):
                await c.pilot.resize_terminal(width, 30)
            await c.settled()

            assert len(c.app.screen_stack) == 1
            assert c.app.is_running

    driven(script)


def test_a_label_means_the_order_that_stood_there(office: str) -> None:
    async def script() -> None:
        async with console(office) as c:
            await c.press("J")
            label = label_of(c, "4407")
            c.board.news.settle(keep_cursor=True)
            c.board.model.reverse()
            c.board.list.draw_all()
            await c.press(label)

            assert c.board.model.cursor == 4407

    driven(script)


def test_lanes_tray_and_lists_have_labels_too(office: str) -> None:
    async def script() -> None:
        async with console(office) as c:
            await c.press("2")
            lanes = c.app.query_one(LanesView)
            await c.until(lambda: bool(lanes.model.tray), "the day is read")
            await c.press("J")
            await c.press(label_of(c, "Linh Tran"))
            lane = lanes.model.lane
            assert lane is not None
            assert (lane.name, lanes.model.in_tray) == ("Linh Tran", False)
            await c.press("J")
            await c.press(label_of(c, f" {lanes.model.tray[1].order} "))
            assert (lanes.model.in_tray, lanes.order_here) == (True, lanes.model.tray[1].order)
            await c.press("3")
            await c.until(lambda: "days" in c.text, "the backlog is read")
            await c.press("J")
            shown = [line for line in c.text.splitlines()[4:-4] if line[:2].strip().isalpha()]
            assert len(shown) == sum(1 for entry in c.app.query_one(BacklogView).entries if entry.key) > 1

    driven(script)
