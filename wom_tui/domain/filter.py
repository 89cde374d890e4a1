"""Which orders are meant? The filter language: `status=ready pri<=2 due<eod territory=West /leak`.

A filter is compiled once into one function of a row, and asks nothing but the row. Its reference page is
generated from the keys in `filter_keys`.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import lru_cache, reduce
from typing import Any, TypeVar

from wom_tui.domain.filter_keys import (
    KEYS,
    ORDERS,
    TEXT_KEYS,
    Key,
    Kind,
    Test,
    Vocabulary,
    compile_test,
    is_nothing,
    is_timed_key,
    keys_like,
)
from wom_tui.domain.filter_times import Between, times
from wom_tui.errors import InvalidInput

R = TypeVar("R")

# Longest first: `<=` must be seen before `<`.
OPERATORS = ("!=", "<=", ">=", "=", "<", ">")
MOST_KEPT = 16_384  # filters whose words are not read again: each rule is asked for its own a few times
ANY_DAY = datetime(2026, 1, 1, tzinfo=UTC)  # on which a condition is read that is asked on others
_CONJUNCTIONS = frozenset({"or", "and", "not", "|", "||", "&", "&&"})
_WORD = re.compile(r"(?:(?!!=)[^\s<>=])*")
_TO_SPACE, _LISTED, _SPACES = re.compile(r"\S*"), re.compile(r"[^\s,]*"), re.compile(r"\s*")
GRAMMAR = "terms such as status=ready, pri<=2, due<eod, technician=none, !territory=West, /leak or ~lkbsmt"


@dataclass(frozen=True, slots=True)
class Value:
    """One value as it was typed. A quoted one is taken by the letter: no `*`, no `none`."""

    text: str
    is_quoted: bool = False


@dataclass(frozen=True, slots=True)
class Term:
    """One condition.

    Attributes:
        key: the name of a key; `/` and `~` for a text that is looked for.
        start, end: where it stands in the filter's text.
    """

    key: str
    operator: str
    values: tuple[Value, ...]
    is_negated: bool
    start: int
    end: int


@dataclass(frozen=True)
class Filter:
    """A filter that can be asked. `now` and `today` are those of the moment at which it was parsed.

    Attributes:
        is_timed: it speaks of times, so that later it may mean other rows.
        between: where it asks nothing but one time of an order, the moments between which that has to lie.
    """

    text: str
    terms: tuple[Term, ...] = ()
    is_timed: bool = False
    between: Between | None = field(default=None, compare=False)
    _test: Test = field(default=lambda row: True, compare=False, repr=False)
    _tests: tuple[Test, ...] = field(default=(), compare=False, repr=False)  # of each term

    @property
    def is_empty(self) -> bool:
        return not self.terms

    def matches(self, row: Any) -> bool:
        """Whether the row meets every term. Takes anything with the fields that `KEYS` names."""
        return self._test(row)

    def apply(self, rows: Iterable[R]) -> list[R]:
        """The rows that match, in their order."""
        return list(filter(self._test, rows)) if self.terms else list(rows)

    @property
    def column(self) -> str | None:
        """The one column by which it matches, whenever it is asked; None where it goes by more than that."""
        key = KEYS.get(self.terms[0].key) if len(self.terms) == 1 else None
        return key.reads[0] if key is not None and len(key.reads) == 1 and not self.is_timed else None

    @property
    def fields(self) -> frozenset[str]:
        """What its terms ask of an order."""
        return frozenset(name for term in self.terms for name in _reads(term))

    def about(self, fields: Collection[str]) -> Filter:
        """Those of its terms that ask nothing but these fields of an order: whatever meets all meets these."""
        mine = [
            (term, test)
            for term, test in zip(self.terms, self._tests, strict=True)
            if all(name in fields for name in _reads(term))
        ]
        tests = [test for _, test in mine]
        return Filter(
            self.text, tuple(term for term, _ in mine), self.is_timed, None, _all(tests), tuple(tests)
        )

    def only(self, key: str) -> frozenset[str] | None:
        """The values that every match has in a key of words; None = any. Lets a reader read less."""
        known = KEYS[key]
        for term in self.terms:
            if term.key != key or term.operator != "=" or term.is_negated:
                continue
            if not any(is_nothing(value.text, value.is_quoted) for value in term.values):
                return frozenset(known.word(value.text) for value in term.values)
        return None


def parse_filter(text: str, *, now: datetime, zone: str, words: Vocabulary = ORDERS) -> Filter:
    """Compile a filter.

    Args:
        text: terms with spaces between them; a row has to meet all of them. An empty text matches every row.
        now: aware; `due<+2h`, `today` and the SLA state count from it.
        zone: IANA name of the zone in which days and times of day are meant.
        words: of the rows that are asked.

    Raises:
        InvalidInput: with the place in the text, and the nearest keys where one is unknown.
    """
    terms = tuple(_Scanner(text, words.keys).terms())
    tests = []
    for term in terms:
        test = _compiled(term, now, zone, words)
        tests.append(_not(test) if term.is_negated else test)
    is_timed = any(is_timed_key(words.keys[term.key]) for term in terms if term.key in words.keys)
    only = terms[0] if len(terms) == 1 and words is ORDERS else None
    return Filter(text, terms, is_timed, _between(only, now, zone), _all(tests), tuple(tests))


def _reads(term: Term) -> tuple[str, ...]:
    return KEYS[term.key].reads if term.key in KEYS else TEXT_KEYS


def _between(term: Term | None, now: datetime, zone: str) -> Between | None:
    """The moments between which a term wants one time; None where it asks something else."""
    key = KEYS.get(term.key) if term is not None else None
    if term is None or key is None or key.kind is not Kind.TIME or term.is_negated:
        return None
    value, *others = term.values
    if others or term.operator == "!=" or is_nothing(value.text, value.is_quoted):
        return None
    return Between(key.reads[0], *times(key.name, term.operator, value.text, now, zone))


@lru_cache(maxsize=MOST_KEPT)
def filter_as_said(text: str) -> Filter:
    """A filter of orders for its words alone: what they mean at a moment is not asked of it.

    Raises:
        InvalidInput: as `parse_filter` does.
    """
    return parse_filter(text, now=ANY_DAY, zone="UTC")


def _compiled(term: Term, now: datetime, zone: str, words: Vocabulary) -> Test:
    try:
        values = tuple((value.text, value.is_quoted) for value in term.values)
        return compile_test(term.key, term.operator, values, now, zone, words)
    except InvalidInput as error:
        raise InvalidInput(
            error.field, error.value, f"{error.expected} (at character {term.start + 1})"
        ) from error


def _not(test: Test) -> Test:
    return lambda row: not test(row)


def _all(tests: list[Test]) -> Test:
    if not tests:
        return lambda row: True
    return reduce(lambda first, second: lambda row: first(row) and second(row), tests)


class _Scanner:
    """Cuts a filter's text into terms."""

    def __init__(self, text: str, keys: Mapping[str, Key]) -> None:
        self.text, self.keys = text, keys
        self.at = 0

    def terms(self) -> Iterable[Term]:
        self._skip_spaces()
        while self.at < len(self.text):
            yield self._term()
            self._skip_spaces()

    def _term(self) -> Term:
        start = self.at
        is_negated = self._take("!")
        for sign in "/~":
            if self._take(sign):
                return self._finished(sign, sign, (self._value(_TO_SPACE),), is_negated, start)
        if self._peek() == '"':
            return self._finished("/", "/", (self._value(_TO_SPACE),), is_negated, start)
        word = self._word()
        after_word = self.at
        self._skip_spaces()
        operator = self._operator()
        if not operator:
            _refuse_conjunction(word, start)
            self.at = after_word  # a bare word is looked for like /word
            return self._finished("/", "/", (Value(word),), is_negated, start)
        key = _key_named(word, start, self.keys)
        self._skip_spaces()
        values = [self._value(_LISTED)]
        while self._take(","):
            values.append(self._value(_LISTED))
        return self._finished(key.name, operator, tuple(values), is_negated, start)

    def _finished(
        self, key: str, operator: str, values: tuple[Value, ...], is_negated: bool, start: int
    ) -> Term:
        if any(not value.text and not value.is_quoted for value in values):
            raise InvalidInput("filter", self.text[start : self.at], f"a value (at character {self.at + 1})")
        return Term(key, operator, values, is_negated, start, self.at)

    def _word(self) -> str:
        """Up to a space or an operator."""
        return self._run_of(_WORD)

    def _operator(self) -> str:
        return next((sign for sign in OPERATORS if self._take(sign)), "")

    def _value(self, letters: re.Pattern[str]) -> Value:
        """A value: in double quotes (`""` stands for one inside), or as far as these letters go."""
        start = self.at
        if not self._take('"'):
            return Value(self._run_of(letters))
        pieces: list[str] = []
        while True:
            close = self.text.find('"', self.at)
            if close < 0:
                raise InvalidInput(
                    "filter", self.text[start:], f'a closing " (opened at character {start + 1})'
                )
            pieces.append(self.text[self.at : close])
            self.at = close + 1
            if not self._take('"'):
                return Value('"'.join(pieces), is_quoted=True)

    def _peek(self) -> str:
        return self.text[self.at : self.at + 1]

    def _take(self, sign: str) -> bool:
        if not self.text.startswith(sign, self.at):
            return False
        self.at += len(sign)
        return True

    def _skip_spaces(self) -> None:
        self._run_of(_SPACES)

    def _run_of(self, letters: re.Pattern[str]) -> str:
        """As many of these as there are, however few. Not letter by letter: there may be thousands of filters."""
        found = letters.match(self.text, self.at)
        assert found is not None
        self.at = found.end()
        return found[0]


def _refuse_conjunction(word: str, start: int) -> None:
    """Whoever writes `pri=1 or pri=2` does not look for the word `or`."""
    if word.lower() in _CONJUNCTIONS:
        ways = "a term: all terms count, a comma means one of several (pri=1,2), ! means not"
        raise InvalidInput("filter", word, f"{ways}, /{word} looks for it (at character {start + 1})")


def _key_named(word: str, start: int, keys: Mapping[str, Key]) -> Key:
    found = keys_like(word, keys)
    if len(found) == 1:
        return found[0]
    where = f"(at character {start + 1})"
    if found:
        raise InvalidInput("filter", word, f"more of the key: {', '.join(k.name for k in found)} {where}")
    from difflib import get_close_matches  # only for those who mistype

    near = get_close_matches(word.lower(), keys, n=3, cutoff=0.5) or list(keys)
    raise InvalidInput("filter", word, f"one of the keys {', '.join(near)} {where}")


__all__ = [
    "ANY_DAY",
    "GRAMMAR",
    "KEYS",
    "OPERATORS",
    "TEXT_KEYS",
    "Filter",
    "Key",
    "Kind",
    "Term",
    "Value",
    "Vocabulary",
    "filter_as_said",
    "parse_filter",
]
