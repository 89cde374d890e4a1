"""Is a plan shown before anything is booked, can lines be left out, and is it accepted as one act?"""

from __future__ import annotations

import threading
from typing import Any

import pytest

from tests.tui.driving import Console, console, driven
from tests.tui.office import MINUTE, NOW, desk_at
from wom_tui.commands.command import Command
from wom_tui.commands.hold import HoldOrder
from wom_tui.commands.order import SetPriority
from wom_tui.domain.receipt import Receipt
from wom_tui.domain.visit import Visit
from wom_tui.domain.work_order import HoldReason, OrderStatus, Priority, WorkOrder
from wom_tui.errors import StoreBusy
from wom_tui.planning import solve
from wom_tui.present.labels import ASCII
from wom_tui.store.reader import Reader
from wom_tui.tui.screens.proposal import ProposalView
from wom_tui.tui.widgets.toasts import Toasts


async def propose(c: Console) -> ProposalView:
    """P, and wait for the plan."""
    await c.press("P")
    view = c.app.query_one(ProposalView)
    await c.until(lambda: view.proposal is not None, "the plan is there")
    await c.settled()
    return view


def status_of(address: str, number: int) -> OrderStatus:
    return desk_at(address).ask(Reader.get, WorkOrder, number).status


def visits(address: str) -> set[int]:
    return {visit.id for visit in desk_at(address).ask(Reader.select, Visit)}


def test_a_proposal_says_what_it_would_do_and_books_nothing(office: str) -> None:
    async def script() -> None:
        async with console(office) as c:
            before = visits(office)
            view = await propose(c)
            assert view.proposal is not None
            plan = view.proposal.plan
            assert plan.visits

            assert f"{len(plan.visits)} of {len(plan.visits) + len(plan.unplanned)} placed" in c.text
            assert "Proposal   Tue 24 Nov" in c.text
            assert "basis still current" in c.text
            for line in plan.visits:
                assert f"{line.order} P" in c.text
            assert visits(office) == before

    driven(script)


def test_y_books_all_of_it_as_one_act_and_one_undo_takes_it_back(office: str) -> None:
    async def script() -> None:
        async with console(office) as c:
            before = visits(office)
            view = await propose(c)
            assert view.proposal is not None
            orders = [line.order for line in view.proposal.plan.visits]
            await c.press("Y")
            await c.until(lambda: c.app.context == "lanes", "the day as it is now")

            assert {status_of(office, number) for number in orders} == {OrderStatus.SCHEDULED}
            assert f"{len(orders)} visits planned" in c.toasts
            await c.press("u")
            assert {status_of(office, number) for number in orders} == {OrderStatus.READY}
            assert visits(office) == before

    driven(script)


def test_space_leaves_a_line_out_and_takes_it_again(office: str) -> None:
    async def script() -> None:
        async with console(office) as c:
            view = await propose(c)
            assert view.proposal is not None
            first, second = view.proposal.moves[:2]
            await c.press("space", "space", "up", "space")
            assert "1 left out by you" in c.text
            assert view.proposal.left_out == {0}
            await c.press("Y")
            await c.until(lambda: c.app.context == "lanes", "the day as it is now")

            assert status_of(office, first.order) is OrderStatus.READY
            assert status_of(office, second.order) is OrderStatus.SCHEDULED

    driven(script)


def test_all_figures_are_those_of_the_lines_that_are_taken(office: str) -> None:
    async def script() -> None:
        async with console(office) as c:
            view = await propose(c)
            assert view.proposal is not None
            count = len(view.proposal.moves)
            total = count + len(view.proposal.plan.unplanned)
            for left_out in range(1, count + 1):
                await c.press("space")
                taken = view.proposal.moves[left_out:]
                late = [-min(0, view.proposal.slack_min(line) or 0) for line in taken]
                proposed, change = cost_rows(c)
                assert f"{len(taken)} of {total} placed" in c.text
                assert proposed[0] == str(total - len(taken))
                assert change[0] == (f"−{len(taken)}" if taken else "·")
                costs = view.proposal.costs
                assert costs is not None
                assert change[5] == (f"+{costs.change.cost}" if taken else "·")
                assert proposed[5] == str(costs.as_is.cost + costs.change.cost)
                assert sum(map(line_cost, c.text.splitlines())) == costs.change.cost
                assert (f"! {sum(map(bool, late))} placed late" in c.text) == any(late)
            await c.press("Y")

            assert "there is nothing to accept" in c.toasts

    driven(script)


