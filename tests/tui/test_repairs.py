"""Does the console show what the office's rule proposes, and take a yes and a no?"""

from __future__ import annotations

import pytest

from tests.office import HOUR, ManualClock
from tests.ruled import Ruled
from tests.running_day import mended, reassign
from tests.tui.driving import Console, console, driven
from tests.tui.office import MINUTE, NOW, desk_at
from wom_tui.commands.hold import HoldOrder
from wom_tui.commands.roster import AddAbsence
from wom_tui.commands.visit import UnassignVisit
from wom_tui.domain.branch import Branch, BranchStatus
from wom_tui.domain.rule import Outcome
from wom_tui.domain.visit import Visit
from wom_tui.domain.work_order import HoldReason
from wom_tui.queries.repairs import proposed_repairs
from wom_tui.store.reader import Reader
from wom_tui.tui.screens.proposal import ProposalView
from wom_tui.tui.screens.triage import TriageView


@pytest.fixture
def waiting(office: str) -> str:
    """The morning, with a technician who is ill, and what is proposed for it."""
    desk = desk_at(office)
    clock = ManualClock(NOW)
    desk.clock = clock
    ruled = Ruled(desk, clock)
    reassign(ruled, "nothing")
    coming = [
        v for v in desk.ask(Reader.select, Visit) if v.is_booked and v.start_at and v.start_at > NOW + HOUR
    ]
    assert coming
    desk.run(
        AddAbsence(technician=coming[0].technician_id or 0, start_at=NOW, end_at=NOW + 8 * HOUR, reason="ill")
    )
    assert Outcome.PROPOSED in mended(ruled)
    desk.close()
    return office


def branch(office: str) -> Branch:
    (found,) = desk_at(office).ask(Reader.select, Branch)
    return found


def places(office: str) -> dict[int, object]:
    return {v.id: (v.technician_id, v.start_at) for v in desk_at(office).ask(Reader.select, Visit)}


async def shown(c: Console) -> ProposalView:
    view = c.app.query_one(ProposalView)
    await c.until(lambda: view.proposal is not None, "the repair is there")
    await c.settled()
    return view


def test_triage_tells_what_waits_and_f_shows_it_and_y_books_it(waiting: str) -> None:
    async def script() -> None:
        before = places(waiting)
        async with console(waiting) as c:
            await c.press("7")
            await c.shows("reassign-1: ")
            assert "is absent" in c.text
            assert "1 repair to accept" in c.text
            await c.say("repair")
            view = await shown(c)
            assert "Repair reassign-1" in c.text
            assert view.proposal is not None
            assert {line.order for line in view.proposal.moves} <= {
                line.order for line in branch(waiting).lines
            }

            await c.press("Y")
            await c.until(lambda: c.app.context == "lanes", "the day as it is now")

            assert branch(waiting).status is BranchStatus.MERGED
            assert places(waiting) != before
            await c.press("u")
            await c.until(lambda: branch(waiting).status is BranchStatus.OPEN, "it waits again")
            assert places(waiting) == before

    driven(script)


def test_f_in_triage_shows_what_waits_and_once_more_mends_anew(waiting: str) -> None:
    async def script() -> None:
        async with console(waiting) as c:
            await c.press("7")
            await c.shows("reassign-1: ")
            triage = c.app.view
            assert isinstance(triage, TriageView)
            triage.cursor = ""  # on nothing
            await c.press("F")
            view = await shown(c)
            assert view.wish is not None
            assert view.wish.kept == "reassign-1"

            await c.press("F")
            await c.until(lambda: view.wish is not None and not view.wish.kept, "it is mended anew")
            await shown(c)

    driven(script)


def test_a_line_that_is_left_out_is_a_no_in_the_same_act(waiting: str) -> None:
    async def script() -> None:
        before = places(waiting)
        async with console(waiting) as c:
            await c.say("repair reassign-1")
            view = await shown(c)
            assert view.proposal is not None
            left, taken = view.proposal.moves
            await c.press("space")
            await c.press("Y")
            await c.until(lambda: view.booking.is_done, "it is booked")

            assert branch(waiting).status is BranchStatus.MERGED  # nothing of it waits any more
            assert places(waiting).get(left.visit or 0) == before.get(left.visit or 0)
            assert taken.order in orders_changed(waiting, before)

    driven(script)


def orders_changed(office: str, before: dict[int, object]) -> set[int]:
    found = desk_at(office).ask(Reader.select, Visit)
    return {v.order_id for v in found if before.get(v.id) != (v.technician_id, v.start_at)}


def test_no_is_said_in_a_line_with_its_reason(waiting: str) -> None:
    async def script() -> None:
        async with console(waiting) as c:
            await c.say("repair reject she comes after all")
            await c.until(lambda: branch(waiting).status is BranchStatus.DROPPED, "it is rejected")
            (row,) = desk_at(waiting).ask(proposed_repairs, NOW + MINUTE, is_all=True)
            assert row.answer.endswith(": she comes after all")
            await c.say("repair")
            await c.shows("no repair")

    driven(script)


def test_what_was_overtaken_as_a_whole_says_that_nothing_was_booked_and_why(waiting: str) -> None:
    async def script() -> None:
        async with console(waiting) as c:
            await c.say("repair reassign-1")
            view = await shown(c)
            assert view.proposal is not None
            other = desk_at(waiting, session="two", actor="byrne")
            for line in view.proposal.moves:
                if line.visit is None:
                    hold = HoldOrder(order=line.order, reason=HoldReason.PARTS, until_at=NOW + 300 * MINUTE)
                    other.run(hold)
                else:
                    other.run(UnassignVisit(visit=line.visit))
            before = places(waiting)

            await c.press("Y")
            await c.shows("nothing was booked: ")

            assert "has been moved meanwhile by byrne" in c.text
            assert "accepted" not in c.text
            assert places(waiting) == before
            assert branch(waiting).status is BranchStatus.OPEN

    driven(script)
