"""The office's own records, row by row: which record a row means, what stays, what follows."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from tests.office import ADMIN, T0, ZONE, an_order, close_desks, desk_on, new_office, number_of
from wom_tui.commands.facts import LoadFacts
from wom_tui.commands.put_known import Known, known_to
from wom_tui.commands.records import PUTTING
from wom_tui.commands.undo import Undo
from wom_tui.desk import Desk
from wom_tui.domain.policy import Actor, Role, User
from wom_tui.domain.receipt import Receipt
from wom_tui.domain.sheets.catalogue import SHEETS
from wom_tui.domain.sheets.row import read_row
from wom_tui.domain.site import Contact, Site, Territory
from wom_tui.domain.technician import Shift, SkillGrant, Technician
from wom_tui.domain.work_order import OrderStatus, WorkOrder
from wom_tui.domain.work_type import WorkType
from wom_tui.errors import Forbidden, InvalidInput, Rejected


@pytest.fixture
def desk(empty_database_url: str) -> Iterator[Desk]:
    yield new_office(empty_database_url)
    close_desks()


def put(desk: Desk, noun: str, *rows: dict[str, str], door: str = "import", is_edit: bool = False) -> Receipt:
    """Put rows in, as a file would."""
    sheet = SHEETS[noun]
    read = (read_row(sheet, number, row, ZoneInfo(ZONE)) for number, row in enumerate(rows, start=2))
    command = PUTTING[noun](rows=tuple(read), zone=ZONE, is_edit=is_edit)
    return replace(desk, door=door).run(command)


def counts(receipt: Receipt) -> tuple[int, int, int, int]:
    """created, updated, unchanged, refused."""
    said = [receipt.result[name] for name in ("created", "updated", "unchanged")]
    return said[0], said[1], said[2], len(receipt.result["refused"])


def facts(desk: Desk, cls: type, **where: Any) -> list[Any]:
    return list(desk.ask(lambda reader: reader.select(cls, **where)))


def the(desk: Desk, cls: type, **where: Any) -> Any:
    (found,) = facts(desk, cls, **where)
    return found


# -- which record ------------------------------------------------------------------------------------------


def test_a_technician_is_found_by_code_whatever_the_case(desk: Desk) -> None:
    receipt = put(desk, "technicians", {"code": "KIM", "languages": "en"})

    assert counts(receipt) == (0, 1, 0, 0)
    assert the(desk, Technician, code="kim").languages == ("en",)


def test_a_row_twice_in_a_sheet_is_refused_the_second_time(desk: Desk) -> None:
    receipt = put(desk, "technicians", {"code": "lee", "name": "Lee"}, {"code": "Lee", "name": "Lee Park"})

    assert counts(receipt) == (1, 0, 0, 1)
    assert receipt.result["refused"][0]["reason"] == "line 2 is about the same technician already"


def test_a_site_is_found_by_external_id_or_else_by_name_and_address(desk: Desk) -> None:
    put(desk, "sites", {"external_id": "S-1", "name": "Depot", "address": "Dock 1"})

    by_number = put(desk, "sites", {"external_id": "S-1", "name": "Depot West", "address": "Dock 1"})
    by_name = put(desk, "sites", {"name": "Depot West", "address": "Dock 1", "access_notes": "ring twice"})
    other = put(desk, "sites", {"external_id": "S-2", "name": "Depot West", "address": "Dock 1"})

    assert (counts(by_number), counts(by_name), counts(other)) == ((0, 1, 0, 0), (0, 1, 0, 0), (1, 0, 0, 0))
    assert the(desk, Site, external_id="S-1").access_notes == "ring twice"


def test_a_batch_reads_only_the_records_that_its_rows_can_be_about(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    read: list[list[str]] = []

    def noted(*told: Any) -> Known:
        known = known_to(*told)
        read.append([getattr(fact, "address", fact.name) for fact in known.values()])
        return known

    monkeypatch.setattr("wom_tui.commands.put.known_to", noted)
    put(desk, "sites", {"name": "Depot", "address": "Dock 1"}, {"name": "Depot", "address": "Dock 2"})

    put(desk, "sites", {"name": "DEPOT", "address": "dock 2"}, {"name": "Hall", "address": ""})
    put(desk, "assets", {"name": "Pump", "site": "depot, dock 1"})
    put(desk, "assets", {"name": "Pump", "site": "Depot, Dock 2"}, {"name": "Fan", "site": "Depot, Dock 1"})

    assert read == [[], ["Dock 2"], [], ["Pump"]]


def test_two_shifts_on_the_same_days_are_told_apart_where_both_are_named(desk: Desk) -> None:
    early = {"technician": "kim", "days": "sat", "shift": "06:00-10:00"}
    late = {"technician": "kim", "days": "sat", "shift": "16:00-20:00"}
    assert counts(put(desk, "shifts", early, late)) == (2, 0, 0, 0)

    moved = put(desk, "shifts", early, late | {"shift": "17:00-21:00"})
    unclear = put(desk, "shifts", early | {"shift": "07:00-11:00"})

    assert counts(moved) == (0, 1, 1, 0)
    assert counts(unclear) == (0, 0, 0, 1)
    assert "could be any of 2 shifts" in unclear.result["refused"][0]["reason"]
    saturdays = [shift.start_min for shift in facts(desk, Shift) if shift.weekdays == (5,)]
    assert saturdays == [360, 1020]


def test_a_level_that_ends_makes_room_for_the_next_one(desk: Desk) -> None:
    ends = {"technician": "kim", "skill": "lights", "level": "3", "until": "2026-03-31", "version": "1"}
    begins = {"technician": "kim", "skill": "lights", "level": "4", "from": "2026-04-01"}

    assert counts(put(desk, "skills", begins)) == (0, 0, 0, 1)
    assert counts(put(desk, "skills", begins, ends)) == (1, 1, 0, 0)

    grants = facts(desk, SkillGrant, technician_id=1)
    assert [(grant.level, grant.valid_to_on) for grant in grants] == [(3, date(2026, 3, 31)), (4, None)]


def test_a_territory_may_name_one_that_comes_further_down(desk: Desk) -> None:
    receipt = put(desk, "territories", {"name": "Dock", "parent": "Port"}, {"name": "Port"})

    assert counts(receipt) == (2, 0, 0, 0)
    assert the(desk, Territory, name="Dock").parent_id == the(desk, Territory, name="Port").id


def test_nothing_lies_within_itself(desk: Desk) -> None:
    put(desk, "territories", {"name": "Port"}, {"name": "Dock", "parent": "Port"})

    assert counts(put(desk, "territories", {"name": "Port", "parent": "Dock"})) == (0, 0, 0, 1)


def test_a_name_in_other_letters_is_no_change(desk: Desk) -> None:
    put(desk, "customers", {"name": "Harbor", "excluded_technicians": "kim, ali"})

    again = put(desk, "customers", {"name": "Harbor", "excluded_technicians": "KIM, Ali"})

    assert counts(again) == (0, 0, 1, 0)


# -- what stays --------------------------------------------------------------------------------------------


def test_what_an_import_has_said_an_import_may_change(desk: Desk) -> None:
    put(desk, "technicians", {"code": "lee", "name": "Lee", "cost_per_hour": "40"})

    assert counts(put(desk, "technicians", {"code": "lee", "name": "Lee Park"})) == (0, 1, 0, 0)


def test_a_field_that_somebody_here_has_changed_since_stays_and_is_told(desk: Desk) -> None:
    put(desk, "technicians", {"code": "lee", "name": "Lee", "cost_per_hour": "40"})
    put(desk, "technicians", {"code": "lee", "name": "Lee Park"}, door="cli", is_edit=True)

    again = put(desk, "technicians", {"code": "lee", "name": "Lee", "cost_per_hour": "40"})
    differs = put(desk, "technicians", {"code": "lee", "name": "L. Park", "cost_per_hour": "50"})

    assert (counts(again), again.result["kept"]) == ((0, 0, 1, 0), [])
    assert counts(differs) == (0, 1, 0, 0)
    assert differs.result["kept"] == [{"line": 2, "columns": ["name"]}]
    assert the(desk, Technician, code="lee").name == "Lee Park"


def test_what_no_import_has_said_yet_is_told_also_where_the_row_says_what_stands_in_an_empty_cell(
    desk: Desk,
) -> None:
    put(desk, "technicians", {"code": "kim", "name": "Kim", "overtime_min": "30"}, door="cli", is_edit=True)

    sheet = put(desk, "technicians", {"code": "kim", "overtime_min": "0"})

    assert counts(sheet) == (0, 0, 1, 0)
    assert sheet.result["kept"] == [{"line": 2, "columns": ["overtime_min"]}]


def test_a_row_that_has_seen_the_newest_version_changes_what_it_says(desk: Desk) -> None:
    put(desk, "technicians", {"code": "kim", "name": "Kim"}, door="cli", is_edit=True)

    stale = put(desk, "technicians", {"code": "kim", "name": "Kimberly", "version": "1"})
    fresh = put(desk, "technicians", {"code": "kim", "name": "Kimberly", "version": "2"})

    assert (counts(stale), counts(fresh)) == ((0, 0, 1, 0), (0, 1, 0, 0))


def test_a_contact_that_only_imports_have_touched_is_brought_up_to_date(desk: Desk) -> None:
    put(desk, "contacts", {"customer": "", "name": "Dana", "phone": "1"})

    assert counts(put(desk, "contacts", {"customer": "", "name": "Dana", "phone": "2"})) == (0, 1, 0, 0)
    assert len(the(desk, Contact).salt) == 32


# -- who, and what follows ---------------------------------------------------------------------------------


def test_an_edit_is_refused_as_a_whole_with_its_column(desk: Desk) -> None:
    with pytest.raises(InvalidInput) as refused:
        put(desk, "skills", {"technician": "kmi", "skill": "lights"}, is_edit=True)

    assert (refused.value.field, refused.value.value) == ("technician", "kmi")


@pytest.mark.parametrize(
    ("noun", "needs"), [("absences", Role.DISPATCHER), ("shifts", Role.MANAGER), ("users", Role.ADMIN)]
)
def test_a_noun_is_changed_by_those_who_may(
    noun: str, needs: Role, empty_database_url: str, desk: Desk
) -> None:
    below = {Role.DISPATCHER: Role.TECHNICIAN, Role.MANAGER: Role.DISPATCHER, Role.ADMIN: Role.MANAGER}[needs]

    with pytest.raises(Forbidden):
        put(desk_on(empty_database_url, actor=Actor(name="pat", role=below)), noun)

    put(desk_on(empty_database_url, actor=Actor(name="pat", role=needs)), noun)


def test_somebody_stays_who_can_let_others_in(desk: Desk) -> None:
    put(desk, "users", {"name": "admin", "role": "admin"})

    refused = put(desk, "users", {"name": "admin", "role": "viewer"})

    assert "last active admin" in refused.result["refused"][0]["reason"]
    assert the(desk, User, name="admin").role is Role.ADMIN


def test_two_users_do_not_share_a_name_on_the_machine(desk: Desk) -> None:
    rows = [{"name": "dana", "os_user": "d"}, {"name": "dirk", "os_user": "d"}]

    assert counts(put(desk, "users", *rows)) == (1, 0, 0, 1)


def test_an_order_that_waited_for_a_position_is_ready_once_the_sheet_has_it(desk: Desk) -> None:
    put(desk, "sites", {"name": "Pump house"})
    pump = the(desk, Site, name="Pump house")
    number = number_of(desk, an_order(site=pump.id))
    assert the(desk, WorkOrder, id=number).status is OrderStatus.DRAFT

    put(desk, "sites", {"name": "Pump house", "lat": "42.31", "lon": "-71.05"})

    assert the(desk, WorkOrder, id=number).status is OrderStatus.READY


def test_open_orders_get_their_dues_anew_when_an_agreement_changes(desk: Desk) -> None:
    number = number_of(desk, an_order())
    before = the(desk, WorkOrder, id=number).resolve_due_at

    put(
        desk,
        "sla",
        {
            "work_type": "Street light",
            "name": "lights",
            "calendar": "business",
            "resolve": "5 business days",
            "from": "2020-01-01",
            "version": "1",
        },
    )

    assert the(desk, WorkOrder, id=number).resolve_due_at > before > T0


def test_the_rows_of_a_work_type_are_its_whole_checklist(desk: Desk) -> None:
    points = [{"work_type": "Tree", "point": text, "required": "yes"} for text in ("height", "photo")]
    halved = put(desk, "checklists", points[0], points[1] | {"required": "maybe"})
    assert counts(halved) == (0, 0, 0, 2)
    assert [told["reason"][:21] for told in halved.result["refused"]] == [
        "line 3 cannot be used",
        "write yes or no",
    ]
    assert counts(put(desk, "checklists", *points)) == (0, 2, 0, 0)

    assert counts(put(desk, "checklists", *points)) == (0, 0, 2, 0)
    assert counts(put(desk, "checklists", points[1])) == (0, 1, 0, 0)
    unknown = put(desk, "checklists", {"work_type": "Treee", "point": "height"})

    assert "is it Tree?" in unknown.result["refused"][0]["reason"]


def test_checklists_of_types_that_differ_in_the_case_only_stay_apart(desk: Desk) -> None:
    desk.run(LoadFacts(facts=(WorkType(id=3, name="TREES"), WorkType(id=4, name="Trees"))))

    alike = [{"work_type": name, "point": name} for name in ("TREES", "Trees", "tree", "TREE")]
    unclear = put(desk, "checklists", *alike, {"work_type": "trees", "point": "trees"})
    assert counts(unclear) == (0, 4, 0, 1)
    assert "no work type is called that" in unclear.result["refused"][0]["reason"]
    assert [[point.text for point in kind.checklist] for kind in facts(desk, WorkType)[1:]] == [
        ["tree", "TREE"],
        ["TREES"],
        ["Trees"],
    ]


def test_an_import_of_records_is_taken_back_as_one_act(desk: Desk) -> None:
    before = facts(desk, Technician)
    put(desk, "technicians", {"code": "lee", "name": "Lee"}, {"code": "kim", "name": "Kim", "version": "1"})

    replace(desk, door="import").run(Undo())

    names = [(tech.code, tech.name) for tech in facts(desk, Technician)]
    assert names == [(tech.code, tech.name) for tech in before]


def test_what_does_not_fit_together_is_told_in_words(desk: Desk) -> None:
    receipt = put(
        desk,
        "shifts",
        {"technician": "kim", "days": "sat", "shift": "07:00-12:00", "breaks": "30m 12:00-13:00"},
        {"technician": "kim", "days": "mon-wed", "shift": "07:00-12:00"},
    )

    assert counts(receipt) == (0, 0, 0, 2)
    breaks, overlaps = (told["reason"] for told in receipt.result["refused"])
    told = [(told["line"], told["column"], told["value"]) for told in receipt.result["refused"]]
    assert told == [(2, "breaks", "30m 12:00-13:00"), (3, "days", "mon-wed")]
    assert "the breaks lie outside of the shift" in breaks
    assert "there is a shift 08:00-16:30 on some of these days already" in overlaps


def test_every_fault_of_a_row_is_told(desk: Desk) -> None:
    receipt = put(
        desk,
        "sites",
        {"name": "Yard", "lat": "north", "zone": "Mars", "territory": "Nowhere"},
        {"name": "Dock", "territory": "Nowhere", "customer": "Nobody"},
        {"name": "", "version": "x"},
        {"address": "Dock 1", "customer": "Nobody"},
    )

    assert [(told["line"], told["column"]) for told in receipt.result["refused"]] == [
        *((2, "zone"), (2, "lat"), (2, "territory")),
        *((4, "name"), (4, "version")),
        *((3, "customer"), (3, "territory")),
        *((5, "name"), (5, "customer")),
    ]
    shift = {
        "technician": "kim",
        "days": "sat",
        "shift": "7:00-9:00",
        "from": "2026-05-02",
        "until": "2026-05-01",
    }
    (until, breaks) = put(desk, "shifts", shift | {"breaks": "5m 12:00-13:00"}).result["refused"]
    assert (until["column"], breaks["column"]) == ("until", "breaks")


def test_a_viewer_of_the_journal_reads_one_event_for_each_record(desk: Desk) -> None:
    receipt = put(desk, "technicians", {"code": "lee", "name": "Lee"}, {"code": "kim", "languages": "en"})

    assert [event.kind for event in receipt.events] == ["technician.changed", "technician.created"]
    assert ADMIN.name == receipt.actor


def test_an_edit_that_breaks_a_rule_is_rejected(desk: Desk) -> None:
    with pytest.raises(Rejected):
        put(desk, "technicians", {"code": "kim", "home_lat": ""}, is_edit=True)
