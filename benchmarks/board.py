"""How soon can the board of 100,000 orders be used, and how soon does it answer a key?

Beside it Textual's own `DataTable` with the same rows, read by the same query.
"""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Iterator, Sequence
from itertools import cycle, islice
from pathlib import Path
from random import Random
from statistics import median

from benchmarks.figures import Figure, percentiles
from benchmarks.office import sqlite_office
from benchmarks.start import WOM
from benchmarks.terminal import DOWN, UP, Answer, Terminal, program

ORDERS, TECHNICIANS, SEED = 100_000, 200, 1
STARTS, TABLE_STARTS, KEYS = 5, 3, 300
LINES_IN_VIEW = 15  # so far the cursor goes without scrolling
CURSOR = "243044"  # the ground of the dark look's cursor; the table is given the same
LIVE = r"live +\d\d:\d\d"  # in the header; from then on keys move the cursor
LOADED = f"{ORDERS:,} of {ORDERS:,}"

TABLE = f"""
import sys
from textual.app import App
from textual.widgets import DataTable
from wom_tui.desk import open_desk
from wom_tui.queries.orders import OPEN, order_rows

class Table(App):
    CSS = "DataTable > .datatable--cursor {{ background: #{CURSOR}; }}"

    def compose(self):
        yield DataTable(cursor_type="row")

    def on_mount(self):
        table = self.query_one(DataTable)
        table.add_columns("Order", "P", "State", "Due", "Slack", "Used", "Work", "Site", "Technician", "Planned")
        table.add_rows(
            (str(row.number), str(row.priority), row.state, str(row.due_at), "", "", row.title, row.site,
             row.technician or "", str(row.planned_start_at or ""))
            for row in open_desk(sys.argv[1], os_user="root").ask(order_rows, status=OPEN)
        )
        table.focus()

Table().run()
"""


def figures() -> list[Figure]:
    """Measure the board and the table in turn, then keys on the board."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        database = str(sqlite_office(ORDERS, TECHNICIANS, SEED, folder))
        table = [sys.executable, str(program(folder, "table", TABLE)), database]
        board, kept = [WOM, "--db", database], {"XDG_CACHE_HOME": str(folder / "cache")}
        ours, theirs, loading, keys = [], [], [], list[Answer]()
        for run in range(STARTS):
            with Terminal(board, kept, cursor=CURSOR) as terminal:
                ours.append(_answers(terminal, LIVE))
                loading += _keys_while_loading(terminal)
                terminal.rest()
                if run == STARTS - 1:
                    keys = list(_keys(terminal, KEYS))
                terminal.leave()
            if run < TABLE_STARTS:
                with Terminal(table, _SAME_PACKAGE, cursor=CURSOR) as terminal:
                    theirs.append(_answers(terminal, "Dorchester Ave"))
    return [*_answering(ours, theirs), *_pressing(loading, keys)]


_SAME_PACKAGE = {"PYTHONPATH": str(Path(__file__).parent.parent)}


def _answering(ours: Sequence[float], theirs: Sequence[float]) -> list[Figure]:
    size = f"{ORDERS:,} open orders, SQLite, 200×50, median of {len(ours)} starts, of the table {len(theirs)}"
    return [
        Figure("from the start to the first key that moves the cursor", median(ours), "s", "", size),
        Figure("a DataTable with the same rows", median(theirs), "s", "", size),
        Figure("… so much sooner", median(theirs) / median(ours), "×", "≥ 20", size),
    ]


def _pressing(loading: Sequence[float], keys: Sequence[Answer]) -> list[Figure]:
    size = f"{ORDERS:,} open orders, SQLite, 200×50"
    p50, p99 = percentiles([key.seconds for key in keys if key.seconds is not None])
    during50, during99 = percentiles(loading)
    after, during = f"{size}, {len(keys)} keys", f"{size}, {len(loading)} keys in {STARTS} starts"
    return [
        Figure("key in view after loading, p50", p50 * 1e3, "ms", "", after),
        Figure("key in view after loading, p99", p99 * 1e3, "ms", "< 20", after),
        Figure("bytes of a key in view", median(key.size for key in keys), "B", "≤ 600", after),
        Figure("key in view while loading, p50", during50 * 1e3, "ms", "", during),
        Figure("key in view while loading, p99", during99 * 1e3, "ms", "< 60", during),
    ]


def _answers(terminal: Terminal, ready: str) -> float:
    """Seconds from the start until a key had moved the cursor; pressed as soon as the rows are there."""
    terminal.until(ready)
    return terminal.moves_cursor()


def _keys_while_loading(terminal: Terminal) -> list[float]:
    """Seconds that keys took until the cursor had moved on the screen, from now until all rows are there."""
    pressed, random, screen = list[float](), Random(SEED), ""
    while LOADED not in screen:
        pressed.append(terminal.send(DOWN if len(pressed) // LINES_IN_VIEW % 2 == 0 else UP))
        terminal.listen(0.1 + random.random() / 20)
        screen = ([screen] + [text for _, text in terminal.shown()])[-1]
    answers = [
        next((at - press for at, _ in terminal.cursor_lines if at >= press), None) for press in pressed
    ]
    return [answer for answer in answers if answer is not None]


def _keys(terminal: Terminal, count: int) -> Iterator[Answer]:
    """Keys that move the cursor in view, some in a hurry and some after a rest."""
    random = Random(SEED)
    for key in islice(cycle([DOWN] * LINES_IN_VIEW + [UP] * LINES_IN_VIEW), count):
        yield terminal.press(key)
        if random.random() < 0.5:
            terminal.rest(
                0.4
            )  # until the order under the cursor has been read; else the next key comes before that
