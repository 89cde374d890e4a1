"""Does the console say from whom and when to whom and when a visit goes, and whether somebody else has moved it?"""

from __future__ import annotations

from datetime import timedelta

import pytest

from tests.tui.driving import console, driven
from tests.tui.office import NOW, desk_at
from wom_tui.commands.visit import AssignVisit, DispatchVisit
from wom_tui.domain.visit import Visit
from wom_tui.store.reader import Reader
from wom_tui.tui.screens.preview import Preview
from wom_tui.tui.seat import Seat

TOMORROW = NOW + timedelta(hours=20)  # 10:32 in Boston


def visit_of(address: str, number: int) -> Visit:
    (visit,) = desk_at(address).ask(Reader.select, Visit, order_id=number)
    return visit


def moved(address: str, number: int, technician: int) -> AssignVisit:
    return AssignVisit(
        order=number, visit=visit_of(address, number).id, technician=technician, start_at=TOMORROW
    )


def test_a_first_assignment_says_who_and_when(office: str) -> None:
    async def script() -> None:
        async with console(office) as c:
            await c.say("assign 4420 sam tomorrow 15:00")

            assert "4420: Sam Okafor 25 Nov 15:00" in c.toasts

    driven(script)


def test_a_move_says_from_whom_and_when_to_whom_and_when(office: str) -> None:
    async def script() -> None:
        async with console(office) as c:
            await c.say("reassign 4416 nadia tomorrow 15:00")
            if isinstance(c.app.screen, Preview):
                assert "4416: Amadou Diallo 25 Nov 08:52 → Nadia Haddad 25 Nov 15:00" in c.text
                await c.press("Y")
            await c.press("u")

            assert c.toasts[0] == "4416: Amadou Diallo 25 Nov 08:52 → Nadia Haddad 25 Nov 15:00"
            assert c.toasts[1] == "taken back, 4416: Nadia Haddad 25 Nov 15:00 → Amadou Diallo 25 Nov 08:52"

    driven(script)


def test_the_preview_of_several_says_where_each_goes(office: str) -> None:
    async def script() -> None:
        async with console(office) as c:
            await c.say("move 4416 4417 tomorrow 15:00")
            assert isinstance(c.app.screen, Preview)

            assert "Amadou Diallo 25 Nov 08:52 → 25 Nov 15:00" in c.text
            assert "Dan Moran 25 Nov 09:42 → 25 Nov 15:00" in c.text

    driven(script)


@pytest.mark.parametrize("actor", ["ortiz", "byrne"])
def test_a_console_hears_that_its_booking_was_moved_from_another_one(office: str, actor: str) -> None:
    """Also where the same user sits at both."""

    async def script() -> None:
        async with console(office, session="one") as c:
            await c.say("assign 4420 sam tomorrow 15:00")
            desk_at(office, session="two", actor=actor).run(moved(office, 4420, 8))
            await c.until(lambda: len(c.toasts) == 2, "it is said")

            words = "4420: Sam Okafor 25 Nov 15:00 → Nadia Haddad 25 Nov 10:32"
            assert c.toasts[1] == f"{words}, by {actor} from another console"

    driven(script)


def test_what_this_console_has_not_booked_or_nobody_has_moved_is_no_notice(office: str) -> None:
    async def script() -> None:
        async with console(office, session="one") as c:
            other = desk_at(office, session="two")
            await c.say("assign 4420 sam tomorrow 15:00")
            await c.say("move 4420 tomorrow 15:30")
            other.run(moved(office, 4416, 8))
            other.run(DispatchVisit(visit=visit_of(office, 4420).id))
            await c.until(lambda: c.board.model.rows[4420].status == "dispatched", "it hears of both")

            assert len(c.toasts) == 2

    driven(script)


@pytest.mark.parametrize("width", [120, 80])
def test_the_header_says_for_whom_an_admin_acts(office: str, width: int) -> None:
    async def script() -> None:
        seat = Seat(lambda: desk_at(office, actor="root", on_behalf_of="byrne"))
        async with console(office, seat=seat, size=(width, 24)) as c:
            assert "root as byrne   live   14:32" in c.text.splitlines()[0]

    driven(script)
