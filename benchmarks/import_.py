"""How fast do 100,000 orders come in, with their journal, beside a bare insert of the same facts?

    python -m benchmarks.import_ [--rows 100000] [--seed 1] [--database URL]

The file is imported through the desk in a process of its own, whose peak memory is told; then the facts that are in the
database are read back and inserted by SQLAlchemy Core into an empty one, batches and commits alike. Prints one line of
JSON, and a table for people on stderr.
"""

from __future__ import annotations

import argparse
import csv
import json
import multiprocessing
import sys
import tempfile
import time
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import Engine, insert, text

from benchmarks.boston_like import write_boston_csv
from benchmarks.figures import Figure
from benchmarks.servers import postgres
from wom_tui.desk import Desk
from wom_tui.domain.fact import Fact
from wom_tui.domain.policy import Actor, Role
from wom_tui.domain.site import Site, Territory
from wom_tui.domain.work_order import Requirement, WorkOrder
from wom_tui.domain.work_type import WorkType
from wom_tui.gateways.files.form import Form
from wom_tui.gateways.files.writing import write_table
from wom_tui.importing.run import BATCH, import_files
from wom_tui.presets.loader import load_preset
from wom_tui.store import schema
from wom_tui.store.codec import codec_of
from wom_tui.store.engine import database_url, open_engine
from wom_tui.store.reader import Reader
from wom_tui.store.tables import FACT_TABLES

ROWS, SEED = 100_000, 1
FACTS: tuple[type[Fact], ...] = (Territory, WorkType, Site, WorkOrder, Requirement)


def figures() -> list[Figure]:
    """The figures for the page of benchmarks: 100,000 orders on either database."""
    with tempfile.TemporaryDirectory(prefix="wom-bench-") as name:
        folder = Path(name)
        found = _figures("SQLite", ">= 5,000", measure(folder, rows=ROWS, seed=SEED))
        found += _of_a_workbook(folder)
        with postgres(folder) as url:
            return [*found, *_figures("Postgres", ">= 3,000", measure(folder, rows=ROWS, seed=SEED, url=url))]


def _figures(kind: str, target: str, found: dict[str, Any]) -> list[Figure]:
    size = f"{ROWS:,} Boston-like orders, seed {SEED}, {kind}"
    return [
        Figure(f"import with journal, {kind}", found["facts_per_s"], "facts/s", target, size),
        Figure("the same in a second of CPU time", found["facts_per_cpu_s"], "facts", "", size),
        Figure("import ÷ a bare Core insert of the same facts", found["ratio"], "", "<= 3", size),
        Figure("the same, CPU time only", found["ratio_of_cpu"], "", "", size),
        Figure("importing it again", found["again_s"], "s", "", size),
        Figure("peak memory of the import", found["peak_mb"], "MB", "< 600", size),
    ]


def _of_a_workbook(folder: Path) -> list[Figure]:
    """The same orders from a workbook, which takes far longer to take apart than a text."""
    with write_boston_csv(folder / "boston.csv", ROWS, SEED).open(newline="", encoding="utf-8") as source:
        header, *rows = csv.reader(source)
    book = folder / "boston.xlsx"
    write_table(book, Form.XLSX, header, rows, zone=ZoneInfo("UTC"))
    imported = _in_a_process_of_its_own(str(folder / "workbook.db"), book)
    size = f"{ROWS:,} Boston-like orders of {len(header)} columns, seed {SEED}, SQLite"
    return [
        Figure("import of a workbook", ROWS / imported["seconds"], "orders/s", "", size),
        Figure("peak memory of that", imported["peak_mb"], "MB", "< 600", size),
    ]


def measure(folder: Path, *, rows: int, seed: int, url: str | None = None) -> dict[str, Any]:
    """Import and insert; the figures.

    Args:
        folder: for the file and, unless `url` is given, the SQLite databases.
        url: an empty Postgres database; emptied again between the two runs.
    """
    source = write_boston_csv(folder / "boston.csv", rows, seed)
    address = url or str(folder / "import.db")
    imported = _in_a_process_of_its_own(address, source)
    batches = _stored(address)
    facts = sum(len(stored) for stored in batches.values())
    if url:
        _empty(url)
    bare_s, ready_s, bare_cpu_s = _bare(url or str(folder / "bare.db"), batches)
    return {
        "rows": rows,
        "seed": seed,
        "database": "postgresql" if url else "sqlite",
        "facts": facts,
        "events": imported["events"],
        "seconds": round(imported["seconds"], 2),
        "facts_per_s": round(facts / imported["seconds"]),
        "facts_per_cpu_s": round(facts / imported["cpu_s"]),
        "bare_insert_s": round(bare_s, 2),
        "ratio": round(imported["seconds"] / bare_s, 2),
        "ratio_of_cpu": round(imported["cpu_s"] / bare_cpu_s, 2),
        "bare_insert_of_ready_rows_s": round(ready_s, 2),
        "ratio_to_ready_rows": round(imported["seconds"] / ready_s, 2),
        "again_s": round(imported["again_s"], 2),
        "again_writes": imported["again_writes"],
        "peak_mb": imported["peak_mb"],
    }


