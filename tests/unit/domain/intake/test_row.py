"""What a row of a foreign file says about an order, or why it cannot be used."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from tests.boston import CLOSED, GOOD, PRESET, a_draft
from wom_tui.domain.intake.cell import BadCell, id_of, later_of_two, moment_reader, number_of, text_of
from wom_tui.domain.intake.dates import DateOrder
from wom_tui.domain.intake.row import Intake, Surroundings, address_of
from wom_tui.domain.site import GeocodeQuality
from wom_tui.domain.work_order import OrderStatus, Priority
from wom_tui.errors import InvalidInput

NEW_YORK = ZoneInfo("America/New_York")
US = "%m/%d/%Y %I:%M:%S %p"


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


# -- cells


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("05/04/2015 01:54:54 AM", "2015-05-04T05:54:54"),
        ("05/04/2015 12:00:00 AM", "2015-05-04T04:00:00"),
        ("05/04/2015 12:00:00 PM", "2015-05-04T16:00:00"),
        ("12/31/2015 11:59:59 pm", "2016-01-01T04:59:59"),
        ("03/08/2015 01:59:59 AM", "2015-03-08T06:59:59"),
        ("03/08/2015 02:30:00 AM", "2015-03-08T07:30:00"),  # the clock skips it: read as 03:30
        ("11/01/2015 01:30:00 AM", "2015-11-01T05:30:00"),  # shown twice: the first one
    ],
)
def test_a_time_is_read_on_the_local_clock(said: str, meant: str) -> None:
    assert moment_reader(US, NEW_YORK)("OPEN_DT", said) == at(meant)


@pytest.mark.parametrize(
    "said",
    ["2015-05-04", "13/04/2015 01:00:00 AM", "02/30/2015 01:00:00 AM", "05/04/2015 13:00:00 PM", "soon"],
)
def test_what_is_no_time_of_that_form_is_told_with_its_column(said: str) -> None:
    with pytest.raises(BadCell) as caught:
        moment_reader(US, NEW_YORK)("OPEN_DT", said)

    assert (caught.value.column, caught.value.value) == ("OPEN_DT", said)
    assert caught.value.reason


@pytest.mark.parametrize("form", ["%d.%m.%y", "%m/%d", "%Y-%m-%d %I:%M", "%Y-%m-%d %Y"])
def test_a_form_that_does_not_tell_a_whole_moment_is_refused(form: str) -> None:
    with pytest.raises(InvalidInput):
        moment_reader(form, NEW_YORK)


def test_a_clock_of_24_hours_can_be_read_as_well() -> None:
    assert moment_reader("%d/%m/%Y %H:%M", NEW_YORK)("at", "29/2/2016 1:16") == at("2016-02-29T06:16")


def test_the_second_of_two_equal_clock_times_is_an_hour_later() -> None:
    assert later_of_two(at("2015-11-01T05:30"), NEW_YORK) == at("2015-11-01T06:30")
    assert later_of_two(at("2015-06-01T05:30"), NEW_YORK) == at("2015-06-01T05:30")


@pytest.mark.parametrize(
    ("said", "width", "meant"),
    [
        ("2122.0", 5, "02122"),
        ("4.0", 0, "4"),
        ("03", 2, "03"),
        ("3.0", 2, "03"),
        ("1C", 2, "1C"),
        ("4.5", 0, "4.5"),
    ],
)
def test_an_id_that_became_a_float_is_a_text_again(said: str, width: int, meant: str) -> None:
    assert id_of("LOCATION_ZIPCODE", said, width=width) == meant


@pytest.mark.parametrize("said", ["abc", "nan", "inf", "1e300", "42,3"])
def test_what_is_no_number_is_refused(said: str) -> None:
    with pytest.raises(BadCell):
        number_of("LATITUDE", said)


def test_a_text_is_composed_squeezed_and_cut() -> None:
    assert text_of("c", " Cafe\u0301 \t at\nnight ") == "Café at night"
    assert text_of("c", "x" * 300, longest=200) == "x" * 199 + "…"


@pytest.mark.parametrize("said", ["a\0b", "\ud800"])
def test_what_no_text_holds_is_refused(said: str) -> None:
    with pytest.raises(BadCell):
        text_of("CASE_TITLE", said)


# -- an order


def test_a_good_row_is_an_order_with_everything_it_needs() -> None:
    draft = a_draft()

    assert (draft.external_id, draft.title, draft.work_type) == (
        "101001369068",
        "Street Light Outages",
        "Street Light Outages",
    )
    assert (draft.opened_at, draft.due_at) == (at("2015-05-04T13:15"), at("2015-05-18T13:15"))
    assert (draft.channel, draft.requester, draft.territory) == ("app", "resident", "Dorchester")
    assert draft.tags == ("queue:PWDx_Street Light Outages", "district:03")
    assert draft.ending is None
    assert not draft.is_quarantined


def test_the_zone_of_the_import_wins_over_the_preset() -> None:
    draft = Intake(PRESET, zone="Europe/Berlin").draft(GOOD, 2)

    assert draft.opened_at == at("2015-05-04T07:15")
    assert draft.site is not None
    assert draft.site.zone == "Europe/Berlin"


def test_no_target_is_no_due() -> None:
    assert a_draft({"TARGET_DT": ""}).due_at is None


def test_no_degree_has_thousands_whatever_the_map_says_of_commas() -> None:
    preset = replace(PRESET, decimal_commas=frozenset({"lat", "lon"}))
    in_workbook, in_csv = ("42.306", "-71.063"), ("42,306", "-71,063")

    drafts = [
        Intake(preset).draft(GOOD | {"LATITUDE": lat, "LONGITUDE": lon}, 2)
        for lat, lon in (in_workbook, in_csv)
    ]

    assert [(draft.site.lat, draft.site.lon) for draft in drafts if draft.site] == [(42.306, -71.063)] * 2


@pytest.mark.parametrize(
    ("order", "cell", "due_at"),
    [
        (DateOrder.DAY_FIRST, "18.05.2015", "2015-05-19T03:59"),
        (DateOrder.YEAR_FIRST, "2015-05-18 00:00:00", "2015-05-19T03:59"),  # a day, as a workbook has it
        (DateOrder.EXCEL, "42142", "2015-05-19T03:59"),
        (DateOrder.EXCEL, "42142.5", "2015-05-18T16:00"),
        (DateOrder.DAY_FIRST, "18.05.2015 00:00", "2015-05-18T04:00"),
        (DateOrder.DAY_FIRST, "18.05.2015 16:30", "2015-05-18T20:30"),
        (DateOrder.EPOCH, "1431921600", "2015-05-18T04:00"),
        (DateOrder.DAY_FIRST, "01.11.2015", "2015-11-02T04:59"),  # has 25 hours
    ],
)
def test_what_is_due_on_a_day_is_due_when_the_day_ends(order: DateOrder, cell: str, due_at: str) -> None:
    preset = replace(PRESET, dates={"due_at": order})

    assert Intake(preset).draft(GOOD | {"TARGET_DT": cell}, 2).due_at == at(due_at)


@pytest.mark.parametrize("title", ["PRINTED", "", "N/A"])
def test_a_title_that_says_nothing_gives_way_to_the_type(title: str) -> None:
    assert a_draft({"CASE_TITLE": title}).title == "Street Light Outages"


def test_a_title_that_is_cut_stands_whole_in_the_description() -> None:
    long = "lamp " * 60
    draft, short = a_draft({"CASE_TITLE": long}), a_draft({"CASE_TITLE": "x" * 200})

    assert (len(draft.title), draft.title[-1], draft.description) == (200, "…", long.strip())
    assert (short.title, short.description) == ("x" * 200, a_draft().description)


def test_another_spelling_of_a_territory_is_the_same_one() -> None:
    assert a_draft({"neighborhood": "Mattapan"}).territory == "Greater Mattapan"
    assert a_draft({"neighborhood": ""}).territory is None


@pytest.mark.parametrize(
    ("cells", "column"),
    [
        ({"CASE_ENQUIRY_ID": ""}, "CASE_ENQUIRY_ID"),
        ({"OPEN_DT": ""}, "OPEN_DT"),
        ({"OPEN_DT": "yesterday"}, "OPEN_DT"),
        ({"TARGET_DT": "31/31/2015"}, "TARGET_DT"),
        ({"TYPE": ""}, "TYPE"),
        ({"TYPE": "Moon Landing", "REASON": "Space"}, "TYPE"),
        ({"CASE_STATUS": ""}, "CASE_STATUS"),
        ({"CASE_STATUS": "Waiting"}, "CASE_STATUS"),
        ({"CASE_STATUS": "Closed", "CLOSURE_REASON": "Case Closed Case Resolved"}, "CLOSED_DT"),
        (CLOSED | {"CLOSURE_REASON": ""}, "CLOSURE_REASON"),
        (CLOSED | {"CLOSURE_REASON": "Case Closed Eaten by a grue"}, "CLOSURE_REASON"),
        ({"Source": "Carrier pigeon"}, "Source"),
        ({"LATITUDE": "north"}, "LATITUDE"),
    ],
)
def test_what_cannot_be_used_is_told_by_its_column_and_never_guessed(
    cells: dict[str, str], column: str
) -> None:
    with pytest.raises(BadCell) as caught:
        a_draft(cells)

    assert caught.value.column == column


def test_a_type_that_the_office_has_needs_no_template() -> None:
    around = Surroundings(work_types=frozenset({"moon landing"}))

    assert a_draft({"TYPE": "Moon  Landing", "REASON": "Space"}, around).work_type == "Moon Landing"


# -- the end


@pytest.mark.parametrize(
    ("said", "status", "code", "text"),
    [
        (
            "Case Closed. Closed date : 2015-05-29 16:40:59.52 Case Resolved done",
            "completed",
            "resolved",
            "done",
        ),
        ("Case Closed Case Resolved  Assigned to CIU", "completed", "resolved", "Assigned to CIU"),
        ("Case Closed. Closed date : 2015-05-29 16:40:59.52 Case Noted", "completed", "no_work", ""),
        (
            "Case Closed. Closed date : 2015-05-29 16:40:59.5 Internal Case Performed",
            "completed",
            "internal",
            "Performed",
        ),
        (
            "Case Closed. Closed date : 2015-05-29 16:40:59.52 Case Invalid LAGAN ERROR",
            "cancelled",
            "invalid",
            "LAGAN ERROR",
        ),
        ("Case Closed Case Referred to External Agency  DCR", "cancelled", "referred", "DCR"),
        (
            "Case Closed. Closed date : 2015-05-29 16:40:59.52 Bulk Item Automation",
            "completed",
            "resolved",
            "",
        ),
    ],
)
def test_the_closing_text_tells_the_outcome(said: str, status: str, code: str, text: str) -> None:
    ending = a_draft(CLOSED | {"CLOSURE_REASON": said}).ending

    assert ending is not None
    assert (ending.status, ending.code, ending.text) == (OrderStatus(status), code, text)


def test_a_duplicate_names_the_number_that_people_quote() -> None:
    said = "Case Closed. Closed date : 2015-07-03 08:43:04.49 Duplicate of Existing Case see #1361188 or 101001369518"
    ending = a_draft(CLOSED | {"CLOSURE_REASON": said}).ending

    assert ending is not None
    assert (ending.status, ending.code) == (OrderStatus.CANCELLED, "duplicate")
    assert {"101001361188", "101001369518"} <= set(ending.duplicate_of)


def test_closed_before_it_was_opened_is_clamped_and_the_raw_time_is_kept() -> None:
    draft = a_draft(CLOSED | {"CLOSED_DT": "05/04/2015 09:14:12 AM"})

    assert draft.ending is not None
    assert draft.ending.at == draft.opened_at
    assert "05/04/2015 09:14:12 AM" in draft.ending.text


def test_cancelled_on_a_day_that_is_not_told_is_cancelled_when_it_was_opened_and_says_so() -> None:
    values = {**PRESET.values, "status": {"Dropped": "cancelled"}}

    draft = Intake(replace(PRESET, values=values)).draft(GOOD | {"CASE_STATUS": "Dropped"}, 2)

    assert draft.ending is not None
    assert (draft.ending.status, draft.ending.at) == (OrderStatus.CANCELLED, draft.opened_at)
    assert (draft.ending.code, draft.ending.text) == ("cancelled", "[cancelled on a day that is not told]")


def test_closed_in_the_second_of_two_equal_hours_is_not_closed_before_it_was_opened() -> None:
    draft = a_draft(CLOSED | {"OPEN_DT": "11/01/2015 01:50:00 AM", "CLOSED_DT": "11/01/2015 01:10:00 AM"})

    assert draft.ending is not None
    assert (draft.ending.at, draft.ending.text) == (at("2015-11-01T06:10"), "Replaced the lamp")


def test_what_was_said_of_an_order_that_is_open_again_is_kept() -> None:
    draft = a_draft({"CLOSURE_REASON": CLOSED["CLOSURE_REASON"]})

    assert draft.ending is None
    assert draft.note == "Case Resolved Replaced the lamp"


# -- the place


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("960 Dorchester Ave  Dorchester  MA  02125", "960 Dorchester Ave, Dorchester, MA 02125"),
        ("INTERSECTION of A St & B St  Boston  MA", "A St & B St, Boston, MA"),
        ("100-102 Brooks St", "100-102 Brooks St"),
        ("", ""),
    ],
)
def test_an_address_is_one_line_with_commas(said: str, meant: str) -> None:
    assert address_of("Location", said) == meant


def test_a_zip_code_that_the_address_lacks_is_added_with_its_zero() -> None:
    draft = a_draft({"Location": "14 Marie St  Dorchester"})

    assert draft.site is not None
    assert (draft.site.name, draft.site.address) == ("14 Marie St", "14 Marie St, Dorchester, 02122")


def test_addresses_and_intersections_are_numbered_apart() -> None:
    one, other = a_draft().site, a_draft({"Property_Type": "Intersection"}).site

    assert one is not None
    assert other is not None
    assert one.key != other.key


def test_without_an_id_the_address_makes_the_place_whatever_its_spelling() -> None:
    one = a_draft({"Property_ID": ""}).site
    other = a_draft({"Property_ID": "", "Location": "14 MARIE ST  Dorchester   MA  02122"}).site

    assert one is not None
    assert other is not None
    assert one.key == other.key


def test_a_row_without_an_address_and_with_a_default_position_tells_no_place() -> None:
    cells = {"Location": "", "Property_ID": "", "LATITUDE": "42.3594", "LONGITUDE": "-71.0587"}
    draft = a_draft(cells)

    assert (draft.site, draft.is_quarantined) == (None, True)


@pytest.mark.parametrize(
    ("lat", "lon", "quality"),
    [
        ("42.3058", "-71.0636", GeocodeQuality.EXACT),
        ("42.3594", "-71.0587", GeocodeQuality.SUSPICIOUS),  # city hall
        ("0", "0", GeocodeQuality.SUSPICIOUS),
        ("-71.0636", "42.3058", GeocodeQuality.SUSPICIOUS),  # swapped
        ("40.7128", "-74.0060", GeocodeQuality.SUSPICIOUS),  # New York
        ("", "", GeocodeQuality.MISSING),
        ("42.3058", "", GeocodeQuality.MISSING),
    ],
)
def test_a_position_that_cannot_be_true_is_quarantined(lat: str, lon: str, quality: GeocodeQuality) -> None:
    draft = a_draft({"LATITUDE": lat, "LONGITUDE": lon})

    assert draft.site is not None
    assert draft.site.quality is quality
    assert draft.is_quarantined is (quality is not GeocodeQuality.EXACT)


def test_a_position_outside_of_the_territory_that_the_row_names_is_quarantined() -> None:
    around = Surroundings(territory_bounds={"Dorchester": (42.27, -71.06, 42.32, -71.03)})

    assert a_draft(around=around).is_quarantined


def test_a_position_that_many_rows_without_an_address_share_is_quarantined() -> None:
    around = Surroundings(fake_positions=frozenset({(42.3058, -71.0636)}))

    assert a_draft(around=around).is_quarantined


# -- how urgent a new type is


@pytest.mark.parametrize(("days", "priority"), [(1, Priority.P2), (14, Priority.P3), (45, Priority.P4)])
def test_a_new_type_is_as_urgent_as_its_orders_are_due(days: int, priority: Priority) -> None:
    opened, template = at("2015-05-04T13:00"), PRESET.templates["Street Lights"]

    assert PRESET.priority_of(template, [(opened, opened + timedelta(days=days))]) is priority
    assert PRESET.priority_of(template, []) is template.priority
