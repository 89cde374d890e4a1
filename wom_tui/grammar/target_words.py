"""Which of the words after a verb name what it is about, and which are the first of what it says?

`note 4417 2 dogs in the yard` is about one order, `note 4417 4418 call back` about two. What may mean either is
refused, with the ways to say each.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import takewhile
from typing import TYPE_CHECKING

from wom_tui.domain.moments import is_month
from wom_tui.domain.words import typed
from wom_tui.errors import InvalidInput
from wom_tui.grammar.kinds import Kind
from wom_tui.grammar.refusing import missing
from wom_tui.grammar.targets import (
    MOST_TARGETS,
    TARGETS,
    Target,
    begins_phone,
    is_unlike,
    is_unmarked,
    targets_in,
)
from wom_tui.grammar.words import Word

if TYPE_CHECKING:
    from wom_tui.grammar.intent import Here, Verb

_JOINING = frozenset({"and", "&"})
_FIRST_WORDS = frozenset({Kind.TEXT, Kind.CANCEL_REASON, Kind.RESOLUTION_CODE})
_DIGITS_OF_A_DAY = 2
_CLOCK_ENDS = frozenset({"am", "pm"})
_MISTYPED = re.compile(r"(?:wo-?|#)?(?=.*\d.*\d)[\dlIoO]{3,}[.:;]?", re.IGNORECASE | re.ASCII)
_OF_WORDS = frozenset({Kind.HOLD_REASON, Kind.POSITION, Kind.TEXT, Kind.FILE, Kind.RECORD})


def targets_and_rest(verb: Verb, words: list[Word], here: Here) -> tuple[tuple[Target, ...], list[Word]]:
    """The targets, and the words after them. Words that the arguments need are not taken for targets.

    Args:
        verb: one that is about orders or visits.
        here: what is meant where none is named.

    Raises:
        InvalidInput: no target is named or meant, too many are, or what is said may mean two things.
    """
    found: dict[Target, None] = {}
    taken = 0
    room = _room(verb, words)
    for place, word in enumerate(words[:room]):
        if taken and word.text.lower() in _JOINING and place + 1 < room and _named(words[place + 1], here):
            taken += 1
            continue
        if _begins_with_phone(verb, words[place:]):
            break
        named = _named(word, here)
        if named is None or (found and _begins_words(verb, words, place, next(iter(found)))):
            break
        found |= dict.fromkeys(named)
        taken += 1
    targets = tuple(found) if taken else here.targets
    if not taken:
        _refuse_bare_number(verb, words)
        _refuse_mistyped(verb, words)
    _refuse_number_for_words(verb, words)
    _check(verb, targets, " ".join(word.text for word in words))
    return targets, words[taken:]


def _begins_with_phone(verb: Verb, words: Sequence[Word]) -> bool:
    """`note 4417 617 555 0100 call back`: whom to ring, not three more orders."""
    argument = next(iter(verb.arguments), None)
    said = [word.text for word in takewhile(lambda word: not word.is_quoted, words)]
    return argument is not None and argument.kind in _FIRST_WORDS and begins_phone(said)


def _begins_words(verb: Verb, words: Sequence[Word], place: int, first: Target) -> bool:
    """`note 4417 2 dogs in the yard`: a number unlike the order's, with words after it, is the first of the words.

    Raises:
        InvalidInput: it is like the order's, and a note may begin with any number.
    """
    argument = next(iter(verb.arguments), None)
    word, before = words[place].text, words[place - 1].text
    if argument is None or argument.kind not in _FIRST_WORDS or word == ".":
        return False
    if all(map(_is_plain_number, words[place:])):
        return False
    if is_unlike(word, first) or (argument.is_anything and before == "."):
        return True
    is_joined = before.endswith(",") or before.lower() in _JOINING
    if argument.is_anything and is_unmarked(word) and not is_joined:
        ways = typed(f'{verb.name} {first},{word} …; {verb.name} {first} "{word} …"')
        raise InvalidInput(
            verb.name, word, f"a comma before another order, or quotes around the words: {ways}"
        )
    return False


def _named(word: Word, here: Here) -> tuple[Target, ...] | None:
    """The targets that a word names; None when it names none."""
    if word.is_quoted or word.option:
        return None
    return here.targets if word.text == "." else targets_in(word.text)


def _room(verb: Verb, words: list[Word]) -> int:
    """How many of the words may be targets: those that the arguments need are none, nor is the 12 of `12 may`.

    A verb whose first argument is itself a number, as the point of a checklist, is about one target.
    """
    needed = sum(argument.is_required for argument in verb.arguments)
    room = max(len(words) - needed, 0)
    first = verb.arguments[0].kind if verb.arguments else None
    if first is Kind.COUNT:
        return min(room, 1)
    if first is Kind.TIME:
        for place, word in enumerate(words[1:], start=1):
            if word.text.lower() in _CLOCK_ENDS or is_month(word.text.lower()):
                return min(room, place - 1 if len(words[place - 1].text) <= _DIGITS_OF_A_DAY else place)
    return room


def _refuse_bare_number(verb: Verb, words: list[Word]) -> None:
    """`move 1430` with an order under the cursor: that order to half past two, or order 1430 to a time not said?"""
    if len(words) == 1 and words[0].text.isdecimal() and [a.kind for a in verb.arguments[:1]] == [Kind.TIME]:
        said = words[0].text
        ways = f"a time such as 14:30 for what is marked, or after the order: {verb.name} {said} 14:30"
        raise InvalidInput(verb.name, said, ways)


def _refuse_mistyped(verb: Verb, words: list[Word]) -> None:
    """`cancel 44l7 wrong address` shall not cancel what is under the cursor, for a reason that begins with 44l7."""
    first = words[0] if words else None
    if first is None or first.is_quoted or first.option or targets_in(first.text):
        return
    if _MISTYPED.fullmatch(first.text):
        raise InvalidInput(verb.name, first.text, "the number of an order, or quotes around the words")


def _refuse_number_for_words(verb: Verb, words: list[Word]) -> None:
    """`hold 4417`: the order, and no reason."""
    first = verb.arguments[0] if verb.arguments else None
    if first is None or not first.is_required or first.kind not in _OF_WORDS:
        return
    if words and all(_is_plain_number(word) for word in words):
        raise missing(verb, first)


def _is_plain_number(word: Word) -> bool:
    """An order, whichever verb it stands after; `#12` and `42,71` may be a position."""
    may_be_place = word.text.startswith("#") or "," in word.text
    return not (word.is_quoted or word.option or may_be_place) and TARGETS.fullmatch(word.text) is not None


def _check(verb: Verb, targets: tuple[Target, ...], said: str) -> None:
    if not targets:
        raise InvalidInput(verb.name, said, f"{verb.usage}, as in: {verb.example}")
    if len(targets) > MOST_TARGETS:
        raise InvalidInput(verb.name, f"{len(targets)} orders", f"at most {MOST_TARGETS} at once")
