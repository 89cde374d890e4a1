"""A plan for 10,000 orders and 1,000 technicians: how long, how much memory, and what has a place?"""

from __future__ import annotations

import json
import resource
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from functools import partial
from pathlib import Path

from benchmarks.figures import Figure, timed
from benchmarks.office import NOW, open_office, sqlite_office
from wom_tui.domain.plan import Plan
from wom_tui.gateways.compiled_code import keep_compiled_code
from wom_tui.gateways.engine_here import search_here
from wom_tui.gateways.travel import Geodesic
from wom_tui.planning.day_plan import best_plan
from wom_tui.planning.effort import Effort
from wom_tui.planning.snapshot import Ready, Snapshot
from wom_tui.queries.snapshot import snapshot

ORDERS, TECHNICIANS, SEED = 10_000, 1_000, 1


def figures() -> list[Figure]:
    """Through `wom plan`, and for an office in which everybody can do everything everywhere."""
    with tempfile.TemporaryDirectory() as folder:
        office = sqlite_office(ORDERS, TECHNICIANS, SEED, Path(folder))
        return [*_by_the_shell(office), *_for_anybody(office)]


def _by_the_shell(office: Path) -> Iterator[Figure]:
    wom = Path(sys.executable).with_name("wom")
    command = [str(wom), "--db", str(office), "plan", "--date", "mon", "--json"]
    seconds, done = timed(partial(subprocess.run, command, capture_output=True, text=True, check=True))
    planned = json.loads(done.stdout)["planned"]
    most_mb = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
    on = f"{ORDERS:,} orders, {TECHNICIANS:,} technicians, 12 territories, 7 skills, seed {SEED}, one core"
    yield Figure("`wom plan`, the whole process, verified", seconds, "s", "< 60", on)
    yield Figure("the most memory", most_mb, "MB", "< 4,000", on)
    yield Figure("orders that have a place", planned, "", "", on)


def _for_anybody(office: Path) -> Iterator[Figure]:
    keep_compiled_code()
    desk = open_office(str(office))
    desk.travel = Geodesic()
    tomorrow = NOW.date() + timedelta(days=1)
    day = _without_conditions(desk.ask(snapshot, tomorrow, desk.now(), desk.travel, desk.travel_source))
    desk.close()

    def planned() -> Plan:
        return best_plan(day, search_here, effort=Effort())

    seconds, plan = timed(planned)
    on = f"{ORDERS:,} orders, {TECHNICIANS:,} technicians, anybody anywhere, seed {SEED}, one core"
    yield Figure("the plan, cut by place alone", seconds, "s", "< 60", on)
    yield Figure("orders that have a place", len(plan.visits), "", "", on)


def _without_conditions(day: Snapshot) -> Snapshot:
    people = {
        id: replace(one, technician=replace(one.technician, territory_id=None))
        for id, one in day.days.items()
    }
    return replace(day, jobs=tuple(map(_anybody, day.jobs)), days=people)


def _anybody(ready: Ready) -> Ready:
    job = ready.job
    site = replace(job.site, territory_id=None) if job.site else None
    need, order = replace(job.requirement, skills=()), replace(job.order, territory_id=None)
    return replace(ready, job=replace(job, requirement=need, order=order, site=site))
