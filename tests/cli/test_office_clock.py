"""A time that is typed, or told, is that of the office's clock."""

from __future__ import annotations

from datetime import timedelta

from tests.cli.conftest import Wom
from tests.office import T0
from wom_tui.commands.order import SetPriority
from wom_tui.desk import Desk
from wom_tui.domain.work_order import Priority, WorkOrder
from wom_tui.store.reader import Reader


def test_a_time_is_that_of_the_office(wom: Wom, order: int) -> None:
    wom("do", f"hold {order} parts until fri 9:00")

    until = wom("wo", "list", "--json").json[0]["held_until_at"]
    assert until == (T0 + timedelta(days=4)).isoformat()


def test_who_was_faster_is_said_on_the_clock_of_the_office(wom: Wom, desk: Desk, order: int) -> None:
    version = desk.ask(Reader.get, WorkOrder, order).version
    desk.run(SetPriority(order=order, priority=Priority.P1))

    lost = wom("do", f"hold {order} parts expect={version}")

    assert lost.code == 6
    assert "admin made it P1 at 09:00" in lost.err
    assert "UTC" not in lost.err
