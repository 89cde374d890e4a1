"""Planning a day and accepting the plan: one act, one undo, and what has changed since is listed."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.office import (
    ALI,
    HOUR,
    KIM,
    MINUTE,
    MONDAY,
    T0,
    TREES,
    StraightLine,
    a_site,
    an_order,
    number_of,
)
from wom_tui.commands.facts import LoadFacts
from wom_tui.commands.hold import HoldOrder
from wom_tui.commands.order import EditOrder, SetPriority
from wom_tui.commands.plan import AcceptPlan
from wom_tui.commands.roster import AddAbsence
from wom_tui.commands.undo import Undo
from wom_tui.commands.visit import AddVisit, AssignVisit
from wom_tui.desk import Desk
from wom_tui.domain.travel_hours import HourFactors
from wom_tui.domain.visit import Visit, VisitStatus
from wom_tui.domain.work_order import HoldReason, Priority
from wom_tui.domain.work_type import WorkType
from wom_tui.errors import NotFound
from wom_tui.planning.effort import Effort
from wom_tui.queries.orders import order_rows
from wom_tui.store.reader import Reader


def visits(reader: Reader) -> tuple[Visit, ...]:
    return reader.select(Visit)


def statuses(desk: Desk) -> dict[int, str]:
    return {row.number: row.status for row in desk.ask(order_rows)}


def test_a_plan_places_every_order_that_somebody_has_time_and_skill_for(desk: Desk) -> None:
    lights = [number_of(desk, an_order(site=n)) for n in (1, 2, 3)]
    tree = number_of(desk, an_order(work_type=TREES, title="Branch down"))

    plan = desk.plan(MONDAY)

    assert {line.order for line in plan.visits} == {*lights, tree}
    assert plan.unplanned == ()
    assert {line.technician for line in plan.visits if line.order == tree} == {ALI}
    assert plan.travel_source == "a straight line"
    assert plan.basis == desk.last_seq()


def test_nobody_is_sent_out_before_now(desk: Desk) -> None:
    number_of(desk, an_order(site=5))

    (line,) = desk.plan(MONDAY).visits

    assert line.start_at == T0 + 5 * MINUTE  # five minutes on the road, and 14:05 is a round time
    assert line.travel_s == 300


def test_slower_hours_count_for_the_whole_shift_in_the_plan_and_in_the_rules(desk: Desk) -> None:
    number = number_of(desk, an_order(site=5))
    slow = replace(desk, travel=StraightLine(HourFactors.read("0-24=2")))

    plan = slow.plan(MONDAY)
    slow.run(AcceptPlan(plan=plan))

    (line,) = plan.visits
    assert (line.travel_s, line.start_at) == (600, T0 + 10 * MINUTE)
    (visit,) = desk.ask(visits)
    assert (visit.order_id, visit.travel_s) == (number, 600)


def test_urgent_orders_get_the_first_slots(desk: Desk) -> None:
    numbers = [number_of(desk, an_order(site=1)) for _ in range(12)]
    desk.run(SetPriority(order=numbers[-1], priority=Priority.P1))

    plan = desk.plan(MONDAY)

    first = min(plan.visits, key=lambda line: (line.start_at, line.order != numbers[-1]))
    assert first.order == numbers[-1]
    assert numbers[-1] not in {line.order for line in plan.unplanned}


def test_what_finds_no_place_is_listed_with_the_counted_reasons(desk: Desk) -> None:
    for _ in range(12):
        number_of(desk, an_order(work_type=TREES))

    plan = desk.plan(MONDAY)

    assert plan.unplanned
    assert {line.reason for line in plan.unplanned} == {"1 is full until 16:30, 1 lacks trees 2"}


def test_an_order_that_waits_for_an_approval_is_left_out_and_says_so(desk: Desk) -> None:
    felling = WorkType(id=9, name="Felling", duration_min=60, skills=(), needs_approval=True)
    desk.run(LoadFacts(facts=(felling,)))
    number = number_of(desk, an_order(work_type=9))

    plan = desk.plan(MONDAY)

    assert plan.visits == ()
    assert [(line.order, line.reason) for line in plan.unplanned] == [
        (number, f"order {number} needs an approval; it is pending")
    ]


def test_a_plan_books_nothing_until_it_is_accepted(desk: Desk) -> None:
    number = number_of(desk, an_order())
    before = desk.last_seq()

    desk.plan(MONDAY)

    assert desk.last_seq() == before
    assert statuses(desk)[number] == "ready"


def test_accepting_a_plan_is_one_act_and_one_undo(desk: Desk) -> None:
    numbers = [number_of(desk, an_order(site=n)) for n in (1, 2, 3)]
    plan = desk.plan(MONDAY)

    receipt = desk.run(AcceptPlan(plan=plan))

    assert receipt.result["planned"] == 3
    assert receipt.result["refused"] == []
    assert {statuses(desk)[n] for n in numbers} == {"scheduled"}
    booked = {v.order_id: (v.technician_id, v.start_at, v.end_at, v.travel_s) for v in desk.ask(visits)}
    assert booked == {v.order: (v.technician, v.start_at, v.end_at, v.travel_s) for v in plan.visits}

    desk.run(Undo())

    assert {statuses(desk)[n] for n in numbers} == {"ready"}
    assert desk.ask(visits) == ()


def test_an_accepted_plan_leaves_nothing_to_plan(desk: Desk) -> None:
    for n in (1, 2, 3):
        number_of(desk, an_order(site=n))
    desk.run(AcceptPlan(plan=desk.plan(MONDAY)))

    again = desk.plan(MONDAY)

    assert (again.visits, again.unplanned, again.travel_s) == ((), (), 0)


def test_lines_can_be_left_out(desk: Desk) -> None:
    numbers = [number_of(desk, an_order(site=n)) for n in (1, 2, 3)]

    receipt = desk.run(AcceptPlan(plan=desk.plan(MONDAY), orders=(numbers[0], numbers[2])))

    assert receipt.result["planned"] == 2
    assert statuses(desk)[numbers[1]] == "ready"


def test_what_changed_since_is_listed_and_the_rest_is_taken_over(desk: Desk) -> None:
    kept, held, taken = (number_of(desk, an_order(site=n)) for n in (1, 2, 3))
    plan = desk.plan(MONDAY)
    line = next(v for v in plan.visits if v.order == taken)
    other = number_of(desk, an_order(site=4))
    desk.run(HoldOrder(order=held, reason=HoldReason.PARTS, until_at=T0 + 24 * HOUR))
    desk.run(AssignVisit(order=other, technician=line.technician, start_at=line.start_at))

    receipt = desk.run(AcceptPlan(plan=plan))

    refused = {row["number"]: row["reason"] for row in receipt.result["refused"]}
    assert set(refused) >= {held, taken}
    assert all(refused.values())
    assert statuses(desk)[kept] == "scheduled"
    assert statuses(desk)[held] == "on_hold"
    assert receipt.result["planned"] == 3 - len(refused)


def test_an_order_that_somebody_has_given_away_meanwhile_is_not_planned_a_second_time(desk: Desk) -> None:
    fresh, waiting = number_of(desk, an_order()), number_of(desk, an_order())
    desk.run(AddVisit(order=waiting))
    plan = desk.plan(MONDAY)
    desk.run(AssignVisit(order=fresh, technician=ALI, start_at=T0 + 4 * HOUR))
    desk.run(AssignVisit(order=waiting, visit=1, technician=ALI, start_at=T0 + 5 * HOUR + 5 * MINUTE))
    before = desk.ask(visits)

    receipt = desk.run(AcceptPlan(plan=plan))

    assert receipt.result["planned"] == 0
    assert {row["reason"] for row in receipt.result["refused"]} == {
        f"order {number} has been given to A. Diallo meanwhile" for number in (fresh, waiting)
    }
    assert desk.ask(visits) == before


def test_a_visit_that_waits_for_a_technician_is_planned_and_no_second_one_is_made(desk: Desk) -> None:
    number = number_of(desk, an_order())
    desk.run(AddVisit(order=number))
    (waiting,) = desk.ask(visits)

    plan = desk.plan(MONDAY)
    desk.run(AcceptPlan(plan=plan))

    assert [line.visit for line in plan.visits] == [waiting.id]
    (planned,) = desk.ask(visits)
    assert (planned.id, planned.status, planned.is_booked) == (waiting.id, VisitStatus.PLANNED, True)


def test_who_is_away_gets_nothing(desk: Desk) -> None:
    number_of(desk, an_order(work_type=TREES))
    desk.run(AddAbsence(technician=ALI, start_at=T0 - HOUR, end_at=T0 + 12 * HOUR, reason="ill"))

    (line,) = desk.plan(MONDAY).unplanned

    assert line.reason == "1 is absent, 1 lacks trees 2"


def test_a_territory_plans_only_its_own_orders(desk: Desk) -> None:
    desk.run(LoadFacts(facts=(a_site(9, territory=2),)))
    west, east = number_of(desk, an_order(site=1)), number_of(desk, an_order(site=9))

    assert {v.order for v in desk.plan(MONDAY, territory="west").visits} == {west}
    assert {v.order for v in desk.plan(MONDAY, territory="East").visits} == {east}
    with pytest.raises(NotFound):
        desk.plan(MONDAY, territory="Nowhere")


def test_planning_the_same_morning_twice_gives_the_same_plan(desk: Desk) -> None:
    for n in (1, 2, 3, 4, 5):
        number_of(desk, an_order(site=n))

    assert desk.plan(MONDAY) == desk.plan(MONDAY)


def a_crew(desk: Desk, size: int) -> int:
    """An order that so many do together."""
    number = number_of(desk, an_order(site=3))
    desk.run(EditOrder(order=number, changes=(("crew_size", size),)))
    return number


@pytest.mark.parametrize("added", [0, 1, 2])
def test_a_crew_is_planned_together_and_accepted_as_a_whole(desk: Desk, added: int) -> None:
    number_of(desk, an_order(site=2))
    crew = a_crew(desk, 2)
    for _ in range(added):
        desk.run(AddVisit(order=crew))

    plan = desk.plan(MONDAY)
    receipt = desk.run(AcceptPlan(plan=plan))

    assert receipt.result["refused"] == []
    booked = [visit for visit in desk.ask(visits) if visit.order_id == crew]
    assert len(booked) == 2
    assert {visit.technician_id for visit in booked} == {KIM, ALI}
    assert len({visit.start_at for visit in booked}) == 1
    assert desk.plan(MONDAY).visits == ()


def test_who_is_booked_already_gets_the_rest_of_the_crew_at_that_time(desk: Desk) -> None:
    crew = a_crew(desk, 2)
    desk.run(AssignVisit(order=crew, technician=KIM, start_at=T0 + 2 * HOUR))
    desk.run(AddVisit(order=crew))

    (line,) = desk.plan(MONDAY).visits

    assert (line.order, line.technician, line.start_at) == (crew, ALI, T0 + 2 * HOUR)


def test_a_crew_that_is_never_free_together_says_so(desk: Desk) -> None:
    crew = a_crew(desk, 3)

    (left,) = desk.plan(MONDAY).unplanned

    assert left.order == crew
    assert left.reason == "needs 3 technicians at the same time; 2 could come, but not at one time"


def test_several_days_are_planned_together_and_accepted_as_one_act(desk: Desk) -> None:
    orders = {number_of(desk, an_order(site=1 + n % 4)) for n in range(14)}

    first, second, third = desk.search_days(MONDAY, 3, effort=Effort(iterations=20))

    days = [{line.order for line in plan.visits} for plan in (first, second, third)]
    assert days[0]
    assert days[1]
    assert set.union(*days) == orders
    assert sum(map(len, days)) == len(orders)
    assert [plan.unplanned for plan in (first, second, third)] == [(), (), ()]
    receipt = desk.run_all([AcceptPlan(plan=plan) for plan in (first, second, third)])
    assert (receipt.result["planned"], receipt.result["refused"]) == (len(orders), [])
    desk.run(Undo())
    assert desk.ask(visits) == ()
