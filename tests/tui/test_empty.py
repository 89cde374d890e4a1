"""Where nothing is shown, is it said why: not read yet, nothing there, or not to be had?"""

from __future__ import annotations

import shutil
import threading
from pathlib import Path
from typing import Any

import pytest

from tests.tui.driving import Console, console, driven
from tests.tui.office import ZONE
from wom_tui.desk import create_office
from wom_tui.errors import StoreBusy
from wom_tui.tui import view as views
from wom_tui.tui.screens.lanes import LanesView
from wom_tui.tui.seat import Seat


@pytest.fixture
def empty_office(tmp_path: Path) -> str:
    """An office with one user and nothing else."""
    from wom_tui.config import os_user

    path = tmp_path / "empty.db"
    create_office(str(path), name="Empty", zone=ZONE, admin=os_user())
    return f"sqlite:///{path}"


def test_an_empty_office_says_that_it_is_empty_on_every_view(empty_office: str) -> None:
    async def script() -> None:
        async with console(empty_office, seat=Seat.at(empty_office)) as c:
            await c.until(lambda: c.board.is_loaded, "all is read")
            await c.settled()
            assert "no order is open, and none ended today" in c.text
            assert "0 of 0" in c.text
            await c.press("2")
            await c.until(lambda: "no technician works on this day" in c.text, "the lanes say so too")
            assert "nothing waits" in c.text
            await c.press("P")
            await c.until(lambda: "nothing to plan" in c.text, "so does the plan")
            await c.press("4")
            assert "no order chosen" in c.text

    driven(script)


def test_a_filter_that_nothing_fits_says_so(office: str) -> None:
    async def script() -> None:
        async with console(office) as c:
            await c.press("slash")
            await c.type("/zeppelin")
            await c.press("enter")

            assert "no order fits the filter" in c.text
            await c.press("escape")
            assert "Catch basin blocked" in c.text

    driven(script)


@pytest.mark.parametrize(
    ("said", "means"),
    [
        ("/late", "late is sla=breached"),
        ("past due", "past due is sla=breached"),
        ('"At risk"', "at risk is sla=at_risk"),
        ("in-progress", "in progress is status=in_progress"),
        ("/missed", "missed is state=missed"),
        ("unassigned", "unassigned is status=ready planned_start_at=none"),
    ],
)
def test_a_state_that_is_looked_for_by_its_word_is_told_as_the_filter_that_means_it(
    office: str, said: str, means: str
) -> None:
    async def script() -> None:
        async with console(office) as c:
            await c.say(f"filter {said}")

            assert f"no order fits the filter: {means}   Esc shows all" in c.text
            await c.say(f"filter {means.partition(' is ')[2]}")
            assert c.board.filter_error == ""

    driven(script)


def test_what_is_not_read_yet_is_not_called_empty(office: str, monkeypatch: pytest.MonkeyPatch) -> None:
    async def script() -> None:
        go = threading.Event()
        async with console(office) as c:
            ask = c.app.seat.desk.ask

            def slow(*args: Any, **how: Any) -> Any:
                assert go.wait(20)
                return ask(*args, **how)

            monkeypatch.setattr(c.app.seat.desk, "ask", slow)  # a database that takes its time
            c.board.go_to(4407)
            for key, words in (
                ("2", "reading the day"),
                ("a", "reading who can take it"),
                ("4", "reading the order"),
            ):
                await c.pilot.press("1", key)
                await c.shows(words)
                assert "nothing waits" not in c.text
                assert "no technician" not in "".join(c.text.splitlines()[3:])
            go.set()
            await c.until(lambda: "Catch basin blocked" in c.text, "the order is there")

    driven(script)


def test_what_cannot_be_read_says_so_and_is_read_again(office: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(views, "AGAIN_S", 0.05)

    async def script() -> None:
        async with console(office) as c:
            await fail_and_recover(c, monkeypatch)

    driven(script)


async def fail_and_recover(c: Console, monkeypatch: pytest.MonkeyPatch) -> None:
    ask = c.app.seat.desk.ask
    is_busy = threading.Event()
    is_busy.set()

    def busy(*args: Any, **how: Any) -> Any:
        if is_busy.is_set():
            raise StoreBusy("the database is busy with another writer")
        return ask(*args, **how)

    monkeypatch.setattr(c.app.seat.desk, "ask", busy)  # just now
    await c.pilot.press("2")
    await c.shows("the day could not be read")
    is_busy.clear()
    await c.until(lambda: c.app.query_one(LanesView).is_known, "it was read at last")
    await c.settled()

    assert "Maria Keane" in c.text


def test_before_the_database_is_there_the_board_says_what_it_waits_for(office: str) -> None:
    path = Path(office.removeprefix("sqlite:///"))
    shutil.move(path, path.with_suffix(".away"))

    async def script() -> None:
        async with console(office) as c:
            assert "no database: nothing can be read before it answers" in c.text.splitlines()[6]

    driven(script)
