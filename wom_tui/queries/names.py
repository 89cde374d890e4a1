"""What ids are called: names of templates, people and places, read once and looked up many times.

An order that is looked at as it stood in the past may name a record that was written down only later: an import tells
of times before its own. Such a record is named as it is today.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from itertools import starmap
from typing import NamedTuple, TypeVar

from wom_tui.domain.fact import Fact
from wom_tui.domain.site import Customer, GeocodeQuality, Site, Territory
from wom_tui.domain.technician import Technician
from wom_tui.domain.work_type import WorkType
from wom_tui.store.reader import Condition, Reader

F = TypeVar("F", bound=Fact)


class SiteName(NamedTuple):
    """A site as a row shows it; its position only where it can be trusted."""

    label: str
    lat: float | None
    lon: float | None
    zone: str
    address: str


NOWHERE = SiteName("", None, None, "UTC", "")  # of an order without a site


@dataclass
class Names:
    """The names that rows show instead of ids. Sites are filled in as rows ask for them."""

    work_types: dict[int, WorkType] = field(default_factory=dict)
    technicians: dict[int, Technician] = field(default_factory=dict)
    territories: dict[int, str] = field(default_factory=dict)
    customers: dict[int, str] = field(default_factory=dict)
    sites: dict[int, SiteName] = field(default_factory=dict)

    def of_filters(self) -> dict[str, frozenset[str]]:
        """What a filter of orders can name, by its key: see `domain.filter_names`."""
        people = self.technicians.values()
        return {
            "technician": frozenset(name for one in people for name in (one.code, one.name)),
            "territory": frozenset(self.territories.values()),
            "work_type": frozenset(one.name for one in self.work_types.values()),
        }


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


_TRUSTED = frozenset({GeocodeQuality.EXACT.value, GeocodeQuality.APPROXIMATE.value})
_SITE = ("name", "lat", "lon", "geocode_quality", "zone", "address")
_MANY_SITES = 5_000


def add_sites(
    reader: Reader, names: Names, wanted: set[int], breathe: Callable[[], None] = lambda: None
) -> None:
    """Fill in sites that are not known yet; where very many are missing, all of them, in one read.

    Args:
        breathe: called every thousand sites, that others may come to their turn.
    """
    missing = wanted - names.sites.keys()
    if not missing:
        return
    is_all = len(missing) > _MANY_SITES and not names.sites
    _take_sites(reader, names, {} if is_all else {"id": frozenset(missing)}, breathe)
    later = missing - names.sites.keys()
    if later and reader.stored is not reader:
        _take_sites(reader.stored, names, {"id": frozenset(later)}, breathe)


def _take_sites(
    reader: Reader, names: Names, where: dict[str, Condition], breathe: Callable[[], None]
) -> None:
    for ids, label, lat, lon, quality, zone, address in reader.blocks(Site, _SITE, **where):
        breathe()
        trusted = [word in _TRUSTED for word in quality]
        lat = [degrees if is_true else None for degrees, is_true in zip(lat, trusted, strict=True)]
        lon = [degrees if is_true else None for degrees, is_true in zip(lon, trusted, strict=True)]
        made = starmap(SiteName, zip(label, lat, lon, zone, address, strict=True))
        names.sites.update(zip(ids, made, strict=True))
