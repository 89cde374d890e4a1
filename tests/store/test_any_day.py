"""Whatever happens in a day, on either database: the journal tells the tables, and the past can be shown."""

from __future__ import annotations

import os
from dataclasses import replace
from datetime import datetime

import pytest

from tests.acts import AnyDispatcher
from tests.office import MINUTE, ManualClock
from tests.whole import is_whole
from wom_tui.commands.undo import Undo
from wom_tui.desk import Desk
from wom_tui.domain.fact import Fact
from wom_tui.domain.receipt import Receipt
from wom_tui.domain.visit import Visit, order_status
from wom_tui.domain.work_order import OrderStatus, Requirement, WorkOrder
from wom_tui.errors import Rejected, WomError
from wom_tui.store.reader import Reader

SEEDS = range(int(os.environ.get("WOM_DAYS", "6")))
EVER = frozenset({True, False})


def everything(reader: Reader, is_withdrawn: frozenset[bool] = frozenset({False})) -> dict[str, Fact]:
    """All that a day can change, by subject, without version numbers."""
    return {
        f"{cls.noun}:{fact.id}": replace(fact, version=0)
        for cls in (WorkOrder, Requirement, Visit)
        for fact in reader.select(cls, is_withdrawn=is_withdrawn)
    }


@pytest.mark.parametrize("seed", SEEDS)
def test_the_journal_replayed_gives_the_tables(desk: Desk, clock: ManualClock, seed: int) -> None:
    anyone = AnyDispatcher(desk, seed, clock)
    answers = [anyone.act() for _ in range(120)]

    assert any(isinstance(a, Receipt) for a in answers)
    assert any(isinstance(a, WomError) for a in answers)
    assert is_whole(desk)


@pytest.mark.parametrize("seed", SEEDS)
def test_the_tables_as_of_a_moment_are_the_tables_at_that_moment(
    desk: Desk, clock: ManualClock, seed: int
) -> None:
    anyone = AnyDispatcher(desk, seed, clock)
    seen: list[tuple[datetime, dict[str, Fact]]] = []
    for step in range(100):
        anyone.act()
        if step % 7 == 0:
            seen.append((clock(), desk.ask(everything)))
            clock.forward(MINUTE)

    for at, then in seen:
        assert desk.ask_as_of(at, everything) == then


@pytest.mark.parametrize("seed", SEEDS)
def test_undoing_everything_returns_to_the_beginning(desk: Desk, clock: ManualClock, seed: int) -> None:
    beginning = desk.ask(everything)
    anyone = AnyDispatcher(desk, seed, clock)
    for _ in range(60):
        anyone.act()

    undone: list[Receipt] = []
    with pytest.raises(Rejected) as caught:
        undone.extend(desk.run(Undo()) for _ in range(1000))

    assert [v.code for v in caught.value.violations] == ["undo.nothing"]
    assert len(undone) > 5
    assert desk.ask(everything) == beginning


@pytest.mark.parametrize("seed", SEEDS)
def test_a_preview_is_what_then_happens(desk: Desk, clock: ManualClock, seed: int) -> None:
    anyone = AnyDispatcher(desk, seed, clock)
    for _ in range(60):
        command = anyone.command()
        before = desk.last_seq()
        try:
            preview = desk.run(command, dry_run=True)
        except WomError as refusal:
            with pytest.raises(type(refusal)):
                desk.run(command)
            continue
        assert desk.last_seq() == before
        done = desk.run(command)
        assert [(e.kind, e.version) for e in preview.events] == [(e.kind, e.version) for e in done.events]
        assert preview.violations == done.violations
        anyone.orders = max([anyone.orders, *(e.subject_id for e in done.events if e.noun == "work_order")])
        anyone.visits = max([anyone.visits, *(e.subject_id for e in done.events if e.noun == "visit")])


@pytest.mark.parametrize("seed", SEEDS)
def test_the_states_of_orders_follow_from_their_visits_and_nobody_is_in_two_places(
    desk: Desk, clock: ManualClock, seed: int
) -> None:
    anyone = AnyDispatcher(desk, seed, clock)
    for _ in range(120):
        anyone.act()

    visits = desk.ask(lambda reader: reader.select(Visit))
    follow = {OrderStatus.READY, OrderStatus.SCHEDULED, OrderStatus.DISPATCHED, OrderStatus.IN_PROGRESS}
    for order in desk.ask(lambda reader: reader.select(WorkOrder)):
        mine = [v for v in visits if v.order_id == order.id]
        if order.status in follow and not (order.status is OrderStatus.READY and order.first_completed_at):
            assert order.status is order_status(mine), order.id
        if not order.is_open or order.status is OrderStatus.ON_HOLD:
            assert not [v for v in mine if v.is_booked], order.id
    assert all(v.start_at and v.end_at for v in visits if v.is_booked)
    booked = [
        (v.id, v.technician_id, v.start_at, v.end_at)
        for v in visits
        if v.is_booked and v.start_at and v.end_at
    ]
    for one, technician, start_at, end_at in booked:
        for other, whose, from_at, until_at in booked:
            if one < other and technician == whose:
                assert end_at <= from_at or until_at <= start_at
