"""What comes of a repair that nobody has asked for: what the office's rule allows is booked, the rest waits for a yes.

All of it is decided inside the act, on the facts as they are then: the search took a while, and people go on working.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import timedelta

from wom_tui.commands.command import Command
from wom_tui.commands.plan import AcceptPlan, accept_plan
from wom_tui.commands.rule import answer_firing, rule_that_acts
from wom_tui.domain.alone import Moved, alone_violations, number_violations
from wom_tui.domain.branch import Branch, BranchLine, BranchStatus, lines_of_plan
from wom_tui.domain.plan import Plan, PlannedVisit
from wom_tui.domain.rule import MENDS, Mending, Outcome, Rule
from wom_tui.domain.setback import BY_CLOCK, Setback
from wom_tui.domain.technician import local_instant
from wom_tui.domain.violation import Violation
from wom_tui.domain.visit import Visit
from wom_tui.domain.work_order import WorkOrder
from wom_tui.domain.worktime import Window
from wom_tui.errors import Rejected
from wom_tui.planning.mended import Mended, mended
from wom_tui.planning.repair import Repair
from wom_tui.store import journal
from wom_tui.store.reader import Reader
from wom_tui.store.rule_state import answered
from wom_tui.store.unit import Unit

OVERTAKEN = "repair.overtaken"
MOST_AT_ONCE = 20  # setbacks by the clock, from which on it is no bad day but a clock that was set
_REASONS = 5  # that are kept with a proposal


@dataclass(frozen=True, kw_only=True)
class MendDay(Command):
    """Mend the running day: book what the office's rule moves without asking, and propose the rest.

    Attributes:
        frozen: what begins sooner than that is left to people.
        setbacks: what it answers, those of a proposal that it renews among them.
        fresh: those of them that nobody had answered, by occasion.
        still: which of them stand still, by occasion; asked inside the act.
        loops: those that go back to what the rule has done itself.
    """

    rule: int
    mending: Mending
    found: Repair
    frozen: timedelta
    setbacks: tuple[Setback, ...]
    fresh: frozenset[str]
    still: Callable[[Reader], frozenset[str]]
    loops: frozenset[str] = frozenset()

    @property
    def summary(self) -> str:
        return f"mend the day for {len(self.setbacks)} setbacks"


def mend_day(command: MendDay, unit: Unit) -> None:
    rule = rule_that_acts(command.rule, MENDS, unit)
    unit.heed(_overtaken(command, unit))
    reasons = _why_ask(command, unit)
    plan = command.found.plan
    part = _alone(command, reasons)
    if part.visits and (done := _booked(part, plan, unit)).visits:
        _tell_done(command, done, unit)
    else:
        _propose(command, rule, reasons, unit)


def _overtaken(command: MendDay, unit: Unit) -> Iterator[Violation]:
    """What was to be mended has been mended, or is another thing by now: it is to be looked at anew."""
    still = command.still(unit)
    for gone in (setback for setback in command.setbacks if setback.occasion not in still):
        yield Violation(
            code=OVERTAKEN,
            message=f"this is no longer so: {gone.said}",
            facts={"number": gone.order, "occasion": gone.occasion},
        )
    asked = [one.firing(MENDS).key for one in command.setbacks if one.occasion in command.fresh]
    for action in answered(unit, asked).values():
        yield Violation(
            code=OVERTAKEN,
            message=f"this has been answered already: {action.said}",
            facts={"number": action.order},
        )


# ---------------------------------------------------------------------------------------- without asking


def _alone(command: MendDay, reasons: Mapping[int, Violation]) -> Plan:
    """What is booked without asking: all of it, or else what answers a setback by itself.

    A visit that only makes room is not moved for another that waits for a yes; and where people were asked before,
    they are asked.
    """
    plan = command.found.plan
    lines = [line for line in plan.visits if line.order not in reasons]
    answers = {setback.order for setback in command.setbacks if setback.occasion in command.fresh}
    is_whole = len(lines) == len(plan.visits) and not _lost(plan)
    if not is_whole or answers.isdisjoint(line.order for line in lines):
        lines = [line for line in lines if line.order in answers]
    return replace(plan, visits=tuple(lines), unplanned=())


def _why_ask(command: MendDay, unit: Unit) -> Mapping[int, Violation]:
    """By order the first reason why somebody has to say yes to its line."""
    moved = list(_moved(command, unit))
    times = sum(_times(command, unit).values())
    if too_many := next(_storm(command), None):
        return {one.line.order: too_many for one in moved}
    until = unit.at + command.frozen
    reasons = {
        one.line.order: found
        for one in moved
        if (found := next(alone_violations(one, command.mending, until), None)) is not None
    }
    reasons |= {
        setback.order: _loop(setback) for setback in command.setbacks if setback.occasion in command.loops
    }
    alone = sum(one.line.order not in reasons for one in moved)
    too_many = next(number_violations(alone, times, command.mending), None)
    return reasons if too_many is None else {one.line.order: too_many for one in moved} | reasons


def _storm(command: MendDay) -> Iterator[Violation]:
    by_clock = sum(setback.kind in BY_CLOCK for setback in command.setbacks)
    if by_clock > MOST_AT_ONCE:
        yield Violation(
            code="repair.storm",
            message=f"{by_clock} visits late at once: is the clock right?",
            facts={"count": by_clock},
        )


def _loop(setback: Setback) -> Violation:
    return Violation(
        code="repair.loop",
        message=f"order {setback.order}: {MENDS} has moved it, or what is before it, itself",
        facts={"number": setback.order},
    )


def _moved(command: MendDay, unit: Unit) -> Iterator[Moved]:
    times = _times(command, unit)
    missed = _comes_to(command, command.found.plan, unit).missed
    for line in command.found.plan.visits:
        visit = unit.find(Visit, line.visit)
        yield Moved(
            line=line,
            is_pinned=visit is not None and visit.is_pinned,
            promised=_promised(visit, line, unit),
            times=times[line.visit] if line.visit is not None else 0,
            misses=line.order in missed,
        )


def _comes_to(command: MendDay, plan: Plan, unit: Unit) -> Mended:
    return mended(command.found, plan, unit.many(WorkOrder, {line.order for line in plan.visits}))


def _times(command: MendDay, unit: Unit) -> Counter[int]:
    """How often the rule has moved each visit today."""
    since = local_instant(command.found.plan.on, 0, command.found.snapshot.zone)
    subjects = journal.booked_by(unit.connection, unit.stamp.actor, since)
    return Counter(int(subject.partition(":")[2]) for subject in subjects)


def _promised(visit: Visit | None, line: PlannedVisit, unit: Unit) -> Window | None:
    """What the customer was told: of the visit, or of the one before it, which has failed."""
    if visit is not None:
        return visit.promised
    told = [one for one in unit.select(Visit, order_id=line.order) if one.promised is not None]
    return max(told, key=lambda one: one.ordinal).promised if told else None


def _booked(part: Plan, whole: Plan, unit: Unit) -> Plan:
    """What of a part could be booked: without the rest there may be no room for all of it.

    Raises:
        Rejected: of the whole something could not be: somebody was faster, and the search has to be made anew.
    """
    accept_plan(AcceptPlan(plan=part), unit)
    refused = {int(one["number"]): str(one["reason"]) for one in unit.result.pop("refused")}
    if refused and len(part.visits) == len(whole.visits):
        raise Rejected([Violation(code=OVERTAKEN, message=reason) for reason in refused.values()])
    done = tuple(line for line in part.visits if line.order not in refused)
    if not done:
        unit.soft.clear()
        del unit.result["planned"]
    return replace(part, visits=done)


def _tell_done(command: MendDay, part: Plan, unit: Unit) -> None:
    done = {line.order for line in part.visits}
    is_whole = len(part.visits) == len(command.found.plan.visits) and not _lost(command.found.plan)
    _answer(Outcome.DONE, (one for one in command.setbacks if one.order in done), unit)
    if is_whole:
        _answer(Outcome.SO_ALREADY, (one for one in command.setbacks if one.order not in done), unit)
    said = _comes_to(command, part, unit).words
    unit.summary = f"{MENDS}: {said}"
    unit.result |= {"outcome": Outcome.DONE.value, "said": said}


# --------------------------------------------------------------------------------------------- with a yes


def _propose(command: MendDay, rule: Rule, reasons: Mapping[int, Violation], unit: Unit) -> None:
    """Keep it as a branch, in place of the one before that nobody has touched; of which nothing is left is dropped."""
    plan, known = command.found.plan, open_proposal(unit, rule)
    lines = tuple(lines_of_plan(plan))
    why = {one.order: one.reason for one in plan.unplanned}
    if not lines:
        if known is not None:
            unit.save(replace(known, status=BranchStatus.DROPPED), "branch.dropped")
        _answer(Outcome.SO_ALREADY, command.setbacks, unit, why)
        unit.summary = f"{MENDS}: nothing can be done about {len(command.setbacks)} setbacks"
        unit.result |= {"outcome": Outcome.SO_ALREADY.value, "said": ""}
        return
    proposal = _kept(known, lines, plan.basis, unit)
    helped = {line.order for line in lines}
    _answer(Outcome.PROPOSED, (one for one in command.setbacks if one.order in helped), unit)
    _answer(Outcome.SO_ALREADY, (one for one in command.setbacks if one.order not in helped), unit, why)
    for reason in dict.fromkeys(one.message for one in list(reasons.values())):
        if len(unit.soft) < _REASONS:
            unit.heed([Violation(code="repair.asked", message=reason, hard=False)])
    said = _comes_to(command, plan, unit).words
    unit.summary = f"{proposal.name}: {said}"
    unit.result |= {"outcome": Outcome.PROPOSED.value, "said": said, "proposal": proposal.name}


def _kept(known: Branch | None, lines: tuple[BranchLine, ...], basis: int, unit: Unit) -> Branch:
    if known is not None:
        return unit.save(replace(known, lines=lines, basis=basis), "branch.changed")
    id = unit.new_id(Branch)
    return unit.save(Branch(id=id, name=f"{MENDS}-{id}", basis=basis, lines=lines), "branch.created")


def open_proposal(reader: Reader, rule: Rule) -> Branch | None:
    """What the rule proposes just now; a branch on which somebody has worked since is that person's."""
    for branch in reader.select(Branch, status=BranchStatus.OPEN):
        last = journal.last_of(reader.connection, f"{Branch.noun}:{branch.id}")
        if last is not None and last.actor == rule.actor:
            return branch
    return None


def _lost(plan: Plan) -> bool:
    return any(one.was is not None for one in plan.unplanned)


def _answer(
    outcome: Outcome, setbacks: Iterable[Setback], unit: Unit, why: Mapping[int, str] | None = None
) -> None:
    """Write down what became of each; what was answered before keeps its answer."""
    firings = {one.firing(MENDS).key: one for one in setbacks}
    known = answered(unit, firings)
    for key, setback in firings.items():
        if key in known:
            continue
        reason = (why or {}).get(setback.order, "")
        said = f"{setback.said}; {reason}" if reason else setback.said
        firing = setback.firing(MENDS)
        answer_firing(firing, outcome, said, unit, order=firing.order)
