"""What do words mean that stand behind many verbs: when it happened, why a rule is bent, which version was seen?"""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from wom_tui.errors import InvalidInput
from wom_tui.grammar import values
from wom_tui.grammar.intent import EXPECT, Intent
from wom_tui.grammar.resolver import Resolver


def common(intent: Intent, look: Resolver) -> dict[str, Any]:
    """What every command may be told: when it happened, and why it goes past a rule."""
    at = intent.options.get("at")
    return {"at": look.time(at, "at").start_at if at else None, "override": intent.options.get("why")}


def act_of(intent: Intent, acts: Collection[str], argument: str = "act") -> str:
    """The one act of a verb that begins like an argument.

    Raises:
        InvalidInput: none does, or several do.
    """
    said = intent.arguments[argument].casefold()
    found = [act for act in acts if said and act.startswith(said)]
    if len(found) != 1:
        verb = intent.verb
        raise InvalidInput(verb.name, said, f"one of {', '.join(acts)}, as in: {verb.example}")
    return found[0]


def seen(intent: Intent, version_on_screen: int | None) -> int | None:
    """The version that the dispatcher saw: the one typed, or the one on the screen."""
    typed = intent.options.get(EXPECT.name)
    return values.count(typed, EXPECT.name) if typed is not None else version_on_screen
