"""Where does the office work? Asked before a position is taken, and before one is looked for."""

from __future__ import annotations

from collections.abc import Iterator

from wom_tui.domain.intake.position import Bounds, Point
from wom_tui.domain.locating import area_of
from wom_tui.domain.site import GeocodeQuality, Site, Territory
from wom_tui.store.reader import Reader

TRUSTED = frozenset({GeocodeQuality.EXACT, GeocodeQuality.APPROXIMATE})


def read_area(reader: Reader) -> Bounds:
    """South, west, north, east of all that the office works in."""
    return area_of((territory.bounds for territory in reader.select(Territory)), _known(reader))


def _known(reader: Reader) -> Iterator[Point]:
    for _, lat, lon in reader.rows(Site, ("lat", "lon"), geocode_quality=TRUSTED):
        if lat is not None and lon is not None:
            yield lat, lon
