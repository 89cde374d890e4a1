"""What did an event change, field by field: before and after, as people read them?"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from wom_tui.domain.event import Event
from wom_tui.present.board import Day
from wom_tui.present.durations import clock, hours, moment
from wom_tui.present.story import told_fields, word_of

Called = Mapping[str, Mapping[int, str]]  # field → id → name
Diff = tuple[str, str, str]  # the field, before, after; empty where there is nothing

_MOST = 4  # of a list


def diffs(event: Event, called: Called, at: Day) -> list[Diff]:
    """Each field that another value came to; nothing of a creation, where all is new."""
    if event.is_creation or "is_withdrawn" in event.after:
        return []
    found = []
    for name in told_fields(event.after):
        before, after = (_shown(name, side.get(name), called, at) for side in (event.before, event.after))
        if before != after:
            found.append((word_of(name), before, after))
    return found


def _shown(name: str, value: Any, called: Called, at: Day) -> str:
    """A value of the journal in words; empty where there is none."""
    match value:
        case None | "" | []:
            return ""
        case bool():
            return "yes" if value else "no"
        case int() if name.endswith("_id"):
            return called.get(name, {}).get(value, f"#{value}")
        case int() if name.endswith("_min"):
            return hours(value)
        case int() if name.endswith("_cents"):
            return f"{value / 100:.2f}"
        case int() if name == "priority":
            return f"P{value}"
        case str() if name.endswith("_at"):
            return moment(datetime.fromisoformat(value), at.now, at.zone)
        case list():
            return _listed(name, value, called, at)
        case dict():
            return _part(name, value, at)
        case _:
            return str(value)


def _listed(name: str, values: list[Any], called: Called, at: Day) -> str:
    single = name.removesuffix("s") if name.endswith("_ids") else name
    shown = [_shown(single, value, called, at) for value in values[:_MOST]]
    more = f" and {len(values) - _MOST} more" if len(values) > _MOST else ""
    return ", ".join(shown) + more


def _part(name: str, value: Mapping[str, Any], at: Day) -> str:
    """One thing of several: a skill with its level, a window, an answered point."""
    match value:
        case {"start_at": str(start), "end_at": str(end)}:
            begun, ended = datetime.fromisoformat(start), datetime.fromisoformat(end)
            return f"{moment(begun, at.now, at.zone)}–{clock(ended, at.zone)}"
        case {"text": text}:
            answer = value.get("answer")
            return f"{text}: {answer}" if answer is not None else str(text)
        case {"name": named}:
            rest = value.get("level", value.get("quantity"))
            return f"{named} {rest:g}" if isinstance(rest, int | float) else str(named)
        case {"part_id": part}:
            return f"{value.get('quantity', 1)} of part {part}"
        case _:
            return "another"
