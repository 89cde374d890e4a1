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
    """`ann (4405), bob, you in another console`."""
    told = (
        ("you in another console" if one.who == me else one.who, f" ({one.order})" if one.order else "")
        for one in others
    )
    return ", ".join(sorted(f"{name}{order}" for name, order in told))


def claim_words(others: Iterable[Present], order: int, me: str) -> str:
    """`ann is on it`, `ann and bob are on it`; nothing where nobody is."""
    on_it = {one.who for one in others if one.order == order}
    names = sorted(on_it - {me}) + (["you"] if me in on_it else [])
    if names == ["you"]:
        return "you are on it in another console"
    *first, last = names or [""]
    if first:
        return f"{', '.join(first)} and {last} are on it"
    return f"{last} is on it" if last else ""
