"""One tick: what has come due is done, once, by whoever holds the lease.

The truth is in the tables. What is remembered here between two ticks can be lost at any moment: the next runner reads
how far each rule has come, finds the firings that had their act by their keys, and does the others.
"""

from __future__ import annotations

import traceback
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path

from wom_tui.automation.chores import Chores
from wom_tui.automation.due import Due, Found, due, firings_of, first_mark, urgency, with_alerts
from wom_tui.automation.firing import acts_of, command_id_of
from wom_tui.automation.first_look import FirstLook
from wom_tui.automation.mender import Mender
from wom_tui.automation.minute_cap import MINUTE_S, MinuteCap
from wom_tui.automation.rules_read import RulesRead
from wom_tui.automation.watching import Watching
from wom_tui.commands.maintenance import LAPSED
from wom_tui.commands.rule import RULE_OFF, DisableRule
from wom_tui.domain.chore import Chore
from wom_tui.domain.lease import Fence
from wom_tui.domain.policy import Actor, Role
from wom_tui.domain.rule import FAILED, PER_MINUTE, Definition, Firing, Mark, Mending, Outcome, Rule
from wom_tui.errors import LostLease, Rejected, StoreBusy, StoreError, WomError
from wom_tui.grammar.rule_lines import RULE_ROLE
from wom_tui.queries.rules import View, acted_since, marks, rules_on
from wom_tui.rule_desk import RuleDesk, since_boot_s

MOST_FAILURES = 5  # in a row; then the rule is switched off
ENGINE = Actor(name="automation", role=Role.ADMIN)  # who switches it off
_TRIED = 3  # orders with which a rule may go wrong in one tick: it shall not use up the others' minute
_KEEP_S = 60.0  # marks that only say "nothing came due" are written this often


@dataclass
class Tick:
    """What one tick came to."""

    is_leader: bool = False
    outcomes: list[Outcome] = field(default_factory=list)
    held: int = 0
    failed: dict[str, str] = field(default_factory=dict)

    def add(self, other: Tick) -> None:
        """What the next one came to as well."""
        self.outcomes += other.outcomes
        self.held, self.failed = other.held, self.failed | other.failed

    @property
    def done(self) -> int:
        """How many acts changed something."""
        return self.outcomes.count(Outcome.DONE)


class _Stop(Exception):
    """This program must not act any more; the tick ends where it is."""


class _Off(Exception):
    """The rule was switched off meanwhile."""


