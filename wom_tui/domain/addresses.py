"""Which known address does an address mean, written a little differently?

`12 Main St.` and `12 main street` are one; another house number is another place, however alike the rest is.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable
from difflib import SequenceMatcher
from typing import NamedTuple

# What is written short, in the long form. Both sides go through it, so that it need not be right, only the same.
_LONG = {
    "st": "street", "str": "street", "strasse": "street", "straße": "street", "rd": "road", "ave": "avenue",
    "av": "avenue", "blvd": "boulevard", "dr": "drive", "ln": "lane", "ct": "court", "pl": "place", "sq":
    "square", "ter": "terrace", "pkwy": "parkway", "hwy": "highway", "n": "north", "s": "south", "e": "east",
    "w": "west",
}  # fmt: skip
_LEAST_SHARED = 0.4  # of the words: below it two addresses are not compared letter by letter
_WORD = re.compile(r"\w+")


class Address(NamedTuple):
    """An address in a form in which two ways of writing it are the same."""

    number: str  # of the house, empty where there is none
    words: tuple[str, ...]


class Known(NamedTuple):
    """An address that has a position."""

    site_id: int
    text: str
    lat: float
    lon: float


class Proposal(NamedTuple):
    """A known address that may be meant. `likeness` 0..1, 1 = the same words."""

    known: Known
    likeness: float


def address_of(text: str) -> Address:
    """The house's number, and the words in their long form."""
    words = [_long(word) for word in _WORD.findall(text.casefold())]
    number = next((word for word in words if word[0].isdigit()), "")
    if number:
        words.remove(number)
    return Address(number, tuple(words))


def _long(word: str) -> str:
    if word.endswith(("strasse", "straße")) and len(word) > 7:
        return re.sub("stra(ss|ß)e$", "street", word)
    return re.sub("str$", "street", word) if word.endswith("str") and len(word) > 5 else _LONG.get(word, word)


class Addresses:
    """The addresses that are known."""

    def __init__(self, known: Iterable[Known]) -> None:
        self._by_number: dict[str, list[tuple[Address, Known]]] = defaultdict(list)
        self._same: dict[Address, Known] = {}
        for one in known:
            address = address_of(one.text)
            if address.words:
                self._by_number[address.number].append((address, one))
                self._same.setdefault(address, one)

    def same(self, text: str) -> Known | None:
        """The one whose address is the same but for the writing."""
        return self._same.get(address_of(text))

    def like(self, text: str, *, least: float = 0.8, most: int = 3) -> list[Proposal]:
        """Those that are nearly the same, the likeliest first."""
        wanted = address_of(text)
        if not wanted.words:
            return []
        found = [
            Proposal(known, likeness)
            for address, known in self._by_number[wanted.number]
            if (likeness := _likeness(wanted.words, address.words)) >= least
        ]
        return sorted(found, key=lambda one: (-one.likeness, one.known.site_id))[:most]


def _likeness(a: tuple[str, ...], b: tuple[str, ...]) -> float:
    if a == b:
        return 1.0
    shared = len(set(a) & set(b)) / len(set(a) | set(b))
    if shared < _LEAST_SHARED and not (len(a) == len(b) <= 2):
        return 0.0
    return SequenceMatcher(None, " ".join(a), " ".join(b), autojunk=False).ratio()
