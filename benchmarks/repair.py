"""How soon is a running day mended, and how many visits move? Boston's Tuesday, planned at dawn by the engine."""

from __future__ import annotations

import random
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from statistics import mean, median

from benchmarks.figures import Figure, percentiles, timed
from wom_tui.commands.plan import AcceptPlan
from wom_tui.commands.visit import AdvanceVisit, DispatchVisit
from wom_tui.desk import Desk, open_desk
from wom_tui.domain.plan import Was
from wom_tui.domain.visit import Visit, VisitStatus
from wom_tui.gateways.engine_process import EngineProcess
from wom_tui.planning.effort import REPAIRING, Effort
from wom_tui.planning.repair import Repair, Trouble, is_shift
from wom_tui.store.reader import Reader
from wom_tui.worlds.demo import Wish, moment, open_demo
from wom_tui.worlds.loader import open_world

DAY = date(2015, 5, 12)
DAWN, TROUBLE = "2015-05-12T06:20", "2015-05-12T09:40"
WHO = "bench"
EMERGENCIES, SEED, PLANNED_S = 100, 1, 5.0


def figures() -> list[Figure]:
    """Emergencies and sick technicians, on a full day and on ones with one and two fifths of its visits taken out."""
    return [figure for kept in (1.0, 0.8, 0.6) for figure in _of_day(kept)]


def _of_day(kept: float) -> list[Figure]:
    with _running_day(kept) as desk:
        size = f"Boston, {len(desk.plan(DAY).unplanned)} left for other days, {kept:.0%} of the plan booked"
        return [*_emergencies(desk, size), *_sick(desk, size)]


@contextmanager
def _running_day(kept: float) -> Iterator[Desk]:
    """The day, planned at dawn, and done so far as planned; the desk's clock stands where the trouble begins."""
    world = open_world("boston_may")
    with tempfile.TemporaryDirectory() as folder:
        database = str(Path(folder) / "boston.db")
        wish = Wish(world=world, os_user=WHO, at=moment(world, DAWN), speed=0.0, database=database)
        with open_demo(wish, lambda _: None):
            pass
        searcher = EngineProcess()
        dawn = open_desk(database, os_user=WHO, now=moment(world, DAWN))
        dawn.searcher = searcher
        plan, _ = dawn.search(DAY, effort=Effort(seed=SEED, budget_s=PLANNED_S))
        chosen = random.Random(SEED).sample(plan.visits, round(len(plan.visits) * kept))
        dawn.run(AcceptPlan(plan=replace(plan, visits=tuple(chosen))))
        dawn.close()
        desk = open_desk(database, os_user=WHO, now=moment(world, TROUBLE))
        desk.searcher = searcher
        _done_so_far(desk)
        yield desk
        searcher.close()
        desk.close()


def _done_so_far(desk: Desk) -> None:
    """What should have begun has, and what should be over is: as it was planned."""
    now = desk.now()
    booked = [v for v in desk.ask(Reader.select, Visit) if v.is_booked and v.start_at and v.end_at]
    begun = sorted(
        (v.start_at, v.end_at, v.id) for v in booked if v.start_at and v.end_at and v.start_at <= now
    )
    desk.run_all([DispatchVisit(visit=id) for _, _, id in begun])
    acts = []
    for start_at, end_at, id in begun:
        acts.append(AdvanceVisit(visit=id, to=VisitStatus.ON_SITE, at=start_at))
        if end_at <= now:
            acts.append(AdvanceVisit(visit=id, to=VisitStatus.DONE, at=end_at))
    desk.run_all(acts)


def _emergencies(desk: Desk, size: str) -> list[Figure]:
    waiting = sorted({ready.job.order.id for ready in desk.propose(DAY)[1].jobs})
    mended = []
    for number in random.Random(SEED).sample(waiting, min(EMERGENCIES, len(waiting))):
        seconds, found = _mended(desk, Trouble(emergency=frozenset({number})))
        mended.append((seconds, found, number))
    placed = [found for _, found, number in mended if number in {line.order for line in found.plan.visits}]
    few = sum(_moved(found) + _lost(found) <= 2 for found in placed)
    return [
        Figure("emergency: on screen", percentiles([s for s, *_ in mended])[1], "s p99", "< 1", size),
        Figure("emergency: placed", 100 * len(placed) / len(mended), "%", "", size),
        Figure(
            "emergency placed: 2 visits moved or fewer", 100 * few / max(1, len(placed)), "%", ">= 95", size
        ),
        Figure(
            "emergency: frozen visits touched", sum(_frozen(desk, f) for _, f, _ in mended), "", "0", size
        ),
    ]


def _sick(desk: Desk, size: str) -> list[Figure]:
    seconds: list[float] = []
    shares: list[float] = []
    moves: list[bool] = []
    for id in sorted(desk.propose(DAY)[1].days):
        took, found = _mended(desk, Trouble(sick=frozenset({id})))
        placed = sum(_is_of(line.was, id) for line in found.plan.visits)
        nowhere = sum(_is_of(left.was, id) for left in found.plan.unplanned)
        if placed + nowhere < 3:
            continue
        seconds.append(took)
        shares.append(placed / (placed + nowhere))
        moves.append(_moved(found) + _lost(found) <= 2 * (placed + nowhere))
    return [
        Figure("sick technician: on screen", max(seconds), "s worst", "< 1", size),
        Figure("sick technician: lost visits placed again", 100 * mean(shares), "% mean", ">= 80", size),
        Figure("sick technician: lost visits placed again", 100 * median(shares), "% median", "", size),
        Figure("sick technician: others moved <= lost", 100 * mean(moves), "%", "100", size),
    ]


def _mended(desk: Desk, trouble: Trouble) -> tuple[float, Repair]:
    return timed(lambda: desk.repair(DAY, trouble, effort=REPAIRING))


def _is_of(was: Was | None, technician: int) -> bool:
    return was is not None and was.technician == technician


def _moved(found: Repair) -> int:
    return sum(line.was is not None and not is_shift(line) for line in found.plan.visits)


def _lost(found: Repair) -> int:
    return sum(left.was is not None for left in found.plan.unplanned)


def _frozen(desk: Desk, found: Repair) -> int:
    until = desk.now() + timedelta(minutes=60)
    return sum(line.was is not None and line.was.start_at < until for line in found.plan.visits)
