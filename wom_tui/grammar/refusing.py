"""What is said of a line that lacks a word, or whose verb is none?"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from wom_tui.errors import InvalidInput, short

if TYPE_CHECKING:
    from wom_tui.grammar.intent import Argument, Verb

VERBS_TOLD_BY = "`wom do help`"  # a console, where no shell is, says its own help instead
_NEAR = 0.7  # alike enough to be a slip of the fingers

_WHOM_TO_RING = (
    "the order, where the number to call stands: Enter on it, then y copies; in a shell wom wo show NUMBER; "
    "calloff PURCHASE is about parts that were ordered"
)
# Words that are no verbs and shorten none, with what there is instead: `call` was `calloff`, which ends a purchase.
INSTEAD: Mapping[str, str] = dict.fromkeys(("call", "callback", "phone", "ring", "dial"), _WHOM_TO_RING)


def missing(verb: Verb, argument: Argument, choices: Sequence[str] | None = None) -> InvalidInput:
    """A word that the verb cannot do without.

    Args:
        choices: what it may be, where that depends on the facts; else what the argument may always be.
    """
    listed = argument.choices if choices is None else choices
    meant = f"one of {', '.join(listed)}" if listed else verb.usage
    article = "an" if argument.name[0] in "aeiou" else "a"
    return InvalidInput(
        argument.name,
        "",
        f"{meant}, as in: {verb.example}",
        why=f"{verb.name} needs {article} {argument.name}",
    )


def no_verb(word: str, verbs: Mapping[str, str]) -> InvalidInput:
    """A word that is the beginning of no verb.

    Args:
        verbs: what each is called, by its names; whichever name is near, the verb is told once.
    """
    from difflib import get_close_matches  # only for those who mistype

    said, names = word.lower(), list(verbs)
    if said in INSTEAD:
        return InvalidInput("verb", word, INSTEAD[said], why=f"{word} is no verb, and nobody was called")
    near = get_close_matches(said, names, n=3, cutoff=_NEAR)
    near += [name for name in names if name not in near and _leaves_out(said, name)]
    told: dict[str, str] = {}  # by verb: its own name where that is near, else the other one that is
    for name in near:
        told.setdefault(verbs[name], verbs[name] if verbs[name] in near else name)
    expected = f"one of {', '.join(told.values())}" if told else f"one that {VERBS_TOLD_BY} lists"
    return InvalidInput("verb", word, expected, why=f"there is no verb {short(word)}")


def _leaves_out(said: str, name: str) -> bool:
    """`mv` for move, `asg` for assign: the first letter, and others of it in their order."""
    letters = iter(name)
    return name.startswith(said[:1]) and all(letter in letters for letter in said)
