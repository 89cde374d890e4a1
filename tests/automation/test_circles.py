"""Is a circle of rules told as what it was: stopped, and nothing done? And what else of a rule was not done?"""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from tests.commands.typed import do
from tests.office import MINUTE
from tests.ruled import Ruled, a_rule, an_alert_rule
from wom_tui.commands.command import Command
from wom_tui.commands.rule import DisableRule, EnableRule, KeepRule
from wom_tui.commands.undo import Undo
from wom_tui.domain.alert import Alert
from wom_tui.domain.log_filter import parse_log_filter
from wom_tui.queries.log import log_page
from wom_tui.queries.rules_seen import meanwhile
from wom_tui.store.reader import Reader

DOWN, UP = (
    a_rule(name, f"pri={3 - level}", f"priority {{order}} {level}", event="order.prioritised")
    for name, level in (("down", 2), ("up", 1))
)
OTHER = a_rule("down", "pri=4", "priority {order} 2", event="order.prioritised")
WAY = "it caused itself: down → up → down"


@pytest.fixture
def circle(office: Ruled, order: int) -> Ruled:
    """Two rules that have caused each other; the second round of one of them was stopped."""
    office.enable(UP)
    office.enable(DOWN)
    go_round(office, order)
    return office


def go_round(office: Ruled, order: int) -> None:
    do(office.desk, f"priority {order} 1")
    for _ in range(8):
        office.tick(MINUTE)


def test_the_log_tells_that_it_was_stopped_and_of_nothing_that_was_not_done(
    circle: Ruled, order: int
) -> None:
    asked = parse_log_filter("door=rule", circle.desk.now(), "UTC")

    last, *before = circle.desk.ask(log_page, asked, after=None, until=None, limit=20).acts

    assert last.summary == f"rule down was stopped for order {order}: {WAY}"
    assert [act.summary for act in before] == [
        f"rule up: priority {order} 1",
        f"rule down: priority {order} 2",
    ]


def test_what_happened_meanwhile_counts_as_many_as_the_log_lists(circle: Ruled) -> None:
    found = circle.desk.ask(meanwhile, datetime(2000, 1, 1, tzinfo=UTC))

    assert (found.acts, found.stopped, found.refused) == (2, 1, 0)


def test_its_alert_says_that_the_rule_is_still_on_and_what_to_do(circle: Ruled) -> None:
    (told,) = circle.alerts()

    assert (told.rule, told.subject, circle.rule("down").is_on) == ("rule-loop", "rule:down", True)
    assert told.says == (
        f"The rule down was stopped this once: {WAY}. It is still on: change it or switch it off; "
        "if it may go on as it is: wom rule enable down"
    )


@pytest.mark.parametrize(
    ("line", "why"),
    [
        (EnableRule(text=DOWN), "it may go on as it is"),
        (EnableRule(text=OTHER), "it was switched on again"),
        (KeepRule(text=OTHER), "it was changed"),
        (DisableRule(name="down", reason="too often"), "it was switched off"),
    ],
)
def test_its_alert_ends_when_somebody_has_seen_to_the_rule_and_stands_again_by_undo(
    circle: Ruled, line: Command, why: str
) -> None:
    (told,) = circle.alerts()

    done = circle.desk.run(line)

    after = circle.desk.ask(Reader.get, Alert, told.number)
    assert (after.is_open, after.cleared_why) == (False, why)
    assert [row.rule for row in circle.alerts()] in ([], ["rule-off"])
    circle.desk.run(Undo(receipt=done.command_id))
    assert [row.number for row in circle.alerts()] == [told.number]


def test_after_that_another_circle_is_told_anew(circle: Ruled, order: int) -> None:
    circle.desk.run(EnableRule(text=DOWN))
    do(circle.desk, f"priority {order} 3")
    assert circle.desk.run(EnableRule(text=DOWN)).events == ()  # it is so already

    go_round(circle, order)

    assert [(row.rule, row.subject) for row in circle.alerts()] == [("rule-loop", "rule:down")]


def test_of_a_rule_that_raised_its_alert_and_whose_line_was_refused_the_log_says_that(
    office: Ruled, order: int
) -> None:
    office.enable(an_alert_rule("told", when="pri<=4", do=["arrive {order}"]))
    office.tick(MINUTE)

    asked = parse_log_filter("door=rule", office.desk.now(), "UTC")
    (act,) = office.desk.ask(log_page, asked, after=None, until=None, limit=20).acts

    assert act.summary == f"rule told: raise the alert about order:{order}; refused: arrive {order}"
