"""Can the dispatcher see who can take an order, and give it with one key?"""

from __future__ import annotations

import pytest

from tests.tui.driving import Console, console, driven
from tests.tui.office import MINUTE, NOW, desk_at
from wom_tui.commands.ending import CancelOrder
from wom_tui.commands.roster import AddAbsence
from wom_tui.commands.visit import AssignVisit
from wom_tui.domain.visit import Visit, VisitStatus
from wom_tui.domain.work_order import OrderStatus, WorkOrder
from wom_tui.store.reader import Reader
from wom_tui.tui.changes import Changes
from wom_tui.tui.screens.candidates import CandidatesView

READY = 4402  # signal dark, P1, nobody has it
LATER = 4420  # P4, due in two days: every slot keeps its due


async def ask_about(c: Console, number: int) -> CandidatesView:
    """From the board to who can take the order."""
    c.board.go_to(number)
    await c.press("a")
    view = c.app.query_one(CandidatesView)
    await c.until(lambda: view.found is not None and bool(view.lanes), "everybody was asked")
    await c.settled()
    return view


def visits_of(address: str, number: int) -> list[Visit]:
    return list(desk_at(address).ask(Reader.select, Visit, order_id=number))


def test_everybody_who_can_is_listed_with_the_time_the_way_and_what_is_left(office: str) -> None:
    async def script() -> None:
        async with console(office) as c:
            view = await ask_about(c, LATER)
            assert view.found is not None
            lines = c.text.splitlines()

            assert "Gate motor noisy" in lines[1]
            assert "can" in lines[1]
            assert "cannot" in lines[1]
            best = view.found.ranked[0]
            assert lines[5].split()[1:4] == ["1", *best.name.split()]
            assert f"{best.slot.start_at.astimezone(c.app.seat.zone):%H:%M}" in lines[5]
            assert f"[{str(LATER)[:2]}" in c.text  # the place on the technician's own day
            assert "lack cooling 2" in c.text

    driven(script)


def test_enter_gives_it_and_one_undo_takes_it_back(office: str) -> None:
    async def script() -> None:
        async with console(office) as c:
            view = await ask_about(c, LATER)
            await c.press("down")
            chosen = view.candidate
            assert chosen is not None
            await c.press("enter")
            await c.until(lambda: bool(visits_of(office, LATER)), "it is assigned")

            (visit,) = visits_of(office, LATER)
            assert (visit.technician_id, visit.start_at) == (chosen.technician, chosen.slot.start_at)
            assert visit.status is VisitStatus.PLANNED
            assert c.app.context == "board"
            assert c.toasts[-1].startswith(f"{LATER}: ")
            await c.press("u")
            assert visits_of(office, LATER) == []

    driven(script)


def test_d_gives_it_and_tells_the_technician_as_one_act(office: str) -> None:
    async def script() -> None:
        async with console(office) as c:
            await ask_about(c, LATER)
            await c.press("d")
            await c.until(lambda: bool(visits_of(office, LATER)), "it is assigned")

            (visit,) = visits_of(office, LATER)
            assert visit.status is VisitStatus.DISPATCHED
            assert visit.dispatched_at == NOW
            order = desk_at(office).ask(Reader.get, WorkOrder, LATER)
            assert order.status is OrderStatus.DISPATCHED
            await c.press("u")
            assert visits_of(office, LATER) == []
            assert desk_at(office).ask(Reader.get, WorkOrder, LATER).status is OrderStatus.READY

    driven(script)


def test_what_bends_a_rule_is_shown_before_it_is_done(office: str) -> None:
    async def script() -> None:
        async with console(office) as c:
            view = await ask_about(c, READY)
            assert view.candidate is not None
            assert view.candidate.violations
            await c.press("enter")
            await c.until(lambda: "past its resolve due" in c.text, "the preview is there")
            assert visits_of(office, READY) == []
            await c.press("Y")
            await c.until(lambda: bool(visits_of(office, READY)), "it is assigned")

    driven(script)


