"""Do keys that come faster than anything can open go where they were meant to go?"""

from __future__ import annotations

import asyncio
import string

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from textual import events

from tests.tui.driving import Console, console, driven
from tests.tui.office import desk_at
from wom_tui.domain.visit import Visit, VisitStatus
from wom_tui.domain.work_order import OrderStatus, WorkOrder
from wom_tui.store.reader import Reader
from wom_tui.tui.changes import Changes
from wom_tui.tui.screens.help import HelpScreen
from wom_tui.tui.screens.preview import Preview

NAMES = {
    " ": "space", ":": "colon", "/": "slash", "\n": "enter", "\x1b": "escape", "\b": "backspace", "\t": "tab",
    "?": "question_mark",
}  # fmt: skip


async def burst(c: Console, text: str) -> None:
    """All these keys at once, as from one write to the terminal."""
    for char in text:
        c.app.post_message(events.Key(NAMES.get(char, char), char))
    await c.settled()


def status_of(address: str, number: int) -> OrderStatus:
    return desk_at(address).ask(Reader.get, WorkOrder, number).status


def visit_of(address: str, number: int) -> VisitStatus:
    (visit,) = desk_at(address).ask(Reader.select, Visit, order_id=number)
    return visit.status


def test_a_line_that_comes_in_one_write_is_typed_and_sent(office: str) -> None:
    async def script() -> None:
        async with console(office) as c:
            await burst(c, ":hold 4407 parts\n")

            assert status_of(office, 4407) is OrderStatus.ON_HOLD
            assert not c.app.line.is_open
            assert c.app.context == "board"

    driven(script)


def test_a_line_that_was_typed_before_the_terminal_was_ours_is_sent_as_well(office: str) -> None:
    async def script() -> None:
        async with console(office) as c:
            await burst(c, ":hold 4407 parts")
            c.app.post_message(events.Key("ctrl+j", "\n"))
            await c.settled()

            assert status_of(office, 4407) is OrderStatus.ON_HOLD

    driven(script)


def test_anything_printable_after_a_colon_is_text_and_runs_nothing(office: str) -> None:
    async def script() -> None:
        async with console(office) as c:
            before = c.app.seat.desk.last_seq()
            printable = st.text(string.printable[:95], min_size=1, max_size=40)

            async def types(opener: str, text: str) -> None:
                await burst(c, opener + text)
                assert (c.app.line.is_open, c.app.line.mode, c.app.line.text) == (True, opener, text)
                await burst(c, "\x1b")
                assert not c.app.line.is_open

            loop = asyncio.get_running_loop()

            @settings(max_examples=30, deadline=None, suppress_health_check=list(HealthCheck))
            @given(opener=st.sampled_from(":/"), text=printable)
            def each(opener: str, text: str) -> None:
                asyncio.run_coroutine_threadsafe(types(opener, text), loop).result()

            await asyncio.to_thread(each)

            assert c.app.seat.desk.last_seq() == before
            assert c.app.context == "board"

    driven(script)


def test_editing_keys_work_in_a_burst_as_they_do_one_by_one(office: str) -> None:
    async def script() -> None:
        async with console(office) as c:
            await burst(c, ":hox\b\x1b:holt\bd 4407 parts\b\b\b\b\bweather\n")

            order = desk_at(office).ask(Reader.get, WorkOrder, 4407)
            assert order.holds[-1].reason.value == "weather"

    driven(script)


def test_after_enter_keys_are_verbs_again_in_their_order(office: str) -> None:
    async def script() -> None:
        async with console(office) as c:
            c.board.go_to(4402)
            first = c.board.model.cursor
            await burst(c, "j:priority 4407 1\njj :priority 4419 2\nj ")

            assert desk_at(office).ask(Reader.get, WorkOrder, 4407).priority == 1
            assert desk_at(office).ask(Reader.get, WorkOrder, 4419).priority == 2
            assert len(c.board.model.marks) == 2
            assert first not in c.board.model.marks

    driven(script)


def test_acts_on_one_order_in_a_burst_each_see_what_the_one_before_has_left(
    office: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def script() -> None:
        async with console(office) as c:
            c.board.go_to(4407)
            monkeypatch.setattr(c.app.seat, "changes", Changes)  # the news are late
            await burst(c, ":priority 4407 1\n:hold 4407 parts\n")

            assert status_of(office, 4407) is OrderStatus.ON_HOLD
            assert not [text for text in c.toasts if "not done" in text]

    driven(script)


def test_y_counts_only_once_the_preview_was_seen(office: str) -> None:
    async def script() -> None:
        async with console(office) as c:
            c.board.model.marks = {4416, 4417}
            await burst(c, "dY")
            await c.until(lambda: isinstance(c.app.screen, Preview), "what it would do is shown")
            assert visit_of(office, 4416) is VisitStatus.PLANNED
            await c.press("Y")

            assert visit_of(office, 4416) is VisitStatus.DISPATCHED

    driven(script)


def test_a_number_that_is_typed_ahead_cancels_nothing_unseen(office: str) -> None:
    async def script() -> None:
        async with console(office) as c:
            await burst(c, ":cancel 4419 asked twice\n4419\n")
            await c.until(lambda: isinstance(c.app.screen, Preview), "what it would do is shown")
            assert status_of(office, 4419) is OrderStatus.READY
            assert c.app.context == "board"
            await burst(c, "4419\n")

            assert status_of(office, 4419) is OrderStatus.CANCELLED

    driven(script)


def test_keys_after_the_help_key_do_not_reach_the_view_behind(office: str) -> None:
    async def script() -> None:
        async with console(office) as c:
            before = c.board.model.cursor
            await burst(c, "?jj 2u")
            assert isinstance(c.app.screen, HelpScreen)
            assert (c.board.model.cursor, c.app.context, c.board.model.marks) == (before, "board", set())
            await burst(c, "q")
            await burst(c, "j")

            assert c.board.model.cursor != before

    driven(script)


def test_a_paste_is_text_in_the_line_and_nothing_anywhere_else(office: str) -> None:
    async def script() -> None:
        async with console(office) as c:
            c.app.post_message(events.Paste("dxM2"))
            await c.settled()
            assert (c.app.context, c.board.model.marks) == ("board", set())
            await burst(c, ":")
            c.app.post_message(events.Paste("hold 4407 parts\nhold 4408"))
            await c.settled()

            assert c.app.line.text == "hold 4407 parts hold 4408"

    driven(script)


def test_what_is_typed_before_the_console_is_live_is_kept(office: str) -> None:
    async def script() -> None:
        async with console(office) as c:
            c.app.live.is_on = False
            await burst(c, ":hold 4407 parts\n")
            assert status_of(office, 4407) is OrderStatus.READY
            c.app.live.is_on = True
            assert c.app.line.text == "hold 4407 parts"
            await burst(c, "\n")

            assert status_of(office, 4407) is OrderStatus.ON_HOLD

    driven(script)


def test_tab_completes_what_is_typed_by_now_and_not_what_was(office: str) -> None:
    """The list on the screen is of a moment ago; who types and completes in one go means what he typed."""

    async def script() -> None:
        async with console(office) as c:
            await c.press("colon", "a")
            await c.until(lambda: bool(c.app.line.completions.choices), "what begins with a is offered")

            await burst(c, "\brel\t 4408")
            await c.until(lambda: c.app.line.text.endswith("4408"), "all of it has arrived")

            assert c.app.line.text == "release 4408"

    driven(script)
