"""Given an office, when somebody's own spreadsheet comes in by a guess, then it is understood and loaded, once."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.boston import counts, orders
from tests.foreign import Foreign, foreign_files, made_preset
from tests.office import T0, ManualClock, close_desks, desk_on
from tests.whole import is_whole
from wom_tui.desk import Desk
from wom_tui.domain.intake.guess import guess
from wom_tui.domain.site import Asset, Contact, Customer, Site
from wom_tui.domain.work_order import OrderStatus, Priority, Requirement
from wom_tui.importing.mapping import profiled
from wom_tui.importing.run import import_files
from wom_tui.presets.loader import load_preset
from wom_tui.presets.words import words
from wom_tui.presets.writing import map_text

FILES = {foreign.path.name: foreign for foreign in foreign_files()}
each_file = pytest.mark.parametrize("foreign", FILES.values(), ids=FILES)


@pytest.fixture
def desk(database_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Desk]:
    monkeypatch.chdir(tmp_path)  # where reject files go
    yield desk_on(database_url, clock=ManualClock(T0))
    close_desks()


@each_file
def test_nine_of_ten_columns_are_understood_and_what_is_sure_is_right(foreign: Foreign) -> None:
    _, columns = profiled(foreign.path)

    found = {one.column: one for one in guess(columns, words())}
    right = [name for name, field in foreign.columns.items() if (found[name].field or "") == field]
    assert len(right) >= 0.9 * len(foreign.columns), set(foreign.columns) - set(right)
    sure = {name: one.field for name, one in found.items() if one.is_sure}
    assert sure == {name: foreign.columns[name] for name in sure}


@each_file
def test_a_foreign_file_loads_with_its_dirt_put_aside_and_once(desk: Desk, foreign: Foreign) -> None:
    preset = made_preset(desk, foreign.path)

    report = import_files(desk, [foreign.path], preset)

    assert counts(report) == (foreign.rows - foreign.rejected, 0, 0, foreign.rejected)
    assert len(report.reject_files) == (foreign.rejected > 0)
    before = desk.last_seq()
    again = import_files(desk, [foreign.path], preset)
    assert counts(again) == (0, 0, foreign.rows - foreign.rejected, foreign.rejected)
    assert desk.last_seq() == before
    assert is_whole(desk)


@each_file
def test_the_map_of_a_foreign_file_is_the_same_after_it_was_kept(
    desk: Desk, foreign: Foreign, tmp_path: Path
) -> None:
    preset = made_preset(desk, foreign.path)
    kept = tmp_path / "generic.toml"

    kept.write_text(map_text(preset), encoding="utf-8")

    assert load_preset(str(kept)) == preset


def test_what_a_german_file_says_is_there_afterwards(desk: Desk) -> None:
    path = FILES["hausverwaltung.csv"].path

    import_files(desk, [path], made_preset(desk, path))

    found = orders(desk)
    first = found["000417"]
    sites = {site.id: site for site in desk.ask(lambda r: r.select(Site))}
    customers = {customer.id: customer.name for customer in desk.ask(lambda r: r.select(Customer))}
    contacts = {contact.id: contact for contact in desk.ask(lambda r: r.select(Contact))}
    needs = {need.order_id: need for need in desk.ask(lambda r: r.select(Requirement))}
    assert (first.title, first.description) == ("Heizung kalt", "Schlüssel beim Pförtner")
    assert (first.status, first.priority, first.estimate_cents) == (OrderStatus.READY, Priority.P2, 124_000)
    assert customers[first.customer_id or 0] == "Nordbau GmbH"
    contact = contacts[first.contact_id or 0]
    assert (contact.name, contact.phone) == ("Frau Özdemir", "0731 1234567")
    site = sites[first.site_id or 0]
    assert (site.address, site.lat, site.lon) == ("Frauenstraße 12, 89073 Ulm", 48.3984, 9.9916)
    assert needs[first.id].duration_min == 90
    done = found["000419"]
    assert (done.status, done.resolution_text) == (OrderStatus.COMPLETED, "Ventil getauscht")
    assert found["000420"].status is OrderStatus.CANCELLED


def test_a_workbook_gives_back_its_zeros_and_its_days(desk: Desk) -> None:
    path = FILES["aufzuege.xlsx"].path

    import_files(desk, [path], made_preset(desk, path), zone="Europe/Berlin")

    first = orders(desk)["70010"]
    assert first.opened_at.isoformat() == "2026-02-09T06:30:00+00:00"
    assert first.imported_due_at is not None
    assert first.imported_due_at.isoformat() == "2026-02-18T06:30:00+00:00"
    assert {site.address[-5:] for site in desk.ask(lambda r: r.select(Site))} == {"04109", "14356"}


def test_what_is_closed_and_what_waits_is_so_here_as_well(desk: Desk) -> None:
    path = FILES["facilities.txt"].path

    import_files(desk, [path], made_preset(desk, path))

    found = orders(desk)
    assert [found[f"J000{i}"].status for i in range(5)] == [
        OrderStatus.DRAFT,  # an address without a position is not planned
        OrderStatus.DRAFT,
        OrderStatus.ON_HOLD,
        OrderStatus.COMPLETED,
        OrderStatus.CLOSED,
    ]
    assert len({asset.name for asset in desk.ask(lambda r: r.select(Asset))}) == 2
