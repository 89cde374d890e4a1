"""The same orders in the programs that a console is measured against: how are they started, and with what?

A `DataTable` of Textual's own is always there. `WOM_PEERS` names a Python whose folder also has `vd` (visidata) and
`harlequin`; without it these two are left out, and the figures say so by not being there.
"""

from __future__ import annotations

import csv
import os
import sys
from collections.abc import Iterator
from pathlib import Path

from benchmarks.terminal import program
from wom_tui.desk import open_desk
from wom_tui.queries.orders import OPEN, OrderRow, order_rows

HEADS = ("Order", "P", "State", "Due", "Slack", "Used", "Work", "Site", "Technician", "Planned")
CURSOR = "243044"  # the ground of the dark look's cursor; the table is given the same

_TABLE = f"""
import csv, sys
from textual.app import App
from textual.widgets import DataTable

class Table(App):
    CSS = "DataTable > .datatable--cursor {{ background: #{CURSOR}; }}"
    BINDINGS = [("u", "change")]

    def compose(self):
        yield DataTable(cursor_type="row")

    def on_mount(self):
        table = self.query_one(DataTable)
        with open(sys.argv[1], newline="", encoding="utf-8") as file:
            heads, *rows = csv.reader(file)
        table.add_columns(*[(head, head) for head in heads])
        for row in rows:
            table.add_row(*row, key=row[0])
        table.focus()

    def action_change(self):
        table = self.query_one(DataTable)
        row = table.coordinate_to_cell_key((table.cursor_row + 5, 0)).row_key
        table.update_cell(row, "Work", "Another title")

Table().run()
"""


def rows_file(database: Path, folder: Path) -> Path:
    """The open orders as a CSV file."""
    path = folder / "orders.csv"
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file)
        writer.writerow(HEADS)
        desk = open_desk(str(database), os_user="root")
        writer.writerows(map(_cells, desk.ask(order_rows, status=OPEN)))
        desk.close()
    return path


def _cells(row: OrderRow) -> Iterator[str]:
    planned = str(row.planned_start_at or "")
    yield from (str(row.number), str(row.priority), row.state, str(row.due_at), "", "")
    yield from (row.title, row.site, row.technician or "", planned)


def data_table(rows: Path, folder: Path) -> list[str]:
    """Textual's own table."""
    return [sys.executable, str(program(folder, "table", _TABLE)), str(rows)]


def visidata(rows: Path) -> list[str]:
    """visidata on the file; empty where it is not there."""
    found = _peer("vd")
    return [found, "--motd-url=", str(rows)] if found else []


def harlequin(database: Path) -> list[str]:
    """harlequin on the database; empty where it is not there."""
    found = _peer("harlequin")
    return [found, "-a", "sqlite", str(database)] if found else []


def _peer(name: str) -> str:
    python = os.environ.get("WOM_PEERS", "")
    path = Path(python).with_name(name) if python else Path("nowhere")
    return str(path) if path.exists() else ""
