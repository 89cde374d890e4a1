"""Are lines recorded as they can be read and said again, and does playing them stop at the first refusal?"""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.tui.driving import Console, console, driven
from wom_tui.errors import InvalidInput
from wom_tui.present.grouping import Grouping
from wom_tui.present.macro import lines_of
from wom_tui.present.shape import Shape
from wom_tui.tui.keys import KEYS
from wom_tui.tui.macros import TOLD, changes, general
from wom_tui.tui.own_files import OwnFiles
from wom_tui.tui.screens.candidates import CandidatesView


async def record(c: Console, name: str) -> None:
    await c.press("Q")
    await c.type(name)
    await c.press("enter")
    assert f"recording {name}" in c.text.splitlines()[0]


async def ended(c: Console, name: str) -> tuple[str, ...]:
    await c.press("Q")
    await c.until(lambda: name in c.app.macros.own.known, "it is written down")
    assert "recording" not in c.text.splitlines()[0]
    return c.app.macros.own.known[name]


def test_what_was_typed_for_the_cursor_s_order_is_played_on_another(office: str) -> None:
    async def script() -> None:
        async with console(office) as c:
            c.board.go_to(4405)
            await record(c, "park")
            await c.press("h")
            assert c.app.line.text == "hold 4405 "
            await c.type("parts +2h")
            await c.press("enter")
            await c.press("p")
            await c.type("4")
            await c.press("enter")
            assert await ended(c, "park") == ("hold . parts +2h", "priority . 4")
            c.board.go_to(4407)
            await c.press("ampersand")
            await c.until(lambda: "macro park: 2 lines done" in c.toasts, "it is played")

            row = c.board.model.rows[4407]
            assert (row.status, row.hold_reason, row.priority) == ("on_hold", "parts", 4)

    driven(script)


def test_with_marks_every_line_is_about_the_marks_though_rows_move(office: str) -> None:
    async def script() -> None:
        async with console(office) as c:
            await c.say("macro list")
            c.app.macros.own.known["urgent"] = ("priority . 1", "priority . 2")
            c.app.pop_screen()
            c.board.model.marks = {4407, 4420}
            await c.say("macro play urgent")
            for _ in range(2):
                await c.until(lambda: "will be done" in c.text, "it is shown before it is done")
                await c.press("Y")
            await c.until(lambda: "macro urgent: 2 lines done" in c.toasts, "both lines are done")

            assert [c.board.model.rows[n].priority for n in (4405, 4407, 4420)] == [2, 2, 2]

    driven(script)


def test_playing_stops_at_the_first_refusal_and_says_where(office: str) -> None:
    async def script() -> None:
        async with console(office) as c:
            c.app.macros.own.known["close-out"] = ("priority . 2", "release .", "priority . 4")
            c.board.go_to(4407)
            await c.say("macro play close-out")
            await c.until(lambda: "stopped at line 2 of 3: release ." in c.text, "it says where")

            assert c.board.model.rows[4407].priority == 2

    driven(script)


def test_who_says_no_to_the_preview_stops_it(office: str) -> None:
    async def script() -> None:
        async with console(office) as c:
            c.app.macros.own.known["both"] = ("priority . 4", "hold . parts +2h")
            c.board.model.marks = {4407, 4420}
            await c.say("macro play both")
            await c.until(lambda: "will be done" in c.text, "it is shown before it is done")
            await c.press("escape")
            await c.until(lambda: "stopped at line 1 of 2" in c.text, "it goes no further")

            assert c.board.model.rows[4407].status == "ready"

    driven(script)


def test_what_the_board_is_made_becomes_words_and_keys_without_any_are_told(office: str) -> None:
    async def script() -> None:
        async with console(office) as c:
            await record(c, "morning")
            await c.press("slash")
            await c.type("status=ready")
            await c.press("enter", "C", "greater_than_sign", "s", "s", "down", "space", "2")
            lines = await ended(c, "morning")

            assert lines == ("filter status=ready", "group priority", "sort work", "sort work down", "lanes")
            assert "without words, so not kept: ↓ Space" in c.text
            await c.press("1", "escape", "escape")
            await c.say("view all")
            await c.press("ampersand")
            await c.until(lambda: c.app.context == "lanes", "it is played to its end")
            assert c.board.shape == Shape("status=ready", "work", True, Grouping.PRIORITY)

    driven(script)


