"""Does `wom log --acts` tell each act with its way back?"""

from __future__ import annotations

import pytest

from tests.cli.conftest import ME, Wom
from tests.office import an_order, number_of
from wom_tui.commands.order import SetPriority
from wom_tui.desk import Desk
from wom_tui.domain.work_order import Priority


@pytest.fixture
def order(desk: Desk) -> int:
    return number_of(desk, an_order())


def test_the_log_by_acts_says_what_became_of_each(wom: Wom, order: int) -> None:
    wom("do", f"priority {order} 1")
    receipt = wom("undo", "--json").json["receipt"]

    undo, act, *_ = wom("log", "--acts", "--only", f"order={order}", "--json").json

    assert (undo["command_id"], undo["undo_of"], undo["form"]) == (receipt, act["command_id"], "undo")
    assert (act["summary"], act["who"], act["changes"], act["undone_by"]) == (
        f"priority {order} 1",
        ME,
        1,
        ME,
    )
    assert "taken back by" in wom("log", "--acts").out or "U does it again" in wom("log", "--acts").out


def test_an_act_that_others_have_changed_since_is_refused_with_the_way_to_older_ones(
    wom: Wom, desk: Desk, order: int
) -> None:
    wom("do", f"priority {order} 1")
    desk.run(SetPriority(order=order, priority=Priority.P4))

    refused = wom("undo")

    assert refused.code == 4
    assert "`wom undo ACT` takes an older act back" in refused.err
    assert "u takes it back" not in wom("log", "--acts").out


def test_only_acts_that_are_meant_are_told(wom: Wom, order: int) -> None:
    wom("do", f"priority {order} 1")

    assert len(wom("log", "--only", f"who={ME[:2]}", "--json").json) == 1
    assert wom("log", "--only", "who=nobody", "--json").json == []
    assert wom("log", "--only", "whom=ann", "--json").code == 2


def test_two_moments_are_compared_order_by_order(wom: Wom, order: int) -> None:
    wom("--now", "2026-03-02T09:30", "do", f"priority {order} 1")
    later = ("--now", "2026-03-02T10:00")

    seen = wom(*later, "diff", "09:10", "now", "--json").json

    assert seen["counts"] == {"changed": 1}
    (one,) = seen["orders"]
    assert (one["number"], one["before"]["priority"], one["after"]["priority"]) == (order, 2, 1)
    assert "priority P2 → P1" in wom(*later, "diff", "09:10").out
    assert wom(*later, "diff", "09:40", "now", "--json").json["orders"] == []
    assert wom(*later, "diff", "09:40", "11:00").code == 2
