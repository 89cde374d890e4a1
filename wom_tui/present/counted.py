"""How do the counts of the attention line fit the terminal?

On the board and the lanes all of them stand there: words give way, no number does. Of many that nobody has learnt the
signs of, each keeps its word, and the less urgent end gives way.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from wom_tui.present.cells import Line, joined, line_width

_NARROW = 98  # below this, short words from the start: the whole screen speaks so


class Counted(NamedTuple):
    """One count: its sign and number, then what is counted.

    Attributes:
        of: what the counts from here on are of, where one line counts two things.
    """

    number: Line
    word: str
    short: str
    of: tuple[str, str] = ("", "")


def counts_line(items: Sequence[Counted], room: int) -> Line:
    """The widest form that fits: whole words, short ones, closer together, then no word at the less urgent end."""
    forms = [] if room < _NARROW else [_form(items, 4, is_short=False)]
    forms += [_form(items, gap, is_short=True) for gap in (3, 2)]
    forms += [_form(items, 2, is_short=True, worded=worded) for worded in reversed(range(len(items)))]
    return next((form for form in forms if line_width(form) <= room), forms[-1])


def worded_counts(items: Sequence[Counted], room: int) -> Line:
    """All with their words, close together if need be; what has no room then is not there, the last first."""
    forms = [] if room < _NARROW else [_form(items, 4, is_short=False)]
    forms += [_form(items, gap, is_short=True) for gap in (3, 2)]
    forms += [_form(items[:most], 2, is_short=True) for most in range(len(items) - 1, 0, -1)]
    return next((form for form in forms if line_width(form) <= room), forms[-1])


def _form(items: Sequence[Counted], gap: int, *, is_short: bool, worded: int | None = None) -> Line:
    shown = [
        _one(item, is_short=is_short, has_word=worded is None or place < worded)
        for place, item in enumerate(items)
    ]
    return joined(shown, gap)


def _one(item: Counted, *, is_short: bool, has_word: bool) -> Line:
    of, word = item.of[is_short], item.short if is_short else item.word
    line = ((f"{of}  ", "dim"), *item.number) if of and has_word else item.number
    return (*line, (f" {word}", "text")) if has_word else line
