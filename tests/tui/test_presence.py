"""Do two dispatchers see that the other is there, and on which order?"""

from __future__ import annotations

import pytest

from tests.tui.driving import Console, console, driven
from tests.tui.office import desk_at
from wom_tui.domain.presence import Present
from wom_tui.tui.seat import Seat


def seat(address: str, actor: str = "ortiz") -> Seat:
    return Seat(lambda: desk_at(address, session=actor, actor=actor), is_announced=True)


@pytest.fixture(autouse=True)
def at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody waits for a clock."""
    monkeypatch.setattr("wom_tui.tui.presence.CLAIM_S", 0.01)
    monkeypatch.setattr("wom_tui.tui.presence.LOOK_S", 0.01)


async def beaten(c: Console) -> None:
    await c.until(lambda: c.app.presence._looked > 0 and not c.app.presence._is_busy, "it has said so")


async def on_the_row(c: Console, number: int) -> None:
    """By keys: of two apps in one task only the last one answers to calls."""
    await c.press("g")
    while c.board.model.cursor != number:
        await c.press("down")


def test_where_there_is_room_for_one_of_them_it_is_the_day(office: str) -> None:
    async def script() -> None:
        async with (
            console(office, seat=seat(office), size=(90, 24)) as one,
            console(office, seat=seat(office, "ann")),
        ):
            await one.until(lambda: one.app.presence.here == "2 here", "the one sees the other")
            assert "24 Nov   live" in one.text.splitlines()[0]

    driven(script)


def test_two_consoles_see_each_other_and_the_order_that_the_other_has_open(office: str) -> None:
    async def script() -> None:
        async with (
            console(office, seat=seat(office)) as one,
            console(office, seat=seat(office, "ann")) as two,
        ):
            await one.until(lambda: "2 here" in one.text.splitlines()[0], "the one sees the other")
            await two.until(lambda: "2 here" in two.text.splitlines()[0], "and is seen")
            assert "24 Nov   2 here   live" in one.text.splitlines()[0]  # the day is not pushed out by it
            await two.say("4405")
            await on_the_row(one, 4405)
            await one.until(lambda: "ann is on it" in one.text, "the reading area says so")
            await one.press("enter")
            await one.until(lambda: one.app.context == "order", "the order is open here as well")
            await one.shows("ann is on it")
            await two.until(lambda: "ortiz is on it" in two.text, "both know")

            await one.say("priority 4405 1")  # which stops nobody
            assert "priority 4405 1; ann is on it" in one.toasts[-1]
            await one.say("who")
            assert "here beside you: ann (4405)" in one.toasts[-1]
            await two.press("escape")
            await one.until(lambda: "ann is on it" not in one.text, "she is back on the board")
        assert desk_at(office).others("") == ()

    driven(script)


def test_two_at_the_same_line_of_triage_know_of_each_other(office: str) -> None:
    async def script() -> None:
        async with (
            console(office, seat=seat(office)) as one,
            console(office, seat=seat(office, "ann")) as two,
        ):
            await one.until(lambda: "2 here" in one.text.splitlines()[0], "the one sees the other")
            await two.press("7")
            await one.press("7")
            await one.until(lambda: "ann is on it" in one.text, "both begin at the top")
            await two.press("down")
            await one.until(lambda: "ann is on it" not in one.text, "she has gone on to the next")
            await one.press("down")
            await one.until(lambda: "ann is on it" in one.text, "and so have we")

    driven(script)


def test_whoever_leaves_is_not_counted_any_more(office: str) -> None:
    async def script() -> None:
        async with console(office, seat=seat(office)) as one:
            async with console(office, seat=seat(office, "ann")):
                await one.until(lambda: "2 here" in one.text, "she is there")
            await one.until(lambda: "2 here" not in one.text, "she has left")
            await one.say("who")

            assert one.toasts[-1] == "nobody else is here"

    driven(script)


def test_a_sign_of_life_draws_nothing_anew_and_reads_no_order_again(
    office: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def script() -> None:
        other = desk_at(office, actor="ann")
        other.announce("a", Present("ann"), tells=True)
        async with console(office, seat=seat(office)) as c:
            await beaten(c)
            await c.until(lambda: "2 here" in c.text, "she is there")
            told: list[object] = []
            for view in c.app.views:
                monkeypatch.setattr(view, "rows_changed", told.append)
                monkeypatch.setattr(view, "others_changed", lambda: told.append("others"))
            for _ in range(3):
                other.announce("a", Present("ann"), tells=False)
                c.app.post_stale()
                await c.settled()

            assert told == []

    driven(script)


def test_it_can_be_switched_off_and_says_so(office: str) -> None:
    async def script() -> None:
        async with console(office, seat=Seat(lambda: desk_at(office))) as c:
            await c.say("who")

            assert "who is here is not told" in c.toasts[-1]
            assert desk_at(office).others("") == ()

    driven(script)
