"""Two dispatchers mean the same order: is each told what the other meant, and does nobody overwrite unseen?"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import timedelta

from tests.tui.driving import Console, console, driven
from tests.tui.office import NOW, desk_at
from tests.tui.test_type_ahead import burst
from wom_tui.commands.ending import CancelOrder
from wom_tui.commands.order import SetPriority
from wom_tui.commands.visit import AssignVisit
from wom_tui.domain.visit import Visit
from wom_tui.domain.work_order import Priority, WorkOrder
from wom_tui.store.reader import Reader
from wom_tui.tui.screens.conflict import ConflictPanel
from wom_tui.tui.screens.preview import Preview
from wom_tui.tui.view import Target

NUMBER = 4407


def order_of(address: str, number: int) -> WorkOrder:
    return desk_at(address).ask(Reader.get, WorkOrder, number)


def technicians(address: str, number: int) -> list[int | None]:
    return [visit.technician_id for visit in desk_at(address).ask(Reader.select, Visit, order_id=number)]


def byrne_gives(address: str, number: int) -> None:
    given = AssignVisit(order=number, technician=7, start_at=NOW + timedelta(minutes=30))
    desk_at(address, session="two", actor="byrne").run(given)


def byrne_makes_it_urgent(address: str, number: int) -> None:
    desk_at(address, session="two", actor="byrne").run(SetPriority(order=number, priority=Priority.P1))


def seen_before(c: Console, act: Callable[[str, int], None], address: str) -> Sequence[Target]:
    """What the screen showed of order 4407 just before somebody else did something to it."""
    c.board.go_to(NUMBER)
    seen = c.board.targets()
    act(address, NUMBER)
    return seen


async def meant(c: Console, line: str, seen: Sequence[Target]) -> None:
    """The line, said about what the screen showed before the other one acted."""
    c.app.speech.say(line, seen)
    await c.settled()


async def on_the_panel(c: Console) -> ConflictPanel:
    await c.until(lambda: isinstance(c.app.screen, ConflictPanel), "both intents are shown")
    panel = c.app.screen
    assert isinstance(panel, ConflictPanel)
    await c.until(lambda: panel.is_seen, "it is seen")
    return panel


def test_both_intents_are_shown_field_by_field_and_enter_keeps_theirs(office: str) -> None:
    async def script() -> None:
        async with console(office) as c:
            seen = seen_before(c, byrne_gives, office)
            await meant(c, "assign 4407 okafor 15:15", seen)
            await on_the_panel(c)
            text = c.text
            assert "order 4407 has changed since you saw it" in text
            assert "byrne" in text
            assert "technician Dan Moran   start 15:02" in text  # theirs
            assert "you   assign 4407 okafor 15:15, on top of it:" in text
            assert "technician Dan Moran → Sam Okafor   start 15:02 → 15:15" in text
            await c.press("enter")

            assert technicians(office, 4407) == [7]
            assert c.toasts[-1].startswith("kept: order 4407 has changed since you saw it: byrne")

    driven(script)


def test_capital_y_does_ours_on_top_of_theirs_as_an_act_that_can_be_taken_back(office: str) -> None:
    async def script() -> None:
        async with console(office) as c:
            seen = seen_before(c, byrne_gives, office)
            await meant(c, "assign 4407 okafor 15:15", seen)
            await on_the_panel(c)
            await c.press("Y")
            assert technicians(office, 4407) == [5]
            await c.press("u")

            assert technicians(office, 4407) == [7]

    driven(script)


def test_the_order_can_be_looked_at_first(office: str) -> None:
    async def script() -> None:
        async with console(office) as c:
            seen = seen_before(c, byrne_makes_it_urgent, office)
            await meant(c, "priority 4407 2", seen)
            await on_the_panel(c)
            assert "priority P3 → P1" in c.text
            assert "priority P1 → P2" in c.text
            await c.press("4")

            await c.until(lambda: c.app.context == "order", "the order is open")
            assert order_of(office, 4407).priority is Priority.P1

    driven(script)


def test_who_meant_something_else_is_told_by_a_notice_alone(office: str) -> None:
    async def script() -> None:
        async with console(office) as c:
            seen = seen_before(c, byrne_makes_it_urgent, office)
            await meant(c, "hold 4407 parts +2h", seen)

            assert len(c.app.screen_stack) == 1
            assert "byrne made it P1" in c.toasts[-1]

    driven(script)


def test_keys_that_were_typed_ahead_decide_nothing(office: str) -> None:
    async def script() -> None:
        async with console(office) as c:
            seen = seen_before(c, byrne_gives, office)
            c.app.speech.say("assign 4407 okafor 15:15", seen)
            await burst(c, "YY\nY")
            await on_the_panel(c)

            assert technicians(office, 4407) == [7]
            await c.press("escape")
            assert len(c.app.screen_stack) == 1

    driven(script)


def test_who_goes_on_after_somebody_else_has_done_the_same_is_told_who_did_it_and_that_nothing_is_left(
    office: str,
) -> None:
    async def script() -> None:
        async with console(office) as c:
            c.board.go_to(4402)
            await c.say("assign 4402 dan 15:02")
            assert isinstance(c.app.screen, Preview)
            byrne_gives(office, 4402)
            await c.press("Y")

            await c.shows("it is so already: nothing of yours is left to do")
            assert "byrne gave it to Dan Moran for 15:02" in c.toasts[-1]
            assert "once more" not in c.text
            assert technicians(office, 4402) == [7]

    driven(script)


def test_who_goes_on_after_somebody_else_has_done_otherwise_sees_both(office: str) -> None:
    async def script() -> None:
        async with console(office) as c:
            c.board.go_to(4402)
            await c.say("assign 4402 okafor 15:15")
            assert isinstance(c.app.screen, Preview)
            byrne_gives(office, 4402)
            await c.press("Y")
            await on_the_panel(c)
            assert "you   assign 4402 okafor 15:15, on top of it:" in c.text
            await c.press("Y")

            assert technicians(office, 4402) == [5]

    driven(script)


def test_who_goes_on_with_what_cannot_be_done_any_more_is_told_why(office: str) -> None:
    async def script() -> None:
        async with console(office) as c:
            c.board.go_to(4402)
            await c.say("assign 4402 okafor 15:15")
            assert isinstance(c.app.screen, Preview)
            desk_at(office, session="two", actor="byrne").run(CancelOrder(order=4402, reason="called off"))
            await c.press("Y")

            await c.shows("yours cannot be done any more")
            assert "byrne" in c.toasts[-1]
            assert technicians(office, 4402) == []

    driven(script)
