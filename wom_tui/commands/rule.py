"""Switching rules on and off, and the one act that comes of a rule when it is due."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from typing import ClassVar

from wom_tui.commands.alert import user_named
from wom_tui.commands.alerting import (
    carry_out,
    clear_of_rule,
    loop_is_seen_to,
    on_again_together,
    tell_all_switched_off,
    tell_of_loop,
    tell_switched_off,
)
from wom_tui.commands.command import Command
from wom_tui.commands.line import DoLine, do_line
from wom_tui.commands.maintenance import LAPSED, OpenMaintenance, open_maintenance
from wom_tui.commands.switch_off import SwitchOff, check_reason
from wom_tui.domain.alert import subject_words
from wom_tui.domain.habits import day_and_clock
from wom_tui.domain.policy import Role, allows
from wom_tui.domain.rule import Firing, Outcome, Rule
from wom_tui.domain.rule_text import read_rule
from wom_tui.domain.violation import Violation
from wom_tui.domain.work_type import INCOMPLETE
from wom_tui.errors import Conflict, InvalidInput, NotFound, Rejected, WomError
from wom_tui.store import journal, office
from wom_tui.store.reader import Reader
from wom_tui.store.rule_state import acting
from wom_tui.store.unit import Unit

LONGEST_SAID = 200  # characters of a refusal that are kept
RULE_OFF, RULE_REPLACED = "rule.off", "rule.replaced"
NOT_YET = "not switched on since it was written"


@dataclass(frozen=True, kw_only=True)
class EnableRule(Command):
    """Switch a rule on, as its text says it; what came before now is not its business."""

    needs: ClassVar[Role] = Role.MANAGER

    text: str

    def check(self) -> None:
        super().check()
        read_rule(self.text)

    @property
    def summary(self) -> str:
        return f"enable rule {read_rule(self.text).name}"


def enable_rule(command: EnableRule, unit: Unit) -> None:
    name = read_rule(command.text).name
    known = rule_named(unit, name)
    if known is not None and known.is_on and known.text == command.text:
        loop_is_seen_to(name, "it may go on as it is", unit)
        return  # else it is so already
    if known is None:
        known = Rule(id=unit.new_id(Rule), name=name, text=command.text, since_at=unit.at)
    seq = journal.count(unit.connection)
    _refuse_strangers(command.text, unit)
    unit.heed(_replaced(known, command.text, unit))
    on = replace(known, text=command.text, is_on=True, since_at=unit.at, since_seq=seq, off_reason=None)
    unit.save(on, "rule.enabled")
    clear_of_rule(name, unit)
    on_again_together(unit)


def _replaced(known: Rule, text: str, unit: Unit) -> Iterator[Violation]:
    """Careful: what is on by that name says something else, and does it no more."""
    if known.is_on and known.text != text:
        since = day_and_clock(known.since_at, office.read(unit.connection).zone)
        message = f"replaces the text of {known.name}, which is on since {since}"
        yield Violation(code=RULE_REPLACED, message=message, hard=False)


def _refuse_strangers(text: str, unit: Unit) -> None:
    """Whoever an alert goes to in the end has to be there."""
    alert = read_rule(text).alert
    for step in alert.escalations if alert else ():
        if step.person is not None:
            user_named(step.person, unit)


@dataclass(frozen=True, kw_only=True)
class DisableRule(SwitchOff):
    """Switch a rule off. It writes nothing more from the moment in which this is committed.

    Attributes:
        has_failed: nobody wanted it off; it went wrong too often.
    """

    what: ClassVar[str] = "rule"

    has_failed: bool = False


def disable_rule(command: DisableRule, unit: Unit) -> None:
    rule = rule_named(unit, command.name)
    if rule is None:
        raise NotFound("rule", command.name, sorted(one.name for one in unit.select(Rule)))
    if rule.is_on:
        _switch_off([rule], command.reason, unit)
        tell_switched_off(rule.name, command.reason.strip(), has_failed=command.has_failed, unit=unit)


def _switch_off(rules: Iterable[Rule], said: str, unit: Unit) -> None:
    for rule in rules:
        unit.save(replace(rule, is_on=False, off_reason=said.strip()), "rule.disabled")
        loop_is_seen_to(rule.name, "it was switched off", unit)


@dataclass(frozen=True, kw_only=True)
class StopRules(Command):
    """Switch every rule off that is on. Nothing automatic is written from the moment in which this is committed."""

    needs: ClassVar[Role] = Role.MANAGER

    reason: str

    def check(self) -> None:
        super().check()
        check_reason(self.reason)

    @property
    def summary(self) -> str:
        return "stop all rules"


def stop_rules(command: StopRules, unit: Unit) -> None:
    if rules := unit.select(Rule, is_on=True):
        _switch_off(rules, command.reason, unit)
        tell_all_switched_off([rule.name for rule in rules], command.reason.strip(), unit)


@dataclass(frozen=True, kw_only=True)
class KeepRule(Command):
    """Keep another text of a rule; one that is on goes on with it from now, any other stays off."""

    needs: ClassVar[Role] = Role.MANAGER

    text: str
    expect: int | None = None  # the version that was changed; None = whatever is there

    def check(self) -> None:
        super().check()
        read_rule(self.text)

    @property
    def summary(self) -> str:
        return f"keep rule {read_rule(self.text).name}"


def keep_rule(command: KeepRule, unit: Unit) -> None:
    name = read_rule(command.text).name
    known = rule_named(unit, name)
    if known is not None and known.text == command.text:
        return  # it is so already
    if known is not None:
        unit.get(Rule, known.id, expect=command.expect)
        if command.expect is None:  # whoever keeps it has not seen that there is one
            unit.heed(_replaced(known, command.text, unit))
    _refuse_strangers(command.text, unit)
    if known is not None and known.is_on:
        seq = journal.count(unit.connection)
        unit.save(replace(known, text=command.text, since_at=unit.at, since_seq=seq), "rule.changed")
        loop_is_seen_to(name, "it was changed", unit)
        return
    off = known or Rule(id=unit.new_id(Rule), name=name, text="", is_on=False, since_at=unit.at)
    unit.save(replace(off, text=command.text, off_reason=NOT_YET), "rule.changed")


def rule_named(reader: Reader, name: str) -> Rule | None:
    """The rule of that name, on or off."""
    return next(iter(reader.select(Rule, name=name)), None)


@dataclass(frozen=True, kw_only=True)
class FireRule(Command):
    """Do what a rule says about one subject: once, with its row among the actions in the same transaction.

    Attributes:
        order: what it is about, where that is an order.
        lines: what is done, all of it or nothing; none where an order of a maintenance plan is made.
        still: whether the order is still one of those that the rule is about, asked inside the act.
        is_readable: whether its lines can be done of any order; asked where this one's cannot.
        loop: how this rule has caused itself, in words; then nothing is done.
    """

    rule: int
    order: int | None
    firing: Firing
    lines: tuple[DoLine, ...]
    still: Callable[[Reader], bool]
    is_readable: Callable[[Reader], bool]
    loop: str = ""

    def check(self) -> None:
        super().check()
        for line in self.lines:
            line.check()

    @property
    def needed_role(self) -> Role:
        needed = [line.needed_role for line in self.lines] or [self.needs]
        return next(role for role in needed if all(allows(role, other) for other in needed))

    @property
    def summary(self) -> str:
        return f"rule {self.firing.rule}: {'; '.join([*self._alert, *self._deeds])}"

    @property
    def refused_summary(self) -> str:
        """The same where the lines were refused; what was done about an alert stays."""
        return f"rule {self.firing.rule}: {'; '.join([*self._alert, *(f'refused: {one}' for one in self._deeds)])}"

    @property
    def _alert(self) -> list[str]:
        act = self.firing.act
        return [f"{act.kind.value} the alert about {self.firing.subject}"] if act else []

    @property
    def _deeds(self) -> list[str]:
        due = self.firing.plan
        return [*([due.occasion] if due else ()), *(line.summary for line in self.lines)]


def rule_that_acts(id: int, name: str, unit: Unit) -> Rule:
    """The rule, as long as nobody has switched it off.

    Raises:
        Rejected: somebody has.
    """
    rule = unit.find(Rule, id)
    if rule is None or rule.is_withdrawn or not rule.is_on:
        raise Rejected([Violation(code=RULE_OFF, message=f"the rule {name} is off")])
    return rule


def fire_rule(command: FireRule, unit: Unit) -> None:
    rule_that_acts(command.rule, command.firing.rule, unit)
    outcome, said = _done(command, unit)
    # Of a plan comes an order that was not there before.
    order = command.firing.order if command.firing.plan is None else unit.result.get("number")
    said = answer_firing(command.firing, outcome, said, unit, order=order)
    unit.result |= {"outcome": outcome.value, "said": said}


def answer_firing(firing: Firing, outcome: Outcome, said: str, unit: Unit, *, order: int | None) -> str:
    """Write down what became of a firing; the key sees to it that nobody else has.

    Args:
        order: the one that it is about, or that came of it.

    Returns:
        As much as is kept of what is said.
    """
    stamp, kept = unit.stamp, said[:LONGEST_SAID]
    dialect = unit.connection.dialect
    row = acting(dialect, firing, stamp.command_id, stamp.recorded_at, outcome, kept, order=order)
    unit.write_along([row])
    return kept


def _done(command: FireRule, unit: Unit) -> tuple[Outcome, str]:
    firing = command.firing
    if command.loop:
        return _stopped(command, unit)
    if not command.still(unit):
        return Outcome.LAPSED, ""
    before_all, due = unit.mark(), firing.plan
    if firing.act:
        carry_out(firing.act, firing, unit)
        if unit.mark() == before_all:
            # The alert is as it should be, and what goes with it was done then.
            return Outcome.SO_ALREADY, ""
    before_lines = unit.mark()  # where they are refused the alert stays
    try:
        for line in command.lines:
            do_line(line, unit)
        if due is not None:
            open_maintenance(OpenMaintenance(plan=due.plan, due_on=due.on), unit)
    except (Rejected, Conflict, NotFound, InvalidInput) as refused:
        if not _is_answer(refused, command, unit):
            raise
        unit.back_to(before_lines)
        unit.summary = command.refused_summary
        return Outcome.REFUSED, str(refused)
    if unit.mark() == before_all:
        return Outcome.SO_ALREADY, ""
    return Outcome.DONE, _careful_of_plan(unit)


def _is_answer(refused: WomError, command: FireRule, unit: Unit) -> bool:
    """Whether it is the answer to this one firing, to be written down as that."""
    if isinstance(refused, Rejected):  # a plan that was paused meanwhile may want that order another day
        return refused.violations[0].code != LAPSED
    # What can be done of no order is the rule's fault.
    return isinstance(refused, Conflict) or command.is_readable(unit)


def _stopped(command: FireRule, unit: Unit) -> tuple[Outcome, str]:
    """Nothing is done of what had caused itself, and nothing is told as done."""
    firing = command.firing
    tell_of_loop(firing.rule, command.loop[:LONGEST_SAID], unit)
    about = f" for {subject_words(firing.subject)}" if firing.subject else ""
    unit.summary = f"rule {firing.rule} was stopped{about}: {command.loop}"
    return Outcome.LOOP, command.loop


def _careful_of_plan(unit: Unit) -> str:
    """What the order that came of a plan lacks: nobody was there to be told of it."""
    return "; ".join(one.message for one in unit.soft if one.code == INCOMPLETE)
