"""How fast does a sheet come in whose rows all name another record of a large office?

100,000 customers, as many sites each naming one of them, as many assets each naming a site; on SQLite and Postgres.
"""

from __future__ import annotations

import csv
import tempfile
import time
from collections.abc import Iterable, Iterator
from pathlib import Path

from benchmarks.figures import Figure
from benchmarks.servers import postgres
from wom_tui.desk import Desk
from wom_tui.domain.policy import Actor, Role
from wom_tui.domain.sheets.catalogue import sheet_named
from wom_tui.sheet_files import import_sheets
from wom_tui.store import schema
from wom_tui.store.engine import database_url, open_engine

ROWS = 100_000
STEP = 7  # each row names another record than the row before it did


def figures() -> list[Figure]:
    """The figures for the page of benchmarks."""
    with tempfile.TemporaryDirectory(prefix="wom-bench-") as name:
        folder = Path(name)
        found = list(_measured(folder, str(folder / "sheets.db"), "SQLite", ">= 5,000"))
        with postgres(folder) as url:
            return [*found, *_measured(folder, url, "Postgres", ">= 3,000")]


def _measured(folder: Path, address: str, kind: str, target: str) -> Iterator[Figure]:
    engine = open_engine(database_url(address))
    schema.create(engine)
    desk = Desk(engine, Actor(name="bench", role=Role.ADMIN), door="bench", session="bench")
    for noun, rows in _sheets():
        path = folder / f"{noun}.csv"
        with path.open("w", newline="", encoding="utf-8") as file:
            csv.writer(file).writerows(rows)
        began_cpu = time.process_time()
        report = import_sheets(desk, [path], sheet_named(noun))
        cpu_s = time.process_time() - began_cpu
        assert report.created == ROWS
        size = f"{ROWS:,} {noun}, {kind}"
        yield Figure(f"sheet of {noun}, {kind}", ROWS / report.seconds, "facts/s", target, size)
        yield Figure("the same in a second of CPU time", ROWS / cpu_s, "facts", "", size)
    desk.close()


def _sheets() -> Iterator[tuple[str, Iterable[tuple[object, ...]]]]:
    numbers = range(ROWS)
    customers = ((f"C-{n}", f"Customer {n}", "gold") for n in numbers)
    yield "customers", [("external_id", "name", "class"), *customers]
    sites = ((f"S-{n}", f"Site {n}", f"{n} Main St", f"C-{n * STEP % ROWS}", 42.1, -71.2) for n in numbers)
    yield "sites", [("external_id", "name", "address", "customer", "lat", "lon"), *sites]
    assets = ((f"A-{n}", f"Boiler {n}", f"S-{n * STEP % ROWS}", "boiler") for n in numbers)
    yield "assets", [("serial", "name", "site", "kind"), *assets]
