"""Which place, customer or person is meant by what has been typed so far? Also where it is mistyped.

Every word that is typed has to stand in the name, the address or the customer, best at the beginning of a word. Where
nothing fits so, a word that no entry has is taken for those that are spelt most like it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from heapq import nsmallest
from typing import NamedTuple

_ALIKE = 0.5  # of the pairs of letters, below which a word is another word
_LEAST = 2  # letters before anything is looked for
_SPELLINGS = 3  # that a mistyped word is tried as
_BREATH = 1000  # entries between two breaths


class Known(NamedTuple):
    """Something that can be meant: its name, `more` that it is known by (an address), `whose` it is."""

    id: int
    name: str
    more: str = ""
    whose: str = ""


class Found(NamedTuple):
    """One answer; `is_near`: it is only spelt alike."""

    known: Known
    is_near: bool = False


@dataclass(frozen=True)
class Directory:
    """All that can be meant, with what each is searched by, and all words that occur."""

    entries: tuple[tuple[str, Known], ...] = ()
    words: frozenset[str] = frozenset()

    @staticmethod
    def of(known: Iterable[Known]) -> Directory:
        """Made once, searched with every letter."""
        entries = tuple((folded(f"{one.name} {one.more} {one.whose}"), one) for one in known)
        words = {word for text, _ in entries for word in text.split()}
        return Directory(entries, frozenset(word for word in words if word.isalpha()))

    def find(self, said: str, most: int = 5, breathe: Callable[[], None] = lambda: None) -> list[Found]:
        """The likeliest first.

        Args:
            breathe: called now and then, that others may come to their turn.
        """
        words = folded(said).split()
        if sum(map(len, words)) < _LEAST:
            return []
        if found := self._fitting([[word] for word in words], most, breathe):
            return [Found(known) for known in found]
        spellings = [self._spellings(word) for word in words]
        return [Found(known, is_near=True) for known in self._fitting(spellings, most, breathe)]

    def _fitting(
        self, spellings: Sequence[Sequence[str]], most: int, breathe: Callable[[], None]
    ) -> list[Known]:
        """Entries that have, of each word, one of its spellings."""
        if not all(spellings):
            return []

        def ranked() -> Iterator[tuple[tuple[int, int], str, Known]]:
            for number, (text, known) in enumerate(self.entries):
                if number % _BREATH == 0:
                    breathe()
                if all(any(word in text for word in words) for words in spellings):
                    yield _rank(text, spellings), text, known

        return [known for *_, known in nsmallest(most, ranked(), key=lambda row: row[:2])]

    def _spellings(self, word: str) -> list[str]:
        """The word itself where it occurs; else those that are spelt most like it."""
        if any(word in known for known in self.words) or not word.isalpha():
            return [word]
        wanted = _pairs(word)
        near = ((_share(wanted, known), known) for known in self.words if abs(len(known) - len(word)) <= 2)
        alike = ((-share, known) for share, known in near if share >= _ALIKE)
        return [known for _, known in nsmallest(_SPELLINGS, alike)]


def folded(text: str) -> str:
    """As it is compared: small letters, one space between words, no punctuation."""
    return " ".join("".join(c if c.isalnum() else " " for c in text.casefold()).split())


def _rank(text: str, spellings: Sequence[Sequence[str]]) -> tuple[int, int]:
    """Which of two fits better, lowest first: begins so, all words begin so, else how much else there is."""
    spaced = f" {text}"
    whole = all(any(f" {word}" in spaced for word in words) for words in spellings)
    begins = any(text.startswith(word) for word in spellings[0])
    return (0 if begins and whole else 1 if whole else 2), len(text)


def _share(wanted: set[str], word: str) -> float:
    """Of the pairs of letters of both, how many both have."""
    pairs = _pairs(word)
    return 2 * len(wanted & pairs) / (len(wanted) + len(pairs)) if wanted and pairs else 0.0


def _pairs(text: str) -> set[str]:
    """Letters that follow each other, also with one between: two that are swapped are still beside each other."""
    joined = {text[at : at + 2] for at in range(len(text) - 1)}
    return joined | {text[at] + text[at + 2] for at in range(len(text) - 2)}
