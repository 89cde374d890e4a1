"""Three-way: what the source said last, what it says now, and what people here have made of it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from wom_tui.domain.intake.merge import SAID, differs, ended_status, merged
from wom_tui.domain.work_order import OrderStatus, Priority, WorkOrder

OPENED = datetime(2015, 5, 4, 13, 0, tzinfo=UTC)
LATER = OPENED + timedelta(days=2)
NOTHING: dict[str, Any] = dict.fromkeys(SAID) | {
    "resolution_text": "",
    "tags": (),
    "priority": Priority.P3,
}
FIRST = NOTHING | {"title": "Light out", "description": "Light", "opened_at": OPENED}
DONE = {"completed_at": LATER, "resolution_code": "resolved", "resolution_text": "lamp"}


def an_order(status: OrderStatus = OrderStatus.READY, **changes: Any) -> WorkOrder:
    values = {name: value for name, value in (FIRST | changes).items() if value is not None}
    return WorkOrder(id=1, version=1, status=status, **values)


def test_an_order_that_stands_as_the_source_says_does_not_differ() -> None:
    assert not differs(an_order(), FIRST)
    assert differs(an_order(), FIRST | {"title": "Lights out"})


def test_what_only_the_source_has_changed_enters() -> None:
    assert merged(an_order(), FIRST, FIRST | {"title": "Lights out"}).changes == {"title": "Lights out"}


def test_what_only_a_person_has_changed_stays_and_is_no_conflict() -> None:
    found = merged(an_order(title="Lamp 4417 out"), FIRST, FIRST)

    assert (dict(found.changes), found.kept) == ({}, ())


def test_what_both_have_changed_stays_as_the_person_has_set_it() -> None:
    found = merged(an_order(title="Lamp 4417 out"), FIRST, FIRST | {"title": "Lights out"})

    assert (dict(found.changes), found.kept) == ({}, ("title",))


def test_the_end_enters_as_a_whole() -> None:
    assert merged(an_order(), FIRST, FIRST | DONE).changes == DONE


def test_an_end_that_a_person_has_set_stays_as_a_whole() -> None:
    done_here = an_order(OrderStatus.COMPLETED, completed_at=LATER - timedelta(days=1))

    found = merged(done_here, FIRST, FIRST | DONE)

    assert dict(found.changes) == {}
    assert set(found.kept) == set(DONE)


@pytest.mark.parametrize(
    ("status", "enters"),
    [(OrderStatus.COMPLETED, True), (OrderStatus.CLOSED, False), (OrderStatus.CANCELLED, False)],
)
def test_an_order_is_opened_again_where_it_can_be(status: OrderStatus, enters: bool) -> None:
    end = DONE if status is not OrderStatus.CANCELLED else {"cancelled_at": LATER, "cancel_reason": "invalid"}

    assert bool(merged(an_order(status, **end), FIRST | end, FIRST).changes) is enters


def test_the_facts_of_an_order_that_is_over_stand() -> None:
    over = an_order(OrderStatus.CLOSED, **DONE)

    assert merged(over, FIRST | DONE, FIRST | DONE | {"title": "Lights out"}).kept == ("title",)


def test_the_word_about_the_end_tells_the_state() -> None:
    assert ended_status(FIRST) is None
    assert ended_status(FIRST | DONE) is OrderStatus.COMPLETED
    assert ended_status(FIRST | {"cancelled_at": LATER}) is OrderStatus.CANCELLED
