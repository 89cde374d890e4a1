"""Are the orders that a condition leaves the same, whether all are read or only those that may meet it?"""

from __future__ import annotations

import pytest

from tests.office import T0, an_order, number_of
from wom_tui.commands.order import SetPriority
from wom_tui.desk import Desk
from wom_tui.domain.filter import parse_filter
from wom_tui.domain.work_order import Priority
from wom_tui.queries import rules
from wom_tui.queries.narrowing import numbers_that_may
from wom_tui.queries.orders import OPEN
from wom_tui.queries.rules import View

CONDITIONS = (
    "pri=1",
    "pri=1 site=site*",
    "pri!=3",
    "!pri=3 status=draft,ready",
    "number<3",
    "number>100",
    "requester=none pri=1",
    "version>1 /light",
    "opened<+1m pri=1 due<+9d",
    "parts=none parent=none pri<=2",
    "sla=ok",
    "sla!=breached site=site*",
    "/site",
    "",
)


@pytest.fixture
def orders(desk: Desk) -> list[int]:
    numbers = [number_of(desk, an_order(site=1 + n % 5)) for n in range(12)]
    for number, priority in zip(numbers[:3], (Priority.P1, Priority.P2, Priority.P1), strict=True):
        desk.run(SetPriority(order=number, priority=priority))
    return numbers


def test_what_one_condition_has_read_without_places_another_has_with_them(
    desk: Desk, orders: list[int]
) -> None:
    def both(view: View) -> tuple[list[int], list[int]]:
        first = view.meeting(parse_filter("sla!=breached", now=T0, zone="UTC"))
        return first, view.meeting(parse_filter("site=site*", now=T0, zone="UTC"))

    assert desk.ask(lambda reader: both(View(reader))) == (orders, orders)


@pytest.mark.parametrize("text", CONDITIONS)
def test_the_same_orders_meet_a_condition(
    desk: Desk, orders: list[int], text: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    condition = parse_filter(text, now=T0, zone="UTC")

    narrowed = desk.ask(lambda reader: View(reader).meeting(condition))
    monkeypatch.setattr(rules, "MOST_NARROWED", 0)
    whole = desk.ask(lambda reader: View(reader).meeting(condition))

    assert narrowed == whole


def test_only_those_that_may_meet_it_are_read(desk: Desk, orders: list[int]) -> None:
    def left(text: str) -> frozenset[int] | None:
        return desk.ask(numbers_that_may, parse_filter(text, now=T0, zone="UTC"), OPEN)

    assert left("pri=1 site=nowhere") == frozenset({orders[0], orders[2]})
    assert left("number<0") == frozenset()
    assert left("status=draft,ready") is None  # most are
    assert left("site=nowhere") is None  # does not stand in the order's own columns
    assert left("/light") is None


def test_where_many_rules_ask_all_are_read_once(
    desk: Desk, orders: list[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []
    monkeypatch.setattr(
        rules, "numbers_that_may", lambda _reader, condition, _of: asked.append(condition.text)
    )

    def look(view: View) -> None:
        for number in range(rules.MOST_NARROWED + 3):
            view.meeting(parse_filter(f"number={number}", now=T0, zone="UTC"))

    desk.ask(lambda reader: look(View(reader)))

    assert asked == ["number=0"]  # which left too many, as it seems
