"""How does a document look in a browser and on its printer? One file, every text escaped, nothing loaded or run."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from html import escape

from wom_tui.present.document import Document, Section
from wom_tui.present.paper_html import page_html

_STYLE = """
@page { size: A4; margin: 18mm }
body { color: #000; background: #fff; font: 10.5pt/1.4 sans-serif; margin: 1em auto; max-width: 46em }
h1 { border-bottom: 2pt solid #000; font-size: 16pt; margin: 0 0 .5em }
h2 { break-after: avoid; font-size: 12pt; margin: 1.2em 0 .3em }
dl { display: grid; grid-template-columns: 10em 1fr; margin: 0 }
dt { font-weight: bold }
dd, td, p { margin: 0; overflow-wrap: anywhere }
table { border-collapse: collapse; width: 100% }
th, td { border-bottom: 1px solid #000; padding: .2em .6em .2em 0; text-align: left; vertical-align: top }
.sign { display: flex; gap: 2em; margin-top: 4em }
.sign span { border-top: 1px solid #000; flex: 1; padding-top: .3em }
"""


def html_document(document: Document) -> str:
    """The document. Every text is escaped."""
    return page_html(document.title, _STYLE, "".join(_body(document)))


def _body(document: Document) -> Iterator[str]:
    yield f"<h1>{escape(document.title)}</h1>\n"
    yield from _pairs(document.about)
    for section in document.told:
        yield from _section(section)
    if document.signatures:
        names = "".join(f"<span>{escape(name)}</span>" for name in document.signatures)
        yield f'<div class="sign">{names}</div>\n'


def _section(section: Section) -> Iterator[str]:
    yield f"<h2>{escape(section.heading)}</h2>\n"
    yield from (f"<p>{escape(line)}</p>\n" for line in section.lines)
    if section.rows:
        yield from _pairs(section.rows)
    if len(section.table) > 1:
        head, *rows = section.table
        yield f"<table><tr>{''.join(f'<th>{escape(cell)}</th>' for cell in head)}</tr>\n"
        for row in rows:
            yield f"<tr>{''.join(f'<td>{escape(cell)}</td>' for cell in row)}</tr>\n"
        yield "</table>\n"


def _pairs(pairs: Iterable[tuple[str, str]]) -> Iterator[str]:
    yield "<dl>"
    yield from (f"<dt>{escape(label)}</dt><dd>{escape(text)}</dd>\n" for label, text in pairs)
    yield "</dl>\n"
