"""Given an office, when files come in, then orders, history and rejects are as the files say, once and for all."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from tests.boston import CLOSED, EXCERPT, a_row, bring, counts, orders, write_rows
from tests.office import HOUR, KIM, LIGHTS, T0, close_desks, desk_on, office_facts
from tests.whole import is_whole
from wom_tui.commands.ending import CancelOrder, CompleteOrder
from wom_tui.commands.facts import LoadFacts
from wom_tui.commands.order import CreateOrder, EditOrder
from wom_tui.commands.visit import AssignVisit
from wom_tui.desk import Desk
from wom_tui.domain.policy import Actor, Role
from wom_tui.domain.site import GeocodeQuality, Site, Territory
from wom_tui.domain.visit import Visit
from wom_tui.domain.work_order import OrderStatus, Priority, Requirement, SkillNeed, WorkOrder
from wom_tui.domain.work_type import WorkType
from wom_tui.errors import Forbidden, InvalidInput
from wom_tui.importing.report import ImportReport
from wom_tui.importing.undo import undo_import


@pytest.fixture
def desk(database_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Desk]:
    monkeypatch.chdir(tmp_path)  # where reject files go
    yield desk_on(database_url)
    close_desks()


def the_order(desk: Desk) -> WorkOrder:
    (order,) = orders(desk).values()
    return order


def the_site(desk: Desk) -> Site:
    (site,) = desk.ask(lambda r: r.select(Site))
    return site


# -- the real excerpt


def test_the_excerpt_of_boston_comes_in_with_all_its_dirt(desk: Desk) -> None:
    report = bring(desk, EXCERPT)

    assert counts(report) == (56, 0, 0, 0)
    assert report.quarantined == 13
    assert (report.reject_files, report.repeated) == ((), 0)
    found = orders(desk).values()
    assert {order.status for order in found} == {
        OrderStatus.DRAFT,
        OrderStatus.READY,
        OrderStatus.COMPLETED,
        OrderStatus.CANCELLED,
    }
    assert sum(order.is_open for order in found) == 10
    assert all(order.completed_at is None or order.completed_at >= order.opened_at for order in found)
    assert all(order.title != "PRINTED" for order in found)
    assert is_whole(desk)


def test_importing_twice_writes_nothing(desk: Desk) -> None:
    bring(desk, EXCERPT)
    before = desk.last_seq()

    again = bring(desk, EXCERPT)

    assert counts(again) == (0, 0, 56, 0)
    assert again.import_id is None
    assert desk.last_seq() == before


def test_what_cannot_be_placed_is_a_draft_and_all_else_is_ready(desk: Desk) -> None:
    bring(desk, EXCERPT)

    sites = {site.id: site for site in desk.ask(lambda r: r.select(Site))}
    for order in orders(desk).values():
        if order.is_open:
            site = sites.get(order.site_id or 0)
            assert (order.status is OrderStatus.READY) == (site is not None and site.has_position)


def test_duplicates_point_to_their_original_where_it_is_there(desk: Desk) -> None:
    bring(desk, EXCERPT)

    found = orders(desk)
    numbers = {order.id: external_id for external_id, order in found.items()}
    linked = {
        numbers[order.id]: numbers[order.duplicate_of_id] for order in found.values() if order.duplicate_of_id
    }
    assert len(linked) == 2
    assert all(original < duplicate for duplicate, original in linked.items())
    assert all(found[duplicate].cancel_reason == "duplicate" for duplicate in linked)


# -- one row


def test_history_enters_with_its_own_time(desk: Desk, tmp_path: Path) -> None:
    bring(desk, write_rows(tmp_path / "in.csv", [a_row(**CLOSED)]))

    order = the_order(desk)
    events = [e for e in desk.events() if e.subject == f"work_order:{order.id}"]
    assert [(e.kind, e.version, e.at, e.door) for e in events] == [
        ("order.imported", 1, datetime(2015, 5, 4, 13, 15, tzinfo=UTC), "import"),
        ("order.completed", 2, datetime(2015, 5, 6, 19, 30, tzinfo=UTC), "import"),
    ]
    assert all(e.recorded_at.year >= 2024 for e in events)
    assert (order.status, order.completed_at) == (OrderStatus.COMPLETED, events[1].at)
    assert (order.resolution_code, order.resolution_text) == ("resolved", "Replaced the lamp")


def test_an_office_without_templates_gets_them_from_the_preset(desk: Desk, tmp_path: Path) -> None:
    bring(desk, write_rows(tmp_path / "in.csv", [a_row()]))

    (kind,) = desk.ask(lambda r: r.select(WorkType))
    (requirement,) = desk.ask(lambda r: r.select(Requirement))
    assert (kind.name, kind.group, kind.priority) == ("Street Light Outages", "Street Lights", Priority.P3)
    assert (requirement.duration_min, requirement.skills) == (60, ())
    assert the_order(desk).status is OrderStatus.READY


def test_an_office_with_templates_keeps_its_own(desk: Desk, tmp_path: Path) -> None:
    desk.run(LoadFacts(facts=office_facts()))

    bring(desk, write_rows(tmp_path / "in.csv", [a_row(TYPE="STREET  light", CASE_TITLE="Lamp 12 dark")]))

    order = the_order(desk)
    assert (order.work_type_id, order.priority, order.title) == (LIGHTS, Priority.P2, "Lamp 12 dark")
    assert order.resolve_due_at == order.imported_due_at  # no rule of the office is as old as the order
    (requirement,) = desk.ask(lambda r: r.select(Requirement))
    assert requirement.skills == (SkillNeed(name="lights"),)


def test_rows_of_one_place_share_its_site(desk: Desk, tmp_path: Path) -> None:
    bring(desk, write_rows(tmp_path / "in.csv", [a_row(), a_row(CASE_ENQUIRY_ID="2")]))

    assert {order.site_id for order in orders(desk).values()} == {the_site(desk).id}
    (territory,) = desk.ask(lambda r: r.select(Territory))
    assert (territory.name, territory.zone) == ("Dorchester", "America/New_York")


def test_a_better_position_locates_the_site_and_wakes_its_drafts(desk: Desk, tmp_path: Path) -> None:
    fake = {"LATITUDE": "42.3594", "LONGITUDE": "-71.0587"}
    bring(desk, write_rows(tmp_path / "one.csv", [a_row(**fake)]))
    assert (the_order(desk).status, the_site(desk).geocode_quality) == (
        OrderStatus.DRAFT,
        GeocodeQuality.SUSPICIOUS,
    )

    bring(desk, write_rows(tmp_path / "two.csv", [a_row(CASE_ENQUIRY_ID="2")]))

    assert {order.status for order in orders(desk).values()} == {OrderStatus.READY}
    assert the_site(desk).geocode_quality is GeocodeQuality.EXACT
    assert counts(bring(desk, tmp_path / "one.csv")) == (0, 0, 1, 0)


def test_of_orders_without_a_position_only_those_are_told_whose_place_nobody_knows(
    desk: Desk, tmp_path: Path
) -> None:
    unknown = {"LATITUDE": "", "LONGITUDE": ""}
    elsewhere = {"CASE_ENQUIRY_ID": "3", "Location": "15 Marie St", "Property_ID": "7"}

    report = bring(
        desk,
        write_rows(
            tmp_path / "one.csv",
            [a_row(**unknown), a_row(CASE_ENQUIRY_ID="2"), a_row(**unknown | elsewhere)],
        ),
    )

    assert report.quarantined == 1
    statuses = {number: order.status for number, order in orders(desk).items()}
    assert [number for number, status in statuses.items() if status is OrderStatus.DRAFT] == ["3"]


# -- the source changes, and people here do


def changed(desk: Desk, tmp_path: Path, **cells: str) -> ImportReport:
    """Import the row with these cells, as a new export of the same system."""
    return bring(desk, write_rows(tmp_path / f"{len(desk.events())}.csv", [a_row(**cells)]))


def test_what_the_source_changes_enters(desk: Desk, tmp_path: Path) -> None:
    changed(desk, tmp_path)
    report = changed(desk, tmp_path, CASE_TITLE="Three lamps out", **CLOSED)

    order = the_order(desk)
    assert counts(report) == (0, 1, 0, 0)
    assert (order.title, order.status) == ("Three lamps out", OrderStatus.COMPLETED)
    assert counts(changed(desk, tmp_path, CASE_TITLE="Three lamps out", **CLOSED)) == (0, 0, 1, 0)


def test_a_persons_edit_is_never_overwritten(desk: Desk, tmp_path: Path) -> None:
    changed(desk, tmp_path)
    desk.run(EditOrder(order=the_order(desk).id, changes=(("title", "Lamp 12 dark"),)))

    report = changed(desk, tmp_path, CASE_TITLE="Three lamps out", TARGET_DT="05/19/2015 09:15:00 AM")

    order = the_order(desk)
    assert order.title == "Lamp 12 dark"
    assert order.imported_due_at == datetime(2015, 5, 19, 13, 15, tzinfo=UTC)
    assert counts(report) == (0, 1, 0, 0)
    assert (
        counts(changed(desk, tmp_path, CASE_TITLE="Three lamps out", TARGET_DT="05/19/2015 09:15:00 AM"))[1]
        == 0
    )


def test_an_order_that_is_differently_over_here_stays_and_is_counted(desk: Desk, tmp_path: Path) -> None:
    changed(desk, tmp_path)
    desk.run(CancelOrder(order=the_order(desk).id, reason="asked to"))

    report = changed(desk, tmp_path, **CLOSED)

    assert (counts(report), report.kept) == ((0, 0, 1, 0), 1)
    assert the_order(desk).status is OrderStatus.CANCELLED


def test_the_source_opens_an_order_again(desk: Desk, tmp_path: Path) -> None:
    changed(desk, tmp_path, **CLOSED)
    first = the_order(desk).completed_at

    changed(desk, tmp_path)

    order = the_order(desk)
    assert (order.status, order.completed_at, order.first_completed_at) == (OrderStatus.READY, None, first)


def test_an_order_of_a_persons_own_under_the_same_number_is_left_alone(desk: Desk, tmp_path: Path) -> None:
    desk.run(CreateOrder(title="Mine", source="boston311", external_id="101001369068"))

    report = changed(desk, tmp_path)

    assert the_order(desk).title == "Mine"
    assert report.created == 0


# -- rejects, repeats, several files


def test_bad_rows_are_put_aside_and_the_fixed_file_completes_the_load(desk: Desk, tmp_path: Path) -> None:
    rows = [a_row(), a_row(CASE_ENQUIRY_ID="2", Source="Pigeon"), a_row(CASE_ENQUIRY_ID="3", OPEN_DT="soon")]
    rows[2]["LATITUDE"] = "north"
    report = bring(desk, write_rows(tmp_path / "in.csv", rows))

    assert counts(report) == (1, 0, 0, 2)
    assert [(r.line, r.column, r.value) for r in report.rejects] == [
        (3, "Source", "Pigeon"),  # who asks is told by it as well
        (3, "Source", "Pigeon"),
        (4, "OPEN_DT", "soon"),
        (4, "LATITUDE", "north"),
    ]
    (reject_file,) = report.reject_files
    text = reject_file.read_text(encoding="utf-8")
    mended = {"Pigeon": "Self Service", "soon": "05/04/2015 10:00:00 AM", "north": "42.3"}
    for wrong, right in mended.items():
        text = text.replace(wrong, right)
    reject_file.write_text(text, encoding="utf-8")
    assert counts(bring(desk, reject_file)) == (2, 0, 0, 0)
    assert set(orders(desk)) == {"101001369068", "2", "3"}


def test_of_a_number_that_occurs_twice_the_last_row_wins_and_that_is_told(desk: Desk, tmp_path: Path) -> None:
    path = write_rows(tmp_path / "in.csv", [a_row(CASE_TITLE="first"), a_row(CASE_TITLE="last")])

    report = bring(desk, path)

    assert (counts(report), report.repeated) == ((1, 0, 1, 0), 1)
    assert the_order(desk).title == "last"
    assert counts(bring(desk, path)) == (0, 0, 2, 0)


def test_several_files_are_one_import_in_which_the_last_row_wins(desk: Desk, tmp_path: Path) -> None:
    one = write_rows(tmp_path / "one.csv", [a_row(CASE_TITLE="first"), a_row(CASE_ENQUIRY_ID="2")])
    two = write_rows(tmp_path / "two.csv", [a_row(CASE_TITLE="last")])

    report = bring(desk, one, two)

    assert (counts(report), report.repeated) == ((2, 0, 1, 0), 1)
    assert orders(desk)["101001369068"].title == "last"
    assert report.import_id is not None
    undo_import(desk, report.import_id)
    assert orders(desk) == {}


def test_a_file_that_lacks_a_column_is_refused_before_anything_is_stored(desk: Desk, tmp_path: Path) -> None:
    path = tmp_path / "in.csv"
    path.write_text("CASE_ENQUIRY_ID,TYPE\n1,Tree\n", encoding="utf-8")

    with pytest.raises(InvalidInput, match="OPEN_DT"):
        bring(desk, path)

    assert desk.last_seq() == 0


def test_a_dry_run_counts_and_stores_nothing(desk: Desk) -> None:
    report = bring(desk, EXCERPT, is_dry_run=True)

    assert counts(report) == (56, 0, 0, 0)
    assert (report.import_id, desk.last_seq()) == (None, 0)


def test_importing_needs_a_manager(desk: Desk) -> None:
    dispatcher = replace(desk, actor=Actor(name="dora", role=Role.DISPATCHER))

    with pytest.raises(Forbidden):
        bring(dispatcher, EXCERPT)


# -- other things that happen


def test_a_renamed_file_is_the_same_file(desk: Desk, tmp_path: Path) -> None:
    bring(desk, EXCERPT)

    copy = Path(shutil.copy(EXCERPT, tmp_path / "another name.csv"))

    assert counts(bring(desk, copy)) == (0, 0, 56, 0)


def test_a_visit_that_is_planned_ends_with_the_order_that_the_source_ends(desk: Desk, tmp_path: Path) -> None:
    desk.run(LoadFacts(facts=office_facts()))
    cells = {"TYPE": "Street light", "neighborhood": "West"}
    changed(desk, tmp_path, **cells)
    desk.run(AssignVisit(order=the_order(desk).id, technician=KIM, start_at=T0 + HOUR))

    changed(desk, tmp_path, **cells, **CLOSED)

    (visit,) = desk.ask(lambda r: r.select(Visit))
    assert the_order(desk).status is OrderStatus.COMPLETED
    assert not visit.is_booked


def test_an_order_that_was_completed_here_first_keeps_how(desk: Desk, tmp_path: Path) -> None:
    changed(desk, tmp_path)
    desk.run(CompleteOrder(order=the_order(desk).id, resolution_code="fixed"))

    report = changed(desk, tmp_path, **CLOSED)

    assert (report.kept, the_order(desk).resolution_code) == (1, "fixed")
