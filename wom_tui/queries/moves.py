"""From whom and when to whom and when did an act put a visit? An event alone tells only what it changed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from wom_tui.domain.event import Event
from wom_tui.domain.states import TOLD
from wom_tui.domain.visit import Visit, VisitStatus
from wom_tui.queries.names import Names
from wom_tui.store.reader import EITHER, Reader

MANY = 20  # after an act on more visits nobody reads them one by one
_BOOKED = ("technician_id", "start_at")


@dataclass(frozen=True)
class Booking:
    """A place on a technician's day."""

    technician: str
    start_at: datetime


@dataclass(frozen=True)
class Move:
    """What became of one visit.

    Attributes:
        before: None where it had no place.
        after: None where it lost it.
        is_recalled: the technician was told of the place before, and has to be told of this one.
    """

    number: int
    before: Booking | None
    after: Booking | None
    is_recalled: bool = False


def books(event: Event) -> bool:
    """The event puts a visit on a technician's day, or takes it off."""
    return event.noun == Visit.noun and any(name in event.after for name in _BOOKED)


def moves_of(reader: Reader, events: Sequence[Event], names: Names) -> tuple[Move, ...]:
    """The moves of these events; they may be stored already, or come from a dry run that was not."""
    moved: dict[int, list[Event]] = {}
    for event in events:
        if books(event):
            moved.setdefault(event.subject_id, []).append(event)
    if not 0 < len(moved) <= MANY:
        return ()
    stored = reader.many(Visit, moved, is_withdrawn=EITHER)
    return tuple(_move(happened, stored.get(id), names) for id, happened in moved.items())


def _move(happened: Sequence[Event], visit: Visit | None, names: Names) -> Move:
    """What an event does not name has not changed: there the visit as it is stored tells it."""
    stored = {"technician_id": visit.technician_id, "start_at": visit.start_at} if visit else {}
    first, last = happened[0], happened[-1]
    before = {**stored, **first.before} if first.before else {}
    after = {**stored, **last.after}
    number = visit.order_id if visit else int(first.after["order_id"])
    there = _booking(after, names)
    return Move(
        number, _booking(before, names), there, is_recalled=there is not None and _is_recalled(happened)
    )


def _is_recalled(happened: Sequence[Event]) -> bool:
    """It had been sent, and after the last of these events it is not."""
    told = [event for event in happened if "status" in event.after]
    return (
        bool(told)
        and told[0].before.get("status") in TOLD
        and told[-1].after["status"] == VisitStatus.PLANNED
    )


def _booking(fields: dict[str, Any], names: Names) -> Booking | None:
    who, start_at = fields.get("technician_id"), fields.get("start_at")
    if who is None or start_at is None:
        return None
    technician = names.technicians.get(who)
    at = datetime.fromisoformat(start_at) if isinstance(start_at, str) else start_at
    return Booking(technician.name if technician else f"technician {who}", at)
