"""How does a line become what is noted about an order: note?"""

from __future__ import annotations

from wom_tui.commands.command import Command
from wom_tui.commands.note import AddNote
from wom_tui.grammar.intent import Argument, Intent, Takes, Verb
from wom_tui.grammar.kinds import Kind
from wom_tui.grammar.order_verbs import about_order
from wom_tui.grammar.resolver import Resolver


def note(intent: Intent, look: Resolver) -> Command:
    """`note 4417 caller says gate code is 1234`."""
    return AddNote(text=intent.arguments["text"], **about_order(intent, look))


NOTE_VERBS = (
    Verb(
        name="note",
        takes=Takes.ORDERS,
        arguments=(Argument("text", Kind.TEXT, is_rest=True),),
        build=note,
        commands=(AddNote,),
        is_private=True,
        example="note 4417 caller says gate code is 1234",
    ),
)
