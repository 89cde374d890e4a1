"""How does a document look as Markdown? Whatever stands in a text, none of it is read as a sign of Markdown or HTML."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from wom_tui.present.document import Document, Row, Section

_SIGNS = re.compile(r"([\\`*_{}\[\]<>()#|~&!])")
_BEGINS = re.compile(r"^(\s*)([-+=]|\d+(?=[.)]))")  # a list, a heading underlined, a number of a list
# What readers turn into links by themselves.
_ADDRESS = re.compile(r"(?<=\w)(:(?=//)|@)|(?<=\bwww)\.", re.IGNORECASE)


def markdown_of(document: Document) -> str:
    """The document; readable as it is, and in whatever shows Markdown."""
    return "\n".join(_lines(document)) + "\n"


def _lines(document: Document) -> Iterator[str]:
    yield f"# {plain(document.title)}"
    yield ""
    yield from _pairs(document.about)
    for section in document.told:
        yield ""
        yield from _section(section)
    for name in document.signatures:
        yield ""
        yield f"{plain(name)}: \\_\\_\\_\\_\\_\\_\\_\\_\\_\\_\\_\\_\\_\\_\\_\\_\\_\\_\\_\\_"


def _section(section: Section) -> Iterator[str]:
    yield f"## {plain(section.heading)}"
    for line in section.lines:
        yield ""
        yield plain(line)
    if section.rows:
        yield ""
        yield from _pairs(section.rows)
    if len(section.table) > 1:
        yield ""
        head, *rows = section.table
        yield _row(head)
        yield _row(["---"] * len(head), is_rule=True)
        yield from map(_row, rows)


def _pairs(pairs: Iterable[tuple[str, str]]) -> Iterator[str]:
    yield from (f"- **{plain(label)}**: {plain(text)}" for label, text in pairs)


def _row(cells: Row | list[str], *, is_rule: bool = False) -> str:
    return f"| {' | '.join(cells if is_rule else map(plain, cells))} |"


def plain(text: str) -> str:
    """The text as it reads, with no sign of it obeyed."""
    text = _SIGNS.sub(r"\\\1", text)
    text = _ADDRESS.sub(lambda found: f"\\{found[0]}", text)
    return _BEGINS.sub(lambda found: _blunted(found[1], found[2]), text.strip())


def _blunted(blanks: str, sign: str) -> str:
    # A digit cannot be escaped: what stands behind it is.
    return f"{blanks}\\{sign}" if not sign.isdigit() else f"{blanks}{sign}\\"
