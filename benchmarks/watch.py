"""How long after its commit does somebody else's change stand on the screen?

A console shows 100,000 orders on a terminal; this process commits through a desk of its own.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from pathlib import Path
from random import Random

from benchmarks.board import LOADED, ORDERS, SEED, TECHNICIANS
from benchmarks.figures import Figure, percentiles
from benchmarks.office import open_office, sqlite_office
from benchmarks.servers import postgres
from benchmarks.start import WOM
from benchmarks.terminal import Terminal
from wom_tui.commands.order import EditOrder
from wom_tui.databases import copy
from wom_tui.desk import Desk
from wom_tui.queries.board import urgent_numbers

CHANGES = 60
FIRST, BELOW_CURSOR = 30, 5  # so many orders that are due first are on the screen; the cursor is above


def figures() -> list[Figure]:
    """Measure on SQLite, then on Postgres with a copy of the same office."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        office = str(sqlite_office(ORDERS, TECHNICIANS, SEED, folder))
        found = _figures("SQLite", office, "< 150", folder)
        with postgres(folder) as address:
            copy(office, address, lambda _noun, _count: None)
            return [*found, *_figures("Postgres", address, "< 100", folder)]


def _figures(kind: str, address: str, target: str, folder: Path) -> list[Figure]:
    desk = open_office(address)
    with Terminal([WOM, "--db", address], {"XDG_CACHE_HOME": str(folder / "cache")}) as terminal:
        terminal.until(LOADED)
        terminal.rest()
        p50, p99 = percentiles(list(_changes(desk, terminal)))
        terminal.leave()
    desk.close()
    size = f"{ORDERS:,} open orders, {kind}, 200×50, {CHANGES} changes of titles"
    return [
        Figure(f"from another's commit to the screen, {kind}, p50", p50 * 1e3, "ms", target, size),
        Figure(f"from another's commit to the screen, {kind}, p99", p99 * 1e3, "ms", target, size),
    ]


def _changes(desk: Desk, terminal: Terminal) -> Iterator[float]:
    """Seconds from each commit until the change was on the screen."""
    random = Random(SEED)
    changed: set[int] = set()
    for count in range(CHANGES):
        # Another one each time: an order that was changed has another due, and soon stands elsewhere.
        number = next(n for n in desk.ask(urgent_numbers, FIRST)[BELOW_CURSOR:] if n not in changed)
        changed.add(number)
        desk.run(EditOrder(order=number, changes=(("title", f"Another title {count:03}"),)))
        committed_at = terminal.now()
        yield terminal.until(f"Another title {count:03}") - committed_at
        terminal.listen(0.3 + random.random() / 3)  # at no fixed distance from the watcher's own rhythm
