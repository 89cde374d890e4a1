"""Contractors: what they are paid is weighed, and so many visits a day are enough."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.office import ALI, HOUR, KIM, MONDAY, T0, an_order, number_of
from wom_tui.commands.facts import LoadFacts
from wom_tui.commands.plan import AcceptPlan
from wom_tui.commands.visit import AssignVisit
from wom_tui.desk import Desk
from wom_tui.domain.plan import Plan
from wom_tui.domain.technician import Employment, Technician
from wom_tui.errors import Rejected
from wom_tui.planning.effort import Effort
from wom_tui.store.reader import Reader

FEW = Effort(iterations=60)


def ali_is_hired(desk: Desk, *, cents: int = 0, most: int | None = None) -> None:
    """Ali is a contractor from now on."""
    ali = desk.ask(Reader.get, Technician, ALI)
    hired = replace(ali, kind=Employment.CONTRACTOR, cost_cents_per_visit=cents, max_visits=most)
    desk.run(LoadFacts(facts=(hired,)))


def counts(plan: Plan) -> dict[int, int]:
    """How many visits each has."""
    return {id: sum(line.technician == id for line in plan.visits) for id in (KIM, ALI)}


def test_a_contractor_comes_only_where_it_is_worth_the_money(desk: Desk) -> None:
    for n in range(4):
        number_of(desk, an_order(site=1 + n))
    both = desk.search(MONDAY, effort=FEW)[0]

    ali_is_hired(desk, cents=40_000)
    dear = desk.search(MONDAY, effort=FEW)[0]

    assert counts(both)[ALI] > 0
    assert counts(dear) == {KIM: 4, ALI: 0}


def test_what_contractors_are_paid_is_told_with_the_plan(desk: Desk) -> None:
    ali_is_hired(desk, cents=5_000)
    for n in range(14):
        number_of(desk, an_order(site=1 + n % 5))

    plan = desk.search(MONDAY, effort=FEW)[0]

    assert plan.search is not None
    assert plan.search.terms.hired == counts(plan)[ALI] * 50 * 60 > 0


def test_a_contractor_gets_no_more_visits_than_were_agreed(desk: Desk) -> None:
    ali_is_hired(desk, most=2)
    for n in range(14):
        number_of(desk, an_order(site=1 + n % 5))

    for plan in (desk.plan(MONDAY), desk.search(MONDAY, effort=FEW)[0]):
        assert counts(plan)[ALI] == 2
        assert {one.reason for one in plan.unplanned} == {
            "1 is full until 16:30, 1 takes no more than 2 visits a day"
        }
    assert desk.run(AcceptPlan(plan=plan)).result["refused"] == []


def test_who_has_no_limit_is_not_said_to_have_one(desk: Desk) -> None:
    for tech in desk.ask(Reader.select, Technician):
        desk.run(LoadFacts(facts=(replace(tech, max_overtime_min=120),)))
    for n in range(18):
        number_of(desk, an_order(site=1 + n % 5))

    for plan in (desk.plan(MONDAY), desk.search(MONDAY, effort=FEW)[0]):
        assert plan.unplanned
        assert {one.reason for one in plan.unplanned} == {"2 are full until 16:30"}


def test_one_more_by_hand_needs_a_reason(desk: Desk) -> None:
    ali_is_hired(desk, most=1)
    desk.run(AssignVisit(order=number_of(desk, an_order()), technician=ALI, start_at=T0 + HOUR))
    another = number_of(desk, an_order())

    with pytest.raises(Rejected) as refused:
        desk.run(AssignVisit(order=another, technician=ALI, start_at=T0 + 5 * HOUR))

    assert [v.code for v in refused.value.violations] == ["technician.full"]
    desk.run(AssignVisit(order=another, technician=ALI, start_at=T0 + 5 * HOUR, override="they agreed to it"))
