"""How long does a backup of 100,000 orders hold up somebody who writes every 4 ms, and how long does it take?

    python -m benchmarks.backup [--orders 100000] [--naive]

`--naive` copies with SQLite's own backup in one step instead: what would be measured if writers were not thought of.
"""

from __future__ import annotations

import argparse
import json
import multiprocessing
import resource
import sqlite3
import tempfile
import time
from collections.abc import Callable
from contextlib import closing
from multiprocessing.synchronize import Event
from pathlib import Path
from random import Random

from benchmarks.figures import Figure, percentiles
from benchmarks.office import open_office, sqlite_office
from wom_tui.commands.order import EditOrder
from wom_tui.store import backups

ORDERS, TECHNICIANS, SEED = 100_000, 200, 1
EVERY_S, BEFORE_S = 0.004, 5.0


def figures() -> list[Figure]:
    """The figures for the page of benchmarks."""
    found = measure(ORDERS, write_backup)
    size = f"{ORDERS:,} orders, an act every 4 ms, SQLite"
    return [
        Figure("longest act while a backup is written", found["longest_ms"], "ms", "< 200", size),
        Figure("the same without a backup", found["longest_without_ms"], "ms", "", size),
        Figure("99 % of the acts while it is written", found["p99_ms"], "ms", "", size),
        Figure("the same without a backup", found["p99_without_ms"], "ms", "", size),
        Figure("until the backup is proved", found["backup_s"], "s", "", size),
        Figure("CPU time of that", found["backup_cpu_s"], "s", "", size),
    ]


def write_backup(database: Path, file: Path) -> None:
    """The backup as `wom db backup` writes it."""
    backups.write(open_office(str(database)).engine, file, lambda _table, _rows: None)


def naive(database: Path, file: Path) -> None:
    """SQLite's own, all pages in one step."""
    with closing(sqlite3.connect(database)) as source, closing(sqlite3.connect(file)) as target:
        source.backup(target, pages=-1)


def measure(orders: int, copy: Callable[[Path, Path], None]) -> dict[str, float]:
    """Write before the backup and while it is written; how long the acts took."""
    context = multiprocessing.get_context("spawn")
    with tempfile.TemporaryDirectory(prefix="wom-bench-") as name:
        database = sqlite_office(orders, TECHNICIANS, SEED, Path(name))
        acts, stop, ready = Path(name) / "acts.json", context.Event(), context.Event()
        writer = context.Process(target=write, args=(str(database), str(acts), ready, stop, orders))
        writer.start()
        ready.wait()
        time.sleep(BEFORE_S)
        began, began_cpu = time.monotonic(), _cpu_s()
        copy(database, Path(name) / "copy.db")
        ended, cpu_s = time.monotonic(), _cpu_s() - began_cpu
        stop.set()
        writer.join()
        took: list[tuple[float, float]] = json.loads(acts.read_text(encoding="utf-8"))
    without = [s for at, s in took if at + s < began]
    during = [s for at, s in took if at + s >= began and at <= ended]
    return {
        "acts": len(during),
        "longest_ms": max(during) * 1000,
        "longest_without_ms": max(without) * 1000,
        "p99_ms": percentiles(during)[1] * 1000
        if len(during) > 1
        else 0.0,  # one act that waited all the time
        "p99_without_ms": percentiles(without)[1] * 1000,
        "backup_s": ended - began,
        "backup_cpu_s": cpu_s,
    }


def _cpu_s() -> float:
    used = resource.getrusage(resource.RUSAGE_SELF)
    return used.ru_utime + used.ru_stime


def write(database: str, acts: str, ready: Event, stop: Event, orders: int) -> None:
    """Edit an order every 4 ms; write down when each act began and what it took."""
    desk, random = open_office(database), Random(SEED)
    took: list[tuple[float, float]] = []
    next_at = time.monotonic()
    while not stop.is_set():
        next_at = max(next_at + EVERY_S, time.monotonic())
        began = time.monotonic()
        labour = random.randint(1, 600)
        desk.run(EditOrder(order=random.randint(1, orders), changes=(("labour_min", labour),)))
        took.append((began, time.monotonic() - began))
        ready.set()
        time.sleep(max(0.0, next_at - time.monotonic()))
    Path(acts).write_text(json.dumps(took), encoding="utf-8")
    desk.close()


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--orders", type=int, default=ORDERS)
    parser.add_argument("--naive", action="store_true")
    given = parser.parse_args()
    print(json.dumps(measure(given.orders, naive if given.naive else write_backup), indent=1))


if __name__ == "__main__":
    main()
