"""Which verbs are about orders: what `wom wo` reads, for it must not load the grammar to list them."""

from __future__ import annotations

from collections.abc import Iterator

from wom_tui.commands import order
from wom_tui.grammar.intent import Takes
from wom_tui.grammar.kinds import Kind
from wom_tui.grammar.verbs import VERBS


def order_verb_lines() -> Iterator[str]:
    """The verbs of a line that are about orders, for `wom wo` (wom_tui/cli/order_lines.py)."""
    for verb in VERBS:
        is_about = verb.takes is not Takes.NOTHING or order.CreateOrder in verb.commands
        if is_about or any(argument.kind is Kind.ORDER for argument in verb.arguments):
            yield f"{verb.name}\t{verb.help}\t{verb.usage}\n"
