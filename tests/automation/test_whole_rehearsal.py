"""Is it said what a rule would come to that is about no single order, and is nothing of it written?"""

from __future__ import annotations

from datetime import UTC, date, timedelta

from tests.office import ALI, HOUR, KIM, MINUTE, MONDAY, T0
from tests.ruled import FEW, Ruled
from tests.running_day import away, booked
from tests.upkeep import a_plan, with_plans
from wom_tui.automation.whole_rehearsal import would_have_looked, would_make, would_make_until, would_mend
from wom_tui.commands.facts import LoadFacts
from wom_tui.domain.rule import Mending
from wom_tui.domain.rule_text import read_rule
from wom_tui.domain.setback import SetbackKind
from wom_tui.domain.work_type import WorkType
from wom_tui.present.rule_whole import WouldMake, made_lines, mended_lines
from wom_tui.presets.shipped import shipped_rules

MAINTENANCE = read_rule(shipped_rules()["maintenance"])
VAGUE = 3


def test_the_orders_that_plans_want_now_are_told_with_their_due_days_and_what_they_lack(
    office: Ruled,
) -> None:
    office.desk.run(LoadFacts(facts=(WorkType(id=VAGUE, name="Look after it"),), what="types"))
    with_plans(office.desk, a_plan(), a_plan(id=2, name="pump", work_type_id=VAGUE))
    before = office.desk.last_seq()

    made, count = would_make(MAINTENANCE, office.desk, 1)
    (_, second), _ = would_make(MAINTENANCE, office.desk, 5)

    assert (made, count) == ([WouldMake(plan="boiler", due_on=MONDAY)], 2)
    assert second == WouldMake(plan="pump", due_on=MONDAY, missing=("duration", "skills"))
    assert list(made_lines([second], 2)) == [
        "2 orders of plans would be made now, the first 1 of them here",
        "due 2026-03-02  pump  a draft, no duration, skills",
    ]
    assert office.desk.last_seq() == before


def test_the_orders_of_the_days_to_come_are_told_by_when_they_would_be_made(office: Ruled) -> None:
    with_plans(office.desk, a_plan())

    assert [one.due_on for one in would_make_until(office.desk, 1)] == [MONDAY, date(2026, 4, 2)]
    assert [one.due_on for one in would_make_until(office.desk, 31)][-1] == date(2026, 5, 2)


def test_what_stands_against_the_day_is_told_with_the_repair_and_nothing_is_moved(office: Ruled) -> None:
    visit = booked(office, KIM, T0 + 4 * HOUR)
    away(office, KIM)
    before = office.desk.last_seq()

    would = would_mend(Mending(), office.desk, FEW)

    assert [(one.order, one.kind) for one in would.setbacks] == [(visit.order_id, SetbackKind.ABSENT)]
    assert would.found is not None
    assert [(line.order, line.technician) for line in would.found.plan.visits] == [(visit.order_id, ALI)]
    told = list(mended_lines(would, {KIM: "K. Moran", ALI: "A. Diallo"}, UTC))
    assert told[0] == "1 order would be looked at"
    assert told[2].startswith("1 visit moves")
    assert office.desk.last_seq() == before


def test_where_nothing_stands_against_the_day_that_is_said(office: Ruled) -> None:
    booked(office, KIM, T0 + 4 * HOUR)

    would = would_mend(Mending(), office.desk, FEW)

    assert list(mended_lines(would, {}, UTC)) == [
        "nothing stands against the day's plan that was not answered"
    ]


def test_what_it_would_have_looked_at_is_told_once_with_when_and_why(office: Ruled) -> None:
    visit = booked(office, KIM, T0 + 4 * HOUR)
    office.clock.forward(HOUR)
    away(office, KIM)
    office.clock.forward(30 * MINUTE)

    found = would_have_looked(Mending(), office.desk, T0 + MINUTE)

    assert found.raised == ((T0 + HOUR, f"order:{visit.order_id}"),)
    assert "K. Moran" in found.said[0]
    assert (found.step, found.is_cut) == (timedelta(minutes=1), False)
    cut = would_have_looked(Mending(), office.desk, T0 + MINUTE, go_on=lambda found: found.looks < 5)
    assert (cut.looks, cut.raised, cut.is_cut) == (5, (), True)
