"""What follows from an act on several orders is said with their numbers."""

from __future__ import annotations

from zoneinfo import ZoneInfo

from tests.commands.typed import do
from tests.office import T0, ZONE, an_order, number_of
from wom_tui.desk import Desk
from wom_tui.present.effects import effects


def _said(desk: Desk, *lines: str) -> list[str]:
    return effects(do(desk, *lines).events, T0, ZoneInfo(ZONE))


def test_of_several_orders_each_thing_is_said_with_those_of_which_it_is_true(desk: Desk) -> None:
    a, b, c = (number_of(desk, an_order()) for _ in range(3))

    assert _said(desk, f"hold {a} {c} parts until fri", f"hold {b} weather until fri") == [
        f"{a}, {c}: the clock stops, look again 6 Mar 08:30",
        f"{b}: the clock goes on: a hold for weather does not stop it; look again 6 Mar 08:30",
    ]
    assert _said(desk, f"release {a}", f"hold {a} parts until fri") == [
        "the clock stops, look again 6 Mar 08:30"
    ]


def test_parts_that_are_free_again_are_told_with_the_order_that_had_them(desk: Desk) -> None:
    a, b, c = (number_of(desk, an_order()) for _ in range(3))
    do(desk, "warehouse main", "part BELT Belt", "receive BELT 5 main")
    do(desk, f"reserve {a} 1 BELT", f"reserve {c} 1 BELT")

    assert _said(desk, f"cancel {a} {b} {c} called off") == [f"{a}, {c}: reserved parts are free again"]
    assert _said(desk, f"cancel {number_of(desk, an_order())} called off") == []
