"""How does a line decide about something that came in from the field? `inbound accept`, `inbound drop`."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from wom_tui.commands.command import Command
from wom_tui.commands.inbound import AcceptInbound, DropInbound
from wom_tui.domain.report import Act, meant_of_order, visit_label
from wom_tui.domain.report_words import WORDS
from wom_tui.errors import InvalidInput, NotFound
from wom_tui.grammar import values
from wom_tui.grammar.common_words import act_of, common
from wom_tui.grammar.intent import Argument, Intent, Takes, Verb
from wom_tui.grammar.kinds import Kind
from wom_tui.grammar.resolver import Resolver


def inbound(intent: Intent, look: Resolver) -> Command:
    """One of the two."""
    decision = act_of(intent, _BUILD, "decision")
    number, _, rest = intent.arguments["rest"].partition(" ")
    return _BUILD[decision](values.count(number, "inbound", least=1), rest.strip(), intent, look)


def _accept(number: int, rest: str, intent: Intent, look: Resolver) -> Command:
    """`inbound accept 12`, `inbound accept 12 arrive 4417`, `inbound accept 12 note 4417/2 ring twice`."""
    word, _, behind = rest.partition(" ")
    about, _, words = behind.strip().partition(" ")
    act = _act(word) if word else None
    return AcceptInbound(
        inbound=number,
        act=act,
        visit=_visit(act, about, look) if about else None,
        words=words.strip(),
        **common(intent, look),
    )


def _drop(number: int, rest: str, intent: Intent, look: Resolver) -> Command:
    """`inbound drop 12 spam`."""
    return DropInbound(inbound=number, reason=rest, **common(intent, look))


def _act(word: str) -> Act:
    found = next((act for act, words in WORDS.items() if word.casefold() in words), None)
    if found is None:
        raise InvalidInput("act", word, f"one of {', '.join(Act)}")
    return found


def _visit(act: Act | None, said: str, look: Resolver) -> int:
    """The visit of `4417/2`, or the only one of `4417` that the act can be about."""
    number, ordinal = visit_label(said)
    there = [visit for visit in look.visits(number) if ordinal in (None, visit.ordinal)]
    if not there:
        raise NotFound("visit", said)
    fit = meant_of_order(act, there) if act is not None else there
    if len(fit or there) > 1:
        raise InvalidInput("visit", said, f"one of {', '.join(visit.label for visit in fit or there)}")
    return (fit or there)[0].id


_BUILD: Mapping[str, Callable[[int, str, Intent, Resolver], Command]] = {"accept": _accept, "drop": _drop}

INBOUND_VERB = Verb(
    name="inbound",
    takes=Takes.NOTHING,
    arguments=(
        Argument("decision", Kind.TEXT, choices=tuple(_BUILD)),
        Argument("rest", Kind.TEXT, is_rest=True, is_anything=True),
    ),
    build=inbound,
    commands=(AcceptInbound, DropInbound),
    is_private=True,
    example="inbound accept 12 arrive 4417",
    said="What came in from the field and was not certain: `accept` does it, `drop` does nothing.",
)