def line_cost(line: str) -> int:
    """The last figure of a line of the plan that is taken."""
    return int(line.rsplit(maxsplit=1)[-1]) if line[2:3] == "√" else 0


def cost_rows(c: Console) -> tuple[list[str], list[str]]:
    """The figures of `Proposed` and of `Change`."""
    rows = {line.split()[0]: line.split()[1:] for line in c.text.splitlines() if line.strip()}
    return rows["Proposed"], rows["Change"]


def test_the_day_of_whom_a_line_concerns_is_shown_as_it_is_and_as_proposed(office: str) -> None:
    async def script() -> None:
        async with console(office) as c:
            view = await propose(c)
            assert view.proposal is not None
            await c.press("down")
            line = view.proposal.moves[1]
            lanes = c.text.splitlines()
            (as_is,) = (number for number, text in enumerate(lanes) if " as is " in text)

            assert view.proposal.names[line.technician] in lanes[as_is]
            assert str(line.order) not in lanes[as_is]
            assert f"{line.order} +" in lanes[as_is + 1]

            await c.press("space", "up")
            lanes = c.text.splitlines()
            assert f"{line.order} +" not in lanes[as_is + 1]
            await c.press("G")
            assert " as is " not in c.text  # an order that has no place changes nobody's day
            assert c.text.splitlines().index(lanes[as_is + 3]) == as_is + 3  # and nothing jumps

    driven(script)


