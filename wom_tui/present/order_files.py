"""How do the files of an order read: what each is called and is, who attached it when, where it is?"""

from __future__ import annotations

from typing import TYPE_CHECKING

from wom_tui.present.board import Day
from wom_tui.present.cells import Line, cut, fit, torn, width_of
from wom_tui.present.durations import moment
from wom_tui.present.safe_text import safe

if TYPE_CHECKING:
    from wom_tui.queries.attached import OrderFile
    from wom_tui.queries.order import OrderDetail

KIND, NAME_LEAST, NAME_MOST = 9, 12, 40
PLACE_LINES = 3  # of a long address; `y` copies all of it


def file_lines(one: OrderFile, at: Day, width: int) -> list[Line]:
    """One file: name, kind, who, when; where it is; what is said of it."""
    when = f"{moment(one.at, at.now, at.zone)}  {safe(one.who)}"
    room = min(NAME_MOST, max(NAME_LEAST, width - KIND - 4 - width_of(when)))
    head: Line = (
        (fit(safe(one.fact.name), room), "bold bright"),
        (f"  {fit(one.fact.kind.value, KIND)}", "text"),
        (f"  {cut(when, max(0, width - room - KIND - 4))}", "dim"),
    )
    lines = [head, *(((f"  {text}", "text"),) for text in broken(safe(one.fact.place), width - 2))]
    said = f"of {one.of}, merged into this one" if one.of else ""
    note = "   ".join(part for part in (safe(one.fact.note), said) if part)
    return [*lines, ((f"  {cut(note, width - 2)}", "dim"),)] if note else lines


def broken(text: str, width: int) -> list[str]:
    """The text on lines of that width, at any letter: a place has no words."""
    width = max(8, width)
    lines = torn(text, width)
    if len(lines) > PLACE_LINES:
        lines = [*lines[: PLACE_LINES - 1], cut(f"{lines[PLACE_LINES - 1][: width - 1]}…", width)]
    return lines


def brief(detail: OrderDetail, at: Day, width: int) -> list[Line]:
    """One line each, below the facts."""
    return [file_lines(one, at, width)[0] for one in detail.files]
