"""How does text fill a place of a given width? Everything here counts terminal cells, never characters.

A line is a sequence of pieces; a piece is a text and an ink. An ink is words from a small vocabulary (`bold
late`); what colour that is, each theme says for itself.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from rich.cells import cell_len, set_cell_size

Piece = tuple[str, str]
Line = tuple[Piece, ...]
ELLIPSIS = "…"
GAP = 2  # between columns


def width_of(text: str) -> int:
    """Cells that the text takes."""
    return len(text) if text.isascii() else cell_len(text)


def line_width(line: Iterable[Piece]) -> int:
    """Cells that the line takes."""
    return sum(width_of(text) for text, _ in line)


def cut(text: str, width: int, ellipsis: str = ELLIPSIS) -> str:
    """At most `width` cells of the text; an ellipsis shows that there is more."""
    if width_of(text) <= width:
        return text
    if width <= 0:
        return ""
    if text.isascii():
        return text[: width - 1].rstrip() + ellipsis
    return set_cell_size(text, width - 1).rstrip() + ellipsis


def fit(text: str, width: int, *, right: bool = False, ellipsis: str = ELLIPSIS) -> str:
    """Exactly `width` cells: cut, or filled with spaces."""
    shown = cut(text, width, ellipsis)
    space = " " * (width - width_of(shown))
    return space + shown if right else shown + space


def wrap(text: str, width: int) -> list[str]:
    """The words in lines of at most so many cells; a word that is longer than a line is cut."""
    lines = [""]
    for word in text.split():
        longer = f"{lines[-1]} {word}".strip()
        if width_of(longer) <= width or not lines[-1]:
            lines[-1] = cut(longer, width)
        else:
            lines.append(cut(word, width))
    return lines


def wrapped(text: str, width: int, most: int = 4) -> list[str]:
    """The words in at most so many lines, none where there is no word; an ellipsis says that there is more."""
    lines = wrap(text, width) if text.strip() else []
    if len(lines) > most:
        lines = [*lines[: most - 1], cut(f"{lines[most - 1]} …", width)]
    return lines


def torn(text: str, width: int) -> list[str]:
    """The text on lines of that width, at any letter; nothing of it is lost."""
    lines: list[str] = []
    line, used = "", 0
    for char in text:
        wide = width_of(char)
        if used + wide > width and line:
            lines.append(line)
            line, used = "", 0
        line, used = line + char, used + wide
    return [*lines, line]


def clip(line: Sequence[Piece], width: int) -> Line:
    """At most `width` cells of the line, cut in the middle of a piece where need be."""
    kept: list[Piece] = []
    left = width
    for text, ink in line:
        taken = width_of(text)
        if taken > left:
            if left > 0:
                kept.append((cut(text, left), ink))
            break
        kept.append((text, ink))
        left -= taken
    return tuple(kept)


def fill(line: Sequence[Piece], width: int, ink: str = "") -> Line:
    """Exactly `width` cells of the line."""
    kept = clip(line, width)
    space = width - line_width(kept)
    return (*kept, (" " * space, ink)) if space > 0 else kept


def spread(left: Sequence[Piece], right: Sequence[Piece], width: int) -> Line:
    """One line with something at each edge; where both have no room, the right one goes first."""
    space = width - line_width(left) - line_width(right)
    if space < 1:
        return fill(left, width)
    return (*left, (" " * space, ""), *right)


def joined(items: Iterable[Sequence[Piece]], gap: int) -> Line:
    """The items one after the other, so many cells apart."""
    line: list[Piece] = []
    for item in items:
        if not item:
            continue
        if line:
            line.append((" " * gap, ""))
        line.extend(item)
    return tuple(line)


def rule_after(head: Sequence[Piece], width: int, rule: str, note: Sequence[Piece] = ()) -> Line:
    """A head, one rule to the edge, and a dim note at its end where there is room for both."""
    used = line_width(head) + 2
    room = width - used - (line_width(note) + 2 if note else 0)
    if note and room < 6:
        note, room = (), width - used
    end: Line = (("  ", ""), *note) if note else ()
    return (*head, ("  ", ""), (rule * max(0, room), "rule"), *end)


def plain(line: Iterable[Piece]) -> str:
    """The line's text alone."""
    return "".join(text for text, _ in line)
