"""Does F put first what is under the cursor, does W answer for the plan, and is a plan that was taken back told so?"""

from __future__ import annotations

from datetime import timedelta

import pytest

from tests.tui.driving import console, driven
from tests.tui.test_proposal import propose
from wom_tui.tui.plan_wish import PlanWish
from wom_tui.tui.screens.proposal import ProposalView
from wom_tui.tui.screens.why import WhyPanel


def test_what_was_accepted_and_is_taken_back_says_so_until_it_is_done_again(office: str) -> None:
    async def script() -> None:
        async with console(office) as c:
            view = await propose(c)
            await c.press("Y")
            await c.until(lambda: c.app.context == "lanes", "the day as it is now")
            await c.press("minus")
            await c.until(lambda: c.app.context == "proposal" and "accepted" in c.text, "it was accepted")
            await c.press("u")
            await c.until(lambda: view.booking.is_taken_back, "it was taken back")
            await c.settled()

            assert "taken back, P plans again" in c.text
            assert "accepted" not in c.text
            assert " placed" not in c.text.splitlines()[2]

            await c.press("U")
            await c.until(lambda: not view.booking.is_taken_back, "it was done again")
            await c.settled()
            assert "accepted" in c.text

    driven(script)


@pytest.mark.parametrize("place", ["board", "order", "triage", "tray"])
def test_f_puts_the_order_under_the_cursor_first_wherever_it_is(office: str, place: str) -> None:
    async def script() -> None:
        async with console(office) as c:
            c.board.go_to(4407)
            if place == "order":
                await c.press("enter")
            elif place == "triage":
                await c.press("7")
                while c.app.view.order_here != 4407:
                    await c.press("down")
            elif place == "tray":
                await c.press("2")  # the lanes open at the order of the board
            await c.until(lambda: c.app.view.order_here == 4407, "it is under the cursor")
            await c.press("F")
            view = c.app.query_one(ProposalView)
            await c.until(lambda: view.proposal is not None, "the repair is there")
            await c.settled()

            assert view.proposal is not None
            assert view.proposal.moves[0].order == 4407
            assert "Repair, 4407 first" in c.text

            await c.press("F")
            assert view.wish is not None
            assert view.wish.first == {4407}

    driven(script)


def test_w_explains_the_plan_that_is_shown_and_not_the_day_as_it_is(office: str) -> None:
    async def script() -> None:
        async with console(office) as c:
            view = await propose(c)
            assert view.wish is not None
            view.propose(PlanWish(on=view.wish.on + timedelta(days=1)))
            await c.until(lambda: view.proposal is not None, "the plan of tomorrow is there")
            assert view.proposal is not None
            line = view.proposal.moves[0]
            await c.press("W")
            await c.until(lambda: isinstance(c.app.screen, WhyPanel), "it is said why")

            assert f"why {line.order}/1 in this plan" in c.text
            who = view.proposal.names[line.technician]
            assert f"{who} would have it Wed 25 Nov" in c.text

    driven(script)


def test_of_a_plan_that_is_accepted_w_tells_what_is_booked(office: str) -> None:
    async def script() -> None:
        async with console(office) as c:
            view = await propose(c)
            await c.press("Y")
            await c.until(lambda: c.app.context == "lanes", "the day as it now is")
            await c.press("minus")
            await c.until(lambda: view.booking.is_done, "it was accepted")
            await c.press("W")
            await c.until(lambda: isinstance(c.app.screen, WhyPanel), "it is said why")

            assert "has it Tue 24 Nov" in c.text

    driven(script)


def test_w_says_it_of_an_order_that_the_plan_leaves_out(office: str) -> None:
    async def script() -> None:
        async with console(office) as c:
            view = await propose(c)
            await c.press("G")
            assert view.proposal is not None
            assert view.order_here == view.proposal.plan.unplanned[-1].order
            await c.press("W")
            await c.until(lambda: isinstance(c.app.screen, WhyPanel), "it is said why")

            assert f"why {view.order_here}" in c.text

    driven(script)
