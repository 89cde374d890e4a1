"""Which visits are there: of which order, whose, when, and how far are they? For lists and exports."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import NamedTuple

from wom_tui.domain.event import Event
from wom_tui.domain.technician import Technician
from wom_tui.domain.visit import Visit, VisitStatus
from wom_tui.domain.work_order import WorkOrder
from wom_tui.errors import NotFound
from wom_tui.queries.names import NOWHERE, Names, add_sites
from wom_tui.store import journal
from wom_tui.store.reader import Condition, Range, Reader


class VisitRow(NamedTuple):
    """One visit, as a list shows it."""

    visit: str  # 4417/2
    number: int
    title: str
    site: str
    technician: str | None
    status: str
    start_at: datetime | None
    end_at: datetime | None
    travel_s: int | None
    is_pinned: bool
    promised_from_at: datetime | None
    promised_until_at: datetime | None
    dispatched_at: datetime | None
    accepted_at: datetime | None
    travelling_at: datetime | None
    arrived_at: datetime | None
    ended_at: datetime | None
    decline_reason: str | None
    incomplete_reason: str | None
    version: int


_SAME = VisitRow._fields[VisitRow._fields.index("dispatched_at") :]
_ORDER = ("title", "site_id")
_MANY = 900  # below SQLite's oldest limit on parameters
_UNKNOWN: tuple[str, int | None] = ("", None)


def visit_rows(
    reader: Reader,
    *,
    status: VisitStatus | None = None,
    technician: str | None = None,
    begin_at: datetime | None = None,
    end_at: datetime | None = None,
) -> list[VisitRow]:
    """Visits by their start, those without one last.

    Args:
        technician: only those of this one: a code.
        begin_at, end_at: only those that start from then on, before then.

    Raises:
        NotFound: there is no such technician.
    """
    people = {one.id: one.code for one in reader.select(Technician)}
    where: dict[str, Condition] = {} if status is None else {"status": status}
    if technician is not None:
        where["technician_id"] = _coded(people, technician)
    if begin_at or end_at:
        where["start_at"] = Range(begin_at, end_at)
    visits = reader.select(Visit, **where)
    orders = _orders(reader, {visit.order_id for visit in visits})
    names = Names()
    add_sites(reader, names, {site for _, site in orders.values() if site is not None})
    rows = [_row(visit, people, orders, names) for visit in visits]
    return sorted(rows, key=lambda row: (row.start_at is None, row.start_at or 0, row.number))


def _orders(reader: Reader, ids: set[int]) -> dict[int, tuple[str, int | None]]:
    """Title and site of these orders; of all in one read where these are many."""
    where: dict[str, Condition] = {"id": frozenset(ids)} if len(ids) <= _MANY else {}
    return {id: (title, site) for id, title, site in reader.rows(WorkOrder, _ORDER, **where)}


def technician_id(reader: Reader, code: str) -> int:
    """The technician of that code.

    Raises:
        NotFound: there is none.
    """
    return _coded({one.id: one.code for one in reader.select(Technician)}, code)


def _coded(people: Mapping[int, str], code: str) -> int:
    found = [id for id, known in people.items() if known.casefold() == code.casefold()]
    if not found:
        from difflib import get_close_matches  # only for those who mistype

        raise NotFound("technician", code, get_close_matches(code, list(people.values()), n=3))
    return found[0]


def _row(
    visit: Visit, people: Mapping[int, str], orders: Mapping[int, tuple[str, int | None]], names: Names
) -> VisitRow:
    title, site = orders.get(visit.order_id, _UNKNOWN)
    promised = visit.promised
    return VisitRow(
        visit.label,
        visit.order_id,
        title,
        names.sites.get(site or 0, NOWHERE).label,
        people.get(visit.technician_id or 0),
        visit.status.value,
        visit.start_at,
        visit.end_at,
        visit.travel_s,
        visit.is_pinned,
        promised.start_at if promised else None,
        promised.end_at if promised else None,
        *(getattr(visit, name) for name in _SAME),
    )


def visit_history(reader: Reader, label: str) -> tuple[VisitRow, list[Event]]:
    """A visit by its label, and what happened to it, oldest first.

    Raises:
        NotFound: there is none of that label.
    """
    number, _, ordinal = label.partition("/")
    if not all(part.isascii() and part.isdecimal() and len(part) < 13 for part in (number, ordinal)):
        raise NotFound("visit", label)
    found = reader.select(Visit, order_id=int(number), ordinal=int(ordinal))
    if not found:
        raise NotFound("visit", label, [one.label for one in reader.select(Visit, order_id=int(number))])
    visit, order = found[0], reader.get(WorkOrder, int(number))
    people = {one.id: one.code for one in reader.many(Technician, [visit.technician_id]).values()}
    names = Names()
    add_sites(reader, names, {order.site_id} if order.site_id else set())
    row = _row(visit, people, {order.id: (order.title, order.site_id)}, names)
    return row, list(journal.events(reader.connection, subject=f"{Visit.noun}:{visit.id}"))
