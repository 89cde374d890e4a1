"""What a console shows, as a picture: an SVG that says the same wherever it is made."""

from __future__ import annotations

import html
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from rich.cells import cell_len
from rich.segment import Segment
from rich.style import Style
from textual._context import visible_screen_stack

if TYPE_CHECKING:
    from wom_tui.tui.app import WomApp

_CELL, _LINE, _SIZE = 8.4, 18, 14
_DARK = {"default": "#C8C8C8", "on default": "#101010"}


def lines_of(app: WomApp) -> list[list[Segment]]:
    """The screen as lines of styled text, with what shines through from below a panel."""
    visible_screen_stack.set(app._background_screens)
    return [list(strip) for strip in app.screen._compositor.render_strips()][: app.size.height]


def text_of(app: WomApp) -> str:
    """The screen as plain lines, without spaces at their ends."""
    return "\n".join("".join(segment.text for segment in line).rstrip() for line in lines_of(app))


def picture_of(app: WomApp) -> str:
    """The screen as an SVG."""
    width, height = app.size
    lines = lines_of(app)
    page = _colours(lines[-2][0].style if lines else None)[1]
    size = f'width="{width * _CELL:.1f}" height="{height * _LINE}"'
    face = f'font-family="DejaVu Sans Mono, monospace" font-size="{_SIZE}"'
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" {size} {face}>',
        f'<rect {size} fill="{page}"/>',
    ]
    for y, line in enumerate(lines):
        parts.extend(_line(y, line, page))
    return "\n".join([*parts, "</svg>", ""])


def _line(y: int, line: Iterable[Segment], page: str) -> Iterator[str]:
    x = 0
    for segment in line:
        ink, ground = _colours(segment.style)
        cells = segment.cell_length
        if ground != page:
            place = f'x="{x * _CELL:.1f}" y="{y * _LINE}" width="{cells * _CELL + 0.3:.1f}" height="{_LINE}"'
            yield f'<rect {place} fill="{ground}" shape-rendering="crispEdges"/>'
        if segment.text.strip():
            yield _words(x, y, segment, ink)
        x += cells


def _words(x: int, y: int, segment: Segment, ink: str) -> str:
    """The words of a segment, without the space around them."""
    style = segment.style or Style()
    text = segment.text.strip()
    begin = len(segment.text) - len(segment.text.lstrip())
    attributes = [
        f'x="{(x + begin) * _CELL:.1f}" y="{y * _LINE + 14}" fill="{ink}"',
        f'textLength="{cell_len(text) * _CELL:.1f}"',
    ]
    attributes += ['font-weight="bold"'] if style.bold else []
    attributes += ['text-decoration="underline"'] if style.underline else []
    attributes += ['text-decoration="line-through"'] if style.strike else []
    attributes += ['opacity="0.6"'] if style.dim else []
    words = html.escape(text).replace("  ", "\u00a0\u00a0")  # else a viewer makes one space of several
    return f"<text {' '.join(attributes)}>{words}</text>"


def _colours(style: Style | None) -> tuple[str, str]:
    style = style or Style()
    ink, ground = _colour(style, "color"), _colour(style, "bgcolor")
    return (ground, ink) if style.reverse else (ink, ground)


def _colour(style: Style, which: str) -> str:
    colour = getattr(style, which)
    if colour is None or colour.is_default:
        return _DARK["default" if which == "color" else "on default"]
    return str(colour.get_truecolor().hex)
