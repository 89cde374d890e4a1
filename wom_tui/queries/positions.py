"""Which sites wait for a position that can be trusted, how long, and which known address may be meant?"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import NamedTuple

from wom_tui.domain.addresses import Addresses, Known, Proposal
from wom_tui.domain.intake.position import Bounds
from wom_tui.domain.site import GeocodeQuality, Site, Territory
from wom_tui.domain.work_order import WorkOrder
from wom_tui.queries.orders import OPEN
from wom_tui.store.area import TRUSTED, read_area
from wom_tui.store.reader import Reader

UNPLACED = frozenset({GeocodeQuality.MISSING, GeocodeQuality.SUSPICIOUS})


class UnplacedRow(NamedTuple):
    """A site that nobody can be sent to.

    Attributes:
        quality: missing, or suspicious: there is a position, and it cannot be true.
        open_orders: how many wait for it; waiting_since_at is when the first of them was opened.
        like: a site with the same address, whose position is known.
    """

    site_id: int
    version: int
    name: str
    address: str
    territory: str
    quality: str
    lat: float | None
    lon: float | None
    open_orders: int
    waiting_since_at: datetime | None
    like: int | None

    @property
    def wording(self) -> str:
        """What a geocoder, or a person, can look for."""
        return self.address or self.name


def unplaced_sites(reader: Reader) -> list[UnplacedRow]:
    """Sites without a position that can be trusted, those whose orders have waited longest first."""
    columns = ("version", "name", "address", "territory_id", "geocode_quality", "lat", "lon")
    sites = list(reader.rows(Site, columns, geocode_quality=UNPLACED, is_remote=False))
    if not sites:
        return []
    waiting = _waiting(reader, {site[0] for site in sites})
    territories = {row[0]: row[1] for row in reader.rows(Territory, ("name",))}
    known = Addresses(_known(reader))
    rows: list[UnplacedRow] = []
    for id, version, name, address, territory_id, quality, lat, lon in sites:
        opened = waiting.get(id, [])
        same = known.same(address or name)
        rows.append(
            UnplacedRow(
                site_id=id,
                version=version,
                name=name,
                address=address,
                territory=territories.get(territory_id, ""),
                quality=quality,
                lat=lat,
                lon=lon,
                open_orders=len(opened),
                waiting_since_at=min(opened, default=None),
                like=same.site_id if same else None,
            )
        )
    return sorted(rows, key=_longest_first)


def _longest_first(row: UnplacedRow) -> tuple[bool, float, int]:
    since_at = row.waiting_since_at
    return since_at is None, since_at.timestamp() if since_at else 0.0, row.site_id


def _waiting(reader: Reader, site_ids: set[int]) -> dict[int, list[datetime]]:
    """When the open orders of each site were opened."""
    found: dict[int, list[datetime]] = {}
    for _, site_id, opened_at in reader.rows(WorkOrder, ("site_id", "opened_at"), status=OPEN):
        if site_id in site_ids:
            found.setdefault(site_id, []).append(opened_at)
    return found


def _known(reader: Reader) -> Iterator[Known]:
    for id, name, address, lat, lon in reader.rows(
        Site, ("name", "address", "lat", "lon"), geocode_quality=TRUSTED
    ):
        if lat is not None and lon is not None:
            yield Known(id, address or name, lat, lon)


def near_addresses(reader: Reader, site: Site) -> list[Proposal]:
    """Other sites whose address is nearly the same, the likeliest first."""
    known = Addresses(one for one in _known(reader) if one.site_id != site.id)
    return known.like(site.address or site.name)


def office_area(reader: Reader) -> Bounds:
    """The box that the office works in."""
    return read_area(reader)
