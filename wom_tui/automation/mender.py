"""The running day is mended while nobody looks: what goes wrong is found, a repair is searched for, and tried.

A look is cheap and is taken when something has happened, and twice a minute. What goes wrong within a few seconds is
mended together. The search runs on a thread of its own, in the engine's process: neither the tick nor the beat waits
for it. What it finds is tried in one act on the facts as they are by then; what was overtaken is searched for again.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from concurrent.futures import Future
from dataclasses import dataclass, field, replace
from datetime import datetime
from threading import Event

from wom_tui.automation.elsewhere import Elsewhere, begun, ended
from wom_tui.commands.branch import DropBranch
from wom_tui.commands.mending import OVERTAKEN, MendDay, open_proposal
from wom_tui.desk import Desk
from wom_tui.domain.lease import Fence
from wom_tui.domain.policy import Actor
from wom_tui.domain.rule import MENDS, Alone, Mark, Mending, Outcome, Rule
from wom_tui.domain.setback import TO_PLACE, Setback, SetbackKind
from wom_tui.errors import Conflict, Rejected
from wom_tui.grammar.rule_lines import RULE_ROLE
from wom_tui.planning.effort import REPAIRING, Effort
from wom_tui.planning.repair import Repair, Trouble
from wom_tui.queries.repairs import Look, look
from wom_tui.queries.rules import causes_of
from wom_tui.queries.setbacks import still_standing, with_causes
from wom_tui.rule_desk import RuleDesk

LOOK_S = 30.0  # nothing happens, and the clock goes on
SETTLE_S = 2.0  # so long others are waited for
RENEW_S = 60.0  # a proposal of which a beginning has passed
LONGER_MIN = 15  # whoever takes longer is expected to go on for so long
_VOID = "nothing of it has to be mended any more"
_CANNOT_STAY = frozenset({SetbackKind.ABSENT, SetbackKind.FIRST_LATE, SetbackKind.PARTS_LATE})
_TRIES = 3  # of searches in a row whose result did not fit; then people decide


@dataclass
class _Search:
    """One search: the look that it answers."""

    fresh: tuple[Setback, ...]
    again: tuple[Setback, ...]

    @property
    def setbacks(self) -> tuple[Setback, ...]:
        return (*self.fresh, *self.again)


@dataclass
class Mender:
    """Mends the day, tick by tick, for whoever holds the lease.

    Attributes:
        clock: seconds, of a clock that nobody sets.
        elsewhere: runs a search where nobody waits for it.
        settle_s: so long it is waited for others, when something has gone wrong.
    """

    desk: RuleDesk
    clock: Callable[[], float]
    effort: Effort = REPAIRING
    elsewhere: Elsewhere | None = None
    settle_s: float = SETTLE_S
    _search: _Search | None = None
    _coming: Future[Repair | None] | None = None  # of the last one; None in it = it was ended before it began
    _stopped: Event = field(default_factory=Event)
    _seq: int = -1  # the last event when the day was looked at
    _looked_s: float = float("-inf")
    _renewed_s: float = float("-inf")
    _since_s: float | None = None  # when the first of what is to be mended was seen
    _vain: int = 0  # results in a row that did not fit

    @property
    def is_busy(self) -> bool:
        """There is a search, or its result, that the next tick goes on with."""
        return self._search is not None

    def forget(self) -> None:
        """Another term of office: what was found in the one before is found again."""
        self._search, self._since_s = None, None
        self._seq, self._vain = -1, 0

    def stop(self, end_search: Callable[[], None]) -> None:
        """Search no more, and wait for nothing that is searched for.

        Args:
            end_search: ends the process in which that is done; one may just be on its way.
        """
        self._stopped.set()
        ended(self._coming, end_search)
        end_search()

    def tick(self, rule: Rule, mending: Mending, mark: Mark, fence: Fence) -> tuple[list[Outcome], Mark]:
        """See how the day stands, and mend it; answers what was done, and how far the journal was read."""
        done: list[Outcome] = []
        if self._search is not None and self._coming is not None:
            if not self._coming.done():
                return done, mark
            search, self._search = self._search, None
            if (found := self._coming.result()) is None:
                return done, mark
            done += self._tried(search, found, rule, mending, fence)
        if not self._is_time():
            return done, mark
        now, its = self.desk.desk.now(), self.desk.desk
        proposal, since = its.ask(open_proposal, rule), max(mark.seq, rule.since_seq)
        seen = its.ask(look, rule, mending, now, since, proposal, is_late=self._is_renewable)
        self._seq, self._looked_s = seen.until, self.clock()
        if seen.is_void and proposal is not None:
            self._acting(rule, fence).run(DropBranch(branch=proposal.id, reason=_VOID))
            done.append(Outcome.SO_ALREADY)
        self._consider(seen, mending, now)
        is_read = not any(one.setback.kind in TO_PLACE for one in seen.fresh)
        return done, replace(mark, done_until=now, seq=seen.until if is_read else mark.seq)

    def _is_time(self) -> bool:
        """Something has happened, or waits, or the clock has gone on."""
        is_waiting = self._since_s is not None and self.clock() - self._since_s >= self.settle_s
        is_late = self.clock() - self._looked_s >= LOOK_S
        return is_waiting or is_late or self.desk.desk.last_seq() != self._seq

    @property
    def _is_renewable(self) -> bool:
        return self.clock() - self._renewed_s >= RENEW_S

    def _consider(self, seen: Look, mending: Mending, now: datetime) -> None:
        if not seen.fresh and not seen.again:
            self._since_s = None
            return
        if self._since_s is None:
            self._since_s = self.clock()
        if self.clock() - self._since_s < self.settle_s:
            return
        self._since_s, self._renewed_s = None, self.clock()
        its = self.desk.desk
        search = _Search(
            fresh=tuple(its.ask(with_causes, seen.fresh)), again=tuple(its.ask(with_causes, seen.again))
        )
        self._search = search
        self._coming = begun(lambda: self._solve(search, mending, now), "wom-repair", self.elsewhere)

    # ------------------------------------------------------------------------------------------- elsewhere

    def _solve(self, search: _Search, mending: Mending, now: datetime) -> Repair | None:
        if self._stopped.is_set():
            return None
        return self.desk.desk.repair(
            self.desk.today(now),
            trouble_of(search.setbacks),
            policy=mending.policy,
            effort=self.effort,
            watch=lambda _: not self._stopped.is_set(),
            is_named=False,
        )

    # ------------------------------------------------------------------------------------------- the act

    def _tried(
        self, search: _Search, found: Repair, rule: Rule, mending: Mending, fence: Fence
    ) -> list[Outcome]:
        if self._vain >= _TRIES:
            mending = replace(mending, alone=Alone.NOTHING)
        desk = self._acting(rule, fence)
        now = desk.now()
        loops = (one for one in search.setbacks if MENDS in desk.ask(causes_of, one.cause))
        command = MendDay(
            rule=rule.id,
            mending=mending,
            found=found,
            frozen=self.desk.frozen(mending.policy),
            setbacks=search.setbacks,
            fresh=frozenset(one.occasion for one in search.fresh),
            still=lambda reader: still_standing(reader, now, mending, search.setbacks),
            loops=frozenset(one.occasion for one in loops),
            command_id=command_id_of(search.setbacks, found.plan.basis),
        )
        cause = max((one.cause for one in search.setbacks if one.cause is not None), default=None)
        try:
            receipt = desk.run(command, cause=cause)
        except (Rejected, Conflict) as error:
            if isinstance(error, Rejected) and error.violations[0].code != OVERTAKEN:
                raise
            self._vain, self._seq = self._vain + 1, -1
            return []
        self._vain, self._seq = 0, -1
        return [Outcome(receipt.result["outcome"])]

    def _acting(self, rule: Rule, fence: Fence) -> Desk:
        return self.desk.acting_as(Actor(name=rule.actor, role=RULE_ROLE), fence)


def trouble_of(known: Sequence[Setback]) -> Trouble:
    """What a repair has to mend, and nothing else."""
    kinds = SetbackKind
    return Trouble(
        late={one.longer: LONGER_MIN for one in known if one.longer is not None},
        emergency=frozenset(one.order for one in known if one.kind is kinds.EMERGENCY),
        ready=frozenset(one.order for one in known if one.kind in TO_PLACE - {kinds.EMERGENCY}),
        free=frozenset(one.visit for one in known if one.kind in _CANNOT_STAY and one.visit),
        only=frozenset(one.visit for one in known if one.visit and one.kind not in TO_PLACE),
    )


def command_id_of(answered: Sequence[Setback], basis: int) -> str:
    """The id of the one act that answers these, as it stood after an event.

    After another event it is another act: the one before may have booked a part, and left the rest to be answered.
    """
    keys = sorted(one.firing(MENDS).key for one in answered)
    return hashlib.sha256(f"rule:{' '.join([*keys, str(basis)])}".encode()).hexdigest()[:32]
