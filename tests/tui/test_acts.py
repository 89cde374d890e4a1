"""Do keys and lines become facts, and is what stands in the way said?"""

from __future__ import annotations

from datetime import timedelta
from functools import partial
from pathlib import Path
from threading import Event

import pytest

from tests.tui.driving import console, driven
from tests.tui.office import NOW, desk_at
from wom_tui.commands.order import SetPriority
from wom_tui.domain.site import Site
from wom_tui.domain.visit import Visit, VisitStatus
from wom_tui.domain.work_order import OrderStatus, Priority, WorkOrder
from wom_tui.errors import StoreBusy, StoreError
from wom_tui.store.reader import Reader
from wom_tui.tui.own_files import OwnFiles
from wom_tui.tui.screens.preview import Preview
from wom_tui.tui.widgets.command_line import CommandLine
from wom_tui.tui.widgets.toasts import Toasts

LONG_S = 30.0  # nobody waits that long, unless something is wrong


def order_of(address: str, number: int) -> WorkOrder:
    return desk_at(address).ask(Reader.get, WorkOrder, number)


def statuses(address: str, *numbers: int) -> list[OrderStatus]:
    return [order_of(address, number).status for number in numbers]


def visit_of(address: str, number: int) -> Visit:
    (visit,) = desk_at(address).ask(Reader.select, Visit, order_id=number)
    return visit


def test_a_prefilled_line_sends_nothing_before_enter(office: str) -> None:
    async def script() -> None:
        async with console(office) as c:
            c.board.go_to(4407)
            await c.press("h")
            assert c.app.query_one(CommandLine).text == "hold 4407 "
            await c.press("escape")

            assert order_of(office, 4407).status is OrderStatus.READY

    driven(script)


def test_what_takes_long_is_told_as_that_until_it_is_over(office: str) -> None:
    over = Event()

    async def script() -> None:
        async with console(office) as c:
            c.app.acts.work(partial(over.wait, LONG_S), draft="")
            await c.shows("working…")
            over.set()
            await c.until(lambda: "working…" not in c.text, "and no longer")

    driven(script)


def test_hold_undo_and_redo_by_keys(office: str) -> None:
    async def script() -> None:
        async with console(office) as c:
            c.board.go_to(4407)
            await c.press("h")
            await c.type("parts +2h")
            await c.press("enter")
            assert order_of(office, 4407).status is OrderStatus.ON_HOLD
            await c.until(lambda: c.board.model.rows[4407].status == "on_hold", "the board shows the hold")
            await c.press("u")
            assert order_of(office, 4407).status is OrderStatus.READY
            assert c.toasts[-1] == "taken back: hold 4407 parts +2h"
            await c.press("U")

            assert order_of(office, 4407).status is OrderStatus.ON_HOLD
            assert c.toasts[-1] == "done again: hold 4407 parts +2h"

    driven(script)


def test_taking_a_visit_from_whoever_was_sent_there_is_shown_before_and_an_undo_says_whom_to_tell(
    office: str,
) -> None:
    async def script() -> None:
        async with console(office) as c:
            await c.say("unassign 4415")
            await c.shows("they were sent there")
            assert "visit 4415/1 is taken back from Paolo Costa" in c.text
            assert visit_of(office, 4415).status is VisitStatus.DISPATCHED
            await c.press("semicolon")
            assert "; is no answer here" in c.text
            await c.press("Y")
            assert visit_of(office, 4415).technician_id is None

            await c.say("dispatch 4416")
            await c.press("u")
            assert c.toasts[-1].endswith("; tell Amadou Diallo, who was sent there")

    driven(script)


def test_an_order_that_was_taken_in_is_in_its_place_and_under_the_cursor(office: str) -> None:
    async def script() -> None:
        async with console(office) as c:
            before = set(c.board.model.rows)
            await c.say("new leaking pipe")

            (number,) = set(c.board.model.rows) - before
            assert (c.board.model.cursor, number in c.board.model.pending) == (number, False)
            assert "leaking pipe" in c.text

    driven(script)


def test_a_key_says_where_the_site_of_an_order_is(office: str) -> None:
    async def script() -> None:
        async with console(office) as c:
            c.board.go_to(4407)
            await c.press("at")
            assert c.app.query_one(CommandLine).text == "locate 4407 "
            await c.type("42.3333 -71.0777")
            await c.press("enter")
            await c.until(
                lambda: isinstance(c.app.screen, Preview),
                "another position than a trusted one is asked about",
            )
            await c.press("Y")
            await c.until(lambda: any("locate" in text for text in c.toasts), "it is done")

            site = desk_at(office).ask(Reader.find, Site, order_of(office, 4407).site_id)
            assert site is not None
            assert (site.lat, site.lon) == (42.3333, -71.0777)

    driven(script)


def test_a_merge_strikes_the_visit_of_the_one_that_is_dropped(office: str) -> None:
    async def script() -> None:
        async with console(office) as c:
            c.board.go_to(4407)
            await c.press("colon")
            await c.type("merge 4416")
            await c.press("enter")
            await c.until(lambda: isinstance(c.app.screen, Preview), "a visit would be struck")
            await c.press("Y")
            await c.until(
                lambda: order_of(office, 4416).duplicate_of_id == 4407, "the cursor's order is kept"
            )

            assert visit_of(office, 4416).status is VisitStatus.CANCELLED

    driven(script)


def test_dispatch_acts_at_once_on_the_order_under_the_cursor(office: str) -> None:
    async def script() -> None:
        async with console(office) as c:
            c.board.go_to(4416)
            await c.press("d")
            if isinstance(c.app.screen, Preview):
                await c.press("Y")

            assert visit_of(office, 4416).status is VisitStatus.DISPATCHED

    driven(script)


