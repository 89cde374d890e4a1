"""How do verbs about what belongs to an order become commands: its files, what was said of it, what was left over?"""

from __future__ import annotations

from wom_tui.commands.attachment import AttachFile, DetachFile
from wom_tui.commands.command import Command
from wom_tui.commands.follow_up import FollowUpOrder
from wom_tui.commands.note import AddNote
from wom_tui.grammar import values
from wom_tui.grammar.intent import Argument, Intent, Option, Takes, Verb
from wom_tui.grammar.kinds import Kind
from wom_tui.grammar.order_verbs import about_order
from wom_tui.grammar.resolver import Resolver


def attach(intent: Intent, look: Resolver) -> Command:
    """`attach 4417 https://photos.example/pole-12.jpg hangs by its cable name=pole.jpg`."""
    return AttachFile(
        place=intent.arguments["place"],
        name=intent.options.get("name"),
        note=intent.arguments.get("note", ""),
        **about_order(intent, look),
    )


def detach(intent: Intent, look: Resolver) -> Command:
    """`detach 4417 pole-12.jpg`."""
    return DetachFile(name=intent.arguments["name"], **about_order(intent, look))


def note(intent: Intent, look: Resolver) -> Command:
    """`note 4417 caller says gate code is 1234`."""
    return AddNote(text=intent.arguments["text"], **about_order(intent, look))


def follow_up(intent: Intent, look: Resolver) -> Command:
    """`followup 4417 insulate the pipe`; without words what is known to be left."""
    pri = intent.options.get("pri")
    return FollowUpOrder(
        title=intent.arguments.get("text", ""),
        priority=values.priority(pri) if pri is not None else None,
        **about_order(intent, look),
    )


ATTACHED_VERBS: tuple[Verb, ...] = (
    Verb(
        name="attach",
        takes=Takes.ORDERS,
        arguments=(
            Argument("place", Kind.TEXT),
            Argument("note", Kind.TEXT, is_required=False, is_rest=True),
        ),
        options=(Option("name", Kind.TEXT, "what to call it, if not by the last word of its place"),),
        build=attach,
        commands=(AttachFile,),
        example="attach 4417 https://photos.example/pole-12.jpg lamp hangs by its cable",
    ),
    Verb(
        name="detach",
        takes=Takes.ORDERS,
        arguments=(Argument("name", Kind.FILE, is_rest=True),),
        build=detach,
        commands=(DetachFile,),
        example="detach 4417 pole-12.jpg",
    ),
    Verb(
        name="note",
        takes=Takes.ORDERS,
        arguments=(Argument("text", Kind.TEXT, is_rest=True, is_anything=True),),
        build=note,
        commands=(AddNote,),
        is_private=True,
        example="note 4417 caller says gate code is 1234",
    ),
    Verb(
        name="followup",
        aliases=("follow-up",),
        takes=Takes.ORDERS,
        arguments=(Argument("text", Kind.TEXT, is_required=False, is_rest=True),),
        options=(Option("pri", Kind.PRIORITY, "P1 to P4; else that of the work type"),),
        build=follow_up,
        commands=(FollowUpOrder,),
        example="followup 4417 insulate the pipe",
        said="Open an order for what was left over: the words, else the points that failed.",
    ),
)
