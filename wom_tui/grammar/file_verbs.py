"""How do verbs about the files of an order become commands: attach, detach?"""

from __future__ import annotations

from wom_tui.commands import attachment
from wom_tui.commands.command import Command
from wom_tui.grammar.intent import Argument, Intent, Option, Takes, Verb
from wom_tui.grammar.kinds import Kind
from wom_tui.grammar.order_verbs import about_order
from wom_tui.grammar.resolver import Resolver


def attach(intent: Intent, look: Resolver) -> Command:
    """`attach 4417 https://photos.example/pole-12.jpg hangs by its cable name=pole.jpg`."""
    return attachment.AttachFile(
        place=intent.arguments["place"],
        name=intent.options.get("name"),
        note=intent.arguments.get("note", ""),
        **about_order(intent, look),
    )


def detach(intent: Intent, look: Resolver) -> Command:
    """`detach 4417 pole-12.jpg`."""
    return attachment.DetachFile(name=intent.arguments["name"], **about_order(intent, look))


FILE_VERBS = (
    Verb(
        name="attach",
        takes=Takes.ORDERS,
        arguments=(
            Argument("place", Kind.TEXT),
            Argument("note", Kind.TEXT, is_required=False, is_rest=True),
        ),
        options=(Option("name", Kind.TEXT, "what to call it, if not by the last word of its place"),),
        build=attach,
        commands=(attachment.AttachFile,),
        example="attach 4417 https://photos.example/pole-12.jpg lamp hangs by its cable",
    ),
    Verb(
        name="detach",
        takes=Takes.ORDERS,
        arguments=(Argument("name", Kind.FILE, is_rest=True),),
        build=detach,
        commands=(attachment.DetachFile,),
        example="detach 4417 pole-12.jpg",
    ),
)
