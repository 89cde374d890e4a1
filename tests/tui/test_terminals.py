"""Can the console be worked on in every terminal that an office may have, and does it leave each one clean?"""

from __future__ import annotations

import re
import termios
from pathlib import Path

import pexpect
import pyte
import pytest

from tests.tui import emulator
from tests.tui.test_terminal import all_read, ended, started

pytestmark = pytest.mark.pty

SIZE = (24, 80)
MANY, SIXTEEN, NONE = "38;5", "3x", ""
TERMINALS = {
    "xterm-256color": MANY,
    "tmux-256color": MANY,
    "xterm-16color": SIXTEEN,
    "linux": SIXTEEN,
    "screen": SIXTEEN,
    "vt100": NONE,
    "dumb": NONE,
    "some-terminal-of-1987": SIXTEEN,
}
_MODE = re.compile(r"\x1b\[\?([\d;]+)([hl])")
_INKS = re.compile(r"\x1b\[([\d;]*)m")
_STARTS_ON = {"7", "25"}  # lines wrap, the cursor is shown


def modes_left_on(sent: str) -> set[str]:
    """What a program has switched on or off and not put back."""
    state: dict[str, str] = {}
    for modes, switch in _MODE.findall(sent):
        state |= dict.fromkeys(modes.split(";"), switch)
    return {mode for mode, switch in state.items() if switch == ("l" if mode in _STARTS_ON else "h")}


def kinds_of_colour(sent: str) -> set[str]:
    """Which families of colours were sent."""
    found = set[str]()
    for codes in _INKS.findall(sent):
        if "38;" in codes or "48;" in codes:
            found.add("38;2" if re.search(r"[34]8;2;", codes) else MANY)
        elif any(re.fullmatch(r"3[0-7]|4[0-7]|9[0-7]|10[0-7]", code) for code in codes.split(";")):
            found.add(SIXTEEN)
    return found


def walked(child: pexpect.spawn) -> tuple[str, str]:
    """The whole board, down it, to the lanes and back, and out: the screen on the way, and all that was sent."""
    shown = all_read(child)
    screen = emulator.Screen(SIZE[1], SIZE[0])
    stream = pyte.Stream(screen)
    stream.feed(shown.replace("\x1b[?1049h", ""))
    # A frame comes in pieces: what is looked at afterwards is waited for, all of it.
    for keys, awaited in (("2", ("Unassigned", "? keys")), ("1j", ("Act now", "4402", "4410", "? keys"))):
        child.send(keys)
        while not all(words in "\n".join(screen.display) for words in awaited):
            more = child.read_nonblocking(65536, timeout=20)
            stream.feed(more)
            shown += more
    board = "\n".join(screen.display)
    child.send("q")
    return board, shown + ended(child)


@pytest.mark.parametrize("name", TERMINALS)
def test_every_terminal_shows_the_board_and_is_left_clean(office: str, tmp_path: Path, name: str) -> None:
    child = started(office, tmp_path, size=SIZE, TERM=name, COLORTERM="", NO_COLOR="")
    board, sent = walked(child)

    assert "1 Board" in board.splitlines()[0]
    assert "4402" in board
    assert "? keys" in board.splitlines()[-1]
    assert kinds_of_colour(sent) == {TERMINALS[name]} - {NONE}
    assert (child.exitstatus, modes_left_on(sent)) == (0, set())


@pytest.mark.parametrize("name", ["xterm-256color", "linux"])
def test_who_wants_no_colour_gets_none_on_any_terminal(office: str, tmp_path: Path, name: str) -> None:
    child = started(office, tmp_path, size=SIZE, TERM=name, COLORTERM="truecolor", NO_COLOR="1")
    board, sent = walked(child)

    assert "4402" in board
    assert kinds_of_colour(sent) == set()
    assert modes_left_on(sent) == set()


def test_what_is_typed_after_the_console_is_echoed_again(office: str, tmp_path: Path) -> None:
    child = started(office, tmp_path, size=SIZE)
    child.send("q")
    child.expect(pexpect.EOF)
    _, _, _, local, _, _, _ = termios.tcgetattr(child.child_fd)
    child.close()

    assert local & termios.ECHO
    assert local & termios.ICANON
    assert local & termios.ISIG
