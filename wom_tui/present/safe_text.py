"""What of a text from outside may reach a terminal?

Titles, names and notes come from customers. A terminal obeys control sequences, and a right-to-left mark can
make one name look like another, so every text goes through `safe` before it is shown, logged or printed.
"""

from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from rich.text import Text

VISIBLE = "·"  # stands where something was that a terminal would obey
MARKS_KEPT = 3  # combining marks on one letter; more only make a tower

_OVERRIDES = frozenset([*range(0x202A, 0x202F), *range(0x2066, 0x206A)])  # they turn text around
_SPACES = frozenset("\t\n\v\f\r\x85\u2028\u2029")
_SELECTORS = frozenset([*range(0xFE00, 0xFE10), *range(0xE0100, 0xE01F0)])


class _Table(dict[int, str]):
    """What `str.translate` asks, one code point at a time; each is looked up once."""

    def __init__(self) -> None:
        super().__init__()
        self.marks: set[str] = set()

    def __missing__(self, code: int) -> str:
        char = chr(code)
        shown = _shown(code, char)
        if shown and unicodedata.category(shown) in ("Mn", "Me"):
            self.marks.add(shown)
        self[code] = shown
        return shown


def _shown(code: int, char: str) -> str:
    if char in _SPACES:
        return " "
    if code in _SELECTORS:
        return ""  # they change how wide a sign is drawn, and terminals do not agree on it
    match unicodedata.category(char):
        case "Cc" | "Cs" | "Cn":
            return VISIBLE
        case "Cf":
            return VISIBLE if code in _OVERRIDES else ""
        case "Zs":
            return " "
        case _:
            return char


_TABLE = _Table()


def safe(text: str) -> str:
    """The text as one line, without what a terminal would obey; marks stacked higher than 3 are cut."""
    if text.isascii() and text.isprintable():
        return text
    shown = text.translate(_TABLE)
    return shown if _TABLE.marks.isdisjoint(shown) else _cut_marks(shown)


def _cut_marks(text: str) -> str:
    kept: list[str] = []
    stacked = 0
    for char in text:
        stacked = stacked + 1 if char in _TABLE.marks else 0
        if stacked <= MARKS_KEPT:
            kept.append(char)
    return "".join(kept)


def safe_lines(text: str) -> list[str]:
    """A longer text as safe lines; its own line breaks stay."""
    return [safe(line) for line in text.splitlines()]


def cell(value: object, style: str = "") -> Text:
    """The value as a cell: safe, and never read as markup."""
    from rich.text import Text  # the shell shows plain text only, and does without

    return Text("" if value is None else safe(str(value)), style=style)
