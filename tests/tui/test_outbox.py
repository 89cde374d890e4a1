"""Is it seen in the console what could not leave the house, and is it said with one key what becomes of it?"""

from __future__ import annotations

import csv
from dataclasses import replace
from pathlib import Path

import pytest

from tests.tui.driving import Console, console, driven
from tests.tui.hostile import ALL as HOSTILE
from tests.tui.office import desk_at
from tests.tui.posts import ALL, DEAD, DROPPED, LAPSED, SENT, TO_ERP, WAITING, an_outgoing, posted
from tests.tui.tables import keeps_its_cursor_in_sight, listed, on_row, put_cursor
from tests.tui.test_hostile import assert_harmless
from tests.tui.test_plain_lines import after, talk
from wom_tui.domain.outbox import Outgoing, OutgoingState
from wom_tui.domain.work_order import Priority, WorkOrder
from wom_tui.queries.outbox import outgoing_named
from wom_tui.store.reader import Reader
from wom_tui.tui.screens.ask import AskPanel
from wom_tui.tui.screens.outbox import OutboxView

S = OutgoingState


pytestmark = pytest.mark.usefixtures("real_time")


@pytest.fixture
def posts(office: str) -> str:
    return posted(office)


async def on_outbox(c: Console, outgoing: Outgoing = DEAD) -> OutboxView:
    """The list, with the cursor on a message whose words were put together."""
    await c.say("outbox")
    view = await on_row(c, OutboxView, outgoing.dedupe_key)
    await c.until(lambda: view._letter is not None and view._letter[0] == view.row, "its words are read")
    await c.settled()
    return view


def now_is(address: str, outgoing: Outgoing) -> Outgoing:
    return desk_at(address).ask(outgoing_named, outgoing.dedupe_key)


def test_what_died_stands_first_then_what_waits_what_left_and_what_did_not(posts: str) -> None:
    async def script() -> None:
        async with console(posts) as c:
            view = await on_outbox(c)

            assert listed(view) == [one.dedupe_key for one in (TO_ERP, DEAD, WAITING, SENT, LAPSED, DROPPED)]
            lines = c.text.splitlines()
            assert "‼ 2 dead    ○ 1 waiting    √ 1 sent    ◦ 1 lapsed    × 1 dropped" in lines[2]
            row = next(line for line in lines if "550 no such user" in line)
            assert "‼ dead" in row
            assert "Kate Byrne" in row

    driven(script)


def test_the_card_has_the_words_and_no_address(posts: str) -> None:
    async def script() -> None:
        async with console(posts) as c:
            view = await on_outbox(c)
            told = "\n".join(c.text.splitlines()[-12:])
            assert "We come at 15:10" in told
            assert "somebody is at Columbia Rd" in told
            assert "8 attempts" in told

            put_cursor(view, SENT.dedupe_key)
            await c.shows("what it said is not kept once it has left")
            assert "library.example" not in c.text

    driven(script)


def test_the_head_counts_dead_letters_on_every_view(posts: str) -> None:
    async def script() -> None:
        async with console(posts) as c:
            await c.until(lambda: "outbox 2 dead" in c.text.splitlines()[0], "the head says so")
            await c.press("2")
            assert "outbox 2 dead" in c.text.splitlines()[0]

    driven(script)


def test_the_outbox_is_the_fourth_list_of_its_tab(posts: str) -> None:
    async def script() -> None:
        async with console(posts) as c:
            await c.press("5", "left_square_bracket")
            await c.until(lambda: c.app.context == "outbox", "one before the first is the last")
            assert "Alerts  Rules  Messages  Outbox" in c.text.splitlines()[1]
            await c.press("right_square_bracket")
            assert c.app.context == "alerts"

    driven(script)


def test_one_is_dropped_for_a_reason_and_u_lets_it_go_after_all(posts: str) -> None:
    async def script() -> None:
        async with console(posts) as c:
            await on_outbox(c, WAITING)
            await c.press("X")
            assert isinstance(c.app.screen, AskPanel)
            await c.type("they were called")
            await c.press("enter")
            await c.until(lambda: now_is(posts, WAITING).state is S.DROPPED, "it is dropped")
            assert now_is(posts, WAITING).said == "dropped by ortiz: they were called"
            await c.until(lambda: "u lets it go after all" in c.text, "the notice says the way back")
            await c.press("u")
            await c.until(lambda: now_is(posts, WAITING).state is S.WAITING, "it waits again")

    driven(script)


def test_what_died_is_sent_again_at_once_and_several_are_asked_about(posts: str) -> None:
    async def script() -> None:
        async with console(posts) as c:
            view = await on_outbox(c)
            await c.press("d")
            await c.until(lambda: now_is(posts, DEAD).state is S.WAITING, "it waits again")
            assert now_is(posts, DEAD).attempts == 0
            view.marks = {TO_ERP.dedupe_key, DROPPED.dedupe_key, SENT.dedupe_key}
            await c.press("d")
            await c.type("yes")
            await c.press("enter")
            await c.until(lambda: now_is(posts, TO_ERP).state is S.WAITING, "they wait again")

            assert now_is(posts, DROPPED).state is S.WAITING
            await c.until(lambda: "2 messages waiting again, 1 refused" in " ".join(c.toasts), "it is told")
            assert now_is(posts, SENT).state is S.SENT

    driven(script)


