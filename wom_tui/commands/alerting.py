"""What rules do with alerts: raise them, clear them, bring them back and before others, each inside its own act."""

from __future__ import annotations

from collections.abc import Iterable

from wom_tui.commands.alert import who
from wom_tui.domain.alert import FAILED, LOOPED, SWITCHED_OFF, Alert, Severity, rule_subject
from wom_tui.domain.alert_rule import ActKind, AlertAct, acted
from wom_tui.domain.rule import Firing
from wom_tui.store.unit import Unit

_EVENTS = {
    ActKind.RAISE: "alert.raised",
    ActKind.CLEAR: "alert.cleared",
    ActKind.END: "alert.ended",
    ActKind.WAKE: "alert.woken",
    ActKind.ESCALATE: "alert.escalated",
}
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


def tell_of_loop(rule: str, way: str, unit: Unit) -> None:
    """A rule was stopped, because it had caused itself."""
    _tell_of_rule(LOOPED, rule, Severity.WARNING, f"The rule {rule} was stopped: {way}", unit)


def clear_of_rule(rule: str, unit: Unit, kinds: Iterable[str] = (SWITCHED_OFF, FAILED, LOOPED)) -> None:
    """A rule is on again, and begins anew: what was told of it before is over."""
    for kind in kinds:
        if alert := standing_alert(kind, rule_subject(rule), unit):
            unit.save(alert.cleared(who(unit), unit.at, _ON_AGAIN), "alert.cleared")


def _tell_of_rule(kind: str, rule: str, severity: Severity, says: str, unit: Unit) -> None:
    act = AlertAct(kind=ActKind.RAISE, severity=severity, says=says)
    firing = Firing(rule=kind, about=rule_subject(rule), occasion="", due_at=unit.at)
    _raise(act, firing, unit)
