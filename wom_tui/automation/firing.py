"""Which acts come of what has come due of a rule? One for each firing, with an id that is made from its key."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import replace

from wom_tui.automation.watcher import raising_at_once
from wom_tui.commands.rule import FireRule
from wom_tui.desk import Desk
from wom_tui.domain.rule import Definition, Firing, Rule
from wom_tui.grammar.rule_lines import can_be_read, commands_for
from wom_tui.queries.rules import causes_of, still_meets


def acts_of(rule: Rule, definition: Definition, firings: Sequence[Firing], desk: Desk) -> list[FireRule]:
    """The act of each firing, in their order.

    Args:
        desk: of the rule's actor.
    """
    causes = {cause for firing in firings if (cause := firing.cause) is not None}
    known = desk.ask(lambda reader: {seq: causes_of(reader, seq) for seq in causes}) if causes else {}
    return [_act(rule, definition, one, known.get(one.cause or 0, []), desk) for one in firings]


def _act(rule: Rule, definition: Definition, firing: Firing, causes: Sequence[str], desk: Desk) -> FireRule:
    if firing.act is None and (act := raising_at_once(rule, definition, firing)):
        firing = replace(firing, act=act)
    order = firing.order
    return FireRule(
        rule=rule.id,
        order=order,
        firing=firing,
        lines=commands_for(definition, order, desk) if order is not None and firing.does_lines else (),
        still=lambda reader: (
            order is None or not firing.does_lines or still_meets(reader, definition, order, desk.now())
        ),
        is_readable=lambda reader: can_be_read(definition, reader, desk.now()),
        loop=loop_words(firing, causes),
        command_id=command_id_of(firing),
    )


def command_id_of(firing: Firing) -> str:
    """The id of the one act that may come of a firing: the same whoever runs it, and how often."""
    return hashlib.sha256(f"rule:{firing.key}".encode()).hexdigest()[:32]


def loop_words(firing: Firing, causes: Sequence[str]) -> str:
    """How a rule has led to itself; empty where it has not."""
    if firing.rule not in causes:
        return ""
    way = [*reversed(causes[: causes.index(firing.rule) + 1]), firing.rule]
    return f"it caused itself: {' → '.join(way)}"