def test_without_a_word_nothing_is_sent_again_or_dropped(posts: str) -> None:
    async def script() -> None:
        async with console(posts) as c:
            view = await on_outbox(c)
            await c.press("X")
            await c.press("escape")
            view.marks = {TO_ERP.dedupe_key, DEAD.dedupe_key}
            await c.press("d")
            await c.type("no")
            await c.press("enter")
            await c.settled()

            assert [now_is(posts, one).state for one in ALL] == [one.state for one in ALL]

    driven(script)


def test_u_is_about_the_last_act_wherever_that_was(posts: str) -> None:
    def priority() -> Priority:
        return desk_at(posts).ask(Reader.get, WorkOrder, 4405).priority

    async def script() -> None:
        async with console(posts) as c:
            before = priority()
            await on_outbox(c)
            await c.press("d")
            await c.until(lambda: now_is(posts, DEAD).state is S.WAITING, "it waits again")
            await c.say("priority 4405 1")
            await c.until(lambda: priority() != before, "something else was done")
            await c.settled()
            await c.press("u")
            await c.until(lambda: priority() == before, "that is taken back")

            assert now_is(posts, DEAD).state is S.WAITING

    driven(script)


def test_enter_opens_the_order(posts: str) -> None:
    async def script() -> None:
        async with console(posts) as c:
            await on_outbox(c, TO_ERP)
            await c.press("enter")
            assert "it is about no order" in " ".join(c.toasts)
            await on_outbox(c)
            await c.press("enter")
            await c.until(lambda: c.app.context == "order", "the order is shown")
            assert "Water main leak" in c.text

    driven(script)


def test_on_a_branch_it_says_that_it_is_none_of_it_and_nothing_is_sent(posts: str) -> None:
    async def script() -> None:
        async with console(posts) as c:
            await c.say("branch new storm")
            await c.until(lambda: "BRANCH storm" in c.text, "the frame says so")
            await on_outbox(c)
            assert "as it is now, on the live days" in c.text
            await c.press("d")
            assert "messages leave from the live days" in " ".join(c.toasts)
            assert now_is(posts, DEAD).state is S.DEAD

    driven(script)


def test_in_the_past_it_says_that_it_is_none_of_it_and_nothing_is_sent(posts: str) -> None:
    async def script() -> None:
        async with console(posts) as c:
            await c.say("as-of 14:00")
            await c.until(lambda: "AS OF" in c.text, "the past is shown")
            await on_outbox(c)
            assert "as it is now, on the live days" in c.text
            await c.press("d")
            assert now_is(posts, DEAD).state is S.DEAD

    driven(script)


def test_a_filter_and_a_file_are_as_in_every_list(
    posts: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)

    async def script() -> None:
        async with console(posts) as c:
            view = await on_outbox(c)
            await c.press("slash")
            await c.type("dead byrne")
            await c.press("enter")
            assert listed(view) == [DEAD.dedupe_key]
            await c.press("E", "enter")
            await c.until((tmp_path / "outbox.csv").exists, "it is written")

            (row,) = csv.DictReader((tmp_path / "outbox.csv").read_text(encoding="utf-8").splitlines())
            assert (row["key"], row["to"], row["state"]) == (DEAD.dedupe_key, "Kate Byrne", "dead")

    driven(script)


def test_where_nothing_was_to_leave_that_is_told(office: str) -> None:
    async def script() -> None:
        async with console(office) as c:
            await c.say("outbox")
            await c.shows("nothing was to leave the house")

    driven(script)


def test_text_from_outside_is_shown_and_obeyed_nowhere(office: str) -> None:
    texts = list(HOSTILE.values())
    letters = [
        replace(
            an_outgoing(
                f"evil {place}", S.DEAD, place, said=text, recipient=f"address:{text}", content=DEAD.content
            ),
            subscription=text,
            endpoint=text,
            subject=text,
            order_id=None,
        )
        for place, text in enumerate(texts)
    ]
    address = posted(office, letters)

    async def script() -> None:
        async with console(address) as c:
            for letter in letters:
                view = await on_outbox(c, letter)
                assert_harmless(c)
            await c.press("X")
            assert_harmless(c)
            await c.press("escape")
            assert view.rows is not None

    driven(script)
    for said in talk(address, "outbox", *["next"] * 5):
        assert said.isprintable()


def test_it_is_read_by_lines(posts: str) -> None:
    said = after(talk(posts, "outbox dead"), "outbox dead")

    assert said[0] == "2 messages."
    assert said[2] == (
        f"2. Message {DEAD.dedupe_key[:8]}, dead, to Kate Byrne by mail, order 4404, customer-dispatched, 12:57, "
        "8 attempts: 550 no such user here."
    )


@pytest.mark.parametrize("size", [(40, 12), (80, 24), (120, 35), (200, 50)])
def test_the_cursor_stays_in_sight_at_any_size(posts: str, size: tuple[int, int]) -> None:
    async def script() -> None:
        async with console(posts, size=size) as c:
            view = await on_outbox(c)
            await keeps_its_cursor_in_sight(c, view)

    driven(script)
