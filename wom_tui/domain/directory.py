"""Which place, customer or person is meant by what has been typed so far? Also where it is mistyped.

Every word that is typed has to begin a word of the name, the address or the customer, or at least stand in it; where
nothing fits so, what shares most of its letter pairs is offered instead.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

_ALIKE = 0.6  # of the pairs of letters, below which nothing is offered
_LEAST = 2  # letters before anything is looked for


class Known(NamedTuple):
    """Something that can be meant: its name, `more` that it is known by (an address), `whose` it is."""

    id: int
    name: str
    more: str = ""
    whose: str = ""


class Found(NamedTuple):
    """One answer; `is_near`: it is only alike."""

    known: Known
    is_near: bool = False


@dataclass(frozen=True)
class Directory:
    """All that can be meant, with what each is searched by."""

    entries: tuple[tuple[str, Known], ...] = ()

    @staticmethod
    def of(known: Iterable[Known]) -> Directory:
        """Made once, searched with every letter."""
        return Directory(tuple((folded(f"{one.name} {one.more} {one.whose}"), one) for one in known))

    def find(self, said: str, most: int = 5, breathe: Callable[[], None] = lambda: None) -> list[Found]:
        """The likeliest first.

        Args:
            breathe: called now and then, that others may come to their turn.
        """
        words = folded(said).split()
        if sum(map(len, words)) < _LEAST:
            return []
        fitting: list[tuple[int, int, str, Known]] = []
        for number, (text, known) in enumerate(self.entries):
            if number % 1000 == 0:
                breathe()
            if all(word in text for word in words):
                fitting.append((*_rank(text, words), text, known))
        if fitting:
            fitting.sort(key=lambda row: row[:3])
            return [Found(known) for *_, known in fitting[:most]]
        return self._near(words, most, breathe)

    def _near(self, words: Sequence[str], most: int, breathe: Callable[[], None]) -> list[Found]:
        wanted = _pairs(" ".join(words))
        alike: list[tuple[float, str, Known]] = []
        for number, (text, known) in enumerate(self.entries):
            if number % 1000 == 0:
                breathe()
            share = len(wanted & _pairs(text)) / len(wanted) if wanted else 0.0
            if share >= _ALIKE:
                alike.append((-share, text, known))
        alike.sort(key=lambda row: row[:2])
        return [Found(known, is_near=True) for *_, known in alike[:most]]

    def exactly(self, said: str) -> Known | None:
        """The only one of that name or address, whatever the case."""
        wanted = folded(said)
        found = [
            known
            for _, known in self.entries
            if wanted and wanted in (folded(known.name), folded(known.more))
        ]
        return found[0] if len(found) == 1 else None


def folded(text: str) -> str:
    """As it is compared: small letters, one space between words, no punctuation."""
    return " ".join("".join(c if c.isalnum() else " " for c in text.casefold()).split())


def _rank(text: str, words: Sequence[str]) -> tuple[int, int]:
    """Which of two fits better, lowest first: begins so, all words begin so, else how much else there is."""
    begins = text.startswith(words[0])
    whole = all(f" {word}" in f" {text}" for word in words)
    return (0 if begins and whole else 1 if whole else 2), len(text)


def _pairs(text: str) -> set[str]:
    """Letters that follow each other, also with one between: two that are swapped are still beside each other."""
    joined = {text[at : at + 2] for at in range(len(text) - 1)}
    return joined | {text[at] + text[at + 2] for at in range(len(text) - 2)}
