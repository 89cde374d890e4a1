"""How does a line say what becomes of a message that is to leave the house? `outbox drop`, `outbox retry`."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from wom_tui.commands.command import Command
from wom_tui.commands.outbox import DropOutgoing, RetryOutgoing
from wom_tui.errors import InvalidInput
from wom_tui.grammar.common_words import act_of, common
from wom_tui.grammar.intent import Argument, Intent, Takes, Verb
from wom_tui.grammar.kinds import Kind
from wom_tui.grammar.resolver import Resolver

BY_HAND = "by hand"  # where nobody says why


def outbox(intent: Intent, look: Resolver) -> Command:
    """One of the two."""
    act = act_of(intent, _BUILD)
    key, _, words = intent.arguments["rest"].partition(" ")
    return _BUILD[act](key, words.strip(), intent, look)


def _drop(key: str, words: str, intent: Intent, look: Resolver) -> Command:
    """`outbox drop 3f9a the customer was called`."""
    return DropOutgoing(outgoing=key, reason=words or BY_HAND, **common(intent, look))


def _retry(key: str, words: str, intent: Intent, look: Resolver) -> Command:
    """`outbox retry 3f9a`."""
    if words:
        raise InvalidInput("outbox retry", words, "nothing after the key: outbox retry 3f9a")
    return RetryOutgoing(outgoing=key, **common(intent, look))


_BUILD: Mapping[str, Callable[[str, str, Intent, Resolver], Command]] = {"drop": _drop, "retry": _retry}
OUTBOX_ACTS = tuple(_BUILD)
OUTBOX = Verb(
    name="outbox",
    takes=Takes.NOTHING,
    arguments=(Argument("act", Kind.OUTBOX_ACT), Argument("rest", Kind.TEXT, is_rest=True)),
    build=outbox,
    commands=(DropOutgoing, RetryOutgoing),
    example="outbox drop 3f9a the customer was called",
    said="Let a message go unsent for a reason, or once more, by the beginning of its key.",
)
