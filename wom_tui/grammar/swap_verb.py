"""Which two visits change places when somebody says so? Two that are named, or one and the cursor's, or two marked."""

from __future__ import annotations

from dataclasses import replace

from wom_tui.commands.command import Command
from wom_tui.commands.swap import SwapVisits
from wom_tui.domain.states import COMING
from wom_tui.errors import InvalidInput
from wom_tui.grammar.common_words import common
from wom_tui.grammar.intent import Argument, Intent, Takes, Verb
from wom_tui.grammar.kinds import Kind
from wom_tui.grammar.resolver import Resolver
from wom_tui.grammar.targets import Target, targets_in
from wom_tui.grammar.which_visit import the_visit

_PAIR = 2


def swap(intent: Intent, look: Resolver) -> Command:
    """`swap 4417 4432`; `swap 4432` with the cursor on 4417, or `swap` with both marked, mean the same."""
    said = [target for word in intent.arguments.values() for target in _targets(word)]
    meant = (*look.here.targets, *said) if len(said) < _PAIR else tuple(said)
    if len(meant) != _PAIR:
        raise InvalidInput("swap", " ".join(map(str, meant)), f"two visits, as in: {intent.verb.example}")
    one, other = (
        the_visit(replace(intent, target=target), look, lambda v: v.is_booked and v.status in COMING)
        for target in meant
    )
    if one.id == other.id:
        raise InvalidInput("swap", " ".join(map(str, meant)), "two different visits")
    return SwapVisits(
        visit=one.id,
        other=other.id,
        expect=look.here.visits.get(one.id),
        expect_other=look.here.visits.get(other.id),
        **common(intent, look),
    )


def _targets(word: str) -> tuple[Target, ...]:
    if found := targets_in(word):
        return found
    raise InvalidInput("swap", word, "the number of an order or a visit: 4417, 4417/2")


SWAP = Verb(
    name="swap",
    takes=Takes.NOTHING,
    arguments=(
        Argument("one", Kind.ORDER, is_required=False),
        Argument("other", Kind.ORDER, is_required=False, after=("and", "with")),
    ),
    build=swap,
    commands=(SwapVisits,),
    example="swap 4417 4432",
    said="Exchange technicians and times of two visits: of both named, or of one and the cursor's.",
)
