"""An office in which something asks for somebody: alerts of every severity, known, given to somebody, put away."""

from __future__ import annotations

from datetime import timedelta

from tests.tui.office import MINUTE, NOW, desk_at
from wom_tui.commands.alert import AcknowledgeAlert, AssignAlert, SnoozeAlert
from wom_tui.commands.facts import LoadFacts
from wom_tui.domain.alert import Alert, Severity

_C, _W, _I = Severity.CRITICAL, Severity.WARNING, Severity.INFO
_ALERTS = (
    (
        1,
        "sla-used",
        "order:4401",
        4401,
        _C,
        18,
        "90 % of the time to resolve are used, and nobody has finished",
    ),
    (2, "not-accepted", "order:4404", 4404, _W, 12, "Maria Keane was told 12 min ago and has not answered"),
    (3, "not-accepted", "order:4406", 4406, _W, 9, "Rita Silva was told 9 min ago and has not answered"),
    (4, "queue-long", "territory:West", None, _W, 31, "7 orders, at least 6"),
    (5, "part-late", "order:4408", 4408, _I, 95, "BELT-12 comes a day after the visit"),
    (6, "rule-off", "rule:nightly", None, _I, 140, "The rule nightly was switched off: too many notes"),
)


def alarmed(address: str) -> str:
    """That office."""
    boss = desk_at(address, actor="byrne")
    boss.run(LoadFacts(facts=tuple(map(_alert, _ALERTS)), what="alerts"))
    boss.run(AcknowledgeAlert(alert=3, at=NOW - 5 * MINUTE))
    boss.run(AssignAlert(alert=3, to="me", at=NOW - 4 * MINUTE))
    boss.run(SnoozeAlert(alert=5, until_at=NOW + timedelta(hours=2), reason="the van comes by at four"))
    boss.close()
    return address


def _alert(told: tuple[int, str, str, int | None, Severity, int, str]) -> Alert:
    id, rule, subject, order, severity, minutes, says = told
    at = NOW - minutes * MINUTE
    return Alert(
        id=id,
        rule=rule,
        subject=subject,
        order_id=order,
        severity=severity,
        says=says,
        since_at=at - 2 * MINUTE,
        raised_at=at,
    )
