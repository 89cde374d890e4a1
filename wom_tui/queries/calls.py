"""What is known while somebody is on the phone: places and people by name, what titles meant, what is at a place."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from wom_tui.domain.directory import Directory, Known
from wom_tui.domain.duplicates import NEAR_M, WITHIN, Report, suspects, words_of
from wom_tui.domain.past_titles import PastTitles
from wom_tui.domain.site import Contact, Customer, Site
from wom_tui.domain.states import OrderStatus
from wom_tui.domain.work_order import Requirement, WorkOrder
from wom_tui.domain.work_type import WorkType
from wom_tui.queries.orders import OPEN
from wom_tui.queries.slots import RankedSlot
from wom_tui.queries.visited import VisitHere, last_visits
from wom_tui.store import journal, office
from wom_tui.store.reader import Range, Reader

MANY_OPEN = 8
_DEGREES = 0.0006  # a little more than NEAR_M of latitude
_MOST_PAST = 20_000  # titles that are learnt from, the newest


@dataclass(frozen=True)
class PhoneBook:
    """All names that a caller can say.

    Attributes:
        titles: what words in titles meant.
        types: by id.
        office: tells the office from any other that may come to lie at the same address.
    """

    sites: Directory
    customers: Directory
    contacts: Directory
    types: dict[int, WorkType]
    titles: PastTitles
    office: str = ""


def phone_book(reader: Reader, breathe: Callable[[], None] = lambda: None) -> PhoneBook:
    """Read once when an intake is opened; a hundred thousand sites take half a second, on a worker."""
    types = {kind.id: kind for kind in reader.select(WorkType)}
    customers: dict[int, str] = dict(reader.rows(Customer, ("name",)))
    contacts = reader.rows(Contact, ("name", "phone", "customer_id"))
    clock = office.read(reader.connection).demo_clock
    return PhoneBook(
        sites=Directory.of(_sites(reader, customers, breathe)),
        customers=Directory.of(Known(id, name) for id, name in customers.items()),
        contacts=Directory.of(
            Known(id, name, phone, customers.get(customer, ""))
            for id, name, phone, customer in contacts
            if name
        ),
        types=types,
        titles=PastTitles.of(_titles(reader, breathe), {kind.id: kind.name for kind in types.values()}),
        office=f"{journal.first_hash(reader.connection)} {clock.demonstration_at if clock else ''}".strip(),
    )


def _sites(reader: Reader, customers: dict[int, str], breathe: Callable[[], None]) -> Iterator[Known]:
    for block in reader.blocks(Site, ("name", "address", "customer_id")):
        breathe()
        for id, name, address, customer in zip(*block, strict=True):
            yield Known(id, name, address, customers.get(customer, ""))


def _titles(reader: Reader, breathe: Callable[[], None]) -> Iterator[tuple[str, int | None]]:
    newest = max((id for (id,) in reader.rows(WorkOrder, ())), default=0)
    for block in reader.blocks(
        WorkOrder, ("title", "work_type_id"), id=Range(newest - _MOST_PAST, newest + 1)
    ):
        breathe()
        yield from zip(block[1], block[2], strict=True)


@dataclass(frozen=True, kw_only=True)
class Outlook:
    """What a new order would come to.

    Attributes:
        order: with its status and its dues.
        missing: names of the fields that it lacks to be ready.
        slots: the cheapest first.
        hindrance: why nobody can take it, where it is ready and still nobody can.
    """

    order: WorkOrder
    requirement: Requirement
    work_type: WorkType | None
    missing: tuple[str, ...]
    slots: tuple[RankedSlot, ...] = ()
    needs_overtime: bool = False
    hindrance: str = ""


class OpenHere(NamedTuple):
    """An open order at the place, or next to it; `alike`: it may be what is being told again."""

    number: int
    title: str
    status: str
    opened_at: datetime
    is_same_site: bool
    alike: bool


@dataclass(frozen=True)
class Place:
    """What is known of one place.

    Attributes:
        open: what may be the same first, then the newest.
        callers: who asked for something there before, the newest first.
    """

    site: Site
    customer: str
    open: tuple[OpenHere, ...] = ()
    visits: tuple[VisitHere, ...] = ()
    callers: tuple[str, ...] = ()


def place(reader: Reader, site_id: int, title: str, now: datetime) -> Place | None:
    """What is there, with what is being told in mind; None where the site is gone."""
    site = reader.find(Site, site_id)
    if site is None or site.is_withdrawn:
        return None
    customer = reader.find(Customer, site.customer_id)
    here = list(reader.rows(WorkOrder, ("requester", "opened_at"), site_id=site_id))
    here.sort(key=lambda row: row[2], reverse=True)
    return Place(
        site=site,
        customer=customer.name if customer else "",
        open=_open(reader, site, title, now),
        visits=last_visits(reader, [row[0] for row in here]),
        callers=tuple(dict.fromkeys(row[1] for row in here if row[1]))[:MANY_OPEN],
    )


def _open(reader: Reader, site: Site, title: str, now: datetime) -> tuple[OpenHere, ...]:
    near = _near(reader, site)
    columns = ("title", "description", "status", "opened_at", "site_id")
    rows = list(reader.rows(WorkOrder, columns, status=OPEN, site_id=frozenset(near)))
    told = Report(0, None, site.id, site.lat, site.lon, now, OrderStatus.DRAFT, words_of(title))
    reports = [
        Report(number, None, site_id, *near[site_id], opened_at, OrderStatus(status), words_of(said, more))
        for number, said, more, status, opened_at, site_id in rows
    ]
    short = [report._replace(words=words_of(row[1])) for report, row in zip(reports, rows, strict=True)]
    alike = {
        number
        for all_reports in (reports, short)
        for pair in suspects([*all_reports, told], near_m=NEAR_M, within=WITHIN)
        for number in (pair.keep, pair.drop)
        if 0 in (pair.keep, pair.drop)
    }
    found = [
        OpenHere(number, said, status, opened_at, site_id == site.id, number in alike)
        for number, said, _, status, opened_at, site_id in rows
        if site_id == site.id or number in alike
    ]
    found.sort(key=lambda one: (not one.alike, -one.opened_at.timestamp()))
    return tuple(found[:MANY_OPEN])


def _near(reader: Reader, site: Site) -> dict[int, tuple[float | None, float | None]]:
    """The site, and those so near that two orders may mean one thing, with their positions."""
    own: dict[int, tuple[float | None, float | None]] = {
        site.id: (site.lat, site.lon) if site.has_position else (None, None)
    }
    if not site.has_position or site.lat is None or site.lon is None:
        return own
    around = {
        "lat": Range(site.lat - _DEGREES, site.lat + _DEGREES),
        "lon": Range(site.lon - 2 * _DEGREES, site.lon + 2 * _DEGREES),
    }
    return {id: (lat, lon) for id, lat, lon in reader.rows(Site, ("lat", "lon"), **around)} | own
