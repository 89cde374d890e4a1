"""What stands on the screen before the console is loaded, and does it leave the terminal as it was?"""

from __future__ import annotations

import os
import signal
import sys
import termios
from dataclasses import replace
from pathlib import Path

import pexpect
import pyte
import pytest

from tests.tui.driving import console, driven
from tests.tui.test_terminal import CURSOR, LEAVES, ended
from wom_tui.config import Config, ConsoleConfig
from wom_tui.tui import first_frame
from wom_tui.tui.pen import Cell

SIZE = (24, 100)
TAKES_OVER = "\x1b[?1000h"  # the first that the console itself says to a terminal
PLAIN, RED = ("", "", ""), ("1", "31", "48;5;16")


def rows_for(lines: int, columns: int) -> list[list[Cell | None]]:
    rows: list[list[Cell | None]] = [[("x", PLAIN)] * columns for _ in range(lines)]
    rows[0][:3] = [("京", RED), ("", RED), ("e\u0301", PLAIN)]
    return rows


@pytest.fixture
def _size(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LINES", "24")
    monkeypatch.setenv("COLUMNS", "100")


@pytest.mark.usefixtures("_size")
def test_the_cells_that_were_kept_come_back(tmp_path: Path) -> None:
    path, rows = tmp_path / "frame.json", rows_for(*SIZE)

    assert first_frame.save(path, Config(), rows)
    assert first_frame.load(path, Config()) == rows
    assert path.stat().st_mode & 0o777 == 0o600


@pytest.mark.usefixtures("_size")
def test_a_frame_that_would_look_otherwise_today_is_not_shown(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "frame.json"
    first_frame.save(path, Config(), rows_for(*SIZE))

    assert first_frame.load(path, Config(console=ConsoleConfig(look="light"))) is None
    assert first_frame.load(path, replace(Config(), console=ConsoleConfig(signs="ascii"))) is None
    for name, value in (
        ("COLUMNS", "99"),
        ("TERM", "vt100"),
        ("NO_COLOR", "1"),
        ("SSH_CONNECTION", "a 1 b 22"),
    ):
        with monkeypatch.context() as other:
            other.setenv(name, value)
            assert first_frame.load(path, Config()) is None, name
    assert first_frame.load(path, Config()) is not None


@pytest.mark.usefixtures("_size")
def test_a_frame_of_which_parts_are_unknown_is_not_kept(tmp_path: Path) -> None:
    rows = rows_for(*SIZE)
    rows[3][3] = None

    assert not first_frame.save(tmp_path / "frame.json", Config(), rows)
    assert not list(tmp_path.iterdir())


def test_a_file_that_makes_no_sense_is_as_good_as_none(tmp_path: Path) -> None:
    path = tmp_path / "frame.json"
    for content in (
        "",
        "{}",
        "[1]",
        '{"format": 1, "rows": [[["x", 1]]], "under": []}',
        '{"format": 1, "rows": 3}',
    ):
        path.write_text(content, encoding="utf-8")
        assert first_frame.load(path, Config()) is None

    assert first_frame.load(tmp_path / "nowhere.json", Config()) is None


def test_what_lies_over_the_board_is_not_kept(office: str, tmp_path: Path) -> None:
    picture = tmp_path / "board.json"

    async def script() -> None:
        async with console(office, picture=picture) as c:
            for key in ("question_mark", "3"):  # help, and another view
                await c.press(key)
                c.app.live.keep()
                assert not first_frame.path_beside(picture).exists()
                await c.press("escape")

    driven(script)


# ------------------------------------------------------------------------------------------- on a real terminal


def spawned(arguments: list[str], tmp_path: Path) -> pexpect.spawn:
    kept = {n: v for n, v in os.environ.items() if not n.startswith(("WOM_", "TEXTUAL", "COLUMNS", "LINES"))}
    homes = {f"XDG_{name}_HOME": str(tmp_path / name) for name in ("CACHE", "CONFIG", "STATE", "DATA")}
    (tmp_path / "CACHE" / "wom").mkdir(parents=True, exist_ok=True)
    (tmp_path / "CACHE" / "wom" / "tour-offered").touch()
    return pexpect.spawn(
        sys.executable,
        arguments,
        env=kept | homes | {"TERM": "xterm-256color"},
        dimensions=SIZE,
        encoding="utf-8",
        timeout=60,
    )


def display(sent: str) -> list[str]:
    screen = pyte.Screen(SIZE[1], SIZE[0])
    pyte.Stream(screen).feed(sent)
    return list(screen.display)


def left(child: pexpect.spawn) -> tuple[str, int]:
    """All that the terminal got until the process was gone, and how its line is set then."""
    child.expect(pexpect.EOF)
    flags = int(termios.tcgetattr(child.child_fd)[3])
    child.close()
    return str(child.before), flags


@pytest.mark.pty
def test_the_last_frame_is_there_before_the_console_is_and_nothing_of_it_is_sent_again(
    office: str, tmp_path: Path
) -> None:
    command = ["-m", "wom_tui", "--db", office, "console"]
    first = spawned(command, tmp_path)
    first.expect("live")
    first.expect(r"\d of \d+ orders|\d+ of \d+")
    first.send("q")
    ended(first)

    child = spawned(command, tmp_path)
    child.expect_exact(TAKES_OVER)
    early = str(child.before)
    child.expect("live")
    late = str(child.before)
    child.send("q")
    last, flags = left(child)

    shown = display(early)
    assert "connecting" in shown[0]
    assert any("Boiler" in line for line in shown)
    assert "Boiler" not in late  # it stands there already
    assert (early + late).count(first_frame.OTHER_SCREEN) == 1
    assert LEAVES in last
    assert CURSOR in last
    assert flags & termios.ECHO
    assert flags & termios.ICANON
    assert child.exitstatus == 0


@pytest.mark.pty
def test_who_is_told_to_end_while_it_loads_leaves_the_terminal_as_it_was(tmp_path: Path) -> None:
    path = tmp_path / "frame.json"
    lines, columns = SIZE
    code = f"""
import time
from pathlib import Path
from wom_tui.config import Config
from wom_tui.tui.first_frame import save, shown_at_once
path = Path({str(path)!r})
save(path, Config(), [[("x", ("", "", ""))] * {columns}] * {lines})
with shown_at_once(path, Config()) as frame:
    print("ready", bool(frame))
    time.sleep(60)
"""
    child = spawned(["-c", code], tmp_path)
    child.expect("ready True")
    silent = termios.tcgetattr(child.child_fd)[3]
    os.kill(child.pid, signal.SIGTERM)
    last, flags = left(child)

    assert LEAVES in last
    assert not silent & termios.ECHO
    assert flags & termios.ECHO
    assert child.exitstatus == 143
