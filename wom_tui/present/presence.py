"""How is it said who else is here, and who is on an order?"""

from __future__ import annotations

from collections.abc import Iterable

from wom_tui.domain.presence import Present


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
