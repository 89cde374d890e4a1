"""Is a plan that another process makes the same plan, can it be stopped, and what when the process dies?"""

from __future__ import annotations

import os
import signal
from collections.abc import Iterator
from dataclasses import replace

import pytest

from tests.office import MONDAY, an_order, number_of, straight_line
from wom_tui.desk import Desk
from wom_tui.errors import GatewayError
from wom_tui.gateways.engine_here import search_here
from wom_tui.gateways.engine_process import EngineProcess
from wom_tui.gateways.travel import Geodesic
from wom_tui.planning.effort import Effort, Reached
from wom_tui.planning.planner import Asked
from wom_tui.planning.policy import BALANCED
from wom_tui.planning.snapshot import Snapshot
from wom_tui.queries.snapshot import snapshot

LONG = Effort(budget_s=600)


@pytest.fixture(scope="module")
def elsewhere() -> Iterator[EngineProcess]:
    process = EngineProcess()
    yield process
    process.close()


@pytest.fixture
def asked(desk: Desk) -> Asked:
    """Monday of the small office, with travel that can be sent."""
    for n in range(6):
        number_of(desk, an_order(site=1 + n % 5))
    seen = desk.ask(snapshot, MONDAY, desk.now(), Geodesic(), "an estimate")
    return Asked(snapshots=[seen], policy=BALANCED, effort=Effort(iterations=40, budget_s=float("inf")))


def test_a_plan_that_is_made_there_is_the_plan_that_is_made_here(
    elsewhere: EngineProcess, asked: Asked
) -> None:
    placed: list[tuple[int, int]] = []
    reached: list[Reached] = []

    def go_on(done: int, of: int) -> bool:
        placed.append((done, of))
        return True

    def watch(news: Reached) -> bool:
        reached.append(news)
        return True

    plans = elsewhere.plan(asked, go_on, watch)

    assert plans == asked.planned(search_here, None, None)
    assert len(plans[0].visits) == 6
    assert placed[0] == (0, 6)
    assert reached[0].iterations == 0


def test_nobody_who_has_seen_enough_waits_for_the_end(elsewhere: EngineProcess, asked: Asked) -> None:
    long = replace(asked, effort=LONG, snapshots=[_crowded(asked.snapshots[0])])

    (stopped,) = elsewhere.plan(long, lambda done, of: False, None)
    (ended,) = elsewhere.plan(long, None, lambda reached: False)

    assert stopped.search is None
    assert stopped.unplanned[-1].reason == "the search was stopped before it"
    assert ended.search is not None


def _crowded(seen: Snapshot) -> Snapshot:
    """The same orders many times over, so that a few are not all."""
    jobs = [
        replace(
            ready, job=replace(ready.job, order=replace(ready.job.order, id=100 * k + ready.job.order.id))
        )
        for k in range(60)
        for ready in seen.jobs
    ]
    return replace(seen, jobs=tuple(jobs))


def test_what_cannot_be_sent_is_planned_here_and_searched_there(
    elsewhere: EngineProcess, asked: Asked
) -> None:
    seen = asked.snapshots[0]
    days = {id: replace(day, travel=straight_line) for id, day in seen.days.items()}

    plans = elsewhere.plan(replace(asked, snapshots=[replace(seen, days=days)]), None, None)

    assert len(plans[0].visits) == 6


def test_whoever_kills_it_in_the_middle_of_a_plan_is_told_so(asked: Asked) -> None:
    process = EngineProcess()

    def kill(done: int, of: int) -> bool:
        assert process.pid is not None
        os.kill(process.pid, signal.SIGKILL)
        return True

    try:
        with pytest.raises(GatewayError, match="ended before the plan was made"):
            process.plan(asked, kill, None)
        assert process.plan(asked, None, None) == asked.planned(search_here, None, None)
    finally:
        process.close()
