"""How long does an act take when the database is 150 ms away, and how long do the others wait for it?"""

from __future__ import annotations

import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from functools import partial
from pathlib import Path
from statistics import mean, median

import psycopg
from sqlalchemy.engine import make_url

from benchmarks.figures import Figure, timed
from benchmarks.office import NOW, fill, open_office
from benchmarks.servers import postgres
from benchmarks.slow_line import SlowLine, slow_line
from wom_tui.commands.command import Command
from wom_tui.commands.ending import CompleteOrder
from wom_tui.commands.hold import HoldOrder
from wom_tui.commands.plan import AcceptPlan
from wom_tui.commands.undo import Undo
from wom_tui.commands.visit import AssignVisit
from wom_tui.desk import Desk
from wom_tui.domain.work_order import HoldReason
from wom_tui.store.engine import JOURNAL_LOCK

ROUND_TRIP_S = 0.15
ORDERS, TECHNICIANS, SEED, ACTS = 200, 20, 1, 12
WARM = 6  # the driver prepares a statement when it has seen it a few times


def figures() -> list[Figure]:
    """Measure each kind of act over the slow line."""
    with tempfile.TemporaryDirectory() as folder, postgres(Path(folder)) as server:
        fill(server, ORDERS, TECHNICIANS, SEED)
        with slow_line(server, ROUND_TRIP_S) as line:
            desk = open_office(line.address)
            found = [figure for name, act in _acts(desk) for figure in _measured(name, act, line, server)]
            found += _whole_plan(desk, line, server)
            desk.close()
    return found


def _whole_plan(desk: Desk, line: SlowLine, server: str) -> list[Figure]:
    near = open_office(server)
    plan = near.plan(NOW.date() + timedelta(days=1))
    near.close()
    before = line.trips
    with _lock_watched(server) as held:
        seconds, _ = timed(lambda: desk.run(AcceptPlan(plan=plan)))
    size = f"Postgres at {ROUND_TRIP_S * 1e3:.0f} ms, {len(plan.visits)} lines"
    return [
        Figure("accepting a plan: round trips", line.trips - before, "", "", size),
        Figure("accepting a plan: time", seconds, "s", "", size),
        Figure("accepting a plan: the journal's lock is held", held[0] * 1e3, "ms", "", size),
    ]


def _acts(desk: Desk) -> Iterator[tuple[str, Callable[[int], object]]]:
    def run(make: Callable[[int], Command]) -> Callable[[int], object]:
        return lambda count: desk.run(make(count))

    yield "assign", run(_assign)
    yield (
        "hold",
        run(lambda n: HoldOrder(order=50 + n, reason=HoldReason.PARTS, until_at=NOW + timedelta(days=1))),
    )
    yield "complete", run(lambda n: CompleteOrder(order=1 + n, resolution_code="fixed"))
    yield "undo", run(lambda _: Undo())


def _assign(count: int) -> AssignVisit:
    start_at = NOW + timedelta(minutes=90 * (count // TECHNICIANS))
    technician = 1 + count % TECHNICIANS
    return AssignVisit(order=1 + count, technician=technician, start_at=start_at, override="measured")


def _measured(name: str, act: Callable[[int], object], line: SlowLine, server: str) -> Iterator[Figure]:
    for count in range(WARM):
        act(count)
    trips, seconds = [], []
    with _lock_watched(server) as held:
        for count in range(WARM, WARM + ACTS):
            before = line.trips
            seconds.append(timed(partial(act, count))[0])
            trips.append(line.trips - before)
    size = f"Postgres at {ROUND_TRIP_S * 1e3:.0f} ms, median of {ACTS}"
    yield Figure(f"{name}: round trips", median(trips), "", "", size)
    yield Figure(f"{name}: time", median(seconds), "s", "", size)
    yield Figure(f"{name}: the journal's lock is held", mean(held) / ACTS * 1e3, "ms", "", size)


@contextmanager
def _lock_watched(server: str) -> Iterator[list[float]]:
    """How many seconds anybody holds the journal's lock; looked at from beside the server, every millisecond or so."""
    held, stop = [0.0], threading.Event()
    asked = "SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND granted AND objid = %s"
    direct = make_url(server).set(drivername="postgresql").render_as_string(hide_password=False)

    def look() -> None:
        with psycopg.connect(direct, autocommit=True) as connection:
            last = time.perf_counter()
            while not stop.wait(0.001):
                ((count,),) = connection.execute(asked, (JOURNAL_LOCK,)).fetchall()
                now = time.perf_counter()
                held[0] += (now - last) * bool(count)
                last = now

    thread = threading.Thread(target=look)
    thread.start()
    try:
        yield held
    finally:
        stop.set()
        thread.join()
