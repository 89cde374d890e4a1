"""The shift change fits on a page, whatever is open and whatever customers wrote."""

from __future__ import annotations

import pytest

from tests.cli.conftest import ME, Wom
from tests.office import T0, ZONE
from tests.tui.hostile import ALL, FORBIDDEN
from wom_tui.commands.facts import LoadFacts
from wom_tui.desk import Desk
from wom_tui.domain.work_order import Approval, Hold, HoldReason, OrderStatus, Priority, WorkOrder
from wom_tui.present.cells import width_of

_STATES = (OrderStatus.READY, OrderStatus.ON_HOLD, OrderStatus.DRAFT)


@pytest.fixture
def many(desk: Desk) -> None:
    """300 open orders with titles that nobody would wish for."""
    texts = [text for text in ALL.values() if "\0" not in text]
    hold = Hold(from_at=T0, reason=HoldReason.PARTS)
    orders = [
        WorkOrder(
            id=n,
            title=texts[n % len(texts)],
            status=_STATES[n % 3],
            priority=Priority(1 + n % 4),
            opened_at=T0,
            holds=(hold,) if n % 3 == 1 else (),
            resolve_due_at=T0 if n % 3 == 0 else None,
            approval=Approval.PENDING if n % 9 == 2 else Approval.NOT_NEEDED,
        )
        for n in range(1, 301)
    ]
    desk.run(LoadFacts(facts=tuple(orders), what="orders"))


def test_three_hundred_orders_are_one_page(wom: Wom, many: None) -> None:
    text = wom("handover").out
    lines = text.splitlines()

    assert len(lines) <= 60
    assert max(map(width_of, lines)) <= 80
    assert not FORBIDDEN & set(text) - {"\n"}
    assert lines[0] == f"HANDOVER  Mon 2 Mar 2026 09:00, {ME} on since 01:00"
    assert lines[1] == "300 open: 100 draft, 100 on hold, 100 ready"
    for head in ("NEEDS A DECISION", "PROMISED  none", "ON HOLD  100", "MINE  none", "SINCE 01:00"):
        assert any(line.startswith(head) for line in lines)
    assert "waits for approval" in text
    assert "on hold for parts, no end said" in text


def test_json_has_all_of_it(wom: Wom, many: None) -> None:
    told = wom("handover", "--json").json

    assert (told["open"], told["user"], len(told["holds"])) == (300, ME, 100)
    assert {one["reason"] for one in told["decisions"]} == {"approval", "hold_endless"}


def test_a_shift_begins_when_somebody_says_so(wom: Wom, many: None) -> None:
    assert wom("handover", "--since", "6:00").out.splitlines()[0].endswith("on since 06:00")


def test_the_zone_is_the_offices(wom: Wom, many: None) -> None:
    assert ZONE == "America/New_York"
    assert wom("handover", "--json").json["now"] == T0.isoformat()
