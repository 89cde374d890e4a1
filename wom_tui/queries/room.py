"""Where is room in the next days? The gaps of all technicians, read once and kept up with what is written."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from threading import Lock

from wom_tui.domain.alert import Alert
from wom_tui.domain.canned import CannedText
from wom_tui.domain.event import Event
from wom_tui.domain.feedback import Feedback
from wom_tui.domain.inbound import Inbound
from wom_tui.domain.message import Message
from wom_tui.domain.part import PurchaseEta, Reservation, Stock
from wom_tui.domain.place import TravelTime
from wom_tui.domain.request import Request
from wom_tui.domain.snooze import Snooze
from wom_tui.domain.technician import Technician
from wom_tui.domain.technician_day import TechnicianDay
from wom_tui.domain.visit import Visit
from wom_tui.domain.work_order import Requirement, WorkOrder
from wom_tui.planning.openings import Openings
from wom_tui.store import journal
from wom_tui.store.attached import ATTACHED
from wom_tui.store.days import technician_days
from wom_tui.store.reader import Reader

_MOST_EVENTS = 500  # behind by more than that, all is read anew
# No day is another for what happens to these; nor for what happens to an order, as long as it stays where it is.
_ELSEWHERE = frozenset(
    cls.noun
    for cls in (
        *(Requirement, PurchaseEta, Reservation, Stock, Request, Feedback, Snooze, Alert, *ATTACHED),
        *(Message, CannedText, Inbound),
    )
)


@dataclass(frozen=True)
class _Kept:
    """The answer for some days, and the event that it was true at."""

    basis: int
    first: date
    days: int
    found: Openings


class Room:
    """The gaps of some days, as they are after the last event."""

    def __init__(self, travel: TravelTime) -> None:
        self._travel = travel
        self._lock = Lock()
        self._kept: _Kept | None = None

    def of(self, reader: Reader, first: date, days: int) -> Openings:
        """The gaps of everybody who works here. After a write only the days that it may have changed are read.

        Args:
            first: the first local day.
            days: so many days from then on.
        """
        basis = journal.count(reader.connection)
        with self._lock:
            kept = self._kept
            if kept is None or (kept.first, kept.days) != (first, days):
                kept = _Kept(basis, first, days, self.read(reader, first, days))
            elif kept.basis != basis:
                kept = _Kept(basis, first, days, self._caught_up(reader, kept))
            self._kept = kept
            return kept.found

    def read(self, reader: Reader, first: date, days: int) -> Openings:
        """The same, read now and not kept: for a day that is looked at once."""
        return Openings(self._days(reader, reader.select(Technician, is_active=True), first, days))

    def _days(
        self, reader: Reader, technicians: Iterable[Technician], first: date, days: int
    ) -> list[TechnicianDay]:
        people = tuple(technicians)
        ahead = (first + timedelta(days=n) for n in range(days))
        return [day for on in ahead for day in technician_days(reader, people, on, self._travel).values()]

    def _caught_up(self, reader: Reader, kept: _Kept) -> Openings:
        events = list(journal.events(reader.connection, since=kept.basis, limit=_MOST_EVENTS + 1))
        touched = None if len(events) > _MOST_EVENTS else _touched(reader, events)
        if touched is None:
            return self.read(reader, kept.first, kept.days)
        if not touched:
            return kept.found
        people = [day.technician for day in kept.found.days if day.on == kept.first]
        fresh = {
            (day.technician.id, day.on): day
            for day in self._days(reader, [t for t in people if t.id in touched], kept.first, kept.days)
        }
        return kept.found.with_days(fresh.get((day.technician.id, day.on), day) for day in kept.found.days)


def _touched(reader: Reader, events: Iterable[Event]) -> set[int] | None:
    """Whose days may be others after these events; None = anybody's."""
    visits: set[int | None] = set()
    technicians: set[int] = set()
    for event in events:
        noun, _, id = event.subject.partition(":")
        if noun == Visit.noun:
            visits.add(int(id))
            changes = (event.before.get("technician_id"), event.after.get("technician_id"))
            technicians.update(one for one in changes if one is not None)
        elif noun not in _ELSEWHERE and not _stays(noun, event):
            return None
    stored = reader.many(Visit, visits).values()
    return technicians | {visit.technician_id for visit in stored if visit.technician_id is not None}


def _stays(noun: str, event: Event) -> bool:
    """An order that is new, and has no visits, or that is where it was."""
    return noun == WorkOrder.noun and (event.is_creation or "site_id" not in event.after)
