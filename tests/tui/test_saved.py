"""Is a view that was saved found again, here and tomorrow, and what if its file is broken?"""

from __future__ import annotations

from pathlib import Path

import pytest
from textual import events

from tests.tui.driving import Console, console, driven
from wom_tui.errors import InvalidInput
from wom_tui.present.grouping import Grouping
from wom_tui.present.saved_view import SHIPPED, SavedView, checked_name, view_of
from wom_tui.present.shape import Shape
from wom_tui.tui.own_files import OwnFiles, OwnTable


@pytest.fixture
def own(tmp_path: Path) -> OwnFiles:
    return OwnFiles(tmp_path / "config", tmp_path / "state")


def line_2(c: Console) -> str:
    return c.text.splitlines()[1]


async def on_urgent_leaks(c: Console) -> None:
    await c.say("filter pri<=2")
    await c.press("C", "C")
    await c.say("sort work down")
    await c.say("columns slack work territory")
    await c.say("view save my west")
    await c.until(lambda: "my west" in c.app.saved.all, "it is saved")


def test_a_view_keeps_filter_sort_columns_and_groups_over_the_night(office: str, own: OwnFiles) -> None:
    async def script() -> None:
        async with console(office, own=own) as c:
            await on_urgent_leaks(c)
            before = c.board.shape
            assert line_2(c).startswith(" my west  pri<=2")
        async with console(office, own=own) as c:
            assert c.board.shape == Shape()
            await c.say("view my w")

            assert c.board.shape == before
            assert before == Shape(
                "pri<=2", "work", True, Grouping.TERRITORY, ("number", "slack", "work", "territory")
            )

    driven(script)


def test_the_file_is_the_owner_s_alone_and_can_be_read_by_people(office: str, own: OwnFiles) -> None:
    async def script() -> None:
        async with console(office, own=own) as c:
            await on_urgent_leaks(c)

    driven(script)
    path = own.setting("views.toml")
    assert path is not None
    assert (path.stat().st_mode & 0o777, [file.name for file in path.parent.iterdir()]) == (
        0o600,
        ["views.toml"],
    )
    assert '["my west"]\nfilter = "pri<=2"\nsort = "work"\nreversed = true\n' in path.read_text(
        encoding="utf-8"
    )


def test_a_star_says_that_the_view_was_changed_since(office: str) -> None:
    async def script() -> None:
        async with console(office) as c:
            await c.say("view unassigned")
            assert line_2(c).startswith(" unassigned  status=ready planned_start_at=none  by territory")
            await c.press("C")
            assert line_2(c).startswith(" unassigned*")
            await c.say("view unassigned")
            assert line_2(c).startswith(" unassigned ")
            await c.say("view all")

            assert line_2(c).startswith(" all open orders")

    driven(script)


def test_a_view_s_name_goes_with_its_filter(office: str) -> None:
    async def script() -> None:
        async with console(office) as c:
            await c.say("view late")
            assert line_2(c).startswith(" late  sla=breached")
            await c.press("escape")

            assert line_2(c).startswith(" all open orders")
            await c.say("filter pri<=2")
            assert line_2(c).startswith(" filter  pri<=2")
            await c.say("view -")
            assert line_2(c).startswith(" late  sla=breached")
            await c.say("filter")
            assert line_2(c).startswith(" all open orders")

    driven(script)


def test_who_knows_the_list_by_heart_need_not_wait_for_it(office: str) -> None:
    async def script() -> None:
        async with console(office) as c:
            for key in ("V", "3"):
                c.app.post_message(events.Key(key, key))
            await c.until(lambda: c.board.filter_text == "sla=breached", "the view is on")

            assert c.app.context == "board"

    driven(script)


def test_a_digit_on_the_list_goes_there_at_once(office: str) -> None:
    async def script() -> None:
        async with console(office) as c:
            await c.press("2")
            await c.press("V")
            assert "waiting for parts" in c.text
            await c.press("3")

            assert (c.app.context, c.board.filter_text) == ("board", "sla=breached")
            await c.press("V")
            assert "late is on" in c.text
            await c.press("down", "enter")
            assert c.board.model.by.grouping is Grouping.TERRITORY

    driven(script)