def test_tab_lists_those_who_cannot_one_by_one(office: str) -> None:
    async def script() -> None:
        async with console(office) as c:
            view = await ask_about(c, LATER)
            assert view.found is not None
            refused = view.found.refused
            assert refused
            assert refused[0].name not in c.text
            await c.press("tab")
            assert all(one.name in c.text and one.reason in c.text for one in refused)
            await c.press("G", "enter")
            assert visits_of(office, LATER) == []
            assert "cannot take it" not in c.text
            assert c.app.context == "candidates"

    driven(script)


def test_what_others_book_meanwhile_moves_the_offer_and_the_cursor_stays_on_its_technician(
    office: str,
) -> None:
    async def script() -> None:
        async with console(office) as c:
            view = await ask_about(c, LATER)
            await c.press("down")
            chosen = view.candidate
            assert chosen is not None
            assert view.found is not None
            first = view.found.ranked[0]
            other = desk_at(office, session="two", actor="byrne")
            away_until = NOW + 3000 * MINUTE
            other.run(
                AddAbsence(
                    technician=first.technician, start_at=NOW - MINUTE, end_at=away_until, reason="ill"
                )
            )
            await c.until(
                lambda: (
                    view.found is not None
                    and first.technician not in {one.technician for one in view.found.ranked}
                ),
                "the ill technician is no longer offered",
            )

            assert view.candidate is not None
            assert view.candidate.technician == chosen.technician

    driven(script)


def late_news() -> Changes:
    raise AssertionError("nobody has asked for them yet")


def test_an_order_that_somebody_else_took_is_not_given_twice(
    office: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def script() -> None:
        async with console(office) as c:
            view = await ask_about(c, LATER)
            # The news of it are on their way when the key is pressed: the version that was seen decides.
            monkeypatch.setattr(c.app.seat, "changes", late_news)
            other = desk_at(office, session="two", actor="byrne")
            found = view.found
            assert found is not None
            other.run(
                AssignVisit(
                    order=LATER,
                    technician=found.ranked[-1].technician,
                    start_at=found.ranked[-1].slot.start_at,
                )
            )
            await c.press("enter")
            await c.until(lambda: "byrne gave it to" in c.text, "it says who was faster")
            await c.press("enter")  # which keeps that
            await c.until(lambda: any("kept: order" in text for text in c.toasts), "and that it is kept")

            (visit,) = visits_of(office, LATER)
            assert visit.technician_id == found.ranked[-1].technician

    driven(script)


def test_an_order_that_nobody_may_plan_says_why(office: str) -> None:
    async def script() -> None:
        async with console(office) as c:
            desk_at(office, session="two").run(CancelOrder(order=LATER, reason="not needed any more"))
            await c.settled()
            from wom_tui.tui.screens.candidates import open_candidates
            from wom_tui.tui.view import Target

            await open_candidates(c.app, Target(LATER, 1))
            view = c.app.query_one(CandidatesView)
            await c.until(lambda: view.found is not None, "the question was answered")
            await c.settled()

            assert "nobody can" in c.text
            assert "cancelled" in c.text
            await c.press("enter")
            assert visits_of(office, LATER) == []

    driven(script)


def test_esc_leads_back_and_nothing_has_changed(office: str) -> None:
    async def script() -> None:
        async with console(office) as c:
            await ask_about(c, LATER)
            await c.press("escape")

            assert c.app.context == "board"
            assert visits_of(office, LATER) == []

    driven(script)


def test_it_fits_narrow_and_wide(office: str) -> None:
    async def script(size: tuple[int, int]) -> None:
        async with console(office, size=size) as c:
            view = await ask_about(c, LATER)
            assert view.found is not None
            assert view.found.ranked[0].name[: size[0] // 4] in c.text
            await c.press("tab", "down", "G", "g")

    for size in ((200, 50), (80, 24), (40, 12)):
        driven(script, size)
