"""Does a line say how a person can be reached? Such a line is kept nowhere but in the record that it is about."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import suppress

from wom_tui.errors import InvalidInput
from wom_tui.grammar.intent import Verb, option_named, verb_named
from wom_tui.grammar.verbs import VERBS
from wom_tui.grammar.words import Word, words_of


def is_private(line: str) -> bool:
    """It has an option that holds a person's own data: `request "no heat" phone=617…`."""
    try:
        words = words_of(line, is_open=True)
        verb = verb_named(words[0].text, VERBS) if words else None
    except InvalidInput:
        return False
    return verb is not None and not verb.private_options.isdisjoint(_given(words[1:], verb))


def _given(words: Sequence[Word], verb: Verb) -> Iterator[str]:
    """The options of a line, as far as the verb has them."""
    for word in words:
        if word.option:
            with suppress(InvalidInput):
                yield option_named(word.option, verb)
