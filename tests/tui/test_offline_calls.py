"""Somebody calls while the database is away: is it taken in all the same, and sent when that is back?"""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.tui.driving import Console, console, driven
from tests.tui.office import desk_at
from tests.tui.test_intake import NEXT, order_of
from wom_tui.domain.work_order import WorkOrder
from wom_tui.store.reader import Reader
from wom_tui.tui import live
from wom_tui.tui.screens.intake import IntakeView


@pytest.fixture(autouse=True)
def _asked_often(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody waits for two seconds in a test."""
    monkeypatch.setattr(live, "RETRY_S", 0.05)


class Away:
    """An office's file that goes and comes back."""

    def __init__(self, address: str) -> None:
        self.path = Path(address.removeprefix("sqlite:///"))
        self.away = self.path.with_suffix(".away")

    def goes(self) -> None:
        self.path.rename(self.away)

    def comes(self) -> None:
        self.away.rename(self.path)


@pytest.fixture
def database(office: str) -> Away:
    return Away(office)


async def offline(c: Console, database: Away) -> None:
    database.goes()
    await c.until(lambda: "offline" in c.text.splitlines()[0], "it is away")
    await c.press("escape")


async def told(c: Console, text: str, then: str = "enter") -> None:
    await c.type(text)
    await c.press(then)


def view_of(c: Console) -> IntakeView:
    return c.app.query_one(IntakeView)


def orders(address: str) -> int:
    return len(desk_at(address).ask(Reader.select, WorkOrder))


def test_a_call_is_typed_while_the_database_is_away_and_taken_in_when_it_is_back(
    office: str, database: Away, tmp_path: Path
) -> None:
    async def script() -> None:
        async with console(office, draft=tmp_path / "draft.json") as c:
            await offline(c, database)
            await c.press("n")
            assert c.app.context == "intake"
            assert "offline since 14:32: what is typed is kept" in c.text
            for text in ("boiler lockout", "madi", "K. Byrne", "555 0100"):
                await told(c, text)
            view = view_of(c)
            assert view.form.draft.text("title") == "boiler lockout"
            assert view.form.draft.meant == {}  # nobody can say yet which place that is
            assert "draft kept" in c.text
            assert (tmp_path / "draft.json").exists()
            await c.press("enter")
            assert c.toasts[-1] == "offline since 14:32: nothing is sent"
            assert c.app.context == "intake"

            database.comes()
            await c.until(lambda: "live" in c.text.splitlines()[0], "it is back")
            await c.until(lambda: view.known.answer is not None, "it is looked up")
            await c.settled()
            assert view.form.draft.text("phone") == "555 0100"
            await c.press("enter")  # the place is asked for before anything is sent
            assert view.form.stop == "site"
            await c.until(lambda: bool(view.choices), "the places that it may be")
            await c.press("enter")
            assert view.form.draft.meant["site"]
            await c.until(lambda: view.known.is_settled, "what comes of it")
            await c.press("enter")
            await c.until(lambda: c.app.context == "board", "it is taken in")

            assert order_of(office, NEXT).title == "boiler lockout"

    driven(script)


def test_a_call_that_was_left_meanwhile_is_offered_when_the_database_is_back(
    office: str, database: Away, tmp_path: Path
) -> None:
    async def script() -> None:
        async with console(office, draft=tmp_path / "draft.json") as c:
            before = orders(office)
            await offline(c, database)
            await c.press("n")
            await told(c, "Leak in cellar")
            await c.press("escape")
            assert c.app.context == "board"
            database.comes()
            await c.until(lambda: "live" in c.text.splitlines()[0], "it is back")
            assert c.toasts[-1] == "the database is back, and 1 call to be taken in"
            await c.press("n")
            await c.until(lambda: view_of(c).form.kept == 1, "it is offered")
            await c.press("up", "enter")

            assert view_of(c).form.draft.text("title") == "Leak in cellar"
            assert orders(office) == before

    driven(script)


def test_a_console_that_has_not_seen_its_database_yet_takes_a_call(
    office: str, database: Away, tmp_path: Path
) -> None:
    database.goes()

    async def script() -> None:
        async with console(office, draft=tmp_path / "draft.json") as c:
            await c.press("escape", "n")
            for text in ("Leak in cellar", "madi"):
                await told(c, text)
            database.comes()
            await c.until(lambda: "live" in c.text.splitlines()[0], "it is there")
            view = view_of(c)
            await c.until(lambda: view.known.answer is not None, "it is looked up")

            assert (view.form.draft.text("title"), view.form.draft.text("site")) == ("Leak in cellar", "madi")

    driven(script)


def test_what_was_found_for_another_text_is_not_taken_for_this_one(
    office: str, database: Away, tmp_path: Path
) -> None:
    async def script() -> None:
        async with console(office, draft=tmp_path / "draft.json") as c:
            await c.press("n")
            await told(c, "Leak in cellar")
            await c.type("madi")
            await c.until(lambda: bool(view_of(c).choices), "the places that it may be")
            database.goes()
            await c.until(lambda: "offline" in c.text.splitlines()[0], "it is away")
            for _ in range(4):
                await c.press("backspace")
            await told(c, "somewhere else")

            assert view_of(c).form.draft.text("site") == "somewhere else"
            assert view_of(c).form.draft.meant == {}

    driven(script)


def test_nothing_is_taken_in_at_an_earlier_moment(office: str) -> None:
    async def script() -> None:
        async with console(office) as c:
            await c.say("as-of 10:00")
            await c.until(lambda: "AS OF" in c.text, "the past")
            await c.press("n")

            assert c.app.context == "board"
            assert "nothing can be changed there" in c.toasts[-1]

    driven(script)
