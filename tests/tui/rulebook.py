"""An office whose rules have had a morning's work: some on, one that failed, firings that ended in every way."""

from __future__ import annotations

from collections.abc import Sequence

from tests.ruled import a_rule
from tests.tui.office import MINUTE, NOW, desk_at
from wom_tui.commands.rule import DisableRule, EnableRule
from wom_tui.desk import Desk
from wom_tui.domain.lease import Term
from wom_tui.domain.rule import FAILED, Firing, Mark, Outcome, Rule
from wom_tui.presets.shipped import shipped_rules
from wom_tui.rule_desk import RuleDesk
from wom_tui.store import rule_state
from wom_tui.store.driver import Statement, send
from wom_tui.store.reader import Reader

DECLINED = """name = "declined-urgent"
says = "What was declined and is urgent is noted, and stands first."
event = "visit.declined"
when = "pri<=2"
do = ["priority {order} 1", "note {order} declined: call somebody else"]
catch_up = "skip_older_than 10m"
"""
WAITING = """name = "waiting-noted"
says = "What nobody has for an hour is noted."
every = "15m"
when = "status=ready technician=none"
do = ["note {order} nobody has it yet"]
"""
_DONE, _ALREADY, _REFUSED = Outcome.DONE, Outcome.SO_ALREADY, Outcome.REFUSED


def ruled(address: str) -> str:
    """That office: rules, what became of their firings, who runs them."""
    desk = desk_at(address, actor="byrne")
    for text in (WAITING, DECLINED, shipped_rules()["dispatch-ahead"], a_rule("nightly", at="02:00")):
        desk.run(EnableRule(text=text))
    desk.run(DisableRule(name="nightly", reason=f"{FAILED} 5 times in a row: no such column"))
    for minutes, order, outcome, said in (
        (47, 4407, _DONE, ""),
        (32, 4405, _DONE, ""),
        (32, 4402, _DONE, ""),
        (17, 4405, _ALREADY, ""),
    ):
        acted(desk, "waiting-noted", order, outcome, minutes, said)
    acted(desk, "declined-urgent", 4403, _DONE, 12)
    acted(desk, "dispatch-ahead", 4416, _REFUSED, 5, "Amadou Diallo is on the way to order 4409")
    marked(desk, "dispatch-ahead", held=3)
    marked(desk, "declined-urgent", failures=2)
    leads(desk)
    desk.close()
    return address


def rule_named(desk: Desk, name: str) -> Rule:
    return next(rule for rule in desk.ask(Reader.select, Rule) if rule.name == name)


def acted(desk: Desk, name: str, order: int, outcome: Outcome, minutes: int, said: str = "") -> None:
    """Something became of a firing so many minutes ago."""
    at = NOW - minutes * MINUTE
    firing = Firing(rule=name, order=order, occasion=at.isoformat(), due_at=at)
    command_id = f"{order:08x}{minutes:024x}"
    row = rule_state.acting(desk.engine.dialect, firing, command_id, at, outcome, said, order=order)
    _keep(desk, [row])


def marked(desk: Desk, name: str, *, held: int = 0, failures: int = 0) -> None:
    """How far the runner has come with a rule."""
    mark = Mark(
        rule_id=rule_named(desk, name).id, done_until=NOW - MINUTE, seq=1, failures=failures, held=held
    )
    _keep(desk, rule_state.marking(desk.engine.dialect, [mark]))


def _keep(desk: Desk, statements: Sequence[Statement]) -> None:
    with desk.engine.connect().execution_options(write=True) as connection:
        connection.begin()
        send(connection, statements, commit=True)


def leads(desk: Desk) -> None:
    """Somebody runs the rules, for two hours by now and for long."""
    term = Term("desk3", 4711, NOW - 125 * MINUTE)
    assert RuleDesk(desk).leases.take(term.holder("a"), 3600.0, is_hinted=False)
