"""How do verbs that are about no single order become commands: undo, plan, absences, users?"""

from __future__ import annotations

from datetime import datetime

from wom_tui.commands.command import Command
from wom_tui.commands.plan import AcceptPlan
from wom_tui.commands.roster import AddAbsence, AddUser
from wom_tui.commands.undo import Redo, Undo
from wom_tui.domain.policy import Role
from wom_tui.grammar import values
from wom_tui.grammar.intent import Intent
from wom_tui.grammar.resolver import Resolver
from wom_tui.grammar.visit_verbs import common


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


def absent(intent: Intent, look: Resolver) -> Command:
    """`absent kim fri`, `absent kim fri 9:00 to fri 12:00`, `absent kim mon to wed reason=flu`."""
    start_at, end_at = _stretch(intent.arguments["time"], look)
    return AddAbsence(
        technician=look.technician(intent.arguments["technician"]).id,
        start_at=start_at,
        end_at=end_at,
        reason=intent.options.get("reason", "absent"),
        **common(intent, look),
    )


def _stretch(said: str, look: Resolver) -> tuple[datetime, datetime]:
    """From the first moment to the second; a day counts as a whole."""
    first, _, last = said.partition(" to ")
    begun = look.time(first)
    if not last:
        return begun.start_at, begun.end_at
    ended = look.time(last)
    return begun.start_at, ended.end_at if ended.is_day else ended.start_at


def user(intent: Intent, look: Resolver) -> Command:
    """`user kim dispatcher os=kmoran`."""
    return AddUser(
        name=intent.arguments["name"],
        role=values.word_of(Role, intent.arguments["role"], "role"),
        os_user=intent.options.get("os"),
        **common(intent, look),
    )
