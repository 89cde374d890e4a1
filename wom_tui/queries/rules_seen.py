"""What do the office's rules look like to whoever watches over them? Each with what came of it, and who runs them."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from enum import StrEnum
from typing import assert_never

from wom_tui.domain.lease import Term
from wom_tui.domain.rule import (
    FAILED,
    Daily,
    Definition,
    Every,
    Mark,
    Mending,
    OnEvent,
    OrderClock,
    Outcome,
    Rule,
    Timer,
    Upkeep,
    Watch,
)
from wom_tui.domain.rule_text import read_rule
from wom_tui.domain.rule_times import next_moment
from wom_tui.errors import InvalidInput
from wom_tui.presets.shipped import shipped_rules
from wom_tui.queries.rules import FOUND_AT_ONCE, View, actions, all_rules, marks
from wom_tui.store import rule_state
from wom_tui.store.lease import Leases
from wom_tui.store.reader import Reader
from wom_tui.store.rule_state import Action

_AHEAD = timedelta(days=1)  # so far timers of orders are looked for
_MINUTE = timedelta(minutes=1)
MOST_ACTIONS = 200  # of one rule that are listed


class Standing(StrEnum):
    """How a rule stands."""

    FAILED = "failed"  # switched off because it failed again and again
    FAILING = "failing"  # it is on, and raised the last time
    ON = "on"
    OFF = "off"
    SHIPPED = "shipped"  # off as well: it comes with the program, and the office has never switched it on


@dataclass(frozen=True, kw_only=True)
class RuleSeen:
    """One rule.

    Attributes:
        text: as it is written.
        rule: as the office keeps it; None for one that only comes with the program.
        definition: what its text says; None where this program cannot read it, `fault` says why.
        today: what became of its firings since midnight.
        last: its last firing.
        held: orders that wait, because so much was done in this minute already.
        failures: attempts in a row that raised.
        next_at: when it comes due by the clock, or by the next order's timer within a day; not told of timers that
            count an SLA or wait for a hold.
        looked_at: up to when everything was seen to.
    """

    name: str
    text: str
    rule: Rule | None = None
    definition: Definition | None = None
    fault: str = ""
    today: Mapping[Outcome, int] = field(default_factory=dict)
    last: Action | None = None
    held: int = 0
    failures: int = 0
    next_at: datetime | None = None
    looked_at: datetime | None = None

    @property
    def is_on(self) -> bool:
        """Somebody has switched it on."""
        return self.rule is not None and self.rule.is_on

    @property
    def standing(self) -> Standing:
        """How it stands."""
        if self.rule is None:
            return Standing.SHIPPED
        if not self.rule.is_on:
            is_failed = (self.rule.off_reason or "").startswith(FAILED)
            return Standing.FAILED if is_failed else Standing.OFF
        return Standing.FAILING if self.failures else Standing.ON


@dataclass(frozen=True, kw_only=True)
class Running:
    """Who runs the rules, and how much of the minute is used.

    Attributes:
        term: whose turn it is; None where nobody runs them.
        left_s: seconds until that ends, unless there is another sign of life.
        acted: firings that had their turn in the last minute.
    """

    term: Term | None = None
    left_s: float = 0.0
    acted: int = 0


@dataclass(frozen=True, kw_only=True)
class RulesSeen:
    """All of them, by name; those that only come with the program among them.

    Attributes:
        running: None in the past: nobody has written down who ran them then.
    """

    rules: Sequence[RuleSeen]
    running: Running | None

    def named(self, name: str) -> RuleSeen | None:
        """The one of that name."""
        return next((one for one in self.rules if one.name == name), None)

    def count(self, *standings: Standing) -> int:
        """How many stand like that."""
        return sum(one.standing in standings for one in self.rules)

    @property
    def held(self) -> int:
        """Orders that wait, of all rules together."""
        return sum(one.held for one in self.rules)


def rules_seen(reader: Reader, now: datetime, real_now: datetime, today: datetime) -> RulesSeen:
    """Every rule as it stands; at a moment that is past without what waited then, for that is not kept.

    Args:
        now: business time, by which rules come due.
        real_now: by which it is counted what was done in the last minute.
        today: when the day began on that clock.
    """
    view = View(reader)
    known = {} if _is_past(reader) else marks(reader)
    counts = {} if _is_past(reader) else rule_state.counts_since(reader, today)
    rules = [
        _seen(rule, known.get(rule.id), counts.get(rule.name, {}), view, now) for rule in all_rules(reader)
    ]
    rules = _with_next(rules, view, now)
    here = {one.name for one in rules}
    rules += [_shipped(name, text) for name, text in shipped_rules().items() if name not in here]
    return RulesSeen(
        rules=tuple(sorted(rules, key=lambda one: one.name)),
        running=None if _is_past(reader) else running(reader, real_now),
    )


def rule_seen(reader: Reader, name: str, now: datetime, today: datetime) -> RuleSeen | None:
    """One of them; None where there is none of that name."""
    rule = next(iter(reader.select(Rule, name=name)), None)
    if rule is None:
        text = shipped_rules().get(name)
        return None if text is None else _shipped(name, text)
    view, is_past = View(reader), _is_past(reader)
    counts = {} if is_past else rule_state.counts_since(reader, today).get(name, {})
    seen = _seen(rule, None if is_past else marks(reader).get(rule.id), counts, view, now)
    return _with_next([seen], view, now)[0]


def _with_next(rules: Sequence[RuleSeen], view: View, now: datetime) -> list[RuleSeen]:
    """The same with when those that are on come due next."""
    coming = Coming((one.definition for one in rules if one.is_on), view, now)
    return [replace(one, next_at=coming.next_at(one.definition)) if one.is_on else one for one in rules]


def _is_past(reader: Reader) -> bool:
    return reader.stored is not reader


def running(reader: Reader, real_now: datetime) -> Running:
    """Who runs them just now."""
    held = Leases(reader.connection.engine).standing_in(reader.connection)
    acted = rule_state.acted_since(reader, real_now - _MINUTE)
    if held is None or held.left_s <= 0:
        return Running(acted=acted)
    return Running(term=Term.read(held.holder), left_s=held.left_s, acted=acted)


def _seen(rule: Rule, mark: Mark | None, today: Mapping[Outcome, int], view: View, now: datetime) -> RuleSeen:
    definition, fault = _read(rule.text, rule.name)
    is_on = rule.is_on and mark is not None
    return RuleSeen(
        name=rule.name,
        text=rule.text,
        rule=rule,
        definition=definition,
        fault=fault,
        today=today,
        last=_last(view.reader, rule.name, now),
        held=mark.held if is_on and mark else 0,
        failures=mark.failures if is_on and mark else 0,
        looked_at=mark.done_until if is_on and mark else None,
    )


def _last(reader: Reader, name: str, now: datetime) -> Action | None:
    found = actions(reader, name, 1, now) if _is_past(reader) else rule_state.actions(reader, name, 1)
    return next(iter(found), None)


def _shipped(name: str, text: str) -> RuleSeen:
    definition, fault = _read(text, name)
    return RuleSeen(name=name, text=text, definition=definition, fault=fault)


def _read(text: str, name: str) -> tuple[Definition | None, str]:
    """What it says; a text that a later program has written may mean nothing to this one."""
    try:
        return read_rule(text, name), ""
    except InvalidInput as error:
        return None, str(error)


class Coming:
    """When rules come due next: of each clock that timers go by, the orders' moments are read once."""

    def __init__(self, definitions: Iterable[Definition | None], view: View, now: datetime) -> None:
        self._view, self._now = view, now
        offsets: dict[OrderClock, list[timedelta]] = {}
        for one in definitions:
            if one is not None and isinstance(one.trigger, Timer) and one.trigger.clock in FOUND_AT_ONCE:
                offsets.setdefault(one.trigger.clock, []).append(one.trigger.offset)
        self._moments = {
            clock: sorted(
                view.timed(Timer(clock, timedelta(0)), now - max(those), now - min(those) + _AHEAD).values()
            )
            for clock, those in offsets.items()
        }

    def next_at(self, definition: Definition | None) -> datetime | None:
        """When it comes due next; None where that hangs on what happens, or on no order within a day."""
        if definition is None:
            return None
        match definition.trigger:
            case Every() | Daily() as trigger:
                return next_moment(trigger, self._now, self._view.zone)
            case Timer(clock=clock, offset=offset):
                moments = self._moments.get(clock, [])
                place = bisect_right(moments, self._now - offset)
                due = moments[place] + offset if place < len(moments) else None
                return due if due is not None and due <= self._now + _AHEAD else None
            case OnEvent() | Watch() | Upkeep() | Mending():
                return None
            case _ as never:
                assert_never(never)


