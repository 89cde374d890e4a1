"""How do verbs that are about no single order become commands: undo, plan, users?"""

from __future__ import annotations

from wom_tui.commands.command import Command
from wom_tui.commands.plan import AcceptPlan
from wom_tui.commands.roster import AddUser
from wom_tui.commands.undo import Redo, Undo
from wom_tui.domain.policy import Role
from wom_tui.grammar import values
from wom_tui.grammar.common_words import common
from wom_tui.grammar.intent import Argument, Intent, Option, Takes, Verb
from wom_tui.grammar.kinds import Kind
from wom_tui.grammar.resolver import Resolver


def undo(intent: Intent, look: Resolver) -> Command:
    """`undo`: my own last act from here; `undo 01976f3e`: the act of that receipt."""
    return Undo(receipt=intent.arguments.get("receipt"))


def redo(intent: Intent, look: Resolver) -> Command:
    """`redo`: what I have just taken back."""
    return Redo()


def plan(intent: Intent, look: Resolver) -> Command:
    """`plan tomorrow`: propose a day and take the proposal over."""
    day = intent.arguments.get("day")
    return AcceptPlan(plan=look.plan(look.day(look.time(day, "day")) if day else look.here.day))


def user(intent: Intent, look: Resolver) -> Command:
    """`user kim dispatcher os=kmoran`."""
    return AddUser(
        name=intent.arguments["name"],
        role=values.word_of(Role, intent.arguments["role"], "role"),
        os_user=intent.options.get("os"),
        **common(intent, look),
    )


OFFICE_VERBS: tuple[Verb, ...] = (
    Verb(
        name="undo",
        takes=Takes.NOTHING,
        arguments=(Argument("receipt", Kind.RECEIPT, is_required=False),),
        build=undo,
        commands=(Undo,),
        example="undo",
        is_early=True,
    ),
    Verb(name="redo", takes=Takes.NOTHING, build=redo, commands=(Redo,), example="redo", is_early=True),
    Verb(
        name="plan",
        takes=Takes.NOTHING,
        arguments=(Argument("day", Kind.TIME, is_required=False, is_rest=True),),
        build=plan,
        commands=(AcceptPlan,),
        example="plan tomorrow",
        said="Plan the ready orders of a day, today unless another is said, and take the plan over.",
        is_early=True,
    ),
    Verb(
        name="user",
        takes=Takes.NOTHING,
        arguments=(Argument("name", Kind.TEXT), Argument("role", Kind.ROLE)),
        options=(Option("os", Kind.TEXT, "the name under which the machine knows them"),),
        build=user,
        commands=(AddUser,),
        example="user kim dispatcher os=kmoran",
    ),
)
