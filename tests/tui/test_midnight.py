"""When the day turns in the office: is all that speaks of today about the new one, and does nothing jump meanwhile?"""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import date, datetime, timedelta

import pytest

from tests.tui.driving import Console, console, driven
from tests.tui.office import NOW, desk_at
from tests.tui.test_lanes import on_lanes
from wom_tui.commands.facts import LoadFacts
from wom_tui.commands.visit import AssignVisit
from wom_tui.desk import Desk
from wom_tui.domain.technician import Shift
from wom_tui.tui import board_news, board_shape
from wom_tui.tui.screens.lanes import LanesView
from wom_tui.tui.seat import Seat

TONIGHT = NOW + timedelta(hours=9, minutes=27)  # 23:59 in Boston
MORROW = TONIGHT + timedelta(minutes=2)
DIALLO, HADDAD = 4, 8
BASIN = 4407
HEAT = 4423  # ended today
HYDRANT = 4419  # not planned yet, and due tomorrow


class Clock:
    """An office's clock that a test puts forward."""

    def __init__(self, now: datetime) -> None:
        self.now = now

    def desk(self, address: str) -> Desk:
        desk = desk_at(address)
        desk.clock = lambda: self.now
        return desk


@asynccontextmanager
async def at_night(address: str, now: datetime = TONIGHT) -> AsyncIterator[tuple[Console, Clock]]:
    """A console whose clock shows a minute to midnight."""
    clock = Clock(now)
    async with console(address, seat=Seat(lambda: clock.desk(address))) as c:
        yield c, clock


def passes(c: Console, clock: Clock, now: datetime, *, at_keys: bool = False) -> None:
    """The clock goes on; as a rule nobody has been at the keys for a while."""
    clock.now = now
    c.board.news.quiet._last_key = float("inf") if at_keys else 0.0
    c.app.tick()


def shown(c: Console) -> set[int]:
    return set(c.board.model.shown)


