"""How long is a tick with 10,000 rules that watch 100,000 open orders for alerts?"""

from __future__ import annotations

import tempfile
import time
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

from benchmarks.figures import Figure, timed
from benchmarks.office import TERRITORIES, TYPES, MovingClock, open_office, sqlite_office
from wom_tui.automation.first_look import PATIENCE_S
from wom_tui.automation.runner import Runner
from wom_tui.commands.order import SetPriority
from wom_tui.commands.rule import EnableRule
from wom_tui.desk import Desk
from wom_tui.domain.work_order import Priority
from wom_tui.queries.alerts import alert_counts, alert_rows
from wom_tui.queries.rules import MOST_EVENTS
from wom_tui.rule_desk import RuleDesk

ORDERS, TECHNICIANS, SEED, RULES, CHANGED, RAISED = 100_000, 200, 1, 10_000, 100, 1_000
_BREATH_S = 0.2


def figures(orders: int = ORDERS, rules: int = RULES) -> list[Figure]:
    """On a fresh copy of the office."""
    with tempfile.TemporaryDirectory() as folder:
        desk = open_office(str(sqlite_office(orders, TECHNICIANS, SEED, Path(folder))))
        found = list(_ticks(desk, orders, rules))
        desk.close()
    return found


def _ticks(desk: Desk, orders: int, rules: int) -> Iterator[Figure]:
    clock = MovingClock()
    desk.clock = clock
    size = f"{rules:,} alert rules, {orders:,} open orders, SQLite"
    for first in range(0, rules, 500):
        desk.run_all([EnableRule(text=a_rule(n)) for n in range(first, min(first + 500, rules))])
    its = RuleDesk(desk)
    fence = its.leases.take("bench", 3600, is_hinted=False)
    runner = Runner(its, lambda: fence, per_minute=10**9)

    def tick(after_s: float) -> float:
        clock.at += timedelta(seconds=after_s)
        seconds, told = timed(runner.tick)
        assert not told.failed, told.failed
        return seconds

    runner.first_look.patience_s = PATIENCE_S
    began, before_s = time.perf_counter(), time.process_time()
    yield Figure("the first tick of a runner", tick(0), "s", "< 5", size)
    while not runner.is_warm:
        tick(0)
        time.sleep(_BREATH_S)
    yield Figure("until it watches for alerts", time.perf_counter() - began, "s", "< 10", size)
    yield Figure("the same, of the processor", time.process_time() - before_s, "s", "< 5", size)
    for _ in range(1 + rules // MOST_EVENTS):  # until it has seen how the rules themselves came in
        tick(1)
    yield Figure("a tick in which nothing happens", tick(1), "s", "< 1", size)
    yield Figure("a tick with which a minute begins", tick(60), "s", "< 1", size)
    desk.run_all([SetPriority(order=n, priority=Priority.P1) for n in range(1, CHANGED + 1)], mode="each")
    yield Figure(f"a tick after {CHANGED} orders have changed", tick(1), "s", "< 1", size)
    desk.run(EnableRule(text=_at_once()))
    seconds = tick(1)
    yield Figure("alerts raised, one transaction each", RAISED / seconds, "/s", "", size)
    yield Figure(f"a tick while {RAISED:,} alerts stand", tick(1), "s", "< 1", size)
    yield Figure("the list of them", timed(lambda: desk.ask(alert_rows, clock.at))[0], "s", "< 0.2", size)
    yield Figure("the badge", timed(lambda: desk.ask(alert_counts, clock.at))[0], "s", "< 0.05", size)


def a_rule(n: int) -> str:
    """One of four sorts: about each order, by a timer, about a count, about a share. No two ask the same."""
    place, kind, hours = 1 + n % TERRITORIES, 1 + n // TERRITORIES % TYPES, n // (TERRITORIES * TYPES)
    those = f"work_type='Work type {kind}' due<-{hours}h".replace("'", '\\"')
    here = f"territory='District {place}'".replace("'", '\\"')
    sorts = (
        f'when = "status=ready pri=1 {here} {those}"\nfor = "30h"',
        f'after = "{60 + n}m"\nof = "planned_start"\nwhen = "pri=1 {here}"\nfor = "30h"',
        f'count = "status=ready {those}"\nby = "territory"\nat_least = 1000000',
        f'share_of = "{those}"\nof = "{here}"\nby = "priority"\nat_least = 101',
    )
    return f'name = "r{n}"\nsays = "A rule."\nalert = "warning"\n{sorts[n % len(sorts)]}\n'


def _at_once() -> str:
    return f'name = "now"\nsays = "A rule."\nalert = "info"\nwhen = "number<={RAISED}"\n'
