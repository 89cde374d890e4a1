"""Is there a way out of the console to the machine that it runs on: a shell, an editor, a file, a stopped process?"""

from __future__ import annotations

import os
import string
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import psutil
import pyte
import pytest
from textual.app import App
from textual.binding import Binding
from textual.drivers.headless_driver import HeadlessDriver
from textual.screen import Screen

from tests.tui import emulator
from tests.tui.driving import console, driven
from tests.tui.office import desk_at
from tests.tui.rooms import enter
from tests.tui.test_intake import calling, told
from tests.tui.test_terminal import ended, started
from wom_tui.gateways.travel_memory import TravelMemory
from wom_tui.tui.app import Stage, WomApp
from wom_tui.tui.keys import by_key
from wom_tui.tui.screens.panel import Panel
from wom_tui.tui.seat import Seat
from wom_tui.tui.settings import Wishes
from wom_tui.tui.speech import WRITE_FILES
from wom_tui.tui.start import run_console
from wom_tui.tui.view import PLACES
from wom_tui.tui.widgets.line_input import EDITING

# All that a terminal may send, and all that Textual gives a meaning to anywhere.
KEYS = sorted(
    {f"ctrl+{letter}" for letter in string.ascii_lowercase}
    | {
        f"ctrl+{sign}"
        for sign in ("backslash", "at", "underscore", "right_square_bracket", "circumflex_accent")
    }
    | {f"{shift}f{number}" for shift in ("", "shift+", "ctrl+") for number in range(1, 13)}
    | {f"alt+{letter}" for letter in string.ascii_lowercase}
    | {f"ctrl+shift+{letter}" for letter in "cpqsvz"}
    | {
        key
        for row in (*App.BINDINGS, *Screen.BINDINGS)
        if isinstance(row, Binding)
        for key in row.key.split(",")
    }
)
WAYS_OUT = (
    (App, "action_suspend_process"),
    (App, "action_screenshot"),
    (App, "action_command_palette"),
    (App, "deliver_text"),
    (App, "deliver_binary"),
    (App, "deliver_screenshot"),
    (App, "save_screenshot"),
    (App, "open_url"),
    (App, "suspend"),
    (HeadlessDriver, "open_url"),
    (os, "system"),
    (os, "execv"),
    (subprocess, "Popen"),
)
_ENTER = ("ctrl+m", "ctrl+j")  # a terminal's Enter
ESCAPES = (
    "!sh",
    "!",
    "sh",
    "shell",
    "edit /etc/passwd",
    "e file",
    "r !id",
    "w file",
    "screenshot",
    "suspend",
)


