"""How does a line say what is asked for and what becomes of it? `request add`, `convert`, `decline`."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from wom_tui.commands.command import Command
from wom_tui.commands.request import ConvertRequest, DeclineRequest, ReceiveRequest
from wom_tui.errors import InvalidInput
from wom_tui.grammar import values
from wom_tui.grammar.common_words import act_of, common
from wom_tui.grammar.intent import Intent, Option
from wom_tui.grammar.kinds import Kind
from wom_tui.grammar.order_verbs import NEW, PHONE, new_facts, value_of
from wom_tui.grammar.resolver import Resolver

ADD = "add"
_FOR_ALL = ("channel", "site", "contact")  # of a request, and of the order that it becomes
# The request has most of them already.
_OF_ORDERS_ONLY = frozenset({"opened", "source", "external_id", "requester", "address", "phone", "assign"})
_ADD = (
    Option("by", Kind.TEXT, "who asks"),
    PHONE,
    Option("email", Kind.TEXT, "where to write back", is_private=True),
    Option("address", Kind.TEXT, "where, in words; for a place that no site has"),
    Option("received", Kind.TIME, "when it came in, if not now"),
)
_CONVERT = (
    Option("title", Kind.TEXT, "what is to be done; else the beginning of what was said"),
    Option("into", Kind.ORDER, "the order that it is about, where there is one already"),
)
_NEW = tuple(option for option in NEW if option.name not in _OF_ORDERS_ONLY)
OPTIONS = (*_ADD, *_CONVERT, *_NEW)


def request(intent: Intent, look: Resolver) -> Command:
    """One of the three acts."""
    act = act_of(intent, ACTS)
    build, options = _BUILD[act]
    for name in intent.options:
        if name not in (*options, "at", "why"):
            raise InvalidInput(f"request {act}", f"{name}=", f"one of {', '.join(sorted(options))}")
    return build(intent, look)


def _add(intent: Intent, look: Resolver) -> Command:
    """`request add "no heat in room 12" by="K. Byrne" phone=5550100`."""
    options = intent.options
    return ReceiveRequest(
        text=intent.arguments["rest"],
        channel=options.get("channel"),
        said_by=options.get("by"),
        phone=options.get("phone", ""),
        email=options.get("email", ""),
        contact=value_of("contact", options["contact"], look) if "contact" in options else None,
        site=value_of("site", options["site"], look) if "site" in options else None,
        address=options.get("address", ""),
        received_at=look.time(options["received"], "received").start_at if "received" in options else None,
        **common(intent, look),
    )


def _convert(intent: Intent, look: Resolver) -> Command:
    """`request convert 12 type=plumbing pri=2`, `request convert 12 into=4417`."""
    given = new_facts(intent, look)
    if "title" in intent.options:
        given["title"] = intent.options["title"]
    into = intent.options.get("into")
    return ConvertRequest(
        request=_number(intent.arguments["rest"]),
        given=tuple(given.items()),
        into=values.order_number(into, "into") if into is not None else None,
        **common(intent, look),
    )


def _decline(intent: Intent, look: Resolver) -> Command:
    """`request decline 12 not our street`."""
    number, _, reason = intent.arguments["rest"].partition(" ")
    return DeclineRequest(request=_number(number), reason=reason, **common(intent, look))


def _number(said: str) -> int:
    return values.count(said, "request", least=1)


_BUILD: Mapping[str, tuple[Callable[[Intent, Resolver], Command], frozenset[str]]] = {
    ADD: (_add, frozenset({o.name for o in _ADD} | set(_FOR_ALL))),
    "convert": (_convert, frozenset(o.name for o in (*_CONVERT, *_NEW))),
    "decline": (_decline, frozenset()),
}
ACTS = tuple(_BUILD)
