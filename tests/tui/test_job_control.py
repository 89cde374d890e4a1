"""Does a console that is stopped from outside leave the terminal, and come back as it was?"""

from __future__ import annotations

import os
import signal
import termios
from collections.abc import Sequence
from pathlib import Path
from time import monotonic

import psutil
import pyte
import pytest

from tests.tui import emulator
from tests.tui.test_terminal import all_read, ended, started
from tests.tui.test_terminals import modes_left_on

pytestmark = pytest.mark.pty

SIZE = (24, 80)
MODES = ("\x1b[?1049h", "\x1b[?2004h", "\x1b[?1003h", "\x1b[?25l", "\x1b[?7l")


# All of the board, and the order in words.
SHOWN = ("1 Board", "23 of 23", "4402", "needs cooling 2", "? keys")


class Terminal:
    """A console on a terminal whose screen is worked out."""

    def __init__(self, office: str, tmp_path: Path, below: Sequence[str] = ()) -> None:
        self.child = started(office, tmp_path, size=SIZE, below=below)
        self.screen = emulator.Screen(SIZE[1], SIZE[0])
        self._stream = pyte.Stream(self.screen)
        self._take(all_read(self.child))

    def _take(self, text: str) -> str:
        self._stream.feed(text.replace("\x1b[?1049h", ""))
        return text

    @property
    def text(self) -> str:
        return "\n".join(self.screen.display)

    def shows(self, *words: str) -> str:
        """Read until all of it is on the screen; answers what was sent."""
        sent = ""
        while not all(word in self.text for word in words):
            sent += self._take(self.child.read_nonblocking(65536, timeout=30))
        return sent

    def becomes(self, text: str) -> str:
        """Read until that is on the screen, and nothing else."""
        sent = ""
        while self.text != text:
            sent += self._take(self.child.read_nonblocking(65536, timeout=30))
        return sent

    def reads(self, sequence: str) -> str:
        """Read until it was sent."""
        sent = ""
        while sequence not in sent:
            sent += self._take(self.child.read_nonblocking(65536, timeout=30))
        return sent

    def told(self, what: signal.Signals) -> None:
        os.kill(self.child.pid, what)

    def is_stopped(self) -> None:
        """Wait until it stands."""
        stopped(psutil.Process(self.child.pid))

    def wiped(self) -> None:
        """Somebody else writes on it."""
        self.screen.reset()

    @property
    def is_echoing(self) -> bool:
        return bool(termios.tcgetattr(self.child.child_fd)[3] & termios.ECHO)


def stopped(process: psutil.Process) -> None:
    """Wait until it stands."""
    end = monotonic() + 30
    while process.status() != psutil.STATUS_STOPPED:
        assert monotonic() < end, process.status()


def test_told_to_stop_it_leaves_the_terminal_and_told_to_go_on_it_paints_all_of_it(
    office: str, tmp_path: Path
) -> None:
    terminal = Terminal(office, tmp_path)
    terminal.shows(*SHOWN)
    before = terminal.text
    terminal.told(signal.SIGTSTP)
    left = terminal.reads("\x1b[?1004l")
    terminal.is_stopped()
    assert "\x1b[?1049l" in left
    assert "\x1b[?25h" in left
    assert terminal.is_echoing

    terminal.wiped()
    terminal.told(signal.SIGCONT)
    sent = terminal.shows(*SHOWN)
    assert [mode for mode in MODES if mode not in sent] == []
    assert not terminal.is_echoing
    sent += terminal.becomes(before)
    terminal.child.send("2")
    terminal.shows("Unassigned")
    terminal.child.send("1:4402")
    terminal.shows(": 4402")  # each key once, by one reader
    terminal.child.send("\x1b")
    terminal.shows("Enter open")
    terminal.child.send("q")
    sent += left + ended(terminal.child)

    assert (terminal.child.exitstatus, modes_left_on(sent)) == (0, set())


def test_after_a_stop_that_nobody_is_told_of_all_is_set_again_as_well(office: str, tmp_path: Path) -> None:
    terminal = Terminal(office, tmp_path)
    terminal.shows(*SHOWN)
    before = terminal.text
    terminal.told(signal.SIGSTOP)
    terminal.is_stopped()
    attributes = termios.tcgetattr(terminal.child.child_fd)
    attributes[3] |= termios.ECHO | termios.ICANON  # as a shell sets it for itself
    termios.tcsetattr(terminal.child.child_fd, termios.TCSANOW, attributes)
    terminal.wiped()
    terminal.told(signal.SIGCONT)
    sent = terminal.shows(*SHOWN)
    assert [mode for mode in MODES if mode not in sent] == []
    assert not terminal.is_echoing
    sent += terminal.becomes(before)
    terminal.child.send(":4402")
    terminal.shows(": 4402")
    terminal.child.send("\x1b")
    terminal.shows("Enter open")
    terminal.child.send("q")
    ended(terminal.child)
    assert terminal.child.exitstatus == 0


SHELL = 'set -m; "$0" "$@"; while read -r line; do eval "$line"; done'


def test_in_the_background_it_stops_again_and_is_brought_back_from_there(office: str, tmp_path: Path) -> None:
    terminal = Terminal(office, tmp_path, below=["bash", "--norc", "-c", SHELL])
    (console,) = psutil.Process(terminal.child.pid).children()
    terminal.shows(*SHOWN)
    os.kill(console.pid, signal.SIGTSTP)
    terminal.reads("\x1b[?1004l")
    stopped(console)
    terminal.wiped()
    terminal.child.sendline("bg; echo it is in the background")
    terminal.shows("it is in the background")
    stopped(console)
    assert "1 Board" not in terminal.text
    terminal.wiped()
    terminal.child.sendline("fg")
    terminal.shows(*SHOWN)
    terminal.child.send("q")
    psutil.wait_procs([console], timeout=30)
    terminal.child.sendline("exit 7")
    ended(terminal.child)

    assert terminal.child.exitstatus == 7