@pytest.mark.parametrize("many", [5_000, 3])
def test_at_midnight_today_in_a_filter_is_the_new_day(
    office: str, many: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(board_news, "MANY_ROWS", many)
    monkeypatch.setattr(board_shape, "MANY_ROWS", many)

    async def script() -> None:
        async with at_night(office) as (c, clock):
            await c.say("view today")
            assert (4401 in shown(c), 4416 in shown(c)) == (True, False)
            passes(c, clock, MORROW)
            await c.until(lambda: 4416 in shown(c), "what is due on the new day")

            assert c.board.filter_text == "due_at<=today"
            assert "Wed 25 Nov" in c.text.splitlines()[0]

    driven(script)


def test_at_midnight_what_ended_on_the_day_before_leaves_and_what_is_due_comes_up(office: str) -> None:
    async def script() -> None:
        async with at_night(office) as (c, clock):
            assert HEAT in shown(c)
            group = c.board.model.group_of(HYDRANT)
            passes(c, clock, MORROW)
            await c.until(lambda: HEAT not in shown(c), "what ended yesterday is away")

            assert c.board.model.group_of(HYDRANT) != group
            assert "a new day" not in c.text

    driven(script)


def test_while_somebody_is_at_the_keys_the_board_stays_and_says_that_there_is_a_new_day(office: str) -> None:
    async def script() -> None:
        async with at_night(office) as (c, clock):
            c.board.filter_by("due_at<=today")
            c.board.go_to(4403)
            before = list(c.board.model.shown)
            passes(c, clock, MORROW, at_keys=True)
            await c.settled()
            assert list(c.board.model.shown) == before
            assert "a new day ." in c.text.splitlines()[1]
            await c.press("full_stop")

            assert 4416 in shown(c)
            assert "a new day" not in c.text
            assert c.board.model.cursor == 4403

    driven(script)


def test_a_frozen_board_takes_the_new_day_only_when_asked(office: str) -> None:
    async def script() -> None:
        async with at_night(office) as (c, clock):
            await c.press("z")
            passes(c, clock, MORROW)
            await c.settled()
            assert HEAT in shown(c)
            assert "a new day ." in c.text.splitlines()[1]
            await c.press("full_stop")

            assert HEAT not in shown(c)

    driven(script)


@pytest.mark.parametrize("many", [5_000, 3])
def test_what_becomes_late_comes_into_a_view_of_what_is_late(
    office: str, many: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(board_news, "MANY_ROWS", many)
    monkeypatch.setattr(board_shape, "MANY_ROWS", many)

    async def script() -> None:
        async with at_night(office, NOW) as (c, clock):
            await c.say("view late")
            assert 4403 not in shown(c)
            passes(c, clock, NOW + timedelta(minutes=30))
            await c.until(lambda: 4403 in shown(c), "it is late by now")

    driven(script)


def test_a_view_that_ends_in_an_hour_goes_on_with_the_hour(office: str) -> None:
    async def script() -> None:
        async with at_night(office, NOW) as (c, clock):
            c.board.filter_by("due_at<+1h due_at>now")
            assert (4403 in shown(c), 4406 in shown(c)) == (True, False)
            c.board.go_to(4404)
            passes(c, clock, NOW + timedelta(minutes=30))
            await c.until(lambda: 4406 in shown(c), "it is due within the hour by now")

            assert 4403 not in shown(c)

    driven(script)


# ------------------------------------------------------------------------------------------------------ the lanes


def with_a_night_shift(address: str) -> None:
    """Nadia Haddad also works from ten to six, and drains the catch basin at half past eleven."""
    desk = desk_at(address, session="setup")
    shift = Shift(id=99, technician_id=HADDAD, weekdays=(0, 1, 2, 3, 4), start_min=22 * 60, end_min=30 * 60)
    desk.run(LoadFacts(facts=(shift,), what="a night shift"))
    desk.run(AssignVisit(order=BASIN, technician=HADDAD, start_at=TONIGHT - timedelta(minutes=29)))


def lanes_pass(c: Console, clock: Clock, now: datetime, *, at_keys: bool = False) -> None:
    view = c.app.query_one(LanesView)
    view.quiet._last_key = float("inf") if at_keys else 0.0
    passes(c, clock, now, at_keys=at_keys)


def test_at_midnight_the_lanes_go_on_and_the_cursor_stays_on_the_visit_of_the_night(office: str) -> None:
    with_a_night_shift(office)

    async def script() -> None:
        async with at_night(office) as (c, clock):
            view = await on_lanes(c)
            bar = next(bar for bar in view.model.lanes[HADDAD].bars if bar.order == BASIN)
            view.model.go_to_visit(HADDAD, bar.visit, bar.start_at)
            lanes_pass(c, clock, MORROW)
            await c.until(lambda: view.dates_read == (date(2026, 11, 25),), "the new day")

            assert (view.model.cursor, view.order_here) == (HADDAD, BASIN)
            assert 0 <= view.axis.cell(MORROW) < view.axis.cells
            assert "00:01" in c.text.splitlines()[3] + c.text.splitlines()[4]
            assert c.toasts[-1] == "the lanes show the new day"

    driven(script)


def test_at_midnight_no_visit_of_the_new_day_comes_under_the_cursor(office: str) -> None:
    async def script() -> None:
        async with at_night(office) as (c, clock):
            view = await on_lanes(c)
            bar = next(bar for bar in view.model.lanes[DIALLO].bars)
            view.model.go_to_visit(DIALLO, bar.visit, bar.start_at)
            lanes_pass(c, clock, MORROW)
            await c.until(lambda: view.dates_read == (date(2026, 11, 25),), "the new day")

            assert view.model.lanes[DIALLO].bars
            assert (view.model.cursor, view.targets()) == (DIALLO, ())

    driven(script)


def test_while_somebody_is_at_the_keys_the_lanes_stay_and_say_that_there_is_a_new_day(office: str) -> None:
    async def script() -> None:
        async with at_night(office) as (c, clock):
            view = await on_lanes(c)
            lanes_pass(c, clock, MORROW, at_keys=True)
            await c.settled()
            assert view.dates_read == (date(2026, 11, 24),)
            assert "Tue 24 Nov   a new day 0" in c.text.splitlines()[1]
            await c.press("0")
            await c.until(lambda: view.dates_read == (date(2026, 11, 25),), "the new day")

            assert "a new day" not in c.text

    driven(script)


def test_whoever_has_panned_away_from_now_stays_there_and_is_told(office: str) -> None:
    async def script() -> None:
        async with at_night(office) as (c, clock):
            view = await on_lanes(c)
            await c.press("H", "H", "H")
            lanes_pass(c, clock, MORROW)
            await c.settled()

            assert view.quiet._timer is None
            assert view.dates_read == (date(2026, 11, 24),)
            assert "a new day 0" in c.text.splitlines()[1]

    driven(script)


def test_whoever_has_zoomed_around_now_goes_on_with_the_same_axis(office: str) -> None:
    async def script() -> None:
        async with at_night(office) as (c, clock):
            view = await on_lanes(c)
            await c.press("0", "equals_sign")
            axis = view.axis
            lanes_pass(c, clock, MORROW)
            await c.until(lambda: view.dates_read == (date(2026, 11, 25),), "the new day")

            assert view.axis == axis

    driven(script)


def test_lanes_that_are_opened_again_on_the_next_morning_show_that_day(office: str) -> None:
    async def script() -> None:
        async with at_night(office) as (c, clock):
            view = await on_lanes(c)
            await c.press("1")
            lanes_pass(c, clock, MORROW + timedelta(hours=8))
            await c.settled()
            await c.press("2")
            await c.until(lambda: view.dates_read == (date(2026, 11, 25),), "the new day")

    driven(script)


def test_days_in_a_row_stay_while_today_is_one_of_them(office: str) -> None:
    async def script() -> None:
        async with at_night(office) as (c, clock):
            view = await on_lanes(c)
            await c.press("underscore", "underscore", "underscore")
            dates = view.dates_read
            assert len(dates) > 1
            lanes_pass(c, clock, MORROW)
            await c.settled()

            assert (view.dates_read, view.sight.is_over) == (dates, False)

    driven(script)
