"""Who else is here, and which order does each of them have before them? Nothing of it is kept longer than that."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

BEAT_S = 30.0  # so often a console says that it is still there
GONE_S = 90.0  # who has said nothing for so long has gone


@dataclass(frozen=True)
class Present:
    """Another console at the same database.

    Attributes:
        who: the user, and for whom where an admin acts for another.
        order: what they have open, or move just now.
    """

    who: str
    order: int | None = None


def here_words(others: Iterable[Present], me: str) -> str:
    """`ann (4405), bob`; a console of one's own is called so."""
    told = sorted(f"{_called(one, me)}{f' ({one.order})' if one.order else ''}" for one in others)
    return ", ".join(told)


def claim_words(others: Iterable[Present], order: int, me: str) -> str:
    """`ann is on it`, `ann and bob are on it`; nothing where nobody is."""
    names = sorted({_called(one, me) for one in others if one.order == order})
    if not names:
        return ""
    if len(names) == 1:
        return f"{names[0]} {'are' if names[0] == OWN else 'is'} on it"
    return f"{', '.join(names[:-1])} and {names[-1]} are on it"


OWN = "you, from another console,"


def _called(one: Present, me: str) -> str:
    return OWN if one.who == me else one.who
