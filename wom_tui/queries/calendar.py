"""Which visits stand in a calendar: of one technician, of one territory, of all?"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from wom_tui.domain.site import Site, Territory
from wom_tui.domain.technician import Technician
from wom_tui.domain.visit import Visit
from wom_tui.domain.work_order import WorkOrder
from wom_tui.errors import NotFound
from wom_tui.store import journal
from wom_tui.store.reader import Range, Reader

KEPT = timedelta(days=7)  # what is older has left the calendar


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
    return sorted(found, key=lambda one: (one.visit.start_at or now, one.visit.id))


def _territory(reader: Reader, name: str) -> int:
    found = [t.id for t in reader.select(Territory) if t.name.casefold() == name.casefold()]
    if not found:
        raise NotFound("territory", name, [t.name for t in reader.select(Territory)][:5])
    return found[0]
