"""Does the console answer its keys while a plan for 1,000 orders is searched for?"""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from itertools import cycle
from pathlib import Path

from benchmarks.board import CURSOR, LINES_IN_VIEW, LIVE
from benchmarks.figures import Figure, percentiles
from benchmarks.office import sqlite_office
from benchmarks.start import WOM
from benchmarks.terminal import DOWN, UP, Terminal

ORDERS, TECHNICIANS, SEED = 1_000, 200, 1
KEYS = 400
SEARCHES = r"placed or left out|without a place"


def figures() -> list[Figure]:
    """Keys on the board: at rest, while each order is placed in turn, and while the engine searches."""
    with tempfile.TemporaryDirectory() as name:
        database = str(sqlite_office(ORDERS, TECHNICIANS, SEED, Path(name)))
        with Terminal([WOM, "--db", database], cursor=CURSOR) as terminal:
            terminal.until(LIVE)
            terminal.rest(1.0)
            idle = list(_keys(terminal))
            terminal.send(b"P")
            terminal.until(SEARCHES)
            terminal.send(b"1")
            terminal.rest(0.1)
            busy = list(_keys(terminal))
            terminal.leave()
    on = f"{ORDERS:,} open orders, {TECHNICIANS} technicians, {KEYS} keys each"
    (idle50, idle99), (busy50, busy99) = percentiles(idle), percentiles(busy)
    return [
        Figure("key in view at rest, p50", idle50 * 1e3, "ms", "", on),
        Figure("key in view at rest, p99", idle99 * 1e3, "ms", "", on),
        Figure("key in view during a search, p50", busy50 * 1e3, "ms", "", on),
        Figure("key in view during a search, p99", busy99 * 1e3, "ms", "", on),
        Figure("… / at rest, p99", busy99 / idle99, "×", "≤ 1.2", on),
    ]


def _keys(terminal: Terminal) -> Iterator[float]:
    """Seconds to the last byte of the answer, of keys that move the cursor in view."""
    answered = 0
    for key in cycle([DOWN] * LINES_IN_VIEW + [UP] * LINES_IN_VIEW):
        answer = terminal.press(key)
        if answer.seconds is not None:
            answered += 1
            yield answer.seconds
        if answered == KEYS:
            return
