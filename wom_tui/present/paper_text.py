"""How do sheets look as plain text: 80 columns, one page for each technician, a form feed between them?"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from wom_tui.present.cells import cut, fit, width_of, wrap
from wom_tui.present.day_sheet import Entry, Page

WIDTH = 80
_LABEL = 11
_INDENT = 4
_PAGE_BREAK = "\f"
_TO_WRITE = (
    "arrived    ___:___   left ___:___   labour ____ min   [ ] done  [ ] not done",
    "used       " + "_" * 65,
    "found      " + "_" * 65,
)


def text_of(pages: Iterable[Page]) -> str:
    """All pages. Nothing in them begins a page of its own: every text has been through `safe`."""
    return _PAGE_BREAK.join("\n".join(_page(page)) + "\n" for page in pages)


def _page(page: Page) -> Iterator[str]:
    head = f"{page.name} ({page.technician})"
    yield f"{fit(head.upper(), WIDTH - width_of(page.on) - 2)}  {page.on}"
    yield from wrap(", ".join(page.notes), WIDTH)
    yield page.printed
    for entry in page.entries:
        yield "-" * WIDTH
        yield from _entry(entry)
    yield "=" * WIDTH


def _entry(entry: Entry) -> Iterator[str]:
    box = "[x]" if entry.is_done else "[-]" if entry.is_over else "[ ]"
    head = f"{box} {entry.times}  {entry.visit}  P{entry.priority}  "
    said = f"  ({entry.said})" if entry.said else ""
    yield head + cut(entry.title, WIDTH - width_of(head) - width_of(said)) + said
    for label, lines in entry.rows:
        yield from _row(label, lines)
    for number, point in enumerate(entry.checklist):
        mark = "[x]" if point.answer else "[ ]"
        text = f"{mark} {point.text}{' (required)' if point.is_required else ''}"
        yield from _row("Checklist" if not number else "", [f"{text}: {point.answer or '________'}"], hang=4)
    if not entry.is_over:
        yield from (f"{' ' * _INDENT}{line}" for line in _TO_WRITE)


def _row(label: str, lines: Iterable[str], hang: int = 0) -> Iterator[str]:
    """A label and its text, wrapped; lines after the first stand under the text."""
    room = WIDTH - _INDENT - _LABEL
    for line in lines:
        first, *rest = wrap(line, room)
        yield f"{' ' * _INDENT}{fit(label, _LABEL)}{first}".rstrip()
        if rest:
            for more in wrap(" ".join(rest), room - hang):
                yield f"{' ' * (_INDENT + _LABEL + hang)}{more}"
        label = ""
