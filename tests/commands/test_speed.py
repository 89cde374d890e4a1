"""Who works faster or slower than the work type says takes as long as that: by hand, in slots, in plans and repairs."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from tests.commands.typed import do, visits
from tests.office import ALI, KIM, MINUTE, MONDAY, an_order, number_of
from wom_tui.commands.facts import LoadFacts
from wom_tui.commands.plan import AcceptPlan
from wom_tui.desk import Desk
from wom_tui.domain.technician import Technician
from wom_tui.planning.effort import Effort
from wom_tui.planning.repair import Trouble
from wom_tui.store.reader import Reader

FEW = Effort(iterations=40)


@pytest.fixture
def desk(desk: Desk) -> Desk:
    """Kim needs a quarter more time than usual, an hour and a quarter for an hour."""
    kim = desk.ask(Reader.get, Technician, KIM)
    desk.run(LoadFacts(facts=(replace(kim, speed_factor=0.8),)))
    return desk


def lengths(desk: Desk, number: int) -> list[timedelta | None]:
    return [v.end_at - v.start_at if v.end_at and v.start_at else None for v in visits(desk, number)]


def test_a_visit_is_as_long_as_its_technician_takes(desk: Desk) -> None:
    number = number_of(desk, an_order())

    do(desk, f"assign {number} kim 15:00")
    assert lengths(desk, number) == [75 * MINUTE]
    do(desk, f"reassign {number} ali")

    assert lengths(desk, number) == [60 * MINUTE]


def test_a_plan_counts_with_it(desk: Desk) -> None:
    numbers = [number_of(desk, an_order(site=1 + n % 5)) for n in range(8)]

    for plan in (desk.plan(MONDAY), desk.search(MONDAY, effort=FEW)[0]):
        assert {(line.technician, line.end_at - line.start_at) for line in plan.visits} == {
            (KIM, 75 * MINUTE),
            (ALI, 60 * MINUTE),
        }
    assert desk.run(AcceptPlan(plan=plan)).result["refused"] == []
    assert all(length in (75 * MINUTE, 60 * MINUTE) for number in numbers for length in lengths(desk, number))


def test_a_repair_gives_it_the_time_that_the_next_one_takes(desk: Desk) -> None:
    number = number_of(desk, an_order())
    do(desk, f"assign {number} kim 17:00")

    (line,) = desk.repair(MONDAY, Trouble(sick=frozenset({KIM})), effort=FEW).plan.visits

    assert (line.technician, line.end_at - line.start_at) == (ALI, 60 * MINUTE)


@pytest.mark.parametrize("speed", [0.3, 0.8, 1.0, 1.3, 2.5])
def test_what_it_usually_takes_is_told_from_what_it_took(speed: float) -> None:
    who = Technician(id=1, code="x", name="X", zone="UTC", speed_factor=speed)

    for minutes in range(1, 600, 7):
        took = who.lasts(minutes * MINUTE)
        assert who.lasts(who.usual(took)) == took
        assert took >= minutes * MINUTE / speed - MINUTE
