"""For whom and where: customers, contacts, sites, assets, territories, and whether a position can be used."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import ClassVar

from wom_tui.domain.fact import Fact
from wom_tui.domain.violation import Violation
from wom_tui.domain.work_calendar import Hours


class GeocodeQuality(StrEnum):
    """How far the position of a site can be trusted. A fake position is never planned."""

    EXACT = "exact"
    APPROXIMATE = "approximate"
    SUSPICIOUS = "suspicious"  # quarantined: looks like a default, a swap, or outside of the territory
    MISSING = "missing"


@dataclass(frozen=True, kw_only=True)
class Territory(Fact):
    """A part of the map with its own dispatcher. `bounds` = south, west, north, east in degrees."""

    name: str
    parent_id: int | None = None
    zone: str = "UTC"
    bounds: tuple[float, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Customer(Fact):
    """Who has the contract. `customer_class` chooses the SLA policy."""

    name: str
    customer_class: str | None = None
    external_id: str | None = None
    excluded_technician_ids: tuple[int, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Contact(Fact):
    """A person to talk to. Personal data stays in this row: the journal only says that it changed."""

    private: ClassVar[frozenset[str]] = frozenset({"name", "phone", "email", "salt"})

    customer_id: int | None = None
    name: str = ""
    phone: str = ""
    email: str = ""
    salt: str = ""  # keys the hash in the journal; erased with the person


@dataclass(frozen=True, kw_only=True)
class Site(Fact):
    """A place where work is done."""

    name: str
    address: str = ""
    external_id: str | None = None
    customer_id: int | None = None
    territory_id: int | None = None
    zone: str = "UTC"
    lat: float | None = None
    lon: float | None = None
    geocode_quality: GeocodeQuality = GeocodeQuality.MISSING
    is_remote: bool = False  # the work is done without going there
    access_notes: str = ""
    access_hours: tuple[tuple[Hours, ...], ...] = ()  # seven days, Monday first; none = always

    @property
    def has_position(self) -> bool:
        """The position can be planned with."""
        return self.lat is not None and self.lon is not None and self.geocode_quality in _USABLE


_USABLE = frozenset({GeocodeQuality.EXACT, GeocodeQuality.APPROXIMATE})


@dataclass(frozen=True, kw_only=True)
class Asset(Fact):
    """A thing that is looked after."""

    name: str
    site_id: int | None = None
    kind: str = ""
    serial: str | None = None
    parent_id: int | None = None
    warranty_until_on: date | None = None


def position_violations(site: Site | None, number: int) -> Iterator[Violation]:
    """Say why an order at this site cannot be planned."""
    if site is None or not (site.is_remote or site.has_position):
        yield Violation(
            code="site.position",
            message=f"order {number}: its site needs a position that can be trusted",
            facts={"number": number, "site": site.id if site else None},
        )
