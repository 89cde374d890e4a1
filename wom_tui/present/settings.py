"""How are settings listed? Heads, and a line for each: its word, what can be chosen, who says so."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby

from wom_tui.present.cells import Line, Piece, clip, cut, fill, fit, line_width
from wom_tui.present.heads import head
from wom_tui.present.labels import Signs

_WORD, _SOURCE = 12, 22
_CHOICES = 62  # no more than that: who says so stands near it
_HELP = 40  # columns that the help has beside it, where there are so many


@dataclass(frozen=True)
class Shown:
    """A setting as it is listed.

    Attributes:
        choices: the words of all that can be chosen.
        chosen: the word of what is; it may be none of them.
        help: what it does; beside it on a wide screen.
    """

    group: str
    word: str
    choices: tuple[str, ...]
    chosen: str
    source: str
    help: str = ""


@dataclass(frozen=True)
class Entry:
    """A line; `key` is the setting's word, empty for heads and gaps."""

    line: Line
    key: str = ""


def entries(settings: Iterable[Shown], width: int, signs: Signs) -> list[Entry]:
    """All lines of the page."""
    page: list[Entry] = []
    for group, those in groupby(settings, key=lambda one: one.group):
        page += [Entry(())] if page else []
        page.append(Entry(head(group, width, signs.rule)))
        page += [Entry(_line(one, width, signs), one.word) for one in those]
    return page


def _line(one: Shown, width: int, signs: Signs) -> Line:
    is_own = one.source != "default"
    room = min(width - _WORD - 2 - (_SOURCE + 2), _CHOICES)
    right: Line = ((fit(one.source, _SOURCE), "text" if is_own else "dim"),)
    left = width - (_WORD + 2 + room + 2 + _SOURCE + 2)
    if left >= _HELP:
        right = (*right, ("  ", ""), (cut(one.help, left), "dim"))
    choices = _choices(one, signs)
    if line_width(choices) > room:  # what is chosen, and how many others there are
        choices = (*_chosen(one.chosen, signs), (f"   {len(one.choices)} choices", "dim"))
    return (fit(one.word, _WORD), "text"), ("  ", ""), *fill(clip(choices, room), room), ("  ", ""), *right


def _choices(one: Shown, signs: Signs) -> Line:
    """All of them, each with room for the mark, so that nothing moves when another is chosen."""
    known: Sequence[str] = one.choices if one.chosen in one.choices else (*one.choices, one.chosen)
    pieces: list[Piece] = []
    for word in known:
        pieces += _chosen(word, signs) if word == one.chosen else ((f"  {word}", "dim"),)
        pieces.append(("  ", ""))
    return tuple(pieces)


def _chosen(word: str, signs: Signs) -> Line:
    return (signs.mark, "accent"), (f" {word}", "bold bright")
