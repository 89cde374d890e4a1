"""Whatever happens to parts, on either database: nothing is lost, nothing is there twice, and all can be taken back."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import replace

import pytest

from tests.office import ManualClock, desk_on
from tests.part_acts import AnyStorekeeper, stores
from tests.whole import is_whole
from wom_tui.commands.reservation import ReservePart
from wom_tui.commands.stock import ReceiveStock
from wom_tui.commands.undo import Undo
from wom_tui.desk import Desk
from wom_tui.domain.event import Event
from wom_tui.domain.fact import Fact
from wom_tui.domain.part import PurchaseEta, Reservation, Stock, StockPlace
from wom_tui.domain.readiness import part_lines, standing
from wom_tui.domain.receipt import Receipt
from wom_tui.domain.work_order import Requirement, WorkOrder
from wom_tui.errors import Rejected, WomError
from wom_tui.store import journal
from wom_tui.store.reader import Reader

SEEDS = range(int(os.environ.get("WOM_DAYS", "4")))
EVER = frozenset({True, False})


@pytest.fixture
def desk(desk: Desk) -> Desk:
    for command in stores():
        desk.run(command)
    return desk


def everything(reader: Reader) -> dict[str, Fact]:
    """All that acts with parts change, by subject, without version numbers."""
    return {
        f"{cls.noun}:{fact.id}": replace(fact, version=0)
        for cls in (WorkOrder, Requirement, Stock, PurchaseEta, Reservation)
        for fact in reader.select(cls)
    }


@pytest.mark.parametrize("seed", SEEDS)
def test_stock_is_never_negative_and_holds_what_came_less_what_went(
    desk: Desk, clock: ManualClock, seed: int
) -> None:
    anyone = AnyStorekeeper(desk, seed, clock)
    answers = []
    for _ in range(120):
        answers.append(anyone.act())
        check_the_shelves(desk)

    assert any(isinstance(a, Receipt) for a in answers)
    assert any(isinstance(a, WomError) for a in answers)
    came = came_in(desk)
    kept = desk.ask(Reader.select, Reservation)
    for part in (1, 2, 3):
        there = sum(stock.quantity for stock in desk.ask(Reader.select, Stock, part_id=part))
        assert there + sum(r.used for r in kept if r.part_id == part) == came[part]


def check_the_shelves(desk: Desk) -> None:
    """Nothing is promised twice, and every order says how its parts stand."""
    kept = desk.ask(Reader.select, Reservation)
    for stock in desk.ask(Reader.select, Stock):
        assert 0 <= stock.reserved <= stock.quantity
        assert stock.reserved == sum(r.quantity for r in kept if r.stock_id == stock.id)
    purchases = desk.ask(Reader.select, PurchaseEta)
    for ordered in purchases:
        assert 0 <= ordered.reserved <= ordered.coming
        assert ordered.reserved == sum(r.quantity for r in kept if r.purchase_eta_id == ordered.id)
    needs = {need.order_id: need.parts or () for need in desk.ask(Reader.select, Requirement)}
    for order in desk.ask(Reader.select, WorkOrder):
        mine = [r for r in kept if r.order_id == order.id]
        found = standing(part_lines(needs[order.id], mine, {p.id: p for p in purchases}), {}, order.status)
        assert (order.parts_state, order.parts_ready_at) == (found.state, found.ready_at)
        assert order.is_open or not any(r.quantity for r in mine)


def came_in(desk: Desk) -> Mapping[int, int]:
    """By part: what the journal says was received, or was found or missed at a count."""
    parts = {stock.id: stock.part_id for stock in desk.ask(Reader.select, Stock)}
    events = {e.seq: e for e in desk.ask(lambda reader: list(journal.events(reader.connection)))}
    balance: Counter[int] = Counter()
    for event in events.values():
        is_ours = event.noun == Stock.noun and event.subject_id in parts
        if (
            is_ours
            and "quantity" in event.after
            and acted(event, events) in ("stock.received", "stock.counted")
        ):
            before = 0 if event.is_creation else int(event.before["quantity"])
            balance[parts[event.subject_id]] += int(event.after["quantity"]) - before
    return balance


def acted(event: Event, events: Mapping[int, Event]) -> str:
    """What was done, or what was taken back or done again by it."""
    while event.undo_of is not None:
        event = events[event.undo_of]
    return event.kind


def test_two_dispatchers_never_keep_the_same_part(desk: Desk, database_url: str) -> None:
    desk.run(ReceiveStock(part=1, quantity=5, place=StockPlace(warehouse=1)))
    other = desk_on(database_url, session="other")

    def keep(mine: Desk) -> int:
        kept = 0
        for order in (1, 2, 3, 1, 2):
            with suppress(Rejected):
                mine.run(ReservePart(order=order, part=1, quantity=1))
                kept += 1
        return kept

    with ThreadPoolExecutor(max_workers=2) as both:
        kept = list(both.map(keep, (desk, other)))

    assert sum(kept) == 5
    check_the_shelves(desk)


@pytest.mark.parametrize("seed", SEEDS)
def test_the_journal_replayed_gives_the_tables(desk: Desk, clock: ManualClock, seed: int) -> None:
    anyone = AnyStorekeeper(desk, seed, clock)
    for _ in range(120):
        anyone.act()

    assert is_whole(desk)


@pytest.mark.parametrize("seed", SEEDS)
def test_undoing_everything_returns_to_empty_shelves(desk: Desk, clock: ManualClock, seed: int) -> None:
    anyone = AnyStorekeeper(desk, seed, clock)
    for _ in range(80):
        anyone.act()

    undone: list[Receipt] = []
    with pytest.raises(Rejected) as caught:
        undone.extend(desk.run(Undo()) for _ in range(1000))

    assert [v.code for v in caught.value.violations] == ["undo.nothing"]
    assert len(undone) > 5
    assert desk.ask(everything) == {}


@pytest.mark.parametrize("seed", SEEDS)
def test_what_is_refused_changes_nothing(desk: Desk, clock: ManualClock, seed: int) -> None:
    anyone = AnyStorekeeper(desk, seed, clock)
    for _ in range(60):
        before = desk.ask(everything)
        done = anyone.act()
        if isinstance(done, WomError):
            assert desk.ask(everything) == before
