"""Which technicians fit what was typed: by name, skill, territory, or by a visit's number or title?"""

from __future__ import annotations

from collections.abc import Callable

from wom_tui.queries.lane import Lane


def lane_test(text: str) -> Callable[[Lane], bool] | None:
    """Whether a lane has every word of the text somewhere; None where nothing was typed."""
    words = text.casefold().replace("/", " ").split()
    if not words:
        return None
    return lambda lane: _has(lane, words)


def _has(lane: Lane, words: list[str]) -> bool:
    visits = (f"{bar.order} {bar.title}" for bar in lane.bars)
    said = "\n".join((lane.name, lane.code, lane.skill, lane.territory, *visits)).casefold()
    return all(word in said for word in words)
