"""What ids are called: names of templates, people and places, read once and looked up many times.

An order that is looked at as it stood in the past may name a record that was written down only later: an import tells
of times before its own. Such a record is named as it is today.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TypeVar

from wom_tui.domain.fact import Fact
from wom_tui.domain.site import Customer, Site, Territory
from wom_tui.domain.technician import Technician
from wom_tui.domain.work_type import WorkType
from wom_tui.store.reader import Condition, Reader

F = TypeVar("F", bound=Fact)


@dataclass
class SiteName:
    """A site as a row shows it."""

    label: str
    lat: float | None
    lon: float | None
    quality: str
    zone: str


@dataclass
class Names:
    """The names that rows show instead of ids. Sites are filled in as rows ask for them."""

    work_types: dict[int, WorkType] = field(default_factory=dict)
    technicians: dict[int, Technician] = field(default_factory=dict)
    territories: dict[int, str] = field(default_factory=dict)
    customers: dict[int, str] = field(default_factory=dict)
    sites: dict[int, SiteName] = field(default_factory=dict)


# Nouns whose change makes a kept `Names` stale.
NAMED = frozenset({"work_type", "technician", "territory", "customer", "site"})


def read_names(reader: Reader) -> Names:
    """All names but those of sites."""
    names = Names()
    for source in _sources(reader):
        names.work_types |= {w.id: w for w in source.select(WorkType)}
        names.technicians |= {t.id: t for t in source.select(Technician)}
        names.territories |= {row[0]: row[1] for row in source.rows(Territory, ("name",))}
        names.customers |= {row[0]: row[1] for row in source.rows(Customer, ("name",))}
    return names


def _sources(reader: Reader) -> Iterator[Reader]:
    """Where names are read, what counts last: as they are today, then as they were."""
    if reader.stored is not reader:
        yield reader.stored
    yield reader


def named(reader: Reader, cls: type[F], id: int | None) -> F | None:
    """The record that an order names, as it was; where it was not there yet, as it is today."""
    found = reader.find(cls, id)
    return reader.stored.find(cls, id) if found is None else found


_SITE = ("name", "lat", "lon", "geocode_quality", "zone")


def add_sites(reader: Reader, names: Names, wanted: set[int] | None) -> None:
    """Fill in sites that are not known yet; None = all of them, in one read."""
    missing = None if wanted is None else wanted - names.sites.keys()
    if missing is not None and not missing:
        return
    where: dict[str, Condition] = {} if missing is None else {"id": frozenset(missing)}
    for source in _sources(reader):
        for id, name, lat, lon, quality, zone in source.rows(Site, _SITE, **where):
            names.sites[id] = SiteName(name, lat, lon, quality, zone)
