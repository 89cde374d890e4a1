"""Where a site is: its position is said, and what waited for it can be planned."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from wom_tui.commands.command import Command
from wom_tui.domain.locating import position_said_violations
from wom_tui.domain.place import Place
from wom_tui.domain.site import GeocodeQuality, Site, Territory
from wom_tui.domain.work_order import OrderStatus, WorkOrder
from wom_tui.domain.work_type import WorkType, missing_fields
from wom_tui.errors import InvalidInput
from wom_tui.store.area import read_area
from wom_tui.store.days import requirement_of
from wom_tui.store.unit import Unit


@dataclass(frozen=True, kw_only=True)
class LocateSite(Command):
    """Say where a site is; drafts that only waited for it become ready, and the ways to it are put right.

    Outside of the office's area it is refused, unless somebody writes down why; another position than a trusted one
    says so (`site.replaced`), and the same again changes nothing.
    """

    site: int
    lat: float
    lon: float
    quality: GeocodeQuality = GeocodeQuality.EXACT
    expect: int | None = None

    def check(self) -> None:
        super().check()
        Place(self.lat, self.lon)  # refuses what is no position on earth
        if self.quality not in (GeocodeQuality.EXACT, GeocodeQuality.APPROXIMATE):
            raise InvalidInput("quality", self.quality.value, "exact or approximate")

    @property
    def summary(self) -> str:
        return f"locate site {self.site}"


def locate_site(command: LocateSite, unit: Unit) -> None:
    site = unit.get(Site, command.site, expect=command.expect)
    located = replace(site, lat=command.lat, lon=command.lon, geocode_quality=command.quality)
    if located == site:
        return  # it is so already
    territory = unit.find(Territory, site.territory_id)
    bounds = territory.bounds if territory else ()
    unit.heed(position_said_violations(site, command.lat, command.lon, read_area(unit), bounds))
    unit.save(located, "site.located")
    woken = [order.id for order in _complete(located, unit)]
    for number in woken:
        unit.save(replace(unit.get(WorkOrder, number), status=OrderStatus.READY), "order.located")
    unit.result["ready"] = woken


def _complete(site: Site, unit: Unit) -> Iterator[WorkOrder]:
    """Drafts at the site that lack nothing, now that its position is known."""
    for order in unit.select(WorkOrder, site_id=site.id, status=OrderStatus.DRAFT):
        kind = unit.find(WorkType, order.work_type_id)
        if not missing_fields(order, requirement_of(unit, order.id), site, kind, OrderStatus.READY):
            yield order