def _in_a_process_of_its_own(address: str, source: Path) -> dict[str, Any]:
    context = multiprocessing.get_context("spawn")
    with context.Pool(1) as pool:
        return pool.apply(import_into, (address, str(source)))


def import_into(address: str, source: str) -> dict[str, Any]:
    """Make an office at the address, import the file twice, and tell how it went."""
    engine = open_engine(database_url(address))
    schema.create(engine)
    desk = Desk(engine, Actor(name="bench", role=Role.ADMIN), door="bench", session="bench")
    preset = load_preset("boston311")
    began_cpu = time.process_time()
    report = import_files(desk, [Path(source)], preset)
    cpu_s = time.process_time() - began_cpu
    peak_mb = _peak_mb()
    events = desk.last_seq()
    again = import_files(desk, [Path(source)], preset)
    desk.close()
    return {
        "seconds": report.seconds,
        "cpu_s": cpu_s,
        "events": events,
        "again_s": again.seconds,
        "again_writes": again.created + again.updated,
        "peak_mb": peak_mb,
    }


def _peak_mb() -> int:
    """The most memory of this very program: what `getrusage` tells begins with that of the program before it."""
    peak = next(
        line for line in Path("/proc/self/status").read_text().splitlines() if line.startswith("VmHWM:")
    )
    return int(peak.split()[1]) // 1024


def _stored(address: str) -> dict[type[Fact], tuple[Fact, ...]]:
    engine = open_engine(database_url(address))
    with engine.connect() as connection:
        found = {cls: Reader(connection).select(cls) for cls in FACTS}
    engine.dispose()
    return found


def _empty(url: str) -> None:
    engine = open_engine(database_url(url))
    with engine.begin() as connection:
        connection.execute(text("DROP SCHEMA public CASCADE"))
        connection.execute(text("CREATE SCHEMA public"))
    engine.dispose()


def _bare(address: str, facts: dict[type[Fact], tuple[Fact, ...]]) -> tuple[float, float, float]:
    """Seconds of a plain Core insert in the same batches: from the facts, from rows that are ready, CPU alone."""
    engine = open_engine(database_url(address))
    schema.create(engine)
    began, began_cpu = time.perf_counter(), time.process_time()
    rows = {cls: [_row(fact) for fact in stored] for cls, stored in facts.items()}
    made_s = time.perf_counter() - began
    began = time.perf_counter()
    _insert(engine, rows)
    ready_s, cpu_s = time.perf_counter() - began, time.process_time() - began_cpu
    engine.dispose()
    return made_s + ready_s, ready_s, cpu_s


def _row(fact: Fact) -> dict[str, Any]:
    """Column → value."""
    codec = codec_of(type(fact))
    row = {name: vars(fact)[name] for name in codec.names}
    return row | {name: write(row[name]) for name, write in codec.to_column.items()}


def _insert(engine: Engine, rows: dict[type[Fact], list[dict[str, Any]]]) -> None:
    most = max(map(len, rows.values()))
    for start in range(0, most, BATCH):
        with engine.connect().execution_options(write=True) as connection:
            connection.begin()
            for cls, all_of_them in rows.items():
                if part := all_of_them[start : start + BATCH]:
                    connection.execute(insert(FACT_TABLES[cls]), part)
            connection.commit()


def table(figures: dict[str, Any]) -> str:
    """The figures for people."""
    return "\n".join(f"{name.replace('_', ' '):30} {value:>12}" for name, value in figures.items())


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--rows", type=int, default=ROWS)
    parser.add_argument("--seed", type=int, default=SEED)
    parser.add_argument("--database", help="URL of an empty Postgres database; unless given, SQLite files")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="wom-bench-") as folder:
        figures = measure(Path(folder), rows=given.rows, seed=given.seed, url=given.database)
    print(table(figures), file=sys.stderr)
    print(json.dumps(figures))


if __name__ == "__main__":
    main()
