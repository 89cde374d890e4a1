"""What does a cell say that holds HTML, as the long texts of some systems do?

Read with one expression, not with the library's parser, which takes a time that grows with the square of a hostile
text: 2.4 s for a cell of 40,000 characters. A tag in which somebody has hidden a `>` leaves a scrap behind, no more.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator

_TAG = re.compile(r"<(?P<close>/?)(?P<name>[A-Za-z][A-Za-z0-9:-]*)[^<>]*>|<[!?][^<>]*>")
_SILENT = frozenset({"script", "style", "title", "template"})
_INLINE = frozenset(
    "a abbr b bdi bdo cite code em font i kbd mark q s samp small span strong sub sup u var wbr".split()
)


def text_of_html(value: str) -> str:
    """The words, without markup; each block begins behind a blank. Anything can be read, however broken."""
    if "<" not in value and "&" not in value:
        return value
    return html.unescape("".join(_words("".join(_outside_comments(value))))).strip()


def _outside_comments(value: str) -> Iterator[str]:
    end = 0
    while (start := value.find("<!--", end)) >= 0:
        yield value[end:start]
        end = value.find("-->", start) + 3
        if end < 3:
            return  # never closed: as a browser does, take the rest for it
    yield value[end:]


def _words(value: str) -> Iterator[str]:
    silent, end = 0, 0
    for tag in _TAG.finditer(value):
        if not silent:
            yield value[end : tag.start()]
        end, name = tag.end(), (tag["name"] or "").casefold()
        if name in _SILENT:
            silent = max(0, silent + (-1 if tag["close"] else 1))
        if name == "li" and not tag["close"]:
            yield " - "
        elif name and name not in _INLINE:
            yield " "
    if not silent:
        yield value[end:]
