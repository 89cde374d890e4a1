"""How fast do 100,000 orders go out as csv, beside a bare Core select of the same columns; and how fast is a filter?

    python -m benchmarks.export [--orders 100000] [--seed 1]

Both read the same database and write the same number of rows of as many columns to a file, in turn; the bare one joins
what the orders point to, and makes nothing harmless. Times are of the processor. Prints one line of JSON.
"""

from __future__ import annotations

import argparse
import csv
import io
import json
import sys
import tempfile
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from statistics import median
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import select

from benchmarks.figures import Figure
from benchmarks.office import NOW, ZONE, open_office, sqlite_office
from wom_tui.desk import Desk
from wom_tui.domain.filter import parse_filter
from wom_tui.domain.site import Customer, Site, Territory
from wom_tui.domain.technician import Technician
from wom_tui.domain.visit import Visit
from wom_tui.domain.work_order import WorkOrder
from wom_tui.domain.work_type import WorkType
from wom_tui.gateways.files.form import Form
from wom_tui.gateways.files.writing import write_to
from wom_tui.present.order_table import ROW, row_cells
from wom_tui.queries.orders import order_rows
from wom_tui.store.tables import FACT_TABLES

ORDERS, TECHNICIANS, SEED = 100_000, 200, 1
RUNS = 5
FILTERS = (
    "pri<=2 due<eod",
    "status=ready,on-hold territory=District*",
    "/hydrant",
    "~dorc work_type=*7 !pri=4",
    "opened<yesterday title!=none site=*Ave due>+2d",
)


def figures() -> list[Figure]:
    """The figures for the page of benchmarks."""
    found = measure(ORDERS, SEED)
    size = f"{ORDERS:,} open orders, SQLite, CPU time, median of {RUNS} alternating runs"
    return [
        Figure("export to csv", found["export_s"], "s", "", size),
        Figure("… / a bare Core select of as many columns", found["ratio"], "×", "≤ 3", size),
        Figure("the slowest of five filters", found["filter_ms"], "ms", "< 250", size),
    ]


def measure(orders: int, seed: int) -> dict[str, float]:
    """Export and select in turn, then filter."""
    with tempfile.TemporaryDirectory(prefix="wom-bench-") as name:
        desk = open_office(str(sqlite_office(orders, TECHNICIANS, seed, Path(name))))
        taken = [(used(partial(exported, desk)), used(partial(selected, desk))) for _ in range(RUNS)]
        rows = desk.ask(order_rows)
        slowest = max(median(used(partial(filtered, said, rows)) for _ in range(3)) for said in FILTERS)
        desk.close()
    ours, bare = (median(each) for each in zip(*taken, strict=True))
    return {"export_s": ours, "bare_s": bare, "ratio": ours / bare, "filter_ms": slowest * 1e3}


def used(act: Callable[[], Any]) -> float:
    """Seconds of the processor."""
    began = time.process_time()
    act()
    return time.process_time() - began


def exported(desk: Desk) -> None:
    """What `wom export orders` does."""
    header = (*ROW, "sla")
    write_to(io.BytesIO(), Form.CSV, header, row_cells(desk.ask(order_rows), NOW), zone=ZoneInfo(ZONE))


def selected(desk: Desk) -> None:
    """As many columns, straight from the tables."""
    order, visit = FACT_TABLES[WorkOrder].c, FACT_TABLES[Visit].c
    site, kind = FACT_TABLES[Site].c, FACT_TABLES[WorkType].c
    area, customer, who = FACT_TABLES[Territory].c, FACT_TABLES[Customer].c, FACT_TABLES[Technician].c
    own = ("id", "external_id", "source", "title", "priority", "status", "opened_at", "respond_due_at")
    ends = (
        "resolve_due_at",
        "resolve_warn_at",
        "completed_at",
        "cancelled_at",
        "version",
        "holds",
        "channel",
    )
    around = (site.name, site.lat, site.lon, area.name, customer.name, kind.name)
    planned = (who.code, visit.start_at, visit.end_at)
    statement = select(*(order[name] for name in (*own, *ends)), *around, *planned).select_from(
        FACT_TABLES[WorkOrder]
        .outerjoin(FACT_TABLES[Site], order.site_id == site.id)
        .outerjoin(FACT_TABLES[WorkType], order.work_type_id == kind.id)
        .outerjoin(FACT_TABLES[Territory], order.territory_id == area.id)
        .outerjoin(FACT_TABLES[Customer], order.customer_id == customer.id)
        .outerjoin(FACT_TABLES[Visit], order.id == visit.order_id)
        .outerjoin(FACT_TABLES[Technician], visit.technician_id == who.id)
    )
    with desk.engine.connect() as connection:
        csv.writer(io.StringIO(newline="")).writerows(connection.execute(statement))


def filtered(said: str, rows: list[Any]) -> None:
    list(parse_filter(said, now=NOW, zone=ZONE).apply(rows))


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("--orders", type=int, default=ORDERS)
    parser.add_argument("--seed", type=int, default=SEED)
    args = parser.parse_args()
    json.dump(measure(args.orders, args.seed), sys.stdout)
    print()
