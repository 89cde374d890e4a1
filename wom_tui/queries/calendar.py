"""Which visits stand in a calendar: of one technician, of one territory, of all?"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from wom_tui.domain.site import Site, Territory
from wom_tui.domain.technician import Technician
from wom_tui.domain.visit import Visit, VisitStatus
from wom_tui.domain.work_order import WorkOrder
from wom_tui.errors import NotFound
from wom_tui.store import journal
from wom_tui.store.reader import EITHER, Range, Reader

KEPT = timedelta(days=7)  # what is older has left the calendar
GIVEN_AWAY = timedelta(days=30)  # so long it is told that a visit went to somebody else


@dataclass(frozen=True)
class CalendarVisit:
    """A visit with what an entry tells of it. `start_at` and `end_at` of the visit are set.

    Attributes:
        changed_at: when the visit was changed last: calendars drop what is older than what they have.
    """

    visit: Visit
    order: WorkOrder
    site: Site | None
    technician: Technician
    changed_at: datetime


def calendar_visits(
    reader: Reader, now: datetime, *, technician: str | None = None, territory: str | None = None
) -> list[CalendarVisit]:
    """Visits that somebody has, from a week before `now` on, by start.

    Raises:
        NotFound: there is no such technician, or territory.
    """
    people = {t.id: t for t in reader.select(Technician)}
    if technician is not None:
        people = {id: t for id, t in people.items() if t.code.casefold() == technician.casefold()}
        if not people:
            raise NotFound("technician", technician)
    where = _territory(reader, territory) if territory is not None else None
    visits = [
        visit
        for visit in reader.select(Visit, start_at=Range(now - KEPT, None), technician_id=frozenset(people))
        if visit.end_at is not None
    ]
    orders = reader.many(WorkOrder, (visit.order_id for visit in visits))
    sites = reader.many(Site, (order.site_id for order in orders.values()))
    changed = journal.changed_at(reader.connection, (f"{Visit.noun}:{visit.id}" for visit in visits))
    found = [
        CalendarVisit(
            visit,
            order,
            sites.get(order.site_id or 0),
            people[visit.technician_id or 0],
            changed.get(f"{Visit.noun}:{visit.id}", order.opened_at),
        )
        for visit in visits
        if (order := orders.get(visit.order_id)) is not None and where in (None, order.territory_id)
    ]
    if technician is not None:
        (who,) = people.values()
        found += _given_away(reader, who, now)
    return sorted(found, key=lambda one: (one.visit.start_at or now, one.visit.id))


def technician_codes(reader: Reader) -> list[str]:
    """The codes of all technicians, by name."""
    return [who.code for who in sorted(reader.select(Technician), key=lambda who: (who.name, who.id))]


def codes_of_who_left(reader: Reader) -> list[str]:
    """The codes of technicians who do not work here any more, unless somebody else has them by now."""
    known = reader.select(Technician, is_withdrawn=EITHER)
    here = {who.code.casefold() for who in known if who.is_active and not who.is_withdrawn}
    return sorted(who.code for who in known if who.code.casefold() not in here)


def _given_away(reader: Reader, who: Technician, now: datetime) -> list[CalendarVisit]:
    """Visits that somebody else has by now, or nobody: a calendar that took them in is told that they are off."""
    connection = reader.connection
    since = journal.seq_before(connection, now - GIVEN_AWAY, is_business=False)
    words = [f'"technician_id":{who.id}{end}' for end in ",}"]
    left = {
        event.subject_id: event
        for event in journal.telling(
            connection, Visit.noun, words, since=since, until=journal.count(connection)
        )
        if event.before.get("technician_id") == who.id
    }
    visits = reader.many(Visit, left)
    orders = reader.many(WorkOrder, (visit.order_id for visit in visits.values()))
    sites = reader.many(Site, (order.site_id for order in orders.values()))
    found = []
    for visit in visits.values():
        order, stood = orders.get(visit.order_id), _as_it_stood(reader, visit, left[visit.id].version)
        if visit.technician_id == who.id or order is None or stood.end_at is None:
            continue
        if stood.start_at is not None and stood.start_at >= now - KEPT:
            site = sites.get(order.site_id or 0)
            found.append(CalendarVisit(stood, order, site, who, left[visit.id].at))
    return found


def _as_it_stood(reader: Reader, visit: Visit, before: int) -> Visit:
    """The visit off, at the time that it had before an event."""
    told: dict[str, Any] = {}
    for event in journal.events(reader.connection, subject=f"{Visit.noun}:{visit.id}"):
        if event.version < before:
            told.update(event.after)
    start_at, end_at = (
        datetime.fromisoformat(told[name]) if told.get(name) else None for name in ("start_at", "end_at")
    )
    return replace(visit, status=VisitStatus.CANCELLED, promised=None, start_at=start_at, end_at=end_at)


def _territory(reader: Reader, name: str) -> int:
    found = [t.id for t in reader.select(Territory) if t.name.casefold() == name.casefold()]
    if not found:
        raise NotFound("territory", name, [t.name for t in reader.select(Territory)][:5])
    return found[0]
