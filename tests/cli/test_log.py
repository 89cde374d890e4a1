"""Does `wom log --acts` tell each act with its way back?"""

from __future__ import annotations

import pytest

from tests.cli.conftest import ME, Wom
from tests.office import an_order, number_of
from wom_tui.desk import Desk


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


def test_only_acts_that_are_meant_are_told(wom: Wom, order: int) -> None:
    wom("do", f"priority {order} 1")

    assert len(wom("log", "--only", f"who={ME[:2]}", "--json").json) == 1
    assert wom("log", "--only", "who=nobody", "--json").json == []
    assert wom("log", "--only", "whom=ann", "--json").code == 2
