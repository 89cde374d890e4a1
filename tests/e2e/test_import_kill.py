"""kill -9 at any moment of an import: whole batches remain, a rerun completes, nothing is there twice."""

from __future__ import annotations

import csv
import os
import subprocess
import sys
from itertools import cycle
from pathlib import Path
from random import Random
from zoneinfo import ZoneInfo

import pytest

from benchmarks.boston_like import HEADER, boston_rows
from tests.house.tree import ROOT
from tests.killed_import import BATCH, LOG
from tests.office import close_desks, desk_on
from wom_tui.domain.site import Site
from wom_tui.domain.work_order import Requirement, WorkOrder
from wom_tui.gateways.files.form import Form
from wom_tui.gateways.files.writing import write_table
from wom_tui.importing.undo import undo_import
from wom_tui.store import journal
from wom_tui.store.engine import database_url as url_of
from wom_tui.store.engine import open_engine
from wom_tui.store.reader import Reader
from wom_tui.store.replay import differences

pytestmark = pytest.mark.fault

KILLED_AT = 100  # a statement in the midst of it
ROWS, BAD, SEED = int(os.environ.get("WOM_IMPORT_ROWS", "400")), 7, 4417


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """Rows of a city's requests, 7 of which cannot be used."""
    path = tmp_path / "boston.csv"
    rows = list(boston_rows(ROWS, SEED))
    for row in rows[:: ROWS // BAD][:BAD]:
        row[HEADER.index("Source")] = "Carrier pigeon"
    with path.open("w", newline="", encoding="utf-8") as source:
        csv.writer(source).writerows([HEADER, *rows])
    return path


def run(url: str, file: Path, fatal: int, *noun: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "tests.killed_import", url, str(file), str(fatal), *noun]
    environment = {"PYTHONPATH": str(ROOT), "PATH": ""}
    return subprocess.run(
        command, cwd=file.parent, capture_output=True, text=True, timeout=600, env=environment, check=False
    )


def finished(url: str, file: Path, *noun: str) -> list[int]:
    """Run to the end: statements, read, created, updated, unchanged, rejected."""
    done = run(url, file, 0, *noun)
    assert done.returncode == 0, done.stderr
    return [int(word) for word in done.stdout.split()]


def stored(url: str) -> set[str]:
    """The orders that are there; the database has to be whole."""
    engine = open_engine(url_of(url))
    with engine.connect() as connection:
        if engine.dialect.name == "sqlite":
            assert connection.exec_driver_sql("PRAGMA integrity_check").scalar() == "ok"
        assert journal.verify(connection).is_whole
        assert not list(differences(connection))
        reader = Reader(connection)
        orders = reader.select(WorkOrder)
        assert len(reader.select(Requirement)) == len(orders)
    engine.dispose()
    return {order.external_id or "" for order in orders}


def killed_again_and_again(url: str, file: Path, *noun: str, reach: int = 110) -> tuple[int, list[int]]:
    """Kill it at random moments until it gets to its end: how often that was, and what the last run has counted."""
    random, there, kills = Random(SEED), set[str](), 0
    while True:
        # Each run dies a little later than it takes to read the checkpoints, so that they get somewhere.
        done = run(url, file, random.randint(10, reach), *noun)
        before, there = there, stored(url)
        assert before <= there  # what was stored stays stored
        if done.returncode == 0:
            return kills, [int(word) for word in done.stdout.split()][1:]
        assert done.returncode == -9, done.stderr
        kills += 1
        if there == before:
            reach = reach * 11 // 10


def test_an_import_survives_being_killed_again_and_again(database_url: str, file: Path) -> None:
    kills, _ = killed_again_and_again(database_url, file)

    assert kills >= ROWS // 160  # 50 of them in the long form, which has 8,000 rows
    _, read, created, updated, unchanged, rejected = finished(database_url, file)
    assert (read, created, updated, unchanged, rejected) == (ROWS, 0, 0, ROWS - BAD, BAD)
    assert len(stored(database_url)) == ROWS - BAD


@pytest.mark.soak
@pytest.mark.parametrize("form", ["json", "ndjson", "xlsx", "xml", "log"])
def test_files_of_every_form_survive_being_killed_again_and_again(
    database_url: str, file: Path, form: str
) -> None:
    rows = ROWS // 8  # after each kill all of it is read, so that twice as many rows take four times as long
    source, *noun = in_form(form, file, rows)

    kills, (read, created, updated, unchanged, rejected) = killed_again_and_again(
        database_url, source, *noun, reach=30
    )

    assert kills >= rows // 80  # 12 in the long form, of each form and on each database
    assert read == created + updated + unchanged + rejected == rows
    desk = desk_on(database_url)
    written = desk.last_seq()
    again = finished(database_url, source, *noun)[1:]
    assert again == [read, 0, 0, read - rejected, rejected]
    assert desk.last_seq() == written
    close_desks()


def in_form(form: str, file: Path, rows: int) -> tuple[Path, *tuple[str, ...]]:
    """A file of another form with so many rows, and the name of the preset that reads it."""
    other = file.with_name(f"other.{form}")
    if form == "xml":
        other.write_text(requests_xml(rows), encoding="utf-8")
        return other, "open311"
    if form == "log":
        other = other.with_suffix(".csv")
        with (ROOT / "tests/data/systems/servicenow_log.csv").open(newline="", encoding="utf-8") as source:
            header, *known = csv.reader(source)
        told = [
            [f"{one[0]}{n // len(known):03}", *one[1:]]
            for n, one in zip(range(rows), cycle(known), strict=False)
        ]
        write_table(other, Form.CSV, header, told, zone=ZoneInfo("UTC"))
        return other, "servicenow"
    with file.open(newline="", encoding="utf-8") as source:
        header, *requests = csv.reader(source)
    write_table(other, Form(form), header, requests[:rows], zone=ZoneInfo("UTC"))
    return (other,)


def requests_xml(rows: int) -> str:
    """Requests of a city as Open311 has them; every hundredth cannot be used."""
    requests = "".join(
        f"<request><service_request_id>{10_000 + n}</service_request_id>"
        f"<status>{'pigeon' if n % 100 == 7 else 'open'}</status><service_name>Pot hole</service_name>"
        f"<requested_datetime>2026-03-0{1 + n % 9}T09:00:00Z</requested_datetime>"
        f"<address>{n} Main St</address><lat>42.3{n}</lat><long>-71.0{n}</long></request>"
        for n in range(rows)
    )
    return f'<?xml version="1.0" encoding="UTF-8"?><service_requests>{requests}</service_requests>'


@pytest.mark.parametrize("share", [0.02, 0.3, 0.55, 0.8, 0.99])
def test_a_rerun_completes_what_a_kill_has_cut_off(
    database_url: str, file: Path, tmp_path: Path, share: float
) -> None:
    whole = finished(f"sqlite:///{an_empty_office(tmp_path)}", file)
    assert run(database_url, file, round(whole[0] * share)).returncode == -9
    before = stored(database_url)

    _, read, created, updated, unchanged, rejected = finished(database_url, file)

    assert read == created + updated + unchanged + rejected == ROWS
    assert (updated, rejected) == (0, BAD)
    assert len(before) < len(stored(database_url)) == ROWS - BAD


@pytest.mark.parametrize("form", [Form.JSON, Form.NDJSON, Form.XLSX])
def test_files_of_other_forms_are_gone_on_with_as_well(
    database_url: str, file: Path, tmp_path: Path, form: Form
) -> None:
    with file.open(newline="", encoding="utf-8") as source:
        header, *rows = csv.reader(source)
    other = tmp_path / f"boston.{form.value}"
    write_table(other, form, header, rows, zone=ZoneInfo("UTC"))

    assert run(database_url, other, KILLED_AT).returncode == -9
    before = stored(database_url)
    _, read, created, updated, unchanged, rejected = finished(database_url, other)

    assert read == created + updated + unchanged + rejected == ROWS
    assert (updated, rejected) == (0, BAD)
    assert 0 < len(before) < len(stored(database_url)) == ROWS - BAD


def test_an_event_log_whose_rows_lie_strewn_is_gone_on_with_as_well(database_url: str, file: Path) -> None:
    with file.open(newline="", encoding="utf-8") as source:
        _, *rows = csv.reader(source)
    with file.open("a", newline="", encoding="utf-8") as target:
        csv.writer(target).writerows(rows[::3])

    assert run(database_url, file, KILLED_AT, LOG).returncode == -9
    before = stored(database_url)
    _, read, created, updated, unchanged, rejected = finished(database_url, file, LOG)

    assert read == created + updated + unchanged + rejected == ROWS + len(rows[::3])
    assert updated == 0
    assert 0 < len(before) < len(stored(database_url)) == ROWS - BAD


@pytest.fixture
def sheet(tmp_path: Path) -> Path:
    """Rows of a sheet of sites, 7 of which cannot be used."""
    path = tmp_path / "sites.csv"
    rows = [[f"S-{n}", f"Site {n}", "1", "2"] for n in range(ROWS)]
    for row in rows[:: ROWS // BAD][:BAD]:
        row[2] = "north"
    with path.open("w", newline="", encoding="utf-8") as target:
        csv.writer(target).writerows([["external_id", "name", "lat", "lon"], *rows])
    return path


def test_a_sheet_survives_being_killed_again_and_again_and_is_one_import(
    database_url: str, sheet: Path
) -> None:
    random, there, kills, reach = Random(SEED), set[str | None](), 0, 40
    while True:
        done = run(database_url, sheet, random.randint(1, reach), "sites")
        stored(database_url)
        before, there = there, sites(database_url)
        rows = -(-len(there) // BATCH) * BATCH  # of whole batches, in none of which all are bad
        assert before <= there == all_but_bad(rows)
        if done.returncode == 0:
            break
        assert done.returncode == -9, done.stderr
        kills += 1
        if there == before:  # each batch that is done has to be asked for once more
            reach = reach * 11 // 10
    assert kills >= ROWS // 160

    assert [int(word) for word in done.stdout.split()][1:] == [ROWS, ROWS - BAD, 0, 0, BAD]
    assert finished(database_url, sheet, "sites")[1:] == [ROWS, 0, 0, ROWS - BAD, BAD]
    desk = desk_on(database_url)
    (imported,) = {event.command_id[:24] for event in desk.events(0)}
    undo_import(desk, imported)
    close_desks()
    assert sites(database_url) == set()


def all_but_bad(rows: int) -> set[str | None]:
    bad = range(0, ROWS, ROWS // BAD)[:BAD]
    return {f"S-{n}" for n in range(min(rows, ROWS)) if n not in bad}


def sites(url: str) -> set[str | None]:
    engine = open_engine(url_of(url))
    with engine.connect() as connection:
        found = {site.external_id for site in Reader(connection).select(Site)}
    engine.dispose()
    return found


def an_empty_office(folder: Path) -> Path:
    from wom_tui.store import schema

    path = folder / "counted.db"
    engine = open_engine(url_of(str(path)))
    schema.create(engine)
    engine.dispose()
    return path
