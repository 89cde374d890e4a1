"""Are alerts told once and none lost: by the next runner, when clocks jump, in a flood, when somebody was faster?"""

from __future__ import annotations

from datetime import timedelta

import pytest

from tests.commands.typed import do
from tests.office import HOUR, MINUTE, an_order, number_of
from tests.ruled import Ruled, an_alert_rule
from wom_tui.commands.rule import DisableRule
from wom_tui.domain.alert import AlertStatus
from wom_tui.domain.rule import Outcome
from wom_tui.queries.alerts import Which

EVER = Which(status=frozenset(AlertStatus))


def test_the_next_runner_goes_on_where_the_one_before_has_died(office: Ruled, order: int) -> None:
    office.enable(an_alert_rule(when="pri=1", lasting="10m"))
    do(office.desk, f"priority {order} 1")
    office.tick()
    office.tick(6 * MINUTE)

    office.may = office.take("two")
    office.runner = office.another()

    assert office.tick(3 * MINUTE).outcomes == []
    assert office.tick(MINUTE).outcomes == [Outcome.DONE]
    office.may = office.take("three")
    office.runner = office.another()
    assert office.tick(HOUR).outcomes == []


@pytest.mark.parametrize("jump", [HOUR, -HOUR, timedelta(days=365), timedelta(days=-365)])
def test_a_clock_that_jumps_makes_no_second_alert_and_loses_none(
    office: Ruled, order: int, jump: timedelta
) -> None:
    office.enable(an_alert_rule(when="pri=1", lasting="10m"))
    office.enable(an_alert_rule("other", when="pri=1"))
    do(office.desk, f"priority {order} 1")
    office.tick()
    office.clock.forward(jump)

    for _ in range(12):
        office.tick(MINUTE)

    assert sorted((row.rule, row.status) for row in office.alerts(EVER)) == [
        ("not-accepted", "open"),
        ("other", "open"),
    ]


def test_a_flood_of_alerts_is_held_and_the_worst_is_told_first(office: Ruled) -> None:
    office.enable(an_alert_rule("a-info", when="pri<=4", alert="info"))
    office.enable(an_alert_rule("b-critical", when="pri<=4", alert="critical"))
    for n in range(40):
        number_of(office.desk, an_order(site=1 + n % 5))

    told = office.tick()

    assert (told.done, told.held) == (50, 30)
    assert [row.severity for row in office.alerts()] == ["critical"] * 40 + ["info"] * 10
    office.tick(MINUTE)
    assert len(office.alerts()) == 80


def test_a_flood_of_alerts_leaves_half_of_the_minute_to_other_rules(office: Ruled) -> None:
    office.enable(an_alert_rule(when="pri<=4"))
    office.enable(
        'name = "note-it"\nsays = "Notes."\nevent = "order.created"\ndo = ["note {order} seen"]\n'
        'catch_up = "run_all"\n'
    )
    for n in range(40):
        number_of(office.desk, an_order(site=1 + n % 5))

    office.tick()

    assert (len(office.alerts()), len(office.notes())) == (25, 25)


def test_what_has_ended_by_the_time_that_its_turn_comes_is_not_told(office: Ruled, order: int) -> None:
    office.enable(an_alert_rule(when="pri=1"))
    do(office.desk, f"priority {order} 1")

    told = office.tick_during(lambda: do(office.desk, f"priority {order} 2"))

    assert (told.outcomes, office.told()) == ([Outcome.LAPSED], [])


def test_what_holds_again_after_that_is_told_in_the_next_minute(office: Ruled, order: int) -> None:
    office.enable(an_alert_rule(when="pri=1"))
    do(office.desk, f"priority {order} 1")
    office.tick_during(lambda: do(office.desk, f"priority {order} 2"))
    do(office.desk, f"priority {order} 1")

    office.tick()
    office.tick(MINUTE)

    assert office.told() == [(f"order:{order}", "open")]


def test_an_alert_of_a_rule_that_is_off_stays_and_is_cleared_when_it_is_on_again(
    office: Ruled, order: int
) -> None:
    text = an_alert_rule(when="pri=1", escalate=["15m manager"])
    office.enable(text)
    do(office.desk, f"priority {order} 1")
    office.tick()
    office.desk.run(DisableRule(name="not-accepted", reason="too loud"))
    do(office.desk, f"priority {order} 2")

    assert office.tick(HOUR).outcomes == []
    assert (f"order:{order}", "open") in office.told()
    office.enable(text)
    office.tick()

    assert office.told() == []
