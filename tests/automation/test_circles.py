"""Is a circle of rules told as what it was: stopped, and nothing done?"""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from tests.commands.typed import do
from tests.office import MINUTE
from tests.ruled import Ruled, a_rule
from wom_tui.domain.log_filter import parse_log_filter
from wom_tui.queries.log import log_page
from wom_tui.queries.rules_seen import meanwhile

WAY = "it caused itself: down → up → down"


@pytest.fixture
def circle(office: Ruled, order: int) -> Ruled:
    """Two rules that have caused each other; the second round of one of them was stopped."""
    for name, level in (("up", 1), ("down", 2)):
        when = f"pri={3 - level}"
        office.enable(a_rule(name, when, f"priority {{order}} {level}", event="order.prioritised"))
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
