"""Is an earlier moment shown as it was, by every view, and can nothing be done there?"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from functools import partial

import pytest

from tests.tui.driving import Console, console, driven
from tests.tui.office import NOW, desk_at
from wom_tui.commands.order import SetPriority
from wom_tui.commands.visit import AssignVisit
from wom_tui.desk import Desk
from wom_tui.domain.work_order import Priority
from wom_tui.queries.orders import OrderRow, order_rows
from wom_tui.tui.screens.lanes import LanesView
from wom_tui.tui.screens.log import LogView

MINUTE = timedelta(minutes=1)


def earlier(minutes: int) -> datetime:
    return NOW - minutes * MINUTE


def technician(c: Console, number: int) -> str | None:
    return c.board.model.rows[number].technician


def worked(address: str) -> Desk:
    """An hour ago ann made one order urgent; half an hour ago she gave another one to Sam Okafor."""
    desk = desk_at(address, session="two", actor="ann")
    for ago, command in (
        (60, SetPriority(order=4407, priority=Priority(1))),
        (30, AssignVisit(order=4405, technician=5, start_at=NOW + 45 * MINUTE)),
    ):
        desk.clock = partial(earlier, ago)
        desk.__dict__.pop("_bus", None)  # which has a clock of its own
        desk.run(command)
    return desk


async def look_back(c: Console, said: str) -> None:
    await c.say(f"as-of {said}")
    await c.until(lambda: "AS OF" in c.text, "the past")


def standing(desk: Desk) -> dict[int, OrderRow]:
    """All orders, without the counters of their changes."""
    return {row.number: row._replace(version=0, visit=None) for row in desk.ask(order_rows)}


def test_the_board_is_as_it_was_and_every_view_says_which_moment_it_shows(office: str) -> None:
    worked(office)

    async def script() -> None:
        async with console(office) as c:
            assert technician(c, 4405) == "sam"
            await c.say("as-of 13:40")
            await c.until(lambda: "AS OF 13:40" in c.text.splitlines()[0], "the frame says so")
            await c.settled()

            assert (c.app.header.ground, c.app.bar.ground) == ("past", "past")
            assert c.text.splitlines()[-1].startswith(" as-of now goes back   Enter open   P plan")
            assert c.text.splitlines()[0].rstrip().endswith("13:40")
            assert (technician(c, 4405), c.board.model.rows[4407].priority) == (None, 1)
            for key in ("2", "3", "4", "9"):
                await c.press(key)
                assert "AS OF 13:40" in c.text.splitlines()[0]
            log = c.app.query_one(LogView)
            await c.until(lambda: log.is_read, "the log is read")
            assert [act.summary for act in log.model.acts] == ["priority 4407 P1", "load the morning"]

            await c.say("as-of -15m")
            await c.until(lambda: "AS OF 13:25" in c.text, "a quarter of an hour before")
            await c.settled()
            assert c.board.model.rows[4407].priority == 3
            await c.say("as-of now")
            await c.until(lambda: "live" in c.text.splitlines()[0], "back again")
            await c.settled()
            assert c.app.header.ground == "raised"
            assert technician(c, 4405) == "sam"

    driven(script)


@pytest.mark.parametrize("key", ["d", "a", "u", "h", "p", "n", "x"])
def test_no_key_changes_the_past(office: str, key: str) -> None:
    desk = worked(office)
    before = desk.last_seq()

    async def script() -> None:
        async with console(office) as c:
            await look_back(c, "13:40")
            c.board.go_to(4405)
            await c.press(key)

            assert "this is how it was at 13:40, and nothing can be changed there" in c.text
            assert not c.app.line.is_open
            assert desk.last_seq() == before

    driven(script)


def test_a_line_changes_nothing_either_and_esc_leads_back(office: str) -> None:
    desk = worked(office)
    before = desk.last_seq()

    async def script() -> None:
        async with console(office) as c:
            await look_back(c, "13:40")
            await c.say("priority 4405 1")
            assert "nothing can be changed there: as-of now goes back" in " ".join(c.toasts)
            assert desk.last_seq() == before
            await c.press("escape")
            assert "AS OF" in c.text
            await c.press("escape")
            await c.until(lambda: "AS OF" not in c.text, "back to now")
            await c.say("as-of tomorrow 9")
            await c.settled()

            assert "has to be a moment that has been" in c.toasts[-1]
            assert "AS OF" not in c.text

    driven(script)


def test_esc_takes_a_notice_first_and_only_then_comes_back_to_now(office: str) -> None:
    worked(office)

    async def script() -> None:
        async with console(office) as c:
            await look_back(c, "13:40")
            c.app.toasts.clear()
            await c.press("h")
            assert [toast.stays for toast in c.app.toasts.shown] == [True]
            await c.press("escape")
            assert "nothing can be changed there" not in c.text
            assert c.app.seat.as_of is not None

            c.app.toasts.add("one that goes by itself")
            c.app.toasts.shown = [replace(toast, shown_at=0.0) for toast in c.app.toasts.shown]
            await c.press("escape")
            assert (c.app.toasts.shown, c.app.seat.as_of is None) == ([], False)
            await c.press("escape")
            await c.until(lambda: c.app.seat.as_of is None, "back to now")

    driven(script)


def test_no_moment_is_shown_that_lies_before_the_journal(office: str) -> None:
    async def script() -> None:
        async with console(office) as c:
            await c.say("as-of 1999-01-01")
            await c.settled()

            assert "for the journal begins then" in c.toasts[-1]
            assert "AS OF" not in c.text

    driven(script)


def test_what_is_done_meanwhile_does_not_reach_the_past(office: str) -> None:
    async def script() -> None:
        async with console(office) as c:
            before = standing(desk_at(office))
            other = desk_at(office, session="two", actor="ann")
            await look_back(c, "14:31")
            other.run(SetPriority(order=4407, priority=Priority(1)))
            c.app.post_stale()
            await c.settled()
            assert c.board.model.rows[4407].priority == 3
            assert standing(c.app.seat.desk) == before
            await c.press("escape", "escape")
            await c.until(lambda: c.board.model.rows[4407].priority == 1, "now it is there")

    driven(script)


def test_the_lanes_show_the_day_that_it_was_then(office: str) -> None:
    async def script() -> None:
        async with console(office) as c:
            await c.press("2")
            lanes = c.app.query_one(LanesView)
            await c.until(lambda: lanes.is_known, "the day is there")
            await c.say("as-of yesterday 16:00")
            await c.until(lambda: "AS OF 23 Nov 16:00" in c.text.splitlines()[0], "the past")
            await c.settled()
            assert str(lanes.on) == "2026-11-23"
            await c.say("as-of now")
            await c.until(lambda: "AS OF" not in c.text, "back")
            await c.settled()

            assert str(lanes.on) == "2026-11-24"

    driven(script)
