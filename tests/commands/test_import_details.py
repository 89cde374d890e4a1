"""Given a system that tells for whom, how urgent and how long, then that comes in, and people's edits stay."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from tests.boston import counts, orders
from tests.commands.typed import do
from tests.office import ManualClock, close_desks
from tests.theirs import PLANNED, PRESET, ROW, an_office_that_imports, bring, rows_file, the_order
from tests.whole import is_whole
from wom_tui.commands.erasure import EraseCustomer
from wom_tui.commands.facts import LoadFacts
from wom_tui.commands.order import EditOrder, SetPriority
from wom_tui.desk import Desk
from wom_tui.domain.part import Stock
from wom_tui.domain.site import Asset, Contact, Customer
from wom_tui.domain.work_order import Approval, OrderStatus, PartsState, Priority, Requirement
from wom_tui.domain.work_type import WorkType
from wom_tui.importing.run import import_files
from wom_tui.importing.undo import undo_import
from wom_tui.store.reader import Reader


@pytest.fixture
def desk(database_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Desk]:
    monkeypatch.chdir(tmp_path)  # where reject files go
    yield an_office_that_imports(database_url)
    close_desks()


def test_what_a_row_says_of_an_order_is_there_afterwards(desk: Desk) -> None:
    bring(desk)

    order = the_order(desk)
    (need,), (customer,) = desk.ask(lambda r: (r.select(Requirement), r.select(Customer)))
    (contact,), (asset,) = desk.ask(lambda r: (r.select(Contact), r.select(Asset)))
    assert (order.status, order.priority, order.estimate_cents) == (OrderStatus.READY, Priority.P1, 1250)
    assert (order.description, need.duration_min) == ("the third one", 45)
    assert (order.customer_id, customer.name) == (customer.id, "Nordbau")
    assert (order.contact_id, contact.phone, contact.customer_id) == (contact.id, "0731 1", customer.id)
    assert (order.asset_id, asset.name, asset.site_id) == (asset.id, "Lamp 7", order.site_id)
    assert is_whole(desk)


def test_the_journal_holds_no_name_and_no_number_of_a_person(desk: Desk) -> None:
    bring(desk)

    assert not any("Doe" in repr(event.after) or "0731 1" in repr(event.after) for event in desk.events())


def test_the_same_row_again_changes_nothing(desk: Desk) -> None:
    bring(desk, **PLANNED)
    before = desk.last_seq()

    assert counts(bring(desk, **PLANNED)) == (0, 0, 1, 0)
    assert desk.last_seq() == before


def test_a_row_that_says_nothing_leaves_what_the_type_says(desk: Desk) -> None:
    bring(desk, priority="", duration_min="", customer="", contact="", phone="", asset="", cost="")

    order = the_order(desk)
    (need,) = desk.ask(Reader.select, Requirement)
    assert (order.priority, need.duration_min) == (Priority.P2, 60)
    assert (order.customer_id, order.contact_id, order.asset_id) == (None, None, None)


def test_people_and_things_of_one_name_are_one(desk: Desk) -> None:
    import_files(desk, [rows_file(desk, ROW, ROW | {"external_id": "2"})], PRESET)

    counted = desk.ask(lambda r: [len(r.select(cls)) for cls in (Customer, Contact, Asset)])
    assert counted == [1, 1, 1]


@pytest.mark.parametrize(
    ("cells", "column", "reason"),
    [
        ({"priority": "burning"}, "priority", "is no priority"),
        ({"cost": "a lot"}, "cost", "is no amount of money"),
        ({"duration_min": "long"}, "duration_min", "is no number"),
        ({"work_type": "Moon"}, "work_type", "is no work type of the office"),
        (
            {"planned_start_at": "2026-03-02 16:00", "planned_end_at": "2026-03-02 15:00"},
            "planned_end_at",
            "not after the planned start",
        ),
    ],
)
def test_what_the_office_does_not_know_is_put_aside_with_the_reason(
    desk: Desk, cells: dict[str, str], column: str, reason: str
) -> None:
    (reject,) = bring(desk, **cells).rejects

    assert reject.column == column
    assert reason in reject.reason


# -- the source changes, and people here do


def test_what_the_source_changes_enters(desk: Desk) -> None:
    bring(desk)

    report = bring(desk, priority="P4", customer="Südbau", phone="0731 2", duration_min="90", cost="7")

    order = the_order(desk)
    contacts = {c.id: c for c in desk.ask(Reader.select, Contact)}
    customers = {c.id: c.name for c in desk.ask(Reader.select, Customer)}
    (need,) = desk.ask(Reader.select, Requirement)
    assert counts(report) == (0, 1, 0, 0)
    assert (order.priority, order.estimate_cents, need.duration_min) == (Priority.P4, 700, 90)
    assert customers[order.customer_id or 0] == "Südbau"
    assert contacts[order.contact_id or 0].phone == "0731 2"
    assert is_whole(desk)


def test_a_persons_edit_of_a_detail_is_never_overwritten(desk: Desk) -> None:
    bring(desk)
    order = the_order(desk)
    desk.run(SetPriority(order=order.id, priority=Priority.P3))
    desk.run(EditOrder(order=order.id, changes=(("duration_min", 30),)))

    report = bring(desk, priority="P4", duration_min="90", cost="7")

    (need,) = desk.ask(Reader.select, Requirement)
    assert (the_order(desk).priority, need.duration_min) == (Priority.P3, 30)
    assert the_order(desk).estimate_cents == 700
    assert counts(report) == (0, 1, 0, 0)


def test_an_estimate_that_has_grown_asks_for_an_approval(desk: Desk) -> None:
    (kind,) = (k for k in desk.ask(Reader.select, WorkType) if k.name == "Street light")
    desk.run(LoadFacts(facts=(replace(kind, approval_above_cents=10_000),)))
    bring(desk)
    assert the_order(desk).approval is Approval.NOT_NEEDED

    bring(desk, cost="250")

    assert the_order(desk).approval is Approval.PENDING
    assert counts(bring(desk, cost="250")) == (0, 0, 1, 0)


def test_a_contact_that_somebody_here_has_put_right_stays(desk: Desk) -> None:
    bring(desk)
    (contact,) = desk.ask(Reader.select, Contact)
    desk.run(LoadFacts(facts=(replace(contact, phone="0731 99"),)))

    same, other = bring(desk), bring(desk, phone="0731 2")

    (kept,) = desk.ask(Reader.select, Contact)
    assert (kept.phone, the_order(desk).contact_id) == ("0731 99", contact.id)
    assert (counts(same), counts(other)) == ((0, 0, 1, 0), (0, 0, 1, 0))


def test_an_undo_keeps_the_people_and_things_that_others_use_by_now(desk: Desk) -> None:
    report = bring(desk)
    bring(desk, external_id="2")
    assert report.import_id is not None

    undo_import(desk, report.import_id)

    assert list(orders(desk)) == ["2"]
    order = orders(desk)["2"]
    kept = desk.ask(lambda r: [r.select(cls)[0].id for cls in (Customer, Contact, Asset)])
    assert kept == [order.customer_id, order.contact_id, order.asset_id]
    assert is_whole(desk)


@pytest.mark.parametrize(
    ("status", "kinds"),
    [
        ("completed", ["order.imported", "order.completed"]),
        ("closed", ["order.imported", "order.completed", "order.closed"]),
        ("cancelled", ["order.imported", "order.cancelled"]),
    ],
)
def test_an_end_is_history_with_its_own_time(desk: Desk, status: str, kinds: list[str]) -> None:
    bring(desk, status=status, ended_at="2026-03-01 15:00")

    order = the_order(desk)
    events = [e for e in desk.events() if e.subject == f"work_order:{order.id}"]
    assert order.status is OrderStatus(status)
    assert [e.kind for e in events] == kinds
    assert {e.at for e in events[1:]} == {datetime(2026, 3, 1, 15, 0, tzinfo=UTC)}
    assert is_whole(desk)


def test_an_order_that_is_closed_there_is_closed_here(desk: Desk) -> None:
    bring(desk)

    report = bring(desk, status="closed", ended_at="2026-03-01 15:00")

    order = the_order(desk)
    assert counts(report) == (0, 1, 0, 0)
    assert (order.status, order.closed_at, order.completed_at) == (
        OrderStatus.CLOSED,
        datetime(2026, 3, 1, 15, 0, tzinfo=UTC),
        datetime(2026, 3, 1, 15, 0, tzinfo=UTC),
    )


def test_the_file_that_told_of_an_erased_customer_does_not_bring_them_back(desk: Desk) -> None:
    bring(desk, status="closed", ended_at="2026-03-01 15:00")
    desk.run(EraseCustomer(customer=the_order(desk).customer_id or 0))
    before = desk.last_seq()

    again = bring(desk, status="closed", ended_at="2026-03-01 15:00")
    changed = bring(
        desk, status="closed", ended_at="2026-03-01 16:00", contact="Jane Doe", customer="Nordbau"
    )

    assert (counts(again), counts(changed)) == ((0, 0, 1, 0), (0, 0, 1, 0))
    assert desk.last_seq() == before


def test_an_order_that_was_open_and_is_cancelled_on_a_day_that_is_not_told_ends_when_that_is_heard(
    desk: Desk,
) -> None:
    bring(desk)
    heard_at = desk.now()
    bring(desk, status="cancelled")
    ended = the_order(desk)
    before = desk.last_seq()

    a_day_later = replace(desk, clock=ManualClock(heard_at + timedelta(days=1)))
    again = bring(a_day_later, status="cancelled")

    assert (ended.status, ended.cancelled_at) == (OrderStatus.CANCELLED, heard_at)
    assert (counts(again), desk.last_seq(), the_order(desk)) == ((0, 0, 1, 0), before, ended)
    assert is_whole(desk)


@pytest.mark.parametrize("status", ["completed", "closed", "cancelled"])
def test_an_order_that_ends_there_frees_what_is_reserved_for_it_here_until_that_is_undone(
    desk: Desk, status: str
) -> None:
    reserve_for(desk)

    ended = bring(desk, status=status, ended_at="2026-03-01 15:00")

    (stock,) = desk.ask(Reader.select, Stock)
    assert (stock.quantity, stock.reserved, the_order(desk).parts_state) == (5, 0, None)
    assert is_whole(desk)
    undo_import(desk, ended.import_id or "")
    (stock,) = desk.ask(Reader.select, Stock)
    assert (stock.reserved, the_order(desk).parts_state) == (2, PartsState.READY)


def test_an_order_that_is_opened_again_there_waits_for_its_parts_again(desk: Desk) -> None:
    reserve_for(desk)
    bring(desk, status="completed", ended_at="2026-03-01 15:00")

    bring(desk)

    assert (the_order(desk).status, the_order(desk).parts_state) == (OrderStatus.READY, PartsState.SHORT)


def reserve_for(desk: Desk) -> None:
    """The order is there, and the two pumps that it needs are reserved."""
    bring(desk)
    number = the_order(desk).id
    do(desk, "warehouse main", "part PUMP-3 Pump", "receive PUMP-3 5 main")
    do(desk, f"edit {number} parts=PUMP-3*2", f"supply {number}")
