"""Is a branch seen for what it is, worked on like the live day, and brought over line by line?"""

from __future__ import annotations

from datetime import datetime

from tests.tui.driving import Console, console, driven
from tests.tui.office import desk_at
from wom_tui.commands.branch import DropBranch, NewBranch, open_branch
from wom_tui.domain.visit import Visit
from wom_tui.store.reader import Reader
from wom_tui.tui.screens.branch import BranchPanel
from wom_tui.tui.screens.proposal import ProposalView
from wom_tui.tui.seat import Seat


def booked(address: str) -> set[tuple[int, int | None, datetime | None]]:
    found = desk_at(address).ask(Reader.select, Visit)
    return {(v.order_id, v.technician_id, v.start_at) for v in found if v.is_booked}


async def on_a_branch(c: Console) -> None:
    """A new branch, on which the day has been planned."""
    await c.say("branch new storm")
    await c.until(lambda: "BRANCH storm" in c.text, "the frame says so")
    await c.press("P")
    view = c.app.query_one(ProposalView)
    await c.until(lambda: view.proposal is not None, "the plan is there")
    await c.press("Y")
    await c.until(lambda: c.app.context == "lanes", "the day as it is now")
    await c.settled()


def test_every_view_of_a_branch_says_so_and_the_live_day_knows_nothing_of_it(office: str) -> None:
    async def script() -> None:
        async with console(office) as c:
            live = booked(office)
            await on_a_branch(c)
            assert "4403" in c.text  # on a lane
            for key in ("1", "2", "4"):
                await c.press(key)
                assert "BRANCH storm" in c.text.splitlines()[0]
                assert c.text.splitlines()[-1].startswith(" B branch ")
                assert (c.app.header.ground, c.app.bar.ground) == ("branch", "branch")
            assert booked(office) == live

            await c.say("branch live")
            await c.until(lambda: "BRANCH" not in c.text, "the live day is back")
            assert c.app.header.ground == "raised"
            assert booked(office) == live

    driven(script)


def test_a_branch_is_brought_over_line_by_line_and_undo_brings_it_back(office: str) -> None:
    async def script() -> None:
        async with console(office) as c:
            live = booked(office)
            await on_a_branch(c)
            await c.press("B")
            await c.until(lambda: isinstance(c.app.screen, BranchPanel), "its lines are shown")
            panel = c.app.screen
            assert isinstance(panel, BranchPanel)
            lines = len(panel.lines)
            await c.press("space", "Y")
            await c.until(lambda: "BRANCH" not in c.text, "the live day is back")
            await c.settled()

            assert len(booked(office) - live) == lines - 1
            assert "1 left in the branch; u takes it back" in c.text
            await c.press("u")
            assert booked(office) == live

    driven(script)


def test_where_both_have_moved_nothing_is_taken_before_somebody_says_so(office: str) -> None:
    async def script() -> None:
        async with console(office) as c:
            await on_a_branch(c)
            await c.say("branch live")
            await c.until(lambda: "BRANCH" not in c.text, "the live day is back")
            await c.say("assign 4403 okafor 15:15")
            if c.app.screen is not c.app.screen_stack[0]:
                await c.press("Y")
            await c.settled()
            taken = {one for one in booked(office) if one[0] == 4403}
            assert taken
            await c.say("branch storm")
            await c.until(lambda: "BRANCH storm" in c.text, "on the branch again")
            await c.press("B")
            await c.until(lambda: isinstance(c.app.screen, BranchPanel), "its lines are shown")
            panel = c.app.screen
            assert isinstance(panel, BranchPanel)

            assert "1 conflict" in c.text
            (at,) = [n for n, one in enumerate(panel.lines) if one.is_conflict]
            assert at not in panel.taken
            await c.press("Y")
            await c.until(lambda: "BRANCH" not in c.text, "the live day is back")
            assert {one for one in booked(office) if one[0] == 4403} == taken

    driven(script)


def test_a_branch_that_somebody_else_ends_gives_its_console_the_live_day_back(office: str) -> None:
    async def script() -> None:
        async with console(office) as c:
            await on_a_branch(c)
            desk = desk_at(office)
            branch = desk.ask(open_branch, "storm")
            assert branch is not None
            desk.run(DropBranch(branch=branch.id))
            c.app.post_stale()
            await c.until(lambda: "BRANCH" not in c.text, "the live day is back")
            await c.say("branch")
            assert "none yet" in " ".join(c.toasts)
            await c.say("branch nothing")
            assert "no branch 'nothing'" in " ".join(c.toasts)

    driven(script)


def test_a_console_that_begins_on_a_branch_is_there_at_first_sight(office: str) -> None:
    async def script() -> None:
        desk_at(office).run(NewBranch(name="storm"))
        seat = Seat(lambda: desk_at(office), first_branch="storm")
        async with console(office, seat=seat) as c:
            assert "BRANCH storm" in c.text.splitlines()[0]

    driven(script)
