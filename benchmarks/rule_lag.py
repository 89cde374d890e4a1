"""How soon does a rule answer, when bulk commands write a thousand events a second?"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator
from datetime import datetime, timedelta
from itertools import islice
from pathlib import Path
from statistics import median, quantiles

from benchmarks import alerts, automation
from benchmarks.figures import Figure
from benchmarks.office import NOW, open_office, sqlite_office
from wom_tui.automation.engine import Engine
from wom_tui.commands.order import SetPriority
from wom_tui.commands.rule import EnableRule
from wom_tui.desk import Desk
from wom_tui.domain.event import Event
from wom_tui.domain.work_order import Priority, WorkOrder

ORDERS, TECHNICIANS, SEED, RULES = 100_000, 200, 1, (1_000, 10_000)
SECONDS, A_SECOND, BULK = 10, 1_000, 100
ANSWERED = 100  # every hundredth event is answered by lines, and every hundredth by an alert
SAME_KIND = 100  # rules that wait for that kind of event, and want another order
PATIENCE_S = 120.0
_ANSWERS = (
    automation.a_rule("answers", 'event = "order.prioritised"', "pri=1 version>1"),
    'name = "tells"\nsays = "A rule."\nalert = "info"\nwhen = "pri=2 version>1"\n',
)


def figures(sizes: Iterable[int] = RULES) -> list[Figure]:
    """Each on a fresh copy of the office, with the engine in this process, and who writes in another."""
    found: list[Figure] = []
    for rules in sizes:
        with tempfile.TemporaryDirectory() as folder:
            address = str(sqlite_office(ORDERS, TECHNICIANS, SEED, Path(folder)))
            desk = open_office(address)
            desk.clock = _running()
            _enable(desk, rules)
            found += _measured(desk, address, rules)
            desk.close()
    return found


def _running() -> Callable[[], datetime]:
    """Business time that goes on as the clock on the wall does."""
    began = time.monotonic()
    return lambda: NOW + timedelta(seconds=time.monotonic() - began)


def _enable(desk: Desk, rules: int) -> None:
    """Half of them raise alerts, half answer events and clocks; of these some wait for the very kind that comes."""
    kind = 'event = "order.prioritised"'
    texts = [automation.a_rule(f"same{n}", kind, f"pri=1 number={ORDERS - n}") for n in range(SAME_KIND)]
    triggers = automation.TRIGGERS
    texts += [automation.a_rule(f"e{n}", triggers[n % len(triggers)]) for n in range(rules // 2 - len(texts))]
    texts += [alerts.a_rule(n) for n in range(rules // 2)]
    texts += _ANSWERS
    for first in range(0, len(texts), 500):
        desk.run_all([EnableRule(text=text) for text in texts[first : first + 500]])


def _measured(desk: Desk, address: str, rules: int) -> Iterator[Figure]:
    size = f"{rules:,} rules, {ORDERS:,} open orders, bulks of {BULK}, SQLite"
    acts: list[int] = []
    engine = Engine(desk, per_minute=10**9, gives_way=False, on_tick=lambda tick: acts.append(tick.done))
    began = time.monotonic()
    engine.start()
    try:
        _wait(lambda: engine.leader.fence is not None and engine.runner.is_warm)
        yield Figure("from the start until alerts are watched", time.monotonic() - began, "s", "< 10", size)
        last, before_s = desk.last_seq(), time.process_time()
        command = [sys.executable, "-m", "benchmarks.rule_lag", address]
        written = json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout)
        yield Figure("events written in a second", written["events"] / written["s"], "/s", "1,000", size)
        _wait(lambda: sum(acts) >= written["answers"])
    finally:
        engine.stop()
    thousands = written["events"] / 1_000
    its_s = (time.process_time() - before_s) / thousands
    yield Figure("processor time of the engine for 1,000 events", its_s, "s", "< 1", size)
    yield Figure("processor time of who writes them", written["cpu_s"] / thousands, "s", "", size)
    lags = _lags(desk, last)
    yield Figure("rules' acts meanwhile", len(lags), "", "", size)
    yield Figure("from an event to its rule's act, p50", median(lags), "s", "", size)
    yield Figure("from an event to its rule's act, p95", quantiles(lags, n=20)[-1], "s", "< 1", size)
    yield Figure("from an event to its rule's act, the worst", max(lags), "s", "< 1", size)


def _wait(is_so: Callable[[], bool]) -> None:
    until = time.monotonic() + PATIENCE_S
    while not is_so():
        assert time.monotonic() < until, "the rules did not come to it"
        time.sleep(0.2)


def _lags(desk: Desk, since: int) -> list[float]:
    """By the journal: from when the bulk was begun of which an event is, to when the act was begun that answers it."""
    events = desk.events(since)
    by_seq = {event.seq: event for event in events}
    last: dict[int, Event] = {}
    lags = []
    for event in events:
        if event.kind == "order.prioritised":
            last[event.subject_id] = event
        elif event.kind in ("note.added", "alert.raised"):
            cause = by_seq.get(event.cause or 0) or last[int(event.after["order_id"])]
            lags.append((event.recorded_at - cause.recorded_at).total_seconds())
    return lags


def write(address: str) -> None:
    """A bulk every tenth of a second, as a program of its own; says how many events, and how many want an answer."""
    desk = open_office(address)
    desk.clock = _running()
    changes = list(islice(_changes(desk), SECONDS * A_SECOND))
    began, before_s, events = time.monotonic(), time.process_time(), 0
    for first in range(0, len(changes), BULK):
        time.sleep(max(0.0, began + first / A_SECOND - time.monotonic()))
        events += len(desk.run_all(changes[first : first + BULK], mode="each").events)
    told = {"events": events, "s": time.monotonic() - began, "cpu_s": time.process_time() - before_s}
    told["answers"] = sum(change.priority <= Priority.P2 for change in changes)
    print(json.dumps(told))
    desk.close()


def _changes(desk: Desk) -> Iterator[SetPriority]:
    """Each another priority than it has: two of a hundred one that is answered."""
    for number, priority in sorted(desk.ask(lambda reader: list(reader.rows(WorkOrder, ("priority",))))):
        wanted = {0: Priority.P1, ANSWERED // 2: Priority.P2}.get(number % ANSWERED)
        if wanted is None:
            wanted = Priority.P4 if priority == Priority.P3 else Priority.P3
        if wanted != priority:
            yield SetPriority(order=number, priority=wanted)


if __name__ == "__main__":
    write(sys.argv[1])
