"""What rules make for the whole office: a backup a night, a review a week. Each takes a while, so neither tick nor beat
waits for it: it is made on a thread of its own, a backup in a process of its own as well, and written down by a tick.

Made is not yet done: done is the firing's row. Whoever is ended between the two leaves a file that the next one finds.
"""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from functools import partial
from threading import Event
from typing import assert_never
from zoneinfo import ZoneInfo

from wom_tui.automation.backup_process import BackupMade, BackupProcess
from wom_tui.automation.elsewhere import Elsewhere, begun, ended
from wom_tui.commands.chore import PrepareReview, RecordBackup, ReportTrouble
from wom_tui.commands.command import Command
from wom_tui.domain.chore import BackupChore, Chore, ReviewChore, week_before
from wom_tui.domain.lease import Fence
from wom_tui.domain.policy import Actor
from wom_tui.domain.review import Review
from wom_tui.domain.rule import Firing, Mark, Outcome, Rule
from wom_tui.errors import StoreBusy, WomError
from wom_tui.grammar.rule_lines import RULE_ROLE
from wom_tui.queries.review import review_as_of
from wom_tui.rule_desk import RuleDesk

AGAIN_S = 120.0  # after this it is tried again, after twice as long the next time
LONGEST_S = 3_600.0
BUSY_S = 15.0  # somebody else writes that file just now

Write = Callable[[str, str, date, int], BackupMade]


@dataclass
class _Work:
    """Something that is being made, and what came of it."""

    firing: Firing
    process: BackupProcess
    coming: Future[BackupMade | Review | None]  # None = it was ended before it began


@dataclass
class _Wait:
    """It went wrong: until when nobody tries again, how often that was, and why."""

    until_s: float
    times: int = 0
    why: str = ""


@dataclass
class Chores:
    """Makes what comes due, for whoever holds the lease.

    Attributes:
        clock: seconds, of a clock that nobody sets.
        elsewhere: does the work where nobody waits for it.
        write: writes a backup; unless given, in a process of its own.
    """

    desk: RuleDesk
    clock: Callable[[], float]
    elsewhere: Elsewhere | None = None
    write: Write | None = None
    _works: dict[int, _Work] = field(default_factory=dict)  # by rule
    _waits: dict[str, _Wait] = field(default_factory=dict)
    _stopped: Event = field(default_factory=Event)

    def trouble(self, firing: Firing) -> str:
        """Why what is due is not there; empty where nothing went wrong."""
        return self._waits[firing.key].why if firing.key in self._waits else ""

    def stop(self) -> None:
        """End what is being made. A file that is not whole has not its name yet, and is taken over by the next."""
        self._stopped.set()
        for work in self._works.values():
            ended(work.coming, work.process.close)

    def tick(
        self, rule: Rule, chore: Chore, mark: Mark, firing: Firing, command_id: str, fence: Fence
    ) -> tuple[list[Outcome], Mark]:
        """See how far it is, and write down what is there.

        Args:
            command_id: of the one act that may come of the firing.

        Returns:
            What was done; and how far the rule has come: not further before it is done.
        """
        if rule.id not in self._works and self._is_time(firing):
            self._begin(rule, chore, firing)
        work = self._works.get(rule.id)
        if work is None or not work.coming.done():
            return [], mark
        del self._works[rule.id]
        if work.firing.key != firing.key:
            return [], mark  # its night is over: nobody asks for it any more
        desk = self.desk.acting_as(Actor(name=rule.actor, role=RULE_ROLE), fence)
        try:
            made = work.coming.result()
        except WomError as error:
            if why := self._put_off(firing, error):
                if isinstance(chore, BackupChore):
                    desk.run(ReportTrouble(rule=rule.id, name=rule.name, why=why))
                mark = replace(mark, failures=1)
            return [], mark
        if made is None:
            return [], mark
        receipt = desk.run(_act(rule, firing, made, command_id))
        self._waits.pop(firing.key, None)
        return [Outcome(receipt.result["outcome"])], replace(mark, failures=0)

    def _is_time(self, firing: Firing) -> bool:
        wait = self._waits.get(firing.key)
        return wait is None or self.clock() >= wait.until_s

    def _put_off(self, firing: Firing, error: WomError) -> str:
        """Try again later; answers what is to be told, which is nothing where somebody else is at it."""
        wait = self._waits.setdefault(firing.key, _Wait(0.0))
        if isinstance(error, StoreBusy):
            wait.until_s = self.clock() + BUSY_S
            return ""
        wait.until_s = self.clock() + min(AGAIN_S * 2**wait.times, LONGEST_S)
        wait.times, wait.why = wait.times + 1, str(error)
        return wait.why

    # ------------------------------------------------------------------------------------------- elsewhere

    def _begin(self, rule: Rule, chore: Chore, firing: Firing) -> None:
        process = BackupProcess()
        job = partial(self._made, chore, firing.due_at, process)
        self._works[rule.id] = _Work(firing, process, begun(job, "wom-chore", self.elsewhere))

    def _made(self, chore: Chore, due_at: datetime, process: BackupProcess) -> BackupMade | Review | None:
        if self._stopped.is_set():
            return None
        on = due_at.astimezone(ZoneInfo(self.desk.zone)).date()
        match chore:
            case BackupChore(folder=folder, keep=keep):
                write = self.write or process.write
                return write(self.desk.secret_address, folder, on, keep)
            case ReviewChore():
                return self.desk.desk.ask(review_as_of, week_before(on), due_at)
            case _ as never:
                assert_never(never)


def _act(rule: Rule, firing: Firing, made: BackupMade | Review, command_id: str) -> Command:
    if isinstance(made, Review):
        return PrepareReview(rule=rule.id, firing=firing, review=made, command_id=command_id)
    return RecordBackup(rule=rule.id, firing=firing, said=made.words, command_id=command_id)
