"""What stands on the screen before the database has answered?"""

from __future__ import annotations

import subprocess
import sys
import threading
from pathlib import Path
from typing import Any

import pytest

from tests.tui.driving import console, driven
from tests.tui.office import desk_at
from tests.tui.pictures import text_of
from wom_tui.desk import Desk
from wom_tui.errors import StoreError
from wom_tui.present.labels import ASCII
from wom_tui.tui import first_view
from wom_tui.tui.app import WomApp
from wom_tui.tui.own_files import OwnFiles
from wom_tui.tui.seat import Seat


def test_the_last_board_is_shown_until_the_console_is_live(office: str, tmp_path: Path) -> None:
    picture = tmp_path / "cache" / "board.json"
    may_open = threading.Event()

    def slow_desk() -> Desk:
        assert may_open.wait(20)
        return desk_at(office)

    async def script() -> None:
        async with console(office, picture=picture) as c:
            lines = c.text.splitlines()
            c.app.live.keep()
        app = WomApp(Seat(slow_desk), picture=picture)
        async with app.run_test(size=(120, 35)) as pilot:
            await pilot.pause()
            early = text_of(app)
            assert "connecting" in early.splitlines()[0]
            assert "as of" in early.splitlines()[1]
            assert all(line[1:].strip() in early for line in lines[5:28])
            await pilot.press("d", "down", "space", "s", "enter")
            may_open.set()
            await app.workers.wait_for_complete()
            await pilot.pause()

            assert "live" in text_of(app).splitlines()[0]

    driven(script)


def test_where_the_cursor_was_sent_before_the_orders_came_it_goes_when_they_do(
    office: str, tmp_path: Path
) -> None:
    picture = tmp_path / "board.json"
    may_open = threading.Event()

    def slow_desk() -> Desk:
        assert may_open.wait(20)
        return desk_at(office)

    async def script() -> None:
        async with console(office, picture=picture) as c:
            await c.press("G", "up", "up")
            wanted = c.board.model.cursor
            c.app.live.keep()
        may_open.clear()
        app = WomApp(Seat(slow_desk), picture=picture)
        async with app.run_test(size=(120, 35)) as pilot:
            await pilot.pause()
            await pilot.press("j", "j", "G", "up", "k")
            may_open.set()
            await app.workers.wait_for_complete()
            await pilot.pause()

            assert app.board.model.cursor == wanted

    driven(script)


@pytest.mark.parametrize(
    "other",
    [{"look": "ansi"}, {"signs": ASCII}, {"size": (80, 24)}, {}],
    ids=["colours", "signs", "size", "the same"],
)
def test_a_board_that_looked_otherwise_is_not_shown(
    office: str, tmp_path: Path, other: dict[str, Any]
) -> None:
    """With other signs, an ASCII terminal would show what it cannot; with another size, half of it."""
    picture = tmp_path / "board.json"

    def refuse() -> Desk:
        raise StoreError("it is away", "")

    async def script() -> None:
        async with console(office, picture=picture) as c:
            c.app.live.keep()
        async with console("", picture=picture, seat=Seat(refuse), **other) as c:
            assert ("Boiler" in c.text) == (not other)
            assert ("as of" in c.text) == (not other)
            if "signs" in other:
                assert c.text.isascii()

    driven(script)


def test_the_file_is_for_its_owner_only_and_says_nothing_in_its_name(office: str, tmp_path: Path) -> None:
    async def script() -> None:
        path = OwnFiles(cache=tmp_path / "cache").about("board", office)
        assert path is not None
        async with console(office, picture=path) as c:
            c.app.live.keep()

        assert path.stat().st_mode & 0o777 == 0o600
        assert "office" not in path.name
        assert [left.name for left in path.parent.iterdir()] == [path.name]

    driven(script)


def test_a_file_that_makes_no_sense_is_as_good_as_none(tmp_path: Path) -> None:
    path = tmp_path / "board.json"
    for content in ("", "{}", "[1]", '{"format": 1, "at": "x"}', '{"format": 99}', "\x00\xff"):
        path.write_text(content, encoding="latin-1")
        assert first_view.load(path) is None

    assert first_view.load(tmp_path / "nowhere.json") is None


def test_a_database_that_cannot_be_opened_is_said_with_advice() -> None:
    def refuse() -> Desk:
        raise StoreError("this database has not been set up", "run `wom init`")

    async def script() -> None:
        async with console("", seat=Seat(refuse)) as c:
            assert "no database" in c.text
            assert "run `wom init`" in c.text
            await c.press("down", "d", "enter", "colon", "escape", "q")

    driven(script)


def test_the_frame_needs_neither_the_database_engine_nor_the_rules() -> None:
    """Asked of a process of its own."""
    code = (
        "import sys, wom_tui.tui.app, wom_tui.tui.screens.board;"
        "print(*[m for m in ('sqlalchemy', 'numpy', 'psycopg', 'wom_tui.desk', 'wom_tui.store', "
        "'wom_tui.queries',"
        "'wom_tui.grammar', 'wom_tui.commands', 'typer', 'geopy') if m in sys.modules])"
    )
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)

    assert ran.stdout.strip() == ""