class Runner:
    """Runs the office's rules, one tick after the other, while `fence` answers with a right to."""

    def __init__(
        self,
        desk: RuleDesk,
        fence: Callable[[], Fence | None],
        *,
        per_minute: int = PER_MINUTE,
        clock: Callable[[], float] = since_boot_s,
        real_clock: Callable[[], datetime] = lambda: datetime.now(UTC),
        mender: Mender | None = None,
        chores: Chores | None = None,
    ) -> None:
        """Begin with nothing known.

        Args:
            clock: seconds, of a clock that nobody sets: the cap counts by it, whatever day it is.
            real_clock: for what a runner before this one did in the last minute.
            mender: mends the running day, where the office has that rule on.
            chores: makes what rules make for the whole office.
        """
        self._desk, self._fence = desk, fence
        self._clock, self._real_clock = clock, real_clock
        self.mender = mender or Mender(desk, clock)
        self.chores = chores or Chores(desk, clock)
        self.first_look = FirstLook(desk)
        self._known: Fence | None = None  # under which all below was read
        self._marks: dict[int, Mark] = {}
        self._written: dict[int, tuple[Mark, float]] = {}
        self._urgent: set[int] = set()  # marks that are to be written now
        self.cap = MinuteCap(per_minute, clock)
        self._watching: Watching | None = None  # as long as its first look is not over
        self._rules = RulesRead()

    @property
    def is_warm(self) -> bool:
        """It has had its first look at what alerts watch."""
        return self._watching is not None

    def tick(self) -> Tick:
        """Do what has come due. A database that does not answer ends the tick; the next one goes on.

        Raises:
            StoreError: the database does not answer.
        """
        told = Tick()
        fence = self._fence()
        if fence is None:
            self._known = None
            return told
        told.is_leader = True
        try:
            if fence != self._known:
                self._begin(fence)
            # What comes due meanwhile waits too: nobody looks for more that would have to.
            if self.cap.is_full:
                told.held = sum(mark.held for mark in self._marks.values())
                return told
            all_due = self._desk.view(self._all_due)
            self.cap.has_lines = any(not one.is_alert for _, found in all_due for one in firings_of(found))
            # What is to be told has its turn first, the worst of it first; then what is to be done.
            for rule, found in sorted(all_due, key=lambda pair: urgency(pair[1])):
                self._see_to(rule, found, told)
            self._keep(fence)
        except (LostLease, _Stop):
            self._known = None
            told.is_leader = False
        return told

    def _begin(self, fence: Fence) -> None:
        """Read what the one before has left."""
        desk = self._desk.desk
        self._marks = desk.ask(marks)
        self._written = {id: (mark, self._clock()) for id, mark in self._marks.items()}
        self.cap.begin(desk.ask(acted_since, self._real_clock() - timedelta(seconds=MINUTE_S)))
        self._watching = None
        self.first_look.forget()
        self._known = fence
        self.mender.forget()

    def _all_due(self, view: View) -> list[tuple[Rule, Found]]:
        """All rules that are on, with what has come due; what goes wrong with one is the matter of that one."""
        now = self._desk.desk.now()
        found: list[tuple[Rule, Found]] = []  # few of thousands: the others are not gone through once more
        self._rules.look(view)
        for rule in self._rules.with_moments:
            try:
                definition = self._rules.definition(rule)
                one = due(rule, definition, self._mark_of(rule), view, now)
            except StoreError:
                raise
            except Exception as error:  # noqa: BLE001  one rule's bug stops no other rule
                rules_on(view.reader)  # a database that is gone is no fault of the rule's
                found.append((rule, error))
            else:
                if _is_calm(definition, one):
                    self._marks[rule.id] = one.mark
                else:
                    found.append((rule, one))
        alerts = self._watched(view, self._rules.with_alerts, now)
        seen = {rule.id for rule, _ in found}
        told = [self._rules.by_id[id] for id in alerts if id not in seen]
        told += [rule for rule in self._uneasy() if rule.id not in seen and rule.id not in alerts]
        found += [(rule, Due((), self._mark_of(rule))) for rule in told]
        return [(rule, with_alerts(one, alerts.get(rule.id, ()))) for rule, one in found]

    def _watched(
        self, view: View, rules: Sequence[tuple[Rule, Definition]], now: datetime
    ) -> Mapping[int, Sequence[Firing] | Exception]:
        """What becomes of the alerts of each rule; nothing yet, as long as they are looked at for the first time."""
        try:
            if self._watching is None and rules:
                self._watching = self.first_look.taken(rules, now)
            return {} if self._watching is None else self._watching.look(view, rules, now)
        except StoreError:
            raise
        except Exception as error:  # noqa: BLE001  what is done without alerts goes on
            rules_on(view.reader)
            self._watching = None  # whatever it had come to know is not to be trusted
            return {rule.id: error for rule, _ in rules}

    def _uneasy(self) -> Iterator[Rule]:
        """Rules that raise alerts, with something left of what was before."""
        for rule, _ in self._rules.with_alerts:
            mark = self._marks.get(rule.id)
            if mark is not None and (mark.failures or mark.held):
                yield rule

    def _mark_of(self, rule: Rule) -> Mark:
        return self._marks.get(rule.id) or first_mark(rule)

    def _see_to(self, rule: Rule, found: Found, told: Tick) -> None:
        mark = self._mark_of(rule)
        if isinstance(found, Exception):
            self._failed(rule, mark, found, told)
            return
        definition = self._rules.definition(rule)
        try:
            if isinstance(mending := definition.trigger, Mending):
                self._go_on(rule, mark, told, partial(self.mender.tick, rule, mending, mark))
            elif definition.chore is not None and found.firings:
                self._make(rule, definition.chore, found.firings[0], mark, told)
            else:
                self._do(rule, found, mark, told)
        except _Off:
            return

    def _do(self, rule: Rule, found: Due, mark: Mark, told: Tick) -> None:
        wrong, left = self._fire_all(rule, found.firings, told)
        told.held += left
        if wrong is not None:
            self._failed(rule, replace(mark, held=left), wrong, told)
            return
        self._marks[rule.id] = replace(mark if left else found.mark, failures=0, held=left)
        if found.is_due:
            self._urgent.add(rule.id)

    def _make(self, rule: Rule, chore: Chore, firing: Firing, mark: Mark, told: Tick) -> None:
        """Let something be made for the office; that it cannot be made just now is no fault of the rule's."""
        make = partial(self.chores.tick, rule, chore, mark, firing, command_id_of(firing))
        self._go_on(rule, mark, told, make)
        if trouble := self.chores.trouble(firing):
            told.failed.setdefault(rule.name, trouble)

    def _go_on(
        self, rule: Rule, mark: Mark, told: Tick, tick: Callable[[Fence], tuple[list[Outcome], Mark]]
    ) -> None:
        """Go on with what is done elsewhere; what goes wrong with it is the rule's failure, as with any other."""
        fence = self._held()
        try:
            done, mark = tick(fence)
        except Rejected as error:
            self._refuse_off(error)
            self._failed(rule, mark, error, told)
            return
        except (LostLease, StoreError):
            raise
        except Exception as error:  # noqa: BLE001  one rule's bug stops no other rule
            self._ask_database()
            self._failed(rule, mark, error, told)
            return
        told.outcomes += done
        self.cap.count_acts(len(done))
        # One thing that goes wrong is tried again until the search has come to its end.
        self._marks[rule.id] = replace(mark, failures=0) if done else mark
        if done:
            self._urgent.add(rule.id)

    def _fire_all(self, rule: Rule, firings: Sequence[Firing], told: Tick) -> tuple[Exception | None, int]:
        """Do them in turn; answers what went wrong with one of them, and how many have to wait."""
        wrong: list[Exception] = []
        left = list(firings)
        while left and len(wrong) < _TRIED:
            together = left[: self.cap.room(left)]
            if not together:
                return next(iter(wrong), None), len(left)
            del left[: len(together)]
            self.cap.count(together)
            if (error := self._attempt(rule, together, told)) is not None:
                wrong += [error] if len(together) == 1 else self._fire_each(rule, together, told, wrong)
        return next(iter(wrong), None), 0

    def _fire_each(
        self, rule: Rule, firings: Sequence[Firing], told: Tick, before: Sequence[Exception]
    ) -> list[Exception]:
        """One after the other, where they could not be done together; answers what went wrong."""
        wrong: list[Exception] = []
        for firing in firings:
            if (error := self._attempt(rule, [firing], told)) is not None:
                wrong.append(error)
                if len(before) + len(wrong) == _TRIED:
                    break
        return wrong

    def _attempt(self, rule: Rule, firings: Sequence[Firing], told: Tick) -> Exception | None:
        """Do these; answers what went wrong."""
        try:
            told.outcomes += self._fire(rule, firings)
        except (LostLease, StoreBusy, _Stop, _Off):
            raise
        except Exception as error:  # noqa: BLE001  one order's bug stops no other order
            self._ask_database()
            return error
        return None

    def _fire(self, rule: Rule, firings: Sequence[Firing]) -> list[Outcome]:
        """Do these in one transaction, or none of them; each is an act of its own."""
        fence = self._held()
        actor, definition = Actor(name=rule.actor, role=RULE_ROLE), self._rules.definition(rule)
        desk = self._desk.acting_as(actor, fence)
        acts = acts_of(rule, definition, firings, desk)
        try:
            receipts = self._desk.run_together(actor, fence, [(act, act.firing.cause) for act in acts])
        except Rejected as error:
            self._refuse_off(error)
            if error.violations[0].code == LAPSED and len(acts) == 1:
                return [Outcome.LAPSED]
            raise
        outcomes = [Outcome(receipt.result["outcome"]) for receipt in receipts]
        for firing, outcome in zip(firings, outcomes, strict=True):
            if outcome is Outcome.LAPSED and self._watching is not None:
                self._watching.lapsed(rule, firing.subject, desk.now())
        return outcomes

    def _ask_database(self) -> None:
        """Ask it anything, after an error that may be its own: one that is gone is no fault of the rule's.

        Raises:
            StoreError: it does not answer.
        """
        self._desk.desk.last_seq()

    def _held(self) -> Fence:
        """The right to act, as long as it is the one under which all was read."""
        fence = self._fence()
        if fence is None or fence != self._known:
            raise _Stop
        return fence

    def _refuse_off(self, error: Rejected) -> None:
        if error.violations[0].code == RULE_OFF:
            raise _Off from error

    def _failed(self, rule: Rule, mark: Mark, error: Exception, told: Tick) -> None:
        told.failed[rule.name] = failure_words(error)
        mark = replace(mark, failures=mark.failures + 1)
        if mark.failures >= MOST_FAILURES and self._known is not None:
            reason = f"{FAILED} {mark.failures} times in a row: {told.failed[rule.name]}"
            off = DisableRule(name=rule.name, reason=reason[:300], has_failed=True)
            self._desk.acting_as(ENGINE, self._known).run(off)
            mark = replace(mark, failures=0, held=0)
        self._marks[rule.id] = mark

    def _keep(self, fence: Fence) -> None:
        """Write down how far the rules have come, where that matters to whoever comes after."""
        now = self._clock()
        changed = [mark for mark in self._marks.values() if self._is_news(mark, now)]
        gone, come = self._watching.to_write() if self._watching is not None else ((), {})
        if changed or gone or come:
            self._desk.mark(fence, changed, gone, come)
            self._written |= {mark.rule_id: (mark, now) for mark in changed}
        if self._watching is not None:
            self._watching.written(gone, come)
        self._urgent.clear()

    def _is_news(self, mark: Mark, now: float) -> bool:
        if mark.rule_id in self._urgent or mark.rule_id not in self._written:
            return True
        written, at = self._written[mark.rule_id]
        if (mark.failures, mark.held) != (written.failures, written.held):
            return True
        return mark != written and now - at >= _KEEP_S


def _is_calm(definition: Definition, found: Due) -> bool:
    """Nothing came due of it, and nothing of what was before is left."""
    is_done = not (found.firings or found.is_due or found.mark.failures or found.mark.held)
    return is_done and not isinstance(definition.trigger, Mending)


def failure_words(error: Exception) -> str:
    """What went wrong with a rule. Of what is no error of ours only where it was: its text may hold SQL, and anybody's
    data.
    """
    if isinstance(error, WomError):
        return str(error)
    frames = traceback.extract_tb(error.__traceback__)
    where = f" ({Path(frames[-1].filename).name}, line {frames[-1].lineno})" if frames else ""
    return f"an error inside the program: {type(error).__name__}{where}"
