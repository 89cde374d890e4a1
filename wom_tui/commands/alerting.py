"""What rules do with alerts: raise them, clear them, bring them back and before others, each inside its own act."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from wom_tui.commands.alert import who
from wom_tui.domain.alert import (
    FAILED,
    LOOPED,
    NO_BACKUP,
    OFFICE,
    REVIEWED,
    SWITCHED_OFF,
    Alert,
    Severity,
    rule_subject,
)
from wom_tui.domain.alert_rule import ActKind, AlertAct, acted
from wom_tui.domain.rule import Firing, Rule
from wom_tui.store import journal
from wom_tui.store.unit import Unit

_EVENTS = {
    ActKind.RAISE: "alert.raised",
    ActKind.CLEAR: "alert.cleared",
    ActKind.END: "alert.ended",
    ActKind.WAKE: "alert.woken",
    ActKind.ESCALATE: "alert.escalated",
}
_MOST_NAMED = 3  # rules in one sentence
_ON_AGAIN = "it was switched on again"


def carry_out(act: AlertAct, firing: Firing, unit: Unit) -> None:
    """Do with an alert what a rule has come to; nothing where somebody was faster."""
    if act.kind is ActKind.RAISE:
        _raise(act, firing, unit)
        return
    alert = unit.find(Alert, act.alert)
    if alert is not None:
        unit.save(acted(act, alert, who(unit), unit.at), _EVENTS[act.kind])


def _raise(act: AlertAct, firing: Firing, unit: Unit) -> None:
    if standing_alert(firing.rule, firing.subject, unit):
        return
    unit.save(
        Alert(
            id=unit.new_id(Alert),
            rule=firing.rule,
            subject=firing.subject,
            order_id=firing.order,
            severity=act.severity,
            says=act.says,
            value=act.value,
            since_at=act.since_at or unit.at,
            raised_at=unit.at,
        ),
        _EVENTS[act.kind],
    )


def standing_alert(rule: str, subject: str, unit: Unit) -> Alert | None:
    """The alert of a rule about a subject whose condition goes on, as far as anybody has seen."""
    return next(iter(unit.select(Alert, rule=rule, subject=subject, ended_at=None)), None)


# -- about the rules themselves --------------------------------------------------------------------


def tell_switched_off(rule: str, why: str, *, has_failed: bool, unit: Unit) -> None:
    """Somebody, or the program itself because it failed, has switched a rule off: nobody shall wonder later."""
    kind, severity = (FAILED, Severity.CRITICAL) if has_failed else (SWITCHED_OFF, Severity.INFO)
    says = f"The rule {rule} was switched off: {why}"
    _tell_of_rule(kind, rule, severity, says, unit)


def tell_all_switched_off(rules: Sequence[str], why: str, unit: Unit) -> None:
    """Somebody has stopped several rules in one act, which is one thing to know of.

    Where such an alert stands already, this one takes its place, and speaks of all that are off by such acts.
    """
    if len(rules) == 1:
        tell_switched_off(rules[0], why, has_failed=False, unit=unit)
        return
    before = standing_alert(SWITCHED_OFF, OFFICE, unit)
    off = sorted({*rules, *(_stopped_together(before, unit) if before else ())})
    named = ", ".join(off[:_MOST_NAMED])
    more = f" and {len(off) - _MOST_NAMED} more" if len(off) > _MOST_NAMED else ""
    says = f"{len(off)} rules were switched off together: {why} ({named}{more})"
    if before is None:
        _tell(SWITCHED_OFF, OFFICE, Severity.INFO, says, unit)
    else:
        _tell_again(before, says, unit)


def on_again_together(unit: Unit) -> None:
    """What was told of several rules is over once all of them are on again."""
    alert = standing_alert(SWITCHED_OFF, OFFICE, unit)
    if alert is not None and not _stopped_together(alert, unit):
        unit.save(alert.cleared(who(unit), unit.at, "they were switched on again"), "alert.cleared")


def _stopped_together(alert: Alert, unit: Unit) -> list[str]:
    """Which of the rules that an alert was raised for are still off."""
    raised = journal.events(unit.connection, subject=f"{Alert.noun}:{alert.id}")
    acts = {event.command_id for event in raised if event.kind == _EVENTS[ActKind.RAISE]}
    stopped = {
        event.subject_id
        for act in acts
        for event in journal.events(unit.connection, command_id=act)
        if event.kind == "rule.disabled"
    }
    return [rule.name for rule in unit.many(Rule, stopped).values() if not rule.is_on]


def tell_of_loop(rule: str, way: str, unit: Unit) -> None:
    """A rule was stopped this once, because it had caused itself; it stays on, and what it leads to is still so."""
    says = (
        f"The rule {rule} was stopped this once: {way}. It is still on: change it or switch it off; "
        f"if it may go on as it is: wom rule enable {rule}"
    )
    _tell_of_rule(LOOPED, rule, Severity.WARNING, says, unit)


def loop_is_seen_to(rule: str, why: str, unit: Unit) -> None:
    """Somebody has changed the rule that had caused itself, or switched it off, or says that it may go on."""
    clear_of_rule(rule, unit, (LOOPED,), why)


def tell_of_backup(rule: str, why: str, unit: Unit) -> None:
    """There is no backup tonight; it is tried again."""
    _tell_of_rule(NO_BACKUP, rule, Severity.CRITICAL, f"There is no backup tonight: {why}", unit)


def tell_of_review(rule: str, week: str, words: str, unit: Unit) -> None:
    """A review can be read. It takes the place of the one before that nobody has cleared: there is one to be read."""
    says = f"The review of {week} is there: {words}. wom review show {week}"
    if (before := standing_alert(REVIEWED, rule_subject(rule), unit)) is None:
        _tell_of_rule(REVIEWED, rule, Severity.INFO, says, unit)
        return
    _tell_again(before, says, unit)


_OF_BEFORE = (SWITCHED_OFF, FAILED, LOOPED, NO_BACKUP)


def clear_of_rule(rule: str, unit: Unit, kinds: Iterable[str] = _OF_BEFORE, why: str = _ON_AGAIN) -> None:
    """What was told of a rule before is over: it is on again, and begins anew, or something better came of it."""
    for kind in kinds:
        if alert := standing_alert(kind, rule_subject(rule), unit):
            unit.save(alert.cleared(who(unit), unit.at, why), "alert.cleared")


def _tell_of_rule(kind: str, rule: str, severity: Severity, says: str, unit: Unit) -> None:
    _tell(kind, rule_subject(rule), severity, says, unit)


def _tell(kind: str, subject: str, severity: Severity, says: str, unit: Unit) -> None:
    act = AlertAct(kind=ActKind.RAISE, severity=severity, says=says)
    _raise(act, Firing(rule=kind, about=subject, occasion="", due_at=unit.at), unit)


def _tell_again(before: Alert, says: str, unit: Unit) -> None:
    """In place of one that stands: whoever knew of that does not know of this."""
    again = replace(before.woken(), says=says, since_at=unit.at, raised_at=unit.at)
    unit.save(replace(again, acknowledged_at=None, acknowledged_by=None), _EVENTS[ActKind.RAISE])
