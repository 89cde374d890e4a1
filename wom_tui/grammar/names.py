"""Whom or what does a name stand for, that is typed by as much of it as fits one?

What is whole goes before what is only begun; of those that fit as well as each other none is taken.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import lru_cache
from typing import TypeVar

from wom_tui.domain.technician import Technician
from wom_tui.errors import InvalidInput, NotFound

T = TypeVar("T")
MOST_LISTED = 8  # names in a refusal


def technician_named(text: str, there: Sequence[Technician]) -> Technician:
    """The technician of that code, name or first name, or the only one who can be meant by so much of it.

    Raises:
        InvalidInput: several can be meant.
        NotFound: nobody can.
    """
    active = [t for t in there if t.is_active]
    said = plain(text)
    return only_one(
        "technician",
        text,
        (
            (t for t in there if t.code.casefold() == text.casefold()),
            (t for t in there if plain(t.name) == said),
            (t for t in active if said in plain(t.name).split()),
            (t for t in active if begins(t.code, text) or _may_be(said, plain(t.name))),
        ),
        lambda t: f"{t.code} ({t.name})",
        {said: t.code for t in active for said in (*t.name.split(), t.name, t.code)},
    )


@lru_cache(maxsize=4096)
def plain(name: str) -> str:
    """A name without what a hurried hand leaves out: accents, apostrophes, points, capital letters.

    `María O'Brien` → `maria obrien`, `K.Moran` → `k moran`.
    """
    letters = unicodedata.normalize("NFKD", re.sub(r"[.-]", " ", name.casefold()))
    return " ".join(re.sub(r"[^\w\s]", "", letters).split())


def _may_be(said: str, name: str) -> bool:
    """`mor`, `k moran`, `km`: the beginnings of some words of the name, in their order, or all its initials."""
    words = iter(name.split())
    if said and all(any(word.startswith(part) for word in words) for part in said.split()):
        return True
    return len(said) > 1 and said.replace(" ", "") == "".join(word[0] for word in name.split())


def begins(name: str, text: str) -> bool:
    """The text is the beginning of the name, whatever the case."""
    return bool(text) and name.casefold().startswith(text.casefold())


def only_one(
    kind: str,
    text: str,
    tiers: Iterable[Iterable[T]],
    label: Callable[[T], str],
    names: Mapping[str, str],
) -> T:
    """The only one of the first tier that finds anything.

    Args:
        label: how a refusal names one of several.
        names: what could have been meant, and what to type for it.

    Raises:
        InvalidInput: the tier has several.
        NotFound: no tier has any; the nearest names are with it.
    """
    for tier in tiers:
        found = list(tier)
        if len(found) == 1:
            return found[0]
        if found:
            more = f" and {len(found) - MOST_LISTED} more" if len(found) > MOST_LISTED else ""
            listed = ", ".join(label(one) for one in found[:MOST_LISTED])
            raise InvalidInput(kind, text, f"one of {listed}{more}")
    from difflib import get_close_matches  # only for those who mistype

    typed = {name.casefold(): shown for name, shown in names.items()}
    near = [typed[name] for name in get_close_matches(text.casefold(), typed, n=3)]
    raise NotFound(kind, text, list(dict.fromkeys(near)))
