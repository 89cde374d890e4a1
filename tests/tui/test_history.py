"""Does a line that was sent come back, also tomorrow, and only where it may?"""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.tui.driving import console, driven
from wom_tui.tui.history import MOST, History
from wom_tui.tui.own_files import OwnFiles


def test_up_brings_back_what_begins_like_the_typed_text_then_what_resembles_it(office: str) -> None:
    async def script() -> None:
        async with console(office) as c:
            for line in ("priority 4405 1", "group territory", "priority 4407 2"):
                c.app.history.add(":", line)
            await c.press("colon")
            await c.type("priority 44")
            seen = []
            for key in ("up", "up", "up", "down", "down", "down"):
                await c.press(key)
                seen.append(c.app.line.text)
            assert seen == [
                "priority 4407 2",
                "priority 4405 1",
                "priority 4405 1",
                "priority 4407 2",
                "priority 44",
                "priority 44",
            ]
            await c.press("escape", "colon")
            await c.type("gterr")
            await c.press("up")

            assert c.app.line.text == "group territory"

    driven(script)


def test_lines_come_back_at_the_next_console_each_where_it_was_typed(office: str, tmp_path: Path) -> None:
    own = OwnFiles(state=tmp_path / "state")

    async def script() -> None:
        async with console(office, own=own) as c:
            await c.say("group territory")
            await c.press("slash")
            await c.type("pri=1")
            await c.press("enter")
            await c.say("group none")
            await c.say("group territory")
        async with console(office, own=own) as c:
            await c.press("colon", "up")
            assert c.app.line.text == "group territory"
            await c.press("up")
            assert c.app.line.text == "group none"
            await c.press("up")
            assert c.app.line.text == "group none"
            await c.press("escape", "slash", "up")

            assert c.app.line.text == "pri=1"

    driven(script)
    path = own.memory("history")
    assert path is not None
    assert path.read_text(encoding="utf-8") == "/pri=1\n:group none\n:group territory\n"
    assert path.stat().st_mode & 0o777 == 0o600


def test_two_consoles_lose_nothing_of_each_other_and_the_oldest_go(tmp_path: Path) -> None:
    path = tmp_path / "history"
    one, other = History(path), History(path)

    for number in range(MOST):
        (one if number % 2 else other).keep(":", f"priority {number} 1")
    one.keep(":", "undo")

    lines = path.read_text(encoding="utf-8").splitlines()
    assert (len(lines), lines[0], lines[-1]) == (MOST, ":priority 1 1", ":undo")


@pytest.mark.parametrize("line", ['request "no heat" phone=6175550100', "note 4417 code of the gate is 0100"])
def test_what_may_be_of_a_person_is_not_kept(tmp_path: Path, line: str) -> None:
    history = History(tmp_path / "history")

    history.add(":", line)
    history.keep(":", line)

    assert history.last(":").endswith("0100")
    assert not (tmp_path / "history").exists()


def test_what_an_earlier_version_kept_of_a_person_goes_with_the_next_line(tmp_path: Path) -> None:
    path = tmp_path / "history"
    path.write_text("/note\n:note 4417 gate code is 1234\n:group none\n")

    History(path).keep(":", "undo")

    assert path.read_text() == "/note\n:group none\n:undo\n"


def test_a_file_that_somebody_spoilt_is_no_matter(tmp_path: Path) -> None:
    path = tmp_path / "history"
    path.write_bytes(b":group none\n:\x1b[2J\nno mode\n/pri=1\n")
    history = History(path)
    history.load()
    assert history.lines == [":group none", "/pri=1"]

    path.write_bytes(b"\xff\xfe")
    history.load()

    assert history.lines == [":group none", "/pri=1"]


@given(st.lists(st.sampled_from(["a", "ab", "b", "ca"]), max_size=12), st.sampled_from(["", "a", "b"]))
def test_no_line_comes_twice_and_the_newest_comes_first(sent: list[str], typed: str) -> None:
    history = History(None)
    for line in sent:
        history.add(":", line)

    found = history.like(":", typed)

    assert len(found) == len(set(found))
    assert set(found) == {line for line in sent if typed in line} - {typed}
    begun = [line for line in found if line.startswith(typed)]
    assert found[: len(begun)] == begun
