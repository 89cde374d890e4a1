"""A page draws itself anew while a key is on its way: does nobody overwrite what somebody else has just done?"""

from __future__ import annotations

import pytest

from tests.tui.driving import Console, console, driven
from tests.tui.office import MINUTE, NOW, desk_at
from tests.tui.test_candidates import LATER, ask_about, visits_of
from tests.tui.test_conflict import byrne_gives, order_of
from tests.tui.test_triage import go_to, on_triage, tried
from wom_tui.commands.hold import HoldOrder
from wom_tui.commands.order import SetPriority
from wom_tui.domain.states import OrderStatus
from wom_tui.domain.work_order import HoldReason, Priority
from wom_tui.tui.screens.candidates import CandidatesView

GIVEN = f"order {LATER} has changed since you saw it: byrne gave it to Paolo Costa"


async def byrne_was_faster(c: Console, office: str) -> CandidatesView:
    """Who can take it is shown; byrne gives it to somebody, and the page is drawn anew."""
    view = await ask_about(c, LATER)
    await c.press("down", "down")
    byrne_gives(office, LATER, 2)
    await c.until(lambda: view.found is not None and view.found.visit is not None, "the page is another")
    await c.shows(GIVEN)
    return view


@pytest.mark.parametrize("key", ["enter", "d"])
def test_the_first_key_on_an_order_that_somebody_has_just_given_away_only_says_so(
    office: str, key: str
) -> None:
    async def script() -> None:
        async with console(office) as c:
            view = await byrne_was_faster(c, office)
            chosen = view.candidate
            assert chosen is not None
            await c.press(key)

            (visit,) = visits_of(office, LATER)
            assert visit.technician_id == 2
            assert c.toasts[-1].startswith(f"not done: {GIVEN}")
            assert "the same once more goes on" in " ".join(c.text.split())
            await c.press(key)
            await c.until(
                lambda: visits_of(office, LATER)[0].technician_id == chosen.technician, "it goes on"
            )

    driven(script)


def test_a_cursor_that_has_gone_away_and_come_back_has_seen_it(office: str) -> None:
    async def script() -> None:
        async with console(office) as c:
            view = await byrne_was_faster(c, office)
            chosen = view.candidate
            assert chosen is not None
            await c.press("up")
            assert GIVEN in c.text
            await c.press("down")
            assert GIVEN not in c.text
            await c.press("enter")

            await c.until(
                lambda: visits_of(office, LATER)[0].technician_id == chosen.technician, "it goes on"
            )

    driven(script)


def test_who_has_only_gone_to_another_line_is_still_told(office: str) -> None:
    async def script() -> None:
        async with console(office) as c:
            await byrne_was_faster(c, office)
            await c.press("up", "enter")

            assert visits_of(office, LATER)[0].technician_id == 2

    driven(script)


def test_what_is_done_to_another_order_stops_no_key(office: str) -> None:
    async def script() -> None:
        async with console(office) as c:
            view = await ask_about(c, LATER)
            desk_at(office, session="two", actor="byrne").run(SetPriority(order=4407, priority=Priority.P1))
            await c.until(lambda: c.board.model.rows[4407].priority == 1, "it is heard of")
            assert view.candidate is not None
            await c.press("enter")

            await c.until(lambda: bool(visits_of(office, LATER)), "it is assigned")

    driven(script)


def test_an_act_from_here_stops_no_key(office: str) -> None:
    async def script() -> None:
        async with console(office) as c:
            view = await ask_about(c, LATER)
            await c.say(f'edit {LATER} title="Gate motor loud"')
            await c.until(lambda: c.board.model.rows[LATER].title == "Gate motor loud", "it is done")
            await c.settled()
            assert view.candidate is not None
            assert "has changed since" not in c.text
            await c.press("enter")

            await c.until(lambda: bool(visits_of(office, LATER)), "it is assigned")

    driven(script)


def test_notices_that_were_taken_away_come_again_with_the_key(office: str) -> None:
    async def script() -> None:
        async with console(office) as c:
            await byrne_was_faster(c, office)
            await c.press("escape")
            assert GIVEN not in c.text
            await c.press("enter")

            assert GIVEN in " ".join(c.text.split())
            assert visits_of(office, LATER)[0].technician_id == 2

    driven(script)


