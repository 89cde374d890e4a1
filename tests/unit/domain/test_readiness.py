"""When the parts of an order are there, case by case."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from tests.office import HOUR, T0
from wom_tui.domain.part import PurchaseEta, Reservation
from wom_tui.domain.readiness import (
    PartLine,
    late_violations,
    part_lines,
    parts_ready_at,
    standing,
    undated_violations,
)
from wom_tui.domain.work_order import OrderStatus, PartNeed, PartsState, WorkOrder

PUMP, BELT = 1, 2
CODES = {PUMP: "PUMP-3", BELT: "BELT"}
LATER = T0 + 30 * HOUR
ORDER = WorkOrder(id=4417, title="Pump", opened_at=T0, status=OrderStatus.READY)


def kept(part: int = PUMP, quantity: int = 0, *, purchase: int | None = None, used: int = 0) -> Reservation:
    stock = None if purchase else 1
    return Reservation(
        id=1,
        order_id=4417,
        part_id=part,
        stock_id=stock,
        purchase_eta_id=purchase,
        quantity=quantity,
        used=used,
    )


def bought(id: int, hours: float | None) -> PurchaseEta:
    eta_at = None if hours is None else T0 + timedelta(hours=hours)
    return PurchaseEta(id=id, part_id=PUMP, warehouse_id=1, quantity=9, eta_at=eta_at, ordered_at=T0)


def lines(
    *reservations: Reservation, needs: tuple[PartNeed, ...] = (), coming: tuple[PurchaseEta, ...] = ()
) -> tuple[PartLine, ...]:
    return part_lines(needs, reservations, {one.id: one for one in coming})


TWO_PUMPS = (PartNeed(part_id=PUMP, quantity=2),)


def test_what_is_needed_and_not_reserved_is_short_by_just_so_many() -> None:
    (line,) = lines(kept(quantity=1), needs=(PartNeed(part_id=PUMP), *TWO_PUMPS))

    assert (line.needed, line.held, line.short, line.state) == (3, 1, 2, PartsState.SHORT)


def test_what_is_reserved_beyond_the_need_counts_as_needed() -> None:
    (line,) = lines(kept(quantity=3), needs=TWO_PUMPS)

    assert (line.needed, line.short, line.state) == (3, 0, PartsState.READY)


def test_what_is_used_is_lacking_no_more() -> None:
    (line,) = lines(kept(used=2), needs=TWO_PUMPS)

    assert (line.short, line.state) == (0, PartsState.USED)


def test_a_reservation_that_was_let_go_leaves_no_line() -> None:
    assert lines(kept(quantity=0)) == ()


@pytest.mark.parametrize(
    ("coming", "eta"),
    [
        ((bought(1, 5), bought(2, 30)), LATER),
        ((bought(1, 30), bought(2, 5)), LATER),
        ((bought(1, 5), bought(2, None)), None),
        ((bought(1, None), bought(2, 5)), None),
    ],
)
def test_the_last_of_several_purchases_counts_and_an_unknown_one_before_all(
    coming: tuple[PurchaseEta, ...], eta: object
) -> None:
    found = lines(kept(quantity=1, purchase=1), kept(quantity=1, purchase=2), needs=TWO_PUMPS, coming=coming)

    assert [line.eta_at for line in found] == [eta]
    assert standing(found, CODES, OrderStatus.READY) == (PartsState.WAITING, eta, "2 PUMP-3")


def test_of_several_parts_the_worst_counts_and_only_what_is_awaited_is_named() -> None:
    short = PartLine(part_id=BELT, needed=2, held=1)
    waiting = PartLine(part_id=PUMP, needed=1, coming=1, eta_at=LATER)
    ready = PartLine(part_id=PUMP, needed=1, held=1)

    assert standing((short, waiting), CODES, OrderStatus.READY) == (PartsState.SHORT, None, "1 BELT")
    assert standing((ready, waiting), CODES, OrderStatus.READY) == (PartsState.WAITING, LATER, "1 PUMP-3")
    assert standing((ready,), CODES, OrderStatus.READY) == (PartsState.READY, None, "")
    assert standing((), CODES, OrderStatus.READY) == (None, None, "")


@pytest.mark.parametrize("status", [OrderStatus.COMPLETED, OrderStatus.CLOSED, OrderStatus.CANCELLED])
def test_an_order_that_has_ended_waits_for_nothing(status: OrderStatus) -> None:
    short, used = PartLine(part_id=BELT, needed=2), PartLine(part_id=PUMP, needed=1, used=1)

    assert standing((short,), CODES, status).state is None
    assert standing((short, used), CODES, status).state is PartsState.USED


@pytest.mark.parametrize(
    ("state", "ready_at", "at", "why"),
    [
        (None, None, T0, ""),
        (PartsState.READY, None, T0, ""),
        (PartsState.USED, None, T0, ""),
        (PartsState.WAITING, LATER, LATER, "1 BELT ordered"),
        (PartsState.WAITING, None, None, "1 BELT ordered, nobody knows for when"),
        (PartsState.WAITING, T0 - HOUR, None, "1 BELT overdue"),
        (PartsState.SHORT, None, None, "1 BELT neither reserved nor ordered"),
    ],
)
def test_from_when_on_an_order_can_be_worked_on_and_why_not_before(
    state: PartsState | None, ready_at: datetime | None, at: datetime | None, why: str
) -> None:
    order = replace(ORDER, parts_state=state, parts_ready_at=ready_at, parts_awaited="1 BELT")

    assert parts_ready_at(order, T0) == (at, why)
    assert bool(list(undated_violations(order, T0))) is (at is None)


def test_a_visit_that_begins_when_the_parts_come_is_not_too_early() -> None:
    order = replace(ORDER, parts_state=PartsState.WAITING, parts_ready_at=LATER, parts_awaited="1 BELT")

    assert list(late_violations(order, LATER, "Tue 20:00")) == []
    (early,) = late_violations(order, LATER - timedelta(seconds=1), "Tue 20:00")
    assert (early.code, early.message) == (
        "parts.late",
        "order 4417 waits for parts until Tue 20:00: 1 BELT",
    )
