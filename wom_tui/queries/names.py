"""What ids are called: names of templates, people and places, read once and looked up many times."""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import starmap
from typing import NamedTuple

from wom_tui.domain.site import Customer, GeocodeQuality, Site, Territory
from wom_tui.domain.technician import Technician
from wom_tui.domain.work_type import WorkType
from wom_tui.store.reader import Condition, Reader


class SiteName(NamedTuple):
    """A site as a row shows it; its position only where it can be trusted."""

    label: str
    lat: float | None
    lon: float | None
    zone: str


NOWHERE = SiteName("", None, None, "UTC")  # of an order without a site


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
    return Names(
        work_types={w.id: w for w in reader.select(WorkType)},
        technicians={t.id: t for t in reader.select(Technician)},
        territories={row[0]: row[1] for row in reader.rows(Territory, ("name",))},
        customers={row[0]: row[1] for row in reader.rows(Customer, ("name",))},
    )


_TRUSTED = frozenset({GeocodeQuality.EXACT.value, GeocodeQuality.APPROXIMATE.value})
_SITE = ("name", "lat", "lon", "geocode_quality", "zone")


def add_sites(reader: Reader, names: Names, wanted: set[int] | None) -> None:
    """Fill in sites that are not known yet; None = all of them, in one read."""
    missing = None if wanted is None else wanted - names.sites.keys()
    if missing is not None and not missing:
        return
    where: dict[str, Condition] = {} if missing is None else {"id": frozenset(missing)}
    ids, label, lat, lon, quality, zone = reader.columns(Site, _SITE, **where)
    trusted = [word in _TRUSTED for word in quality]
    lat = [degrees if is_true else None for degrees, is_true in zip(lat, trusted, strict=True)]
    lon = [degrees if is_true else None for degrees, is_true in zip(lon, trusted, strict=True)]
    names.sites.update(zip(ids, starmap(SiteName, zip(label, lat, lon, zone, strict=True)), strict=True))
