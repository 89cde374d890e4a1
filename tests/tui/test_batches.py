"""Several orders at once: are they shown before they run, is what was done told apart, and are hidden ones named?"""

from __future__ import annotations

from tests.tui.driving import console, driven
from tests.tui.office import desk_at
from tests.tui.test_acts import order_of, statuses, visit_of
from wom_tui.domain.visit import VisitStatus
from wom_tui.domain.work_order import OrderStatus, Priority
from wom_tui.tui.screens.preview import Preview


def test_several_at_once_are_shown_before_they_run_and_enter_is_the_safe_side(office: str) -> None:
    async def script() -> None:
        async with console(office) as c:
            c.board.model.marks = {4407, 4419, 4422}
            await c.press("p")
            await c.type("1")
            await c.press("enter")
            assert isinstance(c.app.screen, Preview)
            await c.press("enter")
            assert order_of(office, 4419).priority is Priority.P4
            await c.press("p")
            await c.type("1")
            await c.press("enter")
            await c.press("Y")

            assert order_of(office, 4419).priority is Priority.P1
            assert order_of(office, 4407).priority is Priority.P1

    driven(script)


def test_a_batch_that_is_refused_as_a_whole_cannot_be_gone_on_with(office: str) -> None:
    async def script() -> None:
        async with console(office) as c:
            seq = desk_at(office).last_seq()
            await c.say("release 4405 4407")
            await c.until(lambda: "nothing of it can be done" in c.text, "it says so")
            await c.press("Y")
            assert isinstance(c.app.screen, Preview)
            await c.press("enter")

            assert desk_at(office).last_seq() == seq

    driven(script)


def test_a_batch_does_what_it_can_and_says_what_was_refused(office: str) -> None:
    async def script() -> None:
        async with console(office) as c:
            c.board.model.marks = {4407, 4408}
            await c.press("h")
            await c.type("weather +1h")
            await c.press("enter")
            assert isinstance(c.app.screen, Preview)
            c.app.screen.dismiss(False)
            await c.settled()
            c.board.model.marks = {4407, 4422}
            await c.press("h")
            await c.type("weather +1h")
            await c.press("enter")
            assert "1 of 2 will be done" in c.text
            await c.press("Y")

            assert statuses(office, 4407, 4422) == [OrderStatus.ON_HOLD, OrderStatus.COMPLETED]
            assert any("1 refused" in text for text in c.toasts)
            assert c.board.model.marks == {4422}

    driven(script)


def test_what_was_done_is_marked_no_longer_and_undo_brings_the_rows_without_the_marks(office: str) -> None:
    async def script() -> None:
        async with console(office) as c:
            c.board.model.marks = {4407, 4419}
            await c.press("p")
            await c.type("1")
            await c.press("enter")
            await c.press("Y")
            assert order_of(office, 4419).priority is Priority.P1
            assert c.board.model.marks == set()
            assert "marked" not in c.text
            await c.press("u")

            assert order_of(office, 4419).priority is Priority.P4
            assert c.board.model.marks == set()

    driven(script)


def test_the_mark_of_an_order_that_was_not_meant_stays(office: str) -> None:
    async def script() -> None:
        async with console(office) as c:
            c.board.model.marks = {4407, 4419}
            await c.say("priority 4407 1")

            assert order_of(office, 4407).priority is Priority.P1
            assert c.board.model.marks == {4419}

    driven(script)


def test_nothing_is_done_to_marked_orders_that_the_filter_hides_before_that_is_said(office: str) -> None:
    async def script() -> None:
        async with console(office) as c:
            c.board.model.marks = {4407, 4419, 4416}
            c.board.filter_by("number=4407")
            await c.settled()
            await c.say("priority . 1")
            assert "2 of them are marked, and hidden by the filter: 4416, 4419" in c.text
            await c.press("enter")
            c.board.model.marks = {4416}
            await c.press("d")
            assert isinstance(c.app.screen, Preview)
            assert "it is marked, and hidden by the filter: 4416" in c.text
            await c.press("enter")
            assert visit_of(office, 4416).status is VisitStatus.PLANNED
            c.board.filter_by("")
            await c.settled()
            await c.press("d")

            assert visit_of(office, 4416).status is VisitStatus.DISPATCHED

    driven(script)


def test_a_batch_says_what_it_did_apart_from_what_was_so_already(office: str) -> None:
    async def script() -> None:
        async with console(office) as c:
            for marks in ({4407}, {4407, 4408}):
                c.board.model.marks = marks
                await c.press("h")
                await c.type("weather +1h")
                await c.press("enter")
            assert "1 of 2 will be done, 1 so already" in c.text
            assert "+ hold 4408" in c.text
            assert "+ hold 4407" not in c.text
            await c.press("Y")

            assert any("1 done, 1 so already" in text for text in c.toasts)

    driven(script)


def test_what_is_refused_is_seen_however_many_warnings_there_are(office: str) -> None:
    async def script() -> None:
        async with console(office, size=(80, 24)) as c:
            c.board.model.marks = {*range(4401, 4422), 4422}
            await c.say("hold . weather +2h")

            assert "! visit 4401/1 ends incomplete" in c.text
            assert "× hold 4422" in c.text
            assert "+ hold 44" in c.text
            assert " more" in c.text

    driven(script)
