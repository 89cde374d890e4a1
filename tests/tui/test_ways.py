"""Does every view lead back to where it was opened from, with everything as it is by now?"""

from __future__ import annotations

import pytest

from tests.tui.driving import Console, console, driven
from tests.tui.office import desk_at
from wom_tui.commands.order import EditOrder
from wom_tui.commands.request import ReceiveRequest
from wom_tui.domain.visit import Visit
from wom_tui.domain.work_order import OrderStatus, WorkOrder
from wom_tui.store.reader import Reader
from wom_tui.tui.changes import Changes
from wom_tui.tui.screens.candidates import CandidatesView
from wom_tui.tui.screens.lanes import LanesView

LATER = 4420  # ready, P4, due in two days


def order_of(address: str, number: int) -> WorkOrder:
    return desk_at(address).ask(Reader.get, WorkOrder, number)


def visits_of(address: str, number: int) -> list[Visit]:
    return list(desk_at(address).ask(Reader.select, Visit, order_id=number))


def renamed_by_byrne(address: str) -> None:
    """Somebody else changes the order, in a way that no promise hangs on."""
    other = desk_at(address, session="two", actor="byrne")
    other.run(EditOrder(order=LATER, changes=(("title", "Gate motor loud"),)))


async def ask_about(c: Console, number: int) -> CandidatesView:
    c.board.go_to(number)
    await c.press("a")
    view = c.app.query_one(CandidatesView)
    await c.until(lambda: view.found is not None and bool(view.lanes), "everybody was asked")
    return view


def test_esc_never_leads_away_from_the_board(office: str) -> None:
    async def script() -> None:
        async with console(office) as c:
            await c.press("2", "4", "1", "escape", "escape")

            assert c.app.context == "board"

    driven(script)


def test_esc_leads_back_through_what_was_opened_and_a_tab_begins_anew(office: str) -> None:
    async def script() -> None:
        async with console(office) as c:
            await ask_about(c, LATER)
            await c.press("4")
            assert (c.app.context, c.app.view.targets()[0].number) == ("order", LATER)
            await c.press("escape")
            assert c.app.context == "candidates"
            await c.press("2", "escape")
            assert c.app.context == "board"
            await c.press("2", "tab", "enter")  # from the tray, where the order is, to the lanes
            assert c.app.context == "order"
            await c.press("q")
            assert c.app.context == "lanes"

    driven(script)


def test_candidates_that_others_changed_behind_another_view_are_asked_anew(office: str) -> None:
    async def script() -> None:
        async with console(office) as c:
            view = await ask_about(c, LATER)
            assert view.found is not None
            seen = view.found.order_version
            await c.press("4")
            renamed_by_byrne(office)
            await c.until(lambda: c.board.model.rows[LATER].title == "Gate motor loud", "the change has come")
            await c.press("escape")
            await c.until(
                lambda: view.found is not None and view.found.order_version > seen, "it was asked anew"
            )
            assert view.targets()[0].version == order_of(office, LATER).version
            await c.press("enter")
            await c.until(lambda: bool(visits_of(office, LATER)), "it is assigned")

            assert c.app.context == "board"

    driven(script)


def test_after_a_conflict_the_same_key_goes_on(office: str, monkeypatch: pytest.MonkeyPatch) -> None:
    async def script() -> None:
        async with console(office) as c:
            view = await ask_about(c, LATER)
            with pytest.MonkeyPatch.context() as late:
                late.setattr(c.app.seat, "changes", Changes)  # the news are late
                renamed_by_byrne(office)
                await c.press("enter")
                await c.until(
                    lambda: any(
                        "order 4420 has changed since you saw it: byrne changed its" in t for t in c.toasts
                    ),
                    "who it was",
                )
                assert (c.app.context, visits_of(office, LATER)) == ("candidates", [])
            await c.until(
                lambda: view.targets()[0].version == order_of(office, LATER).version, "it is drawn anew"
            )
            await c.press("enter")
            await c.until(lambda: bool(visits_of(office, LATER)), "it is assigned")

    driven(script)


def test_who_acts_on_what_is_not_drawn_yet_is_told_what_was_done(office: str) -> None:
    async def script() -> None:
        async with console(office) as c:
            c.board.go_to(4407)
            seen = c.board.targets()
            await c.say("priority 4407 1")
            await c.until(lambda: c.board.model.rows[4407].priority == 1, "the board shows it")
            c.app.speech.say("hold 4407 parts", seen)
            await c.settled()
            assert any("4407 has changed since you saw it: ortiz made it P1" in text for text in c.toasts)
            assert not any("faster" in text for text in c.toasts)
            await c.press("h")
            await c.type("parts")
            await c.press("enter")

            assert order_of(office, 4407).status is OrderStatus.ON_HOLD

    driven(script)


def test_the_frame_is_laid_out_for_the_width_that_there_is_now(office: str) -> None:
    async def script() -> None:
        async with console(office, size=(120, 35)) as c:
            await c.press("2")
            await c.until(lambda: c.app.query_one(LanesView).is_known, "the day is there")
            await c.pilot.resize_terminal(60, 20)
            await c.press("1")
            narrow = c.text.splitlines()[:3]
            await c.pilot.resize_terminal(120, 35)
            await c.settled()
            wide = c.text.splitlines()[:3]
            assert "past due" in wide[2]
            assert "4 Order" in wide[0]
            assert narrow[0].rstrip().endswith("14:32")
            await c.press("2")
            await c.pilot.resize_terminal(60, 20)
            await c.press("1")
            await c.settled()

            assert c.text.splitlines()[:3] == narrow

    driven(script)


def test_what_is_filled_in_of_an_order_does_not_read_as_progress(office: str) -> None:
    async def script() -> None:
        async with console(office) as c:
            c.board.go_to(4405)
            await c.press("enter")
            await c.shows("fields 100% filled")

            assert "complete" not in c.text.splitlines()[1]

    driven(script)


def test_a_number_goes_to_the_order_and_escape_comes_back_to_the_same_row(office: str) -> None:
    async def script() -> None:
        async with console(office) as c:
            await go_and_come_back(c)

    driven(script)


async def go_and_come_back(c: Console) -> None:
    c.board.go_to(4409)
    await c.say("4405")
    assert c.app.context == "order"
    await c.until(lambda: "Chiller alarm" in c.text, "the order is shown")
    await c.press("escape")

    assert c.app.context == "board"
    assert c.board.model.cursor == 4409


def test_what_waits_to_become_an_order_is_counted_on_line_2(office: str) -> None:
    async def script() -> None:
        async with console(office) as c:
            assert "request" not in c.text.splitlines()[1]
            desk_at(office).run(ReceiveRequest(text="no heat"))
            await c.until(lambda: "1 request" in c.text.splitlines()[1], "it is counted")
            await c.press("colon")
            await c.type("request decline 1 not ours")
            await c.press("enter")

            await c.until(lambda: "request" not in c.text.splitlines()[1], "nothing waits any more")

    driven(script)