def test_a_release_that_is_typed_does_not_end_the_hold_of_somebody_else(office: str) -> None:
    async def script() -> None:
        before = desk_at(office)
        before.clock = lambda: NOW - 60 * MINUTE
        before.run(HoldOrder(order=4407, reason=HoldReason.PARTS, until_at=NOW - MINUTE))
        async with console(office) as c:
            view = await on_triage(c)
            await go_to(c, view, 4407)
            assert view.below.line_text == "release 4407"
            weather = HoldOrder(order=4407, reason=HoldReason.WEATHER, until_at=NOW + 600 * MINUTE)
            desk_at(office, session="two", actor="byrne").run(weather)
            await c.shows("byrne put it on hold for weather")
            await c.press("enter")

            hold = order_of(office, 4407).hold
            assert hold is not None
            assert hold.reason is HoldReason.WEATHER

    driven(script)


def test_what_is_typed_for_an_order_that_somebody_else_changed_runs_with_the_second_enter(
    office: str,
) -> None:
    async def script() -> None:
        async with console(office) as c:
            view = await on_triage(c)
            await go_to(c, view, 4407)
            byrne_makes_it(office, 4407, Priority.P1)
            await c.shows("byrne made it P1")
            await tried(c, view)
            await c.press("enter")
            assert visits_of(office, 4407) == []
            assert c.toasts[-1].startswith(
                "not done: order 4407 has changed since you saw it: byrne made it P1"
            )
            await c.press("enter")

            await c.until(lambda: bool(visits_of(office, 4407)), "it goes on")
            assert "has changed since" not in c.text

    driven(script)


def byrne_makes_it(address: str, number: int, priority: Priority) -> None:
    desk_at(address, session="two", actor="byrne").run(SetPriority(order=number, priority=priority))


def test_on_triage_the_cursor_that_goes_away_and_back_has_seen_it(office: str) -> None:
    async def script() -> None:
        async with console(office) as c:
            view = await on_triage(c)
            await go_to(c, view, 4407)
            byrne_makes_it(office, 4407, Priority.P2)
            await c.shows("byrne made it P2")
            await c.press("down")
            assert "byrne made it P2" not in c.text
            await go_to(c, view, 4407)
            await c.press("enter")

            await c.until(lambda: bool(visits_of(office, 4407)), "it is assigned")

    driven(script)


def test_on_triage_an_act_from_here_stops_no_key(office: str) -> None:
    async def script() -> None:
        async with console(office) as c:
            view = await on_triage(c)
            await go_to(c, view, 4407)
            await c.say("priority 4419 2")
            await c.until(lambda: c.board.model.rows[4419].priority == 2, "it is done")
            await tried(c, view)
            await c.press("enter")

            await c.until(lambda: bool(visits_of(office, 4407)), "it is assigned")

    driven(script)


def test_another_answer_than_the_one_that_was_read_waits_for_a_second_enter(office: str) -> None:
    async def script() -> None:
        async with console(office) as c:
            view = await on_triage(c)
            await go_to(c, view, 4407)
            view.second_look.retyped("call 4407", view.below.line_text)
            await c.shows("the line was “call 4407”, and is “assign 4407")
            await c.press("enter")
            assert visits_of(office, 4407) == []
            await c.press("enter")

            await c.until(lambda: bool(visits_of(office, 4407)), "it goes on")

    driven(script)


def test_on_the_page_of_an_order_a_verb_and_a_typed_line_wait_too(office: str) -> None:
    async def script() -> None:
        async with console(office) as c:
            c.board.go_to(4416)
            await c.press("4")
            await c.until(lambda: c.app.view.order_here == 4416, "the order is read")
            byrne_makes_it(office, 4416, Priority.P1)
            await c.shows("byrne made it P1")
            await c.press("h")
            assert not c.app.line.is_open
            await c.press("h")
            assert c.app.line.is_open
            await c.type("4416 weather")
            byrne_makes_it(office, 4416, Priority.P2)
            await c.shows("byrne made it P2")
            await c.press("enter")

            assert c.app.line.is_open
            assert order_of(office, 4416).status is not OrderStatus.ON_HOLD
            await c.press("enter")
            assert order_of(office, 4416).status is OrderStatus.ON_HOLD

    driven(script)
