"""Agreeing on targets: rules that a person accepts become policies, and open orders get dues from them."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import ClassVar

from wom_tui.commands.clocks import reclock
from wom_tui.commands.command import Command
from wom_tui.domain.policy import Role
from wom_tui.domain.sla.policy import SlaPolicy, Target
from wom_tui.domain.work_calendar import Calendar, Holiday
from wom_tui.domain.work_type import WorkType
from wom_tui.errors import InvalidInput, NotFound
from wom_tui.store.unit import Unit


@dataclass(frozen=True, kw_only=True)
class AcceptedRule:
    """Orders of this type are to be resolved within this target."""

    work_type: str
    resolve: Target


@dataclass(frozen=True, kw_only=True)
class AcceptRules(Command):
    """Make accepted rules the office's own, from a day on."""

    needs: ClassVar[Role] = Role.MANAGER

    rules: tuple[AcceptedRule, ...]
    calendar: Calendar  # its name counts: one of that name that is there already is used as it is
    holidays: tuple[Holiday, ...] = ()
    effective_from_on: date

    def check(self) -> None:
        super().check()
        names = [rule.work_type for rule in self.rules]
        if len(set(names)) < len(names):
            raise InvalidInput("rules", len(names), "one rule for each work type")

    @property
    def summary(self) -> str:
        return f"accept {len(self.rules)} SLA rules"


def accept_rules(command: AcceptRules, unit: Unit) -> None:
    calendar = _calendar(command, unit)
    types = {kind.name: kind for kind in unit.select(WorkType)}
    counts = {"added": 0, "changed": 0, "unchanged": 0}
    moved: set[int] = set()
    for rule in command.rules:
        kind = types.get(rule.work_type)
        if kind is None:
            raise NotFound("work type", rule.work_type)
        what = _accept(rule, kind, calendar, command.effective_from_on, unit)
        counts[what] += 1
        if what != "unchanged":
            moved.add(kind.id)
    orders = reclock(unit, work_type_id=frozenset(moved)) if moved else 0
    unit.result |= counts | {"orders": orders}


def _made(calendar: Calendar, unit: Unit) -> Calendar:
    return unit.save(replace(calendar, id=unit.new_id(Calendar)), "calendar.created")


def _calendar(command: AcceptRules, unit: Unit) -> Calendar:
    """The office's calendar of that name with at least these holidays; made where there is none."""
    known = unit.select(Calendar, name=command.calendar.name)
    calendar = known[0] if known else _made(command.calendar, unit)
    there = {holiday.on for holiday in unit.select(Holiday, calendar_id=calendar.id)}
    for holiday in command.holidays:
        if holiday.on not in there:
            own = replace(holiday, id=unit.new_id(Holiday), calendar_id=calendar.id)
            unit.save(own, "holiday.created")
    return calendar


def _accept(rule: AcceptedRule, kind: WorkType, calendar: Calendar, from_on: date, unit: Unit) -> str:
    """Store one rule; an older one for the same type ends the day before. Answers what it was."""
    standing = [
        policy
        for policy in unit.select(SlaPolicy, work_type_id=kind.id, customer_class=None, priority=None)
        if policy.effective_to_on is None or policy.effective_to_on >= from_on
    ]
    for policy in standing:
        if (
            policy.resolve == rule.resolve
            and policy.calendar_id == calendar.id
            and policy.effective_from_on <= from_on
        ):
            return "unchanged"
    same_day = [policy for policy in standing if policy.effective_from_on >= from_on]
    for policy in standing:
        if policy not in same_day:
            unit.save(replace(policy, effective_to_on=from_on - timedelta(days=1)), "sla_policy.ended")
    if same_day:
        for_now = replace(
            same_day[0], resolve=rule.resolve, calendar_id=calendar.id, effective_from_on=from_on
        )
        unit.save(replace(for_now, name=_name(rule)), "sla_policy.changed")
        return "changed"
    unit.save(
        SlaPolicy(
            id=unit.new_id(SlaPolicy),
            name=_name(rule),
            work_type_id=kind.id,
            calendar_id=calendar.id,
            resolve=rule.resolve,
            effective_from_on=from_on,
        ),
        "sla_policy.accepted",
    )
    return "changed" if standing else "added"


def _name(rule: AcceptedRule) -> str:
    return f"{rule.work_type}: {rule.resolve}"