def test_a_line_that_may_be_of_a_person_is_not_recorded_and_that_is_said_at_once(office: str) -> None:
    async def script() -> None:
        async with console(office) as c:
            c.board.go_to(4407)
            await record(c, "calm")
            await c.say("priority . 4")
            await c.say("note . gate code is 1234")
            await c.until(lambda: "not recorded" in c.text, "it is said")
            assert "note" in c.text.partition("not recorded")[0]
            lines = await ended(c, "calm")

            assert lines == ("priority . 4",)
            assert "may be of a person, so not kept: note" in c.text
            assert "1234" not in c.toasts

    driven(script)


def test_a_choice_among_candidates_is_a_line_too(office: str) -> None:
    async def script() -> None:
        async with console(office) as c:
            c.board.go_to(4407)
            await record(c, "give")
            await c.press("a")
            await c.until(lambda: "who cannot" in c.text and "looking" not in c.text, "everybody was asked")
            await c.until(lambda: c.app.query_one(CandidatesView).candidate is not None, "somebody can")
            await c.press("enter")
            await c.until(lambda: c.app.context == "board", "it is given")
            (line,) = await ended(c, "give")

            assert line.startswith("assign . ")

    driven(script)


def test_a_macro_lives_on_in_a_file_that_can_be_read(office: str, tmp_path: Path) -> None:
    own = OwnFiles(config=tmp_path)

    async def script() -> None:
        async with console(office, own=own) as c:
            await record(c, "mine")
            await c.say("group territory")
            await c.say("view late")
            await ended(c, "mine")
        async with console(office, own=own) as c:
            await c.say("macro play mi")
            await c.until(lambda: "macro mine: 2 lines done" in c.toasts, "it is played")
            assert c.board.filter_text == "sla=breached"
            await c.say("macro list")
            assert "group territory; view late" in c.text
            await c.press("X")
            await c.until(lambda: "macro mine is dropped" in c.toasts, "it is dropped")

    driven(script)
    assert (tmp_path / "macros.toml").stat().st_mode & 0o777 == 0o600


def test_a_broken_file_is_said_and_left_alone(office: str, tmp_path: Path) -> None:
    path = tmp_path / "macros.toml"
    path.write_text('a = ["macro play a"]\n', encoding="utf-8")

    async def script() -> None:
        async with console(office, own=OwnFiles(config=tmp_path)) as c:
            assert "macros.toml, line 1: a" in c.toasts[0]

    driven(script)


@pytest.mark.parametrize(
    ("line", "meant", "kept"),
    [
        ("hold 4417 parts +2h", {4417}, "hold . parts +2h"),
        ("dispatch 4417 4418", {4417, 4418}, "dispatch ."),
        ("dispatch 4417-4418", {4417, 4418}, "dispatch ."),
        ("dispatch 4417", {4417, 4418}, "dispatch 4417"),
        ("assign 4417/2 kim", {4417}, "assign 4417/2 kim"),
        ("priority 4417 4", {4417}, "priority . 4"),
        ("as 4417 kim 14:30 for=2h", {4417}, "assign . kim 14:30 for=2h"),
        ("priority 1", {4417}, "priority 1"),
        ('hold . parts "4417"', {4417}, 'hold . parts "4417"'),
        ("undo", set(), "undo"),
        ('new "open quote', {1}, 'new "open quote'),
    ],
)
def test_a_line_is_about_whatever_is_meant_where_it_named_just_that(
    line: str, meant: set[int], kept: str
) -> None:
    assert general(line, meant) == kept


def test_what_has_changed_is_said_in_words() -> None:
    shape = Shape("pri=1", "due", True, Grouping.NONE, ("number", "work"))

    assert changes(Shape(), shape) == ["filter pri=1", "sort due down", "group none", "columns number work"]
    assert changes(shape, Shape()) == ["filter", "sort slack", "group urgency", "columns own"]


@pytest.mark.parametrize("value", [1, [], [1], [""], ["macro play a"], ["undo"] * 101])
def test_what_is_no_macro_is_refused(value: object) -> None:
    with pytest.raises(InvalidInput):
        lines_of("mine", value)


def test_keys_whose_commands_are_told_by_words_are_keys() -> None:
    assert {row.id for row in KEYS} >= TOLD
