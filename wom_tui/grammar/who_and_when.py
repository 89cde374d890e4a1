"""Who, and when? `kim 14:30`, `Kim Moran fri 9`, `14:30 kim`: which of the words are the name, and which the time?

The first word is the name and the others are the time. Where that cannot be read, it is the one division of the words
that can: a name of several words, or the time first. Of two that can be read as something else none is taken.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from wom_tui.domain.technician import Technician
from wom_tui.errors import InvalidInput, NotFound
from wom_tui.grammar.intent import Intent
from wom_tui.grammar.resolver import Resolver

_DIGITS_OF_AN_HOUR = 2
_AT_ONCE = frozenset({"asap"})  # no time is said: as early as it fits


def who_and_when(
    intent: Intent, look: Resolver, reads: Callable[[str], object]
) -> tuple[Technician, str | None]:
    """The technician and the words of the time that a line names; None where no time is said.

    Raises:
        InvalidInput, NotFound: see `told_apart`; or an order stands after the name.
    """
    words = [intent.arguments["technician"], *intent.arguments.get("time", "").split()]
    try:
        return told_apart(words, look, reads)
    except (InvalidInput, NotFound) as error:
        if (order_first := _order_first(intent, words)) is not None:
            raise order_first from error
        raise


def told_apart(
    words: Sequence[str], look: Resolver, reads: Callable[[str], object]
) -> tuple[Technician, str | None]:
    """The technician and the words of the time; None where none is said.

    Args:
        words: at least one.
        reads: refuses what is no time.

    Raises:
        InvalidInput, NotFound: what is wrong with the first word as a name, or the others as a time.
    """
    try:
        return _read(words[0], " ".join(words[1:]), look, reads)
    except (InvalidInput, NotFound):
        found: dict[tuple[int, object], tuple[Technician, str | None]] = {}
        for who, when in _divisions(words):
            try:
                read = _read(who, when, look, reads)
            except (InvalidInput, NotFound):
                continue
            found[read[0].id, reads(read[1]) if read[1] else None] = read
        if len(found) == 1:
            return next(iter(found.values()))
        raise


def _divisions(words: Sequence[str]) -> Iterator[tuple[str, str]]:
    for cut in range(2, len(words) + 1):
        yield " ".join(words[:cut]), " ".join(words[cut:])
    for cut in range(1, len(words)):
        yield " ".join(words[cut:]), " ".join(words[:cut])


def _read(
    who: str, when: str, look: Resolver, reads: Callable[[str], object]
) -> tuple[Technician, str | None]:
    technician = look.technician(who)
    if not when or when.lower() in _AT_ONCE:
        return technician, None
    reads(when)
    return technician, when


def _order_first(intent: Intent, words: Sequence[str]) -> InvalidInput | None:
    """`assign kim 4417 14:30`: 4417 may be a time after a name, so it has to stand before it."""
    if len(words) < 2 or not words[1].isdecimal() or len(words[1]) <= _DIGITS_OF_AN_HOUR:
        return None
    order_first = " ".join([intent.verb.name, words[1], words[0], *words[2:]])
    return InvalidInput(intent.verb.name, words[1], f"the order first: {order_first}")