def test_booking_says_that_it_is_at_work_and_keys_still_work(
    office: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def script() -> None:
        async with console(office) as c:
            view = await propose(c)
            begun, go = threading.Event(), threading.Event()
            run = c.app.seat.desk.run

            def slow(command: Command, **how: bool) -> Receipt:
                begun.set()
                assert go.wait(20)
                return run(command, **how)

            monkeypatch.setattr(c.app.seat.desk, "run", slow)  # a database that takes its time
            await c.pilot.press("Y")
            while not begun.is_set():
                await c.pilot.pause()
            await c.pilot.press("down", "Y", "P", "space", "escape")
            assert "booking " in c.text
            assert view.cursor == 1
            assert c.app.context == "proposal"
            go.set()
            await c.until(lambda: c.app.context == "lanes", "the day as it is now")

            assert len([text for text in c.toasts if "visits planned" in text]) == 1

    driven(script)


def test_a_booking_that_failed_can_be_tried_again(office: str, monkeypatch: pytest.MonkeyPatch) -> None:
    async def script() -> None:
        async with console(office) as c:
            await propose(c)
            run = c.app.seat.desk.run

            def busy(*_: object, **__: object) -> Receipt:
                raise StoreBusy("the database is busy with another writer")

            monkeypatch.setattr(c.app.seat.desk, "run", busy)  # just now
            await c.press("Y")
            assert any("busy" in text for text in c.toasts)
            assert "booking" not in c.text.splitlines()[1]
            monkeypatch.setattr(c.app.seat.desk, "run", run)  # and then it is not
            await c.press("Y")
            await c.until(lambda: c.app.context == "lanes", "the day as it is now")

    driven(script)


def test_what_has_changed_since_is_refused_by_name_and_the_rest_is_booked(office: str) -> None:
    async def script() -> None:
        async with console(office) as c:
            view = await propose(c)
            assert view.proposal is not None
            held, kept = view.proposal.moves[0].order, view.proposal.moves[1].order
            other = desk_at(office, session="two", actor="byrne")
            other.run(HoldOrder(order=held, reason=HoldReason.PARTS, until_at=NOW + 300 * MINUTE))
            other.run(SetPriority(order=kept, priority=Priority.P2))
            await c.until(lambda: "changed since, P plans again" in c.text, "it says that the facts moved on")
            await c.press("Y")
            await c.until(lambda: bool(view.proposal and view.proposal.refused), "one line was refused")
            await c.settled()

            assert c.app.context == "proposal"
            assert view.proposal.refused.keys() == {held}
            assert "1 refused" in c.text
            assert "refused: " in c.text
            assert view.proposal.costs is not None
            assert held not in {key[0] for key in view.proposal.costs.by_line}
            notices = {toast.text: toast.stays for toast in c.app.query_one(Toasts).past}
            planned = len(view.proposal.moves) - 1
            assert notices[f"{planned} visits planned"] is False
            assert notices["1 refused: it has changed since"] is True
            assert status_of(office, kept) is OrderStatus.SCHEDULED
            assert status_of(office, held) is OrderStatus.ON_HOLD

    driven(script)


def test_the_key_bar_offers_to_accept_only_what_is_proposed(office: str) -> None:
    async def script() -> None:
        async with console(office) as c:
            await c.app.open("proposal")
            await c.settled()
            assert "P plan again" in c.text
            assert "Y accept" not in c.text
            assert "take or leave out" not in c.text
            view = await propose(c)
            assert "Y accept" in c.text
            assert "road min" in c.text
            await c.press("Y")
            await c.until(lambda: view.booking.is_done, "it is booked")
            await c.app.open("proposal")
            await c.settled()

            assert "Y accept" not in c.text

    driven(script)


def test_esc_leads_back_and_nothing_has_changed(office: str) -> None:
    async def script() -> None:
        async with console(office) as c:
            before = visits(office)
            await propose(c)
            await c.press("escape")

            assert c.app.context == "board"
            assert visits(office) == before

    driven(script)


class HeldSearch:
    """A search that waits for us before each of its orders, so that keys come while it goes on."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.placed = 0
        self._begun, self._go = threading.Event(), threading.Event()
        original = solve._Work.place

        def slow(work: solve._Work, ready: Any) -> None:
            self._begun.set()
            assert self._go.wait(20)
            self.placed += 1
            original(work, ready)

        monkeypatch.setattr(solve._Work, "place", slow)

    async def begin(self, c: Console) -> ProposalView:
        """P, and wait until it is at work."""
        await c.pilot.press("P")
        while not self._begun.is_set():
            await c.pilot.pause()
        return c.app.query_one(ProposalView)

    def go_on(self) -> None:
        self._go.set()


def test_the_search_tells_how_far_it_is_and_can_be_stopped(
    office: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def script() -> None:
        async with console(office) as c:
            search = HeldSearch(monkeypatch)
            view = await search.begin(c)
            while "orders placed or left out" not in c.text:
                await c.pilot.pause()
            await c.pilot.press("escape")
            search.go_on()
            await c.settled()

            assert search.placed == 1
            assert view.proposal is None
            assert c.app.context == "board"
            assert "the search was stopped" in c.toasts

    driven(script)


def test_space_while_the_plan_is_made_counts_as_soon_as_it_is_there(
    office: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def script() -> None:
        async with console(office) as c:
            search = HeldSearch(monkeypatch)
            view = await search.begin(c)
            await c.pilot.press("down", "space", "Y")
            assert "2 keys wait for the plan" in c.text
            before = visits(office)
            search.go_on()
            await c.until(lambda: view.proposal is not None, "the plan is there")
            await c.settled()
            assert view.proposal is not None
            assert view.proposal.left_out == {1}
            assert view.cursor == 2
            assert visits(office) == before, "what nobody has seen yet is not booked"
            left_out = view.proposal.moves[1].order
            await c.press("Y")
            await c.until(lambda: c.app.context == "lanes", "the day as it is now")

            assert status_of(office, left_out) is OrderStatus.READY

    driven(script)


def test_what_was_left_out_stays_left_out_when_the_day_is_planned_again(office: str) -> None:
    async def script() -> None:
        async with console(office) as c:
            view = await propose(c)
            assert view.proposal is not None
            order = view.proposal.moves[0].order
            await c.press("space")
            view = await propose(c)

            assert view.proposal is not None
            assert [view.proposal.moves[at].order for at in view.proposal.left_out] == [order]

    driven(script)


def test_enter_opens_the_order_under_the_cursor(office: str) -> None:
    async def script() -> None:
        async with console(office) as c:
            view = await propose(c)
            assert view.proposal is not None
            number = view.proposal.moves[1].order
            await c.press("down", "enter")

            assert c.app.context == "order"
            assert str(number) in c.text.splitlines()[1]

    driven(script)


def test_a_plain_terminal_gets_plain_signs_only(office: str) -> None:
    async def script() -> None:
        async with console(office, size=(80, 24), look="mono", signs=ASCII) as c:
            await propose(c)
            await c.press("space")

            assert c.text.isascii(), [char for char in c.text if not char.isascii()]
            assert "placed late" in c.text.splitlines()[2]

    driven(script)


def test_it_fits_narrow_and_wide(office: str) -> None:
    async def script(size: tuple[int, int]) -> None:
        async with console(office, size=size) as c:
            view = await propose(c)
            assert view.proposal is not None
            assert str(view.proposal.moves[0].order) in c.text
            await c.press("G", "g", "pagedown", "space")

    for size in ((200, 50), (80, 24), (40, 12)):
        driven(script, size)
