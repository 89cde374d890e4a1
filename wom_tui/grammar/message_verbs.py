"""How does a line say something to the field or to the office, and that one knows?"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from wom_tui.commands.command import Command
from wom_tui.commands.message import AcknowledgeMessage, SendMessage, WithdrawMessage
from wom_tui.grammar import values
from wom_tui.grammar.common_words import common
from wom_tui.grammar.intent import Argument, Intent, Option, Takes, Verb
from wom_tui.grammar.kinds import Kind
from wom_tui.grammar.order_verbs import about_order
from wom_tui.grammar.resolver import Resolver

_TO = Option("to", Kind.LIST, "whom it concerns: office, kim, ann; else whoever goes there, or the office")
_ACK = Option("ack", Kind.TEXT, "yes: they are asked to say that they know")
_CANNED = Option("canned", Kind.TEXT, "a text that the office keeps, by its name; the words stand behind it")
_SAYING = (_TO, _ACK, _CANNED)


def message(intent: Intent, look: Resolver) -> Command:
    """`message 4417 the gate code is 1234 now ack=yes`."""
    return SendMessage(**_said(intent), **about_order(intent, look))


def tell(intent: Intent, look: Resolver) -> Command:
    """`tell kim please call the office`."""
    first = intent.arguments["technician"]
    technician = look.technician(first)
    said = _said(intent)
    names = technician.name.split()
    # `tell Kim Moran …`: the rest of the name is no message.
    if names and names[0].casefold() == first.casefold():
        said["text"] = _without(said["text"], names[1:])
    return SendMessage(technician=technician.id, **said, **common(intent, look))


def _without(text: str, names: Sequence[str]) -> str:
    words = text.split(maxsplit=len(names))
    is_name = [word.casefold() for word in words[: len(names)]] == [name.casefold() for name in names]
    return " ".join(words[len(names) :]) if is_name else text


def reply(intent: Intent, look: Resolver) -> Command:
    """`reply 12 they are in`: in the thread of that message, to whoever wrote it."""
    return SendMessage(reply_to=_number(intent), **_said(intent), **common(intent, look))


def got(intent: Intent, look: Resolver) -> Command:
    """`got 12`: I know; `got 12 for=kim`: kim has told me that they know."""
    whose = intent.options.get("for")
    return AcknowledgeMessage(
        message=_number(intent),
        technician=look.technician(whose).id if whose is not None else None,
        **common(intent, look),
    )


def withdraw(intent: Intent, look: Resolver) -> Command:
    """`withdraw 12`."""
    return WithdrawMessage(message=_number(intent), **common(intent, look))


def _said(intent: Intent) -> dict[str, Any]:
    options = intent.options
    return {
        "text": intent.arguments.get("text", ""),
        "canned": options.get("canned"),
        "to": values.list_of(options["to"]) if "to" in options else (),
        "needs_ack": values.yes_or_no(options["ack"], "ack") if "ack" in options else False,
    }


def _number(intent: Intent) -> int:
    return values.count(intent.arguments["message"], "message", least=1)


_MESSAGE = Argument("message", Kind.COUNT)
_TEXT = Argument("text", Kind.TEXT, is_required=False, is_rest=True, is_anything=True)

MESSAGE_VERBS: tuple[Verb, ...] = (
    Verb(
        name="message",
        aliases=("msg",),
        takes=Takes.ORDERS,
        arguments=(_TEXT,),
        options=_SAYING,
        build=message,
        commands=(SendMessage,),
        is_private=True,
        example="message 4417 the gate code is 1234 now ack=yes",
        said="Say something to whoever goes to an order, or to the office; @kim adds somebody.",
    ),
    Verb(
        name="tell",
        takes=Takes.NOTHING,
        arguments=(Argument("technician", Kind.TECHNICIAN), _TEXT),
        options=_SAYING,
        build=tell,
        commands=(SendMessage,),
        is_private=True,
        example="tell kim please call the office",
        said="Say something to a technician that is about no order.",
    ),
    Verb(
        name="reply",
        takes=Takes.NOTHING,
        arguments=(_MESSAGE, _TEXT),
        options=_SAYING,
        build=reply,
        commands=(SendMessage,),
        is_private=True,
        example="reply 12 they are in from ten on",
        said="Answer a message, by its number, in the thread that it stands in.",
    ),
    Verb(
        name="got",
        takes=Takes.NOTHING,
        arguments=(_MESSAGE,),
        options=(Option("for", Kind.TECHNICIAN, "who has told you that they know"),),
        build=got,
        commands=(AcknowledgeMessage,),
        example="got 12",
        said="Say that a message has arrived and is known, for yourself or for a technician.",
    ),
    Verb(
        name="withdraw",
        takes=Takes.NOTHING,
        arguments=(_MESSAGE,),
        build=withdraw,
        commands=(WithdrawMessage,),
        example="withdraw 12",
    ),
)
