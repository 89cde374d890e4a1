"""kill -9 at any moment of an import: whole batches remain, a rerun completes, nothing is there twice."""

from __future__ import annotations

import csv
import os
import subprocess
import sys
from pathlib import Path
from random import Random
from zoneinfo import ZoneInfo

import pytest

from benchmarks.boston_like import HEADER, boston_rows
from tests.databases import Databases
from tests.house.tree import ROOT
from tests.killed_import import BATCH, LOG
from wom_tui.domain.site import Site
from wom_tui.domain.work_order import Requirement, WorkOrder
from wom_tui.gateways.files.form import Form
from wom_tui.gateways.files.writing import write_table
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


def test_an_import_survives_being_killed_again_and_again(database_url: str, file: Path) -> None:
    random, there, kills = Random(SEED), set[str](), 0
    while True:
        # Each run dies a little later than it takes to read the checkpoints, so that they get somewhere.
        done = run(database_url, file, random.randint(10, 110))
        now = stored(database_url)
        assert there <= now  # what was stored stays stored
        there = now
        if done.returncode == 0:
            break
        assert done.returncode == -9, done.stderr
        kills += 1
    assert kills >= ROWS // 160  # 50 of them in the long form, which has 8,000 rows

    _, read, created, updated, unchanged, rejected = finished(database_url, file)
    assert (read, created, updated, unchanged, rejected) == (ROWS, 0, 0, ROWS - BAD, BAD)
    assert len(there) == ROWS - BAD


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


SITES = 4 * BATCH + 7


@pytest.mark.parametrize("share", [0.1, 0.6, 0.97])
def test_a_sheet_that_is_cut_off_leaves_whole_batches_and_a_rerun_completes_it(
    databases: Databases, database_url: str, tmp_path: Path, share: float
) -> None:
    sheet = tmp_path / "sites.csv"
    rows = [["external_id", "name", "lat", "lon"], *([f"S-{n}", f"Site {n}", "1", "2"] for n in range(SITES))]
    rows[BATCH + 5][2] = "north"
    with sheet.open("w", newline="", encoding="utf-8") as target:
        csv.writer(target).writerows(rows)
    with databases.fresh(ready=True) as another:
        statements, *_ = finished(another, sheet, "sites")
    assert run(database_url, sheet, max(1, round(statements * share)), "sites").returncode == -9
    stored(database_url)
    before = sites(database_url)

    _, read, created, updated, unchanged, rejected = finished(database_url, sheet, "sites")

    all_sites, bad = [f"S-{n}" for n in range(SITES)], f"S-{BATCH + 4}"
    whole = -(-len(before) // BATCH) * BATCH  # rows of the batches that were stored, the bad one among them
    assert before == {*all_sites[:whole]} - {bad}
    assert bool(before) is (share > 0.5)
    assert (read, updated, unchanged, rejected) == (SITES, 0, len(before), 1)
    assert created == SITES - 1 - len(before) > 0
    assert before < sites(database_url) == {*all_sites} - {bad}


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