def rule_history(reader: Reader, name: str, now: datetime) -> list[Action]:
    """What a rule has done, the last first, as much of it as is listed; in the past what had come due by then."""
    return actions(reader, name, MOST_ACTIONS, now if _is_past(reader) else None)


@dataclass(frozen=True, kw_only=True)
class Meanwhile:
    """What rules did while somebody was away, and what waits.

    Attributes:
        acts: firings that changed something, by `rules` rules.
        refused: firings that were refused.
        stopped: firings that were stopped, because their rule had caused itself.
        held: orders that wait now; `failing` rules that fail, or were switched off for it.
    """

    acts: int = 0
    rules: int = 0
    refused: int = 0
    stopped: int = 0
    held: int = 0
    failing: int = 0

    @property
    def is_quiet(self) -> bool:
        """There is nothing to tell."""
        return not (self.acts or self.refused or self.stopped or self.held or self.failing)


def meanwhile(reader: Reader, since: datetime | None) -> Meanwhile:
    """What became of rules since a moment of real time; None = only what waits now."""
    counts = rule_state.counts_since(reader, since) if since is not None else {}
    waiting = [mark for mark in marks(reader).values() if mark.held or mark.failures]
    rules = list(reader.rows(Rule, ("is_on", "off_reason")))
    on = {id for id, is_on, _ in rules if is_on}
    failed = sum(not is_on and (reason or "").startswith(FAILED) for _, is_on, reason in rules)
    return Meanwhile(
        acts=sum(count.get(Outcome.DONE, 0) for count in counts.values()),
        rules=sum(bool(count.get(Outcome.DONE)) for count in counts.values()),
        refused=sum(count.get(Outcome.REFUSED, 0) for count in counts.values()),
        stopped=sum(count.get(Outcome.LOOP, 0) for count in counts.values()),
        held=sum(mark.held for mark in waiting if mark.rule_id in on),
        failing=failed + sum(mark.failures > 0 and mark.rule_id in on for mark in waiting),
    )
