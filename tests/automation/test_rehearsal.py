"""Is it said beforehand what a rule would have done?"""

from __future__ import annotations

from datetime import timedelta

from tests.commands.typed import do
from tests.office import HOUR, MINUTE, an_order, number_of
from tests.ruled import Ruled, a_rule
from wom_tui.grammar.rule_lines import checked_rule
from wom_tui.grammar.rule_rehearsal import would_have_fired

DAY = timedelta(days=1)


def fired(office: Ruled, text: str) -> list[tuple[timedelta, tuple[int, ...]]]:
    """How long ago, and for which orders."""
    desk = office.desk
    found = would_have_fired(checked_rule(text), desk, desk.now() - DAY)
    return [(desk.now() - one.at, one.orders) for one in found.fired]


def test_each_moment_is_seen_as_the_office_stood_then(office: Ruled, order: int) -> None:
    office.clock.forward(20 * MINUTE)
    do(office.desk, f"priority {order} 1")
    office.clock.forward(20 * MINUTE)
    do(office.desk, f"priority {order} 3")
    office.clock.forward(20 * MINUTE)
    before = office.desk.last_seq()

    assert fired(office, a_rule(when="pri=1", every="15m")) == [(30 * MINUTE, (order,))]
    assert office.desk.last_seq() == before


def test_events_are_found_with_the_orders_behind_them(office: Ruled, order: int) -> None:
    other = number_of(office.desk, an_order(site=2))
    office.clock.forward(10 * MINUTE)
    do(office.desk, f"priority {order} 1")
    office.clock.forward(10 * MINUTE)
    do(office.desk, f"priority {other} 1", f"hold {order} parts")
    office.clock.forward(10 * MINUTE)

    assert fired(office, a_rule(event="order.prioritised")) == [
        (20 * MINUTE, (order,)),
        (10 * MINUTE, (other,)),
    ]
    assert fired(office, a_rule(event="order.prioritised", when="number>1")) == [(10 * MINUTE, (other,))]


def test_a_timer_is_found_by_the_clock_as_it_is_now(office: Ruled, order: int) -> None:
    office.clock.forward(2 * HOUR)

    assert fired(office, a_rule(after="30m", of="opened")) == [(90 * MINUTE, (order,))]


def test_where_it_takes_long_the_last_moments_are_looked_at(office: Ruled, order: int) -> None:
    office.clock.forward(HOUR)
    desk = office.desk

    found = would_have_fired(checked_rule(a_rule(every="15m")), desk, desk.now() - DAY, most_s=0)

    assert (found.looks, found.of) == (1, 96)
    assert [one.at for one in found.fired] == [desk.now()]
