"""Does a desk that looks back answer as the desk answered then?"""

from __future__ import annotations

import random
from contextlib import suppress
from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from tests.office import MINUTE, T0, ZONE, ManualClock, an_order, close_desks, desk_on, filled, number_of
from wom_tui.commands.order import SetPriority
from wom_tui.commands.undo import Undo
from wom_tui.commands.visit import AssignVisit
from wom_tui.desk import Desk
from wom_tui.domain.work_order import Priority
from wom_tui.errors import InvalidInput, Rejected, WomError
from wom_tui.past_desk import past_desk
from wom_tui.queries.order import order_detail
from wom_tui.queries.orders import OrderRow, order_rows


def standing(desk: Desk) -> dict[int, OrderRow]:
    """All orders, without the counters of their changes."""
    return {row.number: row._replace(version=0, visit=None) for row in desk.ask(order_rows)}


def a_day(desk: Desk, clock: ManualClock, chance: random.Random) -> dict[datetime, dict[int, OrderRow]]:
    """Twenty acts, a minute apart, with what the orders came to after each."""
    numbers = [number_of(desk, an_order()) for _ in range(2)]
    told = {clock(): standing(desk)}
    for _ in range(20):
        clock.forward(MINUTE)
        number = chance.choice(numbers)
        with suppress(WomError):  # the rules say no, or an undo has taken the order away: a day has such too
            match chance.randrange(4):
                case 0:
                    numbers.append(number_of(desk, an_order()))
                case 1:
                    desk.run(SetPriority(order=number, priority=Priority(chance.randint(1, 4))))
                case 2:
                    start_at = clock() + chance.randint(10, 90) * 5 * MINUTE
                    desk.run(AssignVisit(order=number, technician=1, start_at=start_at))
                case _:
                    desk.run(Undo())
        told[clock()] = standing(desk)
    return told


@pytest.mark.parametrize("seed", range(3))
def test_each_moment_of_a_day_is_answered_as_it_was_answered_then(database_url: str, seed: int) -> None:
    clock = ManualClock()
    desk = filled(desk_on(database_url, clock=clock))

    told = a_day(desk, clock, random.Random(seed))

    for at, rows in told.items():
        assert standing(past_desk(desk, at, ZoneInfo(ZONE))) == rows
    close_desks()


def test_what_is_done_after_it_was_read_is_not_seen_either(database_url: str) -> None:
    clock = ManualClock()
    desk = filled(desk_on(database_url, clock=clock))
    number = number_of(desk, an_order())
    past = past_desk(desk, T0, ZoneInfo(ZONE))
    before = standing(past)
    clock.forward(MINUTE)
    desk.run(SetPriority(order=number, priority=Priority.P4))

    assert standing(past) == before
    assert past.now() == T0
    newest, *_ = past.ask(order_detail, number, past.now()).history
    assert newest.kind != "order.prioritised"
    close_desks()


def test_nothing_can_be_done_there_and_nobody_looks_ahead(desk: Desk) -> None:
    number = number_of(desk, an_order())
    before = desk.last_seq()
    past = past_desk(desk, T0, ZoneInfo(ZONE))

    for dry_run in (True, False):
        with pytest.raises(Rejected, match="how it was at 09:00"):
            past.run(SetPriority(order=number, priority=Priority.P4), dry_run=dry_run)
    with pytest.raises(InvalidInput, match="a moment that has been"):
        past_desk(desk, T0 + MINUTE, ZoneInfo(ZONE))
    assert desk.last_seq() == before


def test_nobody_looks_back_beyond_the_first_event(desk: Desk) -> None:
    desk.run(an_order())
    first = desk.events()[0].at

    with pytest.raises(InvalidInput, match="for the journal begins then") as refused:
        past_desk(desk, first - MINUTE, ZoneInfo(ZONE))
    assert refused.value.expected.startswith("2 Mar 2026 09:00 or later")
    assert past_desk(desk, first, ZoneInfo(ZONE)).now() == first
