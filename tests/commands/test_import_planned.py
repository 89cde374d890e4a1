"""Given a system that tells what waits, when and by whom, then that comes in, and people's edits stay."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from tests.boston import counts, orders
from tests.office import KIM, ZONE, close_desks
from tests.theirs import PLANNED, PRESET, ROW, an_office_that_imports, bring, rows_file, the_order, the_visit
from tests.whole import is_whole
from wom_tui.commands.facts import LoadFacts
from wom_tui.commands.hold import ReleaseOrder
from wom_tui.commands.visit import AssignVisit, UnassignVisit
from wom_tui.desk import Desk
from wom_tui.domain.site import Contact
from wom_tui.domain.technician import Technician
from wom_tui.domain.visit import Visit
from wom_tui.domain.work_order import OrderStatus, Requirement, WorkOrder
from wom_tui.importing.run import import_files
from wom_tui.importing.undo import undo_import
from wom_tui.presets.loader import load_preset
from wom_tui.store.reader import Reader


@pytest.fixture
def desk(database_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Desk]:
    monkeypatch.chdir(tmp_path)  # where reject files go
    yield an_office_that_imports(database_url)
    close_desks()


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
    assert is_whole(desk)


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


def test_a_technician_whom_the_office_does_not_have_is_named_and_the_order_waits_to_be_planned(
    desk: Desk,
) -> None:
    strange = PLANNED | {"technician": "J. Novak"}

    report = bring(desk, **strange)

    assert (counts(report), report.unplaced, report.strangers) == ((1, 0, 0, 0), 1, {"J. Novak": 1})
    assert the_order(desk).status is OrderStatus.READY
    before = desk.last_seq()
    assert counts(bring(desk, **strange)) == (0, 0, 1, 0)
    assert desk.last_seq() == before
    desk.run(LoadFacts(facts=(Technician(id=9, code="jan", name="J. Novak", zone=ZONE),)))
    assert counts(bring(desk, **strange)) == (0, 1, 0, 0)
    assert the_visit(desk).technician_id == 9


SYSTEMS = {
    "salesforce": {
        "WorkOrderNumber": "7",
        "CreatedDate": "2026-03-01T09:00:00.000Z",
        "Status": "Scheduled",
        "WorkType.Name": "Street light",
        "Street": "1 Main St",
        "Latitude": "42.31",
        "Longitude": "-71.05",
        "ServiceResource.Name": "K. Moran",
        "SchedStartTime": "2026-03-02T16:00:00.000Z",
        "SchedEndTime": "2026-03-02T16:45:00.000Z",
    },
    "dynamics": {
        "Work Order Number": "7",
        "Created On": "2026-03-01 09:00",
        "System Status": "Scheduled",
        "Primary Incident Type": "Street light",
        "Street 1": "1 Main St",
        "Latitude": "42.31",
        "Longitude": "-71.05",
        "Resource": "K. Moran",
        "Start Time": "2026-03-02 16:00",
        "End Time": "2026-03-02 16:45",
    },
    "odoo": {
        "External ID": "7",
        "Created on": "2026-03-01 09:00:00",
        "Stage": "Planned",
        "Project": "Street light",
        "Customer/Street": "1 Main St",
        "Customer/Geo Latitude": "42.31",
        "Customer/Geo Longitude": "-71.05",
        "Assignees": "K. Moran",
        "Start date": "2026-03-02 16:00:00",
        "End date": "2026-03-02 16:45:00",
    },
}


@pytest.mark.parametrize("system", SYSTEMS)
def test_the_plan_of_a_system_that_exports_it_comes_in(desk: Desk, system: str) -> None:
    row = SYSTEMS[system]
    Path("in.csv").write_text(",".join(row) + "\n" + ",".join(row.values()) + "\n", encoding="utf-8")

    report = import_files(desk, [Path("in.csv")], load_preset(system), zone="UTC")

    assert (counts(report), report.unplaced, report.strangers) == ((1, 0, 0, 0), 0, {})
    visit = the_visit(desk)
    assert (visit.technician_id, visit.start_at) == (KIM, datetime(2026, 3, 2, 16, 0, tzinfo=UTC))
    assert visit.end_at == datetime(2026, 3, 2, 16, 45, tzinfo=UTC)


def test_a_planned_time_of_several_days_is_left_to_be_planned(desk: Desk) -> None:
    report = bring(desk, **PLANNED | {"planned_end_at": "2026-03-04 12:00"})

    assert (counts(report), report.unplaced) == ((1, 0, 0, 0), 1)


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
    assert is_whole(desk)
