"""How much may rules still do in a minute in which much was done already?"""

from __future__ import annotations

from tests.office import T0
from wom_tui.automation.minute_cap import MINUTE_S, MinuteCap
from wom_tui.domain.alert_rule import ActKind, AlertAct
from wom_tui.domain.rule import Firing

RAISE = AlertAct(kind=ActKind.RAISE)


def firings(number: int, act: AlertAct | None = None) -> list[Firing]:
    return [Firing(rule="some", order=order, occasion="1", due_at=T0, act=act) for order in range(number)]


def test_when_more_was_done_elsewhere_than_there_was_room_for_nothing_has_its_turn() -> None:
    cap = MinuteCap(10, clock=lambda: 0.0)
    cap.has_lines = True

    cap.count_acts(12)

    assert cap.is_full
    assert cap.room(firings(5)) == 0


def test_many_alerts_keep_others_waiting_and_nothing_that_is_to_be_done() -> None:
    cap = MinuteCap(10, clock=lambda: 0.0)
    cap.count(firings(8, RAISE))

    cap.has_lines = True

    assert cap.room(firings(5, RAISE)) == 0
    assert cap.room(firings(5)) == 2


def test_a_minute_later_there_is_room_again() -> None:
    now = [0.0]
    cap = MinuteCap(10, clock=lambda: now[0])
    cap.count(firings(8, RAISE))
    cap.has_lines = True

    now[0] = MINUTE_S

    assert cap.room(firings(20, RAISE)) == 5
