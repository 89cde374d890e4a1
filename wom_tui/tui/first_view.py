"""What stands on the screen before the database has answered: the board as it was the last time.

One small file per database in the user's own cache, readable by its owner only. Reading it needs nothing but
the standard library. It is shown only where it looks as it did: its lines hold the signs and the words that were
chosen then, and are as long as there was room.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from wom_tui.domain.habits import clock_text, day_text
from wom_tui.present.cells import Line
from wom_tui.tui.own_files import read_own, write_own

_FORMAT = 1


@dataclass(frozen=True)
class FirstView:
    """Lines of pieces.

    Attributes:
        looks: all that its look depends on: colours, signs, words, size.
        taken: `14:02`, or `23 Nov 14:02` when that is another day.
    """

    office: str
    zone: str
    heads: Line
    lines: tuple[Line, ...]
    attention: Line
    looks: tuple[str, ...] = ()
    taken: str = ""


def save(path: Path, view: FirstView, now: datetime) -> bool:
    """Keep a view; returns whether that went well. Not being able to is no reason to disturb anybody."""
    content = {
        "at": now.isoformat(),
        "office": view.office,
        "zone": view.zone,
        "heads": view.heads,
        "lines": view.lines,
        "attention": view.attention,
        "looks": view.looks,
    }
    return write_own(path, _FORMAT, content)


def load(path: Path, looks: tuple[str, ...] = (), now: datetime | None = None) -> FirstView | None:
    """The view that was kept; None when there is none that can be read, or it has another look."""
    try:
        content = read_own(path, _FORMAT)
        at = datetime.fromisoformat(content["at"])
        if tuple(content["looks"]) != looks:
            return None
        is_today = (now or datetime.now(at.tzinfo)).date() == at.date()
        return FirstView(
            office=str(content["office"]),
            zone=str(content["zone"]),
            heads=_line(content["heads"]),
            lines=tuple(_line(line) for line in content["lines"]),
            attention=_line(content["attention"]),
            looks=looks,
            taken=clock_text(at) if is_today else f"{day_text(at)} {clock_text(at)}",
        )
    except (OSError, ValueError, KeyError, TypeError):
        return None


def _line(pieces: Any) -> Line:
    return tuple((str(text), str(ink)) for text, ink in pieces)
