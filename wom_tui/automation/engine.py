"""The ticker: the beat that keeps the lease, the tick that runs the rules, and what else only the leader does.

APScheduler only says when; what is to be done stands in the tables. A tick may take as long as it likes: the beat has a
thread of its own.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from datetime import UTC
from functools import partial
from typing import NamedTuple

from apscheduler.events import EVENT_JOB_ERROR, JobExecutionEvent
from apscheduler.jobstores.memory import MemoryJobStore
from apscheduler.schedulers.background import BackgroundScheduler

from wom_tui.automation.lease import USUAL, Leader, Timing
from wom_tui.automation.runner import Runner, Tick
from wom_tui.desk import Desk
from wom_tui.domain.lease import Fence
from wom_tui.domain.policy import command_violations
from wom_tui.domain.rule import PER_MINUTE
from wom_tui.domain.violation import Violation
from wom_tui.errors import StoreError, WomError
from wom_tui.grammar.rule_lines import RULE_ROLE
from wom_tui.queries.rules import rules_on
from wom_tui.rule_desk import RuleDesk

BEAT_S = 0.5  # so often somebody sees whether the leader has died
TICK_S = 1.0
_LOOK_EVERY = 10  # beats; where no rule is on nobody needs to lead

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
        per_minute: int = PER_MINUTE,
        jobs: Sequence[Job] = (),
        on_trouble: Told = lambda _: None,
        on_tick: Callable[[Tick], None] = lambda _: None,
    ) -> None:
        """Get ready; nothing happens yet.

        Args:
            desk: closed by whoever opened it.
            jobs: what else the leader does; where there are any, somebody leads though no rule is on.
            on_trouble: told what went wrong, once as long as it stays the same; from another thread.
            on_tick: told what each tick came to; from another thread.
        """
        self.desk = RuleDesk(desk)
        self.leader = Leader(self.desk.leases, self.desk.hint(), timing)
        self.runner = Runner(self.desk, lambda: self.leader.fence, per_minute=per_minute)
        self._jobs = tuple(jobs)
        self._seconds = [(self.beat, beat_s), (self.tick, tick_s)]
        self._seconds += [(partial(self.do, job), job.seconds) for job in jobs]
        self._on_trouble, self._on_tick = on_trouble, on_tick
        self._troubles: dict[str, str] = {}
        self._beats, self._is_wanted = 0, False
        self._scheduler: BackgroundScheduler | None = None

    def start(self) -> None:
        """Begin, on threads of its own."""
        # Without a handler of its own the scheduler's log would end up on the screen, over a console.
        logging.getLogger("apscheduler").addHandler(logging.NullHandler())
        scheduler = BackgroundScheduler(jobstores={"default": MemoryJobStore()}, timezone=UTC)
        scheduler.add_listener(self._bug, EVENT_JOB_ERROR)
        for job, seconds in self._seconds:
            scheduler.add_job(
                job, "interval", seconds=seconds, misfire_grace_time=None, coalesce=True, max_instances=1
            )
        scheduler.start()
        self._scheduler = scheduler

    def stop(self) -> None:
        """End what is being done, and let the lease go, so that another can have it at once."""
        if self._scheduler is not None:
            self._scheduler.shutdown()
        self._scheduler = None
        self.leader.resign()

    def beat(self) -> None:
        """Take or keep the lease, as long as there is anything to be done with it."""
        try:
            if self._beats % _LOOK_EVERY == 0:
                self._is_wanted = bool(self._jobs) or self.desk.desk.ask(rules_on) > 0
            self._beats += 1
            if self._is_wanted:
                self.leader.beat()
            else:
                self.leader.resign()
        except StoreError as error:
            self._beats = 0
            self._tell(str(error))

    def tick(self) -> None:
        """Run what has come due, if this one leads."""
        try:
            told = self.runner.tick()
        except StoreError as error:
            self._tell(str(error))
            return
        failed = [f"rule {name}: {said}" for name, said in sorted(told.failed.items())]
        self._tell("; ".join(failed))
        self._on_tick(told)

    def do(self, job: Job) -> None:
        """Do one of the other things, if this one leads."""
        if (fence := self.leader.fence) is None:
            return
        try:
            said = job.call(fence)
        except WomError as error:
            said = str(error)
        self._tell(f"{job.name}: {said}" if said else "", of=job.name)

    def _bug(self, event: JobExecutionEvent) -> None:
        self._tell(f"the rules do not run: {event.exception!r}")

    def _tell(self, trouble: str, of: str = "") -> None:
        """Say it once, as long as it stays the same."""
        if trouble and trouble != self._troubles.get(of):
            self._on_trouble(trouble)
        self._troubles[of] = trouble


def run_once(desk: Desk, jobs: Sequence[Job] = (), on_trouble: Told = lambda _: None) -> tuple[Tick, str]:
    """One tick and one turn of each job, if nobody else leads; answers what came of it, or else who leads."""
    engine = Engine(desk, jobs=jobs, on_trouble=on_trouble)
    try:
        if not engine.leader.beat():
            standing = engine.desk.leases.standing()
            return Tick(), standing.holder if standing else ""
        for job in jobs:
            engine.do(job)
        return engine.runner.tick(), ""
    finally:
        engine.leader.resign()