def test_a_shipped_view_can_be_overridden_and_comes_back(office: str) -> None:
    async def script() -> None:
        async with console(office) as c:
            await c.say("filter pri=1")
            await c.say("view save late")
            await c.say("view all")
            await c.say("view late")
            assert c.board.filter_text == "pri=1"
            assert list(c.app.saved.all) == list(SHIPPED)
            await c.press("V")
            await c.press("X")
            await c.say("view late")

            assert c.board.filter_text == "sla=breached"

    driven(script)


def test_a_view_leads_to_the_screen_it_was_saved_on(office: str) -> None:
    async def script() -> None:
        async with console(office) as c:
            await c.press("2")
            await c.say("view save day")
            await c.press("1")
            await c.say("view day")

            assert c.app.context == "lanes"

    driven(script)


def test_minus_is_the_saved_view_before(office: str) -> None:
    async def script() -> None:
        async with console(office) as c:
            await c.say("view late")
            await c.say("view today")
            seen = []
            for _ in range(2):
                await c.say("view -")
                seen.append(c.board.filter_text)

            assert seen == ["sla=breached", "due_at<=today"]

    driven(script)


def test_what_there_is_not_is_said_with_what_there_is(office: str) -> None:
    async def script() -> None:
        async with console(office) as c:
            await c.say("view nothing")
            await c.until(lambda: "no view 'nothing'" in c.text, "it is said")
            assert "did you mean all, today, late" in c.text
            await c.say("view drop late")
            await c.until(lambda: "no view 'late'" in c.text, "only one's own can be dropped")
            await c.say("view save 4417")

            await c.until(lambda: "a letter first" in c.text, "a number is no name")

    driven(script)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("[west\nfilter = 'pri=1'\n", "at line 1"),
        ("\n[west]\nsort = 'due'\n\n[east]\nsort = 'colour'\n", "views.toml, line 6: sort"),
        ("[west]\nshade = 1\n", "views.toml, line 2: shade"),
        ("west = 1\n", "views.toml, line 1: west"),
        ("[west]\ncolumns = ['work']\n", "views.toml, line 2: columns"),
    ],
)
def test_a_broken_file_is_said_with_its_line_left_alone_and_the_console_lives(
    office: str, own: OwnFiles, text: str, said: str
) -> None:
    path = own.setting("views.toml")
    assert path is not None
    path.parent.mkdir()
    path.write_text(text, encoding="utf-8")

    async def script() -> None:
        async with console(office, own=own) as c:
            assert any(said in toast for toast in c.toasts), c.toasts
            await c.press("escape")
            await c.say("view late")
            assert c.board.filter_text == "sla=breached"
            await c.say("view save mine")
            await c.until(lambda: said in c.toasts[-1], "it is not written over")

    driven(script)
    assert path.read_text(encoding="utf-8") == text


@pytest.mark.parametrize("name", ["", "save", "drop it", "1st", "a" * 31, "a\x1b[2J", "../up", "-x"])
def test_no_name_can_be_taken_for_something_else(name: str) -> None:
    with pytest.raises(InvalidInput):
        checked_name(name)


def test_what_is_written_down_is_read_as_it_was(tmp_path: Path) -> None:
    table = OwnTable(tmp_path / "views.toml", "view", view_of)
    views = [
        SavedView(
            "Zoë's".replace("'", ""), Shape('title="a \\ b"', "due", True, Grouping.NONE, ("number", "work"))
        ),
        SavedView("plain", Shape()),
        SavedView("lanes now", Shape(), "lanes"),
    ]
    for view in views:
        table.put(view.name, view.as_table())

    assert [view_of(name, found) for name, found in table.read().items()] == views


def test_what_waits_for_parts_is_shown_whether_held_or_short() -> None:
    assert SHIPPED["waiting for parts"].shape.filter == "hold_reason=parts"
    assert SHIPPED["parts missing"].shape.filter == "parts=short,waiting"
