"""What does each technician need on paper for a day: the visits in their order, and all that stands around them?"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from wom_tui.domain.note import Note
from wom_tui.domain.place import at_once
from wom_tui.domain.site import Asset, Contact, Customer, Site, Territory
from wom_tui.domain.technician import Technician, local_instant
from wom_tui.domain.technician_day import TechnicianDay
from wom_tui.domain.visit import ENDED_THERE, LIVE, Visit
from wom_tui.domain.work_order import Requirement, WorkOrder
from wom_tui.domain.work_type import WorkType
from wom_tui.errors import NotFound
from wom_tui.queries.parts import OrderPart, order_parts
from wom_tui.store.attached import attached
from wom_tui.store.days import technician_days
from wom_tui.store.reader import Range, Reader

_NEAREST = 5


@dataclass(frozen=True, kw_only=True)
class SheetStop:
    """One visit with what somebody needs who goes there. `start_at` and `end_at` of the visit are set."""

    visit: Visit
    order: WorkOrder
    requirement: Requirement | None
    work_type: WorkType | None
    site: Site | None
    territory: str
    customer: Customer | None
    contact: Contact | None
    asset: Asset | None
    parts: tuple[OrderPart, ...] = ()
    notes: tuple[str, ...] = ()  # what was said about the order, newest first


@dataclass(frozen=True, kw_only=True)
class DaySheet:
    """One technician's day: the shifts of it, and the visits by start."""

    day: TechnicianDay
    stops: tuple[SheetStop, ...]


def day_sheets(reader: Reader, on: date, *, technician: str | None = None) -> tuple[DaySheet, ...]:
    """The sheets of all who have a visit that day, by name; of one technician also where there is none.

    Args:
        technician: a code.

    Raises:
        NotFound: there is no such technician.
    """
    people = _people(reader, technician)
    visits = _visits(reader, people, on)
    going = [tech for tech in people if visits[tech.id] or technician is not None]
    stops = _stops(reader, [visit for tech in going for visit in visits[tech.id]])
    days: dict[int, TechnicianDay] = {}
    for zone in {tech.zone for tech in going}:
        days |= technician_days(reader, [tech for tech in going if tech.zone == zone], on, at_once)
    return tuple(DaySheet(day=days[tech.id], stops=tuple(stops[tech.id])) for tech in going)


def _people(reader: Reader, code: str | None) -> list[Technician]:
    everybody = sorted(reader.select(Technician), key=lambda tech: (tech.name.casefold(), tech.id))
    if code is None:
        return everybody
    found = [tech for tech in everybody if tech.code.casefold() == code.casefold()]
    if not found:
        near = [tech.code for tech in everybody if tech.code[:1].casefold() == code[:1].casefold()]
        raise NotFound("technician", code, near[:_NEAREST])
    return found


def _visits(reader: Reader, people: Sequence[Technician], on: date) -> dict[int, list[Visit]]:
    """The visits that begin on that day where the technician is, by technician and start."""
    found: dict[int, list[Visit]] = defaultdict(list)
    for zone in {tech.zone for tech in people}:
        ids = frozenset(tech.id for tech in people if tech.zone == zone)
        inside = Range(local_instant(on, 0, zone), local_instant(on, 1440, zone))
        for visit in reader.select(Visit, technician_id=ids, start_at=inside, status=LIVE | ENDED_THERE):
            if visit.technician_id is not None and visit.end_at is not None:
                found[visit.technician_id].append(visit)
    for visits in found.values():
        visits.sort(key=lambda visit: (visit.start_at, visit.id))
    return found


def stops_of(reader: Reader, visits: Sequence[Visit]) -> list[SheetStop]:
    """The same for some visits, of whatever day."""
    return [stop for stops in _stops(reader, visits).values() for stop in stops]


def _stops(reader: Reader, visits: Sequence[Visit]) -> dict[int | None, list[SheetStop]]:
    orders = reader.many(WorkOrder, (visit.order_id for visit in visits))
    requirements, said = _requirements(reader, list(orders)), _said(reader, list(orders))
    kinds = {kind.id: kind for kind in reader.select(WorkType)}
    territories = {territory.id: territory.name for territory in reader.select(Territory)}
    sites = reader.many(Site, (order.site_id for order in orders.values()))
    customers = reader.many(Customer, (order.customer_id for order in orders.values()))
    contacts = reader.many(Contact, (order.contact_id for order in orders.values()))
    assets = reader.many(Asset, (order.asset_id for order in orders.values()))
    stops: dict[int | None, list[SheetStop]] = defaultdict(list)
    for visit in visits:
        order = orders.get(visit.order_id)
        if order is None:
            continue
        need = requirements.get(order.id)
        stop = SheetStop(
            visit=visit,
            order=order,
            requirement=need,
            parts=order_parts(reader, order.id, need) if order.parts_state else (),
            work_type=kinds.get(order.work_type_id or 0),
            site=sites.get(order.site_id or 0),
            territory=territories.get(order.territory_id or 0, ""),
            customer=customers.get(order.customer_id or 0),
            contact=contacts.get(order.contact_id or 0),
            asset=assets.get(order.asset_id or 0),
            notes=said[order.id],
        )
        stops[visit.technician_id].append(stop)
    return stops


def _said(reader: Reader, numbers: Sequence[int]) -> dict[int, tuple[str, ...]]:
    notes = attached(reader, Note, numbers)
    return {number: tuple(one.text for one in reversed(own)) for number, own in notes.items()}


def _requirements(reader: Reader, numbers: Sequence[int]) -> dict[int, Requirement]:
    return {need.order_id: need for need in reader.among(Requirement, "order_id", numbers)}
