"""What does a console say and keep while its database is away, and does it find back by itself?"""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.tui.driving import console, driven
from tests.tui.office import desk_at
from wom_tui.domain.work_order import OrderStatus, WorkOrder
from wom_tui.store.reader import Reader
from wom_tui.tui import live


@pytest.fixture(autouse=True)
def _asked_often(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody waits for two seconds in a test."""
    monkeypatch.setattr(live, "RETRY_S", 0.05)


def status_of(address: str, number: int) -> OrderStatus:
    return desk_at(address).ask(Reader.get, WorkOrder, number).status


def test_a_file_that_is_gone_is_said_nothing_is_sent_and_the_line_is_kept(office: str) -> None:
    path = Path(office.removeprefix("sqlite:///"))
    away = path.with_suffix(".away")

    async def script() -> None:
        async with console(office) as c:
            path.rename(away)
            await c.until(lambda: "offline since 14:32" in c.text.splitlines()[0], "the header says it")
            assert any("is not there any more" in text for text in c.toasts)
            assert "Catch basin blocked" in c.text
            c.board.go_to(4416)
            await c.press("escape", "d")
            assert c.toasts[-1] == "offline since 14:32: nothing is sent"
            await c.say("hold 4407 parts")
            assert c.app.line.text == "hold 4407 parts"
            assert not path.exists()
            away.rename(path)
            await c.until(lambda: "live" in c.text.splitlines()[0], "it is back")
            assert c.app.line.text == "hold 4407 parts"
            await c.press("enter")

            assert status_of(office, 4407) is OrderStatus.ON_HOLD

    driven(script)


def test_what_is_said_meanwhile_is_text_and_no_keys_and_is_kept(office: str) -> None:
    path = Path(office.removeprefix("sqlite:///"))
    away = path.with_suffix(".away")

    async def script() -> None:
        async with console(office) as c:
            c.board.go_to(4407)
            path.rename(away)
            await c.until(lambda: "offline since 14:32" in c.text.splitlines()[0], "the header says it")
            await c.press("escape", "t")
            await c.type("he called, dog in yard")
            await c.press("enter")
            assert c.app.line.text == "note 4407 he called, dog in yard"
            assert not c.board.model.marks
            away.rename(path)
            await c.until(lambda: "live" in c.text.splitlines()[0], "it is back")
            await c.press("enter")
            await c.shows("note he called")

    driven(script)


def test_a_file_that_was_replaced_is_the_one_that_is_read_and_written(office: str) -> None:
    path = Path(office.removeprefix("sqlite:///"))

    async def script() -> None:
        async with console(office) as c:
            copy = path.with_suffix(".copy")
            copy.write_bytes(path.read_bytes())
            copy.replace(path)
            await c.say("hold 4407 parts")

            assert status_of(office, 4407) is OrderStatus.ON_HOLD
            await c.until(lambda: c.board.model.rows[4407].status == "on_hold", "the board shows it")

    driven(script)


def test_a_console_that_starts_before_its_database_comes_to_life_when_that_is_there(office: str) -> None:
    path = Path(office.removeprefix("sqlite:///"))
    away = path.with_suffix(".away")
    path.rename(away)

    async def script() -> None:
        async with console(office) as c:
            assert "no database" in c.text.splitlines()[0]
            away.rename(path)
            await c.until(lambda: "Catch basin blocked" in c.text, "the orders are there")

            assert "live" in c.text.splitlines()[0]
            assert not [text for text in c.toasts[1:] if "database" in text]

    driven(script)
