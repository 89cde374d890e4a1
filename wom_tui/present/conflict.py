"""Somebody was faster: what they did and what was meant here, beside each other, field by field."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from wom_tui.domain.event import Event
from wom_tui.domain.receipt import Receipt
from wom_tui.domain.words import some
from wom_tui.errors import Conflict
from wom_tui.present.cells import Line, Piece, clip
from wom_tui.present.changes import Teller, change_lines
from wom_tui.present.heads import head
from wom_tui.present.labels import Signs
from wom_tui.present.refusals import deed_words, told_deeds, violation_words
from wom_tui.present.safe_text import safe

if TYPE_CHECKING:
    from wom_tui.domain.deed import Deed
    from wom_tui.queries.names import Names

# Worked out from what was decided: two acts that only meet here do not meet.
_DERIVED = frozenset(
    {"version", "policies", "travel_s", "ordinal", "order_id", "end_at"}
    | {"parts_state", "parts_ready_at", "parts_awaited"}
    | {"respond_due_at", "resolve_due_at", "respond_warn_at", "resolve_warn_at"}
)
_MOST = 3  # of their deeds, the newest
_INDENT: Piece = ("   ", "")
_FIELDS: Line = (("     ", ""), ("    ", ""))


@dataclass(frozen=True)
class Clash:
    """Two intents on one record.

    Attributes:
        said: what was meant here, as it was typed or pressed.
        conflict: what the others did.
        dry: what ours would do now, on top of theirs.
    """

    said: str
    conflict: Conflict
    dry: Receipt

    @property
    def is_about_the_same(self) -> bool:
        """Ours would change what they have changed: going on takes theirs away."""
        theirs = {place for deed in self.conflict.deeds for place in _places(deed.subject, deed.after)}
        ours = {place for event in self.dry.events for place in _places(event.subject, event.after)}
        return bool(theirs & ours)


def _places(subject: str, after: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    return ((subject, name) for name in after if name not in _DERIVED)


def clash_lines(
    clash: Clash, names: Names | None, at: tuple[datetime, ZoneInfo], width: int, room: int, signs: Signs
) -> list[Line]:
    """Theirs above, ours below; each in words, then its fields before and after."""
    teller = Teller(names, *at)
    said = f"{safe(clash.conflict.record)} has changed since you saw it"
    lines: list[Line] = [
        (),
        head(said, width, signs.rule, "nothing is done yet", indent=3, has_margin=True),
    ]
    all_deeds = told_deeds(clash.conflict)
    deeds = all_deeds[-_MOST:]
    if more := len(all_deeds) - len(deeds):
        lines.append((_INDENT, (f"after {some(more, 'other change')}", "dim")))
    for deed in deeds:
        lines.append((_INDENT, ("they  ", "dim"), (safe(deed_words(deed, *at)), "text")))
        lines += _fields(deed, teller, width, signs)
    lines.append((_INDENT, ("you   ", "dim"), (safe(clash.said), "bold bright"), (", on top of it:", "dim")))
    for event in _telling(clash.dry.events):
        lines += _fields(event, teller, width, signs)
    lines += [
        (_INDENT, ("!     ", "warn"), (safe(violation_words(one, *at)), "text"))
        for one in clash.dry.violations
    ]
    return [clip(line, width - 1) for line in [*lines[:room], ()]]


def _telling(events: Sequence[Event]) -> Iterable[Event]:
    return (event for event in events if any(name not in _DERIVED for name in event.after))


def _fields(one: Deed | Event, teller: Teller, width: int, signs: Signs) -> Iterator[Line]:
    """`technician – → Sam Okafor   start 14:30 → 15:17`, under a sentence."""
    return change_lines(teller.changes(one.before, one.after), _FIELDS, _FIELDS, width - 1, signs)
