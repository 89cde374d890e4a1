"""How is a repair told that waits for somebody's yes: why, what it comes to, and line by line what moves?"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from wom_tui.present.branch import line_words
from wom_tui.present.durations import moment
from wom_tui.present.safe_text import safe

if TYPE_CHECKING:
    from wom_tui.queries.repairs import Proposed


def proposed_line(one: Proposed) -> str:
    """`reassign-3: moves 2, breaks 0 promises, saves 1 breach; overtaken`."""
    told = f"{safe(one.name)}: {safe(one.said)}"
    if one.is_touched:
        return f"{told}; somebody works on it"
    return f"{told}; overtaken, and made anew" if one.overtaken else told


def proposed_lines(
    one: Proposed, names: Mapping[int, str], now: datetime, zone: ZoneInfo, arrow: str = "->"
) -> Iterator[str]:
    """All of it; `!` where the live day has gone another way meanwhile."""
    yield f"{proposed_line(one)}  ({moment(one.made_at, now, zone)})"
    yield from (f"  because {safe(said)}" for said in one.setbacks)
    yield from (f"  asks, for {safe(said)}" for said in one.asks)
    yield from (f"  overtaken: {safe(said)}" for said in one.overtaken)
    for line in one.lines:
        yield f"  {line_words(line, names, now, zone, arrow)}"


def proposed_document(one: Proposed) -> dict[str, Any]:
    """The same for programs."""
    return {
        "name": one.name,
        "made_at": one.made_at,
        "said": one.said,
        "setbacks": one.setbacks,
        "asks": one.asks,
        "overtaken": one.overtaken,
        "touched": one.is_touched,
        "lines": [
            {
                "visit": line.label,
                "number": line.line.order,
                "title": line.title,
                "technician_id": line.line.technician,
                "start_at": line.line.start_at,
                "end_at": line.line.end_at,
                "was": line.line.was,
                "now": line.now,
                "conflict": line.is_conflict,
            }
            for line in one.lines
        ],
    }
