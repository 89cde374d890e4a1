"""How long does it take to rank every slot for one order, through the desk, when the days are known already?"""

from __future__ import annotations

import statistics
import tempfile
import time
from collections.abc import Iterator
from datetime import date, timedelta
from functools import partial
from pathlib import Path
from random import Random

from benchmarks.figures import Figure, timed
from benchmarks.office import NOW, ZONE, open_office, sqlite_office
from wom_tui.commands.facts import LoadFacts
from wom_tui.commands.visit import AssignVisit
from wom_tui.desk import Desk
from wom_tui.domain.technician import local_instant
from wom_tui.domain.visit import Visit
from wom_tui.gateways.travel import Geodesic
from wom_tui.queries.slots import RankedSlots, ranked_slots

ORDERS, TECHNICIANS, DAYS, A_DAY, SEED, ASKED = 20_000, 500, 5, 5, 1, 300


def figures() -> list[Figure]:
    """Rank slots for orders that nobody has, among 2,500 visits a day."""
    with tempfile.TemporaryDirectory() as folder:
        desk = open_office(str(sqlite_office(ORDERS, TECHNICIANS, SEED, Path(folder))))
        desk.travel = Geodesic()
        visits = tuple(booked_visits(NOW.date(), DAYS))
        desk.run(LoadFacts(facts=visits, what="visits"))
        size = f"{TECHNICIANS} technicians, {DAYS} days, {len(visits):,} visits, seed {SEED}, SQLite"
        numbers = Random(SEED).sample(range(len(visits) + 1, ORDERS), ASKED)
        first_s, _ = timed(partial(_asked, desk, numbers[0]))
        took, cpu = [], []
        for number in numbers:
            began = time.process_time()
            seconds, _ = timed(partial(_asked, desk, number))
            took.append(seconds)
            cpu.append(time.process_time() - began)
        after_s = statistics.median(_after_an_act(desk, number) for number in numbers[:20])
        desk.close()
    return [
        Figure("reading the days of all technicians, once", first_s, "s", "", size),
        Figure("the first answer after a visit was booked, p50", after_s * 1e3, "ms", "", size),
        Figure("the best ten slots of an order, p50", statistics.median(took) * 1e3, "ms", "", size),
        Figure("the same, p95", statistics.quantiles(took, n=20)[18] * 1e3, "ms", "< 10", size),
        Figure(
            "the same, p95 of processor time", statistics.quantiles(cpu, n=20)[18] * 1e3, "ms", "< 10", size
        ),
    ]


def _after_an_act(desk: Desk, number: int) -> float:
    best = _asked(desk, number).slots[0]
    desk.run(AssignVisit(order=number, technician=best.technician.id, start_at=best.slot.start_at))
    return timed(partial(_asked, desk, number))[0]


def _asked(desk: Desk, number: int) -> RankedSlots:
    return desk.ask(ranked_slots, number, desk.now(), desk.room, days=DAYS, limit=10)


def booked_visits(first_on: date, days: int) -> Iterator[Visit]:
    """Five visits a day for everybody, of 40 minutes, 85 minutes apart."""
    id = 0
    for ahead in range(days):
        for technician in range(1, TECHNICIANS + 1):
            for place in range(A_DAY):
                id += 1
                start_at = local_instant(first_on + timedelta(days=ahead), 510 + 85 * place, ZONE)
                yield Visit(
                    id=id,
                    order_id=id,
                    ordinal=1,
                    technician_id=technician,
                    start_at=start_at,
                    end_at=start_at + timedelta(minutes=40),
                )