@pytest.mark.parametrize(("word", "status"), [("4419", OrderStatus.CANCELLED), ("yes", OrderStatus.READY)])
def test_cancelling_asks_for_the_number(office: str, word: str, status: OrderStatus) -> None:
    async def script() -> None:
        async with console(office) as c:
            c.board.go_to(4419)
            await c.press("x")
            await c.type("asked twice")
            await c.press("enter")
            assert isinstance(c.app.screen, Preview)
            await c.type(word)
            await c.press("enter")

            assert order_of(office, 4419).status is status

    driven(script)


def test_an_order_that_a_line_names_is_meant_as_it_stood_on_the_board(office: str) -> None:
    async def script() -> None:
        async with console(office) as c:
            c.board.go_to(4405)
            row = c.board.model.rows[4407]
            desk_at(office, session="two", actor="byrne").run(SetPriority(order=4407, priority=Priority.P1))
            await c.until(lambda: c.board.model.rows[4407].version > row.version, "the board hears of it")
            c.board.model.rows[4407] = row  # as if it had not yet

            await c.say("hold 4407 parts +2h")

            assert order_of(office, 4407).status is OrderStatus.READY
            assert any("order 4407 has changed since you saw it" in text for text in c.toasts)
            assert any("made it P1" in text for text in c.toasts)

    driven(script)


def test_a_conflict_stops_the_act_and_says_who_and_what(office: str) -> None:
    async def script() -> None:
        async with console(office) as c:
            c.board.go_to(4407)
            seen = c.board.targets()
            desk_at(office, session="two", actor="byrne").run(SetPriority(order=4407, priority=Priority.P1))
            c.app.speech.say("hold 4407 parts +2h", seen)
            await c.settled()

            assert order_of(office, 4407).status is OrderStatus.READY
            assert any("byrne made it P1" in text for text in c.toasts)

    driven(script)


@pytest.mark.parametrize(
    ("error", "said"),
    [
        (StoreBusy("the database is busy with another writer", "try again in a moment"), "busy"),
        (
            StoreError("the disk is full or failing: nothing was stored", "free some space"),
            "nothing was stored",
        ),
    ],
)
def test_a_store_that_cannot_keeps_the_line(
    office: str, monkeypatch: pytest.MonkeyPatch, error: StoreError, said: str
) -> None:
    async def script() -> None:
        async with console(office) as c:
            desk = c.app.seat.desk

            def refuse(*args: object, **kwargs: object) -> None:
                raise error

            with monkeypatch.context() as broken:
                broken.setattr(desk, "run_all", refuse)
                await c.say("hold 4407 parts +2h")
            assert any(said in text for text in c.toasts)
            assert c.app.query_one(CommandLine).text == "hold 4407 parts +2h"
            await c.press("enter")

            assert order_of(office, 4407).status is OrderStatus.ON_HOLD

    driven(script)


def test_a_bug_ends_the_action_and_not_the_console(
    office: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    async def script() -> None:
        async with console(office, own=OwnFiles.of_user()) as c:

            def fail(*args: object, **kwargs: object) -> None:
                raise ZeroDivisionError(office)

            with monkeypatch.context() as broken:
                broken.setattr(c.app.seat.desk, "run_all", fail)
                await c.say("hold 4407 parts +2h")
            with monkeypatch.context() as broken:
                broken.setattr(c.board, "do_down", fail)
                await c.press("down")
            cursor = c.board.model.cursor
            await c.press("down")

            reports = list((tmp_path / ".xdg/state/wom/reports").iterdir())
            assert len(reports) == 2
            assert all(report.stat().st_mode & 0o777 == 0o600 for report in reports)
            assert office not in "".join(report.read_text() for report in reports)
            assert c.board.model.cursor != cursor
            assert statuses(office, 4407) == [OrderStatus.READY]

    driven(script)


def test_the_log_shows_the_last_refusals_once_more(office: str) -> None:
    async def script() -> None:
        async with console(office) as c:
            await c.say("dispatch 99998")
            await c.say("dispatch 99999")
            await c.press("escape")
            await c.say("log")

            assert "no work order 99998" in c.text
            assert "no work order 99999" in c.text

    driven(script)


def test_an_act_that_changes_nothing_says_so_and_offers_no_way_back(office: str) -> None:
    async def script() -> None:
        async with console(office) as c:
            await c.say("priority 4407 3")

            shown = c.app.query_one(Toasts).shown[-1]
            assert (shown.text, shown.advice) == ("priority 4407 3: it is so already", "nothing was changed")

    driven(script)


def test_nothing_is_sent_before_the_console_is_live(office: str) -> None:
    async def script() -> None:
        async with console(office) as c:
            c.app.live.is_on = False
            c.board.go_to(4416)
            await c.press("d")
            c.app.speech.say("hold 4407 parts +2h")
            await c.settled()
            c.app.live.is_on = True

            assert visit_of(office, 4416).status is VisitStatus.PLANNED
            assert statuses(office, 4407) == [OrderStatus.READY]

    driven(script)


def test_the_command_line_completes_and_remembers(office: str) -> None:
    async def script() -> None:
        async with console(office) as c:
            line = c.app.query_one(CommandLine)
            await c.press("colon")
            await c.type("disp")
            await c.until(lambda: "dispatch" in c.text.splitlines()[-3], "completions are offered")
            await c.press("tab")
            assert line.text.startswith("dispatch")
            await c.press("escape")
            await c.say("hold 4407 parts +2h")
            await c.press("colon", "up")

            assert line.text == "hold 4407 parts +2h"
            assert order_of(office, 4407).holds[-1].until_at == NOW + timedelta(hours=2)

    driven(script)
