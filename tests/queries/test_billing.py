"""Each closed order goes on a bill exactly once, wherever exports are cut and whatever was taken back between."""

from __future__ import annotations

from datetime import timedelta
from random import Random
from typing import Any

import pytest

from tests.office import KIM, T0, an_order, close_desks, desk_on, number_of, office_facts
from wom_tui.commands.ending import CloseOrder, CompleteOrder
from wom_tui.commands.facts import LoadFacts
from wom_tui.commands.order import ApproveOrder
from wom_tui.commands.undo import Undo
from wom_tui.commands.visit import AdvanceVisit, AssignVisit, DispatchVisit
from wom_tui.desk import Desk
from wom_tui.domain.event import Event
from wom_tui.domain.visit import VisitStatus
from wom_tui.domain.work_order import Cover, MaterialLine, OrderStatus, WorkOrder
from wom_tui.queries.billing import Billing, Entry, billing, seq_before
from wom_tui.store import journal

VALVE = MaterialLine(name="valve", quantity=2, price_cents=1250)


def a_completed(desk: Desk, title: str = "Light out") -> int:
    number = number_of(desk, an_order(title=title))
    desk.run(CompleteOrder(order=number, resolution_code="fixed"))
    return number


def close(desk: Desk, number: int, labour_min: int = 60) -> str:
    done = CloseOrder(order=number, labour_min=labour_min, materials=(VALVE,), cover=Cover.BILLABLE)
    return desk.run(done).command_id


def entries(found: Billing) -> list[tuple[Entry, int, int | None]]:
    return [(line.entry, line.order.id, line.order.labour_min) for line in found.lines]


def test_a_closed_order_is_told_once_with_all_that_a_bill_needs(desk: Desk) -> None:
    number = number_of(desk, an_order(title="Light out"))
    desk.run(AssignVisit(order=number, technician=KIM, start_at=T0))
    desk.run(DispatchVisit(visit=1))
    desk.run(AdvanceVisit(visit=1, to=VisitStatus.ON_SITE, at=T0 - timedelta(minutes=40)))
    desk.run(ApproveOrder(order=number))
    desk.run(CompleteOrder(order=number, resolution_code="fixed"))
    close(desk, number)

    first = desk.ask(billing, 0)
    (line,) = first.lines

    assert (line.entry, line.order.id, line.by, line.work_type) == (
        Entry.CLOSED,
        number,
        "admin",
        "Street light",
    )
    assert (line.order.cover, line.order.labour_min, line.order.materials) == (Cover.BILLABLE, 60, (VALVE,))
    assert (line.approver, line.technicians, line.on_site_min) == ("admin", ("kim",), 40)
    assert first.until == desk.last_seq()
    assert desk.ask(billing, first.until).lines == ()


def test_what_is_not_closed_is_not_told(desk: Desk) -> None:
    a_completed(desk)

    assert desk.ask(billing, 0).lines == ()


def test_an_order_that_is_closed_again_is_a_correction(desk: Desk) -> None:
    number = a_completed(desk)
    receipt = close(desk, number)
    first = desk.ask(billing, 0)
    desk.run(Undo(receipt=receipt))
    close(desk, number, 90)

    second = desk.ask(billing, first.until)

    assert entries(first) == [(Entry.CLOSED, number, 60)]
    assert entries(second) == [(Entry.CORRECTED, number, 90)]
    assert entries(desk.ask(billing, 0)) == [(Entry.CLOSED, number, 90)]


def test_an_order_that_is_opened_again_is_withdrawn(desk: Desk) -> None:
    number = a_completed(desk)
    receipt = close(desk, number)
    first = desk.ask(billing, 0)
    desk.run(Undo(receipt=receipt))

    assert entries(desk.ask(billing, first.until)) == [(Entry.WITHDRAWN, number, None)]
    assert desk.ask(billing, 0).lines == ()


def test_a_time_means_what_was_written_down_from_then_on(desk: Desk) -> None:
    close(desk, a_completed(desk))
    written = {event.seq: event.recorded_at for event in desk.events()}

    for at in written.values():
        assert desk.ask(seq_before, at) == max((s for s, then in written.items() if then < at), default=0)
    assert desk.ask(seq_before, max(written.values()) + timedelta(seconds=1)) == desk.last_seq()


@pytest.mark.postgres  # SQLite reads as of one moment
def test_who_opens_an_order_again_while_it_is_read_takes_nothing_from_the_bill(
    postgres_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk = desk_on(postgres_url)
    desk.run(LoadFacts(facts=office_facts(), what="office"))
    number = a_completed(desk)
    receipts = [close(desk, number)]
    telling = journal.telling

    def slow(*args: Any, **given: Any) -> list[Event]:
        found = list(telling(*args, **given))
        if receipts:
            desk.run(Undo(receipt=receipts.pop()))
        return found

    monkeypatch.setattr(journal, "telling", slow)
    first = desk.ask(billing, 0)
    second = desk.ask(billing, first.until)

    assert applied([first, second]) == {}
    close_desks()


@pytest.mark.parametrize("seed", range(6))
def test_consecutive_exports_share_out_the_closings(desk: Desk, seed: int) -> None:
    random = Random(seed)
    numbers = [a_completed(desk, f"order {n}") for n in range(4)]
    receipts: dict[int, str] = {}
    exports: list[Billing] = []

    for _ in range(60):
        number = random.choice(numbers)
        if random.random() < 0.25:
            exports.append(desk.ask(billing, exports[-1].until if exports else 0))
        elif number in receipts:
            desk.run(Undo(receipt=receipts.pop(number)))
        else:
            receipts[number] = close(desk, number, random.randrange(1, 500))
    exports.append(desk.ask(billing, exports[-1].until))

    closed = {order.id: order for order in desk.ask(lambda r: r.select(WorkOrder, status=OrderStatus.CLOSED))}
    standing = {
        event.subject_id: event.seq
        for event in desk.events()
        if event.kind == "order.closed" and event.subject_id in closed
    }
    told = [line.seq for one in exports for line in one.lines if line.entry is not Entry.WITHDRAWN]
    assert closed.keys() == receipts.keys()
    assert len(told) == len(set(told))
    assert set(standing.values()) <= set(told)
    assert applied(exports) == {id: order.labour_min for id, order in closed.items()}
    assert applied([desk.ask(billing, 0)]) == applied(exports)


def applied(exports: list[Billing]) -> dict[int, int | None]:
    """What somebody has who takes over one export after the other."""
    bills: dict[int, int | None] = {}
    for one in exports:
        assert len({line.order.id for line in one.lines}) == len(one.lines)
        for line in one.lines:
            assert (line.entry is Entry.CLOSED) == (line.order.id not in bills)
            assert one.since < line.seq <= one.until
            if line.entry is Entry.WITHDRAWN:
                del bills[line.order.id]
            else:
                bills[line.order.id] = line.order.labour_min
    return bills
