"""How long an act takes at 100,000 orders, its undo, a whole plan, many marks, and the board as of this morning."""

from __future__ import annotations

import tempfile
from dataclasses import replace
from datetime import timedelta
from functools import partial
from pathlib import Path
from random import Random

from benchmarks.figures import Figure, percentiles, timed
from benchmarks.office import NOW, open_office, sqlite_office
from wom_tui.commands.command import Command
from wom_tui.commands.hold import HoldOrder
from wom_tui.commands.order import EditOrder, SetPriority
from wom_tui.commands.plan import AcceptPlan
from wom_tui.commands.undo import Undo
from wom_tui.commands.visit import AssignVisit
from wom_tui.desk import Desk
from wom_tui.domain.work_order import HoldReason, Priority
from wom_tui.errors import Rejected
from wom_tui.queries.orders import OPEN, order_rows

ORDERS, TECHNICIANS, SEED, ACTS, LINES = 100_000, 200, 1, 400, 169


def figures() -> list[Figure]:
    """Measure on a fresh copy of the office."""
    with tempfile.TemporaryDirectory() as folder:
        desk = open_office(str(sqlite_office(ORDERS, TECHNICIANS, SEED, Path(folder))))
        size = f"{ORDERS:,} open orders, {TECHNICIANS} technicians, seed {SEED}, SQLite"
        acts, undos = _acts(desk)
        found = [
            Figure("a command through the bus, p50", percentiles(acts)[0] * 1e3, "ms", "< 10", size),
            Figure("a command through the bus, p99", percentiles(acts)[1] * 1e3, "ms", "< 50", size),
            Figure("its undo, p50", percentiles(undos)[0] * 1e3, "ms", "< 10", size),
            Figure("its undo, p99", percentiles(undos)[1] * 1e3, "ms", "< 50", size),
        ]
        seconds, rows = timed(lambda: desk.ask(order_rows, status=OPEN))
        found.append(Figure(f"all {len(rows):,} rows of the board", seconds, "s", "", size))
        seconds, rows = timed(lambda: desk.ask_as_of(NOW - timedelta(hours=1), order_rows, status=OPEN))
        found.append(Figure(f"the same as of an hour ago, {2 * ACTS} acts later", seconds, "s", "< 2", size))
        found += _together(desk)
        desk.close()
    return found


def _together(desk: Desk) -> list[Figure]:
    """Many lines as one act: their seconds are seconds under the write lock."""
    first, second = (desk.plan(NOW.date(), territory=f"District {n}") for n in (3, 4))
    plan = replace(first, visits=(first.visits + second.visits)[:LINES])
    holds = [
        HoldOrder(order=line.order, reason=HoldReason.PARTS, until_at=NOW + timedelta(days=1))
        for line in plan.visits
    ]
    size = f"{ORDERS:,} open orders, {len(plan.visits)} lines, SQLite"
    accept_s, _ = timed(lambda: desk.run(AcceptPlan(plan=plan)))
    hold_s, _ = timed(lambda: desk.run_all(holds, mode="each"))
    return [
        Figure("accepting a plan", accept_s, "s", "< 1", size),
        Figure("holding the same orders, as marks", hold_s, "s", "< 1", size),
    ]


def _acts(desk: Desk) -> tuple[list[float], list[float]]:
    random = Random(SEED)
    acts: list[float] = []
    undos: list[float] = []
    while len(acts) < ACTS:
        command = _command(random)
        try:
            seconds, _ = timed(partial(desk.run, command))
        except Rejected:
            continue  # a random technician rarely fits
        acts.append(seconds)
        undos.append(timed(lambda: desk.run(Undo()))[0])
    return acts, undos


def _command(random: Random) -> Command:
    order = random.randint(1, ORDERS)
    match random.randint(0, 3):
        case 0:
            return SetPriority(order=order, priority=Priority(random.randint(1, 4)))
        case 1:
            return HoldOrder(order=order, reason=HoldReason.PARTS, until_at=NOW + timedelta(days=1))
        case 2:
            return EditOrder(order=order, changes=(("title", f"Title {random.random()}"),))
        case _:
            start_at = NOW + timedelta(minutes=15 * random.randint(1, 20))
            technician = random.randint(1, TECHNICIANS)
            return AssignVisit(order=order, technician=technician, start_at=start_at, override="measured")
