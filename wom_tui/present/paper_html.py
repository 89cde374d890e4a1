"""How do sheets look in a browser and on its printer: one file, black on white, nothing loaded from anywhere?"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from html import escape

from wom_tui.present.day_sheet import Entry, Page

# What stands in a text is never run, and never asks another machine for anything.
_POLICY = "default-src 'none'; style-src 'unsafe-inline'"
_STYLE = """
@page { size: A4; margin: 14mm }
body { color: #000; background: #fff; font: 10.5pt/1.35 sans-serif; margin: 1em auto; max-width: 48em }
section { break-after: page }
section:last-child { break-after: auto }
header { border-bottom: 2pt solid #000; margin-bottom: .6em }
h1 { display: flex; justify-content: space-between; font-size: 15pt; margin: 0 }
header p { margin: .2em 0 }
article { border-bottom: 1px solid #000; break-inside: avoid; padding: .5em 0 }
h2 { font-size: 11.5pt; margin: 0 0 .2em }
h2 small { font-weight: normal }
dl { display: grid; grid-template-columns: 6em 1fr; margin: 0 }
dt { font-weight: bold }
dd { margin: 0; overflow-wrap: anywhere }
ul { list-style: none; margin: .3em 0 0; padding: 0 }
.box { border: 1px solid #000; display: inline-block; height: .8em; margin-right: .4em; text-align: center;
  width: .8em; line-height: .8em }
.write { display: flex; gap: 1.2em; margin-top: .6em }
.write span { border-bottom: 1px solid #000; flex: 1; padding-bottom: .9em }
.over { border-left: 3pt double #000; padding-left: .6em }
"""


def html_of(pages: Iterable[Page], title: str) -> str:
    """The document. Every text is escaped."""
    return page_html(title, _STYLE, "".join(part for page in pages for part in _page(page)))


def page_html(title: str, style: str, body: str) -> str:
    """A file that loads nothing and runs nothing.

    Args:
        body: HTML, in which every text was escaped.
    """
    return (
        '<!DOCTYPE html>\n<html lang="en"><head><meta charset="utf-8">'
        f'<meta http-equiv="Content-Security-Policy" content="{_POLICY}">'
        f"<title>{escape(title)}</title><style>{style}</style></head><body>\n{body}</body></html>\n"
    )


def _page(page: Page) -> Iterator[str]:
    yield f"<section><header><h1><span>{escape(page.name)} ({escape(page.technician)})</span>"
    yield f"<span>{escape(page.on)}</span></h1>"
    yield f"<p>{escape(', '.join(page.notes))}; {escape(page.printed)}</p></header>\n"
    for entry in page.entries:
        yield from _entry(entry)
    yield "</section>\n"


def _entry(entry: Entry) -> Iterator[str]:
    said = f" ({entry.said})" if entry.said else ""
    yield f'<article class="{"over" if entry.is_over else "open"}">'
    yield f"<h2>{_box(is_ticked=entry.is_done)}{escape(entry.times)} <small>{escape(entry.visit)}</small> "
    yield f"P{entry.priority} {escape(entry.title)}{escape(said)}</h2><dl>"
    for label, lines in entry.rows:
        yield f"<dt>{escape(label)}</dt><dd>{'<br>'.join(map(escape, lines))}</dd>"
    yield "</dl>"
    if entry.checklist:
        yield "<ul>"
        for point in entry.checklist:
            need = " <b>(required)</b>" if point.is_required else ""
            answer = f": {escape(point.answer)}" if point.answer else ""
            yield f"<li>{_box(is_ticked=bool(point.answer))}{escape(point.text)}{need}{answer}</li>"
        yield "</ul>"
    if not entry.is_over:
        yield '<div class="write"><span>Arrived</span><span>Left</span><span>Labour</span>'
        yield f"<span>{_box()}done {_box()}not done</span></div>"
        yield '<div class="write"><span>Used</span><span>Found</span></div>'
    yield "</article>\n"


def _box(*, is_ticked: bool = False) -> str:
    return f'<span class="box">{"×" if is_ticked else ""}</span>'
