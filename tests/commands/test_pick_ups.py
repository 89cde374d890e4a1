"""Parts that lie in a warehouse: whoever does the order fetches them on the way, once for all visits of the shift."""

from __future__ import annotations

import pytest

from tests.commands.typed import do, visits
from tests.office import KIM, MONDAY, T0, an_order, number_of
from wom_tui.desk import Desk
from wom_tui.domain.technician import Technician
from wom_tui.errors import InvalidInput, Rejected
from wom_tui.planning.effort import Effort
from wom_tui.present.day_sheet import page_of
from wom_tui.queries.day_sheet import day_sheets
from wom_tui.store.days import technician_day
from wom_tui.store.reader import Reader

FEW = Effort(iterations=40)
STRAIGHT, FETCH = 60, 10 * 60  # to site 1; at the warehouse


@pytest.fixture
def desk(desk: Desk) -> Desk:
    """The warehouse lies two minutes south of where everybody begins; all sites lie to the north."""
    do(desk, "warehouse main place=42.28,-71.05", "part BELT Door belt", "receive BELT 9 main")
    return desk


def an_order_with_a_belt(desk: Desk, site: int = 1) -> int:
    """One for which a belt is reserved in the warehouse."""
    number = number_of(desk, an_order(site=site))
    do(desk, f"reserve {number} 1 BELT")
    return number


def travel_s(desk: Desk, number: int) -> int | None:
    return visits(desk, number)[0].travel_s


def test_the_way_goes_by_the_warehouse_once_a_shift(desk: Desk) -> None:
    first, second = an_order_with_a_belt(desk, site=1), an_order_with_a_belt(desk, site=2)

    do(desk, f"assign {second} kim 17:00")
    assert travel_s(desk, second) == 120 + FETCH + 120 + 120  # down, there, up again and on to site 2
    do(desk, f"assign {first} kim 15:00")

    assert travel_s(desk, first) == 120 + FETCH + 120 + STRAIGHT
    assert travel_s(desk, second) == STRAIGHT


def test_what_is_reserved_after_the_visit_was_booked_changes_its_way(desk: Desk) -> None:
    number = number_of(desk, an_order(site=1))
    do(desk, f"assign {number} kim 15:00")
    assert travel_s(desk, number) == STRAIGHT

    do(desk, f"reserve {number} 1 BELT")
    assert travel_s(desk, number) == 120 + FETCH + 120 + STRAIGHT
    do(desk, "warehouse main place=42.29,-71.05 minutes=5")
    assert travel_s(desk, number) == 60 + 300 + 60 + STRAIGHT
    do(desk, f"unreserve {number} BELT")

    assert travel_s(desk, number) == STRAIGHT


def test_who_has_no_time_to_go_by_is_refused_and_told_so(desk: Desk) -> None:
    early, number = number_of(desk, an_order(site=1)), an_order_with_a_belt(desk, site=2)
    do(desk, f"assign {early} kim 15:00")

    with pytest.raises(Rejected) as refused:
        do(desk, f"assign {number} kim 16:10")

    assert [v.code for v in refused.value.violations] == ["visit.travel"]
    assert "7 min late after 1/1 by main for the parts" in refused.value.violations[0].message
    do(desk, f"assign {number} kim 16:17")


def test_a_plan_sends_one_by_the_warehouse_for_all_that_lies_there(desk: Desk) -> None:
    numbers = [an_order_with_a_belt(desk, site=site) for site in (1, 2, 3)]

    for plan in (desk.plan(MONDAY), desk.search(MONDAY, effort=FEW)[0]):
        assert {line.order for line in plan.visits} == set(numbers)
        ways: dict[int, list[int]] = {}
        for line in sorted(plan.visits, key=lambda line: line.start_at):
            ways.setdefault(line.technician, []).append(line.travel_s)
        assert all(first >= 2 * 120 + FETCH + STRAIGHT for first, *_ in ways.values())
        assert all(way <= 2 * STRAIGHT for _, *rest in ways.values() for way in rest)


def test_who_has_been_there_need_not_go_again(desk: Desk) -> None:
    first, second = an_order_with_a_belt(desk, site=1), number_of(desk, an_order(site=2))
    do(desk, f"assign {first} kim 15:00", f"assign {second} kim 17:00")

    do(desk, f"reserve {second} 1 BELT")

    kim = desk.ask(Reader.get, Technician, KIM)
    day = desk.ask(technician_day, kim, MONDAY, desk.travel)
    assert [len(stop.pick_ups) for stop in day.stops] == [1, 1]
    assert day.to_fetch(day.stops[1].pick_ups, day.stops[1].start_at) == ()


def test_the_sheet_of_the_day_says_where_to_go_by(desk: Desk) -> None:
    number = an_order_with_a_belt(desk)
    do(desk, f"assign {number} kim 15:00")

    (sheet,) = desk.ask(day_sheets, MONDAY, technician="kim")
    (entry,) = page_of(sheet, T0).entries

    rows = dict(entry.rows)
    assert "by main: the parts of this and all later visits lie there" in rows["Way"]


@pytest.mark.parametrize(
    ("said", "field"), [("place=somewhere", "place"), ("place=95,0", "lat"), ("minutes=999", "minutes")]
)
def test_a_place_that_is_none_is_refused(desk: Desk, said: str, field: str) -> None:
    with pytest.raises(InvalidInput) as refused:
        do(desk, f"warehouse north {said}")

    assert refused.value.field == field
