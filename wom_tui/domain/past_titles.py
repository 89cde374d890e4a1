"""Which type of work is meant? Guessed from the words of a title, by what such words were called before.

Each word speaks for the types that it stood in, the louder the fewer they are (naive Bayes over the titles of past
orders). A guess says its ground, and stays silent where the words are new, were hardly ever used, or speak for several
types alike.
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from itertools import pairwise

from wom_tui.domain.duplicates import ordered_words, words_of

SURE = 0.6  # of all belief on one type; below it nothing is guessed
_OFTEN = 2  # titles that a word has to have stood in to be evidence; a single one may have it by chance
_MANY = 10  # titles that make a word's meaning plain, where it was the same type in
_PLAIN = 0.9  # of them
_SHORTEST = 3  # letters of a word that says anything
_BEGINNING = 4  # letters that words have to begin with alike, to be akin
_MOST_WORDS = 2  # that are told as the ground


@dataclass(frozen=True)
class Ground:
    """One word of a guess: so many of the orders with it were of the type."""

    word: str
    of_type: int
    in_all: int


@dataclass(frozen=True)
class Guess:
    """The type that is probably meant.

    Attributes:
        share: of the belief, 0..1.
        ground: the words that speak for it, the strongest first; never empty.
    """

    work_type: int
    share: float
    ground: tuple[Ground, ...]


@dataclass
class PastTitles:
    """How often each word stood in the title of an order of each type."""

    orders: Counter[int] = field(default_factory=Counter)
    words: dict[str, Counter[int]] = field(default_factory=lambda: defaultdict(Counter))
    named: set[str] = field(default_factory=set)  # the words of the types' own names

    @staticmethod
    def of(titles: Iterable[tuple[str, int | None]], names: Mapping[int, str]) -> PastTitles:
        """Learn from titles and their types; a type's own name counts as one order more.

        Args:
            names: of the types that may be guessed.
        """
        past = PastTitles()
        for title, kind in titles:
            if kind in names:
                past.learn(title, kind)
        for kind, name in names.items():
            past.learn(name, kind)
            past.named |= _telling(name)
        return past

    def learn(self, title: str, kind: int | None) -> None:
        """One more order."""
        if kind is None:
            return
        self.orders[kind] += 1
        for word in _telling(title):
            self.words[word][kind] += 1

    def guess(self, title: str) -> Guess | None:
        """The type that the words speak for, all together; None where they do not.

        Words that stood in several titles are asked first; only where these are not sure, the types' own names too.
        """
        known = self._known(title)
        often = [word for word in known if self.words[word].total() >= _OFTEN]
        return self._sure(often) or self._sure([w for w in known if w in often or w in self.named])

    def _sure(self, words: list[str]) -> Guess | None:
        likely = self._believed(words, 1)
        if not likely or likely[0][1] < SURE:
            return None
        kind, share = likely[0]
        ground = self._ground(words, kind)
        if not ground or (ground[0].in_all < _MANY and self._is_plainly_another(words, kind)):
            return None
        return Guess(kind, share, ground)

    def _is_plainly_another(self, words: list[str], kind: int) -> bool:
        """Whether a word of many titles says another type: one of few titles does not talk it down."""
        seen = [self.words[word] for word in words]
        return any(
            kinds.total() >= _MANY and other != kind and count >= _PLAIN * kinds.total()
            for kinds in seen
            for other, count in kinds.items()
        )

    def likely(self, title: str, most: int) -> list[tuple[int, float]]:
        """Types that may be meant, each with its share of the belief, the likeliest first.

        Words that are new count as the one that begins alike: `flooded` as `flooding`.
        """
        return self._believed([*self._known(title), *self._akin(title)], most)

    def _believed(self, known: list[str], most: int) -> list[tuple[int, float]]:
        if not known:
            return []
        total = self.orders.total()
        belief = {
            kind: math.log(count / total) + sum(self._speaks(word, kind) for word in known)
            for kind, count in self.orders.items()
        }
        best = sorted(belief, key=lambda kind: (-belief[kind], kind))[:most]
        whole = sum(math.exp(other - belief[best[0]]) for other in belief.values())
        return [(kind, math.exp(belief[kind] - belief[best[0]]) / whole) for kind in best]

    def _known(self, title: str) -> list[str]:
        """Its words, also where two of them were written as one: `water main` is `watermain`."""
        return sorted(word for word in _telling(title) | _joined(title) if word in self.words)

    def _akin(self, title: str) -> list[str]:
        """For each word that is new, the commonest one that begins like it."""
        new = {word[:_BEGINNING] for word in _telling(title) if word not in self.words}
        found: dict[str, str] = {}
        for word, kinds in self.words.items():
            if (begun := word[:_BEGINNING]) in new and len(begun) == _BEGINNING:
                other = found.get(begun)
                if other is None or (kinds.total(), word) > (self.words[other].total(), other):
                    found[begun] = word
        return sorted(set(found.values()))

    def _speaks(self, word: str, kind: int) -> float:
        """The louder the oftener it stood in the type; where it hardly ever did, as in all orders together."""
        seen = self.words[word]
        usual = seen.total() / self.orders.total()
        return math.log((seen.get(kind, 0) + usual) / (self.orders[kind] + 1))

    def _ground(self, known: list[str], kind: int) -> tuple[Ground, ...]:
        told = [Ground(w, self.words[w][kind], self.words[w].total()) for w in known]
        told = [one for one in told if one.of_type]
        told.sort(key=lambda one: (-one.of_type * one.of_type / one.in_all, one.word))
        return tuple(told[:_MOST_WORDS])


def _telling(title: str) -> set[str]:
    """The words that say something: no figures, nothing very short."""
    return {word for word in words_of(title) if len(word) >= _SHORTEST and not word.isdecimal()}


def _joined(title: str) -> set[str]:
    """Neighbours written as one word."""
    words = ordered_words(title)
    return {first + second for first, second in pairwise(words)}
