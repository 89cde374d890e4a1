"""What must be done first: nobody begins before that is over, by hand or by plan, and a plan holds both."""

from __future__ import annotations

import pytest

from tests.commands.typed import do, visits
from tests.office import HOUR, MONDAY, T0, an_order, number_of
from wom_tui.commands.plan import AcceptPlan
from wom_tui.desk import Desk
from wom_tui.domain.plan import Plan
from wom_tui.errors import Rejected
from wom_tui.planning.effort import Effort
from wom_tui.planning.repair import Trouble

FEW = Effort(iterations=40)


@pytest.fixture
def pair(desk: Desk) -> tuple[int, int]:
    """Two orders; the second must wait for the first."""
    first, second = number_of(desk, an_order(site=1)), number_of(desk, an_order(site=2))
    do(desk, f"edit {second} after={first}")
    return first, second


def starts(plan: Plan) -> dict[int, object]:
    return {line.order: (line.start_at, line.end_at) for line in plan.visits}


def test_by_hand_it_begins_when_the_first_is_over(desk: Desk, pair: tuple[int, int]) -> None:
    first, second = pair
    with pytest.raises(Rejected) as nothing_yet:
        do(desk, f"assign {second} ali 16:00")
    do(desk, f"assign {first} kim 15:00")
    with pytest.raises(Rejected) as too_soon:
        do(desk, f"assign {second} ali 15:30")

    do(desk, f"assign {second} ali 16:00")

    assert [v.code for v in nothing_yet.value.violations] == ["order.predecessor"]
    assert [v.code for v in too_soon.value.violations] == ["order.before_first"]
    assert "planned until" in str(too_soon.value)
    assert visits(desk, second)[0].start_at == T0 + 2 * HOUR


def test_a_plan_holds_both_one_after_the_other(desk: Desk, pair: tuple[int, int]) -> None:
    first, second = pair
    for plan in (desk.plan(MONDAY), desk.search(MONDAY, effort=FEW)[0]):
        by_order = {line.order: line for line in plan.visits}
        assert by_order.keys() == {first, second}
        assert by_order[second].start_at >= by_order[first].end_at

    assert desk.run(AcceptPlan(plan=plan)).result["refused"] == []
    assert visits(desk, second)[0].is_booked


def test_without_the_first_the_second_is_not_taken_over(desk: Desk, pair: tuple[int, int]) -> None:
    first, second = pair
    plan = desk.plan(MONDAY)

    receipt = desk.run(AcceptPlan(plan=plan, orders=(second,)))

    (refused,) = receipt.result["refused"]
    assert refused["number"] == second
    assert f"order {first} must be done before" in refused["reason"]


def test_what_waits_for_something_that_no_plan_has_is_left_out_and_says_so(
    desk: Desk, pair: tuple[int, int]
) -> None:
    first, second = pair
    do(desk, f'hold {first} access until "tue 15:00"')

    plan = desk.search(MONDAY, effort=FEW)[0]

    assert [one.order for one in plan.unplanned] == [second]
    assert f"order {first} must be done before {second}" in plan.unplanned[0].reason


def test_a_later_day_comes_after_what_the_day_before_holds(desk: Desk, pair: tuple[int, int]) -> None:
    first, second = pair
    do(desk, f'edit {second} earliest="tue 13:00"')

    monday, tuesday = desk.search_days(MONDAY, 2, effort=FEW)

    assert [line.order for line in monday.visits] == [first]
    assert [line.order for line in tuesday.visits] == [second]


def test_a_repair_moves_neither(desk: Desk, pair: tuple[int, int]) -> None:
    first, second = pair
    do(desk, f"assign {first} kim 15:00", f"assign {second} kim 17:00")

    repair = desk.repair(MONDAY, Trouble(late={visits(desk, first)[0].id: 30}))

    assert all(line.order not in pair for line in repair.plan.visits)


def test_chains_are_planned_in_their_order(desk: Desk) -> None:
    last, middle, first = (number_of(desk, an_order(site=site)) for site in (1, 2, 3))
    do(desk, f"edit {last} after={middle}", f"edit {middle} after={first}")

    by_order = {line.order: line for line in desk.search(MONDAY, effort=FEW)[0].visits}

    assert by_order[first].end_at <= by_order[middle].start_at
    assert by_order[middle].end_at <= by_order[last].start_at
