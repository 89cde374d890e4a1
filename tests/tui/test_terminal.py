"""Does the console leave the terminal as it found it, whatever ends it?"""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Sequence
from pathlib import Path

import pexpect
import psutil
import pyte
import pytest

from tests.tui.office import NOW

pytestmark = pytest.mark.pty

LEAVES = "\x1b[?1049l"  # the alternate screen
CURSOR = "\x1b[?25h"  # is shown again


def started(
    office: str,
    tmp_path: Path,
    *,
    size: tuple[int, int] = (24, 80),
    below: Sequence[str] = (),
    is_restricted: bool = False,
    **environment: str,
) -> pexpect.spawn:
    """A real console on a real terminal, with the office's list on it."""
    code = (
        "import sys; from datetime import datetime; from wom_tui.config import read_settings;"
        "from wom_tui.tui.settings import Wishes; from wom_tui.tui.start import run_console;"
        f"now = datetime.fromisoformat({NOW.isoformat()!r});"
        f"wishes = Wishes(read_settings().config, is_restricted={is_restricted});"
        f"sys.exit(run_console({office!r}, now=now, wishes=wishes))"
    )
    # COLUMNS and LINES would hold against the terminal's own size, and a test runner may have set them.
    ours = ("WOM_", "TEXTUAL", "COLUMNS", "LINES")
    kept = {name: value for name, value in os.environ.items() if not name.startswith(ours)}
    env = kept | {"TERM": "xterm-256color", "XDG_CACHE_HOME": str(tmp_path / "cache")} | environment
    env.setdefault("WOM_CONFIG", str(tmp_path / "wom.toml"))
    kept_in = tmp_path / "cache" / "wom"
    kept_in.mkdir(parents=True, exist_ok=True)
    (kept_in / "tour-offered").touch()  # it is not the first start: no notice over the list
    program, *arguments = [*below, sys.executable, "-c", code]
    child = pexpect.spawn(
        program, arguments, env=env, dimensions=size, encoding="utf-8", timeout=60, cwd=Path.cwd()
    )
    child.expect("Boiler")
    return child


def all_read(child: pexpect.spawn) -> str:
    """All that the terminal got so far; also what came in one piece with what was waited for, and lies behind it."""
    read = str(child.before) + str(child.after) + str(child.buffer)
    child.buffer = child.string_type()
    return read


def ended(child: pexpect.spawn) -> str:
    """All that the terminal got until the process was gone."""
    child.expect(pexpect.EOF)
    child.close()
    return str(child.before)


def test_q_leaves_a_clean_terminal_and_a_picture_for_the_next_start(office: str, tmp_path: Path) -> None:
    child = started(office, tmp_path, size=(24, 120))
    child.send("q")
    last = ended(child)

    assert LEAVES in last
    assert CURSOR in last
    assert child.exitstatus == 0
    assert len(list((tmp_path / "cache" / "wom").glob("board-*.json"))) == 1


@pytest.mark.parametrize(
    ("told", "code"),
    [(signal.SIGHUP, 129), (signal.SIGTERM, 143), (signal.SIGINT, 130), (signal.SIGQUIT, 131)],
)
def test_a_console_that_is_told_to_end_leaves_a_clean_terminal(
    office: str, tmp_path: Path, told: signal.Signals, code: int
) -> None:
    child = started(office, tmp_path, size=(24, 120))
    os.kill(child.pid, told)
    last = ended(child)

    assert LEAVES in last
    assert CURSOR in last
    assert child.exitstatus == code


@pytest.mark.parametrize("is_told", [True, False])
def test_a_console_ends_with_its_terminal(office: str, tmp_path: Path, is_told: bool) -> None:
    """The window is closed, the line breaks. Only the first program of a terminal is told: make, say, which waits."""
    child = started(office, tmp_path, below=[] if is_told else ["sh", "-c", 'trap "" HUP; "$0" "$@"; :'])
    console = psutil.Process(child.pid)
    console = console if is_told else console.children()[0]

    child.ptyproc.fileobj.close()  # by its owner: its number is another's by the time that this one is forgotten

    gone, alive = psutil.wait_procs([console], timeout=20)
    if not is_told:
        child.kill(signal.SIGKILL)
    child.closed = child.ptyproc.closed = True
    assert (gone, alive) == ([console], [])


def test_without_colours_no_colour_is_sent(office: str, tmp_path: Path) -> None:
    child = started(office, tmp_path, size=(24, 120), NO_COLOR="1")
    child.send("jjG")
    child.expect("Burst pipe")
    shown = str(child.before)
    child.send("q")
    last = shown + ended(child)

    assert "38;2" not in last
    assert "38;5" not in last
    assert "\x1b[31m" not in last


def test_a_tiny_terminal_can_be_worked_on_and_grows(office: str, tmp_path: Path) -> None:
    child = started(office, tmp_path, size=(12, 40))
    screen = pyte.Screen(120, 35)
    stream = pyte.Stream(screen)
    child.setwinsize(35, 120)
    # Only cells that differ are sent, so what stands on the screen is asked, not what came over the line.
    while "Technician" not in "\n".join(screen.display):
        stream.feed(child.read_nonblocking(65536, timeout=60))
    child.send("q")
    ended(child)

    assert child.exitstatus == 0