@pytest.fixture
def taken(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The ways out that were taken."""
    found: list[str] = []

    def closed(name: str) -> Any:
        def way(*_: Any, **__: Any) -> None:
            found.append(name)

        return way

    for owner, name in WAYS_OUT:
        monkeypatch.setattr(owner, name, closed(name))
    return found


def own_meaning(key: str) -> bool:
    """The console has given it one, which other tests are about."""
    return by_key(key) is not None


@pytest.mark.parametrize("name", sorted(PLACES))
def test_no_key_leads_out_of_a_view(office: str, taken: list[str], name: str) -> None:
    async def script() -> None:
        async with console(office, wishes=Wishes(is_restricted=True)) as c:
            if name == "proposal":  # a search is a process of its own, and here none may be started
                await c.app.go(name)
            else:
                await enter(c, name)
            taken.clear()
            for key in KEYS:
                if not own_meaning(key) and key not in _ENTER:
                    await c.pilot.press(key)
            await c.settled()

            assert taken == []
            assert (c.app.context, c.app.is_running, len(c.app.screen_stack)) == (name, True, 1)

    driven(script)


def test_no_key_leads_out_of_the_command_line_or_a_panel(office: str, taken: list[str]) -> None:
    async def script() -> None:
        async with console(office, wishes=Wishes(is_restricted=True)) as c:
            for opening in ("colon", "slash", "question_mark", "x"):
                taken.clear()
                await c.press(opening)
                for key in KEYS:
                    if key not in ("f1", *_ENTER):  # the help is left with it
                        await c.pilot.press(key)
                await c.settled()
                assert taken == [], opening
                assert all(isinstance(one, Stage | Panel) for one in c.app.screen_stack)
                await c.press("escape")

    driven(script)


def test_no_typed_word_leads_out(office: str, taken: list[str]) -> None:
    async def script() -> None:
        async with console(office, wishes=Wishes(is_restricted=True)) as c:
            for line in ESCAPES:
                await c.say(line)
                await c.press("escape")
            assert taken == []
            assert c.app.is_running

    driven(script)


@pytest.mark.parametrize("word", sorted(WRITE_FILES))
def test_words_that_write_files_are_refused(office: str, word: str) -> None:
    async def script() -> None:
        async with console(office, wishes=Wishes(is_restricted=True)) as c:
            await c.say(f"{word} somewhere.csv")
            assert c.toasts[-1] == f"{word} writes a file, and this console writes none"
            assert c.app.is_running

    driven(script)


def test_settings_hold_but_are_kept_nowhere(office: str) -> None:
    async def script() -> None:
        async with console(office, wishes=Wishes(is_restricted=True)) as c:
            await c.press("S", "enter")
            assert "this console" in c.text
            assert "kept nowhere" in c.text

    driven(script)


def test_a_call_that_is_left_and_a_fault_are_written_nowhere(
    office: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    begun: list[WomApp] = []

    def begin(app: WomApp) -> int:
        begun.append(app)
        return 0

    monkeypatch.setattr("wom_tui.tui.start._run", begin)
    monkeypatch.setattr(TravelMemory, "is_written", True)
    run_console(office, wishes=Wishes(is_restricted=True))
    (app,) = begun

    async def script() -> None:
        seat = Seat(lambda: desk_at(office))
        async with console(office, seat=seat, wishes=app.wishes, own=app.own, draft=app.draft) as c:
            await calling(c)
            await told(c, "Leak in cellar")
            await c.press("escape")
            await c.say("group territory")
            monkeypatch.setattr(c.app.seat.desk, "run_all", lambda *_, **__: 1 / 0)
            await c.say("hold 4407 parts +2h")
            assert "no report" in c.text
            await c.press("n")
            assert "Leak in cellar   ↑ Enter" in c.text  # as long as the console is open

    driven(script)

    assert app.live.picture is None
    assert not TravelMemory.is_written
    assert [path for path in (tmp_path / ".xdg").rglob("*") if path.is_file()] == []


def test_none_of_textual_s_own_bindings_is_there() -> None:
    def bound() -> Iterator[str]:
        for kind in (WomApp, Stage, Panel):
            yield from (row.key for row in kind.__dict__.get("BINDINGS", ()) if isinstance(row, Binding))

    assert list(bound()) == []
    assert not WomApp.ENABLE_COMMAND_PALETTE
    assert not {action for action in EDITING.values() if "suspend" in action or "screenshot" in action}


@pytest.mark.pty
def test_on_a_line_from_outside_nothing_stops_it_starts_a_program_or_writes_a_file(
    office: str, tmp_path: Path
) -> None:
    """As a forced command of SSH finds it: what the other side asked for is in the environment, and means nothing."""
    home = tmp_path / "home"
    home.mkdir()
    asked = {
        "SSH_CONNECTION": "192.0.2.7 50022 192.0.2.1 22",
        "SSH_ORIGINAL_COMMAND": f"sh -c 'touch {home}/owned'",
        "HOME": str(home),
        "SHELL": f"/bin/sh -c 'touch {home}/shell'",
        "EDITOR": f"touch {home}/editor",
        "VISUAL": f"touch {home}/visual",
        "PAGER": f"touch {home}/pager",
        "BROWSER": f"touch {home}/browser",
    }
    child = started(office, tmp_path, size=(24, 100), is_restricted=True, **asked)
    screen = emulator.Screen(100, 24)
    stream = pyte.Stream(screen)
    stream.feed(f"{child.before}{child.after}{child.buffer}".replace("\x1b[?1049h", ""))
    clear = "\x15\x7f"  # a line that came back with what was wrong in it
    stops = ("\x1a", "\x03", "\x1c", "\x10", "\x0f", "\x18\x05")
    for sent in (*stops, *(f":{line}\r{clear}" for line in ESCAPES)):
        child.send(sent)
    child.send(f"{clear}2")
    while "Unassigned" not in "\n".join(screen.display):
        stream.feed(child.read_nonblocking(65536, timeout=20))
    process = psutil.Process(child.pid)
    status, programs = process.status(), {one.name() for one in process.children(recursive=True)}
    child.send("1q")
    ended(child)

    assert status != psutil.STATUS_STOPPED
    assert {
        name for name in programs if not name.startswith("python")
    } == set()  # the engine's, if it is there
    assert child.exitstatus == 0
    assert [path.name for path in home.rglob("*") if path.is_file()] == []
    assert [path.name for path in (tmp_path / "cache").rglob("board-*")] == []
