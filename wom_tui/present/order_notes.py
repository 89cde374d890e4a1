"""How does what was said about an order read: when, who, and the words?"""

from __future__ import annotations

from typing import TYPE_CHECKING

from wom_tui.domain.note import LONGEST_TEXT
from wom_tui.present.board import Day
from wom_tui.present.cells import Line, cut, line_width, torn, wrapped
from wom_tui.present.durations import moment
from wom_tui.present.heads import head
from wom_tui.present.labels import Signs
from wom_tui.present.messages import newest_messages
from wom_tui.present.safe_text import safe, safe_lines

if TYPE_CHECKING:
    from wom_tui.queries.attached import OrderNote
    from wom_tui.queries.order import OrderDetail

INDENT = 2
NEWEST, NEWEST_LINES = 3, 4  # so many below the facts, each with so many lines; the sub-tab has all of all
LEAST = 24  # cells; with less a note beside something else says nothing


def notes(detail: OrderDetail, at: Day, width: int) -> list[Line]:
    """All of them, each with all its words."""
    return [line for one in detail.notes for line in _lines(one, at, width)]


def newest_notes(detail: OrderDetail, at: Day, signs: Signs, width: int) -> list[Line]:
    """What was noted and said last, below the facts; nothing where nobody has."""
    said = newest_messages(detail, at, signs, width)
    if not detail.notes:
        return said
    shown = detail.notes[:NEWEST]
    count = "newest first" if shown == detail.notes else f"{len(shown)} of {len(detail.notes)}"
    lines = [line for one in shown for line in _lines(one, at, width, NEWEST_LINES)]
    return [(), head("Notes", width, signs.rule, count), *lines, *said]


def _lines(one: OrderNote, at: Day, width: int, most: int = LONGEST_TEXT) -> list[Line]:
    """When and who; below it what was said."""
    of = f"   of {one.of}, merged into this one" if one.of else ""
    told = f"{moment(one.at, at.now, at.zone)}  {safe(one.who)}{of}"
    room = max(8, width - INDENT)
    said = [
        line for text in safe_lines(one.fact.text) for line in wrapped(_torn(text, room), room, LONGEST_TEXT)
    ]
    if len(said) > most:
        said = [*said[: most - 1], cut(f"{said[most - 1]} …", room)]
    return [((cut(told, width), "dim"),), *((((" " * INDENT, ""), (text, "text"))) for text in said)]


def _torn(text: str, width: int) -> str:
    """The text with spaces in words that are longer than a line, so that nothing of them is lost."""
    return " ".join(part for word in text.split() for part in torn(word, width))


def newest_note(detail: OrderDetail | None) -> str:
    """What was said last, as one line."""
    return safe(detail.notes[0].fact.text) if detail is not None and detail.notes else ""


def beside(line: Line, text: str, gap: int, width: int) -> Line:
    """The line, and a note in the rest of it, where there is room for some words."""
    room = width - line_width(line) - gap
    if not text or room < LEAST:
        return line
    return (*line, (" " * gap, ""), ("note ", "dim"), (cut(text, room - 5), "text"))
