"""The ticker: the beat that keeps the lease, the tick that runs the rules, the round that delivers, and other jobs.

Who has nothing to do wakes seldom: a console that waits for its dispatcher shall cost nothing.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import partial
from threading import Event
from typing import NamedTuple

from wom_tui.automation.deliverer import Deliverer, Round
from wom_tui.automation.elsewhere import at_once
from wom_tui.automation.first_look import PATIENCE_S
from wom_tui.automation.lease import USUAL, Leader, Timing
from wom_tui.automation.runner import Runner, Tick
from wom_tui.automation.turns import Turn, Turns
from wom_tui.config import Config
from wom_tui.desk import Desk, Watcher
from wom_tui.domain.lease import Fence
from wom_tui.domain.policy import command_violations
from wom_tui.domain.rule import PER_MINUTE
from wom_tui.domain.violation import Violation
from wom_tui.errors import StoreError, WomError
from wom_tui.gateways.engine_process import EngineProcess
from wom_tui.grammar.rule_lines import RULE_ROLE
from wom_tui.outbox_desk import OutboxDesk, Ways, ways_of
from wom_tui.queries.rules import rules_on
from wom_tui.rule_desk import RuleDesk

BEAT_S = 0.5  # so often somebody sees whether the leader has died
_LEADING = 3  # beats from one to the next of who leads
TICK_S = 1.0  # at the latest; after somebody has written something a tick comes sooner
SOONEST_S = 0.1  # after the one before; sooner where nobody waits for anything else
_AT_ONCE_S = 0.02
ROUND_S = 1.0  # while anything waits to leave; sooner, too, after somebody has written something
_QUIET = 5  # rounds from one to the next while nothing waits
_ONCE = 3  # ticks at most that go on with a repair, where one is all that is asked for
_LOOK_EVERY = 10  # beats; where no rule is on, and nothing waits to leave, nobody needs to lead

Told = Callable[[str], None]


class Job(NamedTuple):
    """Something that the leader does again and again besides running the rules.

    Attributes:
        name: in words, for whoever is told that it went wrong.
        seconds: between two times.
        call: given the right to act for everybody; answers what is wrong, or nothing.
    """

    name: str
    seconds: float
    call: Callable[[Fence], str]


def why_not(desk: Desk) -> tuple[Violation, ...]:
    """Why whoever sits there may run no rules: they could not do by hand what rules do."""
    return tuple(command_violations(desk.actor, RULE_ROLE, "running the rules"))


class Engine:
    """Runs the rules of an office from when it is started until it is stopped, whenever it is this one's turn."""

    def __init__(
        self,
        desk: Desk,
        *,
        timing: Timing = USUAL,
        beat_s: float = BEAT_S,
        tick_s: float = TICK_S,
        round_s: float = ROUND_S,
        ways: Ways | None = None,
        new_ways: Callable[[], Ways | None] = lambda: None,
        per_minute: int = PER_MINUTE,
        gives_way: bool = True,
        jobs: Sequence[Job] = (),
        on_trouble: Told = lambda _: None,
        on_tick: Callable[[Tick], None] = lambda _: None,
        on_round: Callable[[Round], None] = lambda _: None,
    ) -> None:
        """Get ready; nothing happens yet.

        Args:
            desk: closed by whoever opened it.
            ways: how messages leave; None = as if the settings named no endpoint.
            new_ways: how they leave by now, where that has changed; None = as before.
            gives_way: between two ticks others have as much time as a tick takes: somebody may wait for a key here.
            jobs: what else the leader does; where there are any, somebody leads though no rule is on.
            on_trouble: told what went wrong, once as long as it stays the same; from another thread.
            on_tick, on_round: told what each tick and each round came to; from another thread.
        """
        # A search takes a processor for a second: not in a process in which somebody waits for a key.
        self._searcher = EngineProcess() if desk.searcher is None else None
        self.desk = RuleDesk(replace(desk, searcher=desk.searcher or self._searcher))
        self.leader = Leader(self.desk.leases, self.desk.hint(), timing)
        self.runner = Runner(self.desk, lambda: self.leader.fence, per_minute=per_minute)
        self.runner.first_look.patience_s = PATIENCE_S
        self.outbox = OutboxDesk(desk, ways or ways_of(Config()))
        self.deliverer = Deliverer(self.outbox, lambda: self.leader.fence, new_ways=new_ways)
        self._jobs = tuple(jobs)
        self._beat_s, self._round_s = beat_s, round_s
        self._turns = Turns(self._bug)
        self._beating = self._turns.add(self.beat, beat_s)
        self._ticking = self._turns.add(self.tick, tick_s, is_paused=True)
        self._rounds = self._turns.add(self.deliver, round_s, is_paused=True)
        others = [self._turns.add(partial(self.do, job), job.seconds, is_paused=True) for job in self._jobs]
        self._leaders: tuple[Turn, ...] = (self._ticking, self._rounds, *others)
        self._on_trouble, self._on_tick, self._on_round = on_trouble, on_tick, on_round
        self._troubles: dict[str, str] = {}
        self._until_look, self._stride, self._is_wanted = 0, 1, False
        self._watch: Watcher | None = None
        self._heard, self._is_busy = Event(), Event()
        self._gives_way, self._rest_s = gives_way, SOONEST_S

    def start(self) -> None:
        """Begin, on threads of its own."""
        self._turns.start()

    def stop(self) -> None:
        """End what is being done, and let the lease go, so that another can have it at once."""
        self.deliverer.leave()
        self._turns.stop()
        self._lead(is_leader=False)
        self.runner.first_look.stop()
        self.runner.mender.stop(self._end_search)
        self.runner.chores.stop()
        self.leader.resign()

    @property
    def searching(self) -> int | None:
        """The process that searches for repairs, where one is there."""
        return self._searcher.pid if self._searcher is not None else None

    def _end_search(self) -> None:
        if self._searcher is not None:
            self._searcher.close()

    def beat(self) -> None:
        """Take or keep the lease, as long as there is anything to be done with it."""
        try:
            self._until_look -= self._stride
            if self._until_look <= 0:
                is_asked = bool(self._jobs) or self.desk.desk.ask(rules_on) > 0
                self._is_wanted = is_asked or self.outbox.is_waiting()
                self._until_look = _LOOK_EVERY
            if self._is_wanted:
                self.leader.beat()
            else:
                self.leader.resign()
            is_leader = self.leader.fence is not None
            self._lead(is_leader=is_leader)
            self._stride = (_LEADING if is_leader else 1) if self._is_wanted else _LOOK_EVERY
        except StoreError as error:
            self._until_look, self._stride = 0, 1
            self._tell("beat", str(error))
        self._beating.every(self._beat_s * self._stride)

    def _lead(self, *, is_leader: bool) -> None:
        """Who leads hears of whatever is written, and does what the leader does; nobody else does either."""
        if is_leader and self._watch is None:
            self._watch = self.desk.desk.watch(self._hear)
            for turn in self._leaders:
                turn.go_on()
        elif not is_leader and self._watch is not None:
            for turn in self._leaders:
                turn.pause()
            self._watch.stop()
            self._watch = None

    def tick(self) -> None:
        """Run what has come due, if this one leads."""
        self._heard.clear()
        self._is_busy.set()
        began = time.monotonic()
        try:
            told = self.runner.tick()
        except StoreError as error:
            self._tell("tick", str(error))
            return
        finally:
            took_s = time.monotonic() - began
            self._rest_s = max(SOONEST_S, took_s) if self._gives_way else _AT_ONCE_S
            self._is_busy.clear()
            if self._heard.is_set():
                self._hurry()
        failed = [f"rule {name}: {said}" for name, said in sorted(told.failed.items())]
        self._tell("tick", "; ".join(failed))
        self._on_tick(told)

    def _hear(self) -> None:
        """Somebody has written something; what has come due by that shall not wait for the clock."""
        self._heard.set()
        self._rounds.every(self._round_s)
        if not self._is_busy.is_set():
            self._hurry()

    def _hurry(self) -> None:
        """Let the next tick come sooner."""
        if self.leader.fence is not None:
            self._ticking.within(self._rest_s)

    def deliver(self) -> None:
        """Send what is due, if this one leads."""
        try:
            told = self.deliverer.round()
            is_quiet = not told.sent and not self.outbox.is_waiting()
        except StoreError as error:
            self._tell("round", str(error))
            return
        self._rounds.every(self._round_s * (_QUIET if is_quiet else 1))
        troubles = [f"endpoint {name}: {said}" for name, said in sorted(told.troubles.items())]
        if troubles or told.sent:
            self._tell("round", "; ".join(troubles))
        self._on_round(told)

    def do(self, job: Job) -> None:
        """Do one of the other things, if this one leads."""
        if (fence := self.leader.fence) is None:
            return
        try:
            said = job.call(fence)
        except WomError as error:
            said = str(error)
        self._tell(job.name, f"{job.name}: {said}" if said else "")

    def _bug(self, error: BaseException) -> None:
        self._tell("bug", f"the rules do not run: {error!r}")

    def _tell(self, area: str, trouble: str) -> None:
        if trouble and trouble not in self._troubles.values():
            self._on_trouble(trouble)
        self._troubles[area] = trouble


@dataclass(frozen=True)
class Once:
    """What one turn came to: the tick, the round, and who leads where it is not this program."""

    tick: Tick
    round: Round
    other: str = ""


def run_once(
    desk: Desk, ways: Ways | None = None, jobs: Sequence[Job] = (), on_trouble: Told = lambda _: None
) -> Once:
    """See to what is due now, do each job once, and send what is due, if nobody else leads."""
    engine = Engine(desk, ways=ways, jobs=jobs, on_trouble=on_trouble)
    mender, chores = engine.runner.mender, engine.runner.chores
    engine.runner.first_look.patience_s = None
    mender.settle_s, mender.elsewhere, chores.elsewhere = 0.0, at_once, at_once  # somebody waits for it
    try:
        if not engine.leader.beat():
            standing = engine.desk.leases.standing()
            return Once(Tick(), Round(), standing.holder if standing else "")
        for job in jobs:
            engine.do(job)
        told = engine.runner.tick()
        for _ in range(_ONCE):
            if not mender.is_busy:
                break
            told.add(engine.runner.tick())
        return Once(told, engine.deliverer.round())
    finally:
        engine.stop()
