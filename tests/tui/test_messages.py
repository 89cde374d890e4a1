"""Does the office hear what the field says, and answer it, without leaving the list?"""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.tui.driving import Console, console, driven
from tests.tui.letters import written
from tests.tui.office import desk_at
from tests.tui.tables import keeps_its_cursor_in_sight, on_row
from wom_tui.domain.message import Message
from wom_tui.store.reader import Reader
from wom_tui.tui.screens import messages
from wom_tui.tui.screens.messages import MessagesView


@pytest.fixture
def letters(office: str) -> str:
    return written(office)


@pytest.fixture(autouse=True)
def read_when_the_test_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(messages, "READ_S", 3_600.0)


async def on_messages(c: Console, number: int = 2) -> MessagesView:
    """The list, with the cursor on a message whose thread was read."""
    await c.say("messages")
    view = await on_row(c, MessagesView, f"{number:09}")
    await c.until(lambda: view._thread[0] == number, "the thread is read")
    await c.settled()
    return view


def listed(view: MessagesView) -> list[int]:
    return [int(entry.key) for entry in view.entries if entry.key]


def kept(address: str) -> list[Message]:
    return sorted(desk_at(address).ask(Reader.select, Message), key=lambda one: one.id)


def test_what_is_new_stands_first_then_what_somebody_has_still_to_acknowledge(letters: str) -> None:
    async def script() -> None:
        async with console(letters) as c:
            view = await on_messages(c)

            assert listed(view) == [3, 2, 1, 4]
            lines = c.text.splitlines()
            assert "2 new to you    1 not acknowledged" in lines[2]
            assert "2 messages" in lines[0]
            assert "waits for maria" in next(line for line in lines if "gate code" in line)

    driven(script)


def test_the_thread_of_the_one_under_the_cursor_is_told_below(letters: str) -> None:
    async def script() -> None:
        async with console(letters) as c:
            await on_messages(c, 2)

            below = c.text.splitlines()[-12:]
            assert any("The gate code is 1234 now" in line for line in below)
            assert any("maria to office" in line for line in below)

    driven(script)


def test_what_was_looked_at_for_a_while_is_read_and_keeps_its_place(letters: str) -> None:
    async def script() -> None:
        async with console(letters) as c:
            view = await on_messages(c, 2)
            view._mark_read()
            await c.until(lambda: sum(row.is_unread for row in view.rows or ()) == 1, "it is read")

            assert listed(view)[:2] == [3, 2]
            c.app.rules._looked = 0.0
            c.app.rules.look()
            await c.until(lambda: "1 message " in c.text.splitlines()[0], "the head says so")

    driven(script)


def test_an_answer_is_typed_after_its_beginning_and_goes_into_the_thread(letters: str) -> None:
    async def script() -> None:
        async with console(letters) as c:
            await on_messages(c, 2)
            await c.press("quotation_mark")
            assert c.app.line.text == "reply 2 "
            await c.type("pumps are on the way")
            await c.press("enter")
            await c.until(lambda: len(kept(letters)) == 5, "it is sent")

            last = kept(letters)[-1]
            assert (last.text, last.order_id, last.reply_to_id) == ("pumps are on the way", 4404, 2)

    driven(script)


def test_a_key_says_that_it_is_known(letters: str) -> None:
    async def script() -> None:
        async with console(letters) as c:
            await on_messages(c, 3)
            await c.press("A")
            await c.until(lambda: bool(kept(letters)[2].acknowledged), "it is known")

            assert kept(letters)[2].acknowledged[0].by == "ortiz"

    driven(script)


def test_enter_opens_the_order_at_its_thread_or_the_technician(letters: str) -> None:
    async def script() -> None:
        async with console(letters) as c:
            await on_messages(c, 2)
            await c.press("enter")
            await c.shows("Gate is open, going in. Water is up to")
            assert c.app.context == "order"
            assert "Messages 2" in c.text
            await c.press("escape")
            await on_messages(c, 3)
            await c.press("enter")
            await c.until(lambda: c.app.context == "technician", "the technician is shown")

    driven(script)


def test_from_the_board_a_key_begins_a_message_about_the_order(letters: str) -> None:
    async def script() -> None:
        async with console(letters) as c:
            c.board.go_to(4404)
            await c.press("quotation_mark")

            assert c.app.line.text == "message 4404 "

    driven(script)


def test_a_filter_and_a_file_are_as_in_every_list(
    letters: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)

    async def script() -> None:
        async with console(letters) as c:
            view = await on_messages(c)
            await c.press("slash")
            await c.type("4404 gate")
            await c.press("enter")
            assert listed(view) == [2, 1]
            await c.press("E", "enter")
            await c.until((tmp_path / "messages.csv").exists, "it is written")

            assert len((tmp_path / "messages.csv").read_text(encoding="utf-8").splitlines()) == 3

    driven(script)


def test_where_nothing_was_said_that_is_told(office: str) -> None:
    async def script() -> None:
        async with console(office) as c:
            await c.say("messages")
            await c.shows("nothing was said this month")

    driven(script)


@pytest.mark.parametrize("size", [(40, 12), (80, 24), (120, 35), (200, 50)])
def test_the_cursor_stays_in_sight_at_any_size(letters: str, size: tuple[int, int]) -> None:
    async def script() -> None:
        async with console(letters, size=size) as c:
            view = await on_messages(c)
            await keeps_its_cursor_in_sight(c, view)

    driven(script)
