"""Which words of a line are which argument, and which belong to an option before them?

An argument may be said with its name (`hold 4417 parts until=fri`) and after a word that only joins (`to kim`). Words
that could belong to two things are refused: quotes say which is meant.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from wom_tui.errors import InvalidInput
from wom_tui.grammar.kinds import Kind
from wom_tui.grammar.refusing import missing
from wom_tui.grammar.words import Word, quoted

if TYPE_CHECKING:
    from wom_tui.grammar.intent import Argument, Verb

_TEXTS = frozenset({Kind.TEXT, Kind.CANCEL_REASON})
# What may have several words, so that those after it may belong to it.
_WORDY = _TEXTS | {Kind.SITE, Kind.WORK_TYPE, Kind.CUSTOMER, Kind.TECHNICIAN, Kind.LIST, Kind.TIME}


def is_option(word: Word, verb: Verb) -> bool:
    """`name=value` for an option; the same for an argument is that argument."""
    if word.option is None:
        return False
    options = {option.name for option in verb.all_options}
    return word.option in options or word.option not in {argument.name for argument in verb.arguments}


def with_bare_options(verb: Verb, words: Sequence[Word]) -> list[Word]:
    """`for 90m` and, where a verb has no arguments, `at 8:55` are `for=90m` and `at=8:55`."""
    if verb.arguments and verb.arguments[-1].kind in _TEXTS:
        return list(words)
    names = {
        option.name
        for option in verb.all_options
        if option.kind is Kind.DURATION or (option.kind is Kind.TIME and not verb.arguments)
    }
    read: list[Word] = []
    for word in words:
        name = read[-1].text.lower() if read and not read[-1].is_quoted and not read[-1].option else ""
        if name in names and not word.option:
            word = replace(word, option=name, start=read.pop().start)
        read.append(word)
    return read


def with_words_after(verb: Verb, words: Sequence[Word], are_orders: re.Pattern[str]) -> list[Word]:
    """`edit 4417 title=Leak in cellar`: a verb without arguments has no other place for the words after an option.

    Args:
        are_orders: what a word looks like that may name an order.

    Raises:
        InvalidInput: they may be orders as well, or the text.
    """
    if verb.arguments or not words or words[0].option:
        return list(words)
    read: list[Word] = []
    after: list[Word] = []
    for word in words:
        if word.option is None and read and read[-1].option and _is_wordy(read[-1], verb):
            after.append(word)
            continue
        _join(read, after, are_orders)
        after = []
        read.append(word)
    _join(read, after, are_orders)
    return read


def _join(read: list[Word], after: Sequence[Word], are_orders: re.Pattern[str]) -> None:
    if not after:
        return
    text = " ".join(word.text for word in (read[-1], *after) if word.text)
    if read[-1].is_quoted or all(not word.is_quoted and are_orders.fullmatch(word.text) for word in after):
        raise _which(read[-1], text)
    read[-1] = replace(read[-1], text=text, end=after[-1].end)


def _is_wordy(word: Word, verb: Verb) -> bool:
    return not _WORDY.isdisjoint(_kinds_of(word, verb))


def _kinds_of(word: Word, verb: Verb) -> list[Kind]:
    """What the options hold that it may be the beginning of."""
    return [option.kind for option in verb.all_options if option.name.startswith(word.option or "=")]


def _which(option: Word, text: str) -> InvalidInput:
    return InvalidInput(
        option.option or "", text, f"quotes around what belongs to it: {option.option}={quoted(text)}"
    )


def arguments_of(verb: Verb, words: Sequence[Word], options: Sequence[Word], line: str) -> dict[str, str]:
    """The verb's arguments by name.

    Args:
        words: those after the targets. options: `name=value`, wherever they stand.

    Raises:
        InvalidInput: a word too many or too few, or one that may belong to an option as well.
    """
    given: dict[str, str] = {}
    left = _quantity_after_part(verb, list(words))
    for argument in verb.arguments:
        left = _without_joining(argument, left)
        if not left or left[0].option not in (None, argument.name):
            if argument.is_required:
                raise missing(verb, argument)
            break
        taken = left if argument.is_rest else left[:1]
        left = left[len(taken) :]
        _refuse_torn(verb, taken, options)
        given[argument.name] = _text(argument, taken, line)
    if left:
        raise _too_many(verb, left)
    return given


def _quantity_after_part(verb: Verb, words: list[Word]) -> list[Word]:
    """`receive 5 PUMP-3` for `receive PUMP-3 5`: of the two only the number can be the quantity."""
    for place, (one, other) in enumerate(zip(verb.arguments, verb.arguments[1:], strict=False)):
        if {one.kind, other.kind} != {Kind.COUNT, Kind.PART} or place + 1 >= len(words):
            continue
        count, part = (place, place + 1) if one.kind is Kind.COUNT else (place + 1, place)
        if words[part].text.isdecimal() and not words[count].text.isdecimal():
            words[part], words[count] = words[count], words[part]
    return words


def _without_joining(argument: Argument, words: list[Word]) -> list[Word]:
    """`to kim` → `kim`: the word in between says nothing, unless it is all there is."""
    joins = len(words) > 1 and not words[0].is_quoted and words[0].text.lower() in argument.after
    return words[1:] if joins else words


def _text(argument: Argument, words: Sequence[Word], line: str) -> str:
    """One text; quotes inside of it belong to it, those around all of it do not: `"not today" is what they said`."""
    first, *others = words
    if argument.kind in _TEXTS and others:
        said = line[first.start : first.end] if first.is_quoted else first.text
        for before, word in zip(words, others, strict=False):
            gap = " " if word.start > before.end else ""  # a comma behind the quotes stays where it is
            said += gap + (line[word.start : word.end] if word.is_quoted else word.text)
        return said
    return " ".join(word.text for word in words)


def _refuse_torn(verb: Verb, words: Sequence[Word], options: Sequence[Word]) -> None:
    """`new "Lamp out" type=street light`: is the light of the type, or of the title?"""
    ends = [*(option.start for option in options[1:]), words[-1].end]
    for option, end in zip(options, ends, strict=False):
        after = [word for word in words if option.start < word.start < end]
        is_empty = not option.text and not option.is_quoted and after and after[0].start == option.end + 1
        if is_empty:
            near = f"{option.option}={quoted(after[0].text)}"
            raise InvalidInput(option.option or "", "", f"no space after it: {near}")
        if after and not option.is_quoted and _may_go_on(option, after[0], verb):
            raise _which(option, f"{option.text} {after[0].text}")
        if after and words[0].start < option.start and not option.is_quoted and _is_wordy(option, verb):
            raise _which(option, " ".join([option.text, *(word.text for word in after)]))


def _may_go_on(option: Word, after: Word, verb: Verb) -> bool:
    """`until=tomorrow 9:00`: the time of that day, or the first word of the text?"""
    return Kind.TIME in _kinds_of(option, verb) and not after.is_quoted and after.text[0].isdecimal()


_CLOCK = re.compile(r"\d{1,2}:\d\d|now", re.ASCII)


def _too_many(verb: Verb, words: Sequence[Word]) -> InvalidInput:
    said = words[0].text
    expected = f"nothing more: {verb.usage}"
    if len(words) > 1 and words[1].text == "=":
        expected = f"no space around it: {said}={quoted(' '.join(word.text for word in words[2:]))}"
    elif len(words) > 1 and any(option.name == said.lower() for option in verb.all_options):
        expected = f"no space but a =: {said}={words[1].text}"
    elif _CLOCK.fullmatch(said) and any(option.name == "at" for option in verb.all_options):
        expected = f"{expected}; when it happened is at={said}"
    return InvalidInput(verb.name, said, expected)
