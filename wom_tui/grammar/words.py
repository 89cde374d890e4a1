"""Where does one word of a line end and the next begin? Quotes, escapes, `name=value`.

A quote opens at the beginning of a word or right after `name=` and nowhere else: `customer's` and `6" pipe`
are words like any other. A backslash takes the meaning from a space, a quote or a backslash after it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from wom_tui.errors import InvalidInput

_OPTION = re.compile(r"([A-Za-z][A-Za-z_]*)=")
HELP = "--help"
_ESCAPABLE = "\\\"' "


@dataclass(frozen=True, slots=True)
class Word:
    """One word.

    Attributes:
        text: what it says, without quotes and escapes; for `name=value` the value.
        option: the name in `name=value`, in small letters.
        start, end: where it stands in the line, quotes and all.
    """

    text: str
    start: int
    end: int
    option: str | None = None
    is_quoted: bool = False


def words_of(line: str, *, is_open: bool = False) -> list[Word]:
    """Cut a line into words.

    Args:
        is_open: the line is still being typed: a quote that is not closed yet ends with the line.

    Raises:
        InvalidInput: a quote is not closed.
    """
    words: list[Word] = []
    at = 0
    while True:
        while at < len(line) and line[at].isspace():
            at += 1
        if at == len(line):
            return words
        word = _word(line, at, is_open)
        words.append(word)
        at = word.end


def _word(line: str, start: int, is_open: bool) -> Word:
    named = _OPTION.match(line, start)
    at = named.end() if named else start
    quote = line[at] if at < len(line) and line[at] in "\"'" else ""
    text, end = _quoted(line, at, quote, is_open) if quote else _bare(line, at)
    return Word(text, start, end, named[1].lower() if named else None, bool(quote))


def _bare(line: str, at: int) -> tuple[str, int]:
    letters: list[str] = []
    while at < len(line) and not line[at].isspace():
        at += _is_escaped(line, at)
        letters.append(line[at])
        at += 1
    return "".join(letters), at


def _quoted(line: str, at: int, quote: str, is_open: bool) -> tuple[str, int]:
    letters: list[str] = []
    opened, at = at, at + 1
    while at < len(line):
        if line[at] == quote:
            return "".join(letters), at + 1
        at += _is_escaped(line, at)
        letters.append(line[at])
        at += 1
    if not is_open:
        raise InvalidInput("line", line[opened:], f"a closing {quote} (opened at character {opened + 1})")
    return "".join(letters), at


def _is_escaped(line: str, at: int) -> bool:
    return line[at] == "\\" and at + 1 < len(line) and line[at + 1] in _ESCAPABLE


def asks_for_help(words: Sequence[Word]) -> bool:
    """`new --help`, as the shell's own verbs are asked: nobody means an order of that title."""
    return any(word.text == HELP and not word.is_quoted for word in (*words[1:2], *words[-1:]))


def as_words(text: str) -> str:
    """The text as the last words of a line, in quotes where one of them would be taken for something else."""
    return quoted(text) if re.search(r"[\"'\\=]", text) else text


def quoted(text: str) -> str:
    """The text as one word of a line, in quotes where it needs them."""
    if text and not re.search(r"[\s\"'\\=]", text):
        return text
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'
