"""May a site lie where somebody says that it does?"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from wom_tui.domain.intake.position import Bounds, Point, judge
from wom_tui.domain.site import Site
from wom_tui.domain.violation import Violation

EVERYWHERE: Bounds = (-90.0, -180.0, 90.0, 180.0)
_AROUND = 0.5  # degrees around the places that are known, where no territory has bounds


def area_of(territories: Iterable[Bounds], known: Iterable[Point]) -> Bounds:
    """The box that the office works in: around its territories, else around the places that it knows.

    Args:
        territories: bounds of those that have some.
        known: positions that are trusted; asked only where there are no bounds.
    """
    boxes = [bounds for bounds in territories if bounds]
    if boxes:
        south, west, north, east = zip(*boxes, strict=True)
        return min(south), min(west), max(north), max(east)
    points = list(known)
    if not points:
        return EVERYWHERE
    lats, lons = zip(*points, strict=True)
    south_west = (max(-90.0, min(lats) - _AROUND), max(-180.0, min(lons) - _AROUND))
    return *south_west, min(90.0, max(lats) + _AROUND), min(180.0, max(lons) + _AROUND)


def position_said_violations(
    site: Site, lat: float, lon: float, area: Bounds, territory: Bounds = ()
) -> Iterator[Violation]:
    """Say why the position cannot be true, and what is odd about it.

    Args:
        area: what the office works in.
        territory: bounds of the site's own territory; empty where they are not known.
    """
    facts = {"site": site.id, "lat": lat, "lon": lon}
    in_area = judge(lat, lon, bounds=area)
    if not in_area.is_trusted:
        said = f"{lat}, {lon} for site {site.name}: {in_area.reason}"
        yield Violation(code="site.area", message=said, can_override=(lat, lon) != (0.0, 0.0), facts=facts)
    elif not judge(lat, lon, bounds=area, territory_bounds=territory).is_trusted:
        said = f"{lat}, {lon} lies outside of the territory of site {site.name}"
        yield Violation(code="site.territory", message=said, hard=False, facts=facts)
    if site.has_position:
        said = f"site {site.name} has a position already: {site.lat}, {site.lon} gives way to {lat}, {lon}"
        yield Violation(code="site.replaced", message=said, hard=False, facts=facts)
