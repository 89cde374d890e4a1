"""May a line say something of a person? Such a line is kept nowhere but in the record that it is about."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from difflib import get_close_matches
from functools import cache, lru_cache

from wom_tui.errors import InvalidInput
from wom_tui.grammar.intent import Verb, option_named, verb_named
from wom_tui.grammar.verbs import VERBS
from wom_tui.grammar.words import Word, words_of

_LEAST = 2  # letters by which an option that there is not is taken for one that there is


@lru_cache(maxsize=1024)  # a history is asked about as a whole, whenever a line is added to it
def is_private(line: str) -> bool:
    """What its receipt does not repeat: `request add "no heat" phone=617…`, `note 4417 gate code is 1234`.

    What cannot be read is private as soon as it may have been meant so: `nte 4417 gate code is 1234`.
    """
    words = words_of(line, is_open=True)
    if not words:
        return False
    said = words[0].text.lower()
    try:
        verb = verb_named(said, VERBS)
    except InvalidInput:
        return _may_be(said, _private_verbs()) or any(_may_be_private(word) for word in words[1:])
    return verb.is_private or any(_is_private(words[1:], verb))


def _is_private(words: Sequence[Word], verb: Verb) -> Iterator[bool]:
    """Of each option of a line, whether it is."""
    for word in words:
        if word.option:
            try:
                yield option_named(word.option, verb) in verb.private_options
            except InvalidInput:
                yield _may_be_private(word)


def _may_be_private(word: Word) -> bool:
    """An option that nobody has, or another verb."""
    said = word.option or ""
    return len(said) >= _LEAST and _may_be(said, _private_options())


def _may_be(said: str, names: Collection[str]) -> bool:
    return any(name.startswith(said) for name in names) or bool(get_close_matches(said, names, 1, 0.75))


@cache
def _private_verbs() -> frozenset[str]:
    return frozenset(name for verb in VERBS if verb.is_private for name in (verb.name, *verb.aliases))


@cache
def _private_options() -> frozenset[str]:
    return frozenset(name for verb in VERBS for name in verb.private_options)
