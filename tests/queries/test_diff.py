"""Do the differences between two moments lead from the one board to the other?"""

from __future__ import annotations

import random
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from tests.office import KIM, MINUTE, ZONE, ManualClock, an_order, close_desks, desk_on, filled, number_of
from tests.queries.test_past_desk import a_day
from wom_tui.commands.ending import CancelOrder
from wom_tui.commands.order import SetPriority
from wom_tui.commands.visit import AssignVisit
from wom_tui.domain.work_order import Priority
from wom_tui.present.at import At
from wom_tui.present.cells import plain
from wom_tui.present.diff import diff_lines, verdict
from wom_tui.queries.diff import FIELDS, Differences, Group, differences
from wom_tui.queries.orders import OrderRow

Board = dict[int, tuple[Any, ...]]


def fields(rows: dict[int, OrderRow]) -> Board:
    return {number: tuple(getattr(row, name) for name in FIELDS) for number, row in rows.items()}


def applied(board: Board, seen: Differences) -> Board:
    """The board with what differs put in."""
    after = dict(board)
    for one in seen.found:
        if one.after is None:
            del after[one.number]
        else:
            after[one.number] = tuple(getattr(one.after, name) for name in FIELDS)
        if one.before is not None:
            assert board[one.number] == tuple(getattr(one.before, name) for name in FIELDS)
    return after


@pytest.mark.parametrize("seed", range(3))
def test_a_board_with_its_differences_is_the_later_board(database_url: str, seed: int) -> None:
    clock, chance = ManualClock(), random.Random(seed)
    desk = filled(desk_on(database_url, clock=clock))
    told = a_day(desk, clock, chance)
    moments = sorted(told)

    for _ in range(12):
        since, until = sorted(chance.sample(moments, 2))
        seen = desk.ask(differences, since, until, clock())

        assert applied(fields(told[since]), seen) == fields(told[until])
    last = desk.ask(differences, moments[0], None, clock())
    assert applied(fields(told[moments[0]]), last) == fields(told[moments[-1]])
    close_desks()


def test_each_order_is_told_once_by_what_became_of_it(database_url: str) -> None:
    clock = ManualClock()
    desk = filled(desk_on(database_url, clock=clock))
    given, urgent, gone, same = (number_of(desk, an_order()) for _ in range(4))
    since = clock()
    clock.forward(MINUTE)
    desk.run(AssignVisit(order=given, technician=KIM, start_at=clock() + 60 * MINUTE))
    desk.run(SetPriority(order=urgent, priority=Priority.P1))
    desk.run(SetPriority(order=same, priority=Priority.P1))
    desk.run(SetPriority(order=same, priority=Priority.P2))
    desk.run(CancelOrder(order=gone, reason="called off"))
    new = number_of(desk, an_order(title="Tree\x1b[2J down"))

    seen = desk.ask(differences, since, None, clock())

    assert {one.number: one.group for one in seen.found} == {
        new: Group.NEW, given: Group.ASSIGNED, urgent: Group.CHANGED, gone: Group.CANCELLED,
    }  # fmt: skip
    assert plain(verdict(seen)) == "1 new    1 given to somebody    1 changed    1 cancelled"
    text = "\n".join(diff_lines(seen, At(clock(), ZoneInfo(ZONE))))
    assert "technician K. Moran   at 10:01   ○ ready → □ scheduled" in text
    assert "priority P2 → P1" in text
    assert "\x1b" not in text
    close_desks()
