"""What a console shows, as a picture: an SVG that says the same wherever it is made."""

from __future__ import annotations

import html
from collections.abc import Iterable
from typing import TYPE_CHECKING

from rich.segment import Segment
from rich.style import Style

if TYPE_CHECKING:
    from wom_tui.tui.app import WomApp

_CELL, _LINE, _SIZE = 8.4, 18, 14
_DARK = {"default": "#C8C8C8", "on default": "#101010"}


def lines_of(app: WomApp) -> list[list[Segment]]:
    """The screen as lines of styled text."""
    width, height = app.size
    screen = app.screen
    return [list(strip) for strip in screen._compositor.render_strips()][:height] if width else []


def text_of(app: WomApp) -> str:
    """The screen as plain lines, without spaces at their ends."""
    return "\n".join("".join(segment.text for segment in line).rstrip() for line in lines_of(app))


def picture_of(app: WomApp) -> str:
    """The screen as an SVG."""
    width, height = app.size
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width * _CELL:.1f}" height="{height * _LINE}" '
        f'font-family="DejaVu Sans Mono, monospace" font-size="{_SIZE}">'
    ]
    for y, line in enumerate(lines_of(app)):
        parts.extend(_line(y, line))
    return "\n".join([*parts, "</svg>", ""])


def _line(y: int, line: Iterable[Segment]) -> Iterable[str]:
    x = 0
    for segment in line:
        style = segment.style or Style()
        ink, ground = _colour(style, "color"), _colour(style, "bgcolor")
        if style.reverse:
            ink, ground = ground, ink
        cells = segment.cell_length
        place = f'x="{x * _CELL:.1f}" y="{y * _LINE}" width="{cells * _CELL + 0.3:.1f}" height="{_LINE}"'
        yield f'<rect {place} fill="{ground}" shape-rendering="crispEdges"/>'
        text = segment.text.rstrip()
        begin = len(text) - len(text.lstrip())
        if text.strip():
            weight = ' font-weight="bold"' if style.bold else ""
            line_under = ' text-decoration="underline"' if style.underline else ""
            faint = ' opacity="0.6"' if style.dim else ""
            place = f'x="{(x + begin) * _CELL:.1f}" y="{y * _LINE + 14}"'
            wide = f'textLength="{len(text.strip()) * _CELL:.1f}"'
            said = html.escape(text.strip())
            yield f'<text {place} fill="{ink}"{weight}{line_under}{faint} {wide}>{said}</text>'
        x += cells


def _colour(style: Style, which: str) -> str:
    colour = getattr(style, which)
    if colour is None or colour.is_default:
        return _DARK["default" if which == "color" else "on default"]
    return str(colour.get_truecolor().hex)
