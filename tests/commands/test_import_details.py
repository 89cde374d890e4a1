"""Given a system that tells for whom, how urgent, how long and when, then that comes in, and people's edits stay."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from tests.boston import counts, is_told_by_the_journal, orders
from tests.office import KIM, T0, ManualClock, close_desks, desk_on, office_facts
from wom_tui.commands.facts import LoadFacts
from wom_tui.commands.hold import ReleaseOrder
from wom_tui.commands.order import EditOrder, SetPriority
from wom_tui.commands.visit import AssignVisit, UnassignVisit
from wom_tui.desk import Desk
from wom_tui.domain.intake.dates import DateOrder
from wom_tui.domain.intake.preset import Preset
from wom_tui.domain.site import Asset, Contact, Customer
from wom_tui.domain.visit import Visit
from wom_tui.domain.work_order import Approval, OrderStatus, Priority, Requirement, WorkOrder
from wom_tui.domain.work_type import WorkType
from wom_tui.errors import Rejected
from wom_tui.importing import ImportReport, import_files, undo_import
from wom_tui.store.reader import Reader

TIMES = ("opened_at", "ended_at", "planned_start_at", "planned_end_at", "earliest_start_at")
FIELDS = (
    *(
        "external_id",
        "status",
        "work_type",
        "description",
        "priority",
        "customer",
        "contact",
        "phone",
        "email",
    ),
    *("asset", "cost", "technician", "duration_min", "address", "lat", "lon", *TIMES),
)
PRESET = Preset(
    name="theirs",
    title="theirs",
    source="theirs",
    zone="UTC",
    time_format="",
    columns={name: name for name in FIELDS},
    dates=dict.fromkeys(TIMES, DateOrder.YEAR_FIRST),
    defaults={"channel": "import"},
)
ROW = {
    "external_id": "1",
    "status": "open",
    "work_type": "Street light",
    "description": "the third one",
    "priority": "P1",
    "customer": "Nordbau",
    "contact": "J. Doe",
    "phone": "0731 1",
    "asset": "Lamp 7",
    "cost": "12.50",
    "duration_min": "45",
    "address": "1 Main St",
    "lat": "42.31",
    "lon": "-71.05",
    "opened_at": "2026-03-01 09:00",
}
PLANNED = {"technician": "KIM", "planned_start_at": "2026-03-02 16:00"}


@pytest.fixture
def desk(database_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Desk]:
    monkeypatch.chdir(tmp_path)  # where reject files go
    desk = desk_on(database_url, clock=ManualClock(T0))
    desk.run(LoadFacts(facts=office_facts()))
    yield desk
    close_desks()


def rows_file(desk: Desk, *rows: dict[str, str]) -> Path:
    path = Path(f"{desk.last_seq()}.csv")
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.DictWriter(file, FIELDS, restval="", lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)
    return path


def bring(desk: Desk, **cells: str) -> ImportReport:
    """The row with these cells, as another export of the same system."""
    report = import_files(desk, [rows_file(desk, ROW | cells)], PRESET)
    assert report.read == report.created + report.updated + report.unchanged + report.rejected
    return report


def the_order(desk: Desk) -> WorkOrder:
    (order,) = orders(desk).values()
    return order


def the_visit(desk: Desk) -> Visit:
    (visit,) = desk.ask(Reader.select, Visit)
    return visit


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
    assert is_told_by_the_journal(desk)


def test_the_journal_holds_no_name_and_no_number_of_a_person(desk: Desk) -> None:
    bring(desk)

    assert not any("Doe" in repr(event.after) or "0731" in repr(event.after) for event in desk.events())


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
        ({"technician": "Nobody"}, "technician", "no technician of that name"),
        ({"work_type": "Moon"}, "work_type", "no such work type"),
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
    assert is_told_by_the_journal(desk)


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


# -- states


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
    assert is_told_by_the_journal(desk)


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


def test_a_hold_comes_and_goes_with_the_source(desk: Desk) -> None:
    bring(desk, status="on_hold")
    assert the_order(desk).status is OrderStatus.ON_HOLD
    assert counts(bring(desk, status="on_hold")) == (0, 0, 1, 0)

    report = bring(desk)

    assert counts(report) == (0, 1, 0, 0)
    assert the_order(desk).status is OrderStatus.READY
    assert counts(bring(desk)) == (0, 0, 1, 0)


def test_an_order_that_somebody_here_has_let_go_is_not_held_again(desk: Desk) -> None:
    bring(desk, status="on_hold")
    desk.run(ReleaseOrder(order=the_order(desk).id))

    assert counts(bring(desk, status="on_hold")) == (0, 0, 1, 0)
    assert the_order(desk).status is OrderStatus.READY


# -- planned times


def test_a_planned_time_with_a_technician_is_a_visit(desk: Desk) -> None:
    bring(desk, **PLANNED)

    visit = the_visit(desk)
    assert the_order(desk).status is OrderStatus.SCHEDULED
    assert (visit.technician_id, visit.start_at, visit.end_at) == (
        KIM,
        datetime(2026, 3, 2, 16, 0, tzinfo=UTC),
        datetime(2026, 3, 2, 16, 45, tzinfo=UTC),
    )
    assert is_told_by_the_journal(desk)


def test_a_technician_without_a_time_is_preferred(desk: Desk) -> None:
    bring(desk, technician="K. Moran")

    (need,) = desk.ask(Reader.select, Requirement)
    assert need.preferred_technician_id == KIM


def test_of_two_that_overlap_the_first_is_planned_and_the_other_counted(desk: Desk) -> None:
    both = rows_file(desk, ROW | PLANNED, ROW | PLANNED | {"external_id": "2"})

    report = import_files(desk, [both], PRESET)

    assert (report.created, report.unplaced) == (2, 1)
    assert {order.external_id: order.status for order in orders(desk).values()} == {
        "1": OrderStatus.SCHEDULED,
        "2": OrderStatus.READY,
    }
    before = desk.last_seq()
    again = import_files(desk, [both], PRESET)
    assert (counts(again), again.unplaced, again.kept) == ((0, 0, 2, 0), 1, 0)
    assert desk.last_seq() == before


def test_a_time_that_is_past_plans_nothing(desk: Desk) -> None:
    report = bring(desk, **PLANNED | {"planned_start_at": "2026-03-02 08:00"})

    assert (report.created, report.unplaced) == (1, 1)
    assert desk.ask(Reader.select, Visit) == ()


def test_a_visit_moves_with_the_source_until_somebody_here_has_moved_it(desk: Desk) -> None:
    bring(desk, **PLANNED)

    moved = bring(desk, **PLANNED | {"planned_start_at": "2026-03-02 18:00"})

    assert counts(moved) == (0, 1, 0, 0)
    assert the_visit(desk).start_at == datetime(2026, 3, 2, 18, 0, tzinfo=UTC)
    ours = datetime(2026, 3, 2, 19, 0, tzinfo=UTC)
    desk.run(AssignVisit(order=the_order(desk).id, visit=the_visit(desk).id, technician=KIM, start_at=ours))

    kept = bring(desk, **PLANNED | {"planned_start_at": "2026-03-02 20:00"})

    assert (counts(kept), kept.kept) == ((0, 0, 1, 0), 1)
    assert the_visit(desk).start_at == ours


def test_a_visit_that_somebody_here_has_taken_off_stays_off(desk: Desk) -> None:
    bring(desk, **PLANNED)
    desk.run(UnassignVisit(visit=the_visit(desk).id))

    assert counts(bring(desk, **PLANNED)) == (0, 0, 1, 0)
    assert the_visit(desk).technician_id is None


def test_an_import_with_visits_is_taken_back_as_a_whole(desk: Desk) -> None:
    report = bring(desk, **PLANNED)
    assert report.import_id is not None

    undo_import(desk, report.import_id)

    assert desk.ask(lambda r: (r.select(WorkOrder), r.select(Visit), r.select(Contact))) == ((), (), ())
    assert is_told_by_the_journal(desk)


def test_an_undo_keeps_the_people_and_things_that_others_use_by_now(desk: Desk) -> None:
    report = bring(desk)
    bring(desk, external_id="2")
    assert report.import_id is not None

    undo_import(desk, report.import_id)

    assert list(orders(desk)) == ["2"]
    order = orders(desk)["2"]
    kept = desk.ask(lambda r: [r.select(cls)[0].id for cls in (Customer, Contact, Asset)])
    assert kept == [order.customer_id, order.contact_id, order.asset_id]
    assert is_told_by_the_journal(desk)


# -- going on, and all or none


def test_an_import_that_was_stopped_begins_anew_by_another_map(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("wom_tui.importing.run.BATCH", 2)
    path = rows_file(desk, *(ROW | {"external_id": str(i), "opened_at": "3/4/2026"} for i in range(4)))
    by_day, by_month = (
        replace(PRESET, dates={**PRESET.dates, "opened_at": order})
        for order in (DateOrder.DAY_FIRST, DateOrder.MONTH_FIRST)
    )
    stopped = import_files(desk, [path], by_day, is_cancelled=lambda: True)
    assert (stopped.created, stopped.is_cancelled) == (2, True)

    report = import_files(desk, [path], by_month)

    assert counts(report) == (2, 2, 0, 0)
    assert {order.opened_at.month for order in orders(desk).values()} == {3}


def test_all_or_none_takes_none_where_one_row_cannot_be_used(desk: Desk) -> None:
    before = desk.last_seq()
    path = rows_file(desk, ROW, ROW | {"external_id": "2", "priority": "burning"})

    with pytest.raises(Rejected, match=r"1 rows cannot be used, so none was taken in.*rejects\.csv"):
        import_files(desk, [path], PRESET, is_atomic=True)

    assert desk.last_seq() == before


def test_all_or_none_is_one_act(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("wom_tui.importing.run.BATCH", 2)
    path = rows_file(desk, *(ROW | {"external_id": str(i)} for i in range(5)), ROW)

    report = import_files(desk, [path], PRESET, is_atomic=True)

    assert (report.read, counts(report), report.repeated) == (6, (5, 0, 1, 0), 1)
    assert len({e.command_id for e in desk.events() if e.kind == "order.imported"}) == 1
    assert counts(import_files(desk, [path], PRESET, is_atomic=True)) == (0, 0, 6, 0)
    assert report.import_id is not None
    assert undo_import(desk, report.import_id) == 1
    assert orders(desk) == {}
