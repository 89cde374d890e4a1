"""Is an alert raised at one figure and cleared at another, in each segment by itself?"""

from __future__ import annotations

from dataclasses import replace

from tests.commands.typed import do
from tests.office import MINUTE, an_order, number_of
from tests.ruled import Ruled, an_alert_rule
from wom_tui.commands.facts import LoadFacts
from wom_tui.domain.rule import Outcome
from wom_tui.domain.site import Territory
from wom_tui.store.reader import Reader


def two_in_the_west_one_in_the_east(office: Ruled) -> list[int]:
    return [number_of(office.desk, an_order(site=site)) for site in (1, 2)]


def test_a_count_has_a_threshold_and_another_one_below_it(office: Ruled, order: int) -> None:
    office.enable(an_alert_rule(count="pri=1", by="territory", at_least=2, clear_below=1))
    numbers = [order, *two_in_the_west_one_in_the_east(office)]
    for number in numbers:
        do(office.desk, f"priority {number} 1")
    office.tick()
    assert office.told() == [("territory:West", "open")]
    assert office.alerts()[0].says == "A rule of a test. (3 orders, at least 2)"

    for number in numbers[:2]:
        do(office.desk, f"priority {number} 2")
    office.tick()
    assert office.told() == [("territory:West", "open")]  # one is less than two, and not less than one
    do(office.desk, f"priority {numbers[2]} 2")
    office.tick()

    assert office.told() == []


def test_a_share_of_few_orders_says_nothing(office: Ruled, order: int) -> None:
    office.enable(an_alert_rule(share_of="pri=1", of="status=ready", at_least=40))
    do(office.desk, f"priority {order} 1")
    others = [number_of(office.desk, an_order(site=1 + n % 5)) for n in range(3)]
    assert office.tick().outcomes == []

    last = number_of(office.desk, an_order(site=5))
    assert office.tick().outcomes == []  # one of five is 20 %
    do(office.desk, f"priority {others[0]} 1")
    assert office.tick().outcomes == [Outcome.DONE]
    assert office.told() == [("office", "open")]
    assert office.alerts()[0].value == 40
    do(office.desk, f"cancel {last} no more")
    office.tick()

    assert office.told() == []


def test_hours_of_work_are_counted(office: Ruled, order: int) -> None:
    office.enable(an_alert_rule(hours="status=ready", by="type", at_least=3))
    assert office.tick().outcomes == []

    two_in_the_west_one_in_the_east(office)  # an hour each
    office.tick()

    assert office.told() == [("type:Street light", "open")]


def test_a_place_that_gets_another_name_is_another_subject(office: Ruled, order: int) -> None:
    office.enable(an_alert_rule(count="pri<=4", by="territory", at_least=1))
    office.tick()
    (west,) = (one for one in office.desk.ask(Reader.select, Territory) if one.name == "West")
    office.desk.run(LoadFacts(facts=(replace(west, name="Far West"),), what="territories"))

    office.tick()

    assert office.told() == [("territory:Far West", "open")]
    told = [office.tick(), office.tick(MINUTE)]
    assert [(one.outcomes, one.failed) for one in told] == [([], {})] * 2
