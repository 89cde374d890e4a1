"""Which orders and visits does a word name? `4417`, `WO-004417`, `4417/2`, `4420-4425`, `4417,4418`."""

from __future__ import annotations

import re
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass

from wom_tui.errors import InvalidInput

MOST_TARGETS = 1000  # of one line; a slip in a range shall not dispatch half the city


@dataclass(frozen=True, slots=True)
class Target:
    """What a verb is about: an order, or one visit of it."""

    number: int
    ordinal: int | None = None

    def __str__(self) -> str:
        return f"{self.number}" if self.ordinal is None else f"{self.number}/{self.ordinal}"


_ONE = r"(?:wo-?|#)?0*(\d{1,12})(?:/(\d{1,4})|(?:-|\.\.)(?:wo-?)?0*(\d{1,12}))?"
_TARGET = re.compile(_ONE, re.IGNORECASE | re.ASCII)
TARGETS = re.compile(rf"{_ONE}(?:,{_ONE})*[,:]?", re.IGNORECASE | re.ASCII)


def targets_in(text: str) -> tuple[Target, ...] | None:
    """`4417`, `WO-004417`, `4417/2`, `4420-4425`, `4417,4418`; None when the word is no target.

    Raises:
        InvalidInput: a range that runs backwards, or is too long.
    """
    if not TARGETS.fullmatch(text):
        return None
    return tuple(target for one in text.rstrip(",:").split(",") for target in _range(one))


def _range(text: str) -> tuple[Target, ...]:
    found = _TARGET.fullmatch(text)
    assert found is not None
    first, ordinal, last = int(found[1]), found[2], found[3]
    if last is None:
        return (Target(first, int(ordinal) if ordinal else None),)
    if not first <= int(last) < first + MOST_TARGETS:
        raise InvalidInput("order", text, f"a range of up to {MOST_TARGETS} numbers, the smaller one first")
    return tuple(Target(number) for number in range(first, int(last) + 1))


def numbers_in_line(line: str) -> list[int]:
    """The orders that a line may name, whatever its verb makes of them: `dispatch 4417 4420-4422`."""
    numbers: dict[int, None] = {}
    for word in line.split()[1:]:
        with suppress(InvalidInput):
            numbers |= dict.fromkeys(target.number for target in targets_in(word) or ())
    return list(numbers)


_PHONE = re.compile(r"\(?\d{3}\)?[ .-]\d{3}[ .-]\d{4}\b|\d{3}-\d{4}\b", re.ASCII)


def begins_phone(words: Sequence[str]) -> bool:
    """A telephone number, however it is parted: `617-555-0100`, `617 555 0100`, `555-0100`; no orders, no range."""
    return _PHONE.match(" ".join(words[:3])) is not None


_FIRST_DIGITS = re.compile(r"#?(\d+)", re.ASCII)
_LIKE = 1  # digits more or less: after 999 comes 1000


def is_unmarked(word: str) -> bool:
    """A target that does not say it is one, as `WO-4417` does."""
    return _FIRST_DIGITS.match(word) is not None


def is_unlike(word: str, order: Target) -> bool:
    """By its digits it is no number of the same office: the `2` of `4417 2 dogs`."""
    found = _FIRST_DIGITS.match(word)
    return found is not None and abs(len(found[1]) - len(str(order.number))) > _LIKE
