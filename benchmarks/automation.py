"""How long is a tick with 10,000 rules at 100,000 orders, how many acts are there in a second, who follows a leader?"""

from __future__ import annotations

import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

from benchmarks.figures import Figure, timed
from benchmarks.office import MovingClock, open_office, sqlite_office
from wom_tui.automation.runner import Runner
from wom_tui.commands.order import SetPriority
from wom_tui.commands.rule import DisableRule, EnableRule
from wom_tui.desk import Desk
from wom_tui.domain.work_order import Priority
from wom_tui.queries.rules import MOST_EVENTS
from wom_tui.rule_desk import RuleDesk

ORDERS, TECHNICIANS, SEED, RULES, EVENTS, KILLS = 100_000, 200, 1, 10_000, 1_000, 10
TRIGGERS = (
    'event = "visit.declined"',
    'event = "order.held"',
    'before = "30m"\nof = "planned_start"',
    'at = "18:00"',
)
# What a rule asks that looks at all orders, by what has to be read for it: none meets it.
LOOKS = {
    "for what stands in one column": "number<0",
    "for its clock and its visit": "sla=breached planned_start_at>+900d",
    "for its site as well": "sla=breached site=nowhere",
}


def figures() -> list[Figure]:
    """On a fresh copy of the office."""
    with tempfile.TemporaryDirectory() as folder:
        address = str(sqlite_office(ORDERS, TECHNICIANS, SEED, Path(folder)))
        desk = open_office(address)
        found = list(_ticks(desk))
        desk.close()
        small = str(sqlite_office(100, 2, SEED, Path(folder)))
        desk = open_office(small)
        desk.run(EnableRule(text=a_rule("r", TRIGGERS[0])))
        found += _failovers(desk, small)
        desk.close()
    return found


def _ticks(desk: Desk) -> Iterator[Figure]:
    clock = MovingClock()
    desk.clock = clock
    size = f"{RULES:,} rules, {ORDERS:,} open orders, SQLite"
    texts = [a_rule(f"r{n}", TRIGGERS[n % len(TRIGGERS)]) for n in range(RULES)]
    for first in range(0, RULES, 500):
        desk.run_all([EnableRule(text=text) for text in texts[first : first + 500]])
    its = RuleDesk(desk)
    fence = its.leases.take("bench", 3600, is_hinted=False)
    runner = Runner(its, lambda: fence, per_minute=10**9)
    yield Figure("the first tick of a runner", timed(runner.tick)[0], "s", "", size)
    for _ in range(1 + RULES // MOST_EVENTS):  # until it has seen how the rules themselves came in
        runner.tick()
    clock.at += timedelta(seconds=1)
    yield Figure("a tick in which nothing comes due", timed(runner.tick)[0], "s", "< 1", size)
    changed = [SetPriority(order=n, priority=Priority.P1) for n in range(1, EVENTS + 1)]
    desk.run_all(changed, mode="each")
    clock.at += timedelta(seconds=1)
    seconds, _ = timed(runner.tick)
    yield Figure(f"a tick after {EVENTS:,} events that no rule answers", seconds, "s", "< 1", size)
    for what, when in LOOKS.items():
        desk.run(EnableRule(text=a_rule("due", 'every = "15m"', when=when)))
        clock.at += timedelta(minutes=15)
        seconds, _ = timed(runner.tick)
        yield Figure(f"a tick in which one rule asks every order {what}", seconds, "s", "< 1", size)
        desk.run(DisableRule(name="due", reason="measured"))
    desk.run(EnableRule(text=a_rule("acts", 'every = "15m"', when=f"number<={EVENTS}")))
    clock.at += timedelta(minutes=15)
    seconds, told = timed(runner.tick)
    yield Figure("automatic acts, one transaction each", told.done / seconds, "/s", "", size)


def a_rule(name: str, trigger: str, when: str = "pri=1") -> str:
    return f'name = "{name}"\nsays = "A rule."\n{trigger}\nwhen = "{when}"\ndo = ["note {{order}} seen"]\n'


def _failovers(desk: Desk, address: str) -> Iterator[Figure]:
    """How long nobody leads after a leader was killed, with usual times: on one machine."""
    command = [sys.executable, "-m", "wom_tui", "--db", address, "engine"]
    running = {p.pid: p for p in (_started(command) for _ in range(3))}
    leases, took, last = RuleDesk(desk).leases, list[float](), 0
    for _ in range(KILLS):
        while True:
            standing = leases.standing()
            if standing and standing.token > last and (pid := int(standing.holder.split(":")[1])) in running:
                break
            time.sleep(0.05)
        last = standing.token
        began = time.perf_counter()
        running.pop(pid).kill()
        while (standing := leases.standing()) is None or standing.token == last:
            time.sleep(0.01)
        took.append(time.perf_counter() - began)
        new = _started(command)
        running[new.pid] = new
        time.sleep(3)  # it has to be there before the next one is killed
    for process in running.values():
        process.send_signal(signal.SIGTERM)
    for process in running.values():
        process.wait()
    took.sort()
    size = f"{KILLS} times kill -9, three programs, TTL 10 s, SQLite"
    yield Figure("until another leads, p50", took[len(took) // 2], "s", "", size)
    yield Figure("until another leads, the worst", took[-1], "s", "< 1", size)


def _started(command: list[str]) -> subprocess.Popen[bytes]:
    return subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
