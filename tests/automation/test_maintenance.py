"""Plans get their orders ahead of time, each due day once: whoever runs, however often, whenever."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from functools import partial

import pytest

from tests.commands.typed import the_order
from tests.office import ADMIN, MONDAY, TREES, desk_on
from tests.ruled import Ruled
from tests.upkeep import BOILER, a_plan, dues, every, with_plans
from wom_tui.automation import minute_cap
from wom_tui.automation.runner import Runner
from wom_tui.commands.ending import CompleteOrder
from wom_tui.commands.facts import LoadFacts
from wom_tui.commands.maintenance import OpenMaintenance, PauseMaintenance, ResumeMaintenance, plan_named
from wom_tui.commands.undo import Undo
from wom_tui.domain.maintenance import CountsFrom, MaintenancePlan, MeterReading
from wom_tui.domain.maintenance_days import OffDays
from wom_tui.domain.rule import Outcome
from wom_tui.domain.rule_text import read_rule
from wom_tui.domain.work_calendar import Calendar, Holiday, Hours
from wom_tui.domain.work_order import OrderStatus
from wom_tui.domain.work_type import WorkType
from wom_tui.errors import InvalidInput
from wom_tui.present.triage import cause_words
from wom_tui.presets.shipped import shipped_rules
from wom_tui.queries.triage import whole_triage
from wom_tui.rule_desk import RuleDesk
from wom_tui.store.reader import Reader
from wom_tui.store.references import users_of

DAY = timedelta(days=1)
WEEKDAYS = Calendar(
    id=77, name="Weekdays", zone="America/New_York", week=(*((Hours(480, 1020),),) * 5, (), ())
)
VAGUE = 3  # a work type that says neither how long nor who
APRIL, MAY = date(2026, 4, 2), date(2026, 5, 2)


def switch_on(office: Ruled) -> None:
    office.enable(shipped_rules()["maintenance"])


def test_an_order_is_made_as_early_as_its_plan_says(office: Ruled) -> None:
    with_plans(office.desk, a_plan(lead_days=3, grace_days=5))
    switch_on(office)

    assert office.tick().outcomes == [Outcome.DONE]
    assert dues(office.desk) == [MONDAY]
    (made,) = (action.order for action in office.actions())
    assert made is not None
    order = the_order(office.desk, made)
    assert (order.title, order.status, order.source) == ("boiler", OrderStatus.READY, "maintenance")
    assert order.asset_id is not None
    assert order.site_id == 1
    # In New York, whose clocks go forward on 8 March: up to the midnight that ends 7 March.
    assert order.resolve_due_at is not None
    assert order.resolve_due_at.isoformat() == "2026-03-08T05:00:00+00:00"


def test_the_next_order_comes_when_its_day_is_near_enough(office: Ruled) -> None:
    with_plans(office.desk, a_plan())
    switch_on(office)
    office.tick()

    assert office.tick(12 * timedelta(hours=1)).outcomes == []
    assert office.tick(DAY).outcomes == [Outcome.DONE]
    assert dues(office.desk) == [MONDAY, APRIL]


def test_of_a_draft_that_a_plan_has_made_the_history_says_what_it_lacks(office: Ruled) -> None:
    office.desk.run(LoadFacts(facts=(WorkType(id=VAGUE, name="Look after it"),), what="types"))
    with_plans(office.desk, a_plan(work_type_id=VAGUE))
    switch_on(office)

    assert office.tick().outcomes == [Outcome.DONE]

    (made,) = office.actions()
    assert made.order is not None
    assert the_order(office.desk, made.order).status is OrderStatus.DRAFT
    assert made.said == f"order {made.order} is a draft; missing: duration, skills"
    (entry,) = office.desk.ask(whole_triage, office.desk.now()).entries
    assert cause_words(entry.worst, entry.row) == "draft, no duration, skills"


def test_who_takes_over_makes_no_order_twice_even_where_nothing_is_remembered(office: Ruled) -> None:
    with_plans(office.desk, a_plan(), a_plan(id=2, name="pump", horizon_days=70))
    switch_on(office)
    office.tick()
    made = dues(office.desk)

    for holder in ("two", "three"):
        office.may = office.take(holder)
        office.runner = office.another()
        office.runner._marks.clear()
        office.tick(timedelta(minutes=15))

    assert made == [MONDAY, MONDAY, APRIL, MAY]
    assert dues(office.desk) == made
    assert len(office.actions()) == len(made)


def test_leaders_that_die_in_the_middle_make_the_orders_of_one_that_lives(
    office: Ruled, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(minute_cap, "MOST_TOGETHER", 2)
    with_plans(office.desk, a_plan(every=every(1, "week"), horizon_days=35))
    switch_on(office)
    weeks = [MONDAY + week * 7 * DAY for week in range(6)]

    for count in range(1, len(weeks) + 1):
        # Asked for before the tick, and before its first two acts.
        fences = [office.take(f"leader {count}")] * 2
        mortal = Runner(RuleDesk(office.desk), partial(next, iter(fences), None))
        mortal.tick()
        assert dues(office.desk) == weeks[: min(2 * count, len(weeks))]


def test_a_refusal_is_the_matter_of_one_plan_and_the_rule_goes_on(office: Ruled) -> None:
    with_plans(office.desk, a_plan(), a_plan(id=2, name="pump"))
    switch_on(office)
    office.desk.run(LoadFacts(facts=(replace(the_plan(office, 1), work_type_id=TREES),), what="plans"))
    gone = office.desk.ask(Reader.get, WorkType, TREES)
    office.desk.run(LoadFacts(facts=(replace(gone, is_withdrawn=True),), what="types"))

    assert sorted(office.tick().outcomes) == [Outcome.DONE, Outcome.REFUSED]

    assert dues(office.desk) == [MONDAY]
    assert office.rule("maintenance").is_on


def the_plan(office: Ruled, id: int) -> MaintenancePlan:
    return office.desk.ask(Reader.get, MaintenancePlan, id)


@pytest.mark.parametrize("line", ['when = "pri=1"', 'do = ["close {order}"]', 'catch_up = "run_all"'])
def test_what_the_plans_say_the_rule_does_not(line: str) -> None:
    with pytest.raises(InvalidInput, match="each plan says it"):
        read_rule(f"{shipped_rules()['maintenance']}{line}\n")


def test_a_plan_that_slept_a_year_makes_what_it_says_and_no_heap(office: Ruled) -> None:
    with_plans(
        office.desk,
        a_plan(every=every(1, "week"), catch_up=2, horizon_days=7),
        a_plan(id=2, name="none", every=every(1, "week"), catch_up=0, horizon_days=7),
    )
    office.clock.forward(365 * DAY)  # Tuesday, 2 March of the next year
    switch_on(office)

    office.tick()

    missed, in_time = [date(2027, 2, 15), date(2027, 2, 22)], [date(2027, 3, 1), date(2027, 3, 8)]
    assert dues(office.desk) == sorted([*missed, *in_time * 2])


def test_an_interval_that_counts_from_the_work_waits_for_it(office: Ruled) -> None:
    with_plans(office.desk, a_plan(counts_from=CountsFrom.DONE, every=every(10, "day"), horizon_days=30))
    switch_on(office)
    office.tick()
    (first,) = (action.order for action in office.actions())

    assert first is not None
    assert office.tick(20 * DAY).outcomes == []
    office.desk.run(CompleteOrder(order=first, resolution_code="passed"))
    assert office.tick(timedelta(minutes=15)).outcomes == [Outcome.DONE]

    assert dues(office.desk) == [MONDAY, date(2026, 4, 1)]


def test_an_order_that_was_taken_back_is_not_made_again(office: Ruled) -> None:
    with_plans(office.desk, a_plan())
    switch_on(office)
    office.tick()
    (made,) = office.actions()

    office.desk.run(Undo(receipt=made.command_id))
    office.tick(timedelta(minutes=15))

    assert dues(office.desk) == [MONDAY]


def test_what_is_paused_between_look_and_act_may_still_be_made_another_day(office: Ruled) -> None:
    with_plans(office.desk, a_plan())
    switch_on(office)

    told = office.tick_during(
        lambda: office.desk.run(PauseMaintenance(name="boiler", reason="the house is let"))
    )
    assert (told.outcomes, dues(office.desk)) == ([Outcome.LAPSED], [])

    office.desk.run(ResumeMaintenance(name="Boiler"))
    office.tick()
    assert dues(office.desk) == [MONDAY]


def test_the_kill_switch_holds_for_plans_as_well(office: Ruled) -> None:
    with_plans(office.desk, a_plan())
    switch_on(office)

    office.tick_during(lambda: office.desk.run(Undo()))

    assert dues(office.desk) == []


def test_made_by_hand_and_by_the_rule_it_is_one_order(office: Ruled) -> None:
    with_plans(office.desk, a_plan())
    first = office.desk.run(OpenMaintenance(plan=1, due_on=MONDAY)).result["number"]
    again = office.desk.run(OpenMaintenance(plan=1, due_on=MONDAY))
    switch_on(office)
    office.tick()

    assert (again.result["number"], list(again.events)) == (first, [])
    assert dues(office.desk) == [MONDAY]


def test_two_desks_that_make_it_at_once_make_one(office: Ruled, database_url: str) -> None:
    with_plans(office.desk, a_plan())
    other = desk_on(database_url, clock=office.clock, actor=ADMIN)

    numbers = {
        desk.run(OpenMaintenance(plan=1, due_on=MONDAY)).result["number"] for desk in (office.desk, other)
    }

    assert len(numbers) == 1


def test_an_order_is_due_on_the_working_day_to_which_its_day_was_moved(office: Ruled) -> None:
    holiday = Holiday(id=77, calendar_id=77, on=MONDAY, name="A holiday")
    office.desk.run(LoadFacts(facts=(WEEKDAYS, holiday), what="calendars"))
    moving = {"calendar_id": 77, "off_days": OffDays.AFTER, "lead_days": 0, "grace_days": 0}
    with_plans(office.desk, a_plan(every=every(6), **moving))
    switch_on(office)

    assert office.tick(DAY).outcomes == [Outcome.DONE]
    assert office.tick(DAY).outcomes == []

    assert dues(office.desk) == [MONDAY]
    (made,) = (action.order for action in office.actions())
    assert made is not None
    order = the_order(office.desk, made)
    assert f"due {MONDAY + DAY} instead of {MONDAY}" in order.description
    assert order.resolve_due_at is not None
    assert order.resolve_due_at.isoformat() == "2026-03-04T05:00:00+00:00"


def test_a_plan_of_half_a_year_or_500_hours_gets_one_order_for_whichever_is_first(office: Ruled) -> None:
    with_plans(office.desk, a_plan(every=every(6), meter_every=500.0))
    switch_on(office)
    assert office.tick().outcomes == []

    readings = ((1, 100.0), (9, 620.0))
    facts = [
        MeterReading(id=n, asset_id=BOILER, read_at=office.clock.at + n * DAY, value=value)
        for n, value in readings
    ]
    office.desk.run(LoadFacts(facts=tuple(facts), what="readings"))
    assert office.tick(10 * DAY).outcomes == [Outcome.DONE]
    assert office.tick(30 * DAY).outcomes == []

    assert dues(office.desk) == [MONDAY + 9 * DAY]


def test_a_calendar_by_which_a_plan_goes_has_to_stay(office: Ruled) -> None:
    office.desk.run(LoadFacts(facts=(WEEKDAYS,), what="calendars"))
    with_plans(office.desk, a_plan(calendar_id=WEEKDAYS.id, off_days=OffDays.AFTER))

    assert office.desk.ask(users_of, Calendar, [WEEKDAYS.id]) == {
        WEEKDAYS.id: office.desk.ask(plan_named, "boiler")
    }
