"""Given an empty office, when an export of a named system comes in, then its dirt is handled and counted to the row."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from tests.office import close_desks, desk_on
from tests.systems import DATA, Counts, broken_promises, counts, history_of, orders_of, taken_in
from wom_tui.desk import Desk
from wom_tui.domain.site import Asset, Customer, GeocodeQuality, Site
from wom_tui.domain.work_order import HoldReason, OrderStatus, Priority, Requirement, WorkOrder
from wom_tui.errors import InvalidInput
from wom_tui.importing.undo import undo_import


@pytest.fixture
def desk(database_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Desk]:
    monkeypatch.chdir(tmp_path)  # where reject files go
    yield desk_on(database_url)
    close_desks()


def at(year: int, month: int, day: int, hour: int = 0, minute: int = 0, second: int = 0) -> datetime:
    return datetime(year, month, day, hour, minute, second, tzinfo=UTC)


def site_of(desk: Desk, order: WorkOrder) -> Site:
    return next(site for site in desk.ask(lambda r: r.select(Site)) if site.id == order.site_id)


FILES = [
    ("chicago_requests.json", "open311", "America/Chicago", (8, 0, 0, 0)),
    ("chicago_requests_minimal.json", "open311", "America/Chicago", (2, 0, 0, 0)),
    ("toronto_requests.xml", "open311", "America/Toronto", (2, 0, 0, 0)),
    ("servicenow_log.csv", "servicenow", "Europe/Lisbon", (22, 0, 128, 0)),
    ("excavators.csv", "excavators", "Australia/Perth", (43, 0, 4, 1)),
    ("excavators-cleaned.csv", "excavators", "Australia/Perth", (43, 0, 4, 1)),
    ("boston_lighting_year.csv.gz", "boston311", "America/New_York", (43, 0, 0, 2)),
    ("boston_lighting_crews.csv", "boston-crews", "America/New_York", (24, 0, 0, 0)),
    ("salesforce.csv", "salesforce", "Europe/Lisbon", (6, 0, 1, 2)),
    ("dynamics.xlsx", "dynamics", "America/Los_Angeles", (6, 0, 0, 1)),
    ("odoo.csv", "odoo", "Europe/Berlin", (5, 0, 0, 2)),
    ("atlas.csv", "atlas", "Europe/Berlin", (5, 0, 0, 2)),
    ("upkeep.json", "upkeep", "America/New_York", (3, 0, 0, 1)),
]


@pytest.mark.parametrize(("name", "preset", "zone", "expected"), FILES)
def test_every_row_is_counted_and_a_second_import_writes_nothing(
    desk: Desk, name: str, preset: str, zone: str, expected: Counts
) -> None:
    report = taken_in(desk, preset, DATA / name, zone=zone)

    assert counts(report) == expected
    assert list(broken_promises(desk, preset, [DATA / name], zone, report)) == []
    assert report.import_id is not None
    undo_import(desk, report.import_id)
    assert orders_of(desk) == {}


# -- Open311


def test_an_open311_request_of_chicago_is_read_with_the_citys_own_attributes(desk: Desk) -> None:
    taken_in(desk, "open311", DATA / "chicago_requests.json", zone="America/Chicago")

    found = orders_of(desk)
    done = found["14-00032098"]
    assert (done.title, done.status, done.channel) == ("Building Violation", OrderStatus.COMPLETED, "web")
    assert done.opened_at == at(2014, 1, 9, 5, 16, 37)
    assert done.completed_at == at(2015, 10, 1, 19, 42, 58)  # 20 months later: a follow-on order's closing
    assert done.resolution_text == "Transfer to Plumbing Violation"
    assert done.tags == ("service:4fd3bd72e750846c530000cd", "ward:32", "district:19")
    assert site_of(desk, done).address == "1216 W Diversey Pkwy Lake View, 60614"
    assert found["14-01873637"].status is OrderStatus.READY
    duplicate = found["14-02155558"]
    assert (duplicate.status, duplicate.cancel_reason) == (OrderStatus.CANCELLED, "duplicate")
    assert "parent:15-05164921" in duplicate.tags


def test_a_duplicate_points_to_the_request_that_a_column_names(desk: Desk, tmp_path: Path) -> None:
    text = (DATA / "chicago_requests.json").read_text(encoding="utf-8")
    path = tmp_path / "requests.json"
    path.write_text(text.replace("15-05164921", "14-00684314"), encoding="utf-8")

    taken_in(desk, "open311", path, zone="America/Chicago")

    found = orders_of(desk)
    assert found["14-02155558"].duplicate_of_id == found["14-00684314"].id


def test_an_open311_request_in_xml_is_read_with_its_empty_elements(desk: Desk) -> None:
    taken_in(desk, "open311", DATA / "toronto_requests.xml", zone="America/Toronto")

    order = orders_of(desk)["101005420892"]
    assert (order.title, order.status, order.channel) == ("Road - Pot hole", OrderStatus.READY, "open311")
    assert (order.opened_at, order.imported_due_at) == (at(2018, 7, 30, 4, 1), at(2018, 8, 3, 4, 1))
    assert order.resolution_text == "In progress - The request has been scheduled."
    site = site_of(desk, order)
    assert (site.address, site.external_id) == ("Warden Ave / Freeman St, Scarborough", "open311:13459430")
    assert (site.lat, site.lon) == (43.691104288, -79.272306875)


def test_a_list_of_services_is_called_what_it_is(desk: Desk) -> None:
    with pytest.raises(InvalidInput, match=r"a list of services.*--what work-types"):
        taken_in(desk, "open311", DATA / "giessen_services.xml")

    assert desk.last_seq() == 0


# -- ServiceNow


def test_the_rows_of_an_incident_are_one_order_with_its_history(desk: Desk) -> None:
    taken_in(desk, "servicenow", DATA / "servicenow_log.csv", zone="UTC")

    order = orders_of(desk)["INC0015109"]
    told = [(event.at, event.kind, event.after.get("status")) for event in history_of(desk, order)]
    assert told == [
        (at(2016, 4, 4, 18, 55), "order.imported", "ready"),
        (at(2016, 4, 4, 19, 10), "order.retagged", None),  # to Group 70, and resolved there
        (at(2016, 4, 4, 19, 10), "order.completed", "completed"),
        (at(2016, 4, 5, 9, 34), "order.retagged", None),
        (at(2016, 4, 5, 9, 34), "order.reopened", "ready"),
        (at(2016, 4, 5, 17, 50), "order.retagged", None),  # out of the group
        (at(2016, 4, 6, 12, 0), "order.retagged", None),
        (at(2016, 4, 6, 12, 0), "order.held", "on_hold"),
        (at(2016, 4, 7, 12, 26), "order.retagged", None),
        (at(2016, 4, 7, 12, 26), "order.completed", "completed"),
        (at(2016, 4, 12, 12, 59), "order.retagged", None),  # closed there
    ]
    assert order.first_completed_at == at(2016, 4, 4, 19, 10)
    assert order.completed_at == at(2016, 4, 7, 12, 26)
    assert [(hold.from_at, hold.to_at, hold.reason) for hold in order.holds] == [
        (at(2016, 4, 6, 12, 0), at(2016, 4, 7, 12, 26), HoldReason.CUSTOMER)
    ]
    assert (order.resolution_code, order.requester) == ("code 6", "Caller 1406")
    assert order.tags == ("group:Group 70", "assignee:Resolver 30", "state:Closed")


def test_a_changed_priority_is_part_of_the_history(desk: Desk) -> None:
    taken_in(desk, "servicenow", DATA / "servicenow_log.csv", zone="UTC")

    order = orders_of(desk)["INC0014621"]
    changes = [e for e in history_of(desk, order) if e.kind == "order.prioritised"]
    assert [(e.at, e.before["priority"], e.after["priority"]) for e in changes] == [
        (at(2016, 4, 4, 8, 57), 3, 2)
    ]
    assert order.priority is Priority.P2


def test_where_no_time_of_resolving_is_told_the_row_that_resolved_it_tells_it(desk: Desk) -> None:
    taken_in(desk, "servicenow", DATA / "servicenow_log.csv", zone="UTC")

    order = orders_of(desk)["INC0014527"]  # resolved_at is `?`, closed five days later
    assert (order.opened_at, order.completed_at) == (at(2016, 4, 4, 2, 1), at(2016, 4, 4, 2, 1))


# -- lists without numbers, and lists beside a list


def test_rows_without_a_number_get_one_that_is_the_same_in_both_files(desk: Desk) -> None:
    taken_in(desk, "excavators", DATA / "excavators.csv", zone="Australia/Perth")
    report = taken_in(desk, "excavators", DATA / "excavators-cleaned.csv", zone="Australia/Perth")

    assert counts(report) == (0, 43, 4, 1)
    assert [(r.line, r.column, r.value) for r in report.rejects] == [(40, "Cost", "PM01")]  # a shifted row
    (order,) = [o for o in orders_of(desk).values() if o.title == "REPAIR LOOSE BUCKET CYLINDER"]
    assert (order.status, order.resolution_code) == (OrderStatus.COMPLETED, "Repair")
    assert order.opened_at == order.completed_at == at(2008, 4, 20, 16, 0)  # the day began in Perth
    assert "failure:Missing / Loose" in order.tags
    (machine,) = [a for a in desk.ask(lambda r: r.select(Asset)) if a.id == order.asset_id]
    assert machine.name == "Excavator A"


def test_a_file_that_lacks_columns_says_nothing_of_them(desk: Desk) -> None:
    taken_in(desk, "excavators", DATA / "excavators-cleaned.csv", zone="Australia/Perth")

    again = taken_in(desk, "excavators", DATA / "excavators.csv", zone="Australia/Perth")

    assert counts(again) == (0, 0, 47, 1)


def test_a_list_of_crews_adds_who_was_there_and_leaves_all_else(desk: Desk) -> None:
    taken_in(desk, "boston311", DATA / "boston_lighting_year.csv.gz", zone="America/New_York")
    before = orders_of(desk)["101001241621"]

    report = taken_in(desk, "boston-crews", DATA / "boston_lighting_crews.csv", zone="America/New_York")

    after = orders_of(desk)["101001241621"]
    assert counts(report) == (2, 20, 2, 0)  # two had been put aside; two were cancelled, and stay
    assert after.tags == ("crew:TECH01", "crew:TECH03", *before.tags)
    assert (after.title, after.site_id, after.resolution_text) == (
        before.title,
        before.site_id,
        before.resolution_text,
    )
    again = taken_in(desk, "boston311", DATA / "boston_lighting_year.csv.gz", zone="America/New_York")
    assert (again.updated, orders_of(desk)["101001241621"].tags) == (0, after.tags)


# -- systems of which we have no real file


def test_a_salesforce_work_order_is_read_field_by_field(desk: Desk) -> None:
    report = taken_in(desk, "salesforce", DATA / "salesforce.csv", zone="Europe/Lisbon")

    assert [(r.column, r.value) for r in report.rejects] == [
        ("Status", "Waiting for Godot"),
        ("CreatedDate", "10th of March"),
    ]
    found = orders_of(desk)
    order = found["00000101"]  # with its zeros
    assert (order.title, order.status, order.priority) == (
        "Boiler makes noise",
        OrderStatus.READY,
        Priority.P2,
    )
    assert (order.opened_at, order.imported_due_at) == (at(2024, 3, 8, 9, 12, 44), at(2024, 3, 12, 16))
    (need,) = [n for n in desk.ask(lambda r: r.select(Requirement)) if n.order_id == order.id]
    assert (need.duration_min, need.earliest_start_at) == (90, at(2024, 3, 11, 8))
    assert site_of(desk, order).address == "Rua das Flores 12, 1200-195 Lisboa"
    (customer,) = [c for c in desk.ask(lambda r: r.select(Customer)) if c.id == order.customer_id]
    assert customer.name == "Harbour Café & Sons"
    assert found["00000103"].description == "Line one line two"
    assert found["00000104"].status is OrderStatus.CANCELLED
    assert found["00000105"].status is OrderStatus.ON_HOLD
    assert found["00000102"].title == "Yearly check, boiler room too"  # the last row of two


def test_a_dynamics_workbook_is_read_with_labels_and_numbers_alike(desk: Desk) -> None:
    taken_in(desk, "dynamics", DATA / "dynamics.xlsx", zone="America/Los_Angeles")

    found = orders_of(desk)
    assert found["WO-00431"].opened_at == at(2024, 4, 2, 15, 15)
    assert [found[number].status for number in ("WO-00398", "WO-00399", "WO-00402", "WO-00403")] == [
        OrderStatus.COMPLETED,
        OrderStatus.COMPLETED,  # posted there: our own office has not closed it
        OrderStatus.CANCELLED,
        OrderStatus.READY,  # in progress there, and its plan does not come along
    ]
    assert found["WO-00432"].tags == ("substatus:Customer informed",)


def test_an_odoo_task_is_read_with_false_for_nothing(desk: Desk) -> None:
    report = taken_in(desk, "odoo", DATA / "odoo.csv", zone="Europe/Berlin")

    assert [r.column for r in report.rejects] == ["External ID", "Stage"]
    found = orders_of(desk)
    spring = found["__export__.project_task_45_0e"]
    assert spring.opened_at == at(2024, 3, 31, 1, 30)  # 02:30, which that night's clock skipped
    pump = found["__export__.project_task_42_0b"]
    assert (pump.status, pump.priority) == (OrderStatus.DRAFT, Priority.P1)
    assert site_of(desk, pump).geocode_quality is GeocodeQuality.SUSPICIOUS  # 0, 0
    filters = found["__export__.project_task_41_0a"]
    assert filters.description == "Filter G4, two of them"  # of <p>…</p>
    done = found["__export__.project_task_43_0c"]
    assert done.completed_at == at(2024, 2, 20, 12, 30)


def test_an_atlas_work_order_is_read_in_three_forms_of_time(desk: Desk) -> None:
    report = taken_in(desk, "atlas", DATA / "atlas.csv", zone="Europe/Berlin")

    assert [(r.column, r.reason[:8]) for r in report.rejects] == [
        ("Completed On", "is empty"),
        ("ID", "is empty"),
    ]
    found = orders_of(desk)
    assert found["17"].opened_at == at(2024, 5, 2, 4, 10)
    assert found["22"].opened_at == at(2024, 5, 1, 8)  # milliseconds
    assert found["22"].imported_due_at == at(2024, 5, 1, 10)  # 45413.5, as a workbook counts
    assert (found["18"].priority, found["20"].resolution_text) == (Priority.P1, "done while passing by")


def test_an_upkeep_answer_is_read_out_of_its_envelope(desk: Desk) -> None:
    taken_in(desk, "upkeep", DATA / "upkeep.json", zone="America/New_York")

    found = orders_of(desk)
    order = found["HW2I379ErS"]
    assert (order.title, order.priority, order.tags) == (
        "Ice machine not freezing",
        Priority.P1,
        ("assignee:Sam",),
    )
    assert site_of(desk, order).name == "Harbour Grill"
    assert found["0012345"].hold is not None
