"""How soon is a setback mended by itself, from the event to the visit's new place, and what does a look cost?"""

from __future__ import annotations

import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from queue import SimpleQueue
from random import Random
from statistics import median

from benchmarks.figures import Figure, timed
from benchmarks.office import NOW, OPENED, TERRITORIES, office_facts, open_office
from wom_tui.automation.engine import Engine
from wom_tui.automation.runner import Tick
from wom_tui.commands.facts import LoadFacts
from wom_tui.commands.plan import AcceptPlan
from wom_tui.commands.roster import AddAbsence
from wom_tui.commands.rule import EnableRule
from wom_tui.desk import Desk
from wom_tui.domain.rule import Mending
from wom_tui.domain.technician import Technician
from wom_tui.domain.visit import Visit
from wom_tui.gateways.compiled_code import keep_compiled_code
from wom_tui.gateways.engine_process import EngineProcess
from wom_tui.gateways.warming import warm_up
from wom_tui.queries.setbacks import setbacks
from wom_tui.store import schema
from wom_tui.store.engine import database_url, open_engine
from wom_tui.store.reader import Range, Reader

SIZES = ((40, 300), (500, 3_750))  # technicians, orders
SEED, ILL, LOOKS = 1, 7, 20
DAY = NOW.date()
PATIENCE_S = 60.0  # for a tick
QUIET = 4  # ticks in which nothing is answered: longer than others are waited for
SHIFT = timedelta(hours=9)
RULE = 'name = "reassign"\nsays = "Mend the day."\nalone = "within_limits"\nmost_moves = 1000\nmost_a_day = 1000\n'


def figures() -> list[Figure]:
    """Technicians who fall ill, one after the other, on days that the planner has filled."""
    found: list[Figure] = []
    for technicians, orders in SIZES:
        with tempfile.TemporaryDirectory() as folder:
            desk = _office(str(Path(folder) / "office.db"), technicians, orders)
            searcher = EngineProcess()
            keep_compiled_code()
            warm_up(searcher)
            desk.searcher, desk.close_searcher = searcher, searcher.close
            plan = desk.plan(DAY)
            kept = Random(SEED).sample(plan.visits, len(plan.visits) * 4 // 5)  # a full day has no room
            desk.run(AcceptPlan(plan=replace(plan, visits=tuple(kept))))
            booked = len([v for v in desk.ask(Reader.select, Visit) if v.is_booked])
            size = f"{technicians} technicians, {booked} visits booked of {orders} orders, SQLite"
            found += [*_looks(desk, size), *_mended(desk, size)]
            desk.close()
    return found


def _office(address: str, technicians: int, orders: int) -> Desk:
    """An office in which everybody may go everywhere: a day is full because of the work that there is."""
    engine = open_engine(database_url(address))
    schema.create(engine)
    engine.dispose()
    desk = open_office(address)
    everywhere = tuple(range(1, TERRITORIES + 1))
    found = [
        replace(fact, territory_ids=everywhere) if isinstance(fact, Technician) else fact
        for fact in office_facts(orders, technicians, Random(SEED))
    ]
    desk.run(LoadFacts(facts=tuple(found), what="bench", at=OPENED))
    return desk


def _looks(desk: Desk, size: str) -> Iterator[Figure]:
    took = [timed(lambda: desk.ask(setbacks, NOW, Mending()))[0] for _ in range(LOOKS)]
    yield Figure("a look at the day", 1000 * median(took), "ms", "", size)


def _mended(desk: Desk, size: str) -> Iterator[Figure]:
    desk.run(EnableRule(text=RULE))
    took: list[float] = []
    lost = moved = 0
    with _engine(desk) as answered:
        for technician in _busiest(desk)[:ILL]:
            before = _places(desk)
            lost += sum(who == technician for who, _ in before.values())
            began = time.perf_counter()
            desk.run(AddAbsence(technician=technician, start_at=NOW, end_at=NOW + SHIFT, reason="ill"))
            took.append(answered() - began)
            moved += sum(before.get(id) != place for id, place in _places(desk).items())
    what = f"ill technician, {ILL} times"
    yield Figure(f"{what}: from the event to the first answer, p50", median(took), "s", "", size)
    yield Figure(f"{what}: from the event to the first answer, the worst", max(took), "s", "", size)
    yield Figure(f"{what}: visits lost", lost, "", "", size)
    yield Figure(f"{what}: visits moved without asking", moved, "", "", size)


@contextmanager
def _engine(desk: Desk) -> Iterator[Callable[[], float]]:
    """With the usual times: a tick a second, two seconds in which others are waited for.

    Yields:
        Waits until all is answered, and says when the first answer came.
    """
    ticks: SimpleQueue[tuple[float, Tick]] = SimpleQueue()
    engine = Engine(desk, on_tick=lambda tick: ticks.put((time.perf_counter(), tick)))

    def answered() -> float:
        first, quiet = 0.0, 0
        while not first or quiet < QUIET:
            at, tick = ticks.get(timeout=PATIENCE_S)
            first = first or (at if tick.outcomes else 0.0)
            quiet = 0 if tick.outcomes or engine.runner.mender.is_busy else quiet + 1
        return first

    engine.start()
    try:
        yield answered
    finally:
        engine.stop()


def _busiest(desk: Desk) -> list[int]:
    """Those with the most visits that begin after the next hour."""
    ahead = {"start_at": Range(NOW + timedelta(hours=1), None)}
    count: dict[int, int] = {id: 0 for (id,) in desk.ask(_technicians)}
    for visit in desk.ask(lambda reader: reader.select(Visit, **ahead)):
        if visit.is_booked and visit.technician_id is not None:
            count[visit.technician_id] += 1
    return sorted(count, key=lambda id: (-count[id], id))


def _technicians(reader: Reader) -> list[tuple[int]]:
    return list(reader.rows(Technician, ()))


def _places(desk: Desk) -> dict[int, tuple[int | None, datetime | None]]:
    return {v.id: (v.technician_id, v.start_at) for v in desk.ask(Reader.select, Visit)}
